//! Settings: flags over environment variables over a file over defaults; every bad one is told in one run.

mod access;
mod file;
mod files;
mod layered;
mod sheet;
mod values;

use std::time::Duration;

use clap::{Args, ValueEnum};
use zhibiao_client::Hub;
use zhibiao_runtime::{
    caller::Caller,
    config::{BadSettings, Reader, Source},
    language::Language,
    telemetry::Tracer,
};

use crate::output::{Format, Ui};

pub(crate) use file::File;
pub(crate) use files::{TlsNamed, check_database, check_written};
pub(crate) use layered::{Layered, both};
pub use sheet::Shown;
pub(crate) use sheet::{Sheet, with_file};
pub(crate) use values::{
    Bytes, Connections, Count, Databases, Folder, Lifetime, Listen, Span, Stores, Switch,
};

/// Where a hub listens unless told otherwise.
pub const DEFAULT_SERVER: &str = "http://127.0.0.1:7890";

/// How long a call may take unless told otherwise.
const DEFAULT_TIMEOUT: Span = Span(Duration::from_secs(60));

/// A language flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// Chinese.
    Zh,
    /// English.
    En,
}

/// Flags that every command takes.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Common options")]
pub struct Common {
    /// Hub to call [env: ZHIBIAO_SERVER] [default: http://127.0.0.1:7890]
    #[arg(long, global = true, value_name = "URI")]
    server: Option<String>,
    /// Authorities that an https hub is held against, as PEM [env: ZHIBIAO_SERVER_CA] [default: the system's]
    #[arg(long, global = true, value_name = "FILE")]
    server_ca: Option<String>,
    /// File that holds your token or key [env: ZHIBIAO_TOKEN_FILE, or the token itself in ZHIBIAO_TOKEN]
    #[arg(long, global = true, value_name = "FILE")]
    token_file: Option<String>,
    /// Who you are, to a hub that believes it [env: ZHIBIAO_USER] [default: the login name]
    #[arg(long = "as", global = true, value_name = "USER")]
    user: Option<String>,
    /// Language of the answer [env: ZHIBIAO_LANG] [default: from the locale]
    #[arg(long, global = true, value_enum)]
    lang: Option<Lang>,
    /// Form of the answer [env: ZHIBIAO_OUTPUT] [default: table]
    #[arg(long, short, global = true, value_enum)]
    output: Option<Format>,
    /// Longest time a call may take, such as 500ms, 30s, 2m [env: ZHIBIAO_TIMEOUT] [default: 60s]
    #[arg(long, global = true, value_name = "SPAN")]
    timeout: Option<String>,
}

impl Common {
    /// How to speak to the user. What can't be read here is told by [`Self::session`]; until then the default stands in.
    #[must_use]
    pub fn ui(&self, source: &impl Source) -> Ui {
        let mut reader = Reader::new(source);
        self.read_ui(&mut reader, source)
    }

    /// How to speak to the user, with what can't be read.
    ///
    /// # Errors
    /// Every setting of the language and the form of answers that can't be used.
    pub fn checked_ui(&self, source: &impl Source) -> Result<Ui, BadSettings> {
        let mut reader = Reader::new(source);
        let ui = self.read_ui(&mut reader, source);
        reader.finish()?;
        Ok(ui)
    }

    /// Everything a client command needs.
    ///
    /// # Errors
    /// Every setting that can't be used.
    pub fn session(&self, source: &impl Source) -> Result<Session, BadSettings> {
        let layered = Layered::over(source)
            .with("ZHIBIAO_SERVER", self.server.as_ref())
            .with("ZHIBIAO_SERVER_CA", self.server_ca.as_ref())
            .with("ZHIBIAO_TOKEN_FILE", self.token_file.as_ref())
            .with("ZHIBIAO_USER", self.user.as_ref())
            .with("ZHIBIAO_TIMEOUT", self.timeout.as_ref());
        let mut reader = Reader::new(&layered);
        let server: String = reader.read("ZHIBIAO_SERVER", DEFAULT_SERVER.to_owned());
        let timeout = reader.read("ZHIBIAO_TIMEOUT", DEFAULT_TIMEOUT).0;
        let user = ["ZHIBIAO_USER", "USER", "LOGNAME", "USERNAME"]
            .iter()
            .find_map(|key| layered.get(key));
        let caller = user.as_deref().and_then(Caller::new);
        if user.is_some() && caller.is_none() {
            reader.refuse(
                "ZHIBIAO_USER",
                format!("a name has 1 to {} printable characters", Caller::MAX),
            );
        }
        let ui = self.read_ui(&mut reader, source);
        let tls = access::authorities(&mut reader);
        let hub = Hub::connect_over(&server, tls)
            .map_err(|problem| reader.refuse("ZHIBIAO_SERVER", problem.message))
            .ok();
        let hub = access::bearing(&mut reader, hub);
        reader.finish()?;
        let hub = hub
            .ok_or_else(|| BadSettings(Vec::new()))?
            .in_language(ui.language);
        let hub = caller.iter().fold(hub, |hub, caller| hub.as_user(caller));
        Ok(Session {
            patient: hub.clone(),
            hub: hub.with_timeout(timeout),
            ui,
            server,
            caller,
        })
    }

    fn read_ui<S: Source>(&self, reader: &mut Reader<'_, S>, source: &impl Source) -> Ui {
        let from_locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .find_map(|key| source.get(key))
            .map_or(Language::En, |locale| Language::preferred(&locale));
        let language = match self.lang {
            Some(Lang::Zh) => Language::Zh,
            Some(Lang::En) => Language::En,
            None => reader.read("ZHIBIAO_LANG", from_locale),
        };
        let format = self
            .output
            .unwrap_or_else(|| reader.read("ZHIBIAO_OUTPUT", Format::Table));
        Ui { language, format }
    }
}

/// What a client command works with.
#[derive(Debug, Clone)]
pub struct Session {
    /// The hub; every call has the deadline asked for.
    pub hub: Hub,
    /// The hub without deadline, for streams that last.
    pub patient: Hub,
    /// How to speak to the user.
    pub ui: Ui,
    /// Where the hub is.
    pub server: String,
    /// Who calls.
    pub caller: Option<Caller>,
}

impl Session {
    /// Traces the calls that are made for a span; the hub begins no traces of the others.
    #[must_use]
    pub(crate) fn traced_by(mut self, tracer: &Tracer) -> Self {
        self.hub = self.hub.traced_by(tracer.clone());
        self.patient = self.patient.traced_by(tracer.clone());
        self
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::failure::Failure;

    fn source(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn every_bad_setting_is_told_at_once() {
        let source = source(&[
            ("ZHIBIAO_LANG", "fr"),
            ("ZHIBIAO_OUTPUT", "xml"),
            ("ZHIBIAO_TIMEOUT", "soon"),
            ("ZHIBIAO_SERVER", "no uri"),
            ("ZHIBIAO_SERVER_CA", "absent.crt"),
            ("ZHIBIAO_TOKEN_FILE", "absent.token"),
            ("ZHIBIAO_USER", "a\nb"),
        ]);
        let failure = Failure::from(Common::default().session(&source).unwrap_err());
        assert_eq!(failure.exit.code(), 64);
        let mut keys: Vec<&str> = failure.places.iter().map(|place| place.at.as_str()).collect();
        keys.sort_unstable();
        assert_eq!(
            keys,
            [
                "ZHIBIAO_LANG",
                "ZHIBIAO_OUTPUT",
                "ZHIBIAO_SERVER",
                "ZHIBIAO_SERVER_CA",
                "ZHIBIAO_TIMEOUT",
                "ZHIBIAO_TOKEN_FILE",
                "ZHIBIAO_USER"
            ]
        );
    }

    #[tokio::test]
    async fn flags_go_before_the_environment_and_the_locale_decides_last() {
        let source = source(&[
            ("ZHIBIAO_SERVER", "http://one:1"),
            ("LANG", "zh_CN.UTF-8"),
            ("USER", "li"),
        ]);
        let flags = Common {
            server: Some("http://two:2".into()),
            ..Common::default()
        };
        let session = flags.session(&source).unwrap();
        assert_eq!(session.server, "http://two:2");
        assert_eq!(session.ui.language, Language::Zh);
        assert_eq!(session.caller, Caller::new("li"));
        let english = Common {
            lang: Some(Lang::En),
            ..Common::default()
        };
        assert_eq!(english.ui(&source).language, Language::En);
    }
}
