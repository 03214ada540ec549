//! Figures that tell how things stand at a moment: 企业320家 at the end of June, where 投资43亿元 is of the half-year.

use zhibiao_model::catalog::IndicatorKind;

use crate::fact::IndicatorRef;
use crate::page::Extent;
use crate::scene::Scene;
use crate::tables::names::FLOWS;

impl Scene<'_> {
    /// 截至2023年底，实际使用外资700亿美元: a flow up to a moment may be that of all years before it.
    pub(crate) fn may_be_of_all_years(&self, indicator: &IndicatorRef, number: usize) -> bool {
        let known = indicator.code().and_then(|code| self.lexicon.indicator(code));
        let is_flow = known.is_some_and(|known| known.kind == IndicatorKind::Flow);
        let times = self.times_from(|time| time.extent.start < self.sentence.start);
        let before = times.iter().take_while(|time| time.extent.end <= number);
        let last = before.last().filter(|_| is_flow);
        last.is_some_and(|time| {
            let Extent { start, end } = time.extent;
            matches!(self.page.before(end), '底' | '末') && self.rules.times.until.ends(self.page, start)
        })
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
