//! The address of a database.

use std::{fmt, path::PathBuf, str::FromStr};

use tokio_postgres::{
    Config,
    config::{Host, SslMode},
};
use zhibiao_tls::{Tls, TlsFile, TlsFiles};

use crate::{failure::Failure, secure::Secure};

/// Where a database is and who connects: `postgres://user:password@host:port/database`, or `key=value` pairs, as
/// PostgreSQL's own clients take them. It is shown without the password.
///
/// A URL may end in `?sslmode=verify-full&sslrootcert=FILE`, with `sslcert` and `sslkey` for a certificate of one's own:
/// the connection is then secured, and the server's certificate has to be for its name and of an authority in the file, or
/// of the system's. `require` and `verify-ca` are taken for the same. Without `sslmode` it is in the open.
#[derive(Clone, PartialEq, Eq)]
pub struct Url {
    config: Box<Config>,
    tls: Option<Box<TlsFiles>>,
}

/// An address that can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}: write postgres://USER:PASSWORD@HOST:PORT/DATABASE")]
pub struct BadUrl(String);

impl Url {
    /// The driver's configuration.
    pub(crate) fn config(&self) -> Config {
        Config::clone(&self.config)
    }

    /// What is wrong with the files that its connections are secured with.
    #[must_use]
    pub fn faults(&self) -> Vec<String> {
        let faults = self.tls.iter().flat_map(|files| files.faults());
        let named = faults.map(|(file, fault)| {
            let parameter = match file {
                TlsFile::Certificate => "sslcert",
                TlsFile::Key => "sslkey",
                TlsFile::Authorities => "sslrootcert",
            };
            format!("{parameter}: {fault}; name a PEM file that this process may read")
        });
        named.collect()
    }

    /// What its connections are secured with.
    pub(crate) fn secure(&self) -> Result<Secure, Failure> {
        let tls = self.tls.as_deref().cloned().map(Tls::read).transpose();
        tls.map(Secure)
            .map_err(|error| Failure::Refused(error.to_string()))
    }
}

/// What a URL says about TLS, and the URL without it.
fn split_tls(text: &str) -> Result<(String, Option<Box<TlsFiles>>), BadUrl> {
    let (base, query) = match text.split_once('?') {
        Some((base, query)) if text.contains("://") => (base, query),
        Some(_) | None if text.contains("ssl") => {
            let reason = "TLS is said in the form of a URL: postgres://…?sslmode=verify-full";
            return Err(BadUrl(reason.to_owned()));
        }
        Some(_) | None => return Ok((text.to_owned(), None)),
    };
    let (mut mode, mut ca, mut cert, mut key) = ("disable", None, None, None);
    let mut rest = Vec::new();
    for pair in query.split('&') {
        let file = |value: &str| Some(PathBuf::from(value.replace("%2F", "/")));
        match pair.split_once('=') {
            Some(("sslmode", value)) => mode = value,
            Some(("sslrootcert", value)) => ca = file(value),
            Some(("sslcert", value)) => cert = file(value),
            Some(("sslkey", value)) => key = file(value),
            Some(_) | None => rest.push(pair),
        }
    }
    let plain = if rest.is_empty() {
        base.to_owned()
    } else {
        format!("{base}?{}", rest.join("&"))
    };
    let secured = match mode {
        "disable" => false,
        "require" | "verify-ca" | "verify-full" => true,
        _ => return Err(BadUrl("sslmode must be disable or verify-full".to_owned())),
    };
    if cert.is_some() != key.is_some() {
        return Err(BadUrl("sslcert and sslkey go together".to_owned()));
    }
    if !secured && (ca.is_some() || cert.is_some()) {
        return Err(BadUrl("certificates need sslmode=verify-full".to_owned()));
    }
    let files = TlsFiles {
        pair: cert.zip(key),
        ca,
    };
    Ok((plain, secured.then(|| Box::new(files))))
}

fn may_hold_a_secret(text: &str) -> bool {
    text.contains('@') || text.to_ascii_lowercase().contains("pass")
}

impl FromStr for Url {
    type Err = BadUrl;

    fn from_str(text: &str) -> Result<Self, BadUrl> {
        let (plain, tls) = split_tls(text)?;
        let mut config: Config = plain.parse().map_err(|error: tokio_postgres::Error| {
            // The driver's message may quote what it could not read; a password must not come back.
            let source = std::error::Error::source(&error).map(ToString::to_string);
            BadUrl(match source {
                Some(source) if !may_hold_a_secret(text) => {
                    format!("not an address of a database ({source})")
                }
                Some(_) | None => "not an address of a database".to_owned(),
            })
        })?;
        if config
            .get_dbname()
            .is_some_and(|name| name.contains([',', '?', '@']))
        {
            return Err(BadUrl(
                "the name of a database holds none of , ? @ (an address of a standby goes with --postgres-replica, one each)"
                    .to_owned(),
            ));
        }
        if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
            return Err(BadUrl("names no host".to_owned()));
        }
        config.ssl_mode(match tls {
            Some(_) => SslMode::Require,
            None => SslMode::Disable,
        });
        Ok(Self {
            config: Box::new(config),
            tls,
        })
    }
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("postgres://")?;
        // A user with a colon is a user and a password that were written as one.
        let user = self
            .config
            .get_user()
            .map(|user| user.split(':').next().unwrap_or(user));
        if let Some(user) = user {
            let password = if self.config.get_password().is_some() {
                ":***"
            } else {
                ""
            };
            write!(f, "{user}{password}@")?;
        }
        let ports = self.config.get_ports();
        for (at, host) in self.config.get_hosts().iter().enumerate() {
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
        write!(f, "/{}", self.config.get_dbname().unwrap_or_default())?;
        match &self.tls {
            Some(_) => f.write_str("?sslmode=verify-full"),
            None => Ok(()),
        }
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
    fn tls_is_asked_for_as_other_clients_do() {
        let url: Url = "postgres://hub@db/x?sslmode=verify-full&sslrootcert=/etc/ca.crt&connect_timeout=3"
            .parse()
            .unwrap();
        assert_eq!(url.tls.as_ref().unwrap().ca, Some(PathBuf::from("/etc/ca.crt")));
        assert_eq!(url.config.get_ssl_mode(), SslMode::Require);
        assert_eq!(url.to_string(), "postgres://hub@db:5432/x?sslmode=verify-full");
        let open: Url = "postgres://hub@db/x".parse().unwrap();
        assert_eq!((open.config.get_ssl_mode(), &open.tls), (SslMode::Disable, &None));
        for (query, told) in [
            ("sslmode=perhaps", "sslmode must be"),
            ("sslmode=require&sslcert=a", "go together"),
            ("sslrootcert=a", "need sslmode"),
        ] {
            let error = format!("postgres://hub:s3cret@db/x?{query}")
                .parse::<Url>()
                .unwrap_err();
            assert!(
                error.to_string().contains(told) && !error.to_string().contains("s3cret"),
                "{error}"
            );
        }
    }

    #[test]
    fn several_addresses_are_not_taken_for_a_database() {
        for text in [
            "postgres://hub:s3cret@a/hub,postgres://hub:s3cret@b/hub",
            "host=a user=hub password=s3cret dbname=hub?password=s3cret",
        ] {
            let error = text.parse::<Url>().unwrap_err().to_string();
            assert!(
                error.contains("--postgres-replica") && !error.contains("s3cret"),
                "{error}"
            );
        }
        let escaped: Url = "postgres://hub%3As3cret@db/hub".parse().unwrap();
        assert_eq!(escaped.to_string(), "postgres://hub@db:5432/hub");
    }

    #[test]
    fn pairs_that_ask_for_tls_are_not_taken_for_the_open() {
        let error = "host=db user=hub password=s3cret sslmode=require"
            .parse::<Url>()
            .unwrap_err();
        assert!(error.to_string().contains("form of a URL"), "{error}");
    }

    #[test]
    fn what_is_no_address_is_told_without_its_secrets() {
        for text in [
            "postgres://hub:s3cret@db:port/x",
            "mysql://hub:s3cret@db/x",
            "host=db password=a s3cret=1",
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
