//! Decisions: approve, return, withdraw.

use std::collections::BTreeMap;

use prost::Message;
use zhibiao_proto::report::v1::{
    ApproveReport, DecideReportRequest, DecideReportResponse, ReturnReport, ReturnedEntry, WithdrawReport,
    decide_report_request::Decision as WireDecision, entry_review::Decision as ReviewDecision,
};
use zhibiao_runtime::{
    access::Permit,
    caller::Caller,
    deadline::Deadline,
    error::{Code, MAX_VIOLATIONS, Problem, Violation},
};

use super::{Shared, wire};
use crate::{
    log::{Chunk, Decision, LogError, PackedChunk, ReportLog},
    report::{Decided, Digest, Report, State},
    review::Verdict,
};

/// Most entries that one decision returns; a report with more faults goes back whole.
pub(crate) const MAX_RETURNED: usize = 20_000;
/// Longest reason, in characters.
const MAX_REASON: usize = 1_000;

impl Shared {
    pub(super) async fn decide_report(
        &self,
        permit: &Permit,
        deadline: Deadline,
        request: DecideReportRequest,
    ) -> Result<DecideReportResponse, Problem> {
        let caller = permit.caller()?;
        let report = self.report_for(permit, "name", &request.name).await?;
        let id = report.id;
        let withdraws = matches!(request.decision, Some(WireDecision::Withdraw(_)));
        self.may_decide(permit, &report, withdraws).await?;
        let (state, reason, returned) = read_decision(&request, &report)?;
        check_person(state, caller, &report)?;
        let decision = Decision {
            state,
            decided: Decided {
                by: caller.name().to_owned(),
                at: self.clock.now(),
                reason,
            },
            key: key("decide", caller, &request),
            returned: returned.into_iter().collect(),
        };
        let etag = request.etag;
        let as_seen = report.etag() == etag;
        if state == State::Approved && as_seen && report.state.is_open() {
            let (report, returned) = (report, decision.returned.clone());
            let approver = decision.decided.by.clone();
            let refusal = self
                .log(move |log| {
                    let own = check_corrections(log, &report, &approver)?;
                    Ok(own.or(check_approval(log, &report, &returned)?))
                })
                .await?;
            if let Some(problem) = refusal {
                return Err(problem);
            }
        }
        let decided = self.log(move |log| log.decide(id, &etag, &decision)).await?;
        if as_seen {
            self.changes.made(&decided);
        }
        let report = match decided.state {
            State::Approved => self.publish(id, deadline).await?,
            State::Blocked | State::Pending | State::Published | State::Returned | State::Withdrawn => {
                decided
            }
        };
        report.mark_span();
        Ok(DecideReportResponse {
            report: Some(wire::report(&report)),
        })
    }
}

type Returned = BTreeMap<u32, String>;

/// What a decision leads to, why, and which entries go back.
fn read_decision(
    request: &DecideReportRequest,
    report: &Report,
) -> Result<(State, String, Returned), Problem> {
    let mut faults = Vec::new();
    let none = Vec::new();
    let (field, state, reason, returned) = match &request.decision {
        Some(WireDecision::Approve(ApproveReport { returned, note })) => {
            ("approve", State::Approved, note, returned)
        }
        Some(WireDecision::Return(ReturnReport { reason, returned })) => {
            ("return", State::Returned, reason, returned)
        }
        Some(WireDecision::Withdraw(WithdrawReport { reason })) => {
            ("withdraw", State::Withdrawn, reason, &none)
        }
        None => {
            return Err(invalid("decision", "is empty: approve, return or withdraw"));
        }
    };
    if request.etag.is_empty() {
        faults.push(fault("etag", "is empty: give the report's etag as you saw it"));
    }
    if state == State::Returned && reason.trim().is_empty() {
        faults.push(fault(
            "return.reason",
            "is empty: say what the department is to do",
        ));
    }
    if reason.chars().count() > MAX_REASON {
        faults.push(fault(
            field,
            format!("the reason has more than {MAX_REASON} characters"),
        ));
    }
    if reason.contains('\0') {
        faults.push(fault(field, "the reason holds U+0000, which can't be kept"));
    }
    let returned = read_returned(field, returned, report, &mut faults);
    if faults.is_empty() {
        Ok((state, reason.clone(), returned))
    } else {
        Err(Problem::invalid(faults))
    }
}

fn read_returned(
    field: &str,
    returned: &[ReturnedEntry],
    report: &Report,
    faults: &mut Vec<Violation>,
) -> Returned {
    let mut read = Returned::new();
    if returned.len() > MAX_RETURNED {
        let message = format!(
            "has {} entries, at most {MAX_RETURNED}: return the report whole",
            returned.len()
        );
        faults.push(fault(&format!("{field}.returned"), message));
        return read;
    }
    for (at, ReturnedEntry { entry, reason }) in returned.iter().enumerate() {
        let path = format!("{field}.returned[{at}]");
        if *entry == 0 || *entry > report.entries {
            let message = format!("is {entry}, the report has entries 1 to {}", report.entries);
            faults.push(fault(&format!("{path}.entry"), message));
        }
        if reason.trim().is_empty() || reason.chars().count() > MAX_REASON || reason.contains('\0') {
            let message = format!("give a reason of 1 to {MAX_REASON} characters, none of them U+0000");
            faults.push(fault(&format!("{path}.reason"), message));
        }
        if read.insert(*entry, reason.clone()).is_some() {
            faults.push(fault(
                &format!("{path}.entry"),
                format!("{entry} is listed twice"),
            ));
        }
    }
    read
}

/// Four eyes: who sent a report neither approves nor returns it, and nobody else withdraws it.
fn check_person(state: State, caller: &Caller, report: &Report) -> Result<(), Problem> {
    let own = same_person(caller.name(), &report.submitter);
    let refused = |reason, message: String| {
        Err(Problem::new(Code::PermissionDenied, reason, message).with("submitter", &report.submitter))
    };
    match (state, own) {
        (State::Withdrawn, false) => {
            let message = format!(
                "only {} who sent the report can withdraw it; return it instead",
                report.submitter
            );
            refused("NOT_SUBMITTER", message)
        }
        (State::Approved | State::Returned, true) => {
            let message = format!(
                "{} sent this report: a second person must decide; you can withdraw it",
                report.submitter
            );
            refused("FOUR_EYES", message)
        }
        (
            State::Withdrawn
            | State::Approved
            | State::Returned
            | State::Blocked
            | State::Pending
            | State::Published,
            _,
        ) => Ok(()),
    }
}

/// Whether two names are one person's: case and the spaces around do not tell people apart.
fn same_person(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

/// Four eyes on what a reviewer has put in the place of what was read: why somebody can't approve a report. A correction
/// has been seen by a second person once somebody else confirmed or rejected its entry; its author's own word is none.
fn check_corrections(
    log: &dyn ReportLog,
    report: &Report,
    approver: &str,
) -> Result<Option<Problem>, LogError> {
    let mut unseen: BTreeMap<u32, String> = BTreeMap::new();
    for review in log.reviews(report.id, 0..u32::MAX)? {
        let entry = review.decision.entry;
        match review.decision.decision {
            Some(ReviewDecision::Correct(_)) => {
                unseen.insert(entry, review.by);
            }
            Some(ReviewDecision::Confirm(_)) => {
                unseen.retain(|at, by| *at != entry || same_person(by, &review.by));
            }
            Some(ReviewDecision::Reject(_)) | None => {
                unseen.remove(&entry);
            }
        }
    }
    let own = unseen.iter().find(|(_, by)| same_person(by, approver));
    Ok(own.map(|(entry, by)| {
        let message = format!(
            "{approver} has corrected entry {entry}: a second person must confirm it or approve the report"
        );
        Problem::new(Code::PermissionDenied, "FOUR_EYES", message).with("corrector", by)
    }))
}

/// Why a report can't be approved with these entries returned.
fn check_approval(
    log: &dyn ReportLog,
    report: &Report,
    returned: &[(u32, String)],
) -> Result<Option<Problem>, LogError> {
    if report.is_unpublishable() {
        let message = "an error is about the report as a whole: return it, and let it be sent anew";
        return Ok(Some(refusal("REPORT_UNPUBLISHABLE", message)));
    }
    let is_returned = |entry: &u32| returned.binary_search_by_key(entry, |(entry, _)| *entry).is_ok();
    let mut left = blocked_entries(log, report)?;
    left.retain(|entry| !is_returned(entry));
    if !left.is_empty() {
        let message = format!(
            "errors still block {} entries: list them as returned with a reason, review them where they were read from \
             prose, or return the report",
            left.len()
        );
        let mut problem = refusal("ENTRIES_BLOCKED", &message).with("entries", left.len());
        for entry in left.iter().take(MAX_VIOLATIONS) {
            problem = problem.violation(
                "approve.returned",
                format!("entry {entry} is blocked by an error"),
            );
        }
        return Ok(Some(problem));
    }
    let rejected = rejected_entries(log, report)?;
    let back = returned
        .iter()
        .filter(|(entry, _)| rejected.binary_search(entry).is_err())
        .count();
    if back + rejected.len() >= report.entries as usize {
        let message = "nothing would be published: return the report instead";
        return Ok(Some(refusal("NOTHING_LEFT", message)));
    }
    Ok(None)
}

fn refusal(reason: &str, message: &str) -> Problem {
    Problem::new(Code::FailedPrecondition, reason, message)
}

/// The numbers of the entries that errors block.
fn blocked_entries(log: &dyn ReportLog, report: &Report) -> Result<Vec<u32>, LogError> {
    entries_where(log, report, |packed| packed.blocked > 0, Chunk::is_blocked)
}

/// The numbers of the entries that reviews have rejected.
fn rejected_entries(log: &dyn ReportLog, report: &Report) -> Result<Vec<u32>, LogError> {
    if report.rejected == 0 {
        return Ok(Vec::new());
    }
    entries_where(
        log,
        report,
        |_| true,
        |chunk, row| chunk.verdict_at(row) == Verdict::Rejected,
    )
}

/// The numbers of some entries, ascending; only chunks that may hold one are read.
fn entries_where(
    log: &dyn ReportLog,
    report: &Report,
    may_hold: impl Fn(&PackedChunk) -> bool,
    is_one: impl Fn(&Chunk, usize) -> bool,
) -> Result<Vec<u32>, LogError> {
    let mut found = Vec::new();
    let mut from = 1;
    while let Some(packed) = log.chunks(report.id, from, 1)?.pop() {
        if may_hold(&packed) {
            let chunk = super::list::decode(report, &packed.data)?;
            let numbers = (packed.first..).zip(0..chunk.len());
            found.extend(
                numbers
                    .filter(|(_, row)| is_one(&chunk, *row))
                    .map(|(number, _)| number),
            );
        }
        from = packed.first + packed.rows;
    }
    Ok(found)
}

/// What tells a call of a kind from another one.
pub(super) fn key(kind: &str, caller: &Caller, request: &impl Message) -> Digest {
    let mut hasher = blake3::Hasher::new();
    hasher.update(kind.as_bytes());
    hasher.update(&(caller.name().len() as u64).to_le_bytes());
    hasher.update(caller.name().as_bytes());
    hasher.update(&request.encode_to_vec());
    hasher.finalize().into()
}

fn fault(field: &str, description: impl Into<String>) -> Violation {
    Violation {
        field: field.to_owned(),
        description: description.into(),
    }
}

fn invalid(field: &str, description: &str) -> Problem {
    Problem::invalid(vec![fault(field, description)])
}
