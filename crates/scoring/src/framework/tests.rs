mod alternatives;
mod faults;
mod numbers;
mod refused;
mod weightings;

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
