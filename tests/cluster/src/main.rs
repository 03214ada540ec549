//! `./dev test --kubernetes`: the hub on a real cluster, disturbed as clusters disturb, under callers who never pause.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test of minutes tells how it goes"
)]

mod access;
mod callers;
mod cluster;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use rustix::process::{Pid, Signal, kill_process};
use tokio::signal::unix::{SignalKind, signal};

pub(crate) type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Tests a hub on a Kubernetes cluster.
#[derive(Debug, Parser)]
#[command(name = "zhibiao-cluster")]
struct Arguments {
    #[command(subcommand)]
    part: Part,
}

#[derive(Debug, Subcommand)]
enum Part {
    /// Installs the hub, disturbs it in every way, and says whether anybody noticed
    Run(Box<cluster::Options>),
    /// The callers: they run in a pod, until SIGTERM
    Call(access::Addresses),
    /// Stops the callers that run as the first process of this container
    Stop,
}

#[tokio::main]
async fn main() -> ExitCode {
    let done = match Arguments::parse().part {
        Part::Run(options) => cluster::run(*options).await.map(|()| true),
        Part::Call(addresses) => call(addresses).await,
        Part::Stop => stop().map(|()| true),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn call(addresses: access::Addresses) -> Outcome<bool> {
    let hubs = addresses.connect()?;
    let mut terminate = signal(SignalKind::terminate())?;
    let stop = async move {
        terminate.recv().await;
    };
    Ok(callers::run(hubs, stop)
        .await
        .map_err(|problem| format!("{problem:?}"))?)
}

fn stop() -> Outcome<()> {
    let first = Pid::from_raw(1).ok_or("no process is the first")?;
    Ok(kill_process(first, Signal::TERM)?)
}
