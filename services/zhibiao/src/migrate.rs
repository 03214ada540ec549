//! `zhibiao migrate`: brings the schema of a role's database up to date, and ends. Roles do the same as they start; here it
//! is a step of its own, done once before they are rolled out, in the name of a user who may change the schema.

use clap::{Args, Subcommand};
use serde::Serialize;
use zhibiao_ingest::log::{LogError, PostgresLog};
use zhibiao_postgres::{Failure as DatabaseFailure, MigrateError, Migrated, Options, Url};
use zhibiao_runtime::config::{BadSettings, Source};
use zhibiao_store::postgres::{self as store, OpenError};

use crate::{
    exit::Exit,
    failure::Failure,
    output::{
        Answer, Ui,
        grid::{Cell, Column, Grid},
    },
    settings::{Layered, Sheet, Switch, check_database},
    text::Text,
};

/// Whose schema, and its flags.
#[derive(Debug, Subcommand)]
pub enum MigrateCommand {
    /// The schema of the store: catalogue, observations, history
    Store(StoreArgs),
    /// The schema of ingest: reports and streams
    Ingest(DatabaseArgs),
}

/// Flags of `zhibiao migrate store`.
#[derive(Debug, Args)]
pub struct StoreArgs {
    #[command(flatten)]
    database: DatabaseArgs,
    /// Spread the tables over the workers of a Citus cluster, if they are not yet [env: ZHIBIAO_DISTRIBUTE]
    #[arg(long)]
    distribute: bool,
}

/// Where a schema is.
#[derive(Debug, Args)]
pub struct DatabaseArgs {
    /// PostgreSQL database, in the name of a user who may change the schema [env: ZHIBIAO_POSTGRES]
    #[arg(long, value_name = "URL")]
    postgres: Option<String>,
}

/// A schema that is to be brought up to date.
#[derive(Debug, Clone)]
pub struct Settings(Schema);

#[derive(Debug, Clone)]
enum Schema {
    Store(Box<store::Options>),
    Ingest(Box<Options>),
}

/// What became of a schema, in JSON. The field names are stable.
#[derive(Debug, Serialize)]
struct Json<'a> {
    schema: &'a str,
    found: usize,
    version: usize,
}

impl Settings {
    /// Reads the settings.
    ///
    /// # Errors
    /// Every setting that can't be used.
    pub fn read(command: &MigrateCommand, source: &impl Source) -> Result<Self, BadSettings> {
        let (database, distribute) = match command {
            MigrateCommand::Store(args) => (&args.database, args.distribute),
            MigrateCommand::Ingest(database) => (database, false),
        };
        let distribute = distribute.then(|| true.to_string());
        let layered = Layered::over(source)
            .with("ZHIBIAO_POSTGRES", database.postgres.as_ref())
            .with("ZHIBIAO_DISTRIBUTE", distribute.as_ref());
        let mut sheet = Sheet::new(&layered, Vec::new());
        let url: Option<Url> = sheet.required(
            "ZHIBIAO_POSTGRES",
            "is not set: name the database with --postgres, such as postgres://USER:PASSWORD@HOST:PORT/DATABASE",
        );
        if let Some(url) = &url {
            check_database(&mut sheet, "ZHIBIAO_POSTGRES", url);
        }
        let schema = match command {
            MigrateCommand::Store(_) => {
                let distribute = sheet.read("ZHIBIAO_DISTRIBUTE", Switch(false)).0;
                url.map(|url| {
                    Schema::Store(Box::new(store::Options {
                        distribute,
                        ..store::Options::new(url)
                    }))
                })
            }
            MigrateCommand::Ingest(_) => {
                url.map(|url| Schema::Ingest(Box::new(Options::new(url, zhibiao_ingest::SCHEMA))))
            }
        };
        sheet.finish()?;
        // A sheet without faults had the address.
        schema.map(Self).ok_or_else(|| BadSettings(Vec::new()))
    }
}

/// Brings the schema up to date.
///
/// # Errors
/// When the database is away or refuses, or a newer version wrote the schema.
pub async fn run(settings: Settings, ui: &Ui) -> Result<Exit, Failure> {
    let (schema, migrated) = match &settings.0 {
        Schema::Store(options) => {
            let migrated = store::migrate(options).await.map_err(store_failure)?;
            (&options.database.schema, migrated)
        }
        Schema::Ingest(options) => {
            let migrated = PostgresLog::migrate(options).await.map_err(ingest_failure)?;
            (&options.schema, migrated)
        }
    };
    ui.answer(&answer(schema, migrated)?)?;
    Ok(Exit::Ok)
}

fn answer(schema: &str, Migrated { found, version }: Migrated) -> Result<Answer, Failure> {
    let mut grid = Grid::new(vec![
        Column::text("schema", Text::HeadSchema),
        Column::number("found", Text::HeadBefore),
        Column::number("version", Text::HeadAfter),
    ]);
    grid.row(vec![
        Cell::text(schema),
        Cell::text(found.to_string()),
        Cell::text(version.to_string()),
    ]);
    let json = Json {
        schema,
        found,
        version,
    };
    Answer::new(&json, grid)
}

fn store_failure(error: OpenError) -> Failure {
    let is_away = matches!(
        error,
        OpenError::Database(DatabaseFailure::Unavailable(_))
            | OpenError::Migrate(MigrateError::Failure(DatabaseFailure::Unavailable(_)))
    );
    failure(&error, is_away)
}

fn ingest_failure(error: LogError) -> Failure {
    let is_away = matches!(error, LogError::Unavailable(_));
    failure(&error, is_away)
}

fn failure(error: &dyn std::error::Error, is_away: bool) -> Failure {
    let (exit, reason) = if is_away {
        (Exit::TryAgain, "DATABASE_UNAVAILABLE")
    } else {
        (Exit::Io, "DATABASE")
    };
    Failure::new(exit, reason, Text::Said(error.to_string()))
}
