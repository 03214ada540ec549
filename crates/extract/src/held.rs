//! Parts of what was just told by who holds them: 有效发明专利1.86万件，其中企业1.21万件、高校4300件.

use zhibiao_model::unit::{Base, Unit};

use crate::fact::IndicatorRef;
use crate::naming::Named;
use crate::scene::Scene;
use crate::tables::names::{AMONG, FIRM_COUNTS, HOLDING, THINGS_OF_FIRMS};
use crate::units::is_of;

impl Scene<'_> {
    /// 其中企业1.21万件 of 有效发明专利: who holds them is no name of what is counted.
    pub(crate) fn held_part(&self, name: Named, carried: Option<&Named>, unit: &Unit) -> Named {
        let holder = name.indicator.zh();
        let Some(whole) = carried.map(|carried| carried.indicator.zh()) else {
            return name;
        };
        let is_holder = HOLDING.contains(&holder) && !counts_holders(unit);
        if !is_holder || !self.page.starts(self.clause_start(name.extent.start), AMONG) {
            return name;
        }
        // The part before it in the list is of another holder.
        let before = HOLDING.iter().filter_map(|other| whole.strip_prefix(other));
        let whole = before.min_by_key(|rest| rest.len()).unwrap_or(whole);
        if whole.chars().nth(1).is_none() {
            return name;
        }
        Named {
            indicator: self.indicator_called(format!("{holder}{whole}")),
            extent: name.extent,
        }
    }
}

/// Whether a unit counts firms and institutes themselves.
fn counts_holders(unit: &Unit) -> bool {
    is_of(unit, Base::Households) || is_of(unit, Base::Count) && !THINGS_OF_FIRMS.contains(&unit.symbol())
}

/// Whether a unit counts what firms have, and a name counts the firms: 高新技术企业1.2万件 is no number of firms.
pub(crate) fn counts_no_firms(indicator: &IndicatorRef, unit: &Unit) -> bool {
    let zh = indicator.zh();
    FIRM_COUNTS.iter().any(|ending| zh.ends_with(ending))
        && (THINGS_OF_FIRMS.contains(&unit.symbol()) || is_of(unit, Base::People))
}
