//! An evaluation as an answer.

mod json;

use zhibiao_proto::{
    compare::v1::{EvaluateFrameworkResponse, EvaluatedAggregate, Numbers},
    convert::numbers::Bits,
};
use zhibiao_runtime::language::Language;

use self::json::JsonEvaluation;
pub(crate) use self::json::{JsonUnscored, JsonWarning};
use super::Labels;
use crate::{
    failure::Failure,
    names::sent_in_language,
    output::{
        Answer,
        grid::{Cell, Column, Grid},
        number,
    },
    text::Text,
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

    /// Places gained since the baseline.
    fn gained(self, row: usize) -> Option<f64> {
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
    let title = Text::IndexTitle {
        name: sent_in_language(response.names.as_ref(), &response.framework, language).to_owned(),
        period: response.period.clone(),
    };
    let mut answer = Answer::new(&JsonEvaluation::new(response)?, grid)?.above(title.say(language));
    let counts = Text::RankCounts {
        ranked: response.ranked_count,
        unranked: u32::try_from(response.unscored.len()).unwrap_or(u32::MAX),
        revision: response.revision,
    };
    answer.below.push(counts.say(language));
    if let Some(failure) = &response.baseline_failure {
        let message = failure.message.clone();
        answer.below.push(Text::BaselineFailed { message }.say(language));
    }
    answer
        .below
        .extend(super::remarks(&response.unscored, &response.warnings, language));
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
    columns.extend([
        Column::text("rank_change", Text::HeadChange),
        Column::text("remarks", Text::HeadRemarks),
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
        figure(view.score(row, view.root())),
    ];
    cells.extend(view.branches().map(|(at, _)| figure(view.score(row, at))));
    cells.push(change(view, row, language));
    cells.push(flags(view, row, language));
    if view.0.contributions.is_some() {
        let indicators = 0..view.0.indicators.len();
        cells.extend(indicators.map(|at| figure(view.cell(&view.0.contributions, row, at))));
    }
    cells
}

/// Places gained or lost, with an arrow.
fn change(view: View<'_>, row: usize, language: Language) -> Cell {
    match view.gained(row) {
        None if view.0.baseline_ranks.is_some() => {
            Cell::Word(String::new(), Text::NewInRanking.say(language))
        }
        None => Cell::Empty,
        Some(gained) => Cell::Number(gained, number::gained(gained)),
    }
}

fn flags(view: View<'_>, row: usize, language: Language) -> Cell {
    let mut words = Vec::new();
    let mut texts = Vec::new();
    if view.0.tied.get(row).copied().unwrap_or_default() {
        words.push("tied".to_owned());
        texts.push(Text::Tied);
    }
    for (word, bits, text) in [
        (
            "imputed",
            &view.0.imputed_cells,
            (|count| Text::ImputedFigures { count }) as fn(usize) -> Text<'static>,
        ),
        ("carried", &view.0.carried_cells, |count| Text::CarriedFigures {
            count,
        }),
    ] {
        let count = view.marked(bits, row).len();
        if count > 0 {
            words.push(format!("{word}={count}"));
            texts.push(text(count));
        }
    }
    match remarks(texts, language) {
        shown if shown.is_empty() => Cell::Empty,
        shown => Cell::Word(words.join(" "), shown),
    }
}

/// The bare code of an indicator.
pub(crate) fn code(indicator: &str) -> &str {
    indicator.split_once('/').map_or(indicator, |(_, code)| code)
}
