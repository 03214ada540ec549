//! What is refused without data, and what to do about it.

use super::*;

/// Each was accepted once and left units without a score.
#[test]
fn methods_that_are_known_to_fail_over_negative_values_are_refused() {
    let with = |normalise: &str, of_index: &str| {
        let text = format!(
            "id = \"f\"\nnormalise = {{ method = \"z_score\"{normalise} }}\n\
             aggregates = [{{ id = \"index\", {of_index} }}]\n\
             indicators = [{{ code = \"x\", parent = \"index\" }}, {{ code = \"y\", parent = \"index\" }}]"
        );
        Framework::new(form(&text))
    };
    for method in ["copras", "weighted_product", "edas", "geometric", "harmonic"] {
        let refused = with("", &format!("aggregation = {{ method = \"{method}\" }}")).unwrap_err();
        let told = refused.to_string();
        assert!(
            told.contains("aggregates[index].aggregation[x]") && told.contains("take another"),
            "{told}"
        );
    }
    let doubt = with("", "weighting = { method = \"benefit_of_the_doubt\" }").unwrap_err();
    assert!(
        doubt.to_string().contains("aggregates[index].weighting[y]"),
        "{doubt}"
    );
    // Around a positive mean EDAS has distances; TOPSIS has them around any.
    assert!(with(", mean = 100, spread = 10", "aggregation = { method = \"edas\" }").is_ok());
    assert!(with("", "aggregation = { method = \"topsis\" }").is_ok());
    // Copeland's scores sum to zero.
    let told = faults(
        "id = \"f\"\naggregates = [{ id = \"index\", aggregation = { method = \"edas\" } }, \
         { id = \"a\", parent = \"index\", aggregation = { method = \"copeland\" } }]\n\
         indicators = [{ code = \"x\", parent = \"a\" }, { code = \"y\", parent = \"a\" }]",
    );
    assert!(
        told[0].contains("aggregation[a]: is aggregated to values of mean 0"),
        "{told:?}"
    );
}

#[test]
fn levels_that_the_tree_does_not_have_are_told() {
    let told = faults(
        "id = \"f\"\nlevels = [{}, {}, {}]\naggregates = [{ id = \"index\" }]\n\
         indicators = [{ code = \"x\", parent = \"index\" }]",
    );
    assert_eq!(
        told,
        ["levels: are 3, but the tree has 1 level of aggregates: leave the last out"]
    );
}

#[test]
fn faults_say_what_to_do() {
    let told = faults(
        "id = \"f\"\naggregates = [{ id = \"index\" }, { id = \"self\", parent = \"self\" }, \
         { id = \"b\", parent = \"index\", weighting = { method = \"ahp\", judgements = [[1, 3], [0.5, 1]] } }]\n\
         indicators = [{ code = \"x\", parent = \"b\", weight = 0 }, { code = \"y\", parent = \"b\", weight = 0 }, \
         { code = \"z\", parent = \"indx\" }, { code = \"u\", parent = \"self\" }]",
    );
    for what in [
        "aggregates[self].parent: is the aggregate itself: name",
        "sum to 0: give numbers",
        "[0][1]: is 3, but the opposite judgement 0.5: it should be 1/3",
        "`indx` is not an aggregate of this framework: there are b, index, self",
    ] {
        assert!(
            told.iter().any(|one| one.contains(what)),
            "{what}: not among {told:#?}"
        );
    }
}
