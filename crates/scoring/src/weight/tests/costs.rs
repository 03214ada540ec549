//! Columns that are better the lower they are.

use super::*;

/// The data of Diakoulaki et al. (1995) with the second criterion told as what it costs: distances from the worst to the best are what they were.
#[test]
fn critic_turns_costs_round() {
    let rows: &[&[f64]] = &[
        &[61.0, 8.92, 4.33],
        &[20.7, 9.74, 4.34],
        &[16.3, 8.02, 2.53],
        &[9.0, 6.71, 1.65],
        &[5.4, 7.23, 2.33],
        &[4.0, 5.88, 1.21],
        &[-6.1, 6.48, 2.10],
        &[-34.6, 6.69, 0.98],
    ];
    for (scale, expected) in [
        (Scale::MinMax, [0.20222554, 0.48090173, 0.31687273]),
        (Scale::None, [0.86874234, 0.08341434, 0.04784331]),
    ] {
        let critic = Weighting::Critic { scale };
        close(&weights(&critic, rows, &[1, -1, 1]), &expected, 5e-9);
    }
}

/// Min-max turns a cost round for entropies too; shares of values as they are have no direction.
#[test]
fn entropy_turns_costs_round_only_where_it_scales() {
    let costs: &[&[f64]] = &[&[1.0, 5.0], &[2.0, 3.0], &[4.0, 2.0]];
    let benefits: &[&[f64]] = &[&[1.0, -5.0], &[2.0, -3.0], &[4.0, -2.0]];
    let scaled = Weighting::Entropy { scale: Scale::MinMax };
    close(
        &weights(&scaled, costs, &[1, -1]),
        &weights(&scaled, benefits, &[1, 1]),
        1e-12,
    );
    close(
        &weights(&ENTROPY, costs, &[1, -1]),
        &weights(&ENTROPY, costs, &[1, 1]),
        0.0,
    );
}
