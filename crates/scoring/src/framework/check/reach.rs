//! Alternatives of an uncertainty analysis that reach nothing.

use crate::{
    fault::Faults,
    framework::{Framework, reach::reaches},
};

/// A fault for each such list: an analysis would call certain what was never varied.
pub(super) fn alternatives(framework: &Framework, faults: &mut Faults) {
    let vain = reaches(framework).into_iter();
    let vain = vain.filter(|reach| reach.reached == 0 && reach.of > 0);
    for reach in vain.filter(|reach| !framework.is_overridden(reach.list)) {
        let list = reach.list;
        let own = list.own();
        // Whole sentences: each has one of its own in Chinese.
        let problem = match list.is_of_aggregates() {
            true => format!(
                "reaches none of the aggregates, as each names its own `{own}`: take `{own}` out of those that are in doubt, \
                 or leave these alternatives out"
            ),
            false => format!(
                "reaches none of the indicators, as each names its own `{own}`: take `{own}` out of those that are in doubt, \
                 or leave these alternatives out"
            ),
        };
        faults.add(format!("uncertainty.{}", list.key()), problem);
    }
}
