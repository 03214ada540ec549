//! What callers may do, by the newest catalogue: grants that were taken back count at once, whatever revision a call reads.

use jiff::civil::Date;
use zhibiao_model::{access::Action, catalog::Catalog};
use zhibiao_runtime::{
    access::{Demand, Permit},
    error::Problem,
};

use crate::core::Core;

/// Checks that a caller may read what a request is about; what that is, is found out only where it matters.
pub(crate) async fn may_read(
    core: &Core,
    permit: &Permit,
    demands: impl FnOnce(&Catalog, Date) -> Vec<Demand>,
) -> Result<(), Problem> {
    if !permit.is_bounded() {
        return Ok(());
    }
    let edition = core.library.newest().await?;
    let demands = demands(&edition.catalog, core.clock.today());
    permit.check(&edition.catalog, &[Action::Read], demands)
}
