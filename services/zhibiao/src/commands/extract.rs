//! `zhibiao extract`: the facts that a narrative report tells, without a hub.

mod lines;
mod marked;

use std::{io::Cursor, path::PathBuf};

use clap::Args;
use zhibiao_extract::{Context, Extractor, LONGEST_TEXT, Lexicon, Reading};
use zhibiao_model::{ids::ZoneId, period::Period};

use crate::{
    exit::Exit,
    failure::Failure,
    output::{Format, Ui},
    pack::{Files, Pack},
    text::Text,
};

/// Which text, and what is known about it.
#[derive(Debug, Args)]
pub(crate) struct ExtractArgs {
    /// The text, in UTF-8 or GB18030, or a Word document (.docx)
    file: PathBuf,
    /// Folder of the pack whose names are looked for [default: the pack of high-tech zones]
    #[arg(long, value_name = "FOLDER")]
    pack: Option<PathBuf>,
    /// Zone that the text is about until it names one, such as zhaoqing-htz
    #[arg(long, value_name = "ZONE", value_parser = zone)]
    zone: Option<ZoneId>,
    /// Month or day of issue, such as 2024-04: what 去年 and 目前 are told from
    #[arg(long, value_name = "PERIOD")]
    issued: Option<Period>,
}

/// Reads a text; needs no hub.
///
/// # Errors
/// When the file can't be read or is no text, or the pack has faults.
pub(crate) fn run(args: ExtractArgs, ui: &Ui) -> Result<(), Failure> {
    let text = text(&args)?;
    let files = match &args.pack {
        Some(folder) => Files::of_folder(folder)?,
        None => Files::demo(),
    };
    let extractor = Extractor::new(Lexicon::from_catalog(&Pack::read(files)?.checked));
    let context = Context {
        zone: args.zone.clone(),
        issued: args.issued,
    };
    let reading = extractor
        .read(&text, &context)
        .map_err(|fault| unusable(&args, &fault))?;
    show(&text, &reading, ui)
}

/// The text of the file, whatever its form.
fn text(args: &ExtractArgs) -> Result<String, Failure> {
    let bytes = std::fs::read(&args.file).map_err(|error| Failure::file(&args.file, &error))?;
    let limits = zhibiao_tabular::Limits::default();
    let is_document = zhibiao_tabular::is_document(Cursor::new(&bytes), limits);
    if is_document.map_err(|fault| unusable(args, &fault))? {
        return zhibiao_tabular::document_text(Cursor::new(&bytes), limits, LONGEST_TEXT)
            .map_err(|fault| unusable(args, &fault));
    }
    zhibiao_tabular::check_is_text(&bytes).map_err(|fault| unusable(args, &fault))?;
    let decoded = zhibiao_encoding::decode(&bytes).map_err(|fault| unusable(args, &fault))?;
    Ok(decoded.whole().into_owned())
}

fn show(text: &str, reading: &Reading, ui: &Ui) -> Result<(), Failure> {
    match ui.format {
        Format::Table => marked::show(text, reading, ui),
        Format::Json => lines::json(text, reading, ui),
        Format::Csv => lines::csv(text, reading, ui),
    }
}

fn unusable(args: &ExtractArgs, fault: &dyn std::error::Error) -> Failure {
    let what = Text::FileUnreadable {
        path: args.file.display().to_string(),
        error: fault.to_string(),
    };
    Failure::new(Exit::Data, "TEXT_UNREADABLE", what)
}

/// A zone by its id or its resource name.
fn zone(text: &str) -> Result<ZoneId, String> {
    let name = text.parse().or_else(|_| ZoneId::new(text));
    name.map_err(|fault| fault.to_string())
}
