//! What a hub that knows its callers is given, and what its callers show.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::json;
use tempfile::TempDir;
use zhibiao_runtime::clock::Clock;
use zhibiao_testkit::{
    authority::Authority,
    issuer::{Issuer, Signed},
};
use zhibiao_tls::TlsFiles;

/// Who may administer everything.
pub(crate) const ADMIN: &str = "root";

const AUDIENCE: &str = "zhibiao";

/// An authority of certificates and an identity provider, with their files.
pub(crate) struct Credentials {
    folder: TempDir,
    files: TlsFiles,
    issuer: Issuer,
}

impl Credentials {
    /// Certifies a hub for names.
    pub(crate) fn new(names: &[&str]) -> Self {
        let (folder, issuer) = (tempfile::tempdir().unwrap(), Issuer::new());
        let files = Authority::new().write(folder.path(), names);
        fs::write(folder.path().join("keys.json"), issuer.jwks()).unwrap();
        Self {
            folder,
            files,
            issuer,
        }
    }

    /// The hub's settings.
    pub(crate) fn arguments(&self) -> Vec<String> {
        let (certificate, key) = self.files.pair.as_ref().unwrap();
        let keys = self.folder.path().join("keys.json");
        let settings = [
            ("--tls-cert", certificate.display().to_string()),
            ("--tls-key", key.display().to_string()),
            ("--auth-jwks", keys.display().to_string()),
            ("--auth-audience", AUDIENCE.to_owned()),
            ("--auth-admins", ADMIN.to_owned()),
        ];
        let words = settings
            .into_iter()
            .flat_map(|(flag, value)| [flag.to_owned(), value]);
        words.collect()
    }

    /// The authority's certificate.
    pub(crate) fn ca(&self) -> &Path {
        self.files.ca.as_ref().unwrap()
    }

    /// A token for somebody with a role, valid for an hour.
    pub(crate) fn token(&self, user: &str, role: &str) -> String {
        let claims = json!({
            "sub": user,
            "roles": [role],
            "aud": AUDIENCE,
            "exp": Clock::system().now().as_second() + 3600,
        });
        self.issuer.token(Signed::Es256, &claims)
    }

    /// The same in a file, as callers are given it.
    pub(crate) fn token_file(&self, user: &str, role: &str) -> PathBuf {
        let path = self.folder.path().join(format!("{role}.{user}.token"));
        // Editors end files with a line end.
        fs::write(&path, self.token(user, role) + "\n").unwrap();
        path
    }
}
