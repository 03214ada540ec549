//! `zhibiao pack`: scenario packs, from a first draft to the hub.

mod draft;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde::Serialize;
use zhibiao_proto::catalog::v1::{
    ApplyCatalogRequest, ApplyCatalogResponse, ApplyMode, CatalogChange, ChangeAction,
};

use crate::{
    failure::Failure,
    output::{
        Answer, Format, Ui,
        grid::{Cell, Column, Grid},
    },
    pack::{Files, Pack},
    settings::Session,
    text::Text,
    wire::word,
};

/// Commands about packs.
#[derive(Debug, Subcommand)]
pub(crate) enum PackCommand {
    /// Check a pack without a hub: every fault with its file, row and column
    Check(CheckArgs),
    /// Show what applying a pack would change
    Diff(ApplyArgs),
    /// Apply a pack to the hub
    Apply(ApplyArgs),
    /// Draft a pack from your own workbooks or CSV files
    Draft(draft::DraftArgs),
}

pub(crate) use draft::run as draft;

/// Which pack.
#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// Folder of the pack
    folder: PathBuf,
}

/// Which pack, and how.
#[derive(Debug, Args)]
pub(crate) struct ApplyArgs {
    /// Folder of the pack
    folder: PathBuf,
    /// Remove what the pack lacks, unless observations refer to it
    #[arg(long)]
    prune: bool,
}

#[derive(Debug, Serialize)]
struct JsonPack<'a> {
    id: &'a str,
    version: &'a str,
    zones: usize,
    subjects: usize,
    kinds: usize,
    departments: usize,
    indicators: usize,
    interfaces: usize,
    peer_groups: usize,
    grants: usize,
    lineage: usize,
    frameworks: usize,
    reports: usize,
}

/// Checks a pack; needs no hub.
///
/// # Errors
/// Every fault of the pack.
pub(crate) fn check(args: &CheckArgs, ui: &Ui) -> Result<(), Failure> {
    let pack = Pack::read(Files::of_folder(&args.folder)?)?;
    let counts = pack.counts();
    let of = |table: &str| {
        counts
            .iter()
            .find(|(name, _)| *name == table)
            .map_or(0, |(_, count)| *count)
    };
    let json = JsonPack {
        id: &pack.manifest.pack.id,
        version: &pack.manifest.pack.version,
        zones: of("zones"),
        subjects: of("subjects"),
        kinds: of("kinds"),
        departments: of("departments"),
        indicators: of("indicators"),
        interfaces: of("interfaces"),
        peer_groups: of("peer_groups"),
        grants: of("grants"),
        lineage: of("lineage"),
        frameworks: of("frameworks"),
        reports: pack.manifest.reports.len(),
    };
    let mut grid = Grid::new(vec![
        Column::text("what", Text::HeadWhat),
        Column::number("count", Text::HeadCount),
    ]);
    let rest = [("reports", pack.manifest.reports.len())];
    for (table, count) in counts.into_iter().chain(rest).filter(|(_, count)| *count > 0) {
        // Counts stay far below 2^53.
        grid.row(vec![
            Cell::Word(table.into(), ui.text(table_text(table))),
            Cell::figure(count as f64),
        ]);
    }
    let title = Text::PackFits {
        id: json.id.to_owned(),
        version: json.version.to_owned(),
    };
    ui.answer(&Answer::new(&json, grid)?.above(ui.text(title)))
}

fn table_text(table: &str) -> Text<'_> {
    match table {
        "zones" => Text::Zones,
        "subjects" => Text::Subjects,
        "kinds" => Text::Kinds,
        "departments" => Text::Departments,
        "indicators" => Text::Indicators,
        "interfaces" => Text::Interfaces,
        "peer_groups" => Text::PeerGroups,
        "grants" => Text::Grants,
        "lineage" => Text::Lineage,
        "frameworks" => Text::Frameworks,
        "reports" => Text::Reports,
        other => Text::Quoted(other),
    }
}

/// Applies a pack, or shows what applying would do.
///
/// # Errors
/// Every fault of the pack, or what the hub refuses.
pub(crate) async fn apply(args: &ApplyArgs, dry_run: bool, session: &Session) -> Result<(), Failure> {
    let pack = Pack::read(Files::of_folder(&args.folder)?)?;
    let mode = if args.prune {
        ApplyMode::Replace
    } else {
        ApplyMode::Merge
    };
    let request = ApplyCatalogRequest {
        catalog: Some(pack.catalog),
        mode: mode.into(),
        dry_run,
        expected_revision: None,
    };
    let response = session
        .hub
        .retrying(|| {
            let (mut client, request) = (session.hub.catalog(), request.clone());
            async move { client.apply_catalog(request).await }
        })
        .await?;
    session.ui.answer(&answer(&response, dry_run, &session.ui)?)
}

/// What applying did, in JSON. The field names are stable.
#[derive(Debug, Serialize)]
struct Json<'a> {
    dry_run: bool,
    revision: i64,
    token: &'a str,
    changes: Vec<JsonChange<'a>>,
}

#[derive(Debug, Serialize)]
struct JsonChange<'a> {
    name: &'a str,
    action: String,
    fields: Vec<JsonField<'a>>,
}

#[derive(Debug, Serialize)]
struct JsonField<'a> {
    field: &'a str,
    before: &'a str,
    after: &'a str,
}

/// Added items of one table that are listed by name; more are counted.
const LISTED: usize = 20;

fn answer(response: &ApplyCatalogResponse, dry_run: bool, ui: &Ui) -> Result<Answer, Failure> {
    let json = Json {
        dry_run,
        revision: response.revision,
        token: &response.token,
        changes: response.changes.iter().map(json_change).collect(),
    };
    let of = |action| {
        response
            .changes
            .iter()
            .filter(|change| change.action() == action)
            .count()
    };
    let (added, updated, removed) = (
        of(ChangeAction::Add),
        of(ChangeAction::Update),
        of(ChangeAction::Remove),
    );
    // A first application adds everything; for people a list of it would hide what matters.
    let counted = ui.format == Format::Table && added > LISTED;
    let listed = response
        .changes
        .iter()
        .filter(|change| !counted || change.action() != ChangeAction::Add);
    let mut answer = Answer::new(&json, grid(listed))?;
    if counted {
        for (table, count) in added_by_table(&response.changes) {
            answer.above.push(ui.text(Text::AddedItems { table, count }));
        }
    }
    let counts = match (response.changes.is_empty(), dry_run) {
        (true, _) => Text::NothingChanges {
            revision: response.revision,
        },
        (false, true) => Text::WouldChange {
            added,
            updated,
            removed,
        },
        (false, false) => Text::Changed {
            added,
            updated,
            removed,
            revision: response.revision,
        },
    };
    answer.below.push(ui.text(counts));
    Ok(answer)
}

fn added_by_table(changes: &[CatalogChange]) -> Vec<(String, usize)> {
    let mut counts = std::collections::BTreeMap::new();
    for change in changes
        .iter()
        .filter(|change| change.action() == ChangeAction::Add)
    {
        let table = change.name.split('/').next().unwrap_or_default();
        *counts.entry(table.to_owned()).or_insert(0) += 1;
    }
    counts.into_iter().collect()
}

fn grid<'a>(changes: impl Iterator<Item = &'a CatalogChange>) -> Grid {
    let mut grid = Grid::new(vec![
        Column::text("action", Text::HeadChange),
        Column::text("name", Text::HeadItem),
        Column::text("field", Text::HeadField),
        Column::text("before", Text::HeadBefore),
        Column::text("after", Text::HeadAfter),
    ]);
    changes.for_each(|change| rows(&mut grid, change));
    grid
}

/// What is done to an item: a word for machines, a sign for people.
pub(super) fn action(action: ChangeAction) -> Cell {
    let sign = match action {
        ChangeAction::Unspecified => "",
        ChangeAction::Add => "+",
        ChangeAction::Update => "~",
        ChangeAction::Remove => "-",
    };
    Cell::Word(word(action.as_str_name(), "CHANGE_ACTION_"), sign.to_owned())
}

fn rows(grid: &mut Grid, change: &CatalogChange) {
    let action = action(change.action());
    if change.fields.is_empty() {
        grid.row(vec![
            action,
            Cell::text(&change.name),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
        ]);
        return;
    }
    for (i, field) in change.fields.iter().enumerate() {
        let shown = if i == 0 { change.name.as_str() } else { "" };
        grid.row(vec![
            action.clone(),
            Cell::Word(change.name.clone(), shown.to_owned()),
            Cell::text(&field.field),
            Cell::text(&field.before),
            Cell::text(&field.after),
        ]);
    }
}

fn json_change(change: &CatalogChange) -> JsonChange<'_> {
    JsonChange {
        name: &change.name,
        action: word(change.action().as_str_name(), "CHANGE_ACTION_"),
        fields: change
            .fields
            .iter()
            .map(|field| JsonField {
                field: &field.field,
                before: &field.before,
                after: &field.after,
            })
            .collect(),
    }
}
