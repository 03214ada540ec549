//! How a hub is set up.

use std::path::PathBuf;

use clap::Args;
use zhibiao_runtime::config::{BadSettings, Source};

use crate::{
    process::{Defaults, ProcessArgs, ProcessSettings, default_folder, keys},
    settings::{Lifetime, Sheet, Shown, with_file},
};

/// Clients of one process have nowhere else to go: their connections may become as old as they like.
const DEFAULTS: Defaults = Defaults {
    port: 7890,
    connection_age: Lifetime(None),
};

/// Flags of `zhibiao up`.
#[derive(Debug, Default, Args)]
pub struct UpArgs {
    /// Load the demo: national high-tech zones with their real figures, in a data folder of its own
    #[arg(long)]
    pub demo: bool,
    /// Folder for the data [env: ZHIBIAO_DATA] [default: $XDG_DATA_HOME/zhibiao/hub, with --demo …/zhibiao/demo]
    #[arg(long, value_name = "FOLDER")]
    pub data: Option<String>,
    /// What every process has.
    #[command(flatten)]
    pub process: ProcessArgs,
}

/// Settings of a hub.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// What every process has.
    pub process: ProcessSettings,
    /// Folder for the data.
    pub data: PathBuf,
    /// The settings as they are shown.
    pub shown: Vec<Shown>,
}

impl Settings {
    /// Reads the settings.
    ///
    /// # Errors
    /// Every setting that can't be used.
    pub fn read(args: &UpArgs, source: &impl Source) -> Result<Self, BadSettings> {
        let layered = args.process.over(source).with("ZHIBIAO_DATA", args.data.as_ref());
        let (layered, bad) = with_file(layered, &keys::<UpArgs>());
        let mut sheet = Sheet::new(&layered, bad);
        let process = ProcessSettings::read(&mut sheet, DEFAULTS);
        // The demo has a folder of its own, so that its figures never stand among somebody's own.
        let name = if args.demo { "demo" } else { "hub" };
        let data = sheet.folder("ZHIBIAO_DATA", default_folder(source, name));
        if args.demo && process.security.identifies() {
            let reason =
                "the demo files its reports as made-up people, whom no provider knows: leave identity out";
            sheet.refuse("ZHIBIAO_DEMO", reason);
        }
        let shown = sheet.finish()?;
        Ok(Self { process, data, shown })
    }
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
            ("ZHIBIAO_MAX_CONNECTION_AGE", "old"),
        ]);
        let mut args = UpArgs::default();
        args.process.log_format = Some("xml".into());
        let BadSettings(bad) = Settings::read(&args, &source).unwrap_err();
        let mut keys: Vec<&str> = bad.iter().map(|bad| bad.key.as_str()).collect();
        keys.sort_unstable();
        let all = [
            "ZHIBIAO_DATA",
            "ZHIBIAO_GRACE",
            "ZHIBIAO_LISTEN",
            "ZHIBIAO_LOG",
            "ZHIBIAO_LOG_FORMAT",
            "ZHIBIAO_MAX_CONNECTION_AGE",
        ];
        assert_eq!(keys, all);
    }

    #[test]
    fn flags_go_before_the_environment_and_that_before_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("hub.toml");
        std::fs::write(
            &file,
            "listen = \"127.0.0.1:1\"\ngrace = \"1s\"\nmax-connection-age = \"7s\"\n",
        )
        .unwrap();
        let source = source(&[
            ("ZHIBIAO_LISTEN", "127.0.0.1:2"),
            ("ZHIBIAO_GRACE", "2s"),
            ("ZHIBIAO_CONFIG", file.to_str().unwrap()),
            ("HOME", "/home/li"),
        ]);
        let mut args = UpArgs::default();
        args.process.listen = Some("127.0.0.1:3".into());
        args.demo = true;
        let settings = Settings::read(&args, &source).unwrap();
        assert_eq!(settings.process.listen.port(), 3);
        assert_eq!(settings.process.grace.as_secs(), 2);
        assert_eq!(settings.process.connection_age.unwrap().most.as_secs(), 7);
        assert_eq!(settings.data, PathBuf::from("/home/li/.local/share/zhibiao/demo"));
        let origin = |key: &str| {
            let shown = settings.shown.iter().find(|shown| shown.key == key).unwrap();
            shown.origin.clone().unwrap_or_default()
        };
        assert_eq!(origin("ZHIBIAO_LISTEN"), "--listen");
        assert!(origin("ZHIBIAO_MAX_CONNECTION_AGE").ends_with("hub.toml:3"));
        assert_eq!(origin("ZHIBIAO_LOG"), "");
        let settings = Settings::read(&UpArgs::default(), &source).unwrap();
        assert_eq!(settings.process.listen.port(), 2);
        assert_eq!(settings.data, PathBuf::from("/home/li/.local/share/zhibiao/hub"));
    }
}
