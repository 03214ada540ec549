//! Groups of units that are statistically tied.

/// A unit and its nominal rank.
type Ranked = (usize, f64);

/// Groups of units, given best first with their nominal ranks. Units of one rank stay together: within a tie the order
/// says nothing. A group takes in the next rank unless each unit of its own first rank stands above each of that rank with
/// the confidence; `above` is the probability that one stands above another.
pub(super) fn groups(
    order: &[Ranked],
    above: impl Fn(usize, usize) -> f64,
    confidence: f64,
) -> Vec<Vec<usize>> {
    let mut groups: Vec<(&[Ranked], Vec<usize>)> = Vec::new();
    for tie in order.chunk_by(|a, b| a.1 == b.1) {
        let members = tie.iter().map(|(unit, _)| *unit);
        let apart = |first: &Ranked| members.clone().all(|unit| above(first.0, unit) >= confidence);
        match groups.last_mut() {
            Some((first, group)) if !first.iter().all(apart) => group.extend(members),
            Some(_) | None => groups.push((tie, members.collect())),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The third stands below the first for certain, but shares its rank with the second, who does not.
    #[test]
    fn a_group_does_not_end_inside_a_tie() {
        let above = |unit: usize, other: usize| match (unit, other) {
            (0, 1) => 0.6,
            (0, 2) => 0.97,
            _ => 1.0,
        };
        let order = [(0, 1.0), (1, 2.0), (2, 2.0), (3, 4.0)];
        assert_eq!(groups(&order, above, 0.95), [vec![0, 1, 2], vec![3]]);
        let turned = [(0, 1.0), (2, 2.0), (1, 2.0), (3, 4.0)];
        assert_eq!(groups(&turned, above, 0.95), [vec![0, 2, 1], vec![3]]);
        // Who are first together part nobody that one of them is not above.
        let first = [(3, 1.0), (0, 1.0), (1, 3.0), (2, 4.0)];
        assert_eq!(groups(&first, above, 0.95), [vec![3, 0, 1], vec![2]]);
        assert!(groups(&[], above, 0.95).is_empty());
    }
}
