//! A report: where it stands, what was said and decided about it.

use std::{fmt, str::FromStr};

use jiff::Timestamp;
use ulid::Ulid;
use zhibiao_model::{ids::InvalidName, revision::Revision};
use zhibiao_proto::report::v1 as wire;
use zhibiao_runtime::telemetry::{KeyValue, annotate, attributes};

use crate::finding::Severity;

/// Id of a report: a ULID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReportId(Ulid);

impl ReportId {
    /// A new id, of a moment.
    #[must_use]
    pub fn new(at: Timestamp) -> Self {
        let milliseconds = u64::try_from(at.as_millisecond()).unwrap_or(0);
        Self(Ulid::from_parts(milliseconds, Ulid::generate().random()))
    }

    /// The id that no report has.
    #[must_use]
    pub fn nil() -> Self {
        Self(Ulid::nil())
    }

    /// The resource name, `reports/{ulid}`.
    #[must_use]
    pub fn name(&self) -> String {
        format!("reports/{}", self.0)
    }

    /// Reads the resource name.
    ///
    /// # Errors
    /// When it is not of that form.
    pub fn from_name(name: &str) -> Result<Self, InvalidName> {
        let id = name.strip_prefix("reports/").unwrap_or_default();
        id.parse().map_err(|_| InvalidName {
            text: name.to_owned(),
            what: "report name",
            form: "`reports/` and a ULID such as `01HV3K5Z8Q4J7X2M9N6P0R1S3T`",
        })
    }
}

impl fmt::Display for ReportId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for ReportId {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        Ulid::from_string(text).map(Self).map_err(|_| InvalidName {
            text: text.to_owned(),
            what: "report id",
            form: "a ULID, 26 characters such as `01HV3K5Z8Q4J7X2M9N6P0R1S3T`, or leave it empty",
        })
    }
}

/// Where a report stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// An error blocks it.
    Blocked,
    /// It waits for a decision.
    Pending,
    /// Approved; its write to the store is under way.
    Approved,
    /// Published.
    Published,
    /// Sent back.
    Returned,
    /// Taken back.
    Withdrawn,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 6] = [
        Self::Blocked,
        Self::Pending,
        Self::Approved,
        Self::Published,
        Self::Returned,
        Self::Withdrawn,
    ];

    /// The number it is kept under.
    #[must_use]
    pub fn number(self) -> i64 {
        i64::from(wire::ReportState::from(self) as i32)
    }

    /// What errors and metrics call it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Blocked => "blocked",
            Self::Pending => "pending",
            Self::Approved => "approved",
            Self::Published => "published",
            Self::Returned => "returned",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Whether a decision can still be made.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Blocked | Self::Pending)
    }
}

impl From<State> for wire::ReportState {
    fn from(state: State) -> Self {
        match state {
            State::Blocked => Self::Blocked,
            State::Pending => Self::Pending,
            State::Approved => Self::Approved,
            State::Published => Self::Published,
            State::Returned => Self::Returned,
            State::Withdrawn => Self::Withdrawn,
        }
    }
}

/// How many findings there are of one code and severity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// The code.
    pub code: String,
    /// How grave.
    pub severity: Severity,
    /// How many.
    pub count: u32,
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// Who decided; empty when approval was automatic.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Reason or note.
    pub reason: String,
}

/// A call that changed a report: sent again, it is answered with the report as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The etag that the caller saw.
    pub etag: String,
    /// Tells calls apart: the same person's same call sent again has the same key.
    pub key: Digest,
}

/// A revision that a report was published at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// The revision.
    pub revision: Revision,
    /// Its consistency token.
    pub token: String,
}

/// A report as the log keeps it, without its entries and findings.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Its id.
    pub id: ReportId,
    /// Order of arrival.
    pub sequence: i64,
    /// Where it stands.
    pub state: State,
    /// Counts its changes.
    pub version: u32,
    /// What its sender said.
    pub header: wire::ReportHeader,
    /// Who sent it.
    pub submitter: String,
    /// When the hub had it whole.
    pub submitted_at: Timestamp,
    /// Whether it came as columns rather than as a file.
    pub structured: bool,
    /// Values read.
    pub entries: u32,
    /// Values that an error blocks and that were not returned.
    pub blocked: u32,
    /// Values returned.
    pub returned: u32,
    /// Values that reviews have rejected.
    pub rejected: u32,
    /// Findings by code.
    pub counts: Vec<Count>,
    /// What the reader understood, one line a table.
    pub tables: Vec<String>,
    /// Digest of the content.
    pub digest: Digest,
    /// Digest of the entries as they were checked.
    pub seal: Digest,
    /// Bytes of the source.
    pub source_bytes: u64,
    /// The store's revision at which the check, or whoever was asked again, saw the published figures; `None` when
    /// there were none to see.
    pub seen: Option<Revision>,
    /// What was decided.
    pub decided: Option<Decided>,
    /// The call that changed it last, if it was a decision or a review.
    pub answered: Option<Answered>,
    /// Where it was published.
    pub publication: Option<Publication>,
}

impl Report {
    /// Changes with each change of the report.
    #[must_use]
    pub fn etag(&self) -> String {
        etag(self.version, &self.digest)
    }

    /// Says on the span at work that it is about this report.
    pub(crate) fn mark_span(&self) {
        annotate(|| KeyValue::new(attributes::REPORT, self.id.name()));
        if !self.header.zone.is_empty() {
            annotate(|| KeyValue::new(attributes::ZONE, self.header.zone.clone()));
        }
        if let Some(publication) = &self.publication {
            annotate(|| KeyValue::new(attributes::REVISION, publication.revision.get()));
        }
    }

    /// Whether it came with this header and content.
    #[must_use]
    pub fn same_content(&self, header: &wire::ReportHeader, digest: &Digest, structured: bool) -> bool {
        self.digest == *digest && self.header == *header && self.structured == structured
    }

    /// Whether a call with this etag and key is the one that changed it last.
    #[must_use]
    pub fn has_answered(&self, etag: &str, key: &Digest) -> bool {
        let last = self.answered.as_ref();
        last.is_some_and(|last| last.etag == etag && last.key == *key)
    }

    /// Whether an error is about the report as a whole, so that returning entries does not help.
    #[must_use]
    pub fn is_unpublishable(&self) -> bool {
        let whole = ["NO_VALUES", "TOO_MANY_VALUES", "STORE_REFUSED", "UNIT_CHANGED"];
        self.counts
            .iter()
            .any(|count| whole.contains(&count.code.as_str()) && count.count > 0)
    }
}

/// The etag of a version of a report.
pub(crate) fn etag(version: u32, digest: &Digest) -> String {
    let digest = digest.to_string();
    format!("{version}-{}", digest.get(..12).unwrap_or_default())
}

/// A BLAKE3 digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digest(pub [u8; 32]);

impl From<blake3::Hash> for Digest {
    fn from(hash: blake3::Hash) -> Self {
        Self(*hash.as_bytes())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(blake3::Hash::from_bytes(self.0).to_hex().as_str())
    }
}
