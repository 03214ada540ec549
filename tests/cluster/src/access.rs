//! Where the callers find the hub, and what they show.

use std::{fs, path::PathBuf};

use clap::Args;
use zhibiao_client::Hub;
use zhibiao_tls::{Tls, TlsFiles};

use crate::{Outcome, callers::Hubs};

/// Addresses of the roles, apart by commas; every address that a name has is a replica.
#[derive(Debug, Args)]
pub(crate) struct Addresses {
    /// The store
    #[arg(long, value_delimiter = ',', required = true)]
    store: Vec<String>,
    /// Ingest
    #[arg(long, value_delimiter = ',', required = true)]
    ingest: Vec<String>,
    /// Compare
    #[arg(long, value_delimiter = ',', required = true)]
    compare: Vec<String>,
    /// Authority that the roles are held against
    #[arg(long)]
    ca: Option<PathBuf>,
    /// File with the key of the callers
    #[arg(long)]
    key: Option<PathBuf>,
}

impl Addresses {
    pub(crate) fn connect(self) -> Outcome<Hubs> {
        let tls = match self.ca {
            Some(ca) => Some(Tls::read(TlsFiles {
                pair: None,
                ca: Some(ca),
            })?),
            None => None,
        };
        let key = self.key.map(fs::read_to_string).transpose()?;
        let connect = |addresses: &[String]| -> Outcome<Hub> {
            let hub = Hub::balanced_over(addresses, tls.clone()).map_err(|problem| problem.message)?;
            Ok(match &key {
                Some(key) => hub.bearing(key).map_err(|problem| problem.message)?,
                None => hub,
            })
        };
        Ok(Hubs {
            store: connect(&self.store)?,
            ingest: connect(&self.ingest)?,
            compare: connect(&self.compare)?,
        })
    }
}
