use zhibiao_proto::{
    catalog::v1::TieRule,
    compare::v1::{EvaluationWarning, Overrides, TiedGroup},
};

use super::*;

fn found() -> Uncertainty {
    let numbers = |values: [f64; 3]| Some(values.into_iter().map(Some).collect());
    Uncertainty {
        framework: "frameworks/f".into(),
        period: "2023".into(),
        subjects: ["zones/a", "zones/b", "zones/c"].map(Into::into).into(),
        scores: numbers([90.0, 80.5, 10.0]),
        nominal: numbers([1.0, 2.0, 3.0]),
        mean: numbers([1.2, 1.8, 3.0]),
        median: numbers([1.0, 2.0, 3.0]),
        q5: numbers([1.0, 1.0, 3.0]),
        q95: numbers([2.0, 2.0, 3.0]),
        top: vec![1.0, 1.0, 0.0],
        bottom: vec![0.0, 0.0, 1.0],
        ranked: vec![1.0; 3],
        groups: [vec!["zones/a", "zones/b"], vec!["zones/c"]]
            .map(|subjects| TiedGroup {
                subjects: subjects.into_iter().map(Into::into).collect(),
            })
            .into(),
        draws: 1_000,
        ..Uncertainty::default()
    }
}

#[test]
fn intervals_are_bars_and_ties_brackets() {
    let table = answer(&found(), &EvaluateFrameworkResponse::default(), 10, Language::En)
        .unwrap()
        .grid
        .table(Language::En, false);
    let rows: Vec<&str> = table.lines().skip(2).collect();
    assert!(rows[0].contains("●───") && rows[0].contains("┌ 1"), "{table}");
    assert!(rows[1].contains("└"), "{table}");
    assert!(
        !rows[2].contains(['┌', '│', '└']),
        "one alone has no bracket:\n{table}"
    );
    assert!(rows[2].trim_end().ends_with("0%"), "{table}");
}

/// Quantiles lie between ranks; a rank is whole, or ends in a half where ties are averaged.
#[test]
fn people_read_ranks_where_intervals_end() {
    let mut between = found();
    let numbers = |values: [f64; 3]| Some(values.into_iter().map(Some).collect());
    between.q5 = numbers([1.0, 1.95, 2.75]);
    between.q95 = numbers([2.05, 2.0, 3.5]);
    let ends = |found: &Uncertainty| -> Vec<Vec<String>> {
        let answer = answer(found, &EvaluateFrameworkResponse::default(), 10, Language::En).unwrap();
        assert!(answer.json.contains("2.05"), "machines get the quantile");
        let table = answer.grid.table(Language::En, false);
        let rows = table.lines().skip(2);
        rows.map(|row| {
            row.split_whitespace()
                .skip(3)
                .take(2)
                .map(str::to_owned)
                .collect()
        })
        .collect()
    };
    let whole = [["1", "3"], ["1", "2"], ["2", "4"]];
    assert_eq!(ends(&between), whole);
    let averaged = [["1", "2.5"], ["1.5", "2"], ["2.5", "3.5"]];
    let mut asked = between.clone();
    let mut overrides = Overrides::default();
    overrides.set_ties(TieRule::Average);
    asked.manifest.get_or_insert_default().overrides = Some(overrides);
    assert_eq!(ends(&asked), averaged);
    between.nominal = numbers([1.0, 2.5, 2.5]);
    assert_eq!(ends(&between), averaged);
}

#[test]
fn machines_get_numbers() {
    let mut csv = Vec::new();
    let answer = answer(&found(), &EvaluateFrameworkResponse::default(), 2, Language::En).unwrap();
    answer.grid.write_csv(&mut csv).unwrap();
    let text = String::from_utf8(csv).unwrap();
    let rows: Vec<&str> = text.lines().collect();
    assert_eq!(rows[1], "1,zones/a,zones/a,90,1,2,1,1,0,1,1.2,1,,,");
    assert_eq!(rows.len(), 3, "as many rows as asked for");
    let json: serde_json::Value = serde_json::from_str(&answer.json).unwrap();
    assert_eq!(json["subjects"].as_array().unwrap().len(), 3);
    assert_eq!(json["subjects"][1]["tied_group"], 1);
}

#[test]
fn too_few_draws_are_remarked() {
    let shown = |warnings: Vec<EvaluationWarning>| {
        let found = Uncertainty { warnings, ..found() };
        let evaluation = EvaluateFrameworkResponse::default();
        answer(&found, &evaluation, 10, Language::Zh).unwrap()
    };
    let few = shown(vec![EvaluationWarning {
        about: "index".into(),
        reason: FEW_DRAWS.into(),
        message: "1 draws are too few for intervals of nine in ten: take 100 or more".into(),
        ..EvaluationWarning::default()
    }]);
    assert_eq!(
        few.warnings,
        ["注意，index：抽取 1 次不足以给出区间：请至少抽取 100 次"]
    );
    assert!(!few.below[0].contains("十次中有九次"), "{:?}", few.below);
    let enough = shown(Vec::new());
    assert!(enough.warnings.is_empty() && enough.below[0].contains("十次中有九次"));
}
