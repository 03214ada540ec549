//! `report approve|return|withdraw`: decisions by a named person.

use clap::Args;
use zhibiao_client::Hub;
use zhibiao_proto::report::v1::{
    ApproveReport, DecideReportRequest, EntryState, Report, ReportHeader, ReturnReport, ReturnedEntry,
    WithdrawReport, decide_report_request::Decision,
};

use super::{
    findings::{self, JsonReport},
    name_of, show,
};
use crate::{
    failure::Failure,
    output::{Answer, grid::Grid},
    settings::Session,
    wire::present,
};

/// Which report, and what goes back.
#[derive(Debug, Args)]
pub(crate) struct ApproveArgs {
    /// Report: its id or resource name
    name: String,
    /// Entry that goes back while the rest is published, with the reason
    #[arg(long = "return", value_name = "ENTRY=REASON", value_parser = entry)]
    returned: Vec<(u32, String)>,
    /// Send every blocked entry back with this reason
    #[arg(long, value_name = "REASON")]
    return_blocked: Option<String>,
    /// Note that is kept with the decision
    #[arg(long)]
    note: Option<String>,
}

/// Which report, and why.
#[derive(Debug, Args)]
pub(crate) struct ReturnArgs {
    /// Report: its id or resource name
    name: String,
    /// Why
    #[arg(long)]
    reason: String,
    /// Entry that is the reason
    #[arg(long = "entry", value_name = "ENTRY=REASON", value_parser = entry)]
    entries: Vec<(u32, String)>,
}

/// Which report, and why.
#[derive(Debug, Args)]
pub(crate) struct WithdrawArgs {
    /// Report: its id or resource name
    name: String,
    /// Why
    #[arg(long)]
    reason: String,
}

fn entry(text: &str) -> Result<(u32, String), String> {
    let wrong = || format!("`{text}` is no entry with a reason: write for example '3=wrong unit'");
    let (number, reason) = text.split_once('=').ok_or_else(wrong)?;
    let number = number.trim().parse().map_err(|_| wrong())?;
    if reason.trim().is_empty() {
        Err(wrong())
    } else {
        Ok((number, reason.trim().to_owned()))
    }
}

fn returned(entries: Vec<(u32, String)>) -> Vec<ReturnedEntry> {
    entries
        .into_iter()
        .map(|(entry, reason)| ReturnedEntry { entry, reason })
        .collect()
}

pub(super) async fn approve(args: ApproveArgs, session: &Session) -> Result<(), Failure> {
    let name = name_of(&args.name);
    let report = show::get(&session.hub, &name).await?;
    let mut going_back = returned(args.returned);
    if let Some(reason) = args.return_blocked {
        let blocked = show::read_entries(&session.hub, &name).await?;
        let blocked = blocked
            .iter()
            .filter(|entry| entry.state() == EntryState::Blocked);
        for entry in blocked.map(|entry| entry.entry) {
            if !going_back.iter().any(|back| back.entry == entry) {
                going_back.push(ReturnedEntry {
                    entry,
                    reason: reason.clone(),
                });
            }
        }
    }
    let decision = ApproveReport {
        returned: going_back,
        note: args.note.unwrap_or_default(),
    };
    let decided = decide(&session.hub, &report, Decision::Approve(decision)).await?;
    tell(&decided, session)
}

pub(super) async fn send_back(args: ReturnArgs, session: &Session) -> Result<(), Failure> {
    let report = show::get(&session.hub, &name_of(&args.name)).await?;
    let decision = ReturnReport {
        reason: args.reason,
        returned: returned(args.entries),
    };
    let decided = decide(&session.hub, &report, Decision::Return(decision)).await?;
    tell(&decided, session)
}

pub(super) async fn withdraw(args: WithdrawArgs, session: &Session) -> Result<(), Failure> {
    let report = show::get(&session.hub, &name_of(&args.name)).await?;
    let decision = WithdrawReport { reason: args.reason };
    let decided = decide(&session.hub, &report, Decision::Withdraw(decision)).await?;
    tell(&decided, session)
}

/// Decides on a report as it was seen: when somebody was quicker, the hub refuses.
pub(crate) async fn decide(hub: &Hub, seen: &Report, decision: Decision) -> Result<Report, Failure> {
    let request = DecideReportRequest {
        name: seen.name.clone(),
        etag: seen.etag.clone(),
        decision: Some(decision),
    };
    let response = hub
        .retrying(|| {
            let (mut client, request) = (hub.reports(), request.clone());
            async move { client.decide_report(request).await }
        })
        .await?;
    present(response.report)
}

fn tell(report: &Report, session: &Session) -> Result<(), Failure> {
    let nothing = ReportHeader::default();
    let mut answer = Answer::new(&JsonReport::new(report, &nothing), Grid::default())?;
    answer.above = findings::summary(report, session.ui.language);
    session.ui.answer(&answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_go_back_with_a_reason() {
        assert_eq!(entry("3= wrong unit").unwrap(), (3, "wrong unit".to_owned()));
        for wrong in ["3", "3=", "x=y", "=y"] {
            assert!(entry(wrong).is_err(), "{wrong}");
        }
    }
}
