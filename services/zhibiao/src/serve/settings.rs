//! How a role is set up.

use std::{path::PathBuf, time::Duration};

use clap::{Args, Subcommand};
use zhibiao_client::Hub;
use zhibiao_postgres::{Options, Url};
use zhibiao_runtime::config::{BadSettings, Source};
use zhibiao_tls::Tls;

use super::{
    cache::StoreCache,
    data::{self, StoreData},
};
use crate::{
    failure::Failure,
    process::{Defaults, ProcessArgs, ProcessSettings, default_folder, keys},
    roles::{self, Place},
    settings::{Layered, Lifetime, Sheet, Shown, Span, Stores, with_file},
};

/// Clients come to see new replicas within a few minutes.
const CONNECTION_AGE: Lifetime = Lifetime(Some(Duration::from_secs(300)));

/// The setting that names whom certificates of services are held against.
const AUTHORITIES: &str = "ZHIBIAO_TLS_CA";

/// What to do without a store.
const NAME_A_STORE: &str = "is not set: name the store with --store, such as http://127.0.0.1:7891";

/// Which role, and its flags.
#[derive(Debug, Subcommand)]
pub enum ServeCommand {
    /// The system of record: the catalogue, observations and their history
    Store(StoreArgs),
    /// Reports in: check, approve, publish
    Ingest(IngestArgs),
    /// Comparisons and rankings
    Compare(CompareArgs),
}

impl ServeCommand {
    /// The flags that every process has.
    pub(crate) fn process(&self) -> &ProcessArgs {
        match self {
            Self::Store(args) => &args.process,
            Self::Ingest(args) => &args.process,
            Self::Compare(args) => &args.process,
        }
    }
}

/// Flags of `zhibiao serve store`.
#[derive(Debug, Default, Args)]
pub struct StoreArgs {
    /// Folder for the data [env: ZHIBIAO_DATA] [default: $XDG_DATA_HOME/zhibiao/store]
    #[arg(long, value_name = "FOLDER")]
    data: Option<String>,
    /// PostgreSQL database instead of the folder, shared by several processes [env: ZHIBIAO_POSTGRES]
    #[arg(long, value_name = "URL")]
    postgres: Option<String>,
    /// Hot standby of the database, which answers reads once it has reached the revision asked for; may be given several
    /// times [env: ZHIBIAO_POSTGRES_REPLICA, apart by spaces]
    #[arg(long, value_name = "URL")]
    postgres_replica: Vec<String>,
    /// Most connections of this process to each database [env: ZHIBIAO_POSTGRES_CONNECTIONS] [default: 16]
    #[arg(long, value_name = "COUNT")]
    postgres_connections: Option<String>,
    /// Spread the tables over the workers of a Citus cluster, if they are not yet [env: ZHIBIAO_DISTRIBUTE]
    #[arg(long)]
    distribute: bool,
    /// Memory for series and columns that were read, 0 for none [env: ZHIBIAO_NEAR_CACHE] [default: 64MiB]
    #[arg(long, value_name = "BYTES")]
    near_cache: Option<String>,
    /// Redis behind that memory, shared by the store's processes: redis://HOST:PORT, several of a Cluster with commas
    /// between, or redis+sentinel://HOST:PORT,…/SERVICE [env: ZHIBIAO_REDIS] [default: none]
    #[arg(long, value_name = "URL[,URL…]")]
    redis: Option<String>,
    /// Authorities that a secured Redis (rediss://) is held against, as PEM [env: ZHIBIAO_REDIS_CA] [default: the system's]
    #[arg(long, value_name = "FILE")]
    redis_ca: Option<String>,
    /// Longest wait for Redis; past it the data is read [env: ZHIBIAO_REDIS_TIMEOUT] [default: 50ms]
    #[arg(long, value_name = "SPAN")]
    redis_timeout: Option<String>,
    #[command(flatten)]
    process: ProcessArgs,
}

/// Flags of `zhibiao serve ingest`.
#[derive(Debug, Default, Args)]
pub struct IngestArgs {
    #[command(flatten)]
    store: StoreFlags,
    /// Folder for reports and what is being received [env: ZHIBIAO_DATA] [default: $XDG_DATA_HOME/zhibiao/ingest]
    #[arg(long, value_name = "FOLDER")]
    data: Option<String>,
    /// PostgreSQL database for reports, shared by several processes; the folder then holds only what is being received
    /// [env: ZHIBIAO_POSTGRES] [default: SQLite in the folder]
    #[arg(long, value_name = "URL")]
    postgres: Option<String>,
    /// Most connections of this process to the database [env: ZHIBIAO_POSTGRES_CONNECTIONS] [default: 16]
    #[arg(long, value_name = "COUNT")]
    postgres_connections: Option<String>,
    #[command(flatten)]
    process: ProcessArgs,
}

/// Flags of `zhibiao serve compare`.
#[derive(Debug, Default, Args)]
pub struct CompareArgs {
    #[command(flatten)]
    store: StoreFlags,
    #[command(flatten)]
    process: ProcessArgs,
}

/// Flags of roles that use the store.
#[derive(Debug, Default, Args)]
struct StoreFlags {
    /// Addresses of the store, apart by commas; each address of a name is a replica [env: ZHIBIAO_STORE]
    #[arg(long, value_name = "URI[,URI…]")]
    store: Option<String>,
    /// Wait after which a read is sent to a second replica too [env: ZHIBIAO_HEDGE_AFTER] [default: what 19 of 20 such
    /// reads take]
    #[arg(long, value_name = "SPAN")]
    hedge_after: Option<String>,
}

/// Settings of a process with one role.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// What every process has.
    pub process: ProcessSettings,
    /// The settings as they are shown.
    pub shown: Vec<Shown>,
    /// Whether they are only to be shown.
    pub print: bool,
    /// The role.
    pub role: Role,
}

/// A role as it was asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Role {
    /// The store.
    Store {
        /// Where its data is.
        data: StoreData,
        /// What it keeps of what was read.
        cache: StoreCache,
    },
    /// Reports in.
    Ingest {
        /// Folder for its data.
        data: PathBuf,
        /// Database for reports, where they are not in the folder.
        postgres: Option<Box<Url>>,
        /// Most connections to it.
        connections: usize,
        /// Its store.
        store: Upstream,
    },
    /// Comparisons and rankings.
    Compare {
        /// Its store.
        store: Upstream,
    },
}

/// A store as it is called.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Upstream {
    addresses: Vec<String>,
    hedge_after: Option<Duration>,
}

impl Upstream {
    fn read<S: Source>(sheet: &mut Sheet<'_, S>) -> Self {
        let stores: Option<Stores> = sheet.required("ZHIBIAO_STORE", NAME_A_STORE);
        let hedge_after: Option<Span> = sheet.optional("ZHIBIAO_HEDGE_AFTER");
        let secured = |stores: &Stores| stores.0.iter().any(|address| address.starts_with("https:"));
        if stores.as_ref().is_some_and(secured)
            && !sheet.has(AUTHORITIES)
            && let Err(fault) = Tls::of_system()
        {
            sheet.refuse(
                AUTHORITIES,
                &format!("is not set, but the store is secured: {fault}"),
            );
        }
        Self {
            addresses: stores.map(|stores| stores.0).unwrap_or_default(),
            hedge_after: hedge_after.map(|span| span.0),
        }
    }

    fn connect(&self, tls: Option<Tls>) -> Result<Hub, Failure> {
        let hub = Hub::balanced_over(&self.addresses, tls)?;
        Ok(match self.hedge_after {
            Some(delay) => hub.hedging_after(delay),
            None => hub,
        })
    }
}

impl StoreFlags {
    fn over<'a, S: Source>(&self, layered: Layered<'a, S>) -> Layered<'a, S> {
        layered
            .with("ZHIBIAO_STORE", self.store.as_ref())
            .with("ZHIBIAO_HEDGE_AFTER", self.hedge_after.as_ref())
    }
}

impl Settings {
    /// Reads the settings.
    ///
    /// # Errors
    /// Every setting that can't be used.
    pub fn read(command: &ServeCommand, source: &impl Source) -> Result<Self, BadSettings> {
        match command {
            ServeCommand::Store(args) => args.read(source),
            ServeCommand::Ingest(args) => args.read(source),
            ServeCommand::Compare(args) => args.read(source),
        }
    }
}

impl StoreArgs {
    fn read(&self, source: &impl Source) -> Result<Settings, BadSettings> {
        let Self {
            data,
            postgres,
            postgres_replica,
            postgres_connections,
            distribute,
            near_cache,
            redis,
            redis_ca,
            redis_timeout,
            process,
        } = self;
        let replicas = (!postgres_replica.is_empty()).then(|| postgres_replica.join(" "));
        let distribute = distribute.then(|| true.to_string());
        let layered = process
            .over(source)
            .with("ZHIBIAO_DATA", data.as_ref())
            .with("ZHIBIAO_POSTGRES", postgres.as_ref())
            .with("ZHIBIAO_POSTGRES_REPLICA", replicas.as_ref())
            .with("ZHIBIAO_POSTGRES_CONNECTIONS", postgres_connections.as_ref())
            .with("ZHIBIAO_DISTRIBUTE", distribute.as_ref())
            .with("ZHIBIAO_NEAR_CACHE", near_cache.as_ref())
            .with("ZHIBIAO_REDIS", redis.as_ref())
            .with("ZHIBIAO_REDIS_CA", redis_ca.as_ref())
            .with("ZHIBIAO_REDIS_TIMEOUT", redis_timeout.as_ref());
        read(process, layered, &keys::<Self>(), 7891, |sheet| Role::Store {
            data: StoreData::read(sheet, source),
            cache: StoreCache::read(sheet),
        })
    }
}

impl IngestArgs {
    fn read(&self, source: &impl Source) -> Result<Settings, BadSettings> {
        let Self {
            store,
            data,
            postgres,
            postgres_connections,
            process,
        } = self;
        let layered = process
            .over(source)
            .with("ZHIBIAO_DATA", data.as_ref())
            .with("ZHIBIAO_POSTGRES", postgres.as_ref())
            .with("ZHIBIAO_POSTGRES_CONNECTIONS", postgres_connections.as_ref());
        let layered = store.over(layered);
        read(process, layered, &keys::<Self>(), 7892, |sheet| Role::Ingest {
            data: sheet.folder("ZHIBIAO_DATA", default_folder(source, "ingest")),
            postgres: data::database(sheet).map(Box::new),
            connections: data::connections(sheet),
            store: Upstream::read(sheet),
        })
    }
}

impl CompareArgs {
    fn read(&self, source: &impl Source) -> Result<Settings, BadSettings> {
        let Self { store, process } = self;
        let layered = store.over(process.over(source));
        read(process, layered, &keys::<Self>(), 7893, |sheet| Role::Compare {
            store: Upstream::read(sheet),
        })
    }
}

fn read<S: Source>(
    args: &ProcessArgs,
    layered: Layered<'_, S>,
    keys: &[String],
    port: u16,
    role: impl FnOnce(&mut Sheet<'_, S>) -> Role,
) -> Result<Settings, BadSettings> {
    let (layered, bad) = with_file(layered, keys);
    let mut sheet = Sheet::new(&layered, bad);
    let defaults = Defaults {
        port,
        connection_age: CONNECTION_AGE,
    };
    let process = ProcessSettings::read(&mut sheet, defaults);
    let role = role(&mut sheet);
    Ok(Settings {
        process,
        shown: sheet.finish()?,
        print: args.print_config,
        role,
    })
}

impl Role {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Store { .. } => "store",
            Self::Ingest { .. } => "ingest",
            Self::Compare { .. } => "compare",
        }
    }

    /// The name that telemetry has for it.
    pub(super) fn service(&self) -> &'static str {
        match self {
            Self::Store { .. } => "zhibiao-store",
            Self::Ingest { .. } => "zhibiao-ingest",
            Self::Compare { .. } => "zhibiao-compare",
        }
    }

    /// What to run.
    ///
    /// # Errors
    /// When the store's addresses can't be used.
    pub(super) fn roles(&self, tls: Option<Tls>) -> Result<roles::Config, Failure> {
        Ok(match self {
            Self::Store { data, cache } => roles::Config::new(Place::Here(cache.over(data.config()))),
            Self::Ingest {
                data,
                postgres,
                connections,
                store,
            } => {
                let ingest = match postgres {
                    Some(url) => {
                        let options = Options {
                            connections: *connections,
                            ..Options::new(Url::clone(url), zhibiao_ingest::SCHEMA)
                        };
                        zhibiao_ingest::Config::postgres(options, data)
                    }
                    None => zhibiao_ingest::Config::folder(data),
                };
                roles::Config::new(Place::Elsewhere(store.connect(tls)?)).with_ingest(ingest)
            }
            Self::Compare { store } => roles::Config::new(Place::Elsewhere(store.connect(tls)?))
                .with_compare(zhibiao_compare::Config::default()),
        })
    }
}

#[cfg(test)]
mod tests;
