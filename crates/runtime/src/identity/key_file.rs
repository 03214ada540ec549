//! Files of keys, read again when they change.

use std::{fs, path::Path, time::Duration};

use tokio::time::sleep;

use super::{ApiKey, IdentityError, api_keys::ApiKeys, watched::Watched};

/// Time between two looks whether files have changed.
pub(super) const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Largest file of keys, in bytes.
const MAX_FILE: u64 = 1 << 20;

/// The static keys of a file.
pub(super) fn open(path: &Path) -> Result<ApiKeys, IdentityError> {
    let keys = ApiKeys::read(path, &file(path)?)?;
    if keys.is_empty() {
        tracing::warn!(path = %path.display(), "there is no API key in the file: nobody is let in by one");
    }
    Ok(keys)
}

impl ApiKey {
    /// Looks whether a file of keys can be used.
    ///
    /// # Errors
    /// When it can't be read, or a key in it is none.
    pub fn check_file(path: &Path) -> Result<(), IdentityError> {
        ApiKeys::read(path, &file(path)?).map(drop)
    }
}

/// Reads static keys again and again. A file without any is taken for one that is being written, or was emptied by
/// mistake: who wants no keys leaves the setting away.
pub(super) async fn keep_fresh(path: &Path, keys: &Watched<ApiKeys>) {
    loop {
        sleep(LOOK_EVERY).await;
        match file(path).and_then(|text| ApiKeys::read(path, &text)) {
            Ok(read) if read == *keys.get() => {}
            Ok(read) if read.is_empty() => {
                tracing::warn!(path = %path.display(), "there is no API key in the file; the ones before go on");
            }
            Ok(read) => {
                tracing::info!("API keys have changed");
                keys.set(read);
            }
            Err(error) => tracing::warn!(%error, "API keys can't be read; the ones before go on"),
        }
    }
}

/// A file's content, up to [`MAX_FILE`].
pub(super) fn file(path: &Path) -> Result<Vec<u8>, IdentityError> {
    let unreadable = |source: std::io::Error| IdentityError::Unreadable {
        path: path.to_owned(),
        source,
    };
    let size = fs::metadata(path).map_err(unreadable)?.len();
    if size > MAX_FILE {
        let most = format!("it has {size} bytes, at most {MAX_FILE} are read");
        return Err(unreadable(std::io::Error::other(most)));
    }
    fs::read(path).map_err(unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::NewKey;

    #[tokio::test(start_paused = true)]
    async fn an_emptied_file_takes_no_key_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.toml");
        let listed = |id: &str| {
            let entry = NewKey::make(id).unwrap().entry;
            format!("[[key]]\nid = \"{id}\"\nsha256 = \"{}\"\n", entry.sha256)
        };
        fs::write(&path, listed("a")).unwrap();
        let before = open(&path).unwrap();
        let keys = Watched::new(before.clone());
        let looked_again = || async {
            tokio::select! {
                () = keep_fresh(&path, &keys) => {}
                () = sleep(LOOK_EVERY * 2) => {}
            }
            keys.get()
        };
        fs::write(&path, "").unwrap();
        assert_eq!(*looked_again().await, before);
        fs::write(&path, listed("b")).unwrap();
        assert_ne!(*looked_again().await, before);
    }
}
