//! Figures that tell how things stand at a moment: 企业320家 at the end of June, where 投资43亿元 is of the half-year.

use zhibiao_model::catalog::IndicatorKind;
use zhibiao_model::period::Frequency;

use crate::fact::{FactPeriod, IndicatorRef};
use crate::page::Extent;
use crate::reading::NoiseKind;
use crate::scene::Scene;
use crate::tables::names::{FLOWS, SUMMED_UP};
use crate::times::{Time, TimeMention};
use crate::tokens::Token;

impl Scene<'_> {
    /// 截至2023年底，实际使用外资700亿美元; 累计实际使用外资700亿美元: a flow up to a moment, or summed up with no time of its own in
    /// the sentence, may be that of all years before it. What months are told of is summed up from the year's first.
    pub(crate) fn may_be_of_all_years(
        &self,
        indicator: &IndicatorRef,
        number: usize,
        told: Option<FactPeriod>,
    ) -> bool {
        let known = indicator.code().and_then(|code| self.lexicon.indicator(code));
        if known.is_none_or(|known| known.kind != IndicatorKind::Flow) {
            return false;
        }
        let times = self.times_from(|time| time.extent.start < self.sentence.start);
        let last = times.iter().take_while(|time| time.extent.end <= number).last();
        let is_until = |time: &TimeMention| {
            let Extent { start, end } = time.extent;
            let is_over = matches!(self.page.before(end), '底' | '末' | '年');
            is_over && self.rules.times.until.ends(self.page, start)
        };
        let has_own = last.is_some_and(|time| time.time != Time::Now);
        let is_of_months = told.is_some_and(|told| {
            let is_part = matches!(
                told.period.frequency(),
                Frequency::Quarterly | Frequency::Semiannual
            );
            told.cumulative || is_part
        });
        last.is_some_and(is_until)
            || !has_own && !is_of_months && self.is_summed(number)
            || self.is_of_span(number)
    }

    /// 十年累计实际利用外资80亿美元, 三年完成投资500亿元: whether a clause opens with a number of years, or sums up behind one.
    fn is_of_span(&self, number: usize) -> bool {
        let clause = self.clause_start(number)..number;
        let opening = self.past_leading(clause.start);
        let mut spans = self
            .tokens_over(&clause)
            .filter(|token| matches!(token, Token::Noise(_, NoiseKind::TimeSpan)));
        spans.any(|span| {
            let Extent { start, end } = span.extent().clone();
            let is_one = matches!(self.page.text(start..end).as_str(), "一年" | "1年");
            let is_opening = start == opening || self.zones.iter().any(|zone| zone.extent.end == start);
            let is_sum = is_opening || self.page.starts(end, SUMMED_UP);
            self.page.before(end) == '年' && !is_one && is_sum
        })
    }

    /// Whether a clause sums up before a number: 累计完成投资50亿元.
    fn is_summed(&self, number: usize) -> bool {
        let clause = self.clause_start(number)..number;
        clause.into_iter().any(|at| self.page.starts(at, SUMMED_UP))
    }

    /// Whether an indicator stands at a moment, by the catalogue or, of what that leaves open, by its name.
    pub(crate) fn stands(&self, indicator: &IndicatorRef) -> bool {
        let known = indicator.code().and_then(|code| self.lexicon.indicator(code));
        match known.map(|known| known.kind) {
            Some(IndicatorKind::Stock) => true,
            Some(IndicatorKind::Flow) => false,
            Some(IndicatorKind::Ratio | IndicatorKind::Index) | None => {
                !FLOWS.iter().any(|word| indicator.zh().contains(word))
            }
        }
    }
}
