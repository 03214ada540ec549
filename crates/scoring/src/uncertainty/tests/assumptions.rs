//! What is drawn of weights and figures.

use zhibiao_model::framework::{Spread, WeightNoise};

use crate::{
    random::Random,
    uncertainty::{assumptions, vary},
};

#[test]
fn bounds_lie_on_their_side() {
    let mut random = Random::new(1, 2, 3);
    for spread in [
        Spread::Normal { sd: 0.1 },
        Spread::Uniform { width: 0.1 },
        Spread::Triangular { width: 0.1 },
        Spread::Exponential { mean: 0.1 },
    ] {
        assert!((0..200).all(|_| assumptions::excess(spread, &mut random) >= 0.0));
        let mean = (0..4_000)
            .map(|_| assumptions::error(spread, &mut random))
            .sum::<f64>()
            / 4_000.0;
        assert!(mean.abs() < 0.01, "{spread:?} {mean}");
    }
}

#[test]
fn perturbed_weights_sum_to_one() {
    for noise in [
        WeightNoise::Share { share: 1.0 },
        WeightNoise::Dirichlet { concentration: 20.0 },
        WeightNoise::Dirichlet { concentration: 1e-9 },
    ] {
        for draw in 0..100 {
            let mut weights = [0.0; 4];
            vary(
                noise,
                &[0.5, 0.3, 0.2, 0.0],
                &mut weights,
                &mut Random::new(0, draw, 0),
            );
            assert!(
                (weights.iter().sum::<f64>() - 1.0).abs() < 1e-12,
                "{noise:?} {weights:?}"
            );
            assert_eq!(weights[3], 0.0, "{noise:?} gives weight to what has none");
        }
    }
    // The mean stays the nominal weight however small the concentration.
    let mut sum = [0.0; 4];
    for draw in 0..4_000 {
        let mut weights = [0.0; 4];
        let noise = WeightNoise::Dirichlet { concentration: 1e-9 };
        vary(
            noise,
            &[0.5, 0.3, 0.2, 0.0],
            &mut weights,
            &mut Random::new(1, draw, 0),
        );
        sum.iter_mut()
            .zip(weights)
            .for_each(|(sum, weight)| *sum += weight / 4_000.0);
    }
    for (mean, nominal) in sum.iter().zip([0.5, 0.3, 0.2, 0.0]) {
        assert!((mean - nominal).abs() < 0.03, "{sum:?}");
    }
}
