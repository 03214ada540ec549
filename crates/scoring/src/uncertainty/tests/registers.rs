//! Whatever vector registers a machine has, its results are those of any other.

use fearless_simd::Level;

use super::*;
use crate::{run::Halt, uncertainty::sample::Sampler};

#[test]
fn scores_and_ranks_have_the_same_bits_in_all_registers() {
    let (framework, table) = (framework(ALL), table());
    let index = Index::new(&framework, &table).unwrap();
    let drawn = |level: Level| {
        let mut sampler = Sampler::new(&index, true, 1).unwrap();
        sampler.level = level;
        let mut work = sampler.workspace();
        let mut bits = Vec::new();
        for draw in 0..500 {
            let streams = Sampler::streams(7, draw, 0);
            sampler.draw(&streams, Halt::default(), &mut work).unwrap();
            bits.extend(
                work.scores
                    .root()
                    .iter()
                    .chain(&work.ranks)
                    .map(|value| value.to_bits()),
            );
        }
        bits
    };
    let least = drawn(Level::baseline());
    for level in [Level::new(), crate::uncertainty::sample::level()] {
        // Not as a comparison of the lists: both would be printed.
        assert!(drawn(level) == least, "{level:?}");
    }
}
