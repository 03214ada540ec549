//! What the growth of an indicator is called.

use crate::fact::IndicatorRef;
use crate::naming::Named;
use crate::scene::Scene;
use crate::tables::names::{
    ADDED_UP, GROWTH_ENDINGS, GROWTHS, INDUSTRIES, INDUSTRY_AMOUNTS, PARTS_AHEAD, RATES,
};

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

    /// 力争进出口增长5%: a plan's measure tells no growth, so that its name does: else an indicator had plans both of its amount and
    /// in percent.
    pub(super) fn growth_aimed_at(&self, indicator: IndicatorRef) -> IndicatorRef {
        let growth = self.growth_of(indicator);
        let zh = growth.zh();
        // 投入强度增长3.35% may be what it comes to.
        let mut words = GROWTHS.iter().chain(RATES);
        if words.any(|word| zh.ends_with(word)) {
            return growth;
        }
        self.indicator_called(format!("{zh}{}", GROWTH_ENDINGS[0]))
    }

    /// 总产值增长5.6%，其中新材料产业增长6.6%: the growth of an industry alone is that of what was told of the whole.
    pub(crate) fn amount_of_industry(&self, name: Named, carried: Option<&Named>) -> Named {
        let zh = name.indicator.zh();
        let is_industry =
            name.indicator.code().is_none() && INDUSTRIES.iter().any(|ending| zh.ends_with(ending));
        let Some(whole) = carried.filter(|carried| is_industry && carried.extent != name.extent) else {
            return name;
        };
        let told = whole.indicator.zh();
        let own = INDUSTRY_AMOUNTS.iter().find(|ending| told.ends_with(**ending));
        let added_up = || ADDED_UP.iter().find(|(word, _)| told.ends_with(word));
        let Some(amount) = own.or_else(|| added_up().map(|(_, amount)| amount)) else {
            return name;
        };
        Named {
            indicator: self.indicator_called(format!("{zh}{amount}")),
            extent: name.extent,
        }
    }

    /// 其中，新材料产业增长6.6%: whether a sentence tells of parts of what the one before told.
    pub(crate) fn opens_with_parts(&self) -> bool {
        PARTS_AHEAD
            .iter()
            .any(|word| self.page.starts(self.sentence.start, word))
    }
}
