//! Lists: reports, their entries, their findings.

use std::{collections::BTreeMap, ops::Range};

use prost::Message;
use zhibiao_proto::report::v1::{
    Entry, EntryState, ListEntriesRequest, ListEntriesResponse, ListFindingsRequest, ListFindingsResponse,
    ListReportsRequest, ListReportsResponse, ReportState, Severity as WireSeverity, entry_review::Decision,
};
use zhibiao_runtime::{
    access::Permit,
    error::{Problem, Violation},
    language::Language,
    page,
};

use super::{Shared, rights, wire};
use crate::{
    finding::Severity,
    log::{Chunk, LogError, ReportFilter, ReportLog},
    report::{Report, State},
    review::Review,
};

const MAX_PAGE: usize = 1_000;
/// Chunks that one call looks through at most; a page may then be short, and its token goes on.
const MAX_CHUNKS: usize = 32;

impl Shared {
    pub(super) async fn list_reports(
        &self,
        permit: &Permit,
        request: ListReportsRequest,
    ) -> Result<ListReportsResponse, Problem> {
        let ListReportsRequest {
            page_size,
            page_token,
            state,
            department,
        } = request;
        let size = page::size(page_size, 50, MAX_PAGE)?;
        let filter = ReportFilter {
            state: read_state(state)?,
            department: department.clone(),
        };
        let state_text = state.to_string();
        let query = ["reports", &state_text, &department];
        let before = after(&query, &page_token)?;
        self.may_list(permit, &department).await?;
        let mut reports = self
            .log(move |log| log.reports(&filter, before, size + 1))
            .await?;
        let more = reports.len() > size;
        reports.truncate(size);
        let last = reports.last().filter(|_| more).map(|report| report.sequence);
        if permit.is_bounded() {
            // A page may be short, and its token goes on.
            let atlas = self.atlases.current().await?;
            reports.retain(|report| rights::sees(permit, &atlas, report));
        }
        Ok(ListReportsResponse {
            next_page_token: last.map_or_else(String::new, |last| page::encode(&query, &last.to_string())),
            reports: reports.iter().map(wire::report).collect(),
        })
    }

    pub(super) async fn list_findings(
        &self,
        permit: &Permit,
        language: Language,
        request: ListFindingsRequest,
    ) -> Result<ListFindingsResponse, Problem> {
        let ListFindingsRequest {
            report,
            page_size,
            page_token,
            min_severity,
        } = request;
        let size = page::size(page_size, 100, MAX_PAGE)?;
        let least = read_severity(min_severity)?;
        let id = self.report_for(permit, "report", &report).await?.id;
        let (name, severity) = (id.name(), min_severity.to_string());
        let query = ["findings", &name, &severity];
        let after = after(&query, &page_token)?.unwrap_or(i64::MIN);
        let mut findings = self
            .log(move |log| log.findings(id, least, after, size + 1))
            .await?;
        let more = findings.len() > size;
        findings.truncate(size);
        let last = findings.last().filter(|_| more);
        Ok(ListFindingsResponse {
            next_page_token: last
                .map_or_else(String::new, |(place, _)| page::encode(&query, &place.to_string())),
            findings: findings
                .iter()
                .map(|(_, finding)| wire::finding(finding, language))
                .collect(),
        })
    }

    pub(super) async fn list_entries(
        &self,
        permit: &Permit,
        request: ListEntriesRequest,
    ) -> Result<ListEntriesResponse, Problem> {
        let ListEntriesRequest {
            report,
            page_size,
            page_token,
            state,
        } = request;
        let size = page::size(page_size, 100, MAX_PAGE)?;
        let wanted = read_entry_state(state)?;
        let report = self.report_for(permit, "report", &report).await?;
        let (name, state) = (report.id.name(), state.to_string());
        let query = ["entries", &name, &state];
        let after = after(&query, &page_token)?.unwrap_or(0);
        let from = u32::try_from(after).unwrap_or(u32::MAX).saturating_add(1);
        let (entries, next) = self
            .log(move |log| entries(log, &report, from, size, wanted))
            .await?;
        Ok(ListEntriesResponse {
            entries,
            next_page_token: next.map_or_else(String::new, |last| page::encode(&query, &last.to_string())),
        })
    }
}

/// Entries from a number on, and the number after which to go on.
fn entries(
    log: &dyn ReportLog,
    report: &Report,
    from: u32,
    size: usize,
    wanted: Option<EntryState>,
) -> Result<(Vec<Entry>, Option<u32>), LogError> {
    let mut found = Vec::new();
    let mut from = from;
    for _ in 0..MAX_CHUNKS {
        let chunks = log.chunks(report.id, from, 1)?;
        let Some(packed) = chunks.first() else {
            return Ok((found, None));
        };
        let end = packed.first + packed.rows;
        let skip = wanted == Some(EntryState::Blocked) && packed.blocked == 0
            || wanted == Some(EntryState::Returned) && report.returned == 0;
        if !skip {
            let chunk = decode(report, &packed.data)?;
            let returned = log.returned(report.id, packed.first, packed.rows as usize)?;
            let mut reviews = reviews(log, report, packed.first..end, &chunk)?;
            let published = report.state == State::Published;
            for (row, written) in chunk.written().enumerate() {
                let number = packed.first + u32::try_from(row).unwrap_or(0);
                if number < from {
                    continue;
                }
                let back = returned.binary_search_by_key(&number, |(entry, _)| *entry);
                let reviewed = reviews.remove(&number).unwrap_or_default();
                let (state, reason) = match back {
                    Ok(at) => (EntryState::Returned, returned[at].1.as_str()),
                    Err(_) => (wire::entry_state(&chunk, row, published), rejection(&reviewed)),
                };
                if wanted.is_some_and(|wanted| wanted != state) {
                    continue;
                }
                if found.len() == size {
                    return Ok((found, Some(number - 1)));
                }
                let entry = wire::entry(&chunk, row, number, written, state, reason);
                found.push(Entry {
                    reviews: reviewed.iter().map(wire::review).collect(),
                    ..entry
                });
            }
        }
        from = end;
    }
    Ok((found, Some(from - 1).filter(|last| *last < report.entries)))
}

/// The reviews of the entries of a chunk; only entries of prose have any.
fn reviews(
    log: &dyn ReportLog,
    report: &Report,
    entries: Range<u32>,
    chunk: &Chunk,
) -> Result<BTreeMap<u32, Vec<Review>>, LogError> {
    let mut by_entry: BTreeMap<u32, Vec<Review>> = BTreeMap::new();
    if chunk.prose_at(0).is_some() {
        for review in log.reviews(report.id, entries)? {
            by_entry.entry(review.decision.entry).or_default().push(review);
        }
    }
    Ok(by_entry)
}

/// Why the last review rejects an entry, if it does.
fn rejection(reviews: &[Review]) -> &str {
    match reviews
        .last()
        .and_then(|review| review.decision.decision.as_ref())
    {
        Some(Decision::Reject(reject)) => &reject.reason,
        Some(Decision::Confirm(_) | Decision::Correct(_)) | None => "",
    }
}

/// Reads a chunk.
pub(super) fn decode(report: &Report, data: &[u8]) -> Result<Chunk, LogError> {
    Chunk::decode(data).map_err(|_| LogError::Damaged {
        id: report.id,
        what: "entries",
    })
}

fn after(query: &[&str], token: &str) -> Result<Option<i64>, Problem> {
    let after = page::decode(query, token)?;
    Ok(after.and_then(|after| after.parse().ok()))
}

fn unknown(field: &str) -> Problem {
    Problem::invalid(vec![Violation {
        field: field.to_owned(),
        description: "is no value that this hub knows".to_owned(),
    }])
}

fn read_state(state: i32) -> Result<Option<State>, Problem> {
    match ReportState::try_from(state) {
        Ok(ReportState::Unspecified) => Ok(None),
        Ok(wanted) => Ok(State::ALL
            .into_iter()
            .find(|state| ReportState::from(*state) == wanted)),
        Err(_) => Err(unknown("state")),
    }
}

fn read_entry_state(state: i32) -> Result<Option<EntryState>, Problem> {
    match EntryState::try_from(state) {
        Ok(EntryState::Unspecified) => Ok(None),
        Ok(state) => Ok(Some(state)),
        Err(_) => Err(unknown("state")),
    }
}

fn read_severity(severity: i32) -> Result<Severity, Problem> {
    match WireSeverity::try_from(severity) {
        Ok(WireSeverity::Unspecified | WireSeverity::Info) => Ok(Severity::Info),
        Ok(WireSeverity::Warning) => Ok(Severity::Warning),
        Ok(WireSeverity::Error) => Ok(Severity::Error),
        Err(_) => Err(unknown("min_severity")),
    }
}
