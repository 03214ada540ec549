//! Who does what is told: the part of the zone by which a clause opened, which those behind it leave out.

use super::{Assembler, Topics};
use crate::naming::Named;
use crate::quantity::Quantity;
use crate::scene::Scene;

impl Assembler<'_> {
    /// 规上工业企业实现营业收入100亿元；实现利润总额31亿元: what the part before the semicolon has is called by it.
    pub(super) fn of_actor(
        &mut self,
        scene: &Scene<'_>,
        topics: &Topics<'_, '_>,
        name: Named,
        quantity: &Quantity,
    ) -> Named {
        let number = quantity.whole.start;
        let clause = scene.clause_start(number);
        if let Some(part) = scene.actor(clause..number, true) {
            self.actor = Some(self.page.text(part));
            return name;
        }
        // 增长5% tells more of the number before.
        if name.extent.start < clause {
            return name;
        }
        let is_somebodys = topics.subjects.at(number).0.is_some();
        if is_somebodys || scene.is_home(clause..number) || !scene.goes_on_earning(&name, clause) {
            self.actor = None;
            return name;
        }
        match &self.actor {
            Some(part) => scene.called_by(part, name),
            None => name,
        }
    }
}
