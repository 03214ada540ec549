//! Years that date nothing of now: of what has happened to a zone (2010年升级为国家级高新区), and of what is only referred to.

use zhibiao_model::period::{Period, PeriodReading};

use super::{Periods, Said};
use crate::fact::{FactPeriod, PeriodBasis};
use crate::scene::is_pause;
use crate::tables::cues::{EVENTS, MEASURED_AGAINST, REFERRING, STANDING};
use crate::times::{Time, TimeMention};

/// How far behind a year its event may be told, in characters.
const EVENT: usize = 60;
/// How far before a number 现有 may stand.
const NEAR: usize = 24;

impl Periods<'_> {
    /// Whether a year dates nothing that is told of now: 对照2025年发展目标, or what happened before the time of the report.
    pub(super) fn dates_nothing(&self, mention: &TimeMention) -> bool {
        let Time::Whole(reading) = &mention.time else {
            return false;
        };
        let start = mention.extent.start;
        let is_before = |word: &&str| self.page.ends(start, word).is_some();
        MEASURED_AGAINST.iter().any(|word| is_before(word))
            || self.is_old(*reading) && self.has_event(mention)
    }

    /// 根据2022年考核结果，…: a year that is referred to ends with its sentence.
    pub(super) fn is_referred_to(&self, mention: &TimeMention) -> bool {
        let is_before = |word: &&str| self.page.ends(mention.extent.start, word).is_some();
        matches!(mention.time, Time::Whole(_)) && REFERRING.iter().any(|word| is_before(word))
    }

    /// Whether a time lies before the year that the text reports on, as far as that is known.
    fn is_old(&self, reading: PeriodReading) -> bool {
        let issued = self.told_on().map(|on| on.start().year() - 1);
        let reported = self.of_title.or(issued);
        reported.is_none_or(|reported| reading.period.start().year() < reported)
    }

    /// Whether the words behind a year tell what happened then, in a clause without a number.
    fn has_event(&self, mention: &TimeMention) -> bool {
        let end = mention.extent.end;
        let stops = |at: usize| {
            self.page.at(at).is_ascii_digit() || matches!(self.page.at(at), '。' | ';' | '\n' | '\0')
        };
        let mut ahead = (end..end + EVENT).take_while(|at| !stops(*at));
        let event = ahead.find(|at| EVENTS.iter().any(|word| self.page.starts(*at, word)));
        event.is_some_and(|event| {
            let mut behind = event..event + EVENT;
            behind
                .find(|at| is_pause(self.page.at(*at)) || self.page.at(*at).is_ascii_digit())
                .is_some_and(|at| is_pause(self.page.at(at)))
        })
    }

    /// 到2025年，企业达到600家。现有孵化器12家: the period of what stands now, where that spoken of is another one.
    pub(super) fn of_now(&self, position: usize, told: Said) -> Option<Option<FactPeriod>> {
        let (reading, ..) = told?;
        let is_ahead = self.told_on().is_some_and(|on| reading.period.start() > on.end());
        if !(is_ahead || self.is_old(reading)) {
            return None;
        }
        let from = position.saturating_sub(NEAR);
        let clause = (from..position)
            .rev()
            .find(|at| is_pause(self.page.at(*at)))
            .map_or(from, |at| at + 1);
        let is_standing = |at: usize| STANDING.iter().any(|word| self.page.starts(at, word));
        if !(clause..position).any(is_standing) {
            return None;
        }
        let of_title = self.of_title.and_then(|year| Period::annual(year).ok());
        let told = of_title.map(|period| FactPeriod::told(period.into(), PeriodBasis::Article));
        Some(told.or_else(|| Some(FactPeriod::told(self.issued?.into(), PeriodBasis::Default))))
    }
}
