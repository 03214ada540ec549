//! `zhibiao replay`: a result computed anew from what it was made from, and in what it differs.

mod told;

use std::{fs, path::PathBuf};

use clap::Args;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, error::Category};
use zhibiao_proto::compare::v1::{
    EvaluateFrameworkResponse, EvaluatedAggregate, Manifest, Numbers, Replay, ReplayDifference,
    ReplayRankingRequest,
};
use zhibiao_runtime::language::Language;

use crate::{
    commands::index::stream,
    exit::Exit,
    failure::{Failure, Place},
    manifest::JsonManifest,
    output::{
        Answer,
        grid::{Cell, Column, Grid},
    },
    reader_words,
    settings::Session,
    text::Text,
    text_file, toml_form,
};

/// How a file begins that is a ZIP archive, as workbooks are.
const WORKBOOK: &[u8] = b"PK\x03\x04";

/// What is told of a file without a manifest, such as the answers of some commands are.
const WITHOUT_MANIFEST: &str = "has no manifest: rankings by a framework carry one, also with --uncertainty or --sensitivity; \
                                answers of --stability, audit, explain and solve carry none and can't be replayed";

/// Computes a result anew from its manifest and says whether it is the same bit for bit.
#[derive(Debug, Args)]
pub(crate) struct ReplayArgs {
    /// What `zhibiao rank --framework … --output json` wrote, or the manifest in it
    file: PathBuf,
}

/// A result as it was written down: the manifest, and who stood where as far as that is told.
#[derive(Debug, Deserialize)]
struct Written {
    manifest: JsonManifest,
    #[serde(default)]
    ranked: Vec<Ranked>,
    /// The whole file; none of a manifest alone.
    #[serde(skip)]
    file: Option<Value>,
}

#[derive(Debug, Deserialize)]
struct Ranked {
    subject: String,
    rank: Option<f64>,
    score: Option<f64>,
}

impl Written {
    /// Reads a file that holds a result or a manifest alone.
    fn read(args: &ReplayArgs) -> Result<Self, Failure> {
        let path = &args.file;
        let bytes = fs::read(path).map_err(|error| Failure::file(path, &error))?;
        let at = path.display().to_string();
        let wrong = |places: Vec<Place>| {
            let failure = Failure::new(Exit::Data, "FILE_INVALID", Text::FileInvalid);
            failure.at(places).next(Text::NextManifest)
        };
        let whole = |what: String| wrong(vec![Place { at: at.clone(), what }]);
        if bytes.starts_with(WORKBOOK) {
            return Err(whole("is no text: a workbook is not read back".to_owned()));
        }
        let text = text_file::decoded(&bytes).map_err(whole)?;
        let json: Value = serde_json::from_str(&text).map_err(|error| {
            let what = match error.classify() {
                Category::Eof => "ends in the midst of its JSON".to_owned(),
                Category::Io | Category::Syntax | Category::Data => {
                    format!("is no JSON from column {} on", error.column())
                }
            };
            let at = format!("{at}:{}", error.line());
            wrong(vec![Place { at, what }])
        })?;
        // What is missing from a file that is read already has no line.
        let unread = |faults: Vec<String>| {
            let places = faults.into_iter().map(|what| Place { at: at.clone(), what });
            wrong(places.collect())
        };
        if json.get("manifest").is_some() {
            let written = Self::deserialize(&json).map_err(|error| unread(faults::<Self>(&json, &error)))?;
            return Ok(Self {
                file: Some(json),
                ..written
            });
        }
        if !is_manifest(&json) {
            return Err(whole(WITHOUT_MANIFEST.to_owned()));
        }
        let manifest = JsonManifest::deserialize(&json)
            .map_err(|error| unread(faults::<JsonManifest>(&json, &error)))?;
        Ok(Self {
            manifest,
            ranked: Vec::new(),
            file: None,
        })
    }

    /// What the hub compares scores and ranks with; none when they are not told, nor of a simulation, of which the hub
    /// compares digests.
    fn expected(&self) -> Option<EvaluateFrameworkResponse> {
        if self.ranked.is_empty() || self.manifest.is_of_simulation() {
            return None;
        }
        Some(EvaluateFrameworkResponse {
            aggregates: vec![EvaluatedAggregate::default()],
            subjects: self.ranked.iter().map(|row| row.subject.clone()).collect(),
            scores: Some(self.ranked.iter().map(|row| row.score).collect()),
            ranks: Some(self.ranked.iter().map(|row| row.rank).collect()),
            // Without columns there is nothing for the hub to compare, but it computes them too.
            contributions: Some(Numbers::default()),
            ..EvaluateFrameworkResponse::default()
        })
    }
}

/// Whether something is meant for a manifest: an object that is empty, or has any of the fields that only a manifest has.
fn is_manifest(json: &Value) -> bool {
    const OWN: [&str; 6] = [
        "store",
        "engine",
        "machine",
        "framework_digest",
        "table_digest",
        "result_digest",
    ];
    json.as_object()
        .is_some_and(|fields| fields.is_empty() || OWN.iter().any(|key| fields.contains_key(*key)))
}

/// Everything for which a file can't be read as a form; `first` is what a reader ends at. A form is read past what is
/// wrong in it as TOML, which has the same tables and lists.
fn faults<T: DeserializeOwned>(json: &Value, first: &serde_json::Error) -> Vec<String> {
    let toml = toml::to_string(&without_nulls(json)).unwrap_or_default();
    let mut told: Vec<String> = Vec::new();
    for fault in toml_form::read::<T>(&toml).faults {
        if !told.contains(&fault.what) {
            told.push(fault.what);
        }
    }
    // Numbers may be larger than TOML has them.
    let first = reader_words::told(&first.to_string());
    if !told.contains(&first) {
        told = vec![first];
    }
    told
}

/// The same without what is nothing, which TOML has no word for.
fn without_nulls(json: &Value) -> Value {
    match json {
        Value::Object(fields) => {
            let said = fields.iter().filter(|(_, value)| !value.is_null());
            let said = said.map(|(key, value)| (key.clone(), without_nulls(value)));
            Value::Object(said.collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(without_nulls).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => json.clone(),
    }
}

/// Runs the command; a result that differs is an answer in the negative.
///
/// # Errors
/// When the file can't be read or the hub refuses.
pub(crate) async fn run(args: ReplayArgs, session: &Session) -> Result<Exit, Failure> {
    let written = Written::read(&args)?;
    let request = ReplayRankingRequest {
        manifest: Some(Manifest::from(&written.manifest)),
        expected: written.expected(),
    };
    let answer = session.hub.comparisons().replay_ranking(request).await;
    let read = stream::events!(ReplayRankingResponse, replay_ranking_response, Replay);
    let mut replay = stream::result(answer, &session.ui, read).await?;
    if let Some(file) = &written.file {
        let differences = told::differences(file, &replay)?;
        replay.identical &= differences.is_empty();
        replay.differences.extend(differences);
    }
    let compared = match &written.file {
        Some(_) => Compared::File,
        None => Compared::Digests,
    };
    session
        .ui
        .answer(&self::answer(&replay, compared, session.ui.language)?)?;
    Ok(if replay.identical {
        Exit::Ok
    } else {
        Exit::Negative
    })
}

/// What a result was compared by.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
enum Compared {
    /// Every field that the file tells.
    File,
    /// The digests of a manifest alone.
    Digests,
}

impl Compared {
    fn text(self) -> Text<'static> {
        match self {
            Self::File => Text::ComparedFile,
            Self::Digests => Text::ComparedDigests,
        }
    }
}

fn answer(replay: &Replay, compared: Compared, language: Language) -> Result<Answer, Failure> {
    let mut grid = Grid::new(vec![
        Column::text("reason", Text::HeadReason),
        Column::text("about", Text::HeadAbout),
        Column::text("expected", Text::HeadExpected),
        Column::text("found", Text::HeadFound),
    ]);
    for one in &replay.differences {
        let ReplayDifference {
            reason,
            about,
            expected,
            found,
        } = one;
        grid.row(vec![
            Cell::Word(reason.to_lowercase(), reason_text(reason).say(language)),
            Cell::text(about),
            Cell::text(expected),
            Cell::text(found),
        ]);
    }
    let title = if replay.identical {
        Text::ReplayIdentical
    } else {
        Text::ReplayDiffers
    };
    let json = JsonReplay {
        identical: replay.identical,
        compared,
        differences: replay.differences.iter().map(JsonDifference::from).collect(),
        manifest: JsonManifest::of(replay.manifest.clone())?,
    };
    let answer = Answer::new(&json, grid)?.above(title.say(language));
    Ok(answer.below(compared.text().say(language)))
}

/// What differs, for people.
fn reason_text(reason: &str) -> Text<'_> {
    match reason {
        "ENGINE" => Text::DiffersEngine,
        "MACHINE" => Text::DiffersMachine,
        "FRAMEWORK" => Text::DiffersFramework,
        "SUBJECTS" => Text::DiffersSubjects,
        "COLUMN" => Text::DiffersColumn,
        "BASELINE" => Text::DiffersBaseline,
        "RESULT" => Text::DiffersResult,
        "RANK" => Text::DiffersRank,
        "SCORE" => Text::DiffersScore,
        "TABLE" => Text::DiffersTable,
        "FIELD" => Text::DiffersField,
        other => Text::Quoted(other),
    }
}

/// A replay in JSON. The field names are stable.
#[derive(Debug, Serialize)]
struct JsonReplay<'a> {
    identical: bool,
    compared: Compared,
    differences: Vec<JsonDifference<'a>>,
    manifest: Option<JsonManifest>,
}

#[derive(Debug, Serialize)]
struct JsonDifference<'a> {
    reason: &'a str,
    about: &'a str,
    expected: &'a str,
    found: &'a str,
}

impl<'a> From<&'a ReplayDifference> for JsonDifference<'a> {
    fn from(one: &'a ReplayDifference) -> Self {
        Self {
            reason: &one.reason,
            about: &one.about,
            expected: &one.expected,
            found: &one.found,
        }
    }
}
