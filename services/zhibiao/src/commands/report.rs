//! `zhibiao report`: reports in, from the first check to the decision.

mod decide;
mod evidence;
mod findings;
mod list;
mod review;
mod send;
mod show;

use clap::Subcommand;

use crate::{exit::Exit, failure::Failure, settings::Session};

pub(crate) use decide::decide;
pub(crate) use review::review;
pub(crate) use send::{Upload, upload};
pub(crate) use show::{read_entries, sentence};

/// Commands about reports.
#[derive(Debug, Subcommand)]
pub(crate) enum ReportCommand {
    /// Read and check files and keep nothing
    Check(send::SendArgs),
    /// File reports
    Submit(send::SendArgs),
    /// Show a report with its findings
    Show(show::ShowArgs),
    /// List reports, newest first
    List(list::ListArgs),
    /// Hold what was read from prose against its sentences: confirm, correct or reject entries
    Review(review::ReviewArgs),
    /// Approve a report, returning single entries if need be
    Approve(decide::ApproveArgs),
    /// Send a report back to its department
    Return(decide::ReturnArgs),
    /// Take a report back before it is published
    Withdraw(decide::WithdrawArgs),
}

/// Runs the command.
///
/// # Errors
/// When a file can't be read, a name is not known, or the hub refuses.
pub(crate) async fn run(command: ReportCommand, session: &Session) -> Result<Exit, Failure> {
    match command {
        ReportCommand::Check(args) => send::check(args, session).await,
        ReportCommand::Submit(args) => send::submit(args, session).await,
        ReportCommand::Show(args) => show::run(args, session).await.map(|()| Exit::Ok),
        ReportCommand::List(args) => list::run(args, session).await.map(|()| Exit::Ok),
        ReportCommand::Review(args) => review::run(args, session).await.map(|()| Exit::Ok),
        ReportCommand::Approve(args) => decide::approve(args, session).await.map(|()| Exit::Ok),
        ReportCommand::Return(args) => decide::send_back(args, session).await.map(|()| Exit::Ok),
        ReportCommand::Withdraw(args) => decide::withdraw(args, session).await.map(|()| Exit::Ok),
    }
}

/// The resource name of a report, for which the bare id may stand.
fn name_of(text: &str) -> String {
    if text.starts_with("reports/") {
        text.to_owned()
    } else {
        format!("reports/{text}")
    }
}
