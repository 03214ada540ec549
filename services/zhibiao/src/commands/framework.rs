//! `zhibiao framework`: what indices are computed by.

mod settings;
mod show;
mod written;

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde::Serialize;
use zhibiao_model::framework::FrameworkForm;
use zhibiao_proto::{
    catalog::v1::{CatalogChange, ChangeAction, Framework},
    compare::v1::{
        ApplyFrameworkRequest, ApplyFrameworkResponse, EvaluationWarning, FrameworkSummary,
        ListFrameworksRequest, ListFrameworksResponse,
    },
};

use super::{
    index::{JsonWarning, warnings},
    indicators::frequency_text,
    pack::action,
};
use crate::{
    failure::Failure,
    names::{in_language, sent_in_language},
    output::{
        Answer, Ui,
        grid::{Cell, Column, Grid},
    },
    pack::{self, Files, Pack},
    settings::Session,
    text::Text,
    wire::{JsonNames, When, word},
};

pub(crate) use show::{method, run as show};
use written::Written;

/// The folder of a pack that frameworks lie in.
const FOLDER: &str = "frameworks";

/// Frameworks of a page.
const PAGE: i32 = 1_000;

/// Commands about frameworks.
#[derive(Debug, Subcommand)]
pub(crate) enum FrameworkCommand {
    /// Check a framework without a hub: everything that can't be computed
    Check(CheckArgs),
    /// Apply a framework to the hub
    Apply(ApplyArgs),
    /// List the hub's frameworks
    List(ListArgs),
    /// Show a framework: its tree with weights and methods
    Show(show::ShowArgs),
}

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

/// What to apply, and how.
#[derive(Debug, Args)]
pub(crate) struct ApplyArgs {
    /// TOML file of the framework
    file: PathBuf,
    /// Only say what would change
    #[arg(long)]
    dry_run: bool,
}

/// As of when.
#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    when: When,
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
pub(crate) fn check(args: &CheckArgs, ui: &Ui) -> Result<(), Failure> {
    let written = Written::read(&args.file)?;
    let pack = match args.folder() {
        // The file itself is read above; what is wrong in it is no fault of the rest.
        Some(folder) => match looked_up_in(&folder, &args.within(&folder)) {
            Ok(pack) => Some(pack),
            Err(failure) => {
                ui.aside(&ui.text(Text::NamesNotLookedUp));
                return Err(written.beside(failure));
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

/// The pack of a folder but for a file in it.
fn looked_up_in(folder: &Path, but: &str) -> Result<Pack, Failure> {
    Ok(Pack::read(Files::of_folder(folder)?.without(but))?)
}

/// What readers of its results will be warned of, with aggregates called by their names.
fn notes<'a>(warned: &'a [EvaluationWarning], form: &'a FrameworkForm, ui: &Ui) -> Vec<String> {
    let called = |id: &'a str| {
        let named = form.aggregates.iter().find(|one| one.id == id);
        let name = named.map_or("", |one| in_language(&one.names, ui.language));
        if name.is_empty() { id } else { name }
    };
    warnings(warned, called, ui.language)
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

/// Applies a framework, or shows what applying would do. What can't be read is told with what can't be computed; all else
/// the hub says.
///
/// # Errors
/// What the hub refuses.
pub(crate) async fn apply(args: ApplyArgs, session: &Session) -> Result<(), Failure> {
    let written = Written::read(&args.file)?;
    let form = match written.form() {
        Some(form) if written.is_read() => form.clone(),
        Some(_) | None => return written.sound(None).map(drop),
    };
    let request = ApplyFrameworkRequest {
        framework: Some(Framework::from(&form)),
        dry_run: args.dry_run,
        expected_revision: None,
    };
    let response = session
        .hub
        .retrying(|| {
            let (mut client, request) = (session.hub.comparisons(), request.clone());
            async move { client.apply_framework(request).await }
        })
        .await
        .map_err(|problem| written.refused(problem.into()))?;
    let mut answer = applied(&response, args.dry_run, &session.ui)?;
    answer.notes = notes(&response.warnings, &form, &session.ui);
    session.ui.answer(&answer)
}

/// What applying did, in JSON. The field names are stable.
#[derive(Debug, Serialize)]
struct JsonApplied<'a> {
    dry_run: bool,
    revision: i64,
    token: &'a str,
    changes: Vec<JsonChange<'a>>,
    /// What readers of its results will be warned of.
    warnings: Vec<JsonWarning<'a>>,
}

#[derive(Debug, Serialize)]
struct JsonChange<'a> {
    name: &'a str,
    action: String,
    #[serde(skip)]
    done: ChangeAction,
    field: &'a str,
    before: &'a str,
    after: &'a str,
}

fn changes(changes: &[CatalogChange]) -> Vec<JsonChange<'_>> {
    let mut told = Vec::new();
    for change in changes {
        let action = word(change.action().as_str_name(), "CHANGE_ACTION_");
        let one = |field, before, after| JsonChange {
            name: &change.name,
            action: action.clone(),
            done: change.action(),
            field,
            before,
            after,
        };
        if change.fields.is_empty() {
            told.push(one("", "", ""));
        }
        let fields = change.fields.iter();
        told.extend(fields.map(|field| one(&field.field, &field.before, &field.after)));
    }
    told
}

fn applied(response: &ApplyFrameworkResponse, dry_run: bool, ui: &Ui) -> Result<Answer, Failure> {
    let json = JsonApplied {
        dry_run,
        revision: response.revision,
        token: &response.token,
        changes: changes(&response.changes),
        warnings: response.warnings.iter().map(JsonWarning::from).collect(),
    };
    let mut grid = Grid::new(vec![
        Column::text("action", Text::HeadAction),
        Column::text("name", Text::HeadName),
        Column::text("field", Text::HeadField),
        Column::text("before", Text::HeadBefore),
        Column::text("after", Text::HeadAfter),
    ]);
    for change in &json.changes {
        grid.row(vec![
            action(change.done),
            Cell::text(change.name),
            Cell::text(change.field),
            Cell::text(change.before),
            Cell::text(change.after),
        ]);
    }
    let count = |action| {
        let changes = response.changes.iter();
        changes.filter(|change| change.action() == action).count()
    };
    let (added, updated) = (count(ChangeAction::Add), count(ChangeAction::Update));
    let revision = response.revision;
    let said = match (response.changes.is_empty(), dry_run) {
        (true, _) => Text::NothingChanges { revision },
        (false, true) => Text::WouldChange {
            added,
            updated,
            removed: 0,
        },
        (false, false) => Text::Changed {
            added,
            updated,
            removed: 0,
            revision,
        },
    };
    Ok(Answer::new(&json, grid)?.below(ui.text(said)))
}

/// A framework of a list, in JSON. The field names are stable.
#[derive(Debug, Serialize)]
struct JsonSummary<'a> {
    framework: &'a str,
    names: JsonNames,
    edition: &'a str,
    indicators: u32,
    aggregates: u32,
    peer_group: &'a str,
    frequency: String,
    version: u32,
}

/// Lists the hub's frameworks.
///
/// # Errors
/// When the hub does not answer.
pub(crate) async fn list(args: ListArgs, session: &Session) -> Result<(), Failure> {
    let mut all: Vec<FrameworkSummary> = Vec::new();
    let mut token = String::new();
    loop {
        let page = page(session, &args.when, token).await?;
        all.extend(page.frameworks);
        token = page.next_page_token;
        if token.is_empty() {
            break;
        }
    }
    let ui = &session.ui;
    let json: Vec<JsonSummary<'_>> = all.iter().map(JsonSummary::from).collect();
    let mut grid = Grid::new(vec![
        Column::text("framework", Text::HeadFramework),
        Column::text("name", Text::HeadName),
        Column::text("edition", Text::HeadEdition),
        Column::number("indicators", Text::HeadIndicators),
        Column::text("frequency", Text::HeadFrequency),
        Column::text("peer_group", Text::HeadPeers),
        Column::number("version", Text::HeadVersion),
    ]);
    for (one, json) in all.iter().zip(&json) {
        grid.row(vec![
            Cell::text(&one.name),
            Cell::text(sent_in_language(one.names.as_ref(), &one.name, ui.language)),
            Cell::text(&one.edition),
            Cell::figure(f64::from(one.indicators)),
            Cell::Word(json.frequency.clone(), ui.text(frequency_text(&json.frequency))),
            Cell::text(&one.peer_group),
            Cell::figure(f64::from(one.version)),
        ]);
    }
    let mut answer = Answer::new(&json, grid)?;
    if all.is_empty() {
        answer.above.push(ui.text(Text::NoFrameworks));
    }
    ui.answer(&answer)
}

async fn page(session: &Session, when: &When, token: String) -> Result<ListFrameworksResponse, Failure> {
    let request = ListFrameworksRequest {
        page_size: PAGE,
        page_token: token,
        consistency: when.consistency(),
        as_of: when.as_of(),
    };
    let page = session.hub.retrying(|| {
        let (mut client, request) = (session.hub.comparisons(), request.clone());
        async move { client.list_frameworks(request).await }
    });
    Ok(page.await?)
}

impl<'a> From<&'a FrameworkSummary> for JsonSummary<'a> {
    fn from(one: &'a FrameworkSummary) -> Self {
        Self {
            framework: &one.name,
            names: one.names.as_ref().into(),
            edition: &one.edition,
            indicators: one.indicators,
            aggregates: one.aggregates,
            peer_group: &one.peer_group,
            frequency: word(one.frequency().as_str_name(), "FREQUENCY_"),
            version: one.version,
        }
    }
}
