//! Decisions: approve, return, withdraw.

mod approval;

use std::collections::BTreeMap;

use prost::Message;
use zhibiao_proto::report::v1::{
    ApproveReport, DecideReportRequest, DecideReportResponse, ReturnReport, ReturnedEntry, WithdrawReport,
    decide_report_request::Decision as WireDecision,
};
use zhibiao_runtime::{
    access::Permit,
    caller::Caller,
    deadline::Deadline,
    error::{Code, Problem, Violation},
};

use self::approval::{check_approval, check_corrections, same_person};
use super::{Shared, fault, wire};
use crate::{
    log::Decision,
    report::{Decided, Digest, Report, State},
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

/// What tells a call of a kind from another one.
pub(super) fn key(kind: &str, caller: &Caller, request: &impl Message) -> Digest {
    let mut hasher = blake3::Hasher::new();
    hasher.update(kind.as_bytes());
    hasher.update(&(caller.name().len() as u64).to_le_bytes());
    hasher.update(caller.name().as_bytes());
    hasher.update(&request.encode_to_vec());
    hasher.finalize().into()
}

fn invalid(field: &str, description: &str) -> Problem {
    Problem::invalid(vec![fault(field, description)])
}
