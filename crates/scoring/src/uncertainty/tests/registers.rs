//! Whatever vector registers a machine has, its results are those of any other.

use fearless_simd::Level;

use super::*;
use crate::{elementary::exp, registers::registers, run::Halt, treat::Treated, uncertainty::sample::Sampler};

/// Columns with long tails on either side, or both, and a gap; a number of units that is no multiple of the lanes, up to
/// more than are ranked by counting.
fn long_tailed(units: usize) -> Table {
    let value = |unit: usize, column: usize| {
        let place = ((unit * 37 + column * 11) % units) as f64 / units as f64 - 0.5;
        match column {
            0 => exp(9.0 * place),
            1 => -exp(9.0 * place),
            2 => place.powi(9) * 1e6,
            _ => 10.0 * place,
        }
    };
    let columns = ["w", "x", "y", "z"].iter().enumerate().map(|(at, code)| Column {
        code: (*code).to_owned(),
        cells: (0..units)
            .map(|unit| Cell::plain((unit != 3 * at).then(|| value(unit, at))))
            .collect(),
        past: Vec::new(),
    });
    let columns = columns.collect();
    let units = (0..units).map(|at| Unit {
        code: format!("u{at:03}"),
        ..Unit::default()
    });
    Table::new(units.collect(), 2024.5, columns).unwrap()
}

#[test]
fn scores_and_ranks_have_the_same_bits_in_all_registers() {
    if format!("{:?}", Level::new()) == format!("{:?}", Level::baseline()) {
        eprintln!("nothing is compared: this machine has but one kind of registers");
    }
    for (units, ties) in [(21, ""), (23, "ties = \"average\"\n"), (70, "")] {
        let text = format!("{ties}{FORM}{ALL}").replace("method = \"mean\"", "method = \"none\"");
        let framework = Framework::new(toml::from_str::<FrameworkForm>(&text).unwrap()).unwrap();
        let table = long_tailed(units);
        let index = Index::new(&framework, &table).unwrap();
        let nominal = index.evaluate().unwrap();
        let pulled = (0..4).filter(|at| matches!(nominal.treatment(*at), Treated::Winsorised { .. }));
        assert!(pulled.count() >= 2, "{units}");
        let drawn = |level: Level| {
            let mut sampler = Sampler::new(&index, true, 1).unwrap();
            sampler.level = level;
            let mut work = sampler.workspace();
            let mut bits = Vec::new();
            for draw in 0..300 {
                let streams = Sampler::streams(7, draw, 0);
                sampler.draw(&streams, Halt::default(), &mut work).unwrap();
                let found = work.scores.root().iter().chain(&work.ranks);
                // What is missing has many bits.
                bits.extend(found.map(|value| crate::matrix::known(*value).map(f64::to_bits)));
            }
            bits
        };
        let least = drawn(Level::baseline());
        assert!(least.iter().any(Option::is_some), "{units}");
        for level in [Level::new(), registers()] {
            // Not as a comparison of the lists: both would be printed.
            assert!(drawn(level) == least, "{units}: {level:?}");
        }
    }
}
