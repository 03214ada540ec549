//! Values of settings: how they are written, and what to write instead of what can't be read.

use std::{
    convert::Infallible,
    fmt,
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    slice,
    str::FromStr,
    time::Duration,
};

use zhibiao_postgres::{BadUrl, Url};
use zhibiao_runtime::{channel, config::redacted};

/// A span of time as it is written in settings: `500ms`, `30s`, `2m`, or bare seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span(pub(crate) Duration);

impl FromStr for Span {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let split = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (digits, unit) = text.split_at(split);
        let amount: u64 = digits
            .parse()
            .map_err(|_| "write a span such as 500ms, 30s or 2m")?;
        let span = match unit.trim() {
            "ms" => Duration::from_millis(amount),
            "" | "s" => Duration::from_secs(amount),
            "m" => Duration::from_secs(amount.saturating_mul(60)),
            _ => return Err("write a span such as 500ms, 30s or 2m"),
        };
        if span.is_zero() {
            Err("must be above 0")
        } else {
            Ok(Self(span))
        }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}ms", self.0.as_millis())
    }
}

/// A span of time, or `never`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Lifetime(pub(crate) Option<Duration>);

impl FromStr for Lifetime {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "never" {
            return Ok(Self(None));
        }
        let span: Span = text
            .parse()
            .map_err(|_| "write a span such as 30s or 5m, or never")?;
        Ok(Self(Some(span.0)))
    }
}

impl fmt::Display for Lifetime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(time) => Span(time).fmt(f),
            None => f.write_str("never"),
        }
    }
}

/// A number of bytes, bare or with KiB, MiB or GiB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bytes(pub(crate) u64);

impl FromStr for Bytes {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = "write a number of bytes such as 64MiB, or 0";
        let split = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (digits, unit) = text.split_at(split);
        let shift = match unit.trim() {
            "" | "B" => 0,
            "KiB" => 10,
            "MiB" => 20,
            "GiB" => 30,
            _ => return Err(wrong),
        };
        let amount: u64 = digits.parse().map_err(|_| wrong)?;
        amount.checked_mul(1 << shift).map(Self).ok_or(wrong)
    }
}

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            bytes if bytes > 0 && bytes % (1 << 20) == 0 => write!(f, "{}MiB", bytes >> 20),
            bytes => write!(f, "{bytes}B"),
        }
    }
}

/// How many of something there may be; at least one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Count(pub(crate) usize);

impl FromStr for Count {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // What a semaphore can count, and far more than any process can do.
        let count: Option<usize> = text.parse().ok().filter(|count| (1..=1 << 20).contains(count));
        count.map(Self).ok_or("write a number from 1 to 1048576")
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Most connections to a database: some are held for short reads, some wait for a commit, some have to be left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Connections(pub(crate) usize);

impl FromStr for Connections {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let count: Option<usize> = text.parse().ok().filter(|count| (4..=1_000).contains(count));
        count.map(Self).ok_or("write a number from 4 to 1000")
    }
}

impl fmt::Display for Connections {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// An address to listen on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Listen(pub(crate) SocketAddr);

impl Listen {
    /// A port of this machine, for callers on it.
    pub(crate) fn local(port: u16) -> Self {
        Self((Ipv4Addr::LOCALHOST, port).into())
    }
}

impl FromStr for Listen {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse()
            .map(Self)
            .map_err(|_| "write an address and a port such as 127.0.0.1:7890")
    }
}

impl fmt::Display for Listen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Folder(pub(crate) PathBuf);

impl FromStr for Folder {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.into()))
    }
}

impl fmt::Display for Folder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.display().fmt(f)
    }
}

/// Databases, apart by spaces.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Databases(pub(crate) Vec<Url>);

impl FromStr for Databases {
    type Err = BadUrl;

    fn from_str(text: &str) -> Result<Self, BadUrl> {
        let urls: Result<_, _> = text.split_whitespace().map(str::parse).collect();
        Ok(Self(urls?))
    }
}

impl fmt::Display for Databases {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&shown.join(" "))
    }
}

/// Something that is done or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Switch(pub(crate) bool);

impl FromStr for Switch {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self).map_err(|_| "write true or false")
    }
}

impl fmt::Display for Switch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Where the replicas of the store are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stores(pub(crate) Vec<String>);

impl FromStr for Stores {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let addresses: Vec<String> = text
            .split([',', ' ', '\n'])
            .filter(|address| !address.is_empty())
            .map(ToOwned::to_owned)
            .collect();
        // Told by their numbers: a part of a password between commas would look like an address.
        let is_bad = |address: &String| channel::check(slice::from_ref(address)).is_err();
        match addresses.iter().position(is_bad) {
            Some(at) => Err(format!(
                "address {} is none: write for example http://127.0.0.1:7891, without user, password, path or query",
                at + 1
            )),
            None => {
                channel::check(&addresses).map_err(|bad| bad.to_string())?;
                Ok(Self(addresses))
            }
        }
    }
}

impl fmt::Display for Stores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown: Vec<String> = self.0.iter().map(|address| redacted(address)).collect();
        f.write_str(&shown.join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read() {
        for (text, millis) in [("500ms", 500), ("30s", 30_000), ("2m", 120_000), ("5", 5_000)] {
            assert_eq!(text.parse::<Span>().unwrap().0.as_millis(), millis, "{text}");
        }
        for text in ["", "x", "0", "5h", "-1s"] {
            assert!(text.parse::<Span>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_lifetime_is_a_span_or_none() {
        assert_eq!("never".parse(), Ok(Lifetime(None)));
        assert_eq!("5m".parse(), Ok(Lifetime(Some(Duration::from_secs(300)))));
        assert!("0".parse::<Lifetime>().is_err());
    }

    #[test]
    fn bytes_are_read() {
        assert_eq!(
            ("1".parse(), "1048576".parse()),
            (Ok(Count(1)), Ok(Count(1 << 20)))
        );
        for wrong in ["0", "1048577", "-1", "many"] {
            assert!(wrong.parse::<Count>().is_err(), "{wrong}");
        }
        assert_eq!("64MiB".parse(), Ok(Bytes(64 << 20)));
        assert_eq!("0".parse(), Ok(Bytes(0)));
        assert_eq!(Bytes(64 << 20).to_string().parse(), Ok(Bytes(64 << 20)));
        for wrong in ["", "MiB", "64MB", "-1", "99999999999GiB"] {
            assert!(wrong.parse::<Bytes>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn stores_are_addresses_apart_by_commas_or_spaces() {
        let stores: Stores = "http://a:1, http://b:2\nhttp://c:3".parse().unwrap();
        assert_eq!(stores.to_string(), "http://a:1,http://b:2,http://c:3");
        for wrong in [
            "",
            " , ",
            "http://a:1,b:2",
            "http://u:secret@a:1",
            "http://u:x,secret@a:1",
            "http://a:1?token=secret",
        ] {
            let error = wrong.parse::<Stores>().unwrap_err();
            assert!(
                error.contains("write for example") && !error.contains("secret"),
                "{error}"
            );
        }
    }
}
