//! `pack draft`: a first pack from somebody's own files, and what to do with it.

use std::{env, fs, path::PathBuf};

use clap::Args;
use serde::Serialize;
use zhibiao_client::{Hub, Retry, catalog};
use zhibiao_model::catalog::Catalog;

use crate::{
    exit::Exit,
    failure::Failure,
    output::{
        Answer,
        grid::{Cell, Column, Grid},
    },
    pack::draft::{Drafted, ENTERPRISES, Given, Note, draft, pack_id},
    settings::{DEFAULT_SERVER, Session},
    text::{Text, faults, layouts},
};

/// Which files, and where the draft goes.
#[derive(Debug, Args)]
pub(crate) struct DraftArgs {
    /// Workbooks or CSV files as you have them
    #[arg(required = true, num_args = 1..)]
    files: Vec<PathBuf>,
    /// Folder to write the draft to; it must be empty or not there
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
    /// Chinese name of the department that reports
    #[arg(long, short, default_value = "")]
    department: String,
    /// Zone that enterprises lie in and that values without a subject are about [default: guessed]
    #[arg(long, short, default_value = "")]
    zone: String,
}

/// A draft in JSON. The field names are stable.
#[derive(Debug, Serialize)]
struct Json<'a> {
    folder: &'a str,
    zones: usize,
    subjects: usize,
    known: usize,
    known_indicators: usize,
    department: &'a str,
    zone: Option<&'a str>,
    needs_period: bool,
    peer_group: Option<&'a str>,
    indicators: Vec<JsonIndicator<'a>>,
    notes: &'a [String],
    tables: &'a [String],
}

#[derive(Debug, Serialize)]
struct JsonIndicator<'a> {
    code: &'a str,
    name: &'a str,
    unit: &'a str,
    frequency: String,
    year_to_date: bool,
}

/// Runs the command.
///
/// # Errors
/// When a file is no report, or the folder holds something already.
pub(crate) async fn run(args: DraftArgs, session: &Session) -> Result<(), Failure> {
    let folder = args.out.display().to_string();
    if args
        .out
        .read_dir()
        .is_ok_and(|mut entries| entries.next().is_some())
    {
        let what = Text::FolderNotEmpty { path: folder };
        return Err(Failure::new(Exit::Data, "FOLDER_NOT_EMPTY", what).next(Text::NextOtherFolder));
    }
    let mut sources = Vec::new();
    for path in &args.files {
        let content = fs::read(path).map_err(|error| Failure::file(path, &error))?;
        sources.push((path.display().to_string(), content));
    }
    let known = known(&session.hub).await;
    let id = pack_id(&args.out);
    let given = Given {
        id: &id,
        department: args.department.trim(),
        zone: args.zone.trim(),
        known: known.as_ref(),
    };
    let drafted = draft(&sources, given).map_err(|(path, error)| {
        Failure::new(
            Exit::Data,
            error.code(),
            Text::FileUnreadable {
                path,
                error: faults::told(&error.to_string(), session.ui.language).into_owned(),
            },
        )
    })?;
    drafted.files.write(&args.out)?;
    session
        .ui
        .answer(&answer(&args, &drafted, known.is_some(), session)?)
}

/// The catalogue of the hub, if one answers. A draft can be made without.
async fn known(hub: &Hub) -> Option<Catalog> {
    let once = hub.clone().with_retry(Retry::never());
    catalog::load(&once).await.ok().map(|(catalog, _)| catalog)
}

fn answer(args: &DraftArgs, drafted: &Drafted, compared: bool, session: &Session) -> Result<Answer, Failure> {
    let ui = &session.ui;
    let notes: Vec<String> = drafted
        .notes
        .iter()
        .map(|note| ui.text(note_text(note)))
        .collect();
    let folder = args.out.display().to_string();
    let mut answer = Answer::new(&json(&folder, drafted, &notes), grid(drafted))?;
    answer.above.push(ui.text(Text::DraftWritten {
        folder,
        zones: drafted.zones,
        subjects: drafted.subjects,
        indicators: drafted.indicators.len(),
    }));
    answer.above.extend(
        drafted
            .tables
            .iter()
            .map(|table| format!("  {}", layouts::told(table, ui.language))),
    );
    if drafted.known > 0 {
        answer
            .above
            .push(ui.text(Text::DraftKnown { count: drafted.known }));
    }
    if drafted.indicators.is_empty() && drafted.known_indicators > 0 {
        answer.above.push(ui.text(Text::DraftNothingNew {
            count: drafted.known_indicators,
        }));
    }
    if !compared {
        answer.above.push(ui.text(Text::DraftAlone {
            server: session.server.clone(),
        }));
    }
    answer.below.extend(notes);
    answer.below.push(ui.text(Text::FillIn));
    answer.below.extend([String::new(), ui.text(Text::TryNext)]);
    answer.below.extend(steps(args, drafted, session));
    Ok(answer)
}

fn json<'a>(folder: &'a str, drafted: &'a Drafted, notes: &'a [String]) -> Json<'a> {
    Json {
        folder,
        zones: drafted.zones,
        subjects: drafted.subjects,
        known: drafted.known,
        known_indicators: drafted.known_indicators,
        department: &drafted.department,
        zone: drafted.zone.as_deref(),
        needs_period: drafted.needs_period,
        peer_group: drafted.peer_group.as_deref(),
        indicators: drafted
            .indicators
            .iter()
            .map(|indicator| JsonIndicator {
                code: &indicator.code,
                name: &indicator.name,
                unit: indicator.unit.symbol(),
                frequency: indicator.frequency.to_string(),
                year_to_date: indicator.year_to_date,
            })
            .collect(),
        notes,
        tables: &drafted.tables,
    }
}

fn grid(drafted: &Drafted) -> Grid {
    let mut grid = Grid::new(vec![
        Column::text("code", Text::HeadCode),
        Column::text("name", Text::HeadName),
        Column::text("unit", Text::HeadUnit),
        Column::text("frequency", Text::HeadFrequency),
    ]);
    for indicator in &drafted.indicators {
        grid.row(vec![
            Cell::text(&indicator.code),
            Cell::text(&indicator.name),
            Cell::text(indicator.unit.symbol()),
            Cell::text(indicator.frequency.to_string()),
        ]);
    }
    grid
}

fn note_text(note: &Note) -> Text<'static> {
    match note.clone() {
        Note::NoUnit(indicator) => Text::DraftNoUnit { indicator },
        Note::OddUnit { indicator, unit } => Text::DraftOddUnit { indicator, unit },
        Note::OtherFrequency { indicator, values } => Text::DraftOtherFrequency { indicator, values },
        Note::NoPeriod(text) => Text::DraftNoPeriod { text },
        Note::KnownDiffers(indicator) => Text::DraftKnownDiffers { indicator },
        Note::KnownOfOtherKind { indicator, drafted } => Text::DraftOtherKind { indicator, drafted },
        Note::NoSubject => Text::DraftNoSubject,
        Note::Placed(zone) => Text::DraftPlaced { zone },
        Note::Unplaced => Text::DraftUnplaced,
    }
}

/// The commands from here to a first ranking, as they can be typed.
fn steps(args: &DraftArgs, drafted: &Drafted, session: &Session) -> Vec<String> {
    let program = env::args().next().unwrap_or_else(|| "zhibiao".to_owned());
    let server = if session.server == DEFAULT_SERVER {
        String::new()
    } else {
        format!(" --server {}", session.server)
    };
    let folder = quoted(&args.out.display().to_string());
    let files: Vec<String> = args
        .files
        .iter()
        .map(|path| quoted(&path.display().to_string()))
        .collect();
    let mut submit = format!(
        "report submit {} --department {}",
        files.join(" "),
        quoted(&drafted.department)
    );
    if let Some(zone) = &drafted.zone {
        submit.push_str(&format!(" --zone {zone}"));
    }
    if drafted.needs_period {
        let named = args
            .files
            .iter()
            .find_map(|path| year_in(&path.display().to_string()));
        submit.push_str(&format!(
            " --period {}",
            named.unwrap_or_else(|| "YYYY".to_owned())
        ));
    }
    let mut steps = vec![
        format!("pack check {folder}"),
        format!("pack apply {folder}"),
        submit,
    ];
    if let Some(indicator) = &drafted.first_indicator {
        let peers = match &drafted.peer_group {
            Some(group) => format!(" --peers {group}"),
            None if drafted.subjects > 0 => format!(" --kind {ENTERPRISES}"),
            None => String::new(),
        };
        steps.push(format!("rank {}{peers}", quoted(indicator)));
    }
    steps
        .into_iter()
        .map(|step| format!("  {program}{server} {step}"))
        .collect()
}

/// An argument as a shell takes it.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '_' | '-');
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

/// The first year in a name, `2023`.
fn year_in(name: &str) -> Option<String> {
    let digits = |group: &&str| group.len() == 4 && (group.starts_with("19") || group.starts_with("20"));
    name.split(|c: char| !c.is_ascii_digit())
        .find(digits)
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_can_be_typed() {
        assert_eq!(quoted("我的 报表.xlsx"), "'我的 报表.xlsx'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted("a/b-1.csv"), "a/b-1.csv");
        assert_eq!(year_in("统计2023年报.xlsx").as_deref(), Some("2023"));
        assert_eq!(year_in("a20231.xlsx"), None);
    }
}
