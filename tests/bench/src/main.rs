//! `./dev bench`: each row measures our path and its floor in turn, several times, on the same machine.
//!
//! Machines are noisy, so only the ratio of paired runs is judged, by its median; the spread is printed beside it.
//! The hub and the floors run as processes of their own.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a bench prints its table"
)]

mod deployment;
mod echo;
mod hub;
mod load;
mod measure;
mod rows;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

pub(crate) type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Measures the hub against floors taken in the same run.
#[derive(Debug, Parser)]
#[command(name = "bench")]
struct Arguments {
    #[command(subcommand)]
    part: Option<Part>,
    /// Rows to run; all when none is named.
    #[arg(value_parser = clap::builder::PossibleValuesParser::new(rows::NAMES))]
    names: Vec<String>,
    /// Paired runs a row.
    #[arg(long, default_value_t = 5)]
    runs: usize,
    /// The hub's program; beside this one when not given.
    #[arg(long)]
    program: Option<PathBuf>,
}

/// Floors that run as processes of their own.
#[derive(Debug, Subcommand)]
enum Part {
    /// Serves the bare echo until its standard input closes.
    #[command(hide = true)]
    Echo,
    /// Reads a workbook with calamine alone.
    #[command(hide = true)]
    Calamine {
        /// The workbook.
        file: PathBuf,
    },
    /// Draws an index anew and prints the peak of its memory.
    #[command(hide = true)]
    Draws {
        /// `all`, or `none` for the figures alone.
        draws: String,
    },
    /// Inserts rows into SQLite with a prepared statement, one transaction a batch.
    #[command(hide = true)]
    Insert {
        /// The folder of the database.
        folder: PathBuf,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match arguments.part {
        Some(Part::Echo) => echo::serve().await,
        Some(Part::Calamine { file }) => rows::xlsx::floor(&file),
        Some(Part::Draws { draws }) => rows::monte_carlo::draws(draws == "all"),
        Some(Part::Insert { folder }) => rows::ingest::floor(&folder),
        None => bench(arguments).await,
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn bench(arguments: Arguments) -> Outcome<()> {
    let program = match arguments.program {
        Some(program) => program,
        None => std::env::current_exe()?.with_file_name("zhibiao"),
    };
    if !program.exists() {
        return Err(format!(
            "{} is not there: cargo build --release -p zhibiao",
            program.display()
        )
        .into());
    }
    let mut table = measure::Table::default();
    for name in rows::NAMES {
        if arguments.names.is_empty() || arguments.names.iter().any(|asked| asked == name) {
            eprintln!("{name} …");
            table.add(rows::run(name, &program, arguments.runs).await?);
        }
    }
    println!("{table}");
    Ok(())
}
