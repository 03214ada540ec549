//! `zhibiao framework check`: what can't be computed, without a hub.

use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::{notes, written::Written};
use crate::{
    commands::index::JsonWarning,
    failure::Failure,
    output::{
        Answer, Ui,
        grid::{Cell, Column, Grid},
    },
    pack::{self, Files, Pack, Unsound},
    text::Text,
};

/// The folder of a pack that frameworks lie in.
const FOLDER: &str = "frameworks";

/// What to check.
#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// TOML file of the framework
    file: PathBuf,
    /// Pack whose indicators, peer groups and subjects the framework speaks of [default: the one that the file is in]
    #[arg(long, value_name = "FOLDER")]
    pack: Option<PathBuf>,
}

impl CheckArgs {
    /// The pack's folder, where there is one: frameworks lie in a folder of it.
    fn folder(&self) -> Option<PathBuf> {
        let around = || self.file.parent()?.parent().map(Path::to_owned);
        let around = || around().filter(|folder| folder.join(pack::MANIFEST).is_file());
        self.pack.clone().or_else(around)
    }

    /// The path that the file has in a pack's folder, where it lies in it.
    fn within(&self, folder: &Path) -> String {
        let name = self.file.file_name().unwrap_or_default().to_string_lossy();
        let path = format!("{FOLDER}/{name}");
        let same = |a: &Path, b: &Path| {
            a.canonicalize()
                .is_ok_and(|a| b.canonicalize().is_ok_and(|b| a == b))
        };
        if same(&folder.join(&path), &self.file) {
            path
        } else {
            String::new()
        }
    }
}

/// What a framework was found to be, in JSON. The field names are stable.
#[derive(Debug, Serialize)]
struct JsonChecked<'a> {
    framework: String,
    indicators: usize,
    /// Whether indicators, peer group and reference subjects were looked up, in this pack.
    names_looked_up: bool,
    pack: Option<&'a str>,
    directions_assumed: usize,
    /// What readers of its results will be warned of.
    warnings: Vec<JsonWarning<'a>>,
}

/// Checks a framework; needs no hub.
///
/// # Errors
/// Everything that can't be read or computed.
pub(crate) fn run(args: &CheckArgs, ui: &Ui) -> Result<(), Failure> {
    let written = Written::read(&args.file)?;
    let pack = match args.folder() {
        // The file itself is read above; what is wrong in it is no fault of the rest.
        Some(folder) => match Pack::read_as_far(Files::of_folder(&folder)?.without(&args.within(&folder))) {
            Ok(pack) => Some(pack),
            Err(Unsound { faults, known }) => {
                if known.is_none() {
                    ui.aside(&ui.text(Text::PackNotLookedUp));
                }
                return Err(written.beside(faults.into(), known.as_deref()));
            }
        },
        None => None,
    };
    let indicators = written.form().into_iter().flat_map(|form| &form.indicators);
    let directions_assumed = match pack {
        Some(_) => 0,
        None => indicators.filter(|leaf| leaf.direction.is_none()).count(),
    };
    if pack.is_none() {
        ui.aside(&ui.text(Text::NamesNotLookedUp));
    }
    if directions_assumed > 0 {
        let count = directions_assumed;
        ui.aside(&ui.text(Text::DirectionsAssumed { count }));
    }
    let form = written.sound(pack.as_ref())?;
    let warned = match &pack {
        Some(pack) => pack.warnings_of(&form),
        None => pack::warnings(form.clone()),
    };
    let json = JsonChecked {
        framework: form.id.to_string(),
        indicators: form.indicators.len(),
        names_looked_up: pack.is_some(),
        pack: pack.as_ref().map(|pack| pack.manifest.pack.id.as_str()),
        directions_assumed,
        warnings: warned.iter().map(JsonWarning::from).collect(),
    };
    let fits = Text::FrameworkFits {
        id: form.id.id().to_owned(),
        indicators: json.indicators,
    };
    let mut answer = Answer::new(&json, checked(&json))?.above(ui.text(fits));
    answer.notes = notes(&warned, &form, ui);
    ui.answer(&answer)
}

fn checked(json: &JsonChecked<'_>) -> Grid {
    let mut grid = Grid::new(vec![
        Column::machine("framework"),
        Column::machine("indicators"),
        Column::machine("names_looked_up"),
        Column::machine("pack"),
        Column::machine("directions_assumed"),
    ]);
    grid.row(vec![
        Cell::text(&json.framework),
        Cell::figure(json.indicators as f64),
        Cell::text(json.names_looked_up.to_string()),
        Cell::text(json.pack.unwrap_or_default()),
        Cell::figure(json.directions_assumed as f64),
    ]);
    grid
}
