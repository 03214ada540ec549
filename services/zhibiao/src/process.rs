//! A process that serves: its settings, its start, its end. `zhibiao up` and `zhibiao serve` share it.

pub(crate) mod announce;
mod descriptors;
mod security;
mod settings;
mod telemetry;

use std::{
    fs,
    io::{self, Write as _},
    net::SocketAddr,
    path::Path,
    process::ExitCode,
    time::Duration,
};

use tokio::{
    runtime::Builder,
    task::{JoinError, JoinHandle},
};
use tokio_util::sync::{CancellationToken, DropGuard};
use zhibiao_runtime::{
    clock::Clock,
    health::Health,
    ops::Operations,
    server::{Server, ServerError},
    telemetry::{Telemetry, init as init_logs},
};
use zhibiao_tls::Tls;

use crate::{
    exit::Exit,
    failure::Failure,
    roles::{self, Ground},
    text::Text,
};

pub(crate) use settings::{Defaults, default_folder, keys};
pub use settings::{ProcessArgs, ProcessSettings};
pub use telemetry::TelemetrySettings;

/// A process that serves.
#[derive(Debug)]
pub(crate) struct Started {
    /// Where it listens, as clients name it.
    pub(crate) address: String,
    /// Where probes and metrics are answered, to the end of the process.
    pub(crate) operations: Option<Answering>,
    serving: JoinHandle<Result<(), Failure>>,
    shutdown: CancellationToken,
    telemetry: Telemetry,
}

/// An operations listener that answers until this is dropped.
#[derive(Debug)]
pub(crate) struct Answering {
    /// Where, as probes name it.
    pub(crate) address: String,
    _until: DropGuard,
}

impl Answering {
    async fn start(address: SocketAddr, health: &Health, telemetry: &Telemetry) -> Result<Self, Failure> {
        let operations = Operations::bind(address)
            .await
            .map_err(|error| Failure::new(Exit::Io, "ADDRESS_IN_USE", Text::Said(error.to_string())))?;
        let address = format!("http://{}", operations.address());
        let until = CancellationToken::new();
        let answering = operations.serve(health.clone(), telemetry.clone(), until.clone());
        tokio::spawn(async move {
            if let Err(error) = answering.await {
                tracing::error!(%error, "operations listener failed");
            }
        });
        Ok(Self {
            address,
            _until: until.drop_guard(),
        })
    }
}

impl Started {
    /// Binds, opens the data, and serves; `None` when it is stopped before that. Probes are answered from the start.
    ///
    /// # Errors
    /// When an address or the data is in use or can't be used.
    pub(crate) async fn start(
        name: &'static str,
        settings: &ProcessSettings,
        tls: Option<Tls>,
        roles: roles::Config,
        stop: impl Future<Output = ()>,
    ) -> Result<Option<Self>, Failure> {
        init_logs(&settings.log, settings.log_format).map_err(Failure::internal)?;
        let (clock, shutdown) = (Clock::system(), CancellationToken::new());
        let telemetry = settings.telemetry.open(name, settings.ops_listen.is_some())?;
        telemetry.tell_start(clock.now());
        let health = Health::starting().await;
        health.tell(&telemetry);
        let operations = match settings.ops_listen {
            Some(address) => Some(Answering::start(address, &health, &telemetry).await?),
            None => None,
        };
        let security = settings.security.open(tls, clock.clone(), &shutdown).await?;
        if !security.authenticator.proves() {
            tracing::warn!("no identity is configured: callers are believed, and only this machine may call");
        }
        let server = Server::reserve(settings.listen, security)
            .map_err(bind_failure)?
            .with_connection_age(settings.connection_age)
            .with_connections(descriptors::connections_within_limit(settings.connections))
            .with_admission(settings.admission)
            .with_reception(settings.reception)
            .with_telemetry(telemetry.clone());
        let building = roles.build(Ground {
            server,
            clock,
            health,
            telemetry: telemetry.clone(),
        });
        let running = tokio::select! {
            built = building => built?,
            () = stop => return Ok(None),
        };
        let address = running.address();
        let serving = tokio::spawn(running.serve(shutdown.clone(), settings.grace));
        Ok(Some(Self {
            address,
            operations,
            serving,
            shutdown,
            telemetry,
        }))
    }

    /// Says where it listens in the file that was asked for.
    ///
    /// # Errors
    /// When the file can't be written.
    pub(crate) fn tell(&self, settings: &ProcessSettings) -> Result<(), Failure> {
        match &settings.address_file {
            Some(path) => write_whole(path, &format!("{}\n", self.address)),
            None => Ok(()),
        }
    }

    /// Serves until `stop`, or until `life` fails, then drains and sends the last of its telemetry.
    ///
    /// # Errors
    /// When serving or `life` fails.
    pub(crate) async fn until(
        self,
        stop: impl Future<Output = ()>,
        life: impl Future<Output = Result<(), Failure>>,
    ) -> Result<Exit, Failure> {
        let Self {
            address: _,
            operations: _operations,
            serving,
            shutdown,
            telemetry,
        } = self;
        let life = async {
            life.await?;
            std::future::pending::<Result<(), Failure>>().await
        };
        let mut serving = serving;
        let (asked, ended) = tokio::select! {
            () = stop => (Ok(()), None),
            failed = life => (failed, None),
            ended = &mut serving => (Ok(()), Some(ended)),
        };
        tracing::info!("draining");
        shutdown.cancel();
        let served = match ended {
            // Serving ends by itself only when it fails.
            Some(ended) => joined(ended).and_then(|()| Err(Failure::internal("serving ended unasked"))),
            None => joined(serving.await),
        };
        telemetry.flush().await;
        asked.and(served).map(|()| Exit::Ok)
    }
}

/// Time that computations off the threads that serve have to hear that nobody waits for them any more.
const LETTING_GO: Duration = Duration::from_secs(1);

/// Runs a program to its end. What then still computes is left behind: it holds the process no longer than the calls that
/// it was made for.
pub fn to_end(program: impl Future<Output = ExitCode>) -> ExitCode {
    let runtime = match Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            let _ = writeln!(io::stderr(), "no threads can be started: {error}");
            return Exit::Internal.into();
        }
    };
    let ended = runtime.block_on(program);
    runtime.shutdown_timeout(LETTING_GO);
    ended
}

fn joined(ended: Result<Result<(), Failure>, JoinError>) -> Result<(), Failure> {
    ended.map_err(Failure::internal).flatten()
}

/// Why a server does not start.
pub(crate) fn bind_failure(error: ServerError) -> Failure {
    match error {
        ServerError::Bind { .. } => Failure::new(Exit::Io, "ADDRESS_IN_USE", Text::Said(error.to_string())),
        ServerError::NotLoopback { .. } => {
            Failure::new(Exit::Settings, "NOT_LOOPBACK", Text::Said(error.to_string()))
        }
        ServerError::Serve(_) | ServerError::Reflection(_) => Failure::internal(error),
    }
}

/// Writes a file so that whoever waits for it never reads half of it.
fn write_whole(path: &Path, content: &str) -> Result<(), Failure> {
    let partial = path.with_extension("partial");
    fs::write(&partial, content)
        .and_then(|()| fs::rename(&partial, path))
        .map_err(|error| Failure::file(path, &error))
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use super::*;

    /// Without its limit this would wait for ever.
    #[test]
    fn a_computation_that_does_not_end_does_not_hold_the_process() {
        let (held, never) = std::sync::mpsc::channel::<()>();
        let (begin, begun) = tokio::sync::oneshot::channel();
        let ended = to_end(async {
            tokio::task::spawn_blocking(move || {
                let _ = begin.send(());
                never.recv()
            });
            begun.await.unwrap();
            Exit::Negative.into()
        });
        assert_eq!(ended, ExitCode::from(1));
        drop(held);
    }

    #[tokio::test]
    async fn why_serving_ended_by_itself_is_said() {
        for (ended, said) in [
            (
                Err(Failure::internal("the port was taken away")),
                "the port was taken away",
            ),
            (Ok(()), "serving ended unasked"),
        ] {
            let started = Started {
                address: String::new(),
                operations: None,
                serving: tokio::spawn(async { ended }),
                shutdown: CancellationToken::new(),
                telemetry: Telemetry::none(),
            };
            let failed = started.until(pending(), pending()).await.unwrap_err();
            assert_eq!(failed, Failure::internal(said));
        }
    }
}
