//! What a result was made from, as it is given along with it.

use zhibiao_model::revision::Token;
use zhibiao_proto::compare::v1::{ColumnDigest, IndexQuery, Manifest, Simulation};
use zhibiao_scoring::{Digest, ENGINE};

use super::{basis::Basis, query::Query};

/// Kind of machine: the bits of logarithms and powers may differ between kinds.
pub(crate) fn machine() -> String {
    format!("{}-{}", std::env::consts::ARCH, std::env::consts::OS)
}

/// The manifest of a result.
pub(crate) fn of(
    query: &Query,
    basis: &Basis,
    token: Token,
    result: Digest,
    simulation: Option<Simulation>,
) -> Manifest {
    let IndexQuery {
        framework,
        period: _,
        peers,
        carry,
        overrides,
        consistency: _,
        as_of: _,
    } = query.asked.clone();
    let columns = query.reads.iter().zip(&basis.digest.columns);
    Manifest {
        store_id: token.store.to_string(),
        revision: token.revision.get(),
        framework,
        framework_version: query.form.version,
        period: basis.period.to_string(),
        peers,
        carry,
        overrides,
        engine: ENGINE.to_owned(),
        machine: machine(),
        framework_digest: bytes(query.framework.digest()),
        table_digest: bytes(basis.digest.whole),
        columns: columns
            .map(|(indicator, digest)| ColumnDigest {
                indicator: indicator.code.to_string(),
                digest: digest.short(),
            })
            .collect(),
        result_digest: bytes(result),
        simulation,
        against: None,
        group_by: String::new(),
    }
}

/// A digest as it goes out.
pub(super) fn bytes(digest: Digest) -> Vec<u8> {
    digest.as_bytes().to_vec()
}
