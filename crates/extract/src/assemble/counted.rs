//! Firms that were just counted: what is told behind their number may be theirs, and not the zone's.

use zhibiao_model::unit::Unit;

use super::Assembler;
use crate::naming::Named;
use crate::quantity::Quantity;
use crate::scene::Scene;
use crate::sides::counts;
use crate::tables::subjects::{ALL_FIRMS, COUNTED_CARRIERS, COUNTED_FIRMS, OF_CARRIERS};

impl Assembler<'_> {
    /// Whether a number may be that of the firms counted before it, or of all names of its list.
    pub(super) fn is_among_counted(
        &self,
        scene: &Scene<'_>,
        name: &Named,
        quantity: &Quantity,
        is_unpaired: bool,
    ) -> bool {
        scene.are_some_of_them(name, quantity)
            || self.here.counts_firms && scene.is_done_by_firms(name, quantity)
            || self.here.counts_carriers && is_of_carriers(name)
            || self.here.counts_others && scene.is_among_them(name, quantity)
            || is_unpaired && scene.is_last_of_list(name, quantity)
    }

    /// Takes up whether a number counts firms, and whether these are of a kind that only their own words tell.
    pub(super) fn count_firms(&mut self, name: &Named, unit: &Unit) {
        let zh = name.indicator.zh();
        let ends = |words: &[&str]| words.iter().any(|word| zh.ends_with(word));
        self.here.counts_firms = counts(unit) && ends(COUNTED_FIRMS);
        self.here.counts_carriers |= counts(unit) && ends(COUNTED_CARRIERS);
        self.here.counts_others =
            self.here.counts_firms && name.indicator.code().is_none() && !ends(ALL_FIRMS);
    }
}

/// 众创空间187家，从业人员5000人: what is told behind carriers that were counted, and may be of those who work there.
fn is_of_carriers(name: &Named) -> bool {
    let zh = name.indicator.zh();
    name.indicator.code().is_some() && OF_CARRIERS.iter().any(|word| zh.contains(word))
}
