//! `zhibiao framework`: what indices are computed by.

mod check;
mod list;
mod settings;
mod show;
mod written;

use std::{path::PathBuf, time::Duration};

use clap::{Args, Subcommand};
use serde::Serialize;
use tokio::time::timeout;
use zhibiao_model::framework::FrameworkForm;
use zhibiao_proto::{
    catalog::v1::{CatalogChange, ChangeAction, Framework},
    compare::v1::{ApplyFrameworkRequest, ApplyFrameworkResponse, EvaluationWarning},
};
use zhibiao_runtime::error::Problem;

use super::{
    index::{JsonWarning, warnings},
    pack::action,
};
use crate::{
    failure::Failure,
    names::in_language,
    output::{
        Answer, Ui,
        grid::{Cell, Column, Grid},
    },
    settings::Session,
    text::Text,
    wire::word,
};

pub(crate) use check::run as check;
pub(crate) use list::run as list;
pub(crate) use settings::settings;
pub(crate) use show::{method, run as show};
use written::Written;

/// Commands about frameworks.
#[derive(Debug, Subcommand)]
pub(crate) enum FrameworkCommand {
    /// Check a framework without a hub: everything that can't be computed
    Check(check::CheckArgs),
    /// Apply a framework to the hub
    Apply(ApplyArgs),
    /// List the hub's frameworks
    List(list::ListArgs),
    /// Show a framework: its tree with weights and methods
    Show(show::ShowArgs),
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

/// What readers of its results will be warned of, with aggregates called by their names.
fn notes<'a>(warned: &'a [EvaluationWarning], form: &'a FrameworkForm, ui: &Ui) -> Vec<String> {
    let called = |id: &'a str| {
        let named = form.aggregates.iter().find(|one| one.id == id);
        let name = named.map_or("", |one| in_language(&one.names, ui.language));
        if name.is_empty() { id } else { name }
    };
    warnings(warned, called, ui.language)
}

/// Applies a framework, or shows what applying would do. Of a file that can't be read wholly the rest is held against the
/// hub's catalogue all the same, so that everything wrong is told at once.
///
/// # Errors
/// What can't be read, and what the hub refuses.
pub(crate) async fn apply(args: ApplyArgs, session: &Session) -> Result<(), Failure> {
    let written = Written::read(&args.file)?;
    let Some(form) = written.form().cloned() else {
        return written.sound(None).map(drop);
    };
    if !written.is_read() {
        return unread(written, &form, session).await;
    }
    let response = asked(&form, args.dry_run, session)
        .await
        .map_err(|problem| written.refused(problem.into()))?;
    let mut answer = applied(&response, args.dry_run, &session.ui)?;
    answer.notes = notes(&response.warnings, &form, &session.ui);
    session.ui.answer(&answer)
}

/// How long the faults of a file wait for what a hub makes of the rest of it: they need none.
const PATIENCE: Duration = Duration::from_secs(5);

/// Tells what is wrong with a file that can't be read wholly, with what the hub says of the rest.
async fn unread(written: Written, form: &FrameworkForm, session: &Session) -> Result<(), Failure> {
    let not_looked_up = match timeout(PATIENCE, asked(form, true, session)).await {
        Err(_) => Text::NotLookedUpInTime,
        Ok(Err(problem)) if problem.violations.is_empty() => Text::NotLookedUpByHub {
            said: problem.message,
        },
        Ok(Err(problem)) => {
            let Failure { places, unlisted, .. } = problem.into();
            return Err(written.told_with(places, unlisted));
        }
        Ok(Ok(_)) => return Err(written.told_with(Vec::new(), 0)),
    };
    session.ui.aside(&session.ui.text(not_looked_up));
    written.sound(None).map(drop)
}

/// Asks the hub to apply a framework.
async fn asked(
    form: &FrameworkForm,
    dry_run: bool,
    session: &Session,
) -> Result<ApplyFrameworkResponse, Problem> {
    let request = ApplyFrameworkRequest {
        framework: Some(Framework::from(form)),
        dry_run,
        expected_revision: None,
    };
    session
        .hub
        .retrying(|| {
            let (mut client, request) = (session.hub.comparisons(), request.clone());
            async move { client.apply_framework(request).await }
        })
        .await
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
