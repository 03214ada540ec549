//! Parks inside a zone whose part of what was just told stands behind their name alone: 其中：甲园区增长15%.

use super::{Assembler, Topics};
use crate::fact::{Measure, Reason};
use crate::measures::Said;
use crate::naming::Named;
use crate::quantity::Quantity;
use crate::tables::kinds::CARRIERS;

impl Assembler<'_> {
    /// What the number of a park is called that no name but its own stands before: by what was told of the whole.
    pub(super) fn of_park(
        &self,
        topics: &Topics<'_, '_>,
        said: &Said,
        (name, reason): (Named, Reason),
        quantity: &Quantity,
    ) -> (Named, Reason) {
        let (subject, is_here) = topics.subjects.at(quantity.extent.start);
        let is_told = matches!(said.told, Measure::Yoy | Measure::Level);
        let is_bare = subject.is_some_and(|subject| {
            subject.kind() == CARRIERS && is_here && name.indicator.zh() == subject.zh()
        });
        let whole = self.carried.as_ref().or(self.told_of_all.as_ref());
        match whole.filter(|_| is_told && is_bare) {
            Some(whole) => {
                let indicator = whole.indicator.clone();
                (Named { indicator, ..name }, Reason::CarriedName)
            }
            None => (name, reason),
        }
    }
}
