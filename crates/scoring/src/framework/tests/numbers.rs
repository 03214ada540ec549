//! Numbers that are none, or beyond what a method takes: told where they stand, and nothing that only follows.

use super::*;

fn of(settings: &str, of_index: &str, weight: &str) -> Vec<String> {
    faults(&format!(
        "id = \"f\"\n{settings}\naggregates = [{{ id = \"index\", {of_index} }}]\n\
         indicators = [{{ code = \"x\", parent = \"index\", weight = {weight} }}, {{ code = \"y\", parent = \"index\" }}]"
    ))
}

#[test]
fn what_is_no_number_is_told_once() {
    for (settings, told) in [
        (
            "normalise = { method = \"min_max\", low = nan, high = inf }",
            vec![
                "normalise.low: is NaN: give a number",
                "normalise.high: is inf: give a number",
            ],
        ),
        (
            "normalise = { method = \"efficacy\", satisfactory = inf, unacceptable = 1 }",
            vec!["normalise.satisfactory: is inf: give a number"],
        ),
        (
            "normalise = { method = \"efficacy\", unacceptable = nan }",
            vec!["normalise.unacceptable: is NaN: give a number"],
        ),
    ] {
        assert_eq!(of(settings, "", "1"), told);
    }
    for weight in ["inf", "nan", "-1"] {
        let found = of("", "", weight);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("indicators[x].weight: is "), "{found:?}");
    }
}

#[test]
fn judgements_beyond_the_scale_are_told() {
    let found = of(
        "",
        "weighting = { method = \"best_worst\", best = \"x\", worst = \"y\", best_to_others = [1, 1e300], \
         others_to_worst = [1e300, 1] }",
        "1",
    );
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        found.iter().all(|fault| fault.contains("give 1 to 9")),
        "{found:?}"
    );
}

#[test]
fn ends_of_a_scale_that_are_too_far_apart_are_told_in_few_digits() {
    let found = of(
        "normalise = { method = \"goalposts\", lower = -1e308, upper = 1e308 }",
        "",
        "1",
    );
    assert_eq!(
        found,
        [
            "normalise.lower: is -1e308, too far below upper 1e308 to be computed with: give a higher lower, or a lower \
             upper"
        ]
    );
}
