//! How a hub is set up: flags over environment over defaults, every bad value at once.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    time::Duration,
};

use clap::Args;
use zhibiao_runtime::{
    config::{BadSettings, Reader, Source},
    telemetry::{Filter, LogFormat},
};

use crate::settings::{Layered, Span};

/// Port that a hub listens on unless told otherwise.
const PORT: u16 = 7890;

/// Time that calls under way have to end.
const GRACE: Span = Span(Duration::from_secs(10));

/// Flags of `zhibiao up`.
#[derive(Debug, Default, Args)]
pub struct UpArgs {
    /// Load the demo: national high-tech zones with their real figures, in a data folder of its own
    #[arg(long)]
    pub demo: bool,
    /// Address to listen on, port 0 for any free one [env: ZHIBIAO_LISTEN] [default: 127.0.0.1:7890]
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<String>,
    /// Folder for the data [env: ZHIBIAO_DATA] [default: $XDG_DATA_HOME/zhibiao/hub, with --demo …/zhibiao/demo]
    #[arg(long, value_name = "FOLDER")]
    pub data: Option<String>,
    /// What to log, such as info or zhibiao_store=debug,warn [env: ZHIBIAO_LOG] [default: warn]
    #[arg(long, value_name = "FILTER")]
    pub log: Option<String>,
    /// Form of log lines, text or json [env: ZHIBIAO_LOG_FORMAT] [default: text]
    #[arg(long, value_name = "FORM")]
    pub log_format: Option<String>,
    /// Time that calls under way have to end at shutdown [env: ZHIBIAO_GRACE] [default: 10s]
    #[arg(long, value_name = "SPAN")]
    pub grace: Option<String>,
    /// File to write the address to, once the hub listens
    #[arg(long, value_name = "FILE")]
    pub address_file: Option<PathBuf>,
    /// Show the settings and end
    #[arg(long)]
    pub print_config: bool,
}

/// Settings of a hub.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Address to listen on.
    pub listen: SocketAddr,
    /// Folder for the data.
    pub data: PathBuf,
    /// What to log.
    pub log: Filter,
    /// Form of log lines.
    pub log_format: LogFormat,
    /// Time that calls under way have to end.
    pub grace: Duration,
}

impl Settings {
    /// Reads the settings.
    ///
    /// # Errors
    /// Every setting that can't be used.
    pub fn read(args: &UpArgs, source: &impl Source) -> Result<Self, BadSettings> {
        let layered = Layered::over(source)
            .with("ZHIBIAO_LISTEN", args.listen.as_ref())
            .with("ZHIBIAO_DATA", args.data.as_ref())
            .with("ZHIBIAO_LOG", args.log.as_ref())
            .with("ZHIBIAO_LOG_FORMAT", args.log_format.as_ref())
            .with("ZHIBIAO_GRACE", args.grace.as_ref());
        let mut reader = Reader::new(&layered);
        let listen = reader.read("ZHIBIAO_LISTEN", SocketAddr::from((Ipv4Addr::LOCALHOST, PORT)));
        let fallback = default_folder(source, args.demo);
        let data = reader.read("ZHIBIAO_DATA", fallback.clone().unwrap_or_default());
        if data.as_os_str().is_empty() && fallback.is_none() {
            reader.refuse(
                "ZHIBIAO_DATA",
                "there is no home folder: name a folder with --data",
            );
        }
        let log = reader.read("ZHIBIAO_LOG", Filter::warnings());
        let log_format = match layered.get("ZHIBIAO_LOG_FORMAT").as_deref() {
            None | Some("text") => LogFormat::Text,
            Some("json") => LogFormat::Json,
            Some(other) => {
                reader.refuse("ZHIBIAO_LOG_FORMAT", format!("`{other}`: write text or json"));
                LogFormat::Text
            }
        };
        let grace = reader.read("ZHIBIAO_GRACE", GRACE).0;
        reader.finish()?;
        Ok(Self {
            listen,
            data,
            log,
            log_format,
            grace,
        })
    }
}

/// The folder that the XDG base directory specification names for a user's data. The demo has one of its own, so that
/// its figures never stand among somebody's own.
fn default_folder(source: &impl Source, demo: bool) -> Option<PathBuf> {
    let base = match source
        .get("XDG_DATA_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
    {
        Some(base) => base,
        None => PathBuf::from(source.get("HOME")?).join(".local/share"),
    };
    Some(base.join("zhibiao").join(if demo { "demo" } else { "hub" }))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn source(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn every_bad_setting_is_told_at_once() {
        let source = source(&[
            ("ZHIBIAO_LISTEN", "here"),
            ("ZHIBIAO_GRACE", "0"),
            ("ZHIBIAO_LOG", "a=b=c"),
        ]);
        let args = UpArgs {
            log_format: Some("xml".into()),
            ..UpArgs::default()
        };
        let BadSettings(bad) = Settings::read(&args, &source).unwrap_err();
        let mut keys: Vec<&str> = bad.iter().map(|bad| bad.key.as_str()).collect();
        keys.sort_unstable();
        let all = [
            "ZHIBIAO_DATA",
            "ZHIBIAO_GRACE",
            "ZHIBIAO_LISTEN",
            "ZHIBIAO_LOG",
            "ZHIBIAO_LOG_FORMAT",
        ];
        assert_eq!(keys, all);
    }

    #[test]
    fn flags_go_before_the_environment() {
        let source = source(&[("ZHIBIAO_LISTEN", "127.0.0.1:1"), ("HOME", "/home/li")]);
        let args = UpArgs {
            listen: Some("127.0.0.1:2".into()),
            demo: true,
            ..UpArgs::default()
        };
        let settings = Settings::read(&args, &source).unwrap();
        assert_eq!(settings.listen.port(), 2);
        assert_eq!(settings.data, PathBuf::from("/home/li/.local/share/zhibiao/demo"));
        let settings = Settings::read(&UpArgs::default(), &source).unwrap();
        assert_eq!(settings.listen.port(), 1);
        assert_eq!(settings.data, PathBuf::from("/home/li/.local/share/zhibiao/hub"));
    }
}
