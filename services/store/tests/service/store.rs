//! A store of its own for each test, behind a client.

use tokio_util::sync::CancellationToken;
use tonic::transport::Channel;
use zhibiao_proto::{
    catalog::v1::{
        ApplyCatalogRequest, ApplyCatalogResponse, GetSummaryRequest, GetSummaryResponse,
        catalog_service_client::CatalogServiceClient,
    },
    observation::v1::{
        SeriesKey, WriteObservationsRequest, WriteObservationsResponse,
        observation_service_client::ObservationServiceClient,
    },
};
use zhibiao_runtime::{channel, clock::Clock, error::Problem, telemetry::Telemetry};
use zhibiao_store::{Config, Data, Limits, Running, cached::RedisOptions, postgres::Options};
use zhibiao_testkit::{
    catalog::Small,
    observations,
    postgres::{self, Schema},
    redis::RedisServer,
};

pub(crate) const NOW: &str = "2024-06-01T04:00:00Z";

/// What a store keeps its data in.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Backend {
    Sqlite,
    Postgres,
    PostgresBehindRedis,
}

/// A running store; gone when it is dropped.
pub(crate) struct Store {
    pub(crate) catalog: CatalogServiceClient<Channel>,
    pub(crate) observations: ObservationServiceClient<Channel>,
    pub(crate) shutdown: CancellationToken,
    _running: Running,
    _redis: Option<RedisServer>,
}

/// Two zones, revenue and profit, and the rate of the two.
pub(crate) fn small() -> Small {
    Small::default()
        .zone("east", "东区")
        .zone("west", "西区")
        .indicator("revenue", "亿元")
        .indicator("profit", "万元")
        .indicator_with("profit-rate", "%", |i| {
            i.formula = Some("{profit} / {revenue}".parse().unwrap())
        })
}

pub(crate) fn key(subject: &str, indicator: &str) -> SeriesKey {
    SeriesKey {
        subject: subject.into(),
        indicator: format!("indicators/{indicator}"),
    }
}

impl Backend {
    /// A place of its own; spread over the workers where the server can do that.
    async fn data(self) -> Option<Data> {
        match self {
            Self::Sqlite => Some(Data::Temporary),
            Self::Postgres | Self::PostgresBehindRedis => {
                let schema = postgres::shared().await?;
                let mut options = Options::new(schema.url.parse().unwrap());
                options.database.schema.clone_from(&schema.name);
                options.database.connections = 6;
                options.distribute = schema.has_citus().await;
                Some(Data::Postgres(options))
            }
        }
    }
}

impl Store {
    /// A store on a backend; `None`, with a message, when that is not installed.
    pub(crate) async fn start(backend: Backend) -> Option<Self> {
        Self::start_with(backend, |_| {}).await
    }

    /// A store with something about it changed.
    pub(crate) async fn start_with(backend: Backend, change: impl FnOnce(&mut Config)) -> Option<Self> {
        let redis = match backend {
            Backend::Sqlite | Backend::Postgres => None,
            Backend::PostgresBehindRedis => Some(RedisServer::start()?),
        };
        let mut config = Config {
            data: backend.data().await?,
            redis: redis
                .as_ref()
                .map(|redis| RedisOptions::at(redis.uri().parse().unwrap())),
            limits: Limits::default(),
        };
        change(&mut config);
        Some(Self::start_at(config, redis, Clock::fixed(NOW.parse().unwrap())).await)
    }

    /// One of several stores over one database, by its own clock.
    pub(crate) async fn over(schema: &Schema, now: &str) -> Self {
        let mut options = Options::new(schema.url.parse().unwrap());
        options.database.schema.clone_from(&schema.name);
        options.database.connections = 4;
        options.distribute = schema.has_citus().await;
        let config = Config {
            data: Data::Postgres(options),
            redis: None,
            limits: Limits::default(),
        };
        Self::start_at(config, None, Clock::fixed(now.parse().unwrap())).await
    }

    /// A store whose clock tells something else.
    pub(crate) async fn start_at(config: Config, redis: Option<RedisServer>, clock: Clock) -> Self {
        let shutdown = CancellationToken::new();
        let running = config
            .build(clock, &Telemetry::none(), shutdown.clone())
            .await
            .unwrap();
        // The server outlives the store's shutdown, as a draining one does.
        let channel = channel::in_process(running.routes(), CancellationToken::new());
        Self {
            catalog: CatalogServiceClient::new(channel.clone()).max_decoding_message_size(usize::MAX),
            observations: ObservationServiceClient::new(channel).max_decoding_message_size(usize::MAX),
            shutdown,
            _running: running,
            _redis: redis,
        }
    }

    pub(crate) async fn apply(&self, catalog: &Small) -> ApplyCatalogResponse {
        let request = ApplyCatalogRequest {
            catalog: Some(catalog.message()),
            ..Default::default()
        };
        self.catalog
            .clone()
            .apply_catalog(request)
            .await
            .unwrap()
            .into_inner()
    }

    pub(crate) async fn summary(&self) -> GetSummaryResponse {
        self.catalog
            .clone()
            .get_summary(GetSummaryRequest {})
            .await
            .unwrap()
            .into_inner()
    }

    pub(crate) async fn try_write(
        &self,
        batch: &str,
        cells: impl IntoIterator<Item = zhibiao_model::observation::Observation>,
    ) -> Result<WriteObservationsResponse, Problem> {
        let request = WriteObservationsRequest {
            batch_id: batch.to_owned(),
            observations: Some(observations::columns(cells)),
            unchanged_since: None,
            units: Vec::new(),
        };
        let answer = self.observations.clone().write_observations(request).await;
        answer
            .map(tonic::Response::into_inner)
            .map_err(|status| Problem::from_status(&status))
    }

    pub(crate) async fn write(
        &self,
        batch: &str,
        cells: impl IntoIterator<Item = zhibiao_model::observation::Observation>,
    ) -> WriteObservationsResponse {
        self.try_write(batch, cells).await.unwrap()
    }
}
