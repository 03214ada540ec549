//! A generated index: its framework, and figures without a pattern.

use zhibiao_scoring::{Cell, Column, Error, Framework, FrameworkForm, Table, Unit};

use crate::Outcome;

/// The framework as it is written: eight pillars under two sub-indices under the index, as the published index of 51 ×
/// 49 has them. `treat` and `assumptions` are TOML.
pub(crate) fn framework(indicators: usize, treat: &str, assumptions: &str) -> Outcome<FrameworkForm> {
    let mut text = format!(
        "id = \"generated\"\nnames = {{ zh = \"生成的指数\", en = \"Generated index\" }}\n{treat}\naggregates = [{{ id = \"index\" }}"
    );
    for side in 0..2 {
        text.push_str(&format!(", {{ id = \"s{side}\", parent = \"index\" }}"));
    }
    for pillar in 0..8 {
        let side = pillar / 4;
        text.push_str(&format!(", {{ id = \"p{pillar}\", parent = \"s{side}\" }}"));
    }
    text.push_str("]\n");
    for indicator in 0..indicators {
        let (pillar, direction) = (indicator % 8, if indicator % 3 == 0 { "down" } else { "up" });
        text.push_str(&format!(
            "[[indicators]]\ncode = \"i{indicator}\"\nparent = \"p{pillar}\"\ndirection = \"{direction}\"\n"
        ));
    }
    text.push_str(&format!(
        "[uncertainty]\nweights = {{ method = \"share\", share = 0.25 }}\n{assumptions}"
    ));
    Ok(toml::from_str(&text)?)
}

/// The same, as the engine takes it.
pub(crate) fn sound(indicators: usize, treat: &str, assumptions: &str) -> Outcome<Framework> {
    Ok(Framework::new(framework(indicators, treat, assumptions)?)?)
}

/// The figures, column after column: every other column is skewed, so that there is something to winsorise.
pub(crate) fn figures(units: usize, indicators: usize) -> Vec<Vec<f64>> {
    let mut state = 88_172_645_463_325_252_u64;
    let mut random = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    let mut value = |skewed: bool| {
        if skewed {
            let normal: f64 = (0..12).map(|_| random()).sum::<f64>() - 6.0;
            (0.9 * normal).exp()
        } else {
            1.0 + 9.0 * random()
        }
    };
    (0..indicators)
        .map(|indicator| (0..units).map(|_| value(indicator % 2 == 1)).collect())
        .collect()
}

/// The figures as the engine takes them.
pub(crate) fn table(units: usize, indicators: usize) -> Result<Table, Error> {
    let columns = figures(units, indicators).into_iter().enumerate();
    let columns = columns.map(|(indicator, figures)| Column {
        code: format!("i{indicator}"),
        cells: figures
            .into_iter()
            .map(|value| Cell::plain(Some(value)))
            .collect(),
        past: Vec::new(),
    });
    let list = (0..units).map(|at| Unit {
        code: format!("u{at:05}"),
        ..Unit::default()
    });
    Table::new(list.collect(), 2024.5, columns.collect())
}
