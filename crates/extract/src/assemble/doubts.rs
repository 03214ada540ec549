//! What makes a fact less sure: how far its zone and subject were said from it, and what was not said at all.

use crate::fact::{Caliber, FactPeriod, PeriodBasis, Reason, SubjectRef, ZoneRef};
use crate::quantity::{Quantity, Script};

pub(super) fn zone_reason(zone: Option<&ZoneRef>, is_here: bool) -> Reason {
    match zone {
        None => Reason::NoZone,
        Some(_) if is_here => Reason::ZoneInSentence,
        Some(_) => Reason::CarriedZone,
    }
}

pub(super) fn subject_reason(subject: Option<&SubjectRef>, is_here: bool) -> Option<Reason> {
    match subject? {
        _ if !is_here => Some(Reason::CarriedSubject),
        SubjectRef::Proposed { .. } => Some(Reason::ProposedSubject),
        SubjectRef::Known { .. } => None,
    }
}

pub(super) fn doubts(
    quantity: &Quantity,
    caliber: Option<&Caliber>,
    period: Option<FactPeriod>,
) -> [(bool, Reason); 4] {
    let is_undated = period.is_none_or(|period| period.basis == PeriodBasis::Default);
    [
        (quantity.is_range_end, Reason::RangeEnd),
        (quantity.script == Script::Chinese, Reason::ChineseNumeral),
        (caliber == Some(&Caliber::Unknown), Reason::CaliberUnknown),
        (is_undated, Reason::NoPeriod),
    ]
}
