//! The ASEM Sustainable Connectivity index over gRPC: 51 countries × 49 indicators, each step and result as published with
//! the R package COINr 1.1.14. The package is under the MIT licence, but the figures in it are those of the agencies that the
//! index was made from, on terms of their own: no part of them is kept in the repository, and where they are absent the
//! test says so and passes.

use std::{collections::BTreeMap, path::PathBuf};

use zhibiao_model::observation::Observation;
use zhibiao_proto::compare::v1::{
    AppliedTreatment, Detail, EvaluateFrameworkRequest, EvaluateFrameworkResponse, IndexQuery, Numbers,
};
use zhibiao_testkit::{catalog::Small, observations::cell};

use super::{Fixture, newest};

/// Rows of a file by the code of their unit, as maps from the names in the head.
type Sheet = BTreeMap<String, BTreeMap<String, String>>;

/// A file of the data set, which is not ours to pass on; none, and said so, where it is absent.
fn sheet(name: &str, key: &str) -> Option<Sheet> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/asem");
    if !folder.is_dir() {
        println!("skipped: {} is absent", folder.display());
        return None;
    }
    let mut reader = csv::Reader::from_path(folder.join(name)).unwrap();
    let rows = reader.deserialize().map(|row| {
        let row: BTreeMap<String, String> = row.unwrap();
        (row[key].clone(), row)
    });
    Some(rows.collect())
}

fn number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|value: &f64| value.is_finite())
}

/// Codes of the data set as ids of the hub.
fn id(code: &str) -> String {
    code.to_lowercase()
}

/// The framework as the data set's meta data tell it. The published chain starts from figures that are rounded otherwise
/// than its denominated ones, which shows from the tenth digit on: so from the denominated figures on, as `denominate` says.
fn framework(meta: &Sheet, denominate: bool) -> String {
    let mut text = String::from(
        "id = \"asem\"\nimpute = { method = \"group_mean\", by = \"class\" }\ntreat = { method = \"winsorise\" }\n\
         normalise = { method = \"min_max\" }\n\n",
    );
    let given = |text: &str| text != "NA" && !text.is_empty();
    for row in meta.values() {
        let (code, weight) = (id(&row["iCode"]), &row["Weight"]);
        match row["Type"].as_str() {
            "Aggregate" => {
                text.push_str(&format!("[[aggregates]]\nid = \"{code}\"\nweight = {weight}\n"));
                if given(&row["Parent"]) {
                    text.push_str(&format!("parent = \"{}\"\n", id(&row["Parent"])));
                }
            }
            "Indicator" => {
                let way = if row["Direction"].starts_with('-') {
                    "down"
                } else {
                    "up"
                };
                text.push_str(&format!(
                    "[[indicators]]\ncode = \"{code}\"\nparent = \"{}\"\nweight = {weight}\ndirection = \"{way}\"\n",
                    id(&row["Parent"])
                ));
                if denominate && given(&row["Denominator"]) {
                    text.push_str(&format!(
                        "denominator = {{ by = \"{}\" }}\n",
                        id(&row["Denominator"])
                    ));
                }
            }
            _ => {}
        }
    }
    text
}

/// The countries as zones of two classes, the indicators and their denominators, and one of the frameworks.
fn catalog(meta: &Sheet, raw: &Sheet, denominate: bool) -> Small {
    let zones = raw.iter().fold(Small::default(), |small, (code, row)| {
        small.zone_with(&id(code), &row["UnitName"], |zone| {
            zone.class = row["Group_EurAsia"].to_lowercase();
        })
    });
    let columns = meta
        .values()
        .filter(|row| matches!(row["Type"].as_str(), "Indicator" | "Denominator"));
    columns
        .fold(zones, |small, row| small.indicator(&id(&row["iCode"]), "个"))
        .framework(&framework(meta, denominate))
}

/// Indicators from one file, denominators from another.
fn figures(meta: &Sheet, indicators: &Sheet, sizes: &Sheet) -> Vec<Observation> {
    let mut figures = Vec::new();
    for (unit, row) in indicators {
        for (code, one) in meta {
            let text = match one["Type"].as_str() {
                "Indicator" => &row[code],
                "Denominator" => &sizes[unit][code],
                _ => continue,
            };
            if let Some(value) = number(text) {
                figures.push(cell(&id(code), &format!("zones/{}", id(unit)), "2018", value));
            }
        }
    }
    figures
}

async fn evaluate(catalog: &Small, figures: Vec<Observation>) -> EvaluateFrameworkResponse {
    let hub = Fixture::holding(catalog).await;
    hub.store.write(figures).await;
    hub.serving().await;
    let details = [
        Detail::Denominated,
        Detail::Imputed,
        Detail::Treated,
        Detail::Normalised,
        Detail::Contributions,
    ];
    let query = IndexQuery {
        framework: "frameworks/asem".into(),
        consistency: newest(),
        ..IndexQuery::default()
    };
    hub.evaluate(EvaluateFrameworkRequest {
        query: Some(query),
        details: details.map(Into::into).into(),
        ..EvaluateFrameworkRequest::default()
    })
    .await
    .unwrap()
}

#[track_caller]
fn close(found: f64, published: Option<f64>, what: &str) {
    let published = published.unwrap();
    // Relative, so that it also means something for figures per head and dollar.
    let error = (found - published).abs() / published.abs().max(1e-3);
    assert!(error < 1e-9, "{what}: {found} is not {published}");
}

/// Every cell of a table against a published one; cells that are missing there have to be missing here.
fn every_cell(
    answer: &EvaluateFrameworkResponse,
    table: &Option<Numbers>,
    columns: &[String],
    published: &Sheet,
) {
    let Numbers { values, missing } = table.as_ref().unwrap();
    let published: BTreeMap<String, BTreeMap<String, &String>> = published
        .iter()
        .map(|(unit, row)| {
            let row = row.iter().map(|(name, text)| (id(name), text)).collect();
            (format!("zones/{}", id(unit)), row)
        })
        .collect();
    let mut at = 0;
    for column in columns {
        for subject in &answer.subjects {
            let expected = number(published[subject][column]);
            let is_missing = missing.get(at / 8).is_some_and(|byte| byte >> (at % 8) & 1 == 1);
            assert_eq!(is_missing, expected.is_none(), "{subject} {column}");
            if !is_missing {
                close(values[at], expected, &format!("{subject} {column}"));
            }
            at += 1;
        }
    }
    assert_eq!(at, 51 * columns.len());
}

#[tokio::test]
async fn every_step_and_result_is_the_published_one() {
    let Some(meta) = sheet("ASEM_iMeta.csv", "iCode") else {
        return;
    };
    let file = |name: &str| sheet(&format!("ASEM_COIN.{name}.csv"), "UnitCode").unwrap();
    let (raw, denominated) = (file("Data.Raw"), file("Data.Denominated"));
    let sizes = sheet("ASEM_iData.csv", "uCode").unwrap();
    let first = evaluate(&catalog(&meta, &raw, true), figures(&meta, &raw, &sizes)).await;
    let indicators: Vec<String> = first
        .indicators
        .iter()
        .map(|one| one.indicator.trim_start_matches("indicators/").to_owned())
        .collect();
    every_cell(&first, &first.denominated, &indicators, &denominated);

    let answer = evaluate(&catalog(&meta, &raw, false), figures(&meta, &denominated, &sizes)).await;
    assert_eq!((answer.ranked_count, answer.period.as_str()), (51, "2018"));
    every_cell(&answer, &answer.imputed, &indicators, &file("Data.Imputed"));
    every_cell(&answer, &answer.treated, &indicators, &file("Data.Treated"));
    every_cell(&answer, &answer.normalised, &indicators, &file("Data.Normalised"));
    let aggregates: Vec<String> = answer.aggregates.iter().map(|one| one.id.clone()).collect();
    assert_eq!(aggregates.len(), 11);
    every_cell(&answer, &answer.scores, &aggregates, &file("Data.Aggregated"));
    every_cell(
        &answer,
        &answer.ranks,
        &aggregates,
        &file("Results.AggregatesRank"),
    );

    let treated = sheet("ASEM_COIN.Analysis.Treated.TreatSummary.csv", "IndCode").unwrap();
    for one in &answer.indicators {
        let code = one.indicator.trim_start_matches("indicators/");
        let (_, expected) = treated.iter().find(|(name, _)| id(name) == code).unwrap();
        let points = |side: &str| number(&expected[side]).unwrap() as u32;
        assert_eq!(
            (one.pulled_up, one.pulled_down),
            (points("Low"), points("High")),
            "{code}"
        );
        let any = one.pulled_up + one.pulled_down > 0;
        assert_eq!(one.treatment() == AppliedTreatment::Winsorised, any, "{code}");
    }
    contributions_sum_to_the_score(&answer);
}

fn contributions_sum_to_the_score(answer: &EvaluateFrameworkResponse) {
    let rows = answer.subjects.len();
    let contributions = &answer.contributions.as_ref().unwrap().values;
    let scores = &answer.scores.as_ref().unwrap().values;
    let index = &scores[(answer.aggregates.len() - 1) * rows..];
    for (row, score) in index.iter().enumerate() {
        let sum: f64 = contributions.iter().skip(row).step_by(rows).sum();
        close(sum, Some(*score), &answer.subjects[row]);
    }
}
