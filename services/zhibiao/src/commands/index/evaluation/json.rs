//! An evaluation in JSON.

use std::collections::BTreeMap;

use serde::Serialize;
use zhibiao_proto::compare::v1::{
    EvaluateFrameworkResponse, EvaluatedAggregate, EvaluatedIndicator, EvaluationWarning, UnscoredSubject,
};

use super::View;
use crate::{
    failure::Failure,
    manifest::JsonManifest,
    wire::{JsonNames, word},
};

/// An evaluation in JSON. The field names are stable.
#[derive(Debug, Serialize)]
pub(super) struct JsonEvaluation<'a> {
    framework: &'a str,
    names: JsonNames,
    period: &'a str,
    revision: i64,
    token: &'a str,
    decimals: u32,
    additive: bool,
    aggregates: Vec<JsonAggregate<'a>>,
    indicators: Vec<JsonIndicator<'a>>,
    ranked: Vec<JsonRow<'a>>,
    unscored: Vec<JsonUnscored<'a>>,
    warnings: Vec<JsonWarning<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline_failure: Option<JsonFailure<'a>>,
    manifest: Option<JsonManifest>,
}

/// Why there are no ranks to compare with, in JSON.
#[derive(Debug, Serialize)]
struct JsonFailure<'a> {
    reason: &'a str,
    message: &'a str,
}

#[derive(Debug, Serialize)]
struct JsonAggregate<'a> {
    id: &'a str,
    names: JsonNames,
    number: &'a str,
    parent: &'a str,
    weight: f64,
    weight_source: &'a str,
    consistency_ratio: Option<f64>,
    compromise: &'a [String],
}

#[derive(Debug, Serialize)]
struct JsonIndicator<'a> {
    indicator: &'a str,
    names: JsonNames,
    number: &'a str,
    parent: &'a str,
    unit: &'a str,
    direction: String,
    weight: f64,
    index_weight: f64,
    weight_source: &'a str,
    treatment: String,
    lambda: Option<f64>,
    shift: Option<f64>,
    pulled_up: u32,
    pulled_down: u32,
    imputed: u32,
    missing: u32,
}

#[derive(Debug, Serialize)]
struct JsonRow<'a> {
    rank: Option<f64>,
    subject: &'a str,
    names: JsonNames,
    score: Option<f64>,
    tied: bool,
    scores: BTreeMap<&'a str, f64>,
    ranks: BTreeMap<&'a str, f64>,
    contributions: BTreeMap<&'a str, f64>,
    imputed: Vec<&'a str>,
    carried: Vec<&'a str>,
    missing: Vec<&'a str>,
    baseline_rank: Option<f64>,
    rank_change: Option<f64>,
}

/// Somebody without a rank, in JSON.
#[derive(Debug, Serialize)]
pub(crate) struct JsonUnscored<'a> {
    subject: &'a str,
    names: JsonNames,
    reason: &'a str,
    branch: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    available: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    needed: Option<f64>,
    message: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    component: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<f64>,
}

/// What readers should know, in JSON.
#[derive(Debug, Serialize)]
pub(crate) struct JsonWarning<'a> {
    about: &'a str,
    reason: &'a str,
    count: u32,
    message: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    component: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    subjects: &'a [String],
    #[serde(skip_serializing_if = "<[f64]>::is_empty")]
    values: &'a [f64],
}

impl<'a> JsonEvaluation<'a> {
    pub(super) fn new(response: &'a EvaluateFrameworkResponse) -> Result<Self, Failure> {
        let view = View(response);
        Ok(Self {
            framework: &response.framework,
            names: response.names.as_ref().into(),
            period: &response.period,
            revision: response.revision,
            token: &response.token,
            decimals: response.decimals,
            additive: response.additive,
            aggregates: response.aggregates.iter().map(JsonAggregate::from).collect(),
            indicators: response.indicators.iter().map(JsonIndicator::from).collect(),
            ranked: (0..view.ranked()).map(|row| JsonRow::new(view, row)).collect(),
            unscored: response.unscored.iter().map(JsonUnscored::from).collect(),
            warnings: response.warnings.iter().map(JsonWarning::from).collect(),
            baseline_failure: response.baseline_failure.as_ref().map(|failure| JsonFailure {
                reason: &failure.reason,
                message: &failure.message,
            }),
            manifest: JsonManifest::of(response.manifest.clone())?,
        })
    }
}

impl<'a> JsonRow<'a> {
    fn new(view: View<'a>, row: usize) -> Self {
        let aggregates = || view.0.aggregates.iter().enumerate();
        let contributions = view.0.indicators.iter().enumerate();
        Self {
            rank: view.rank(row, view.root()),
            subject: view.0.subjects.get(row).map_or("", String::as_str),
            names: view.0.subject_names.get(row).into(),
            score: view.score(row, view.root()),
            tied: view.0.tied.get(row).copied().unwrap_or_default(),
            scores: aggregates()
                .filter_map(|(at, one)| Some((one.id.as_str(), view.score(row, at)?)))
                .collect(),
            ranks: aggregates()
                .filter_map(|(at, one)| Some((one.id.as_str(), view.rank(row, at)?)))
                .collect(),
            contributions: contributions
                .filter_map(|(at, one)| {
                    let part = view.cell(&view.0.contributions, row, at)?;
                    Some((one.indicator.as_str(), part))
                })
                .collect(),
            imputed: view.marked(&view.0.imputed_cells, row),
            carried: view.marked(&view.0.carried_cells, row),
            missing: view.marked(&view.0.missing_cells, row),
            baseline_rank: view.cell(&view.0.baseline_ranks, row, 0),
            rank_change: view.gained(row),
        }
    }
}

impl<'a> From<&'a EvaluatedAggregate> for JsonAggregate<'a> {
    fn from(one: &'a EvaluatedAggregate) -> Self {
        Self {
            id: &one.id,
            names: one.names.as_ref().into(),
            number: &one.number,
            parent: &one.parent,
            weight: one.weight,
            weight_source: &one.weight_source,
            consistency_ratio: one.consistency_ratio,
            compromise: &one.compromise,
        }
    }
}

impl<'a> From<&'a EvaluatedIndicator> for JsonIndicator<'a> {
    fn from(one: &'a EvaluatedIndicator) -> Self {
        Self {
            indicator: &one.indicator,
            names: one.names.as_ref().into(),
            number: &one.number,
            parent: &one.parent,
            unit: &one.unit,
            direction: word(one.direction().as_str_name(), "DIRECTION_"),
            weight: one.weight,
            index_weight: one.index_weight,
            weight_source: &one.weight_source,
            treatment: word(one.treatment().as_str_name(), "APPLIED_TREATMENT_"),
            lambda: one.lambda,
            shift: one.shift,
            pulled_up: one.pulled_up,
            pulled_down: one.pulled_down,
            imputed: one.imputed,
            missing: one.missing,
        }
    }
}

impl<'a> From<&'a UnscoredSubject> for JsonUnscored<'a> {
    fn from(one: &'a UnscoredSubject) -> Self {
        Self {
            subject: &one.subject,
            names: one.names.as_ref().into(),
            reason: &one.reason,
            branch: &one.branch,
            available: one.available,
            needed: one.needed,
            message: &one.message,
            component: &one.component,
            value: one.value,
        }
    }
}

impl<'a> From<&'a EvaluationWarning> for JsonWarning<'a> {
    fn from(one: &'a EvaluationWarning) -> Self {
        Self {
            about: &one.about,
            reason: &one.reason,
            count: one.count,
            message: &one.message,
            component: &one.component,
            subjects: &one.subjects,
            values: &one.values,
        }
    }
}
