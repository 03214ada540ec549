//! The address of a database.

use std::{fmt, str::FromStr};

use tokio_postgres::{Config, config::Host};

/// Where a database is and who connects: `postgres://user:password@host:port/database`, or `key=value` pairs, as
/// PostgreSQL's own clients take them. It is shown without the password.
#[derive(Clone, PartialEq, Eq)]
pub struct Url(Box<Config>);

/// An address that can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}: write postgres://USER:PASSWORD@HOST:PORT/DATABASE")]
pub struct BadUrl(String);

impl Url {
    /// The driver's configuration.
    pub(crate) fn config(&self) -> Config {
        Config::clone(&self.0)
    }
}

impl FromStr for Url {
    type Err = BadUrl;

    fn from_str(text: &str) -> Result<Self, BadUrl> {
        let config: Config = text.parse().map_err(|error: tokio_postgres::Error| {
            // The driver's message may quote what it could not read; a password must not come back.
            let source = std::error::Error::source(&error).map(ToString::to_string);
            BadUrl(match source {
                Some(source) if !text.contains('@') => format!("not an address of a database ({source})"),
                Some(_) | None => "not an address of a database".to_owned(),
            })
        })?;
        if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
            return Err(BadUrl("names no host".to_owned()));
        }
        Ok(Self(Box::new(config)))
    }
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("postgres://")?;
        if let Some(user) = self.0.get_user() {
            let password = if self.0.get_password().is_some() {
                ":***"
            } else {
                ""
            };
            write!(f, "{user}{password}@")?;
        }
        let ports = self.0.get_ports();
        for (at, host) in self.0.get_hosts().iter().enumerate() {
            if at > 0 {
                f.write_str(",")?;
            }
            match host {
                Host::Tcp(name) => f.write_str(name)?,
                #[cfg(unix)]
                Host::Unix(path) => write!(f, "{}", path.display())?,
            }
            if let Some(port) = ports.get(at).or(ports.first()) {
                write!(f, ":{port}")?;
            }
        }
        write!(f, "/{}", self.0.get_dbname().unwrap_or_default())
    }
}

impl fmt::Debug for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_not_shown() {
        let url: Url = "postgres://hub:s3cret@db.example:5433/zhibiao".parse().unwrap();
        assert_eq!(url.to_string(), "postgres://hub:***@db.example:5433/zhibiao");
        assert_eq!(format!("{url:?}"), url.to_string());
        let pairs: Url = "host=db.example user=hub password=s3cret".parse().unwrap();
        assert_eq!(pairs.to_string(), "postgres://hub:***@db.example/");
    }

    #[test]
    fn what_is_no_address_is_told_without_its_secrets() {
        for text in [
            "postgres://hub:s3cret@db:port/x",
            "mysql://hub:s3cret@db/x",
            "s3cret",
            "",
            "user=hub",
        ] {
            let error = text.parse::<Url>().unwrap_err().to_string();
            assert!(error.contains("postgres://USER"), "{error}");
            assert!(!error.contains("s3cret"), "{error}");
        }
    }
}
