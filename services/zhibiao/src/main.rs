//! The one binary: `zhibiao up`, and the command line client.

use std::process::{self, ExitCode};

use clap::Parser as _;
use zhibiao::{args::Cli, exit::Exit, process::to_end};
use zhibiao_runtime::config::Environment;

/// Decoding of observations allocates much and shortly; this allocator nearly doubles its speed.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    to_end(async { Cli::parse().run(&Environment, stop()).await })
}

/// Ends with the first SIGTERM or SIGINT (Ctrl-C); a second one ends the process at once.
async fn stop() {
    // Without handlers the signals keep their default, which is to end the process.
    let Ok(mut signals) = Signals::new() else {
        return std::future::pending().await;
    };
    signals.next().await;
    tokio::spawn(async move {
        signals.next().await;
        process::exit(Exit::TryAgain.code().into());
    });
}

#[cfg(unix)]
struct Signals {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct Signals(tokio::signal::windows::CtrlC);

#[cfg(not(unix))]
impl Signals {
    fn new() -> std::io::Result<Self> {
        tokio::signal::windows::ctrl_c().map(Self)
    }

    async fn next(&mut self) {
        self.0.recv().await;
    }
}
