//! Every fault at once, each once, with its place.

use super::*;

#[test]
fn all_faults_are_told_at_once() {
    let told = faults(
        r#"
        id = "f"
        decimals = 99
        min_available = 2.0
        normalise = { method = "min_max", low = 5, high = 5 }
        aggregates = [
            { id = "index" },
            { id = "other" },
            { id = "a", parent = "b" },
            { id = "b", parent = "a", weight = -1 },
            { id = "c", parent = "nowhere" },
        ]
        indicators = [
            { code = "x", parent = "index", weight = 0, denominator = { by = "x", scale = 0 } },
            { code = "x", parent = "d" },
            { code = "a", parent = "index", normalise = { method = "goalposts", lower = -1, upper = -2, log = true } },
        ]
        [uncertainty]
        leave_out = 1.5
        data = { at_least = { distribution = "uniform", width = -1 } }
        "#,
    );
    for place in [
        "decimals: is 99",
        "min_available: is 2",
        "normalise.low: is 5",
        "aggregates: index, other are without parent",
        "aggregates[a].parent: a → b are components of each other",
        "aggregates[b].weight: is -1",
        "aggregates[c].parent: `nowhere`",
        "indicators[x].denominator.by: is the indicator itself",
        "indicators[x].denominator.scale: is 0",
        "indicators[x]: stands there twice, as numbers 1 and 2",
        "indicators[x].parent: `d`",
        "indicators[a]: has the name of an aggregate",
        "indicators[a].normalise.lower: is -1, not below upper -2",
        "indicators[a].normalise.lower: is -1, but posts on a logarithmic scale",
        "uncertainty.leave_out: is 1.5",
        "uncertainty.data.at_least: has size -1",
    ] {
        assert!(
            told.iter().any(|fault| fault.starts_with(place)),
            "{place}: not among\n{}",
            told.join("\n")
        );
    }
}

/// A tree that does not stand hides nothing of what else is wrong.
#[test]
fn faults_of_the_tree_hide_no_others() {
    let told = faults(
        r#"
        id = "f"
        aggregates = [
            { id = "index", aggregation = { method = "geometric" } },
            { id = "a", parent = "nowhere", weighting = { method = "ahp", judgements = [[1]] } },
            { id = "b", parent = "index" },
            { id = "c", parent = "d" },
            { id = "d", parent = "c", aggregation = { method = "vikor", v = 2 } },
        ]
        indicators = [
            { code = "x", parent = "a" },
            { code = "y", parent = "a" },
            { code = "z", parent = "b", weight = 0 },
            { code = "v", parent = "index", normalise = { method = "z_score" } },
            { code = "w", parent = "d" },
        ]
        "#,
    );
    for place in [
        "aggregates[a].parent: `nowhere`",
        "aggregates[c].parent: c → d",
        "aggregates[b]: the weights of its components sum to 0",
        "aggregates[a].weighting",
        "aggregates[d].aggregation.v: is 2",
        "aggregates[index].aggregation: its normalisation yields negative",
    ] {
        assert!(
            told.iter().any(|fault| fault.starts_with(place)),
            "{place}: not among\n{}",
            told.join("\n")
        );
    }
    assert_eq!(told.len(), 6, "{told:#?}");
}

#[test]
fn faults_of_overrides_are_told_with_what_they_lead_to() {
    let framework = Framework::new(form(SOUND)).unwrap();
    let overrides = Overrides {
        weights: [("q".to_owned(), 1.0), ("x".to_owned(), -1.0)].into(),
        ..Overrides::default()
    };
    let Err(Error::Framework(told)) = framework.with(&overrides) else {
        panic!("two faults")
    };
    let paths: Vec<String> = told.iter().map(Fault::path).collect();
    assert_eq!(paths, ["weights[q]", "indicators[x].weight"]);
}

/// Two rings, one of them with a tail that leads into it, and an aggregate that is its own parent.
#[test]
fn each_ring_is_told_once() {
    let told = faults(
        r#"
        id = "f"
        aggregates = [
            { id = "index" },
            { id = "tail", parent = "b" },
            { id = "a", parent = "b" },
            { id = "b", parent = "c" },
            { id = "c", parent = "a" },
            { id = "d", parent = "e" },
            { id = "e", parent = "d" },
            { id = "self", parent = "self" },
        ]
        indicators = [{ code = "x", parent = "index" }]
        "#,
    );
    let rings: Vec<&String> = told.iter().filter(|fault| fault.contains("].parent: ")).collect();
    assert_eq!(
        rings,
        [
            "aggregates[b].parent: b → c → a are components of each other: give one of them another parent",
            "aggregates[d].parent: d → e are components of each other: give one of them another parent",
            "aggregates[self].parent: is the aggregate itself: name the one that it is a component of",
        ]
    );
}

#[test]
fn components_need_weight_and_aggregates_components() {
    let told = faults(
        r#"
        id = "f"
        aggregates = [{ id = "index" }, { id = "a", parent = "index" }, { id = "b", parent = "index" }]
        indicators = [{ code = "x", parent = "a", weight = 0 }, { code = "y", parent = "a", weight = 0 }]
        "#,
    );
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].starts_with("aggregates[a]: the weights of its components sum to 0"));
    assert!(told[0].ends_with("(for `x`, `y`)"), "{told:?}");
    assert!(told[1].starts_with("aggregates[b]: has no components"));
}

/// What the normalisation of all indicators says wrong is no fault of each.
#[test]
fn what_is_wrong_with_all_indicators_is_told_once() {
    let with = |normalise: &str| {
        faults(&format!(
            "id = \"f\"\nnormalise = {normalise}\naggregates = [{{ id = \"index\" }}]\nindicators = [\
             {{ code = \"x\", parent = \"index\" }}, {{ code = \"y\", parent = \"index\", direction = \"down\" }}]"
        ))
    };
    assert_eq!(
        with("{ method = \"min_max\", low = 7, high = 5 }"),
        ["normalise.low: is 7, not below high 5: give a lower low, or a higher high"]
    );
    let told = with("{ method = \"efficacy\", satisfactory = 9, unacceptable = 5 }");
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("where lower values are better"), "{told:?}");
}

/// Posts that only costs can have are no fault of a framework of costs.
#[test]
fn a_normalisation_is_held_against_the_directions_that_there_are() {
    let text = "id = \"f\"\nnormalise = { method = \"efficacy\", satisfactory = 5, unacceptable = 9 }\n\
                aggregates = [{ id = \"index\" }]\n\
                indicators = [{ code = \"x\", parent = \"index\", direction = \"down\" }]";
    assert!(Framework::new(form(text)).is_ok());
}
