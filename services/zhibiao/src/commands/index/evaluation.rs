//! An evaluation as an answer.

mod json;

use std::collections::BTreeSet;

use zhibiao_proto::{
    compare::v1::{EvaluateFrameworkResponse, EvaluatedAggregate, Numbers},
    convert::numbers::Bits,
};
use zhibiao_runtime::language::Language;
use zhibiao_scoring::ranking::rounded;

use self::json::JsonEvaluation;
pub(crate) use self::json::{JsonUnscored, JsonWarning};
use super::{Labels, Unranked};
use crate::{
    failure::Failure,
    names::sent_in_language,
    output::{
        Answer,
        grid::{Cell, Column, Grid},
        number,
    },
    text::{Text, faults},
    wire::remarks,
};

/// The tables of an evaluation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View<'a>(pub(crate) &'a EvaluateFrameworkResponse);

impl<'a> View<'a> {
    /// Number of subjects with a rank; they come first.
    pub(crate) fn ranked(self) -> usize {
        self.0.ranked_count as usize
    }

    /// Number of subjects without one, each however many reasons it has.
    fn unranked(self) -> u32 {
        let subjects = self.0.unscored.iter().map(|one| one.subject.as_str());
        let subjects: BTreeSet<&str> = subjects.collect();
        u32::try_from(subjects.len()).unwrap_or(u32::MAX)
    }

    /// A score of the whole index, rounded as ranks are made for people.
    pub(crate) fn score_cell(self, score: Option<f64>) -> Cell {
        let shown = |score: f64| number::figure(rounded(score, self.0.decimals));
        score.map_or(Cell::Empty, |score| Cell::Number(score, shown(score)))
    }

    /// The index itself, which is the last aggregate.
    pub(crate) fn root(self) -> usize {
        self.0.aggregates.len().saturating_sub(1)
    }

    /// The aggregates right below the index, with their places.
    pub(crate) fn branches(self) -> impl Iterator<Item = (usize, &'a EvaluatedAggregate)> {
        let root = self.0.aggregates.last().map(|one| one.id.as_str());
        let aggregates = self.0.aggregates.iter().enumerate();
        aggregates.filter(move |(_, one)| Some(one.parent.as_str()) == root)
    }

    /// A number of a table over subjects.
    pub(crate) fn cell(self, table: &Option<Numbers>, row: usize, column: usize) -> Option<f64> {
        table.as_ref()?.get(column * self.0.subjects.len() + row)
    }

    /// The score of a row in an aggregate.
    pub(crate) fn score(self, row: usize, aggregate: usize) -> Option<f64> {
        self.cell(&self.0.scores, row, aggregate)
    }

    /// The rank of a row in an aggregate.
    pub(crate) fn rank(self, row: usize, aggregate: usize) -> Option<f64> {
        self.cell(&self.0.ranks, row, aggregate)
    }

    /// The indicators of which a row's bit is set.
    fn marked(self, bits: &[u8], row: usize) -> Vec<&'a str> {
        let indicators = self.0.indicators.iter().enumerate();
        indicators
            .filter(|(at, _)| Bits::is_set(bits, at * self.0.subjects.len() + row))
            .map(|(_, one)| one.indicator.as_str())
            .collect()
    }

    /// What an aggregate, an indicator or a subject is called; itself where it is called nothing.
    pub(crate) fn called(self, name: &'a str, language: Language) -> &'a str {
        let aggregates = self
            .0
            .aggregates
            .iter()
            .map(|one| (one.id.as_str(), one.names.as_ref()));
        let indicators = self.0.indicators.iter();
        let indicators = indicators.map(|one| (code(&one.indicator), one.names.as_ref()));
        let subjects = self.0.subjects.iter().map(String::as_str);
        let subjects = subjects.zip(self.0.subject_names.iter().map(Some));
        let mut parts = aggregates.chain(indicators).chain(subjects);
        let found = parts.find(|(id, _)| *id == name);
        found.map_or(name, |(id, names)| sent_in_language(names, id, language))
    }

    /// Whether others have the same rank.
    pub(crate) fn is_tied(self, row: usize) -> bool {
        self.0.tied.get(row).copied().unwrap_or_default()
    }

    /// How many figures of a row are carried, imputed, missing.
    pub(crate) fn remarked_counts(self, row: usize) -> [usize; 3] {
        let cells = [
            &self.0.carried_cells,
            &self.0.imputed_cells,
            &self.0.missing_cells,
        ];
        cells.map(|bits| self.marked(bits, row).len())
    }

    /// Places gained since the baseline.
    pub(crate) fn gained(self, row: usize) -> Option<f64> {
        let before = self.cell(&self.0.baseline_ranks, row, 0)?;
        Some(before - self.rank(row, self.root())?)
    }
}

/// An evaluation with so many rows for people; machines get all.
///
/// # Errors
/// When the answer can't be written, which would be a fault of this program.
pub(crate) fn answer(
    response: &EvaluateFrameworkResponse,
    limit: usize,
    language: Language,
) -> Result<Answer, Failure> {
    let view = View(response);
    let mut grid = Grid::new(columns(view, language));
    for row in 0..view.ranked().min(limit) {
        grid.row(cells(view, row, language));
    }
    for one in &response.unscored {
        grid.machine_row(unranked(view, Unranked(one), language));
    }
    let title = Text::IndexTitle {
        name: sent_in_language(response.names.as_ref(), &response.framework, language).to_owned(),
        period: response.period.clone(),
    };
    let mut answer = Answer::new(&JsonEvaluation::new(response)?, grid)?.above(title.say(language));
    let counts = Text::RankCounts {
        ranked: response.ranked_count,
        unranked: view.unranked(),
        revision: response.revision,
    };
    answer.below.push(counts.say(language));
    if let Some(failure) = &response.baseline_failure {
        let message = faults::told(&failure.message, language).into_owned();
        answer.below.push(Text::BaselineFailed { message }.say(language));
    }
    let called = |name| view.called(name, language);
    answer.without_rank = super::without_rank(&response.unscored, called, language);
    answer.warnings = super::warnings(&response.warnings, called, language);
    Ok(answer)
}

/// An evaluation in JSON, as one line.
///
/// # Errors
/// As for [`answer`].
pub(crate) fn json_line(response: &EvaluateFrameworkResponse) -> Result<String, Failure> {
    serde_json::to_string(&JsonEvaluation::new(response)?).map_err(Failure::internal)
}

fn columns(view: View<'_>, language: Language) -> Vec<Column> {
    let mut columns = vec![
        Column::number("rank", Text::HeadRank),
        Column::machine("subject"),
        Column::text("name", Text::HeadName),
        Column::number("score", Text::HeadScore),
    ];
    let labels = Labels(language);
    columns.extend(view.branches().map(|(_, one)| {
        let head = Text::Said(labels.aggregate(one));
        Column::number(format!("score.{}", one.id), head)
    }));
    let compared = view.0.baseline_ranks.is_some();
    columns.extend(compared.then(|| Column::text("rank_change", Text::HeadChange)));
    columns.extend([
        Column::text("remarks", Text::HeadRemarks),
        Column::machine("reason"),
        Column::machine("message"),
    ]);
    let contributions = view.0.contributions.is_some();
    let indicators = view.0.indicators.iter().filter(|_| contributions);
    columns.extend(indicators.map(|one| Column::machine(format!("contribution.{}", code(&one.indicator)))));
    columns
}

fn cells(view: View<'_>, row: usize, language: Language) -> Vec<Cell> {
    let figure = |value: Option<f64>| value.map_or(Cell::Empty, Cell::figure);
    let subject = view.0.subjects.get(row).map_or("", String::as_str);
    let mut cells = vec![
        figure(view.rank(row, view.root())),
        Cell::text(subject),
        Cell::text(Labels(language).subject(view.0, row)),
        view.score_cell(view.score(row, view.root())),
    ];
    cells.extend(view.branches().map(|(at, _)| figure(view.score(row, at))));
    cells.extend(
        view.0
            .baseline_ranks
            .as_ref()
            .map(|_| change(view, row, language)),
    );
    cells.extend([flags(view, row, language), Cell::Empty, Cell::Empty]);
    if view.0.contributions.is_some() {
        let indicators = 0..view.0.indicators.len();
        cells.extend(indicators.map(|at| figure(view.cell(&view.0.contributions, row, at))));
    }
    cells
}

/// Somebody without a rank, for machines.
fn unranked(view: View<'_>, one: Unranked<'_>, language: Language) -> Vec<Cell> {
    let mut cells = vec![
        Cell::Empty,
        Cell::text(&one.0.subject),
        Cell::text(one.name(language)),
        Cell::Empty,
    ];
    cells.extend(view.branches().map(|_| Cell::Empty));
    cells.extend(view.0.baseline_ranks.as_ref().map(|_| Cell::Empty));
    cells.extend([
        Cell::Empty,
        Cell::text(&one.0.reason),
        Cell::text(one.explained(language)),
    ]);
    if view.0.contributions.is_some() {
        cells.extend(view.0.indicators.iter().map(|_| Cell::Empty));
    }
    cells
}

/// Places gained or lost, with an arrow.
fn change(view: View<'_>, row: usize, language: Language) -> Cell {
    match view.gained(row) {
        None => Cell::Word("new".to_owned(), Text::NewInRanking.say(language)),
        Some(gained) => Cell::Number(gained, number::gained(gained)),
    }
}

fn flags(view: View<'_>, row: usize, language: Language) -> Cell {
    let (mut words, mut texts) = cell_flags(view, row);
    if view.is_tied(row) {
        words.insert(0, "tied".to_owned());
        texts.insert(0, Text::Tied);
    }
    flagged(&words, texts, language)
}

/// What people read beside a row.
pub(crate) fn flags_shown(view: View<'_>, row: usize, language: Language) -> String {
    flags(view, row, language).shown().to_owned()
}

/// What a row's figures are remarked with, for machines and for people.
fn cell_flags(view: View<'_>, row: usize) -> (Vec<String>, Vec<Text<'static>>) {
    let mut words = Vec::new();
    let mut texts = Vec::new();
    for (word, bits, text) in [
        (
            "imputed",
            &view.0.imputed_cells,
            (|count| Text::ImputedFigures { count }) as fn(usize) -> Text<'static>,
        ),
        ("carried", &view.0.carried_cells, |count| Text::CarriedFigures {
            count,
        }),
        ("missing", &view.0.missing_cells, |count| Text::MissingFigures {
            count,
        }),
    ] {
        let count = view.marked(bits, row).len();
        if count > 0 {
            words.push(format!("{word}={count}"));
            texts.push(text(count));
        }
    }
    (words, texts)
}

/// What a subject's figures are remarked with.
pub(crate) fn remarked(view: View<'_>, subject: &str, language: Language) -> Cell {
    let row = view.0.subjects.iter().position(|name| name == subject);
    let (words, texts) = row.map(|row| cell_flags(view, row)).unwrap_or_default();
    flagged(&words, texts, language)
}

fn flagged(words: &[String], texts: Vec<Text<'_>>, language: Language) -> Cell {
    match remarks(texts, language) {
        shown if shown.is_empty() => Cell::Empty,
        shown => Cell::Word(words.join(" "), shown),
    }
}

/// The bare code of an indicator.
pub(crate) fn code(indicator: &str) -> &str {
    indicator.split_once('/').map_or(indicator, |(_, code)| code)
}
