//! The check of a report: what it says is read, held against the catalogue and against what is published, and told where
//! it stands then.

use std::sync::Arc;

use jiff::Timestamp;
use zhibiao_client::Hub;
use zhibiao_model::{access::Action, catalog::Approval, revision::Revision};
use zhibiao_proto::report::v1::ReportHeader;
use zhibiao_runtime::{
    access::Permit,
    deadline::Deadline,
    error::{Code, Problem},
};

use super::{Shared, receive::Source, rights};
use crate::{
    check::{Draft, Published, Wanted},
    finding::{Check, Finding, Severity},
    header::Header,
    intake::{FileError, read_any, read_columns},
    published,
    report::{Count, Decided, State},
};

/// A checked report.
pub(super) struct Checked {
    pub(super) header: Arc<Header>,
    pub(super) draft: Draft,
    pub(super) findings: Vec<Finding>,
    pub(super) counts: Vec<Count>,
    pub(super) source: Source,
    /// The store's revision at which the published figures were seen.
    pub(super) seen: Option<Revision>,
}

/// A draft whose check has ended.
pub(super) struct Compared {
    pub(super) draft: Draft,
    /// The gravest first.
    pub(super) findings: Vec<Finding>,
    pub(super) counts: Vec<Count>,
    /// The store's revision at which the published figures were seen.
    pub(super) seen: Option<Revision>,
}

impl Checked {
    pub(super) fn blocked(&self) -> usize {
        self.draft.content.rows.iter().filter(|row| row.blocked).count()
    }

    pub(super) fn state(&self) -> State {
        state(&self.draft, &self.counts, self.header.approval)
    }
}

/// Where a checked report stands: approved at once when the department needs nobody's approval, no error blocks, and
/// nothing asks for a person first: another department's figure that would be replaced, a figure read out of prose that
/// no reviewer has decided about, or an alias, which is never one person's word alone.
pub(super) fn state(draft: &Draft, counts: &[Count], approval: Approval) -> State {
    let asks = [
        Check::SourcesDisagree,
        Check::FactsProposed,
        Check::AliasesProposed,
    ]
    .map(|check| check.spec().code);
    let errors = counts.iter().any(|count| count.severity == Severity::Error);
    let asked = counts.iter().any(|count| asks.contains(&count.code.as_str()));
    match (errors, approval) {
        (true, _) => State::Blocked,
        // Of a report whose entries are all rejected nothing can be published.
        (false, Approval::Automatic) if !asked && draft.has_ready() => State::Approved,
        (false, Approval::Automatic | Approval::FourEyes) => State::Pending,
    }
}

/// The decision of a report that is approved without anybody being asked.
pub(super) fn decided_by_nobody(state: State, at: Timestamp) -> Option<Decided> {
    (state == State::Approved).then(|| Decided {
        by: String::new(),
        at,
        reason: String::new(),
    })
}

impl Shared {
    /// Reads and checks a report, as long as its sender waits.
    pub(super) async fn check(
        &self,
        permit: &Permit,
        header: ReportHeader,
        source: Source,
        deadline: Deadline,
    ) -> Result<Checked, Problem> {
        let hub = self.hub.for_call(deadline, permit.who().caller());
        let atlas = self.atlases.within(deadline).current().await?;
        let header = Arc::new(Header::read(header, &atlas)?);
        let _place = self.checking.place(deadline).await?;
        let today = self.clock.today();
        let (draft, wanted, source) = {
            let (header, permit) = (Arc::clone(&header), permit.clone());
            blocking(move || {
                let (content, source) = match source {
                    Source::Columns(columns) => (read_columns(&columns, &header)?, Source::Columns(columns)),
                    Source::File(file) => {
                        let content = read_any(&file, &header, &atlas).map_err(|error| unreadable(&error))?;
                        (content, Source::File(file))
                    }
                };
                let mut draft = Draft::check(content, Arc::clone(&header), Arc::clone(&atlas), today);
                rights::may_report_on(&permit, &atlas, &header, &draft.keys, today, &[Action::Report])?;
                let wanted = draft.wanted();
                Ok((draft, wanted, source))
            })
            .await?
        };
        let Compared {
            draft,
            findings,
            counts,
            seen,
        } = compare(&hub, draft, wanted).await?;
        Ok(Checked {
            header,
            draft,
            findings,
            counts,
            source,
            seen,
        })
    }
}

/// Holds a draft against what is published and ends its check.
pub(super) async fn compare(hub: &Hub, draft: Draft, wanted: Wanted) -> Result<Compared, Problem> {
    let mut published = Published::default();
    published::read_figures(hub, &wanted, &draft.keys, &mut published).await?;
    let (mut draft, mut published, doubtful, differing) = blocking(move || {
        let (doubtful, differing) = (draft.doubtful(&published), draft.differing(&published));
        Ok((draft, published, doubtful, differing))
    })
    .await?;
    published::read_figures(hub, &doubtful, &draft.keys, &mut published).await?;
    published::read_sources(hub, &differing, &draft.keys, &mut published).await?;
    blocking(move || {
        draft.against(&published);
        let found = std::mem::take(&mut draft.findings);
        let counts = found.counts().into_iter();
        Ok(Compared {
            draft,
            counts: counts
                .map(|(code, severity, count)| Count {
                    code: code.to_owned(),
                    severity,
                    count,
                })
                .collect(),
            findings: found.into_sorted(),
            seen: published.seen,
        })
    })
    .await
}

/// Runs a part of a check on a thread that may block.
pub(super) async fn blocking<T: Send + 'static>(
    run: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    tokio::task::spawn_blocking(run)
        .await
        .map_err(Problem::internal)?
}

/// A file that is no report at all.
pub(super) fn unreadable(error: &FileError) -> Problem {
    match error.code() {
        Some(code) => Problem::new(Code::InvalidArgument, code, error.to_string()),
        // What the system says is in the source; the error itself is worded for the sender.
        None => match std::error::Error::source(error) {
            Some(source) => Problem::internal(source),
            None => Problem::internal(error),
        },
    }
}
