//! A certificate authority of a test's own, and files of what it certifies.

use std::{
    fs,
    path::{Path, PathBuf},
};

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair,
};
use zhibiao_tls::TlsFiles;

/// An authority.
#[derive(Debug)]
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    /// Makes an authority that nobody knows yet.
    ///
    /// # Panics
    /// When the system gives no random numbers.
    #[must_use]
    pub fn new() -> Self {
        let mut parameters = CertificateParams::default();
        parameters
            .distinguished_name
            .push(DnType::CommonName, "authority of a test");
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key pair");
        Self(CertifiedIssuer::self_signed(parameters, key).expect("a certificate"))
    }

    /// Its own certificate, as PEM.
    #[must_use]
    pub fn pem(&self) -> String {
        self.0.pem()
    }

    /// Certifies a new key for names, and gives certificate and key as PEM.
    ///
    /// # Panics
    /// When a name is none.
    #[must_use]
    pub fn certify(&self, names: &[&str]) -> (String, String) {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let mut parameters = CertificateParams::new(names).expect("names");
        parameters.extended_key_usages = vec![
            ExtendedKeyUsagePurpose::ServerAuth,
            ExtendedKeyUsagePurpose::ClientAuth,
        ];
        let key = KeyPair::generate().expect("a key pair");
        let certificate = parameters.signed_by(&key, &self.0).expect("a certificate");
        (certificate.pem(), key.serialize_pem())
    }

    /// Writes its certificate, and a new certificate with its key, into a folder.
    ///
    /// # Panics
    /// When the folder can't be written to.
    #[must_use]
    pub fn write(&self, folder: &Path, names: &[&str]) -> TlsFiles {
        let files = files(folder);
        let (certificate, key) = self.certify(names);
        for (path, text) in [
            (files.pair.as_ref().map(|(path, _)| path), certificate),
            (files.pair.as_ref().map(|(_, path)| path), key),
            (files.ca.as_ref(), self.pem()),
        ] {
            fs::write(path.expect("a path"), text).expect("a folder that can be written to");
        }
        files
    }
}

impl Default for Authority {
    fn default() -> Self {
        Self::new()
    }
}

/// Where [`Authority::write`] puts things.
fn files(folder: &Path) -> TlsFiles {
    let at = |name: &str| -> PathBuf { folder.join(name) };
    TlsFiles {
        pair: Some((at("tls.crt"), at("tls.key"))),
        ca: Some(at("ca.crt")),
    }
}

#[cfg(test)]
mod tests {
    use zhibiao_tls::Tls;

    use super::*;

    #[test]
    fn the_end_of_a_certificate_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut files = Authority::new().write(folder.path(), &["localhost"]);
        // Nobody says otherwise, so it is for as long as the generator has it: until 4096-01-01.
        let expires = Tls::read(files.clone()).expect("good files").expires();
        assert_eq!(expires, Some(67_090_118_400));
        files.pair = None;
        assert_eq!(Tls::read(files).expect("good files").expires(), None);
    }
}
