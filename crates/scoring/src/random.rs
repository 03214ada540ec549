//! Random numbers that depend on nothing but what they are for.
//!
//! Each draw of a simulation has a generator of its own for each thing that is drawn, made from the seed, the draw's
//! number and the thing's: whichever thread makes the draw, and in whichever order, the numbers are the same. It is
//! SplitMix64 (Steele, Lea & Flood, *Fast splittable pseudorandom number generators*, OOPSLA 2014), whose state is a
//! counter, started at a hash of the three.

use crate::elementary::{ln, pow};

/// A generator.
#[derive(Debug, Clone)]
pub(crate) struct Random {
    state: u64,
}

/// The counter's step: 2⁶⁴ over the golden ratio, odd.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl Random {
    /// The generator of a draw for a purpose.
    pub(crate) fn new(seed: u64, draw: u64, purpose: u64) -> Self {
        let state = [draw, purpose]
            .into_iter()
            .fold(mix(seed.wrapping_add(STEP)), |state, part| {
                mix(state ^ mix(part.wrapping_add(STEP).wrapping_mul(STEP)))
            });
        Self { state }
    }

    /// 64 random bits.
    pub(crate) fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(STEP);
        mix(self.state)
    }

    /// Uniform in 0…1, 1 excluded; a multiple of 2⁻⁵³.
    pub(crate) fn uniform(&mut self) -> f64 {
        (self.bits() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }

    /// Uniform below `n`.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        // The high half of a product with a 64-bit number is uniform but for a bias of n·2⁻⁶⁴.
        ((u128::from(self.bits()) * n as u128) >> 64) as usize
    }

    /// Standard normal, by Marsaglia's polar method (1964); the second number of each pair is not kept, so that what is
    /// drawn next does not depend on what was drawn before.
    pub(crate) fn normal(&mut self) -> f64 {
        loop {
            let (u, v) = (2.0 * self.uniform() - 1.0, 2.0 * self.uniform() - 1.0);
            let square = u * u + v * v;
            if square > 0.0 && square < 1.0 {
                return u * (-2.0 * ln(square) / square).sqrt();
            }
        }
    }

    /// Exponential of mean 1.
    pub(crate) fn exponential(&mut self) -> f64 {
        -ln(1.0 - self.uniform())
    }

    /// Gamma of scale 1. Source: Marsaglia & Tsang, *A simple method for generating gamma variables* (2000).
    pub(crate) fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            let boost = pow(1.0 - self.uniform(), shape.recip());
            return self.gamma(shape + 1.0) * boost;
        }
        let d = shape - 1.0 / 3.0;
        let c = (9.0 * d).sqrt().recip();
        loop {
            let x = self.normal();
            let v = (1.0 + c * x) * (1.0 + c * x) * (1.0 + c * x);
            if v > 0.0 && ln(1.0 - self.uniform()) < 0.5 * x * x + d - d * v + d * ln(v) {
                return d * v;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published outputs of SplitMix64 for state 1234567.
    #[test]
    fn the_counter_is_splitmix() {
        let mut random = Random { state: 1_234_567 };
        let first: Vec<u64> = (0..3).map(|_| random.bits()).collect();
        assert_eq!(
            first,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423
            ]
        );
    }

    #[test]
    fn moments_are_those_of_the_distributions() {
        let n = 40_000;
        let mean = |draw: &dyn Fn(&mut Random) -> f64| {
            (0..n).map(|i| draw(&mut Random::new(7, i, 3))).sum::<f64>() / n as f64
        };
        for (name, found, expected) in [
            ("uniform", mean(&|r| r.uniform()), 0.5),
            ("below", mean(&|r| r.below(5) as f64), 2.0),
            ("normal", mean(&|r| r.normal()), 0.0),
            ("square", mean(&|r| r.normal().powi(2)), 1.0),
            ("exponential", mean(&|r| r.exponential()), 1.0),
            ("gamma", mean(&|r| r.gamma(2.5)), 2.5),
            ("small gamma", mean(&|r| r.gamma(0.3)), 0.3),
        ] {
            assert!(
                (found - expected).abs() < 0.03,
                "{name}: {found} is not {expected}"
            );
        }
    }

    #[test]
    fn purposes_and_draws_have_their_own_numbers() {
        let first = |seed, draw, purpose| Random::new(seed, draw, purpose).bits();
        let numbers = [
            first(1, 2, 3),
            first(1, 3, 2),
            first(2, 1, 3),
            first(1, 2, 4),
            first(0, 2, 3),
        ];
        for (at, number) in numbers.iter().enumerate() {
            assert!(!numbers[..at].contains(number));
        }
    }
}
