//! Addresses of a service as people write them.

use std::{fmt, io, net::SocketAddr, str::FromStr, sync::Arc};

use tokio::net::lookup_host;
use tonic::transport::Uri;

use super::replica::{News, Replica};
use zhibiao_tls::{Tls, TlsError};

/// What can't be used as an address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadAddress(String);

impl BadAddress {
    pub(super) fn none() -> Self {
        Self("there is no address: write for example http://127.0.0.1:7890".to_owned())
    }

    pub(super) fn unsecured(error: TlsError) -> Self {
        Self(error.to_string())
    }
}

/// Where a service is: a host, by name or number, and a port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    origin: Uri,
    /// As it is in the URI; version 6 numbers in brackets.
    host: String,
    port: u16,
}

impl FromStr for Target {
    type Err = BadAddress;

    fn from_str(text: &str) -> Result<Self, BadAddress> {
        let bad = || {
            BadAddress(format!(
                "`{}` is no address: write for example http://127.0.0.1:7890",
                crate::config::redacted(text)
            ))
        };
        let origin: Uri = text.parse().map_err(|_| bad())?;
        let (Some(host), Some(port)) = (origin.host(), origin.port_u16()) else {
            return Err(bad());
        };
        let whole = matches!(origin.path(), "" | "/") && origin.query().is_none();
        let spoken = matches!(origin.scheme_str(), Some("http" | "https"));
        if !spoken || !whole || text.contains('@') {
            return Err(bad());
        }
        Ok(Self {
            host: host.to_owned(),
            port,
            origin,
        })
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

impl Target {
    /// The address, when it is a number and has to be looked up nowhere.
    pub(super) fn fixed(&self) -> Option<SocketAddr> {
        self.to_string().parse().ok()
    }

    /// The addresses that the name has now, in order.
    pub(super) async fn resolve(&self) -> io::Result<Vec<SocketAddr>> {
        if let Some(fixed) = self.fixed() {
            return Ok(vec![fixed]);
        }
        let mut found: Vec<SocketAddr> = lookup_host((self.host.as_str(), self.port)).await?.collect();
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// Whether connections to it are secured.
    pub(super) fn is_secured(&self) -> bool {
        self.origin.scheme_str() == Some("https")
    }

    /// The replica at one of its addresses; it is called by the name all the same, and its certificate is for that.
    pub(super) fn at(&self, address: SocketAddr, tls: Option<&Tls>, news: &News) -> Arc<Replica> {
        let tls = tls.filter(|_| self.is_secured()).cloned();
        Arc::new(Replica::new(address, self.origin.clone(), tls, news.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn addresses_are_numbers_or_names_with_a_port() {
        let target: Target = "http://127.0.0.1:7891".parse().unwrap();
        assert_eq!(target.fixed(), Some(([127, 0, 0, 1], 7891).into()));
        let target: Target = "http://[::1]:7891/".parse().unwrap();
        assert!(target.fixed().unwrap().is_ipv6());
        let target: Target = "http://localhost:7891".parse().unwrap();
        assert_eq!(target.fixed(), None);
        assert!(
            target
                .resolve()
                .await
                .unwrap()
                .contains(&([127, 0, 0, 1], 7891).into())
        );
        for wrong in [
            "",
            "store",
            "store:1",
            "http://store",
            "ftp://s:1",
            "http://s:1/x",
            "http://u:p@s:1",
        ] {
            let bad = wrong.parse::<Target>().unwrap_err().to_string();
            assert!(bad.contains("write for example") && !bad.contains("u:p"), "{bad}");
        }
    }
}
