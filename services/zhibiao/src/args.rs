//! The command line: what can be typed, and which command runs.

use std::{
    io::{self, Write as _},
    process::ExitCode,
};

use clap::{CommandFactory as _, Parser, Subcommand};
use clap_complete::Shell;
use zhibiao_runtime::config::Source;

use crate::{
    commands::{
        audit, compare, explain, export, extract,
        framework::{self, FrameworkCommand},
        health,
        indicators::{self, IndicatorsCommand},
        key::{self, KeyCommand},
        pack::{self, PackCommand},
        rank, replay,
        report::{self, ReportCommand},
        series, solve, summary, watch,
    },
    exit::{self, Exit},
    failure::Failure,
    migrate::{self, MigrateCommand},
    output::{Format, GONE, Ui, written},
    process::TelemetrySettings,
    serve::{self, ServeCommand},
    settings::{Common, Session, both},
    up::{self, UpArgs},
};

/// Indicator hub for development zones: reports in, comparisons and rankings out.
#[derive(Debug, Parser)]
#[command(name = "zhibiao", version, after_help = exit::HELP, max_term_width = 100)]
pub struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run a hub: every role in one process, on one port
    Up(UpArgs),
    /// Run one role of a hub in a process of its own
    #[command(subcommand)]
    Serve(ServeCommand),
    /// Bring the schema of a role's database up to date
    #[command(subcommand)]
    Migrate(MigrateCommand),
    #[command(flatten)]
    Work(Work),
    /// Follow what is published
    Watch(watch::WatchArgs),
    /// Make keys for simple callers
    #[command(subcommand)]
    Key(KeyCommand),
    /// Print the completions of a shell
    Completions {
        /// Shell
        shell: Shell,
    },
}

/// What is done with files, or asked of a hub that runs elsewhere.
#[derive(Debug, Subcommand)]
enum Work {
    /// File, check and decide reports
    #[command(subcommand)]
    Report(ReportCommand),
    /// Rank the subjects of a peer group on one indicator, or by a framework
    Rank(rank::RankArgs),
    /// Say why two scores differ, or why one moved
    Explain(explain::ExplainArgs),
    /// Say what it would take to reach a rank
    Solve(solve::SolveArgs),
    /// Check whether an index measures what its framework says
    Audit(audit::AuditArgs),
    /// Compute a result anew and say in what it differs
    Replay(replay::ReplayArgs),
    /// Check, apply and show the frameworks that indices are computed by
    #[command(subcommand)]
    Framework(FrameworkCommand),
    /// Put subjects side by side
    Compare(compare::CompareArgs),
    /// Show one subject through time
    Series(series::SeriesArgs),
    /// Find indicators
    #[command(subcommand)]
    Indicators(IndicatorsCommand),
    /// Write observations in bulk
    Export(export::ExportArgs),
    /// Read the facts out of a narrative report; needs no hub unless its names are asked for
    Extract(extract::ExtractArgs),
    /// Say what there is in the hub
    Summary,
    /// Say whether a hub or one of its roles takes calls, as probes are told; asks --server, such as an operations address
    Health,
    /// Check, compare and apply scenario packs
    #[command(subcommand)]
    Pack(PackCommand),
}

impl Command {
    /// Whether whatever the command tells beside its answers is to be JSON, as its log is.
    fn tells_json(&self, source: &impl Source) -> bool {
        match self {
            Self::Up(args) => args.process.tells_json(source),
            Self::Serve(command) => command.process().tells_json(source),
            Self::Migrate(_) | Self::Work(_) | Self::Watch(_) | Self::Key(_) | Self::Completions { .. } => {
                false
            }
        }
    }
}

impl Cli {
    /// Runs the command and tells what went wrong. A hub runs until `stop`.
    pub async fn run(self, source: &impl Source, stop: impl Future<Output = ()>) -> ExitCode {
        let mut ui = self.common.ui(source);
        if self.command.tells_json(source) {
            ui.format = Format::Json;
        }
        match dispatch(self.command, &self.common, source, stop, &mut ui).await {
            Ok(exit) => exit.into(),
            Err(failure) if failure.reason == GONE => failure.exit.into(),
            Err(failure) => {
                ui.failure(&failure);
                failure.exit.into()
            }
        }
    }
}

async fn dispatch(
    command: Command,
    common: &Common,
    source: &impl Source,
    stop: impl Future<Output = ()>,
    told: &mut Ui,
) -> Result<Exit, Failure> {
    match command {
        Command::Up(args) => {
            let (settings, ui) = both(up::Settings::read(&args, source), common.checked_ui(source))?;
            told.format = settings.process.lines(&ui).format;
            return up::run(args, settings, ui, stop).await;
        }
        Command::Serve(command) => {
            let settings = serve::Settings::read(&command, source);
            let (settings, ui) = both(settings, common.checked_ui(source))?;
            told.format = settings.process.lines(&ui).format;
            return serve::run(settings, ui, stop).await;
        }
        Command::Migrate(command) => {
            let settings = migrate::Settings::read(&command, source);
            let (settings, ui) = both(settings, common.checked_ui(source))?;
            return migrate::run(settings, &ui).await;
        }
        Command::Completions { shell } => completions(shell)?,
        Command::Key(KeyCommand::New(args)) => key::new(args, &common.checked_ui(source)?)?,
        Command::Watch(args) => {
            let (settings, session) = both(TelemetrySettings::of(source), common.session(source))?;
            let telemetry = settings.open("zhibiao-watch", false)?;
            let tracer = telemetry.tracer();
            let session = session.traced_by(&tracer);
            let watched = watch::run(args, &session, &tracer).await;
            telemetry.flush().await;
            watched?;
        }
        Command::Work(work) => return self::work(work, &common.session(source)?).await,
    }
    Ok(Exit::Ok)
}

async fn work(work: Work, session: &Session) -> Result<Exit, Failure> {
    match work {
        Work::Pack(PackCommand::Check(args)) => pack::check(&args, &session.ui)?,
        Work::Extract(args) => return extract::run(args, session).await,
        Work::Framework(FrameworkCommand::Check(args)) => framework::check(&args, &session.ui)?,
        Work::Audit(args) => return audit::run(args, session).await,
        Work::Health => return health::run(session).await,
        Work::Replay(args) => return replay::run(args, session).await,
        Work::Report(command) => return report::run(command, session).await,
        Work::Rank(args) => rank::run(args, session).await?,
        Work::Explain(args) => explain::run(args, session).await?,
        Work::Solve(args) => solve::run(args, session).await?,
        Work::Framework(FrameworkCommand::Apply(args)) => framework::apply(args, session).await?,
        Work::Framework(FrameworkCommand::List(args)) => framework::list(args, session).await?,
        Work::Framework(FrameworkCommand::Show(args)) => framework::show(args, session).await?,
        Work::Compare(args) => compare::run(args, session).await?,
        Work::Series(args) => series::run(args, session).await?,
        Work::Indicators(command) => indicators::run(command, session).await?,
        Work::Export(args) => export::run(args, session).await?,
        Work::Summary => summary::run(session).await?,
        Work::Pack(PackCommand::Draft(args)) => pack::draft(args, session).await?,
        Work::Pack(PackCommand::Diff(args)) => pack::apply(&args, true, session).await?,
        Work::Pack(PackCommand::Apply(args)) => pack::apply(&args, false, session).await?,
    }
    Ok(Exit::Ok)
}

fn completions(shell: Shell) -> Result<(), Failure> {
    // The generator panics where it can't write, as when its reader has gone; memory always takes it.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "zhibiao", &mut script);
    let mut out = io::stdout().lock();
    written(out.write_all(&script).and_then(|()| out.flush()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }
}
