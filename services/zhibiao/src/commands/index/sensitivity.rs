//! A sensitivity analysis as an answer: which assumption moves ranks, overall and for each subject.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use clap::Args;
use serde::Serialize;
use zhibiao_proto::compare::v1::{
    AnalyzeSensitivityRequest, Estimate, EvaluateFrameworkResponse, Factor, FactorShare, IndexQuery,
    Sensitivity, SensitivityParameters, SubjectSensitivity,
};
use zhibiao_runtime::language::Language;

use super::{
    evaluation::{JsonWarning, View},
    factors::{factor_text, factor_word},
    stream,
};
use crate::{
    failure::Failure,
    manifest::JsonManifest,
    names::sent_in_language,
    output::{
        Answer,
        grid::{Cell, Column, Grid},
        number,
    },
    settings::Session,
    text::Text,
    wire::JsonNames,
};

/// How sensitivity is simulated.
#[derive(Debug, Clone, Args)]
pub(crate) struct Design {
    /// Base of the design: the index is built so many times for each factor, and twice more
    #[arg(long, requires = "sensitivity", default_value_t = 500, value_parser = clap::value_parser!(u64).range(1..))]
    base: u64,
}

impl Design {
    /// Asks the hub.
    ///
    /// # Errors
    /// What the hub says.
    pub(crate) async fn ask(
        &self,
        session: &Session,
        query: IndexQuery,
        seed: u64,
    ) -> Result<Sensitivity, Failure> {
        let parameters = SensitivityParameters {
            base: self.base,
            seed,
            bootstrap: None,
        };
        let request = AnalyzeSensitivityRequest {
            query: Some(query),
            parameters: Some(parameters),
            assumptions: None,
        };
        let answer = session.hub.comparisons().analyze_sensitivity(request).await;
        let read = stream::events!(
            AnalyzeSensitivityResponse,
            analyze_sensitivity_response,
            Sensitivity
        );
        stream::result(answer, &session.ui, read).await
    }
}

/// A row: the whole ranking, or one subject.
#[derive(Debug, Clone, Copy)]
struct Row<'a> {
    rank: Option<f64>,
    subject: &'a str,
    name: &'a str,
    shares: &'a [FactorShare],
}

impl<'a> Row<'a> {
    fn of(subject: &'a SubjectSensitivity, language: Language) -> Self {
        let SubjectSensitivity {
            subject,
            names,
            nominal,
            shares,
        } = subject;
        Self {
            rank: *nominal,
            subject,
            name: sent_in_language(names.as_ref(), subject, language),
            shares,
        }
    }

    fn share(self, factor: Factor) -> Option<&'a FactorShare> {
        self.shares.iter().find(|share| share.factor() == factor)
    }

    /// The factor without which most of the variance would be gone.
    fn main(self) -> Option<Factor> {
        let total = |share: &FactorShare| share.total.map_or(0.0, |total| total.value);
        let greatest = self.shares.iter().max_by(|a, b| total(a).total_cmp(&total(b)));
        greatest
            .filter(|share| total(share) > 0.0)
            .map(FactorShare::factor)
    }
}

/// The factors that are uncertain, in the order of their numbers.
fn factors(found: &Sensitivity) -> BTreeSet<Factor> {
    let subjects = found.subjects.iter().flat_map(|subject| &subject.shares);
    let shares = found.overall.iter().chain(subjects);
    shares.map(FactorShare::factor).collect()
}

/// An analysis with so many subjects for people; machines get all. The evaluation that was analysed says what parts of the
/// framework are called.
///
/// # Errors
/// When the answer can't be written, which would be a fault of this program.
pub(crate) fn answer(
    found: &Sensitivity,
    evaluation: &EvaluateFrameworkResponse,
    limit: usize,
    language: Language,
) -> Result<Answer, Failure> {
    let view = View(evaluation);
    let factors = factors(found);
    let mut grid = Grid::new(columns(&factors));
    let whole = Text::WholeRanking.say(language);
    let overall = Row {
        rank: None,
        subject: "",
        name: &whole,
        shares: &found.overall,
    };
    grid.row(cells(overall, &factors, language));
    let ranked = found.subjects.iter().filter(|subject| subject.nominal.is_some());
    for subject in ranked.take(limit) {
        grid.row(cells(Row::of(subject, language), &factors, language));
    }
    let title = Text::IndexTitle {
        name: sent_in_language(found.names.as_ref(), &found.framework, language).to_owned(),
        period: found.period.clone(),
    };
    let mut answer = Answer::new(&JsonSensitivity::new(found)?, grid)?.above(title.say(language));
    let said = if found.overall.is_empty() {
        Text::NothingMoves
    } else if factors.len() == 1 {
        Text::SharesOfOne
    } else {
        Text::SharesRead
    };
    answer.below.push(said.say(language));
    let built = Text::IndexBuilt {
        count: number::count(found.evaluations),
        revision: found.revision,
    };
    answer.below.push(built.say(language));
    answer.warnings = super::warnings(&found.warnings, |name| view.called(name, language), language);
    Ok(answer)
}

/// An analysis in JSON, as one line.
///
/// # Errors
/// As for [`answer`].
pub(crate) fn json_line(found: &Sensitivity) -> Result<String, Failure> {
    serde_json::to_string(&JsonSensitivity::new(found)?).map_err(Failure::internal)
}

fn columns(factors: &BTreeSet<Factor>) -> Vec<Column> {
    let mut columns = vec![
        Column::number("rank", Text::HeadRank),
        Column::machine("subject"),
        Column::text("name", Text::HeadName),
        Column::text("main", Text::HeadMain),
    ];
    for factor in factors {
        let word = factor_word(*factor);
        columns.push(Column::number(format!("total.{word}"), factor_text(*factor)));
        for estimate in ["total_q5", "total_q95", "first", "first_q5", "first_q95"] {
            columns.push(Column::machine(format!("{estimate}.{word}")));
        }
    }
    columns
}

fn cells(row: Row<'_>, factors: &BTreeSet<Factor>, language: Language) -> Vec<Cell> {
    let main = row.main().map_or(Cell::Empty, |factor| {
        Cell::Word(factor_word(factor), factor_text(factor).say(language))
    });
    let mut cells = vec![
        row.rank.map_or(Cell::Empty, Cell::figure),
        Cell::text(row.subject),
        Cell::text(row.name),
        main,
    ];
    for factor in factors {
        let share = row.share(*factor);
        let of = |estimate: Option<Estimate>, pick: fn(Estimate) -> f64| {
            estimate.map_or(Cell::Empty, |found| {
                // Beyond nothing and all there is only the error of the design.
                let shown = number::percent(pick(found).clamp(0.0, 1.0));
                Cell::Number(pick(found), shown)
            })
        };
        for estimate in [
            share.and_then(|share| share.total),
            share.and_then(|share| share.first),
        ] {
            cells.push(of(estimate, |found| found.value));
            cells.push(of(estimate, |found| found.q5));
            cells.push(of(estimate, |found| found.q95));
        }
    }
    cells
}

/// A sensitivity analysis in JSON. The field names are stable.
#[derive(Debug, Serialize)]
struct JsonSensitivity<'a> {
    framework: &'a str,
    names: JsonNames,
    period: &'a str,
    revision: i64,
    token: &'a str,
    evaluations: u64,
    overall: Vec<JsonShare>,
    subjects: Vec<JsonSubject<'a>>,
    warnings: Vec<JsonWarning<'a>>,
    manifest: Option<JsonManifest>,
}

#[derive(Debug, Serialize)]
struct JsonSubject<'a> {
    rank: Option<f64>,
    subject: &'a str,
    names: JsonNames,
    shares: Vec<JsonShare>,
}

#[derive(Debug, Serialize)]
struct JsonShare {
    factor: String,
    first: Option<JsonEstimate>,
    total: Option<JsonEstimate>,
}

#[derive(Debug, Serialize)]
struct JsonEstimate {
    value: f64,
    q5: f64,
    q95: f64,
}

impl<'a> JsonSensitivity<'a> {
    fn new(found: &'a Sensitivity) -> Result<Self, Failure> {
        let subject = |subject: &'a SubjectSensitivity| JsonSubject {
            rank: subject.nominal,
            subject: &subject.subject,
            names: subject.names.as_ref().into(),
            shares: subject.shares.iter().map(JsonShare::from).collect(),
        };
        Ok(Self {
            framework: &found.framework,
            names: found.names.as_ref().into(),
            period: &found.period,
            revision: found.revision,
            token: &found.token,
            evaluations: found.evaluations,
            overall: found.overall.iter().map(JsonShare::from).collect(),
            subjects: found.subjects.iter().map(subject).collect(),
            warnings: found.warnings.iter().map(JsonWarning::from).collect(),
            manifest: JsonManifest::of(found.manifest.clone())?,
        })
    }
}

impl From<&FactorShare> for JsonShare {
    fn from(share: &FactorShare) -> Self {
        let estimate = |Estimate { value, q5, q95 }: Estimate| JsonEstimate { value, q5, q95 };
        Self {
            factor: factor_word(share.factor()),
            first: share.first.map(estimate),
            total: share.total.map(estimate),
        }
    }
}
