//! The pool of connections.

use std::{
    ops::Deref,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use deadpool_postgres::{Client, Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime, Timeouts};
use tokio_postgres::config::TargetSessionAttrs;

use crate::{failure::Failure, url::Url};

/// Settings of every session. A process that vanishes inside a transaction (no power, no network, stopped) must not hold
/// its locks for as long as the server's own defaults would have it.
const OWN: [&str; 5] = [
    "idle_in_transaction_session_timeout=10s",
    "tcp_keepalives_idle=10",
    "tcp_keepalives_interval=5",
    "tcp_keepalives_count=3",
    "default_transaction_isolation=read\\ committed",
];

/// Which server is connected to where an address names several hosts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Role {
    /// The one that takes writes: a standby is passed over, and refused where there is no other.
    #[default]
    Primary,
    /// Whichever answers.
    Any,
}

/// Most connections of a process to a database, unless told otherwise.
pub const CONNECTIONS: usize = 16;

/// How a database is used.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where it is.
    pub url: Url,
    /// Which of the servers there is meant.
    pub role: Role,
    /// Schema of the service's tables, a plain lower-case name.
    pub schema: String,
    /// Most connections at once.
    pub connections: usize,
    /// Longest wait for a connection, a new or a lent one.
    pub patience: Duration,
    /// Settings of each session, such as `jit=off`.
    pub settings: Vec<&'static str>,
}

impl Options {
    /// The usual bounds for a schema of a database.
    #[must_use]
    pub fn new(url: Url, schema: &str) -> Self {
        Self {
            url,
            role: Role::default(),
            schema: schema.to_owned(),
            connections: CONNECTIONS,
            patience: Duration::from_secs(5),
            settings: Vec::new(),
        }
    }

    pub(crate) fn config(&self) -> tokio_postgres::Config {
        let mut config = self.url.config();
        let given = config.get_options().unwrap_or_default();
        let mut options = format!("{given} -c search_path={}", self.schema);
        for setting in OWN {
            options.push_str(" -c ");
            options.push_str(setting);
        }
        for setting in &self.settings {
            options.push_str(" -c ");
            options.push_str(setting);
        }
        let wanted = match self.role {
            Role::Primary => TargetSessionAttrs::ReadWrite,
            Role::Any => TargetSessionAttrs::Any,
        };
        let hosts = config.get_hosts().len().max(config.get_hostaddrs().len());
        config
            .target_session_attrs(wanted)
            .options(options.trim_start())
            .application_name("zhibiao")
            // A host that is gone must leave time for the next.
            .connect_timeout(self.patience / u32::try_from(hosts).unwrap_or(u32::MAX).max(1))
            // A server that vanished without a word is noticed within a quarter of a minute.
            .keepalives_idle(Duration::from_secs(10))
            .tcp_user_timeout(Duration::from_secs(15));
        config
    }
}

/// A pool of connections to one database. Clones share it.
#[derive(Debug, Clone)]
pub struct Database {
    pool: Pool,
}

/// A connection on loan; it goes back when dropped, unless it was given up.
#[derive(Debug)]
pub struct Session {
    object: Option<Object>,
    given_up: AtomicBool,
}

impl Database {
    /// A pool; connects when first used.
    ///
    /// # Errors
    /// When the bounds make no pool, or the files of its TLS can't be used.
    pub fn new(options: &Options) -> Result<Self, Failure> {
        let manager = ManagerConfig {
            recycling_method: RecyclingMethod::Fast,
        };
        let manager = Manager::from_config(options.config(), options.url.secure()?, manager);
        let pool = Pool::builder(manager)
            .max_size(options.connections.max(1))
            .runtime(Runtime::Tokio1)
            .timeouts(Timeouts {
                wait: Some(options.patience),
                create: Some(options.patience),
                recycle: Some(options.patience),
            })
            .build()
            .map_err(|error| Failure::Failed(error.to_string()))?;
        Ok(Self { pool })
    }

    /// A connection.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] when none can be had in time.
    pub async fn session(&self) -> Result<Session, Failure> {
        Ok(Session {
            object: Some(self.pool.get().await?),
            given_up: AtomicBool::new(false),
        })
    }

    /// Closes every connection that is not lent and lends no more.
    pub fn close(&self) {
        self.pool.close();
    }
}

impl Session {
    /// Does work on this session within a time limit. If it takes longer, or whoever waits for it goes away, the session
    /// is closed when dropped, whatever the server was doing for it: the next one would wait for that too.
    ///
    /// # Errors
    /// The work's own; [`Failure::Unavailable`] when it took too long.
    pub async fn within<T, E: From<Failure>>(
        &self,
        limit: Duration,
        work: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        let mut unfinished = Unfinished(Some(self));
        let done = tokio::time::timeout(limit, work).await;
        if done.is_ok() {
            unfinished.0 = None;
        }
        done.unwrap_or_else(|_| Err(late(limit).into()))
    }

    /// As [`within`](Self::within), on a session that others use too: who goes away leaves it to them.
    ///
    /// # Errors
    /// As [`within`](Self::within).
    pub(crate) async fn within_shared<T, E: From<Failure>>(
        &self,
        limit: Duration,
        work: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        let done = tokio::time::timeout(limit, work).await;
        done.unwrap_or_else(|_| {
            self.give_up();
            Err(late(limit).into())
        })
    }

    /// Whether it can be used still.
    pub(crate) fn is_usable(&self) -> bool {
        !self.given_up.load(Ordering::Relaxed) && !self.is_closed()
    }

    /// Closes the session when it is dropped: nobody knows what state it is in.
    pub fn give_up(&self) {
        self.given_up.store(true, Ordering::Relaxed);
    }
}

/// Work that is under way; dropped with it, the session is given up.
struct Unfinished<'a>(Option<&'a Session>);

impl Drop for Unfinished<'_> {
    fn drop(&mut self) {
        if let Some(session) = self.0 {
            session.give_up();
        }
    }
}

fn late(limit: Duration) -> Failure {
    Failure::Unavailable(format!("no answer within {limit:?}"))
}

impl Deref for Session {
    type Target = Client;

    fn deref(&self) -> &Client {
        // Taken only by `drop`.
        self.object
            .as_ref()
            .expect("a session holds a connection until it is dropped")
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if self.given_up.load(Ordering::Relaxed)
            && let Some(object) = self.object.take()
        {
            drop(Object::take(object));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_primary_is_chosen_among_several_hosts() {
        let url: Url = "postgres://hub@a,b/hub?target_session_attrs=any".parse().unwrap();
        let mut options = Options::new(url, "hub");
        let config = options.config();
        assert_eq!(config.get_target_session_attrs(), TargetSessionAttrs::ReadWrite);
        assert_eq!(config.get_connect_timeout(), Some(&(options.patience / 2)));
        options.role = Role::Any;
        let config = options.config();
        assert_eq!(config.get_target_session_attrs(), TargetSessionAttrs::Any);
    }
}
