//! Settings of TLS and identity.

use std::{collections::BTreeSet, convert::Infallible, fmt, net::SocketAddr, str::FromStr};

use clap::Args;
use tokio_util::sync::CancellationToken;
use zhibiao_runtime::{
    clock::Clock,
    config::Source,
    identity::{ApiKey, Authenticator, IdentityOptions, JwksSource, ServiceNames},
    server::{Security, only_loopback},
};
use zhibiao_tls::{Tls, TlsFiles};

use crate::{
    exit::Exit,
    failure::Failure,
    settings::{Folder, Layered, Sheet, Switch, TlsNamed},
    text::Text,
};

/// Flags of TLS and identity.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Security")]
pub struct SecurityArgs {
    /// Certificate to show, with its chain, as PEM; read again when it changes [env: ZHIBIAO_TLS_CERT]
    #[arg(long, value_name = "FILE")]
    tls_cert: Option<String>,
    /// Key of that certificate, as PEM [env: ZHIBIAO_TLS_KEY]
    #[arg(long, value_name = "FILE")]
    tls_key: Option<String>,
    /// Authorities that services of the hub are held against, as PEM [env: ZHIBIAO_TLS_CA] [default: the system's]
    #[arg(long, value_name = "FILE")]
    tls_ca: Option<String>,
    /// Listen beyond loopback without TLS, where a proxy in front ends it [env: ZHIBIAO_ALLOW_PLAINTEXT]
    #[arg(long)]
    allow_plaintext: bool,
    /// Keys that tokens are verified with (JWKS): a file, or an https URL [env: ZHIBIAO_AUTH_JWKS]
    #[arg(long, value_name = "FILE|URL")]
    auth_jwks: Option<String>,
    /// Whom tokens must be for: their `aud` [env: ZHIBIAO_AUTH_AUDIENCE]
    #[arg(long, value_name = "NAME")]
    auth_audience: Option<String>,
    /// Whom tokens must be of: their `iss` [env: ZHIBIAO_AUTH_ISSUER] [default: anybody whose keys those are]
    #[arg(long, value_name = "NAME")]
    auth_issuer: Option<String>,
    /// Keys of simple callers, made with `zhibiao key new` [env: ZHIBIAO_AUTH_API_KEYS]
    #[arg(long, value_name = "FILE")]
    auth_api_keys: Option<String>,
    /// DNS names, apart by commas, that certificates of the hub's services are for [env: ZHIBIAO_AUTH_SERVICES]
    #[arg(long, value_name = "NAME[,NAME…]")]
    auth_services: Option<String>,
    /// Users, apart by commas, who may administer everything, before the catalogue grants anything [env:
    /// ZHIBIAO_AUTH_ADMINS]
    #[arg(long, value_name = "NAME[,NAME…]")]
    auth_admins: Option<String>,
}

/// Settings of TLS and identity.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SecuritySettings {
    files: TlsFiles,
    allow_plaintext: bool,
    jwks: Option<JwksSource>,
    audience: Option<String>,
    issuer: Option<String>,
    api_keys: Option<Folder>,
    services: Listed,
    admins: Listed,
}

/// Names apart by commas.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Listed(BTreeSet<String>);

impl FromStr for Listed {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        let names = text.split(',').map(str::trim).filter(|name| !name.is_empty());
        Ok(Self(names.map(ToOwned::to_owned).collect()))
    }
}

impl fmt::Display for Listed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.0.iter().map(String::as_str).collect();
        f.write_str(&names.join(","))
    }
}

impl SecurityArgs {
    /// The flags over other settings.
    pub(crate) fn over<'a, S: Source>(&self, layered: Layered<'a, S>) -> Layered<'a, S> {
        let allow_plaintext = self.allow_plaintext.then(|| true.to_string());
        layered
            .with("ZHIBIAO_TLS_CERT", self.tls_cert.as_ref())
            .with("ZHIBIAO_TLS_KEY", self.tls_key.as_ref())
            .with("ZHIBIAO_TLS_CA", self.tls_ca.as_ref())
            .with("ZHIBIAO_ALLOW_PLAINTEXT", allow_plaintext.as_ref())
            .with("ZHIBIAO_AUTH_JWKS", self.auth_jwks.as_ref())
            .with("ZHIBIAO_AUTH_AUDIENCE", self.auth_audience.as_ref())
            .with("ZHIBIAO_AUTH_ISSUER", self.auth_issuer.as_ref())
            .with("ZHIBIAO_AUTH_API_KEYS", self.auth_api_keys.as_ref())
            .with("ZHIBIAO_AUTH_SERVICES", self.auth_services.as_ref())
            .with("ZHIBIAO_AUTH_ADMINS", self.auth_admins.as_ref())
    }
}

impl SecuritySettings {
    /// Reads them.
    pub(crate) fn read<S: Source>(sheet: &mut Sheet<'_, S>) -> Self {
        let cert: Option<Folder> = sheet.optional("ZHIBIAO_TLS_CERT");
        let key: Option<Folder> = sheet.optional("ZHIBIAO_TLS_KEY");
        let ca: Option<Folder> = sheet.optional("ZHIBIAO_TLS_CA");
        let tls = TlsNamed {
            certificate: ("ZHIBIAO_TLS_CERT", cert.as_ref()),
            key: ("ZHIBIAO_TLS_KEY", key.as_ref()),
            authorities: ("ZHIBIAO_TLS_CA", ca.as_ref()),
        };
        tls.check(sheet);
        let settings = Self {
            files: tls.files(),
            allow_plaintext: sheet.read("ZHIBIAO_ALLOW_PLAINTEXT", Switch(false)).0,
            jwks: sheet.optional("ZHIBIAO_AUTH_JWKS"),
            audience: sheet.optional("ZHIBIAO_AUTH_AUDIENCE"),
            issuer: sheet.optional("ZHIBIAO_AUTH_ISSUER"),
            api_keys: sheet.optional("ZHIBIAO_AUTH_API_KEYS"),
            services: sheet.read("ZHIBIAO_AUTH_SERVICES", Listed::default()),
            admins: sheet.read("ZHIBIAO_AUTH_ADMINS", Listed::default()),
        };
        settings.check_keys(sheet);
        for (given, lacking, reason) in [
            (
                cert.is_some(),
                key.is_none().then_some("ZHIBIAO_TLS_KEY"),
                "is not set, but --tls-cert is: a certificate needs its key",
            ),
            (
                key.is_some(),
                cert.is_none().then_some("ZHIBIAO_TLS_CERT"),
                "is not set, but --tls-key is: name the certificate of the key",
            ),
            (
                settings.jwks.is_some(),
                settings.audience.is_none().then_some("ZHIBIAO_AUTH_AUDIENCE"),
                "is not set, but --auth-jwks is: say whom tokens must be for, or those for other systems would be taken",
            ),
        ] {
            if let (true, Some(key)) = (given, lacking) {
                sheet.refuse(key, reason);
            }
        }
        if !settings.services.0.is_empty() {
            let named = settings.services.0.iter().map(String::as_str);
            if let Err(wrong) = ServiceNames::new(named) {
                sheet.refuse("ZHIBIAO_AUTH_SERVICES", &format!("`{wrong}` is no DNS name"));
            }
            if settings.files.ca.is_none() || settings.files.pair.is_none() {
                let reason =
                    "needs --tls-cert, --tls-key and --tls-ca: services are known by their certificates";
                sheet.refuse("ZHIBIAO_AUTH_SERVICES", reason);
            }
        }
        settings
    }

    /// Notes what is wrong with files of keys.
    fn check_keys<S: Source>(&self, sheet: &mut Sheet<'_, S>) {
        if let Some(Err(fault)) = self.jwks.as_ref().map(JwksSource::check) {
            let instead = "name a file with the identity provider's keys (JWKS), or its https URL";
            sheet.refuse("ZHIBIAO_AUTH_JWKS", &format!("{fault}; {instead}"));
        }
        if let Some(Err(fault)) = self.api_keys.as_ref().map(|file| ApiKey::check_file(&file.0)) {
            let instead = "list there what `zhibiao key new` prints";
            sheet.refuse("ZHIBIAO_AUTH_API_KEYS", &format!("{fault}; {instead}"));
        }
    }

    /// Notes that an address beyond loopback is not to be listened on. What was said of identity and TLS counts, also
    /// where it can't be used, which is told by itself.
    pub(crate) fn check_listener<S: Source>(&self, sheet: &mut Sheet<'_, S>, listen: SocketAddr) {
        let said = |keys: &[&str]| keys.iter().any(|key| sheet.has(key));
        let identifies = said(&[
            "ZHIBIAO_AUTH_JWKS",
            "ZHIBIAO_AUTH_API_KEYS",
            "ZHIBIAO_AUTH_SERVICES",
        ]);
        let secured = said(&["ZHIBIAO_TLS_CERT", "ZHIBIAO_TLS_KEY"]) || self.allow_plaintext;
        if !listen.ip().is_loopback()
            && let Some(why) = only_loopback(identifies, secured)
        {
            let reason = format!("`{listen}`: only loopback is safe like this: {why}");
            sheet.refuse("ZHIBIAO_LISTEN", &reason);
        }
    }

    /// Whether callers have to prove who they are.
    pub(crate) fn identifies(&self) -> bool {
        self.jwks.is_some() || self.api_keys.is_some() || !self.services.0.is_empty()
    }

    /// What is called with, where something of TLS is set.
    ///
    /// # Errors
    /// When a file can't be used.
    pub(crate) fn tls(&self) -> Result<Option<Tls>, Failure> {
        if self.files == TlsFiles::default() {
            return Ok(None);
        }
        Tls::read(self.files.clone()).map(Some).map_err(unusable)
    }

    /// How callers reach the process; certificates and keys are read again until `shutdown`.
    ///
    /// # Errors
    /// When a file can't be used.
    pub(crate) async fn open(
        &self,
        tls: Option<Tls>,
        clock: Clock,
        shutdown: &CancellationToken,
    ) -> Result<Security, Failure> {
        if let Some(tls) = tls.clone() {
            tokio::spawn(tls.keep_fresh(shutdown.clone()));
        }
        let named = self.services.0.iter().map(String::as_str);
        let services = ServiceNames::new(named).map_err(Failure::internal)?;
        let authenticator = if self.identifies() {
            let options = IdentityOptions {
                jwks: self.jwks.clone(),
                audience: self.audience.clone(),
                issuer: self.issuer.clone(),
                api_keys: self.api_keys.clone().map(|file| file.0),
                admins: self.admins.0.clone(),
            };
            let opened = Authenticator::open(options, tls.clone(), clock)
                .await
                .map_err(unusable)?;
            tokio::spawn(opened.clone().keep_fresh(shutdown.clone()));
            opened
        } else {
            Authenticator::trusting(clock)
        };
        Ok(Security {
            tls: tls.filter(Tls::has_certificate),
            authenticator,
            services,
            allow_plaintext: self.allow_plaintext,
        })
    }
}

fn unusable(error: impl std::error::Error) -> Failure {
    Failure::new(Exit::Settings, "SECURITY_FILE", Text::Said(error.to_string()))
}
