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
