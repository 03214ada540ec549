mod refused;

use super::*;

fn form(text: &str) -> FrameworkForm {
    toml::from_str::<FrameworkForm>(text).unwrap()
}

fn faults(text: &str) -> Vec<String> {
    match Framework::new(form(text)) {
        Err(Error::Framework(faults)) => faults.iter().map(ToString::to_string).collect(),
        other => panic!("{other:?}"),
    }
}

const SOUND: &str = r#"
id = "f"
min_available = 0.5
levels = [{ aggregation = { method = "geometric" } }, { weighting = { method = "equal" } }]
aggregates = [
    { id = "index" },
    { id = "a", parent = "index", weight = 3 },
    { id = "b", parent = "index", aggregation = { method = "minimum" }, min_available = 1 },
]
indicators = [
    { code = "x", parent = "a", weight = 1 },
    { code = "y", parent = "a", weight = 3, direction = "down", denominator = { by = "people", scale = 1e4 } },
    { code = "z", parent = "b", treat = { method = "log" } },
]
[uncertainty]
weights = { method = "share", share = 0.25 }
normalisation = [{ method = "rank" }]
data = { provisional = { distribution = "normal", sd = 0.02 } }
"#;

#[test]
fn methods_come_from_the_place_the_level_or_the_default() {
    let framework = Framework::new(form(SOUND)).unwrap();
    assert_eq!(framework.indicators().collect::<Vec<_>>(), ["x", "y", "z"]);
    assert_eq!(framework.aggregates().collect::<Vec<_>>(), ["a", "b", "index"]);
    let [a, b, index] = framework.nodes() else {
        panic!("three")
    };
    assert_eq!(a.given, [0.25, 0.75]);
    assert_eq!(
        (&a.aggregation.chosen, a.aggregation.own, a.min_available),
        (&Aggregation::Geometric, false, 0.5)
    );
    assert_eq!(
        (&b.aggregation.chosen, b.aggregation.own, b.min_available),
        (&Aggregation::Minimum, true, 1.0)
    );
    assert_eq!(
        (&index.aggregation.chosen, &index.weighting),
        (&Aggregation::Arithmetic, &Weighting::Equal)
    );
    assert_eq!(index.given, [0.75, 0.25]);
    assert_eq!(framework.branches(), [("a", vec![0, 1]), ("b", vec![2])]);
}

#[test]
fn forms_are_written_and_read_back() {
    let read = form(SOUND);
    assert_eq!(form(&toml::to_string(&read).unwrap()), read);
    let misspelt = toml::from_str::<FrameworkForm>("id = \"f\"\nagregates = []\nindicators = []");
    assert!(misspelt.unwrap_err().to_string().contains("agregates"));
}

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
        "indicators[x]: stands there twice",
        "indicators[x].parent: `d`",
        "indicators[a]: has the name of an aggregate",
        "indicators[a].normalise.lower: is -1, not below upper -2",
        "indicators[a].normalise.lower: is -1: posts on a logarithmic scale",
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
        "aggregates[index].aggregation[v]: its normalisation yields negative",
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
    let paths: Vec<&str> = told.iter().map(|fault| fault.path.as_str()).collect();
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
    assert!(told[1].starts_with("aggregates[b]: has no components"));
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
        "aggregates[index].aggregation[x]: its normalisation yields negative values",
        "aggregates[index].aggregation[a]: is aggregated to values that may be negative",
        "aggregates[b].weighting: shares 0.9 to 1",
        "uncertainty.aggregation[0]: does not go with the rest: aggregates[b].aggregation: the benefit of the doubt",
        "aggregates[b].aggregation[z]: lower values are better and it is not normalised",
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
    let refused = "aggregates[index].aggregation[a]: is aggregated to values that may be negative";
    for (below, uncertainty, fine) in [
        ("", "", true),
        ("", "normalise = { method = \"z_score\" }", false),
        (
            "",
            "normalise = { method = \"efficacy\", satisfactory = 9, unacceptable = 5 }",
            false,
        ),
        (
            "",
            "normalise = { method = \"efficacy\", satisfactory = 9 }",
            true,
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

#[test]
fn weightings_that_would_not_end_are_refused() {
    let told = |weighting: Weighting, components: usize| {
        let mut form = form("id = \"f\"\naggregates = [{ id = \"index\" }]\nindicators = []");
        form.aggregates[0].weighting = Some(weighting);
        let leaf = |at: usize| zhibiao_model::framework::IndicatorForm {
            code: format!("c{at}"),
            ..toml::from_str("code = \"c\"\nparent = \"index\"").unwrap()
        };
        form.indicators = (0..components).map(leaf).collect();
        match Framework::new(form) {
            Ok(_) => Vec::new(),
            Err(Error::Framework(faults)) => faults.iter().map(ToString::to_string).collect(),
            Err(other) => panic!("{other:?}"),
        }
    };
    let critic = || Weighting::Critic {
        scale: zhibiao_model::framework::Scale::MinMax,
    };
    let blend = |first: Weighting| Weighting::Blend {
        first: Box::new(first),
        second: Box::new(Weighting::Equal),
        share: 0.5,
    };
    assert_eq!(told(critic(), 300), [""; 0]);
    assert_eq!(told(Weighting::Equal, 301), [""; 0]);
    for weighting in [critic(), blend(critic())] {
        let told = told(weighting, 301);
        assert!(told[0].starts_with("aggregates[index].weighting: takes the correlations of 301"));
    }
    let deep = |blends: usize| (0..blends).fold(Weighting::Gini, |weighting, _| blend(weighting));
    assert_eq!(told(deep(4), 2), [""; 0]);
    let told = told(deep(5), 2);
    assert_eq!(
        told,
        ["aggregates[index].weighting: blends blends more than 4 deep: blend fewer weightings"]
    );
}

#[test]
fn overrides_are_checked_too() {
    let framework = Framework::new(form(SOUND)).unwrap();
    let weights = |name: &str, weight| Overrides {
        weights: [(name.to_owned(), weight)].into(),
        ..Overrides::default()
    };
    let changed = framework.with(&weights("a", 1.0)).unwrap();
    assert_eq!(changed.nodes()[2].given, [0.5, 0.5]);
    assert!(framework.with(&weights("q", 1.0)).is_err());
    assert!(framework.with(&weights("x", f64::NAN)).is_err());
    let negative = Overrides {
        normalise: Some(Normalisation::ZScore {
            mean: 0.0,
            spread: 1.0,
            bounds: zhibiao_model::framework::Bounds::Period,
        }),
        ..Overrides::default()
    };
    assert!(
        framework.with(&negative).is_err(),
        "the level's mean is geometric"
    );
}

const ALTERNATIVES: &str = r#"
    id = "f"
    aggregates = [{ id = "index" }]
    indicators = [{ code = "x", parent = "index" }, { code = "y", parent = "index" }]
    [uncertainty]
    normalisation = [{ method = "rank" }, { method = "z_score" }]
"#;

#[test]
fn an_alternative_that_does_not_fit_is_told_once_by_its_own_place() {
    let geometric = ALTERNATIVES.replace(
        "{ id = \"index\" }",
        "{ id = \"index\", aggregation = { method = \"geometric\" } }",
    );
    let told = faults(&geometric);
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(
        told[0].starts_with("uncertainty.normalisation[1]: does not go with the rest: aggregates[index]"),
        "{told:#?}"
    );
}

/// A what-if is evaluated though its uncertainty can't be analysed, which is told when that is asked.
#[test]
fn a_what_if_is_not_refused_for_what_only_an_analysis_cannot_do() {
    use crate::{
        index::Index,
        run::Run,
        table::{Cell, Column, Table, Unit},
        uncertainty::UncertaintyRequest,
    };
    let overrides = Overrides {
        aggregation: Some(zhibiao_model::framework::Aggregation::Geometric),
        ..Overrides::default()
    };
    let framework = Framework::new(form(ALTERNATIVES))
        .unwrap()
        .with(&overrides)
        .unwrap();
    let units = ["a", "b"].map(|code| Unit {
        code: code.to_owned(),
        ..Unit::default()
    });
    let column = |code: &str| Column {
        code: code.to_owned(),
        cells: [1.0, 2.0].map(|value| Cell::plain(Some(value))).to_vec(),
        past: Vec::new(),
    };
    let table = Table::new(units.to_vec(), 2024.5, vec![column("x"), column("y")]).unwrap();
    let index = Index::new(&framework, &table).unwrap();
    assert!(index.evaluate().is_ok());
    let Err(Error::Inapplicable(told)) = index.uncertainty(&UncertaintyRequest::default(), &Run::on(1))
    else {
        panic!("z-scores have no geometric mean")
    };
    assert_eq!(told[0].path, "uncertainty.normalisation[1]");
}
