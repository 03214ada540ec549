//! What a draw reads: weights, counts and denominators.

use super::*;

#[test]
fn weights_of_each_units_own_do_not_vary() {
    let table = table();
    let doubt = |uncertainty: &str| {
        let text = FORM.replace(
            "{ id = \"a\", parent = \"index\" }",
            "{ id = \"a\", parent = \"index\", weighting = { method = \"benefit_of_the_doubt\" } }",
        );
        let text = format!("{text}[uncertainty]\n{uncertainty}");
        Framework::new(toml::from_str::<FrameworkForm>(&text).unwrap()).unwrap()
    };
    let framework = doubt("weights = { method = \"share\", share = 0.2 }");
    let index = Index::new(&framework, &table).unwrap();
    let told = index.uncertainty(&UncertaintyRequest::default(), &Run::on(1));
    assert!(
        matches!(&told, Err(Error::Inapplicable(faults)) if faults[0].path() == "uncertainty.weights"),
        "{told:?}"
    );
    // Leaving out an indicator of such an aggregate does move ranks.
    let framework = doubt("leave_out = 1");
    let index = Index::new(&framework, &table).unwrap();
    let found = index
        .sensitivity(&SensitivityRequest::default(), &Run::on(2))
        .unwrap();
    assert!(found.overall.is_some());
}

/// Ranks by quotients over a denominator that is known approximately.
fn over_people(indicators: &str) -> (Framework, Table) {
    let text = format!(
        "id = \"f\"\nnormalise = {{ method = \"goalposts\", lower = 0, upper = 1000, cap = false }}\n\
         aggregates = [{{ id = \"index\" }}]\nindicators = [{indicators}]\n\
         [uncertainty.data]\napproximate = {{ distribution = \"uniform\", width = 0.2 }}"
    );
    let framework = Framework::new(toml::from_str::<FrameworkForm>(&text).unwrap()).unwrap();
    let units = (0..6).map(|at| Unit {
        code: format!("u{at}"),
        ..Unit::default()
    });
    let column = |code: &str, cell: &dyn Fn(usize) -> Cell| Column {
        code: code.to_owned(),
        cells: (0..6).map(cell).collect(),
        past: Vec::new(),
    };
    let output = |at: usize| Cell::plain(Some(100.0 + at as f64));
    let people = |_: usize| marked(2.0, Qualifier::Approximate, Status::Normal);
    let columns = vec![
        column("x", &output),
        column("y", &output),
        column("people", &people),
    ];
    (framework, Table::new(units.collect(), 2024.5, columns).unwrap())
}

#[test]
fn denominators_are_as_uncertain_as_they_say() {
    let x = "{ code = \"x\", parent = \"index\", denominator = { by = \"people\" } }";
    let request = UncertaintyRequest::default();
    let spread = |indicators: &str| {
        let (framework, table) = over_people(indicators);
        let index = Index::new(&framework, &table).unwrap();
        let found = index.uncertainty(&request, &Run::on(2)).unwrap();
        let ranks = found.units[2].ranks.unwrap();
        ranks.q95 - ranks.q5
    };
    assert!(
        spread(x) > 3.0,
        "six quotients that differ by far less than their denominators may"
    );
    // One number of people divides both: what one gains by a smaller one, the other loses.
    let y = "{ code = \"y\", parent = \"index\", direction = \"down\", denominator = { by = \"people\" } }";
    assert_eq!(spread(&format!("{x}, {y}")), 0.0);
    // It is the same number where it is an indicator itself: output over people times people is output.
    let people = "{ code = \"people\", parent = \"index\" }";
    let product = spread(&format!("{x}, {people}"));
    let (framework, table) = over_people(&format!("{x}, {people}"));
    let mut form = framework.form().clone();
    form.normalise = zhibiao_model::framework::Normalisation::AsIs;
    form.aggregates[0].aggregation = Some(zhibiao_model::framework::Aggregation::Geometric);
    let framework = Framework::new(form).unwrap();
    let index = Index::new(&framework, &table).unwrap();
    let found = index.uncertainty(&request, &Run::on(1)).unwrap();
    assert!(product > 0.0);
    assert!(
        found
            .units
            .iter()
            .all(|unit| unit.ranks.unwrap().q5 == unit.ranks.unwrap().q95)
    );
}

/// 1,100 units have more counts than a thread has for itself.
#[test]
fn counts_in_one_table_are_the_same() {
    let framework = framework("[uncertainty]\nleave_out = 0.5");
    let units = (0..1_100).map(|at| Unit {
        code: format!("u{at:04}"),
        ..Unit::default()
    });
    let columns = ["w", "x", "y", "z"].iter().enumerate().map(|(at, code)| Column {
        code: (*code).to_owned(),
        cells: (0..1_100)
            .map(|unit| Cell::plain(Some(((unit * 7919 + at * 13) * (at + 3) % 1_009) as f64)))
            .collect(),
        past: Vec::new(),
    });
    let table = Table::new(units.collect(), 2024.5, columns.collect()).unwrap();
    let index = Index::new(&framework, &table).unwrap();
    let request = UncertaintyRequest {
        draws: 64,
        pairwise: false,
        ..UncertaintyRequest::default()
    };
    let one = index.uncertainty(&request, &Run::on(1)).unwrap();
    assert_eq!(index.uncertainty(&request, &Run::on(3)).unwrap(), one);
    let nominal = &one.units[0];
    let ranks = nominal.ranks.unwrap();
    assert!(nominal.ranked == 1.0 && ranks.q5 <= ranks.mean && ranks.mean <= ranks.q95);
    assert!(
        one.units
            .iter()
            .any(|unit| unit.ranks.unwrap().q5 < unit.ranks.unwrap().q95)
    );
}
