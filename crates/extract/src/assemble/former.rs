//! Values before a change: 由2020年的624家增至1180家 tells of both years.

use super::facts::Draft;
use super::{Assembler, Candidate, Topics};
use crate::fact::{Measure, Reason};
use crate::measures::{Said, by_unit};
use crate::reading::Missing;
use crate::scene::Scene;

impl Assembler<'_> {
    /// A value that something had before: a fact of its own time, where the text states one, else left to a reviewer: a
    /// fact without a time would be taken for one of the report's.
    pub(super) fn former(
        &mut self,
        scene: &Scene<'_>,
        topics: &mut Topics<'_, '_>,
        candidate: &Candidate<'_>,
    ) {
        let quantity = candidate.quantity;
        // 审批时限由30天压缩至7天: the name stands before the value that was.
        let own = scene.name(quantity, candidate.from, quantity.extent.end, false);
        let reasons = match &own {
            Some(name) if name.indicator.code().is_some() => vec![Reason::CatalogName],
            Some(_) => vec![Reason::ProposedName],
            None => vec![Reason::CarriedName],
        };
        self.carried = own.or(self.carried.take());
        let name = self.carried.clone().filter(|_| scene.is_dated_former(quantity));
        let Some((name, unit)) = name.zip(quantity.unit.clone()) else {
            return self.unmatched(&quantity.extent, Missing::Former);
        };
        let draft = Draft {
            said: match candidate.is_rank {
                true => Said::plain(Measure::Rank),
                false => scene.former_rate(quantity).unwrap_or_else(|| by_unit(quantity)),
            },
            quantity: quantity.clone(),
            unit,
            name,
            period: None,
            reasons,
        };
        self.fact(scene, topics, candidate, draft);
    }
}
