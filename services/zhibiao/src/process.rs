//! A process that serves: its settings, its start, its end. `zhibiao up` and `zhibiao serve` share it.

pub(crate) mod announce;
mod security;
mod settings;

use std::{fs, path::Path};

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use zhibiao_runtime::{
    clock::Clock,
    server::{Server, ServerError},
    telemetry,
};
use zhibiao_tls::Tls;

use crate::{exit::Exit, failure::Failure, roles, text::Text};

pub(crate) use settings::{Defaults, default_folder, keys};
pub use settings::{ProcessArgs, ProcessSettings};

/// A process that serves.
#[derive(Debug)]
pub(crate) struct Started {
    /// Where it listens, as clients name it.
    pub(crate) address: String,
    serving: JoinHandle<Result<(), Failure>>,
    shutdown: CancellationToken,
}

impl Started {
    /// Binds, opens the data, and serves.
    ///
    /// # Errors
    /// When the address or the data is in use or can't be used.
    pub(crate) async fn start(
        settings: &ProcessSettings,
        tls: Option<Tls>,
        roles: roles::Config,
    ) -> Result<Self, Failure> {
        telemetry::init(&settings.log, settings.log_format).map_err(Failure::internal)?;
        let (clock, shutdown) = (Clock::system(), CancellationToken::new());
        let security = settings.security.open(tls, clock.clone(), &shutdown).await?;
        if !security.authenticator.proves() {
            tracing::warn!("no identity is configured: callers are believed, and only this machine may call");
        }
        let server = Server::bind(settings.listen, security)
            .await
            .map_err(bind_failure)?
            .with_connection_age(settings.connection_age)
            .with_connections(settings.connections)
            .with_admission(settings.admission);
        let running = roles.build(server, clock).await?;
        let address = running.address();
        let serving = tokio::spawn(running.serve(shutdown.clone(), settings.grace));
        Ok(Self {
            address,
            serving,
            shutdown,
        })
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

    /// Serves until `stop`, or until `life` fails, then drains.
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
            serving,
            shutdown,
        } = self;
        let life = async {
            life.await?;
            std::future::pending::<Result<(), Failure>>().await
        };
        let mut serving = std::pin::pin!(serving);
        let ended = tokio::select! {
            () = stop => Ok(()),
            failed = life => failed,
            // Serving ends by itself only when it fails.
            _ = &mut serving => Err(Failure::internal("serving ended unasked")),
        };
        tracing::info!("draining");
        shutdown.cancel();
        if ended.is_ok() || !serving.is_finished() {
            serving.await.map_err(Failure::internal)??;
        }
        ended.map(|()| Exit::Ok)
    }
}

fn bind_failure(error: ServerError) -> Failure {
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
