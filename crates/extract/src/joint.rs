//! Zones that one number is told of together: 甲高新区与乙高新区GDP均超过2000亿元.

use crate::fact::ZoneRef;
use crate::quantity::Quantity;
use crate::scene::Scene;
use crate::tables::zones::{JOINTS, OF_EACH, TOGETHER};
use crate::zones::ZoneMention;

/// What a number says of the zones named together before it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Joint {
    /// The same of each.
    Each(Vec<ZoneRef>),
    /// Their sum, which is no zone's.
    Together,
    /// One of them or all: the words don't tell.
    Unclear,
}

impl Scene<'_> {
    /// What the zones of the sentence have to do with a number; None where one zone is spoken of.
    pub(crate) fn joint(&self, quantity: &Quantity) -> Option<Joint> {
        let number = quantity.whole.start;
        let upto = self.zones.partition_point(|mention| mention.extent.end <= number);
        let zones = self.zones.get(..upto)?;
        let joins = |pair: &[ZoneMention]| match pair {
            [one, other] => {
                let gap = one.extent.end..other.extent.start;
                gap.len() == 1 && JOINTS.contains(&self.page.at(gap.start)) && one.zone != other.zone
            }
            _ => false,
        };
        let first = zones
            .windows(2)
            .rposition(|pair| !joins(pair))
            .map_or(0, |at| at + 1);
        let joint = zones.get(first..).filter(|joint| joint.len() > 1)?;
        let (head, last) = (joint.first()?, joint.last()?);
        // 甲高新区与乙高新区 in the middle of a clause may be anything.
        if self.clause_start(head.extent.start) != head.extent.start {
            return None;
        }
        let clause = self.clause_start(number).max(last.extent.end);
        let said = self.page.text(clause..number);
        let has = |words: &[&str]| words.iter().any(|word| said.contains(word));
        if has(TOGETHER) {
            return Some(Joint::Together);
        }
        let is_here = clause == last.extent.end;
        let each = || joint.iter().map(|mention| mention.zone.clone()).collect();
        match has(OF_EACH) {
            true if is_here => Some(Joint::Each(each())),
            _ => Some(Joint::Unclear),
        }
    }
}
