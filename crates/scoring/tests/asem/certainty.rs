//! The published uncertainty and sensitivity analyses: what our estimators make of the published draws.

use std::collections::BTreeMap;

use zhibiao_scoring::{rank_summary, sobol_indices};

use crate::data::{Sheet, number, sheet};

/// Nominal rank and ranks by draw of each unit.
fn draws(ranks: &Sheet) -> BTreeMap<&str, (f64, Vec<f64>)> {
    let of_row = |row: &BTreeMap<String, String>| {
        let count = row.keys().filter(|name| name.starts_with("r_")).count();
        let drawn = (1..=count)
            .map(|at| number(&row[&format!("r_{at}")]).unwrap())
            .collect();
        (number(&row["Nominal"]).unwrap(), drawn)
    };
    ranks
        .0
        .iter()
        .map(|row| (row["uCode"].as_str(), of_row(row)))
        .collect()
}

#[test]
fn rank_statistics_are_the_published_ones() {
    // Of a sensitivity analysis only its two independent sets are a sample.
    for (analysis, sample) in [("UA", 100), ("SA", 200)] {
        let Some(ranks) = sheet(&format!("{analysis}_results.Ranks.csv")) else {
            return;
        };
        let published = sheet(&format!("{analysis}_results.RankStats.csv")).unwrap();
        let published = published.by_unit("uCode");
        let drawn = draws(&ranks);
        assert_eq!(drawn.len(), 51);
        for (code, (nominal, ranks)) in drawn {
            let found = rank_summary(&ranks[..sample]).unwrap();
            for (found, name) in [
                (nominal, "Nominal"),
                (found.mean, "Mean"),
                (found.median, "Median"),
                (found.q5, "Q5"),
                (found.q95, "Q95"),
            ] {
                let expected = number(&published[code][name]).unwrap();
                assert!(
                    (found - expected).abs() < 1e-9,
                    "{analysis} {code} {name}: {found} is not {expected}"
                );
            }
        }
    }
}

#[test]
fn sobol_indices_are_the_published_ones() {
    let Some(ranks) = sheet("SA_results.Ranks.csv") else {
        return;
    };
    let published = sheet("SA_results.Sensitivity.csv").unwrap();
    let drawn = draws(&ranks);
    let shift = |at: usize| {
        drawn
            .values()
            .map(|(nominal, ranks)| (ranks[at] - nominal).abs())
            .sum::<f64>()
            / 51.0
    };
    let shifts: Vec<f64> = (0..600).map(shift).collect();
    let sets: Vec<&[f64]> = shifts.chunks_exact(100).collect();
    let found = sobol_indices(sets[0], sets[1], &sets[2..], 4_000, 1).unwrap();
    assert_eq!(found.len(), 4);
    for (indices, row) in found.iter().zip(&published.0) {
        let name = &row["Variable"];
        for (found, field) in [(indices.first.value, "Si"), (indices.total.value, "STi")] {
            let expected = number(&row[field]).unwrap();
            assert!(
                (found - expected).abs() < 1e-9,
                "{name} {field}: {found} is not {expected}"
            );
        }
        // The published intervals rest on other random samples, and few of them.
        for (found, field) in [
            (indices.first.q5, "Si_q5"),
            (indices.first.q95, "Si_q95"),
            (indices.total.q5, "STi_q5"),
            (indices.total.q95, "STi_q95"),
        ] {
            let expected = number(&row[field]).unwrap();
            assert!(
                (found - expected).abs() < 0.1,
                "{name} {field}: {found} is far from {expected}"
            );
        }
    }
}
