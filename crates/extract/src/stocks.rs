//! Figures that tell how things stand at a moment: 企业320家 at the end of June, where 投资43亿元 is of the half-year.

use zhibiao_model::catalog::IndicatorKind;

use crate::fact::IndicatorRef;
use crate::scene::Scene;
use crate::tables::names::FLOWS;

impl Scene<'_> {
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
