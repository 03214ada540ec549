//! The real store, in a folder that goes with the test.

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use tempfile::TempDir;
use tokio_util::sync::CancellationToken;
use zhibiao_client::Hub;
use zhibiao_model::{observation::Observation, revision::Token};
use zhibiao_proto::{
    catalog::v1::ApplyCatalogRequest,
    observation::v1::{ObservationColumns, WriteObservationsRequest},
};
use zhibiao_runtime::{
    channel,
    clock::Clock,
    server::{Security, Server, Services},
    telemetry::Telemetry,
};
use zhibiao_store::{Config, Limits, Running, SERVICES};

use crate::{catalog::Small, observations};

/// A store that runs until it is dropped. What fails panics: a test can't go on without it.
#[derive(Debug)]
pub struct TestStore {
    /// A client of it, through memory.
    pub hub: Hub,
    running: Running,
    batches: AtomicU64,
    shutdown: CancellationToken,
    _folder: TempDir,
}

impl TestStore {
    /// Starts an empty store with the usual limits on the machine's clock.
    pub async fn start() -> Self {
        Self::with(Limits::default(), Clock::system()).await
    }

    /// Starts an empty store.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn with(limits: Limits, clock: Clock) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let shutdown = CancellationToken::new();
        let config = Config {
            limits,
            ..Config::folder(folder.path())
        };
        let running = config
            .build(clock, &Telemetry::none(), shutdown.clone())
            .await
            .expect("the store starts");
        let hub = Hub::over(channel::in_process(running.routes(), shutdown.clone()));
        Self {
            hub,
            running,
            batches: AtomicU64::new(0),
            shutdown,
            _folder: folder,
        }
    }

    /// Starts a store with a catalogue.
    pub async fn holding(catalog: &Small) -> Self {
        let store = Self::start().await;
        store.apply(catalog).await;
        store
    }

    /// Applies a catalogue over the one there is.
    ///
    /// # Panics
    /// When the store refuses it.
    pub async fn apply(&self, catalog: &Small) -> Token {
        let request = ApplyCatalogRequest {
            catalog: Some(catalog.message()),
            ..ApplyCatalogRequest::default()
        };
        let applied = self
            .hub
            .catalog()
            .apply_catalog(request)
            .await
            .expect("the catalogue is applied");
        applied.into_inner().token.parse().expect("a token")
    }

    /// Writes cells as one batch.
    ///
    /// # Panics
    /// When the store refuses it.
    pub async fn write(&self, cells: impl IntoIterator<Item = Observation>) -> Token {
        self.write_columns(observations::columns(cells)).await
    }

    /// Writes one batch.
    ///
    /// # Panics
    /// When the store refuses it.
    pub async fn write_columns(&self, observations: ObservationColumns) -> Token {
        let number = self.batches.fetch_add(1, Ordering::Relaxed);
        let request = WriteObservationsRequest {
            batch_id: format!("test-{number}"),
            observations: Some(observations),
            unchanged_since: None,
            units: Vec::new(),
        };
        let written = self
            .hub
            .observations()
            .write_observations(request)
            .await
            .expect("the batch is written");
        written.into_inner().token.parse().expect("a token")
    }

    /// Serves it on a port of its own too, until it is dropped.
    ///
    /// # Panics
    /// When no port can be listened on.
    pub async fn listen(&self) -> SocketAddr {
        let server = Server::bind((Ipv4Addr::LOCALHOST, 0).into(), Security::local(Clock::system()))
            .await
            .expect("a free port");
        let address = server.address();
        let services = Services::new(self.running.routes(), &SERVICES).await;
        tokio::spawn(server.serve(services, self.shutdown.clone(), Duration::from_secs(1)));
        address
    }
}

impl Drop for TestStore {
    fn drop(&mut self) {
        self.shutdown.cancel();
    }
}
