//! What is kept of indices that are asked about again and again.

use zhibiao_model::{ids::IndicatorCode, period::Period, revision::Revision};
use zhibiao_proto::compare::v1::{IndexQuery, Peers};

use super::{basis::Layout, query::Query};
use crate::snapshot::Snapshot;

/// What a basis is kept under.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    loading: u64,
    catalog: Revision,
    framework: String,
    period: Option<Period>,
    peers: Option<Peers>,
    carry: u32,
    /// Overrides, and another framework on the same table, may read other columns and reach farther.
    reads: Vec<IndicatorCode>,
    reach: Option<u64>,
    sourced: bool,
}

impl Key {
    /// None for a state of the past, which nobody asks about again and again.
    pub(super) fn of(query: &Query, snapshot: &Snapshot) -> Option<Self> {
        let IndexQuery { framework, peers, .. } = &query.asked;
        (snapshot.loading > 0).then(|| Self {
            loading: snapshot.loading,
            catalog: snapshot.catalog.revision,
            framework: framework.clone(),
            period: query.period,
            peers: peers.clone(),
            carry: query.carry,
            reads: query.reads.iter().map(|one| one.code.clone()).collect(),
            reach: Layout::reach(query),
            sourced: Layout::sourced(query),
        })
    }
}
