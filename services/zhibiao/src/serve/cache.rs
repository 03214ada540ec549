//! What a store keeps of what was read.

use zhibiao_runtime::config::Source;
use zhibiao_store::{
    Config,
    cached::{RedisOptions, RedisUrl},
};
use zhibiao_tls::TlsFile;

use crate::settings::{Bytes, Folder, Sheet, Span};

/// What a store keeps of what was read.
#[derive(Debug, Clone, PartialEq)]
pub struct StoreCache {
    /// Memory of the process for it, in bytes.
    pub near_bytes: u64,
    /// Redis behind it, if there is one.
    pub redis: Option<RedisOptions>,
}

impl StoreCache {
    /// Reads it.
    pub(super) fn read<S: Source>(sheet: &mut Sheet<'_, S>) -> Self {
        let near_bytes = sheet.read("ZHIBIAO_NEAR_CACHE", Bytes(64 << 20)).0;
        let url: Option<RedisUrl> = sheet.optional("ZHIBIAO_REDIS");
        let timeout = sheet.read("ZHIBIAO_REDIS_TIMEOUT", Span(RedisOptions::TIMEOUT)).0;
        let ca: Option<Folder> = sheet.optional("ZHIBIAO_REDIS_CA");
        if ca.is_some() && !url.as_ref().is_some_and(RedisUrl::is_secured) {
            sheet.refuse(
                "ZHIBIAO_REDIS_CA",
                "goes with a secured Redis: name it with --redis rediss://…",
            );
        }
        if let Some(Err(fault)) = ca.as_ref().map(|ca| TlsFile::Authorities.check(&ca.0)) {
            let instead = "name certificates of authorities, as PEM";
            sheet.refuse("ZHIBIAO_REDIS_CA", &format!("{fault}; {instead}"));
        }
        let url = match (url, ca) {
            (Some(url), Some(ca)) => Some(url.certified_by(&ca.0)),
            (url, _) => url,
        };
        if !sheet.has("ZHIBIAO_REDIS") && sheet.has("ZHIBIAO_REDIS_TIMEOUT") {
            sheet.refuse("ZHIBIAO_REDIS_TIMEOUT", "goes with Redis: name it with --redis");
        }
        Self {
            near_bytes,
            redis: url.map(|url| RedisOptions {
                timeout,
                ..RedisOptions::at(url)
            }),
        }
    }

    /// Sets a store up with it.
    pub(super) fn over(&self, store: Config) -> Config {
        let mut store = Config {
            redis: self.redis.clone(),
            ..store
        };
        store.limits.cache_bytes = self.near_bytes;
        store
    }
}
