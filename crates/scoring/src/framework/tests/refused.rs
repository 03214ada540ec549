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
            told.contains("aggregates[index].aggregation: its") && told.ends_with("(for `x`, `y`)"),
            "{told}"
        );
    }
    let doubt = with("", "weighting = { method = \"benefit_of_the_doubt\" }").unwrap_err();
    assert!(
        doubt
            .to_string()
            .contains("aggregates[index].weighting: may be negative"),
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
        told[0].contains("aggregation: is aggregated to values of mean 0"),
        "{told:?}"
    );
}

/// Their difference is beyond all doubles, and with it every score.
#[test]
fn scales_that_are_too_wide_to_compute_with_are_refused() {
    for (method, place, narrow) in [
        ("min_max\", low = -1e308, high = 1e308", "normalise.low", "1e307"),
        (
            "goalposts\", lower = -1e308, upper = 1e308",
            "normalise.lower",
            "1e307",
        ),
    ] {
        let text = |method: &str| {
            format!(
                "id = \"f\"\nnormalise = {{ method = \"{method} }}\naggregates = [{{ id = \"index\" }}]\n\
                 indicators = [{{ code = \"x\", parent = \"index\" }}]"
            )
        };
        let told = faults(&text(method));
        assert!(
            told.len() == 1 && told[0].starts_with(place) && told[0].contains("too far below"),
            "{told:?}"
        );
        assert!(Framework::new(form(&text(&method.replace("1e308", narrow)))).is_ok());
    }
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

#[test]
fn methods_that_do_not_go_together_are_refused() {
    let told = faults(
        r#"
        id = "f"
        normalise = { method = "z_score" }
        aggregates = [
            { id = "index", aggregation = { method = "geometric" } },
            { id = "a", parent = "index", aggregation = { method = "copeland" } },
            { id = "b", parent = "index", weighting = { method = "benefit_of_the_doubt", min_share = 0.9 } },
            { id = "c", parent = "index", weighting = { method = "best_worst", best = "s", worst = "q",
              best_to_others = [1, 2], others_to_worst = [2] } },
        ]
        indicators = [
            { code = "x", parent = "index" },
            { code = "y", parent = "a" },
            { code = "z", parent = "b", direction = "down", normalise = { method = "as_is" } },
            { code = "w", parent = "b" },
            { code = "s", parent = "c" },
            { code = "t", parent = "c" },
        ]
        [uncertainty]
        aggregation = [{ method = "median" }, { method = "power", exponent = 0 }]
        "#,
    );
    for place in [
        "aggregates[index].aggregation: its normalisation yields negative values",
        "aggregates[index].aggregation: is aggregated to values that may be negative",
        "aggregates[b].weighting: shares 0.9 to 1",
        "uncertainty.aggregation[0]: does not go with the rest: aggregates[b].aggregation: the benefit of the doubt",
        "aggregates[b].aggregation: lower values are better and it is not normalised",
        "aggregates[c].weighting.worst: `q` is none of the components s, t",
        "aggregates[c].weighting.others_to_worst: are 1: give one for each of the 2",
        "uncertainty.aggregation[1].exponent: is 0",
    ] {
        assert!(
            told.iter().any(|fault| fault.starts_with(place)),
            "{place}: not among\n{}",
            told.join("\n")
        );
    }
}

/// What may be negative is followed up the tree, through whatever an analysis may choose on the way.
#[test]
fn negative_values_are_seen_from_afar() {
    let told = |below: &str, uncertainty: &str| {
        let text = format!(
            "id = \"f\"\naggregates = [{{ id = \"index\", aggregation = {{ method = \"geometric\" }} }},\n\
             {{ id = \"a\", parent = \"index\" }}, {{ id = \"b\", parent = \"a\" {below} }}]\n\
             indicators = [{{ code = \"x\", parent = \"b\" }}]\n{uncertainty}"
        );
        match Framework::new(form(&text)) {
            Ok(_) => None,
            Err(Error::Framework(faults)) => faults.first().map(ToString::to_string),
            Err(other) => panic!("{other:?}"),
        }
    };
    let refused = "aggregates[index].aggregation: is aggregated to values that may be negative";
    for (below, uncertainty, fine) in [
        ("", "", true),
        ("", "normalise = { method = \"z_score\" }", false),
        // Only the figures can show it.
        (
            "",
            "normalise = { method = \"z_score\", mean = 100, spread = 10 }",
            true,
        ),
        (
            "",
            "normalise = { method = \"efficacy\", satisfactory = 9, unacceptable = 5 }",
            true,
        ),
        (
            "",
            "normalise = { method = \"distance_to_target\", target = 9, cap = false }",
            true,
        ),
        (
            "",
            "normalise = { method = \"efficacy\", satisfactory = 9, base = -1 }",
            false,
        ),
        (
            ", aggregation = { method = \"topsis\" }",
            "normalise = { method = \"z_score\" }",
            true,
        ),
        (
            "",
            "[uncertainty]\nnormalisation = [{ method = \"z_score\" }]",
            false,
        ),
        (
            "",
            "[uncertainty]\naggregation = [{ method = \"copeland\" }]",
            false,
        ),
        (
            ", aggregation = { method = \"copeland\" }",
            "[uncertainty]\naggregation = [{ method = \"geometric\" }]",
            false,
        ),
    ] {
        let told = told(below, uncertainty);
        assert_eq!(told.is_none(), fine, "{below} {uncertainty}: {told:?}");
        if let Some(told) = told.filter(|_| !uncertainty.contains("[{ method = \"geometric\" }]")) {
            assert!(told.contains(refused), "{told}");
            assert_eq!(
                told.starts_with("uncertainty."),
                !uncertainty.starts_with("normalise"),
                "{told}"
            );
        }
    }
}

/// Goalposts and targets stand in the indicator's unit: held against logarithms they would give nonsense, silently.
#[test]
fn values_in_the_unit_do_not_go_with_another_scale() {
    let text = |treat: &str, normalise: &str, rest: &str| {
        format!(
            "id = \"f\"\ntreat = {{ method = \"{treat}\" }}\nnormalise = {{ {normalise} }}\n\
             aggregates = [{{ id = \"index\" }}]\n\
             indicators = [{{ code = \"x\", parent = \"index\" }}, {{ code = \"y\", parent = \"index\" }}]\n{rest}"
        )
    };
    let refused = |place: &str, text: &str| {
        let told = faults(text);
        let wanted =
            format!("{place}: figures on another scale do not go with values given in the indicator's unit");
        let is_told = |told: &str| told.starts_with(&wanted) && told.ends_with("(for `x`, `y`)");
        assert!(told.len() == 1 && is_told(&told[0]), "{told:?}");
    };
    for normalise in [
        "method = \"goalposts\", lower = 1, upper = 9",
        "method = \"distance_to_target\", target = 9",
        "method = \"efficacy\", satisfactory = 9",
    ] {
        refused("treat", &text("log", normalise, ""));
        refused("treat", &text("box_cox", normalise, ""));
        assert!(Framework::new(form(&text("winsorise", normalise, ""))).is_ok());
        let alternative = "uncertainty = { treatment = [{ method = \"none\" }, { method = \"log\" }] }";
        refused("uncertainty.treatment[1]", &text("none", normalise, alternative));
    }
    assert!(Framework::new(form(&text("log", "method = \"efficacy\"", ""))).is_ok());
    let alternative = "uncertainty = { normalisation = [{ method = \"goalposts\", lower = 1, upper = 9 }] }";
    refused(
        "uncertainty.normalisation[0]",
        &text("log", "method = \"min_max\"", alternative),
    );
    // Each goes with the rest, but a draw may take both.
    let both = "uncertainty = { treatment = [{ method = \"log\" }], \
                normalisation = [{ method = \"goalposts\", lower = 1, upper = 9 }] }";
    refused(
        "uncertainty.treatment[0]",
        &text("none", "method = \"min_max\"", both),
    );
}

/// What only the uncertainty analysis can't do hinders no ranking.
#[test]
fn a_what_if_is_not_refused_for_alternatives_of_another_scale() {
    let sound = "id = \"f\"\naggregates = [{ id = \"index\" }]\nindicators = [{ code = \"x\", parent = \"index\" }]\n\
                 uncertainty = { normalisation = [{ method = \"goalposts\", lower = 1, upper = 9 }] }";
    let overrides = Overrides {
        treat: Some(Treatment::Log),
        ..Overrides::default()
    };
    let changed = Framework::new(form(sound)).unwrap().with(&overrides).unwrap();
    assert_eq!(changed.misfits()[0].path(), "uncertainty.normalisation[0]");
}

#[test]
fn a_regression_on_the_indicator_itself_is_refused() {
    let told = faults(
        "id = \"f\"\naggregates = [{ id = \"index\" }]\n\
         indicators = [{ code = \"x\", parent = \"index\", impute = { method = \"regression\", on = \"x\" } }]",
    );
    assert!(
        told.len() == 1 && told[0].starts_with("indicators[x].impute.on: is the indicator itself"),
        "{told:?}"
    );
}

/// A place holds no components, however many do not fit; they are told all.
#[test]
fn every_component_that_does_not_fit_is_told() {
    let mut text = "id = \"f\"\nnormalise = { method = \"z_score\" }\n\
                    aggregates = [{ id = \"index\", aggregation = { method = \"geometric\" } }]\nindicators = ["
        .to_owned();
    let codes: Vec<String> = (0..9).map(|at| format!("i{at}")).collect();
    for code in &codes {
        text += &format!("{{ code = \"{code}\", parent = \"index\" }},");
    }
    let Err(Error::Framework(told)) = Framework::new(form(&(text + "]"))) else {
        panic!("z-scores have no geometric mean")
    };
    let [fault] = &*told else { panic!("{told:?}") };
    assert_eq!(fault.path(), "aggregates[index].aggregation");
    assert_eq!(fault.components, codes);
    assert!(codes.iter().all(|code| fault.told().contains(code)), "{fault}");
}
