//! Checking a batch, and the write that comes of it.

use std::{
    collections::HashSet,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    sync::Arc,
};

use jiff::Timestamp;
use prost::Message as _;
use zhibiao_model::access::Action;
use zhibiao_proto::{
    convert::from_timestamp,
    observation::v1::{
        EvidenceColumns, EvidenceKind, ObservationColumns, Provenance, Qualifier, Status,
        WriteObservationsRequest,
    },
    report::v1::{EntryColumns, FindingCount, ObservationBatch},
};
use zhibiao_runtime::{
    deadline::Deadline,
    error::{Problem, Violation},
};

use super::{
    MAX_ROWS, OpenedStream,
    earlier::{Earlier, batch_id},
    note::Note,
    opening,
};
use crate::{
    atlas::Atlas,
    check::{Draft, Published},
    intake::read_columns,
    log::KeptBatch,
    published,
    report::Digest,
    service::{rights, wire},
};

/// A batch as it was sent.
#[derive(Debug)]
pub(super) struct Batch {
    pub(super) sequence: u64,
    pub(super) digest: Digest,
    entries: EntryColumns,
}

/// A batch that is ready to be written.
pub(super) struct Ready {
    pub(super) batch: Arc<Batch>,
    /// The catalogue that it was checked against.
    pub(super) atlas: Arc<Atlas>,
    pub(super) note: Note,
    pub(super) request: WriteObservationsRequest,
    /// What was noted of the batch before, as long as it isn't known whether the store has it.
    pub(super) earlier: Option<Earlier>,
    /// Digests of the columns (indicator and period) that it writes to.
    pub(super) columns: HashSet<u64>,
}

impl Batch {
    /// Digests a batch.
    pub(super) async fn of(batch: ObservationBatch) -> Result<Self, Problem> {
        let ObservationBatch { sequence, entries } = batch;
        let entries = entries.unwrap_or_default();
        working(move || {
            Ok(Self {
                sequence,
                digest: blake3::hash(&entries.encode_to_vec()).into(),
                entries,
            })
        })
        .await
    }

    fn rows(&self) -> usize {
        self.entries.value.len()
    }
}

impl OpenedStream {
    /// Checks a batch that comes for the first time, or came before the hub was killed.
    ///
    /// # Errors
    /// INVALID_ARGUMENT with every place where its columns do not fit together; what the store says when it stays away.
    pub(super) async fn receive_new(&self, batch: ObservationBatch) -> Result<Ready, Problem> {
        let batch = Arc::new(Batch::of(batch).await?);
        let rows = batch.rows();
        if rows == 0 || rows > MAX_ROWS {
            let description = match rows {
                0 => "is empty: a batch has at least one row".to_owned(),
                _ => format!("has {rows} rows, at most {MAX_ROWS}: send several batches"),
            };
            let field = "entries.value".to_owned();
            return Err(of_batch(
                batch.sequence,
                Problem::invalid(vec![Violation { field, description }]),
            ));
        }
        let kept = self.kept(batch.sequence).await?;
        let earlier = kept.as_ref().map(Earlier::read).transpose()?;
        let origin = match &earlier {
            Some(earlier) => Origin::of(&earlier.note),
            None => Origin {
                received_at: self.shared.clock.now().as_microsecond(),
                submitter: self.permit.caller()?.name().to_owned(),
                source: self.opening.source.clone(),
            },
        };
        self.check(batch, origin, earlier).await
    }

    /// Checks a batch anew, because what it was checked against has changed.
    ///
    /// # Errors
    /// As for a new batch.
    pub(super) async fn check_again(&self, ready: Ready) -> Result<Ready, Problem> {
        let Ready {
            batch, note, earlier, ..
        } = ready;
        self.check(batch, Origin::of(&note), earlier).await
    }

    /// What the log has of a batch.
    pub(super) async fn kept(&self, sequence: u64) -> Result<Option<KeptBatch>, Problem> {
        let (log, interface) = (self.log(), self.opening.interface.clone());
        crate::publish::blocking(move || log.batch(&interface, sequence)).await
    }

    /// Checks a batch, patiently. What was decided about it before holds if it still can: its write is then the same.
    async fn check(
        &self,
        batch: Arc<Batch>,
        origin: Origin,
        earlier: Option<Earlier>,
    ) -> Result<Ready, Problem> {
        self.ending
            .outlast(|| self.check_once(Arc::clone(&batch), origin.clone(), earlier.clone()))
            .await
    }

    async fn check_once(
        &self,
        batch: Arc<Batch>,
        origin: Origin,
        earlier: Option<Earlier>,
    ) -> Result<Ready, Problem> {
        let shared = &self.shared;
        let atlas = shared.atlases.current().await?;
        let header = Arc::new(opening::read(&self.opening, &atlas)?);
        let _place = tokio::select! {
            biased;
            place = shared.checking.place(Deadline::NONE) => place?,
            // Nobody waits for a stream that is to end.
            problem = self.ending.reached() => return Err(problem),
        };
        let today = shared.clock.today();
        let (mut draft, wanted) = {
            let (batch, atlas, header) = (Arc::clone(&batch), Arc::clone(&atlas), Arc::clone(&header));
            let permit = self.permit.clone();
            working(move || {
                let content = read_columns(&batch.entries, &header)
                    .map_err(|problem| of_batch(batch.sequence, problem))?;
                let mut draft = Draft::check_batch(content, Arc::clone(&header), Arc::clone(&atlas), today);
                rights::may_report_on(&permit, &atlas, &header, &draft.keys, today, &[Action::Report])
                    .map_err(|problem| problem.with("sequence", batch.sequence))?;
                let wanted = draft.wanted();
                Ok((draft, wanted))
            })
            .await?
        };
        let mut published = Published::default();
        published::read_figures(&shared.hub, &wanted, &draft.keys, &mut published).await?;
        let (doubtful, differing);
        (draft, published, doubtful, differing) = working(move || {
            let (doubtful, differing) = (draft.doubtful(&published), draft.differing(&published));
            Ok((draft, published, doubtful, differing))
        })
        .await?;
        published::read_figures(&shared.hub, &doubtful, &draft.keys, &mut published).await?;
        published::read_sources(&shared.hub, &differing, &draft.keys, &mut published).await?;
        let (interface, department) = (self.opening.interface.clone(), header.department.to_string());
        working(move || {
            draft.against(&published);
            let seen = published.seen.map(|seen| seen.get());
            let note = match &earlier {
                Some(earlier) if earlier.is_of(&batch) && draft.rejects_only(&earlier.note.rejected) => {
                    earlier.note.clone()
                }
                Some(_) | None => origin.noted(&mut draft, seen),
            };
            let request = write_of(&draft, &note, &interface, department, batch.sequence);
            let columns = columns_of(&request);
            Ok(Ready {
                batch,
                atlas,
                note,
                request,
                earlier,
                columns,
            })
        })
        .await
    }
}

/// Where a batch came from when it came first: part of what is written.
#[derive(Debug, Clone)]
struct Origin {
    received_at: i64,
    submitter: String,
    source: String,
}

impl Origin {
    fn of(note: &Note) -> Self {
        Self {
            received_at: note.received_at,
            submitter: note.submitter.clone(),
            source: note.source.clone(),
        }
    }

    /// What a check decided.
    fn noted(self, draft: &mut Draft, seen: Option<i64>) -> Note {
        let counts = draft.findings.counts();
        let rejected = draft.rejected();
        let written = draft.written_rows(&rejected).count();
        Note {
            received_at: self.received_at,
            submitter: self.submitter,
            source: self.source,
            seen,
            rejects: draft.rejects(&rejected).into_iter().map(Into::into).collect(),
            counts: counts
                .into_iter()
                .map(|(code, severity, count)| FindingCount {
                    code: code.to_owned(),
                    severity: wire::severity(severity).into(),
                    count,
                })
                .collect(),
            written: u32::try_from(written).unwrap_or(u32::MAX),
            rejected,
            taken: false,
        }
    }
}

/// The write of a batch. It depends on nothing but the batch, the note and the catalogue.
fn write_of(
    draft: &Draft,
    note: &Note,
    interface: &str,
    department: String,
    sequence: u64,
) -> WriteObservationsRequest {
    let rows = note.written as usize;
    let mut columns = ObservationColumns {
        subjects: draft.keys.subjects.iter().map(ToString::to_string).collect(),
        indicators: draft
            .keys
            .indicators
            .iter()
            .map(|of| of.code.to_string())
            .collect(),
        periods: draft.keys.periods.iter().map(ToString::to_string).collect(),
        subject: Vec::with_capacity(rows),
        indicator: Vec::with_capacity(rows),
        period: Vec::with_capacity(rows),
        value: Vec::with_capacity(rows),
        ..ObservationColumns::default()
    };
    let mut evidence = EvidenceColumns {
        second: Vec::with_capacity(rows),
        ..EvidenceColumns::default()
    };
    let (mut exact, mut normal) = (true, true);
    for (at, cell) in draft.written_rows(&note.rejected) {
        let row = &draft.content.rows[at as usize];
        columns.subject.push(cell.subject);
        columns.indicator.push(cell.indicator);
        columns.period.push(cell.period);
        columns.value.push(row.value);
        let (qualifier, status) = (Qualifier::from(row.qualifier), Status::from(row.status));
        exact &= qualifier == Qualifier::Exact;
        normal &= status == Status::Normal;
        columns.qualifier.push(qualifier.into());
        columns.status.push(status.into());
        evidence.second.push(at.into());
    }
    if exact {
        columns.qualifier.clear();
    }
    if normal {
        columns.status.clear();
    }
    evidence.kind = vec![EvidenceKind::Row.into(); columns.value.len()];
    evidence.first = vec![sequence; columns.value.len()];
    columns.evidence = Some(evidence);
    columns.provenances = vec![Provenance {
        report: interface.to_owned(),
        department,
        submitter: note.submitter.clone(),
        approver: String::new(),
        corrector: String::new(),
        source: note.source.clone(),
        received_at: Timestamp::from_microsecond(note.received_at)
            .ok()
            .map(from_timestamp),
    }];
    WriteObservationsRequest {
        batch_id: batch_id(interface, sequence),
        observations: Some(columns),
        unchanged_since: note.seen,
        units: draft
            .keys
            .indicators
            .iter()
            .map(|of| of.unit.to_string())
            .collect(),
    }
}

/// Digests of the columns that a write touches.
fn columns_of(request: &WriteObservationsRequest) -> HashSet<u64> {
    let Some(columns) = &request.observations else {
        return HashSet::new();
    };
    let pairs: HashSet<(u32, u32)> = columns
        .indicator
        .iter()
        .copied()
        .zip(columns.period.iter().copied())
        .collect();
    let digest = |(indicator, period): (u32, u32)| {
        let mut hasher = DefaultHasher::new();
        (
            columns.indicators.get(indicator as usize),
            columns.periods.get(period as usize),
        )
            .hash(&mut hasher);
        hasher.finish()
    };
    pairs.into_iter().map(digest).collect()
}

/// A problem with a batch, with the batch that it is about.
fn of_batch(sequence: u64, problem: Problem) -> Problem {
    let violations = problem.violations.into_iter().map(|violation| Violation {
        field: format!("batch.{}", violation.field),
        ..violation
    });
    Problem::invalid(violations.collect()).with("sequence", sequence)
}

/// Runs what takes long on a thread that may.
async fn working<T: Send + 'static>(
    run: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    tokio::task::spawn_blocking(run)
        .await
        .map_err(Problem::internal)?
}
