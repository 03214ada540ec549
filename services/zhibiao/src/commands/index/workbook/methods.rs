//! How a result was computed: every method with its parameters, so that the sheets can be computed again from the figures.

use rust_xlsxwriter::{Workbook, XlsxError};
use zhibiao_model::framework::{Direction, FrameworkForm, IndicatorForm, Overrides};
use zhibiao_proto::{
    catalog::v1 as proto,
    compare::v1::{EvaluateFrameworkResponse, EvaluatedIndicator, GetFrameworkRequest, IndexQuery},
};
use zhibiao_scoring::Framework;

use super::{Sheets, sheet::Value};
use crate::{
    commands::{
        framework::{method, settings},
        index::evaluation::code,
    },
    failure::Failure,
    settings::Session,
    text::Text,
    wire::{present, word},
};

/// The methods of an evaluation, with the changes of its what-if; none where this program can't compute the framework, as
/// that of a newer hub.
#[derive(Debug, Default)]
pub(crate) struct Methods(Option<Framework>);

impl Methods {
    /// Asks the hub for what the evaluation does not say: the framework as it was then.
    ///
    /// # Errors
    /// What the hub says.
    pub(crate) async fn ask(
        evaluation: &EvaluateFrameworkResponse,
        query: &IndexQuery,
        session: &Session,
    ) -> Result<Self, Failure> {
        let request = GetFrameworkRequest {
            name: evaluation.framework.clone(),
            consistency: None,
            as_of: query.as_of,
        };
        let answer = session.hub.retrying(|| {
            let (mut client, request) = (session.hub.comparisons(), request.clone());
            async move { client.get_framework(request).await }
        });
        let form = present(answer.await?.framework)?;
        Ok(Self(computed(form, evaluation, query)))
    }

    /// Whether they are known.
    pub(crate) fn is_known(&self) -> bool {
        self.0.is_some()
    }
    /// How cells of an indicator are imputed, as it is written; nothing where that is not known.
    pub(super) fn imputation(&self, one: &EvaluatedIndicator) -> String {
        let known = self.0.as_ref();
        known.map_or_else(String::new, |framework| Known(framework).imputation(one))
    }
}

/// A framework as an evaluation: which way is better is told by the catalogue where the framework does not say it.
fn computed(
    form: proto::Framework,
    evaluation: &EvaluateFrameworkResponse,
    query: &IndexQuery,
) -> Option<Framework> {
    let directed = FrameworkForm::try_from(form).ok()?.directed(|code| {
        let of = |one: &&EvaluatedIndicator| self::code(&one.indicator) == code;
        match evaluation.indicators.iter().find(of)?.direction() {
            proto::Direction::Up => Some(Direction::Up),
            proto::Direction::Down => Some(Direction::Down),
            proto::Direction::None | proto::Direction::Unspecified => None,
        }
    });
    let overrides = query.overrides.clone().map(Overrides::try_from).transpose();
    let overrides = overrides.ok()?.unwrap_or_default();
    let framework = Framework::new(directed).and_then(|framework| framework.with(&overrides));
    framework.ok()
}

/// A framework whose methods are told.
#[derive(Debug, Clone, Copy)]
struct Known<'a>(&'a Framework);

impl<'a> Known<'a> {
    fn form(self) -> &'a FrameworkForm {
        self.0.form()
    }

    fn leaf(self, one: &EvaluatedIndicator) -> Option<&'a IndicatorForm> {
        let mut leaves = self.form().indicators.iter();
        leaves.find(|leaf| leaf.code == code(&one.indicator))
    }

    fn imputation(self, one: &EvaluatedIndicator) -> String {
        let own = self.leaf(one).and_then(|leaf| leaf.impute.as_ref());
        method(own.unwrap_or(&self.form().impute))
    }

    /// What was done to an indicator, step by step.
    fn of_indicator(self, one: &EvaluatedIndicator) -> Vec<(&'static str, String)> {
        let (form, leaf) = (self.form(), self.leaf(one));
        let over = leaf.and_then(|leaf| leaf.denominator.as_ref());
        let over = over.map(|over| ("denominator", format!("{} × {}", over.by, over.scale)));
        let treat = leaf.and_then(|leaf| leaf.treat.as_ref());
        let normalise = leaf.and_then(|leaf| leaf.normalise.as_ref());
        let direction = word(one.direction().as_str_name(), "DIRECTION_");
        let steps = [
            ("impute", self.imputation(one)),
            ("treat", method(treat.unwrap_or(&form.treat))),
            ("treated", treated(one)),
            ("normalise", method(normalise.unwrap_or(&form.normalise))),
        ];
        std::iter::once(("direction", direction))
            .chain(over)
            .chain(steps)
            .collect()
    }

    /// How an aggregate's components become its score.
    fn of_aggregate(self, id: &str) -> Vec<(&'static str, String)> {
        let Some(at) = self.0.aggregates().position(|one| one == id) else {
            return Vec::new();
        };
        let (weighting, aggregation) = self.0.methods(at);
        let own = self.form().aggregates.iter().find(|one| one.id == id);
        let least = own.and_then(|one| one.min_available);
        vec![
            ("weighting", method(weighting)),
            ("aggregation", method(aggregation)),
            (
                "min_available",
                least.unwrap_or(self.form().min_available).to_string(),
            ),
        ]
    }
}

/// What was done to an indicator's outliers, with what it takes to do it again.
fn treated(one: &EvaluatedIndicator) -> String {
    let mut said = word(one.treatment().as_str_name(), "APPLIED_TREATMENT_");
    let numbers = [("lambda", one.lambda), ("shift", one.shift)];
    let numbers = numbers
        .into_iter()
        .filter_map(|(key, value)| Some(format!("{key} {}", value?)));
    let pulled = [("pulled_up", one.pulled_up), ("pulled_down", one.pulled_down)];
    let pulled = pulled.into_iter().filter(|(_, count)| *count > 0);
    let told: Vec<String> = numbers
        .chain(pulled.map(|(key, count)| format!("{key} {count}")))
        .collect();
    if !told.is_empty() {
        said += &format!(" ({})", told.join(", "));
    }
    said
}

impl Sheets<'_> {
    /// What holds for the whole index, then each aggregate and each indicator with its methods, in words that a framework's
    /// file has. Where they are not known, the notes say so.
    pub(super) fn methods(self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        let head = self.heads(&[
            Text::HeadKind,
            Text::HeadCode,
            Text::HeadName,
            Text::HeadStep,
            Text::HeadMethods,
        ]);
        let Some(known) = &self.whole.methods.0 else {
            return Ok(());
        };
        let (response, methods) = (self.view.0, Known(known));
        let row = |kind: &str, code: &str, name: &str, (step, said): (&str, String)| -> Vec<Value> {
            vec![kind.into(), code.into(), name.into(), step.into(), said.into()]
        };
        let whole = settings(methods.form());
        let whole = whole
            .into_iter()
            .map(|one| row("setting", "", "", (one.key.as_str(), one.value)));
        let aggregates = response.aggregates.iter().rev().flat_map(|one| {
            let steps = methods.of_aggregate(&one.id).into_iter();
            steps.map(move |step| {
                let name = self.labels.aggregate(one);
                row("aggregate", &one.id, &name, step)
            })
        });
        let indicators = response.indicators.iter().flat_map(|one| {
            let steps = methods.of_indicator(one).into_iter();
            steps.map(move |step| {
                let name = self.labels.indicator(one);
                row("indicator", code(&one.indicator), &name, step)
            })
        });
        let rows = whole.chain(aggregates).chain(indicators);
        self.sheet(workbook, Text::SheetMethods, &head, rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_framework_that_this_program_does_not_know_has_no_methods() {
        let unknown = computed(
            proto::Framework::default(),
            &EvaluateFrameworkResponse::default(),
            &IndexQuery::default(),
        );
        assert!(unknown.is_none(), "{unknown:?}");
    }
}
