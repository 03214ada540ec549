//! Each step of the published chain.

use std::collections::BTreeMap;

use zhibiao_scoring::{Evaluation, Framework, FrameworkForm, Index, Stage, Table, Treated};

use crate::data::{asem, denominated, number, sheet};

pub(crate) fn evaluate(form: FrameworkForm, table: &Table) -> Evaluation {
    let framework = Framework::new(form).unwrap();
    Index::new(&framework, table).unwrap().evaluate().unwrap()
}

#[track_caller]
fn close(found: Option<f64>, published: Option<f64>, what: &str) {
    match (found, published) {
        (Some(found), Some(published)) => {
            // Relative, so that it also means something for figures per head and dollar.
            let error = (found - published).abs() / published.abs().max(1e-3);
            assert!(error < 1e-9, "{what}: {found} is not {published}");
        }
        (found, published) => assert_eq!(found, published, "{what}"),
    }
}

fn every_cell(found: &Evaluation, stage: Stage, file: &str) {
    let published = sheet(file).unwrap();
    let published = published.by_unit("UnitCode");
    let mut cells = 0;
    for (unit, code) in found.units().iter().enumerate() {
        for (indicator, name) in found.framework().indicators().enumerate() {
            let expected = number(&published[code.as_str()][name]);
            close(
                found.cell(stage, unit, indicator),
                expected,
                &format!("{stage:?} {code} {name}"),
            );
            cells += 1;
        }
    }
    assert_eq!(cells, 51 * 49, "{stage:?}");
}

#[test]
fn every_step_is_the_published_one() {
    let Some((form, table)) = asem() else { return };
    every_cell(
        &evaluate(form, &table),
        Stage::Denominated,
        "ASEM_COIN.Data.Denominated.csv",
    );
    let Some((form, table)) = denominated() else {
        return;
    };
    let found = evaluate(form, &table);
    every_cell(&found, Stage::Imputed, "ASEM_COIN.Data.Imputed.csv");
    every_cell(&found, Stage::Treated, "ASEM_COIN.Data.Treated.csv");
    every_cell(&found, Stage::Normalised, "ASEM_COIN.Data.Normalised.csv");
}

#[test]
fn every_treatment_is_the_published_one() {
    let Some((form, table)) = asem() else { return };
    let found = evaluate(form, &table);
    let published = sheet("ASEM_COIN.Analysis.Treated.TreatSummary.csv").unwrap();
    let published = published.by_unit("IndCode");
    for (at, name) in found.framework().indicators().enumerate() {
        let points = match found.treatment(at) {
            Treated::Unchanged => (0, 0),
            Treated::Winsorised { low, high, .. } => (low, high),
            other @ (Treated::Log { .. }
            | Treated::BoxCox { .. }
            | Treated::StillSkewed
            | Treated::BeyondPowers) => {
                panic!("{name} is {other:?}")
            }
        };
        let expected = |side: &str| number(&published[name][side]).unwrap() as usize;
        assert_eq!(points, (expected("Low"), expected("High")), "{name}");
    }
}

#[test]
fn scores_and_ranks_are_the_published_ones() {
    let Some((form, table)) = denominated() else {
        return;
    };
    let found = evaluate(form, &table);
    let (exact, scores, ranks) = (
        sheet("ASEM_COIN.Data.Aggregated.csv").unwrap(),
        sheet("ASEM_COIN.Results.AggregatesScore.csv").unwrap(),
        sheet("ASEM_COIN.Results.AggregatesRank.csv").unwrap(),
    );
    let (exact, scores, ranks) = (
        exact.by_unit("UnitCode"),
        scores.by_unit("UnitCode"),
        ranks.by_unit("UnitCode"),
    );
    let mut cells = 0;
    for (unit, code) in found.units().iter().enumerate() {
        let code = code.as_str();
        for (aggregate, name) in found.framework().aggregates().enumerate() {
            let score = found.score(unit, aggregate);
            close(score, number(&exact[code][name]), &format!("{code} {name}"));
            let rounded = zhibiao_scoring::ranking::rounded(score.unwrap(), 2);
            assert_eq!(Some(rounded), number(&scores[code][name]), "{code} {name}");
            assert_eq!(
                found.rank(unit, aggregate),
                number(&ranks[code][name]),
                "{code} {name}"
            );
            if aggregate == found.root() {
                assert_eq!(
                    found.rank(unit, aggregate),
                    number(&scores[code]["Rank"]),
                    "{code}"
                );
            }
            cells += 1;
        }
    }
    assert_eq!(cells, 561);
}

/// Mean |rank change| when a pillar is taken out.
#[test]
fn removing_a_pillar_moves_ranks_as_published() {
    let Some((mut form, table)) = denominated() else {
        return;
    };
    // Published of scores that were not rounded.
    form.decimals = 12;
    let whole = evaluate(form.clone(), &table);
    let published = BTreeMap::from([
        ("Physical", 1.529_412),
        ("ConEcFin", 2.627_451),
        ("Political", 2.901_961),
        ("Instit", 1.176_471),
        ("P2P", 1.686_275),
        ("Environ", 3.098_039),
        ("Social", 3.960_784),
        ("SusEcFin", 2.627_451),
    ]);
    for (pillar, expected) in published {
        let mut without = form.clone();
        without.aggregates.retain(|aggregate| aggregate.id != pillar);
        without.indicators.retain(|indicator| indicator.parent != pillar);
        let changes = evaluate(without, &table).rank_changes(&whole);
        let mean = changes.iter().map(|change| change.unwrap().abs()).sum::<f64>() / changes.len() as f64;
        assert!(
            (mean - expected).abs() < 1e-6,
            "{pillar}: {mean} is not {expected}"
        );
    }
}

#[test]
fn contributions_sum_to_the_score() {
    let Some((form, table)) = asem() else { return };
    let found = evaluate(form, &table);
    assert!(found.is_additive());
    for unit in 0..51 {
        let sum: f64 = found.contributions(unit).unwrap().iter().sum();
        close(Some(sum), found.score(unit, found.root()), &found.units()[unit]);
    }
}
