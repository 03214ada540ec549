//! Where a store's data is.

use std::path::PathBuf;

use zhibiao_postgres::{CONNECTIONS, Url};
use zhibiao_runtime::config::Source;
use zhibiao_store::{Config, Data, Limits, postgres::Options};

use crate::{
    process::default_folder,
    settings::{Connections, Databases, Folder, Sheet, Switch, check_database},
};

/// Where a store's data is.
#[derive(Debug, Clone, PartialEq)]
pub enum StoreData {
    /// In a folder.
    Folder(PathBuf),
    /// In a PostgreSQL database.
    Postgres {
        /// The database.
        database: Box<Url>,
        /// Its hot standbys.
        replicas: Vec<Url>,
        /// Most connections to each.
        connections: usize,
        /// Whether its tables are spread over workers.
        distribute: bool,
    },
}

impl StoreData {
    /// Reads it. A database goes before the default folder, and is not given beside a folder.
    pub(super) fn read<S: Source>(sheet: &mut Sheet<'_, S>, home: &impl Source) -> Self {
        let database = database(sheet);
        let replicas: Option<Databases> = sheet.optional("ZHIBIAO_POSTGRES_REPLICA");
        for replica in replicas.iter().flat_map(|all| &all.0) {
            check_database(sheet, "ZHIBIAO_POSTGRES_REPLICA", replica);
        }
        let distribute = sheet.read("ZHIBIAO_DISTRIBUTE", Switch(false)).0;
        let connections = connections(sheet);
        if !sheet.has("ZHIBIAO_POSTGRES") {
            for key in ["ZHIBIAO_POSTGRES_REPLICA", "ZHIBIAO_DISTRIBUTE"] {
                refuse_without_database(sheet, key);
            }
            return Self::Folder(sheet.folder("ZHIBIAO_DATA", default_folder(home, "store")));
        }
        let folder: Option<Folder> = sheet.optional("ZHIBIAO_DATA");
        if folder.is_some() {
            sheet.refuse(
                "ZHIBIAO_DATA",
                "data is in a folder or in PostgreSQL: leave one out",
            );
        }
        match database {
            Some(database) => Self::Postgres {
                database: Box::new(database),
                replicas: replicas.map(|all| all.0).unwrap_or_default(),
                connections,
                distribute,
            },
            // An address that can't be read was told already; these settings are never used.
            None => Self::Folder(PathBuf::new()),
        }
    }

    /// A store on it, with the usual limits.
    pub(super) fn config(&self) -> Config {
        let data = match self {
            Self::Folder(folder) => Data::Folder(folder.clone()),
            Self::Postgres {
                database,
                replicas,
                connections,
                distribute,
            } => {
                let mut options = Options {
                    replicas: replicas.clone(),
                    distribute: *distribute,
                    ..Options::new(Url::clone(database))
                };
                options.database.connections = *connections;
                Data::Postgres(options)
            }
        };
        Config {
            data,
            redis: None,
            limits: Limits::default(),
        }
    }
}

/// The database, if there is one.
pub(super) fn database<S: Source>(sheet: &mut Sheet<'_, S>) -> Option<Url> {
    let url: Url = sheet.optional("ZHIBIAO_POSTGRES")?;
    check_database(sheet, "ZHIBIAO_POSTGRES", &url);
    Some(url)
}

/// Most connections to a database.
pub(super) fn connections<S: Source>(sheet: &mut Sheet<'_, S>) -> usize {
    let key = "ZHIBIAO_POSTGRES_CONNECTIONS";
    let connections = sheet.read(key, Connections(CONNECTIONS)).0;
    if !sheet.has("ZHIBIAO_POSTGRES") {
        refuse_without_database(sheet, key);
    }
    connections
}

fn refuse_without_database<S: Source>(sheet: &mut Sheet<'_, S>, key: &'static str) {
    if sheet.has(key) {
        sheet.refuse(key, "goes with a database: name it with --postgres");
    }
}
