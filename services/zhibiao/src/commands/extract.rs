//! `zhibiao extract`: the facts that a narrative report tells.

mod lines;
mod marked;

use std::path::{Path, PathBuf};

use clap::Args;
use zhibiao_client::catalog;
use zhibiao_extract::{Context, Extractor, Lexicon, Reading, ZoneRef};
use zhibiao_ingest::{FileError, read_issued, text_of_prose};
use zhibiao_model::{catalog::Catalog, period::Period};
use zhibiao_runtime::language::Language;

use self::marked::Zones;
use crate::{
    commands::file,
    exit::Exit,
    failure::Failure,
    names::{Resolver, in_language},
    output::{Format, Ui},
    pack::{Files, Pack},
    settings::Session,
    text::{Text, faults},
};

/// Which text, and what is known about it.
#[derive(Debug, Args)]
pub(crate) struct ExtractArgs {
    /// The text, in UTF-8 or GB18030, or a Word document (.docx); - reads standard input
    file: PathBuf,
    /// Folder of the pack whose names are looked for [default: the pack of high-tech zones]
    #[arg(long, value_name = "FOLDER", conflicts_with = "hub")]
    pack: Option<PathBuf>,
    /// Look for the names that the hub's catalogue has, with the aliases that reviews have kept, instead of a pack's
    #[arg(long)]
    hub: bool,
    /// Zone that the text is about until it names one: its name, code or resource name, or a name like 咸阳高新区 of none of them
    #[arg(long, value_name = "ZONE")]
    zone: Option<String>,
    /// Month or day of issue, such as 2024-04: what 去年 and 目前 are told from
    #[arg(long, value_name = "PERIOD", value_parser = read_issued)]
    issued: Option<Period>,
}

/// Reads a text; needs no hub unless its names are asked for.
///
/// # Errors
/// When the file can't be read or is no text, the pack has faults, no hub answers, or nothing is called like the zone.
pub(crate) async fn run(args: ExtractArgs, session: &Session) -> Result<Exit, Failure> {
    let language = session.ui.language;
    let text = text(&args.file, language)?;
    let catalog = known(&args, session).await?;
    let extractor = Extractor::new(Lexicon::from_catalog(&catalog));
    let zones = catalog.items().zones.values();
    let zones = zones.map(|zone| (zone.id.clone(), in_language(&zone.names, language).to_owned()));
    let zones: Zones = zones.collect();
    let context = Context {
        zone: zone(&args, catalog, &session.ui)?,
        issued: args.issued,
    };
    let reading = extractor
        .read(&text, &context)
        .map_err(|fault| unusable(&args.file, &fault.into(), language))?;
    show(&text, &reading, &zones, &session.ui)?;
    if reading.facts.is_empty() {
        let path = args.file.display().to_string();
        let what = match reading.unmatched.len() {
            0 => Text::ExtractNothing { path },
            count => Text::ExtractOnlyUnmatched { path, count },
        };
        let nothing = Failure::new(Exit::Negative, "NO_VALUES", what);
        return Err(nothing.next(Text::NextExtractNothing));
    }
    Ok(Exit::Ok)
}

/// The text of the file, read as a hub reads it.
fn text(path: &Path, language: Language) -> Result<String, Failure> {
    let content = file::read(path)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    text_of_prose(&content, &name).map_err(|fault| unusable(path, &fault, language))
}

/// The catalogue whose names are looked for.
async fn known(args: &ExtractArgs, session: &Session) -> Result<Catalog, Failure> {
    if args.hub {
        let (catalog, _) = catalog::load(&session.hub).await?;
        return Ok(catalog);
    }
    let files = match &args.pack {
        Some(folder) => Files::of_folder(folder)?,
        None => Files::demo(),
    };
    Ok(Pack::read(files)?.checked)
}

/// The zone that the caller names: one of the catalogue, else what is called like a zone, as a text may name one too.
fn zone(args: &ExtractArgs, catalog: Catalog, ui: &Ui) -> Result<Option<ZoneRef>, Failure> {
    let Some(called) = &args.zone else {
        return Ok(None);
    };
    let mut resolver = Resolver::new(catalog, ui.language);
    let zone = resolver.zone(called);
    match (resolver.finish(), ZoneRef::called(called)) {
        (Ok(()), _) => Ok(zone.map(ZoneRef::Known)),
        (Err(_), Some(proposed)) => {
            let zone = called.clone();
            ui.aside(&ui.text(Text::ExtractZoneProposed { zone }));
            Ok(Some(proposed))
        }
        // Rankings, which tell more names, are a hub's.
        (Err(failure), None) => Err(failure.next(Text::NextNames)),
    }
}

fn show(text: &str, reading: &Reading, zones: &Zones, ui: &Ui) -> Result<(), Failure> {
    match ui.format {
        Format::Table => marked::show(text, reading, zones, ui),
        Format::Json => lines::json(text, reading, ui),
        Format::Csv => lines::csv(text, reading, ui),
    }?;
    // Lines hold facts alone: whoever reads them is told beside them that numbers were passed over.
    let count = reading.unmatched.len();
    if count > 0 && !matches!(ui.format, Format::Table) {
        ui.aside(&ui.text(Text::ExtractPassedOver { count }));
    }
    Ok(())
}

/// What the hub would say of the file.
fn unusable(path: &Path, fault: &FileError, language: Language) -> Failure {
    let error = fault.to_string();
    let what = Text::FileUnreadable {
        path: path.display().to_string(),
        error: faults::told(&error, language).into_owned(),
    };
    let next = match fault {
        FileError::TooLong(_) => Text::NextExtractParts,
        FileError::NoWords => Text::NextEmpty,
        FileError::Unreadable(_) | FileError::NotText(_) | FileError::Undecodable(_) | FileError::Io(_) => {
            Text::NextExtractFile
        }
    };
    Failure::new(Exit::Data, fault.code().unwrap_or("FILE_FAILED"), what).next(next)
}
