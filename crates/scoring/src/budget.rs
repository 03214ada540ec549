//! What a computation takes, reckoned before it runs: what would not end in reasonable time is refused with its limit.

use zhibiao_model::framework::Aggregation;

use crate::{
    fault::Error,
    framework::{Framework, Node},
    weight::Weigh as _,
};

/// Most units × units × components of a benefit of the doubt: each unit's program has a row for every unit. Its pivots,
/// about one for each component and each a pass over the whole program, count as steps of an analysis.
pub const MAX_PROGRAMS: usize = 200_000_000;

/// Most units × units × components of an aggregation that compares pairs.
pub const MAX_COMPARISONS: usize = 2_000_000_000;

/// Most components of an aggregate whose correlations with each other are taken, for their weights or by an audit:
/// Jacobi's rotations take the third power of their number.
pub const MAX_CORRELATED: usize = 300;

/// Most steps of an analysis: minutes of two cores. A draw takes one for each cell, for each pair of units that is
/// compared, and for what weights are read off.
pub const MAX_STEPS: usize = 20_000_000_000;

/// Whether methods that compare every unit with every other can be computed in reasonable time.
pub(crate) fn bounded(framework: &Framework, units: usize) -> Result<(), Error> {
    for node in framework.nodes() {
        let comparisons = comparisons(node, units);
        if node.weighting.is_per_unit() && comparisons > MAX_PROGRAMS {
            let remedy = "rank a peer group, or weigh all subjects alike";
            return Err(Error::limit(
                "comparisons of a benefit of the doubt",
                comparisons,
                MAX_PROGRAMS,
                remedy,
            ));
        }
        let pivoted = steps_of_programs(node, units);
        if node.weighting.is_per_unit() && pivoted > MAX_STEPS {
            let remedy = "rank a peer group, divide the aggregate, or weigh all subjects alike";
            return Err(Error::limit(
                "steps of a benefit of the doubt",
                pivoted,
                MAX_STEPS,
                remedy,
            ));
        }
        if compares_pairs(framework, node) && comparisons > MAX_COMPARISONS {
            let remedy = "rank a peer group, or take an aggregation that does not compare pairs";
            return Err(Error::limit(
                "comparisons of pairs",
                comparisons,
                MAX_COMPARISONS,
                remedy,
            ));
        }
    }
    Ok(())
}

/// Whether an analysis of so many draws, each of which also compares `pairs`, can be made in reasonable time.
pub(crate) fn affordable(
    framework: &Framework,
    units: usize,
    draws: usize,
    pairs: usize,
) -> Result<(), Error> {
    let of_draw = steps(framework, units).saturating_add(pairs);
    let steps = draws.saturating_mul(of_draw);
    if steps > MAX_STEPS {
        let remedy = match MAX_STEPS / of_draw {
            0 => "rank a peer group".to_owned(),
            most => format!("take at most {most} draws, or rank a peer group"),
        };
        return Err(Error::limit("steps of an analysis", steps, MAX_STEPS, remedy));
    }
    Ok(())
}

/// Whether the intervals of all weights can be found in reasonable time.
pub(crate) fn intervals_affordable(framework: &Framework, units: usize) -> Result<(), Error> {
    let steps = steps_of_intervals(framework, units);
    if steps > MAX_STEPS {
        return Err(Error::limit(
            "steps of an analysis",
            steps,
            MAX_STEPS,
            "rank a peer group",
        ));
    }
    Ok(())
}

/// Steps of the intervals of all weights: towards both ends of each, every unit and the one in question are scored anew,
/// from the aggregate up. How many more it takes where two come near each other, only the figures say.
fn steps_of_intervals(framework: &Framework, units: usize) -> usize {
    let nodes = framework.nodes();
    let mut cells = vec![0_usize; nodes.len()];
    for (at, node) in nodes.iter().enumerate().rev() {
        let above = node.parent.map_or(0, |parent| cells[parent]);
        cells[at] = above.saturating_add(node.children.len());
    }
    let weights = nodes
        .iter()
        .zip(&cells)
        .map(|(node, cells)| node.children.len().saturating_mul(*cells));
    let scored = weights.fold(0, usize::saturating_add);
    scored.saturating_mul(units).saturating_mul(4)
}

/// Steps of one draw.
fn steps(framework: &Framework, units: usize) -> usize {
    let of_node = |node: &Node| {
        let n = node.children.len();
        let cells = units.saturating_mul(n);
        let pairs = if compares_pairs(framework, node) {
            comparisons(node, units)
        } else {
            0
        };
        let programs = if node.weighting.is_per_unit() {
            steps_of_programs(node, units)
        } else {
            0
        };
        let correlations = if node.weighting.correlates() {
            cells.saturating_add(n.saturating_mul(n)).saturating_mul(n)
        } else {
            0
        };
        cells
            .saturating_add(pairs)
            .saturating_add(programs)
            .saturating_add(correlations)
    };
    framework
        .nodes()
        .iter()
        .map(of_node)
        .fold(0, usize::saturating_add)
}

fn comparisons(node: &Node, units: usize) -> usize {
    units.saturating_mul(units).saturating_mul(node.children.len())
}

/// Steps of the programs of a benefit of the doubt: a pivot for each component looks at all of a program.
fn steps_of_programs(node: &Node, units: usize) -> usize {
    comparisons(node, units).saturating_mul(node.children.len())
}

fn compares_pairs(framework: &Framework, node: &Node) -> bool {
    std::iter::once(&node.aggregation.chosen)
        .chain(&framework.form().uncertainty.aggregation)
        .any(Aggregation::compares_pairs)
}

#[cfg(test)]
mod tests {
    use zhibiao_model::framework::FrameworkForm;

    use super::*;

    fn framework(of_index: &str) -> Framework {
        let text = format!(
            "id = \"f\"\naggregates = [{{ id = \"index\"{of_index} }}]\n\
             indicators = [{{ code = \"x\", parent = \"index\" }}, {{ code = \"y\", parent = \"index\" }}]"
        );
        Framework::new(toml::from_str::<FrameworkForm>(&text).unwrap()).unwrap()
    }

    #[test]
    fn a_draw_takes_a_step_for_all_that_it_looks_at() {
        for (of_index, expected) in [
            ("", 200),
            (", aggregation = { method = \"copeland\" }", 200 + 20_000),
            (
                ", weighting = { method = \"benefit_of_the_doubt\" }",
                200 + 20_000 * 2,
            ),
            (", weighting = { method = \"critic\" }", 200 + (200 + 4) * 2),
        ] {
            assert_eq!(steps(&framework(of_index), 100), expected, "{of_index}");
        }
        let cheap = framework("");
        assert_eq!(affordable(&cheap, 10_000, 1_000_000, 0), Ok(()));
        assert!(affordable(&cheap, 10_000, 1_000_001, 0).is_err());
        let refused = affordable(&cheap, 1_000, 100_000, 1_000 * 1_000).unwrap_err();
        assert!(refused.to_string().contains("at most 19960 draws"), "{refused}");
    }

    #[test]
    fn intervals_take_a_step_for_each_component_up_the_tree() {
        let text = "id = \"f\"\naggregates = [{ id = \"index\" }, { id = \"a\", parent = \"index\" }]\n\
                    indicators = [{ code = \"x\", parent = \"a\" }, { code = \"y\", parent = \"a\" }, \
                    { code = \"z\", parent = \"index\" }]";
        let deep = Framework::new(toml::from_str::<FrameworkForm>(text).unwrap()).unwrap();
        // Two weights with four components above, two with two.
        assert_eq!(steps_of_intervals(&deep, 10), (2 * 4 + 2 * 2) * 10 * 4);
        let most = MAX_STEPS / steps_of_intervals(&deep, 1);
        assert_eq!(intervals_affordable(&deep, most), Ok(()));
        let refused = intervals_affordable(&deep, most + 1).unwrap_err();
        assert!(
            matches!(refused, Error::Limit { most, .. } if most == MAX_STEPS as u64),
            "{refused}"
        );
    }
}
