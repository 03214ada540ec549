//! What a replay asks for, and what is wrong with it.

use zhibiao_model::{
    ids::{FrameworkId, IndicatorCode},
    period::Period,
    revision::{Revision, Token},
};
use zhibiao_proto::{
    compare::v1::{
        Against, BaselineManifest, Detail, EvaluateFrameworkRequest, EvaluateFrameworkResponse, IndexQuery,
        Manifest, ReplayRankingRequest, against,
    },
    convert::consistency::ReadAt,
    observation::v1::{AsOf, as_of},
};
use zhibiao_runtime::error::{Code, Problem};
use zhibiao_scoring::Digest;

use crate::{freshness::States, request::Faults};

/// What a replay asks for.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(in crate::index) manifest: Manifest,
    pub(super) expected: Option<EvaluateFrameworkResponse>,
}

impl Asked {
    /// Reads a request.
    ///
    /// # Errors
    /// INVALID_ARGUMENT with everything in a manifest that can't be, whatever the catalogue; FAILED_PRECONDITION for one
    /// of another store.
    pub(crate) fn read(request: ReplayRankingRequest, states: &States) -> Result<Self, Problem> {
        let ReplayRankingRequest { manifest, expected } = request;
        let mut faults = Faults::default();
        let Some(manifest) = manifest else {
            faults.add(
                "manifest",
                "is missing: give the manifest that came with the result",
            );
            return Err(faults.invalid());
        };
        unreadable(&manifest, &mut faults);
        if manifest.simulation.is_some() && expected.is_some() {
            let wrong =
                "is an evaluation, but the manifest is of a simulation: leave it out, digests are compared";
            faults.add("expected", wrong);
        }
        let own = states.newest()?.token;
        if faults.noted() > 0 {
            also(&manifest, own, &mut faults);
        }
        faults.finish()?;
        let own = own.store.to_string();
        if manifest.store_id != own {
            let other = Problem::new(
                Code::FailedPrecondition,
                "MANIFEST_OF_ANOTHER_STORE",
                ANOTHER_STORE,
            );
            let other = other.violation("manifest.store_id", ANOTHER_STORE);
            return Err(other.with("store", own).with("manifest_store", manifest.store_id));
        }
        Ok(Self { manifest, expected })
    }

    /// The question that an evaluation answered.
    pub(in crate::index) fn question(&self) -> EvaluateFrameworkRequest {
        EvaluateFrameworkRequest {
            query: Some(self.query()),
            details: self.expected.as_ref().map(details).unwrap_or_default(),
            against: self.manifest.against.as_ref().map(baseline),
            group_by: self.manifest.group_by.clone(),
        }
    }

    /// The index that the result is of, at its revision.
    pub(in crate::index) fn query(&self) -> IndexQuery {
        let revision = Revision::new(self.manifest.revision).unwrap_or_default();
        let (consistency, as_of) = ReadAt::Revision(revision).fields();
        IndexQuery {
            framework: self.manifest.framework.clone(),
            period: self.manifest.period.clone(),
            peers: self.manifest.peers.clone(),
            carry: self.manifest.carry,
            overrides: self.manifest.overrides.clone(),
            consistency,
            as_of,
        }
    }
}

/// What is to be done about a result of another store.
const ANOTHER_STORE: &str =
    "the result is of another store, and its figures are not here: replay it on the hub that it came from";

/// Notes what can't be, whatever the catalogue.
fn unreadable(manifest: &Manifest, faults: &mut Faults) {
    if Revision::new(manifest.revision).is_none() {
        faults.add("manifest.revision", NEGATIVE);
    }
    if manifest.period.is_empty() {
        faults.add("manifest.period", "is empty: a result is of one period, give it");
    }
    for (at, column) in manifest.columns.iter().enumerate() {
        if let Err(error) = column.indicator.parse::<IndicatorCode>() {
            faults.add(format!("manifest.columns[{at}].indicator"), error);
        }
    }
    digest("manifest.framework_digest", &manifest.framework_digest, faults);
    digest("manifest.table_digest", &manifest.table_digest, faults);
    digest("manifest.result_digest", &manifest.result_digest, faults);
    if let Some(BaselineManifest {
        period: of,
        revision,
        framework_digest,
        table_digest,
        result_digest,
    }) = &manifest.against
    {
        if revision.is_some_and(|number| Revision::new(number).is_none()) {
            faults.add("manifest.against.revision", NEGATIVE);
        }
        if revision.is_none() && of.is_empty() {
            faults.add(
                "manifest.against.period",
                "is empty: a baseline is of one period, give it",
            );
        }
        for (name, bytes) in [
            ("framework", framework_digest),
            ("table", table_digest),
            ("result", result_digest),
        ] {
            digest(&format!("manifest.against.{name}_digest"), bytes, faults);
        }
    }
}

const NEGATIVE: &str = "is negative: give the revision that came with the result";

fn digest(field: &str, bytes: &[u8], faults: &mut Faults) {
    const LENGTH: usize = size_of::<Digest>();
    if bytes.len() != LENGTH {
        let wrong = format!(
            "has {} bytes: give the {LENGTH} that came with the result",
            bytes.len()
        );
        faults.add(field, wrong);
    }
}

/// Notes of a manifest that is wrong anyway what would be found in it next.
fn also(manifest: &Manifest, own: Token, faults: &mut Faults) {
    if let Err(error) = manifest.framework.parse::<FrameworkId>() {
        faults.add("manifest.framework", error);
    }
    if !manifest.period.is_empty()
        && let Err(error) = manifest.period.parse::<Period>()
    {
        faults.add("manifest.period", error);
    }
    if manifest.store_id != own.store.to_string() {
        faults.add("manifest.store_id", ANOTHER_STORE);
    } else if manifest.revision > own.revision.get() {
        let wrong = format!("is {}, but the newest is {}", manifest.revision, own.revision);
        faults.add(
            "manifest.revision",
            format!("{wrong}: give the revision that came with the result"),
        );
    }
}

/// What a result was compared with: another period at its own moment, or another moment.
fn baseline(manifest: &BaselineManifest) -> Against {
    let BaselineManifest { period, revision, .. } = manifest;
    let baseline = match revision {
        None => against::Baseline::Period(period.clone()),
        Some(revision) => against::Baseline::AsOf(AsOf {
            moment: Some(as_of::Moment::Revision(*revision)),
        }),
    };
    Against {
        baseline: Some(baseline),
    }
}

/// The details that a result had.
fn details(expected: &EvaluateFrameworkResponse) -> Vec<i32> {
    let had = [
        (Detail::Contributions, expected.contributions.is_some()),
        (Detail::Raw, expected.raw.is_some()),
        (Detail::Denominated, expected.denominated.is_some()),
        (Detail::Imputed, expected.imputed.is_some()),
        (Detail::Treated, expected.treated.is_some()),
        (Detail::Normalised, expected.normalised.is_some()),
        (Detail::SubjectWeights, expected.subject_weights.is_some()),
        (Detail::EarlierPeriods, !expected.earlier_figures.is_empty()),
    ];
    had.into_iter()
        .filter(|(_, had)| *had)
        .map(|(detail, _)| detail.into())
        .collect()
}
