use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

const STANDARD: Rule = Rule {
    better: Better::Higher,
    decimals: None,
    ties: Ties::Standard,
};

/// Values with many ties among them, and a few of any size.
fn entries() -> impl Strategy<Value = Vec<(usize, f64)>> {
    let value = prop_oneof![
        4 => (-5_i32..5).prop_map(|n| f64::from(n) / 4.0),
        1 => prop::num::f64::NORMAL | prop::num::f64::ZERO,
    ];
    prop::collection::vec(value, 0..40).prop_map(|values| values.into_iter().enumerate().collect())
}

fn rules() -> impl Strategy<Value = Rule> {
    let better = prop_oneof![Just(Better::Higher), Just(Better::Lower)];
    let ties = prop_oneof![Just(Ties::Standard), Just(Ties::Dense), Just(Ties::Average)];
    (better, prop::option::of(0_u32..=MAX_DECIMALS), ties).prop_map(|(better, decimals, ties)| Rule {
        better,
        decimals,
        ties,
    })
}

fn ranks(entries: &[(usize, f64)], rule: Rule) -> BTreeMap<usize, f64> {
    rank(entries, rule)
        .into_iter()
        .map(|place| (place.key, place.rank))
        .collect()
}

/// The definition, counted pair by pair.
fn by_definition(entries: &[(usize, f64)], key: usize, rule: Rule) -> f64 {
    let value = |v: f64| rule.decimals.map_or(v, |d| rounded(v, d));
    let sign = if rule.better == Better::Higher { 1.0 } else { -1.0 };
    let own = sign * value(entries[key].1);
    let values: Vec<f64> = entries.iter().map(|(_, v)| sign * value(*v)).collect();
    let better = values.iter().filter(|v| **v > own).count() as f64;
    let same = values.iter().filter(|v| **v == own).count() as f64;
    match rule.ties {
        Ties::Standard => better + 1.0,
        Ties::Average => better + (same + 1.0) / 2.0,
        Ties::Dense => {
            let mut above: Vec<f64> = values.into_iter().filter(|v| *v > own).collect();
            above.sort_by(f64::total_cmp);
            above.dedup();
            above.len() as f64 + 1.0
        }
    }
}

proptest! {
    #[test]
    fn ranks_are_as_defined(entries in entries(), rule in rules()) {
        let ranks = ranks(&entries, rule);
        prop_assert_eq!(ranks.len(), entries.len());
        for (key, rank) in ranks {
            prop_assert_eq!(rank, by_definition(&entries, key, rule));
        }
    }

    #[test]
    fn order_of_the_input_changes_nothing(
        (entries, shuffled) in entries().prop_flat_map(|e| (Just(e.clone()), Just(e).prop_shuffle())),
        rule in rules(),
    ) {
        prop_assert_eq!(rank(&entries, rule), rank(&shuffled, rule));
    }

    #[test]
    fn better_values_never_stand_behind(entries in entries(), rule in rules()) {
        let places = rank(&entries, rule);
        for pair in places.windows(2) {
            let [a, b] = pair else { unreachable!() };
            prop_assert!(a.rank <= b.rank);
            prop_assert!(a.rank < b.rank || a.key < b.key, "ties are in the order of their keys");
            prop_assert!(a.rank < b.rank || (a.tied && b.tied));
            if rule.decimals.is_none() {
                let (a, b) = (entries[a.key].1, entries[b.key].1);
                let (better, worse) = if rule.better == Better::Higher { (a, b) } else { (b, a) };
                prop_assert!(better >= worse);
            }
        }
    }

    #[test]
    fn the_tie_methods_agree(entries in entries(), rule in rules()) {
        let by = |ties| ranks(&entries, Rule { ties, ..rule });
        let (standard, dense, average) = (by(Ties::Standard), by(Ties::Dense), by(Ties::Average));
        for key in standard.keys() {
            prop_assert!(dense[key] <= standard[key] && standard[key] <= average[key]);
        }
        // Fractional ranks share out the places 1..n whole.
        let n = entries.len() as f64;
        prop_assert_eq!(average.values().sum::<f64>(), n * (n + 1.0) / 2.0);
        prop_assert_eq!(dense.values().copied().fold(0.0, f64::max), {
            let mut distinct: Vec<u64> = dense.values().map(|r| r.to_bits()).collect();
            distinct.sort_unstable();
            distinct.dedup();
            distinct.len() as f64
        });
    }

    #[test]
    fn rounding_keeps_the_order(a in prop::num::f64::NORMAL, b in prop::num::f64::NORMAL, decimals in 0..=MAX_DECIMALS) {
        let (low, high) = if a <= b { (a, b) } else { (b, a) };
        prop_assert!(rounded(low, decimals) <= rounded(high, decimals));
        prop_assert!(rounded(a, decimals).is_finite());
    }

    #[test]
    fn rounding_keeps_the_order_of_neighbours(n in -1e6_f64..1e6, up in 1_u64..64, decimals in 0..=MAX_DECIMALS) {
        let next = f64::from_bits(n.to_bits().wrapping_add(up));
        let (low, high) = if n <= next { (n, next) } else { (next, n) };
        prop_assert!(rounded(low, decimals) <= rounded(high, decimals));
    }

    #[test]
    fn rounding_is_that_of_the_written_number(thousandths in -9_999_999_i64..9_999_999) {
        // Read as people write it, rounded by whole numbers.
        let value: f64 = format!("{}{}.{:03}", if thousandths < 0 { "-" } else { "" },
            thousandths.abs() / 1000, thousandths.abs() % 1000).parse().unwrap();
        let hundredths = (thousandths.abs() + 5) / 10 * thousandths.signum();
        prop_assert_eq!(rounded(value, 2), hundredths as f64 / 100.0);
    }

    #[test]
    fn percentiles_lie_between_none_and_all(value in -5.0_f64..5.0, others in prop::collection::vec(-5.0_f64..5.0, 1..20)) {
        let high = percentile(value, &others, Better::Higher).unwrap();
        let low = percentile(value, &others, Better::Lower).unwrap();
        prop_assert!((0.0..=100.0).contains(&high) && (0.0..=100.0).contains(&low));
        let equal = others.iter().filter(|o| **o == value).count() as f64 / others.len() as f64;
        prop_assert!((high + low - 100.0 - 100.0 * equal).abs() < 1e-9);
    }
}

#[test]
fn ties_are_written_1224_1223_and_with_halves() {
    let entries = [(0, 9.0), (1, 7.0), (2, 7.0), (3, 5.0)];
    let by = |ties| {
        rank(&entries, Rule { ties, ..STANDARD })
            .iter()
            .map(|p| p.rank)
            .collect::<Vec<_>>()
    };
    assert_eq!(by(Ties::Standard), [1.0, 2.0, 2.0, 4.0]);
    assert_eq!(by(Ties::Dense), [1.0, 2.0, 2.0, 3.0]);
    assert_eq!(by(Ties::Average), [1.0, 2.5, 2.5, 4.0]);
}

#[test]
fn rounding_makes_ties() {
    let entries = [(0, 1.234), (1, 1.2341), (2, 1.2)];
    let rule = Rule {
        decimals: Some(2),
        ..STANDARD
    };
    let places = rank(&entries, rule);
    assert_eq!(
        places.iter().map(|p| (p.key, p.rank, p.tied)).collect::<Vec<_>>(),
        [(0, 1.0, true), (1, 1.0, true), (2, 3.0, false)]
    );
    assert_eq!(rounded(1.005, 2), 1.01);
    assert_eq!(rounded(-2.5, 0), -3.0);
    assert_eq!(rounded(f64::MAX, 15), f64::MAX);
}

#[test]
fn both_zeros_tie() {
    assert!(
        rank(&[(0, 0.0), (1, -0.0)], STANDARD)
            .iter()
            .all(|p| p.tied && p.rank == 1.0)
    );
    assert!(rank(&[(1, 0.0), (0, -0.0)], STANDARD)[0].key == 0);
}

#[test]
fn nobody_is_no_ranking() {
    assert!(rank::<u32>(&[], STANDARD).is_empty());
    assert_eq!(percentile(1.0, &[], Better::Higher), None);
}
