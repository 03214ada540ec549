//! Alternatives of an uncertainty analysis that reach nothing.

use crate::{
    fault::Faults,
    framework::{Framework, reach::reaches},
};

/// A fault for each such list: an analysis would call certain what was never varied.
pub(super) fn alternatives(framework: &Framework, faults: &mut Faults) {
    let vain = reaches(framework).into_iter();
    for reach in vain.filter(|reach| reach.reached == 0 && reach.of > 0) {
        let list = reach.list;
        let (places, own) = (list.places(), list.own());
        faults.add(
            format!("uncertainty.{}", list.key()),
            format!(
                "reaches none of the {places}, as each names its own `{own}`: take `{own}` out of those that are in doubt, or \
                 leave these alternatives out"
            ),
        );
    }
}
