//! An uncertainty analysis as an answer.

mod ends;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use clap::Args;
use serde::Serialize;
use zhibiao_proto::compare::v1::{
    AnalyzeUncertaintyRequest, EvaluateFrameworkResponse, Numbers, Uncertainty, UncertaintyParameters,
    simulation::Analysis,
};
use zhibiao_runtime::language::Language;

use self::ends::{bound, step};
use super::{
    Unranked,
    evaluation::{JsonUnscored, JsonWarning, View, remarked},
    factors::{factor_text, factor_word},
    stream,
};
use crate::{
    failure::Failure,
    manifest::JsonManifest,
    names::sent_in_language,
    output::{
        Answer, bar,
        grid::{Cell, Column, Grid},
        number,
    },
    settings::Session,
    text::{Text, list},
    wire::JsonNames,
};

/// Most subjects that the hub compares pair by pair.
const MAX_PAIRED: usize = 1_000;

/// How the uncertainty of ranks is simulated.
#[derive(Debug, Clone, Args)]
pub(crate) struct Draws {
    /// Draws of a simulation
    #[arg(long, requires = "uncertainty", default_value_t = 1_000, value_parser = clap::value_parser!(u64).range(1..))]
    draws: u64,
    /// Seed of a simulation: the same seed has the same answer
    #[arg(long, requires = "simulated", default_value_t = 0)]
    seed: u64,
    /// Show the chance of a rank among so many first
    #[arg(long, requires = "uncertainty", value_name = "RANKS", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..))]
    top: u32,
}

impl Draws {
    /// Seed of any simulation.
    pub(crate) fn seed(&self) -> u64 {
        self.seed
    }

    fn parameters(&self, subjects: usize) -> UncertaintyParameters {
        UncertaintyParameters {
            draws: self.draws,
            seed: self.seed,
            top: self.top,
            bottom: self.top,
            pairwise: subjects <= MAX_PAIRED,
            confidence: None,
        }
    }

    /// Asks the hub; who is ranked is known to be so many.
    ///
    /// # Errors
    /// What the hub says.
    pub(crate) async fn ask(
        &self,
        session: &Session,
        query: zhibiao_proto::compare::v1::IndexQuery,
        subjects: usize,
    ) -> Result<Uncertainty, Failure> {
        let request = AnalyzeUncertaintyRequest {
            query: Some(query),
            parameters: Some(self.parameters(subjects)),
            assumptions: None,
        };
        let answer = session.hub.comparisons().analyze_uncertainty(request).await;
        let read = stream::events!(
            AnalyzeUncertaintyResponse,
            analyze_uncertainty_response,
            Uncertainty
        );
        stream::result(answer, &session.ui, read).await
    }
}

/// The hub's warning of draws that are too few for intervals.
const FEW_DRAWS: &str = "FEW_DRAWS";

/// Place of the score among the columns.
const SCORE: usize = 3;

/// Rows of an analysis.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'a> {
    found: &'a Uncertainty,
    at: usize,
}

impl<'a> Row<'a> {
    /// The rows, in order.
    pub(crate) fn all(found: &'a Uncertainty) -> impl Iterator<Item = Self> {
        (0..found.subjects.len()).map(move |at| Self { found, at })
    }

    fn number(self, numbers: &Option<Numbers>) -> Option<f64> {
        numbers.as_ref()?.get(self.at)
    }

    pub(crate) fn subject(self) -> &'a str {
        &self.found.subjects[self.at]
    }

    pub(crate) fn name(self, language: Language) -> &'a str {
        sent_in_language(self.found.subject_names.get(self.at), self.subject(), language)
    }

    /// Score, rank, mean, median, 5 % and 95 % quantile of the rank; none without a score.
    pub(crate) fn numbers(self) -> [Option<f64>; 6] {
        let Uncertainty {
            scores,
            nominal,
            mean,
            median,
            q5,
            q95,
            ..
        } = self.found;
        [scores, nominal, mean, median, q5, q95].map(|numbers| self.number(numbers))
    }

    /// Chances of a rank among the first, among the last, and of any.
    pub(crate) fn chances(self) -> [f64; 3] {
        let Uncertainty {
            top, bottom, ranked, ..
        } = self.found;
        [top, bottom, ranked].map(|chances| chances.get(self.at).copied().unwrap_or_default())
    }
}

/// The group of tied subjects that each subject is in, by name, and whether it is its first or its last.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) group: usize,
    first: bool,
    last: bool,
}

pub(super) fn groups(found: &Uncertainty) -> BTreeMap<&str, Place> {
    let groups = found.groups.iter().enumerate();
    let places = groups.flat_map(|(group, tied)| {
        let last = tied.subjects.len().saturating_sub(1);
        tied.subjects.iter().enumerate().map(move |(at, subject)| {
            let place = Place {
                group: group + 1,
                first: at == 0,
                last: at == last,
            };
            (subject.as_str(), place)
        })
    });
    places.collect()
}

/// The bracket of a group for people; one who is alone needs none.
fn bracket(place: Place) -> String {
    match (place.first, place.last) {
        (true, true) => String::new(),
        (true, false) => format!("┌ {}", place.group),
        (false, false) => "│".to_owned(),
        (false, true) => "└".to_owned(),
    }
}

/// Ranks up to which are the top, as the analysis was asked.
pub(crate) fn top(found: &Uncertainty) -> u32 {
    let simulation = found.manifest.as_ref().and_then(|one| one.simulation.as_ref());
    match simulation.and_then(|one| one.analysis) {
        Some(Analysis::Uncertainty(parameters)) => parameters.top,
        Some(Analysis::Sensitivity(_)) | None => 0,
    }
}

/// An analysis with so many rows for people and in CSV; JSON has all. The evaluation that was analysed says which figures
/// are imputed, carried or missing.
///
/// # Errors
/// When the answer can't be written, which would be a fault of this program.
pub(crate) fn answer(
    found: &Uncertainty,
    evaluation: &EvaluateFrameworkResponse,
    limit: usize,
    language: Language,
) -> Result<Answer, Failure> {
    let groups = groups(found);
    let view = View(evaluation);
    let mut grid = Grid::new(columns(found));
    let step = step(found);
    let ranked = Row::all(found).filter(|row| row.numbers()[1].is_some()).count();
    for row in Row::all(found).take(limit.min(ranked)) {
        let place = groups.get(row.subject()).copied();
        let mut cells = cells(row, place, (ranked, step), language);
        cells[SCORE] = view.score_cell(row.numbers()[0]);
        cells.extend([remarked(view, row.subject(), language), Cell::Empty, Cell::Empty]);
        grid.row(cells);
    }
    for one in &found.unscored {
        grid.machine_row(unranked(Unranked(one), language));
    }
    let title = Text::IndexTitle {
        name: sent_in_language(found.names.as_ref(), &found.framework, language).to_owned(),
        period: found.period.clone(),
    };
    let mut answer = Answer::new(&JsonUncertainty::new(found, &groups)?, grid)?.above(title.say(language));
    let factors: Vec<String> = found
        .factors()
        .map(|one| factor_text(one).say(language))
        .collect();
    let (draws, factors) = (number::count(found.draws), list(&factors, language));
    let revision = found.revision;
    let few = found.warnings.iter().any(|one| one.reason == FEW_DRAWS);
    let simulated = match few {
        // Nine in ten of a handful lie nowhere.
        true => Text::SimulatedFew {
            draws,
            factors,
            revision,
        },
        false => Text::Simulated {
            draws,
            factors,
            revision,
        },
    };
    answer.below.push(simulated.say(language));
    let called = |name| view.called(name, language);
    answer.without_rank = super::without_rank(&found.unscored, called, language);
    answer.warnings = super::warnings(&found.warnings, called, language);
    if found.above.is_empty() && found.subjects.len() > MAX_PAIRED {
        let most = MAX_PAIRED;
        answer.notes.push(Text::PairsLeftOut { most }.say(language));
    }
    Ok(answer)
}

/// An analysis in JSON, as one line.
///
/// # Errors
/// As for [`answer`].
pub(crate) fn json_line(found: &Uncertainty) -> Result<String, Failure> {
    serde_json::to_string(&JsonUncertainty::new(found, &groups(found))?).map_err(Failure::internal)
}

fn columns(found: &Uncertainty) -> Vec<Column> {
    vec![
        Column::number("rank", Text::HeadRank),
        Column::machine("subject"),
        Column::text("name", Text::HeadName),
        Column::number("score", Text::HeadScore),
        Column::number("q5", Text::HeadLow),
        Column::number("q95", Text::HeadHigh),
        Column::drawn(Text::HeadInterval),
        Column::text("tied_group", Text::HeadTiedGroup),
        Column::number("top", Text::HeadTop { ranks: top(found) }),
        Column::machine("bottom"),
        Column::machine("ranked"),
        Column::machine("mean"),
        Column::machine("median"),
        Column::text("remarks", Text::HeadRemarks),
        Column::machine("reason"),
        Column::machine("message"),
    ]
}

/// Somebody without a rank, for machines.
fn unranked(one: Unranked<'_>, language: Language) -> Vec<Cell> {
    let mut cells = vec![
        Cell::Empty,
        Cell::text(&one.0.subject),
        Cell::text(one.name(language)),
    ];
    cells.extend(std::iter::repeat_n(Cell::Empty, 11));
    cells.extend([Cell::text(&one.0.reason), Cell::text(one.explained(language))]);
    cells
}

/// A row of which so many have a rank, and how far ranks are apart.
fn cells(row: Row<'_>, place: Option<Place>, (ranked, step): (usize, f64), language: Language) -> Vec<Cell> {
    let [score, rank, mean, median, q5, q95] = row.numbers();
    let [top, bottom, chance] = row.chances();
    let figure = |value: Option<f64>| value.map_or(Cell::Empty, Cell::figure);
    let drawn = q5
        .zip(q95)
        .map(|(low, high)| bar::interval(low, high, rank, ranked));
    vec![
        figure(rank),
        Cell::text(row.subject()),
        Cell::text(row.name(language)),
        figure(score),
        bound(q5, step, f64::floor),
        bound(q95, step, f64::ceil),
        drawn.map_or(Cell::Empty, |drawn| Cell::Word(String::new(), drawn)),
        place.map_or(Cell::Empty, |place| {
            Cell::Number(place.group as f64, bracket(place))
        }),
        Cell::Number(top, number::percent(top)),
        Cell::figure(bottom),
        Cell::figure(chance),
        figure(mean),
        figure(median),
    ]
}

/// An uncertainty analysis in JSON. The field names are stable.
#[derive(Debug, Serialize)]
struct JsonUncertainty<'a> {
    framework: &'a str,
    names: JsonNames,
    period: &'a str,
    revision: i64,
    token: &'a str,
    draws: u64,
    factors: Vec<String>,
    subjects: Vec<JsonRow<'a>>,
    unscored: Vec<JsonUnscored<'a>>,
    warnings: Vec<JsonWarning<'a>>,
    manifest: Option<JsonManifest>,
}

#[derive(Debug, Serialize)]
struct JsonRow<'a> {
    rank: Option<f64>,
    subject: &'a str,
    names: JsonNames,
    score: Option<f64>,
    mean: Option<f64>,
    median: Option<f64>,
    q5: Option<f64>,
    q95: Option<f64>,
    top: f64,
    bottom: f64,
    ranked: f64,
    tied_group: Option<usize>,
}

impl<'a> JsonUncertainty<'a> {
    fn new(found: &'a Uncertainty, groups: &BTreeMap<&str, Place>) -> Result<Self, Failure> {
        let row = |row: Row<'a>| {
            let [score, rank, mean, median, q5, q95] = row.numbers();
            let [top, bottom, ranked] = row.chances();
            JsonRow {
                rank,
                subject: row.subject(),
                names: row.found.subject_names.get(row.at).into(),
                score,
                mean,
                median,
                q5,
                q95,
                top,
                bottom,
                ranked,
                tied_group: groups.get(row.subject()).map(|place| place.group),
            }
        };
        Ok(Self {
            framework: &found.framework,
            names: found.names.as_ref().into(),
            period: &found.period,
            revision: found.revision,
            token: &found.token,
            draws: found.draws,
            factors: found.factors().map(factor_word).collect(),
            subjects: Row::all(found).map(row).collect(),
            unscored: found.unscored.iter().map(JsonUnscored::from).collect(),
            warnings: found.warnings.iter().map(JsonWarning::from).collect(),
            manifest: JsonManifest::of(found.manifest.clone())?,
        })
    }
}
