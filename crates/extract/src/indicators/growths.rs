//! What the growth of an indicator is called.

use crate::fact::IndicatorRef;
use crate::scene::Scene;
use crate::tables::names::{GROWTH_ENDINGS, GROWTHS};

/// Endings of the names of rates, whose growth in percent may be themselves.
const RATES: [&str; 4] = ["率", "强度", "占比", "比重"];

impl Scene<'_> {
    /// The catalogue's indicator of a growth: 地区生产总值增速 for 地区生产总值同比增长5%.
    pub(crate) fn growth_of(&self, indicator: IndicatorRef) -> IndicatorRef {
        let IndicatorRef::Known { code, zh } = &indicator else {
            return indicator;
        };
        let official = self.lexicon.indicator(code).map(|known| known.names.zh.as_str());
        let names = std::iter::once(zh.as_str()).chain(official);
        let growth = names
            .flat_map(|name| GROWTH_ENDINGS.map(|ending| (name, ending)))
            .find_map(|(name, ending)| {
                let code = self.lexicon.indicator_named(name.chars().chain(ending.chars()))?;
                Some(IndicatorRef::Known {
                    code: code.clone(),
                    zh: format!("{name}{ending}"),
                })
            });
        growth.unwrap_or(indicator)
    }

    /// 力争进出口增长5%: a plan's measure tells no growth, so that its name does; of nothing is there a plan of an amount and one
    /// of a percentage.
    pub(super) fn growth_aimed_at(&self, indicator: IndicatorRef) -> IndicatorRef {
        let growth = self.growth_of(indicator);
        let zh = growth.zh();
        // 投入强度增长3.35% may be what it comes to.
        let mut words = GROWTHS.iter().chain(&RATES);
        if words.any(|word| zh.ends_with(word)) {
            return growth;
        }
        self.indicator_called(format!("{zh}{}", GROWTH_ENDINGS[0]))
    }
}
