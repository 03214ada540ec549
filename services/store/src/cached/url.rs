//! Where Redis is: one server, a Cluster, or what a Sentinel names.

use std::{fmt, path::Path, str::FromStr, sync::Arc, time::Duration};

use redis::{
    AsyncConnectionConfig, Client, ConnectionAddr, ConnectionInfo, IntoConnectionInfo as _, RedisResult,
    TlsCertificates, TlsMode,
    cluster::ClusterClientBuilder,
    io::tcp::TcpSettings,
    sentinel::{SentinelClientBuilder, SentinelServerType},
};

use super::line::Connection;

const SERVER: &str = "redis://";
const SECURED_SERVER: &str = "rediss://";
const SENTINEL: &str = "redis+sentinel://";
const SECURED_SENTINEL: &str = "rediss+sentinel://";

/// Port of a Sentinel unless told otherwise.
const SENTINEL_PORT: u16 = 26_379;

/// Where Redis is. As text:
/// - `redis://[[USER]:PASSWORD@]HOST[:PORT][/DATABASE]`: one server;
/// - several of them, with commas between and without database: a Cluster, known by these of its servers;
/// - `redis+sentinel://[[USER]:PASSWORD@]HOST[:PORT],HOST[:PORT]…/SERVICE[/DATABASE]`: the master that these Sentinels
///   name; user and password are those of the server.
///
/// With `rediss` for `redis` connections are secured, and servers held against the system's authorities, or those of a file.
///
/// Shown with the password redacted.
#[derive(Clone)]
pub struct RedisUrl {
    text: String,
    place: Arc<Place>,
    /// File of the authorities that secured servers are held against.
    ca: Option<Arc<Path>>,
}

/// A text that does not say where Redis is. It shows nothing of the text, which may hold a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidRedisUrl {
    /// It begins with nothing that is known.
    #[error("begins with none of redis://, rediss://, redis+sentinel:// and rediss+sentinel://")]
    Scheme,
    /// An address, counted from 1, does not have the form of one.
    #[error(
        "address {0}: expected redis://HOST:PORT/DATABASE, with USER:PASSWORD@ before the host if there is one; \
         write , @ : / in them as %2C %40 %3A %2F"
    )]
    Address(usize),
    /// A server of a Cluster, counted from 1, with a database: there is one only.
    #[error("address {0}: the servers of a cluster have no databases to choose from")]
    ClusterDatabase(usize),
    /// The servers of a Cluster are given different users or passwords.
    #[error("the servers of a cluster have one user and password: give the same with each")]
    ClusterUsers,
    /// Some servers of a Cluster are secured, others not.
    #[error("the servers of a cluster are all secured (rediss://) or none")]
    ClusterTls,
    /// The Sentinels or their service are not named so.
    #[error("expected redis+sentinel://HOST:PORT,HOST:PORT/SERVICE, maybe with /DATABASE at the end")]
    Sentinel,
    /// Something stands behind the service that Sentinels know nothing of.
    #[error(
        "the name of a service holds none of , ? # @: end with /SERVICE or /SERVICE/DATABASE, and write , @ : / of a \
         password as %2C %40 %3A %2F; Sentinels are asked without a password"
    )]
    Service,
}

/// Where servers are. Which connections are secured is said by their addresses.
enum Place {
    Server(ConnectionInfo),
    Cluster(Vec<ConnectionInfo>),
    Sentinel {
        sentinels: Vec<ConnectionAddr>,
        service: String,
        /// User, password and database of the master; its address is not known yet.
        master: ConnectionInfo,
    },
}

impl RedisUrl {
    /// Holds secured servers against the authorities in a file, which is read with each new connection.
    #[must_use]
    pub fn certified_by(mut self, ca: &Path) -> Self {
        self.ca = Some(ca.into());
        self
    }

    /// Whether connections are secured.
    #[must_use]
    pub fn is_secured(&self) -> bool {
        is_secured(&self.text)
    }

    fn certificates(&self) -> RedisResult<TlsCertificates> {
        Ok(TlsCertificates {
            client_tls: None,
            root_cert: self.ca.as_deref().map(std::fs::read).transpose()?,
        })
    }

    /// Connects, however long it takes.
    pub(super) async fn connect(&self) -> RedisResult<Connection> {
        // Operations are bounded by whoever waits for them, all that go together by one timer.
        let config = AsyncConnectionConfig::new()
            .set_response_timeout(None)
            .set_connection_timeout(None);
        let certificates = self.certificates()?;
        match self.place.as_ref() {
            Place::Server(server) => client(server, certificates)?
                .get_multiplexed_async_connection_with_config(&config)
                .await
                .map(Connection::Server),
            Place::Cluster(servers) => cluster_builder(servers, certificates)
                .build()?
                .get_async_connection()
                .await
                .map(Connection::Cluster),
            Place::Sentinel {
                sentinels,
                service,
                master,
            } => {
                let redis = master.redis_settings();
                let kind = SentinelServerType::Master;
                let mut builder = SentinelClientBuilder::new(sentinels.clone(), service, kind)?
                    .set_client_to_redis_db(redis.db())
                    .set_client_to_redis_tcp_settings(tcp());
                if is_secured(&self.text) {
                    builder = builder
                        .set_client_to_sentinel_tls_mode(TlsMode::Secure)
                        .set_client_to_sentinel_certificates(certificates.clone())
                        .set_client_to_redis_tls_mode(TlsMode::Secure)
                        .set_client_to_redis_certificates(certificates);
                }
                if let Some(user) = redis.username() {
                    builder = builder.set_client_to_redis_username(user);
                }
                if let Some(password) = redis.password() {
                    builder = builder.set_client_to_redis_password(password);
                }
                let mut client = builder.build()?;
                client
                    .get_async_connection_with_config(&config)
                    .await
                    .map(Connection::Server)
            }
        }
    }
}

fn client(server: &ConnectionInfo, certificates: TlsCertificates) -> RedisResult<Client> {
    match server.addr() {
        ConnectionAddr::TcpTls { .. } => Client::build_with_tls(server.clone(), certificates),
        ConnectionAddr::Tcp(..) | ConnectionAddr::Unix(_) | _ => Client::open(server.clone()),
    }
}

fn cluster_builder(servers: &[ConnectionInfo], certificates: TlsCertificates) -> ClusterClientBuilder {
    let builder = ClusterClientBuilder::new(servers.to_vec())
        .tcp_settings(tcp())
        .connection_timeout(Duration::from_secs(1))
        .response_timeout(Duration::from_secs(1))
        .retries(1);
    let secured = |server: &ConnectionInfo| matches!(server.addr(), ConnectionAddr::TcpTls { .. });
    if servers.iter().any(secured) {
        builder.certs(certificates)
    } else {
        builder
    }
}

fn is_secured(text: &str) -> bool {
    text.starts_with(SECURED_SERVER) || text.starts_with(SECURED_SENTINEL)
}

/// Small commands go out at once.
fn tcp() -> TcpSettings {
    TcpSettings::default().set_nodelay(true)
}

impl FromStr for RedisUrl {
    type Err = InvalidRedisUrl;

    fn from_str(text: &str) -> Result<Self, InvalidRedisUrl> {
        let text = text.trim();
        let sentinels = text
            .strip_prefix(SENTINEL)
            .or_else(|| text.strip_prefix(SECURED_SENTINEL));
        let place = if let Some(rest) = sentinels {
            let path = rest.split_once('/').map(|(_, path)| path);
            if path.is_some_and(|path| path.contains([',', '?', '#', '@'])) {
                return Err(InvalidRedisUrl::Service);
            }
            sentinel(rest).ok_or(InvalidRedisUrl::Sentinel)?
        } else if !is_server(text) {
            return Err(InvalidRedisUrl::Scheme);
        } else if text.contains(',') {
            cluster(text)?
        } else {
            Place::Server(server(text).ok_or(InvalidRedisUrl::Address(1))?)
        };
        Ok(Self {
            text: text.to_owned(),
            place: Arc::new(place),
            ca: None,
        })
    }
}

fn is_server(text: &str) -> bool {
    text.starts_with(SERVER) || text.starts_with(SECURED_SERVER)
}

fn server(text: &str) -> Option<ConnectionInfo> {
    // The driver takes what follows these for settings of its own.
    if !is_server(text) || text.contains(['?', '#']) {
        return None;
    }
    let info = text.into_connection_info().ok()?;
    Some(info.set_tcp_settings(tcp()))
}

fn cluster(text: &str) -> Result<Place, InvalidRedisUrl> {
    let mut servers: Vec<ConnectionInfo> = Vec::new();
    for (number, one) in (1..).zip(text.split(',').map(str::trim)) {
        let info = server(one).ok_or(InvalidRedisUrl::Address(number))?;
        let path = one.split_once("://").and_then(|(_, rest)| rest.split_once('/'));
        if path.is_some_and(|(_, database)| !database.is_empty()) {
            return Err(InvalidRedisUrl::ClusterDatabase(number));
        }
        if servers.first().is_some_and(|first| user(first) != user(&info)) {
            return Err(InvalidRedisUrl::ClusterUsers);
        }
        if is_secured(one) != is_secured(text) {
            return Err(InvalidRedisUrl::ClusterTls);
        }
        servers.push(info);
    }
    Ok(Place::Cluster(servers))
}

fn user(info: &ConnectionInfo) -> (Option<&str>, Option<&str>) {
    let redis = info.redis_settings();
    (redis.username(), redis.password())
}

fn sentinel(rest: &str) -> Option<Place> {
    let (before, path) = rest.split_once('/')?;
    let (user, hosts) = match before.rsplit_once('@') {
        Some((user, hosts)) => (format!("{user}@"), hosts),
        None => (String::new(), before),
    };
    let (service, database) = path.split_once('/').unwrap_or((path, "0"));
    if service.is_empty() {
        return None;
    }
    let mut sentinels = Vec::new();
    for host in hosts.split(',').map(str::trim) {
        let port = host.rsplit_once(':').map(|(_, port)| port);
        let info = if port.is_some_and(|port| !port.ends_with(']')) {
            server(&format!("{SERVER}{host}"))?
        } else {
            server(&format!("{SERVER}{host}:{SENTINEL_PORT}"))?
        };
        sentinels.push(info.addr().clone());
    }
    let master = server(&format!("{SERVER}{user}sentinel/{database}"))?;
    Some(Place::Sentinel {
        sentinels,
        service: service.to_owned(),
        master,
    })
}

/// An address without its password.
fn redacted(address: &str) -> String {
    let shown = || {
        let (scheme, rest) = address.split_once("://")?;
        let (user, host) = rest.rsplit_once('@')?;
        let user = user.split(':').next().unwrap_or_default();
        Some(format!("{scheme}://{user}:***@{host}"))
    };
    shown().unwrap_or_else(|| address.to_owned())
}

impl fmt::Display for RedisUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Commas stand between the addresses of a Cluster; between Sentinels they follow one user and password.
        let shown = match self.place.as_ref() {
            Place::Server(_) | Place::Sentinel { .. } => redacted(&self.text),
            Place::Cluster(_) => self.text.split(',').map(redacted).collect::<Vec<_>>().join(","),
        };
        f.pad(&shown)
    }
}

impl fmt::Debug for RedisUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RedisUrl").field(&self.to_string()).finish()
    }
}

impl PartialEq for RedisUrl {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text && self.ca == other.ca
    }
}

impl Eq for RedisUrl {}

#[cfg(test)]
mod tests;
