//! What a number says about its indicator, told by the words around it.

use zhibiao_model::unit::{Base, Dimension};

use crate::fact::{Caliber, Measure};
use crate::page::Extent;
use crate::quantity::Quantity;
use crate::subjects::Scene;
use crate::tables::cues::{Cue, DONE};
use crate::tables::names::{CHANGING, LINKING};

/// How far before a number a plan may be told.
const PLAN: usize = 80;

/// What a number says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Said {
    pub(crate) measure: Measure,
    /// Whether it goes down.
    pub(crate) is_decline: bool,
    pub(crate) caliber: Option<Caliber>,
}

impl Scene<'_> {
    /// Tells the measure of a number whose words begin at `from`.
    pub(crate) fn measure(&self, quantity: &Quantity, from: usize, is_rank: bool) -> Said {
        let plain = self.plain_measure(quantity, from, is_rank);
        match self.plan(quantity) {
            Some(measure) if !is_rank => Said { measure, ..plain },
            Some(_) | None => plain,
        }
    }

    fn plain_measure(&self, quantity: &Quantity, from: usize, is_rank: bool) -> Said {
        let said = |measure, is_decline| Said {
            measure,
            is_decline,
            caliber: None,
        };
        if is_rank {
            return said(Measure::Rank, false);
        }
        let number = quantity.whole.start;
        let cues = self.cues(from, number);
        let last = cues.iter().rev().find(|(_, cue)| {
            !matches!(
                cue,
                Cue::Neutral | Cue::Separately | Cue::Compare | Cue::Target | Cue::Forecast
            )
        });
        let compares = cues.iter().any(|(_, cue)| *cue == Cue::Compare);
        let unit = quantity.unit.as_ref().map(|unit| unit.dimension().clone());
        let is_points = unit == Some(Dimension::of(Base::PercentagePoints));
        let is_relative = unit.as_ref().is_some_and(Dimension::is_one);
        let beside = last.is_some_and(|(extent, _)| self.is_beside(extent.end, number));
        match last.map(|(_, cue)| *cue) {
            Some(Cue::Decline) if is_points => said(Measure::Delta, true),
            _ if is_points => said(Measure::Delta, false),
            Some(Cue::Arrival) if !is_relative => said(Measure::Level, false),
            Some(cue @ (Cue::Growth | Cue::Decline)) if is_relative && (beside || compares) => {
                said(Measure::Yoy, cue == Cue::Decline)
            }
            Some(cue @ (Cue::Growth | Cue::Decline))
                if !is_relative && beside && (compares || self.is_carried(from, cues)) =>
            {
                said(Measure::Delta, cue == Cue::Decline)
            }
            Some(Cue::Saving) if beside => {
                said(if is_relative { Measure::Yoy } else { Measure::Delta }, false)
            }
            Some(Cue::Share) if is_relative => {
                self.share(last.map_or(from, |(extent, _)| extent.start), number)
            }
            _ if is_relative => Said {
                caliber: Some(Caliber::Unknown),
                ..said(Measure::Ratio, false)
            },
            _ => said(Measure::Level, false),
        }
    }

    /// 增加5家 right behind a pause says how the number before has changed.
    fn is_carried(&self, from: usize, cues: &[(Extent, Cue)]) -> bool {
        cues.first().is_some_and(|(extent, _)| extent.start == from)
    }

    /// 占规上工业增加值比重35%: of what stands between the word and 比重.
    fn share(&self, cue: usize, number: usize) -> Said {
        let text = self.page.text(cue..number);
        let whole = text.strip_prefix('占').map(|whole| {
            let end = ["的比重", "比重", "的比例", "比例", "总量", "的"]
                .iter()
                .filter_map(|word| whole.find(word))
                .min();
            whole
                .get(..end.unwrap_or(whole.len()))
                .unwrap_or(whole)
                .to_owned()
        });
        let whole = whole.map(|whole| {
            whole
                .trim_end_matches(['达', '到', '为', '近', '约', '超'])
                .to_owned()
        });
        let stated = whole.filter(|whole| whole.chars().count() >= 2);
        Said {
            measure: Measure::Share,
            is_decline: false,
            caliber: Some(stated.map_or(Caliber::Unknown, Caliber::Stated)),
        }
    }

    /// Whether nothing but linking words stands between a word and a number.
    fn is_beside(&self, from: usize, number: usize) -> bool {
        let mut at = from;
        while at < number {
            let words = LINKING.iter().chain(CHANGING).chain(&["速度", "幅度", "率"]);
            match words
                .filter(|word| self.page.starts(at, word))
                .map(|word| word.chars().count())
                .max()
            {
                Some(width) => at += width,
                None => return false,
            }
        }
        true
    }

    /// A plan or a forecast told before the number, or a later year, unless the clause tells what is done.
    fn plan(&self, quantity: &Quantity) -> Option<Measure> {
        let number = quantity.whole.start;
        let start = self.sentence.start.max(number.saturating_sub(PLAN));
        let plans = self
            .cues(start, number)
            .iter()
            .rev()
            .find_map(|(extent, cue)| match cue {
                Cue::Target => Some((extent.start, Measure::Target)),
                Cue::Forecast => Some((extent.start, Measure::Forecast)),
                _ => None,
            });
        let (at, measure) = plans.or_else(|| self.aim_behind(quantity).map(|measure| (number, measure)))?;
        let said = self.page.text(at..number);
        let (_, behind) = said.split_once('，').unwrap_or_default();
        (!DONE.iter().any(|word| behind.contains(word))).then_some(measure)
    }

    /// 5.5%左右的增长目标.
    fn aim_behind(&self, quantity: &Quantity) -> Option<Measure> {
        let end = self.clause_end(
            quantity.extent.end,
            self.sentence.end.min(quantity.extent.end + 10),
        );
        let text = self.page.text(quantity.extent.end..end);
        (text.starts_with('的') && text.ends_with("目标")).then_some(Measure::Target)
    }

    pub(crate) fn cues(&self, from: usize, to: usize) -> &[(Extent, Cue)] {
        let cues = &self.tokens.cues;
        let start = cues.partition_point(|(extent, _)| extent.start < from);
        let end = cues.partition_point(|(extent, _)| extent.start < to);
        cues.get(start..end).unwrap_or_default()
    }
}
