//! Alternatives of an uncertainty analysis that do not go together with the rest.

use super::*;

const ALTERNATIVES: &str = r#"
    id = "f"
    aggregates = [{ id = "index" }]
    indicators = [{ code = "x", parent = "index" }, { code = "y", parent = "index" }]
    [uncertainty]
    normalisation = [{ method = "rank" }, { method = "z_score" }]
"#;

#[test]
fn an_alternative_that_does_not_fit_is_told_once_by_its_own_place() {
    let geometric = ALTERNATIVES.replace(
        "{ id = \"index\" }",
        "{ id = \"index\", aggregation = { method = \"geometric\" } }",
    );
    let told = faults(&geometric);
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(
        told[0].starts_with("uncertainty.normalisation[1]: does not go with the rest: aggregates[index]"),
        "{told:#?}"
    );
}

/// A what-if is evaluated though its uncertainty can't be analysed, which is told when that is asked.
#[test]
fn a_what_if_is_not_refused_for_what_only_an_analysis_cannot_do() {
    use crate::{
        index::Index,
        run::Run,
        table::{Cell, Column, Table, Unit},
        uncertainty::UncertaintyRequest,
    };
    let overrides = Overrides {
        aggregation: Some(zhibiao_model::framework::Aggregation::Geometric),
        ..Overrides::default()
    };
    let framework = Framework::new(form(ALTERNATIVES))
        .unwrap()
        .with(&overrides)
        .unwrap();
    let units = ["a", "b"].map(|code| Unit {
        code: code.to_owned(),
        ..Unit::default()
    });
    let column = |code: &str| Column {
        code: code.to_owned(),
        cells: [1.0, 2.0].map(|value| Cell::plain(Some(value))).to_vec(),
        past: Vec::new(),
    };
    let table = Table::new(units.to_vec(), 2024.5, vec![column("x"), column("y")]).unwrap();
    let index = Index::new(&framework, &table).unwrap();
    assert!(index.evaluate().is_ok());
    let Err(Error::Inapplicable(told)) = index.uncertainty(&UncertaintyRequest::default(), &Run::on(1))
    else {
        panic!("z-scores have no geometric mean")
    };
    assert_eq!(told[0].path(), "uncertainty.normalisation[1]");
}

/// The framework is not to blame for what a what-if takes out of doubt: that is told, and all else is analysed.
#[test]
fn alternatives_that_a_what_if_leaves_nothing_are_a_note() {
    use crate::{
        index::Index,
        run::Run,
        table::{Cell, Column, Table, Unit},
        uncertainty::{Factor, SensitivityRequest, UncertaintyRequest},
    };
    let text = ALTERNATIVES.replace(
        "normalisation = [{ method = \"rank\" }, { method = \"z_score\" }]",
        "aggregation = [{ method = \"median\" }]\nweights = { method = \"share\", share = 0.5 }",
    );
    let overrides = Overrides {
        aggregation: Some(zhibiao_model::framework::Aggregation::Minimum),
        ..Overrides::default()
    };
    let plain = Framework::new(form(&text)).unwrap();
    assert_eq!(
        plain.varied().collect::<Vec<_>>(),
        [Factor::Weights, Factor::Aggregation]
    );
    let framework = plain.with(&overrides).unwrap();
    assert_eq!(framework.varied().collect::<Vec<_>>(), [Factor::Weights]);
    let told: Vec<String> = framework
        .partly_varied()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        told,
        [
            "index: the alternatives of `uncertainty.aggregation` reach nothing, as the what-if names the `aggregation` of \
             all: they are not varied; leave it out of the what-if to vary them"
        ]
    );
    let units = ["a", "b", "c"].map(|code| Unit {
        code: code.to_owned(),
        ..Unit::default()
    });
    let column = |code: &str, values: [f64; 3]| Column {
        code: code.to_owned(),
        cells: values.map(|value| Cell::plain(Some(value))).to_vec(),
        past: Vec::new(),
    };
    let columns = vec![column("x", [1.0, 2.0, 3.0]), column("y", [3.0, 1.0, 2.0])];
    let table = Table::new(units.to_vec(), 2024.5, columns).unwrap();
    let index = Index::new(&framework, &table).unwrap();
    let found = index.uncertainty(&UncertaintyRequest::default(), &Run::on(1));
    assert!(found.is_ok(), "{found:?}");
    let request = SensitivityRequest {
        base: 16,
        ..SensitivityRequest::default()
    };
    let shares = index.sensitivity(&request, &Run::on(1));
    assert!(
        matches!(&shares, Ok(shares) if shares.factors == [Factor::Weights]),
        "{shares:?}"
    );
    // Where nothing else is in doubt there is nothing to analyse, which is the what-if's doing and not the framework's.
    let only = text.replace("weights = { method = \"share\", share = 0.5 }", "");
    let framework = Framework::new(form(&only)).unwrap().with(&overrides).unwrap();
    let index = Index::new(&framework, &table).unwrap();
    let refused = index.uncertainty(&UncertaintyRequest::default(), &Run::on(1));
    let message = refused.unwrap_err().to_string();
    assert!(
        message.contains("the what-if names the only method that was in doubt"),
        "{message}"
    );
}

/// Every place names its own method, though it is the default: nothing would be varied, and all be called certain.
#[test]
fn alternatives_that_reach_nothing_are_refused() {
    for (list, own, places, alternative) in [
        ("imputation", "impute", "indicators", "mean"),
        ("treatment", "treat", "indicators", "none"),
        ("normalisation", "normalise", "indicators", "rank"),
    ] {
        let method = match own {
            "normalise" => "min_max",
            _ => "none",
        };
        let own_method = format!("{own} = {{ method = \"{method}\" }}");
        let told = faults(&format!(
            "id = \"f\"\naggregates = [{{ id = \"index\" }}]\n\
             indicators = [{{ code = \"x\", parent = \"index\", {own_method} }}]\n\
             [uncertainty]\n{list} = [{{ method = \"{alternative}\" }}]"
        ));
        assert_eq!(
            told,
            [format!(
                "uncertainty.{list}: reaches none of the {places}, as each names its own `{own}`: take `{own}` out of those \
                 that are in doubt, or leave these alternatives out"
            )]
        );
    }
    let told = faults(&aggregated(", aggregation = { method = \"arithmetic\" }", ""));
    assert!(
        told.len() == 1 && told[0].starts_with("uncertainty.aggregation: reaches none of the aggregates"),
        "{told:?}"
    );
}

/// What a level says is a default; where only some places follow one, it is told how many.
#[test]
fn alternatives_that_reach_some_places_are_a_warning() {
    let told = |text: &str| {
        assert!(Framework::new(form(text)).is_ok());
        let told = Framework::warnings_of(form(text));
        told.iter().map(ToString::to_string).collect::<Vec<String>>()
    };
    let level = "levels = [{ aggregation = { method = \"arithmetic\" } }]";
    assert!(told(&aggregated("", level)).is_empty());
    let some = aggregated("", "").replace(
        "{ id = \"index\"",
        "{ id = \"index\", aggregation = { method = \"arithmetic\" } }, { id = \"a\", parent = \"index\"",
    );
    assert_eq!(
        told(&some.replace("parent = \"index\" }]\n[", "parent = \"a\" }]\n[")),
        [
            "index: the alternatives of `uncertainty.aggregation` reach 1 of 2 aggregates, as the others name their own \
             `aggregation`: take it out of those that are in doubt too"
        ]
    );
}

fn aggregated(own: &str, framework: &str) -> String {
    format!(
        "id = \"f\"\n{framework}\naggregates = [{{ id = \"index\"{own} }}]\n\
         indicators = [{{ code = \"x\", parent = \"index\" }}, {{ code = \"y\", parent = \"index\" }}]\n\
         [uncertainty]\naggregation = [{{ method = \"median\" }}]"
    )
}
