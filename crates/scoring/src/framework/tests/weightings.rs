//! Weightings that take too long, and that figures can't give.

use super::*;

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

fn weighed(weighting: &str, normalise: &str) -> Vec<String> {
    let text = format!(
        "id = \"f\"\nnormalise = {normalise}\naggregates = [{{ id = \"index\", weighting = {weighting} }}]\nindicators = [\
         {{ code = \"x\", parent = \"index\" }}, {{ code = \"y\", parent = \"index\" }}]"
    );
    match Framework::new(form(&text)) {
        Ok(_) => Vec::new(),
        Err(Error::Framework(faults)) => faults.iter().map(ToString::to_string).collect(),
        Err(other) => panic!("{other:?}"),
    }
}

/// They were accepted once, and replaced by equal weights in silence. What only some figures rule out is for the evaluation
/// to tell.
#[test]
fn weights_that_can_never_be_read_off_the_figures_are_refused() {
    let z_score = "{ method = \"z_score\" }";
    let around_100 = "{ method = \"z_score\", mean = 100, spread = 10 }";
    let panel_z = "{ method = \"z_score\", bounds = \"panel\" }";
    let min_max = "{ method = \"min_max\" }";
    let below_0 = "{ method = \"min_max\", low = -1 }";
    let panel = "{ method = \"min_max\", bounds = \"panel\" }";
    let posts = "{ method = \"goalposts\", lower = 0, upper = 9 }";
    let open_posts = "{ method = \"goalposts\", lower = 0, upper = 9, cap = false }";
    let low_posts = "{ method = \"goalposts\", lower = 0, upper = 9, low = -9, high = 0 }";
    let target = "{ method = \"distance_to_target\", target = 9 }";
    let open_target = "{ method = \"distance_to_target\", target = 9, cap = false }";
    let efficacy = "{ method = \"efficacy\", satisfactory = 9, unacceptable = 1 }";
    let from_0 = "{ method = \"efficacy\", base = 0 }";
    let maybe_from_0 = "{ method = \"efficacy\", base = 0, satisfactory = 9 }";
    let percentile = "{ method = \"percentile_rank\" }";
    let borda = "{ method = \"borda\" }";
    let rank = "{ method = \"rank\" }";
    for (method, never, maybe) in [
        (
            "{ method = \"entropy\" }",
            vec![z_score, below_0],
            vec![
                min_max,
                around_100,
                panel_z,
                low_posts,
                open_posts,
                open_target,
                efficacy,
                from_0,
                rank,
            ],
        ),
        (
            "{ method = \"gini\" }",
            vec![z_score, below_0],
            vec![min_max, around_100, panel_z, open_posts, open_target, efficacy],
        ),
        (
            "{ method = \"merec\" }",
            vec![z_score, min_max, below_0, low_posts, from_0],
            vec![
                "{ method = \"min_max\", low = 1 }",
                around_100,
                panel_z,
                panel,
                posts,
                open_posts,
                target,
                open_target,
                efficacy,
                maybe_from_0,
                "{ method = \"efficacy\" }",
                percentile,
                borda,
                rank,
            ],
        ),
        (
            "{ method = \"entropy\", scale = \"min_max\" }",
            vec![],
            vec![z_score],
        ),
        ("{ method = \"critic\" }", vec![], vec![z_score, min_max]),
        (
            "{ method = \"benefit_of_the_doubt\" }",
            vec![z_score, below_0],
            vec![around_100, open_posts, efficacy],
        ),
    ] {
        for normalise in maybe {
            assert_eq!(weighed(method, normalise), [""; 0], "{method} {normalise}");
        }
        for normalise in never {
            let told = weighed(method, normalise);
            assert_eq!(told.len(), 1, "{method} {normalise}: {told:?}");
            assert!(
                told[0].starts_with("aggregates[index].weighting: ") && told[0].ends_with(" (for `x`, `y`)"),
                "{told:?}"
            );
        }
    }
}

#[test]
fn weights_within_blends_and_above_aggregates_are_looked_into() {
    let blend = format!(
        "{{ method = \"blend\", share = 0.5, first = {{ method = \"equal\" }}, second = {} }}",
        "{ method = \"merec\" }"
    );
    let told = weighed(&blend, "{ method = \"min_max\" }");
    assert!(
        told[0].starts_with("aggregates[index].weighting.second: "),
        "{told:?}"
    );
    let above = |weighting: &str, aggregation: &str| {
        let text = format!(
            "id = \"f\"\naggregates = [{{ id = \"index\", weighting = {{ method = \"{weighting}\" }} }}, \
             {{ id = \"a\", parent = \"index\", aggregation = {{ method = \"{aggregation}\" }} }}]\nindicators = [\
             {{ code = \"x\", parent = \"a\" }}, {{ code = \"y\", parent = \"a\" }}, \
             {{ code = \"z\", parent = \"index\", normalise = {{ method = \"min_max\", low = 1 }} }}]"
        );
        Framework::new(form(&text)).map_err(|error| error.to_string())
    };
    for weighting in ["merec", "gini"] {
        let told = above(weighting, "copeland").unwrap_err();
        assert!(
            told.contains("aggregates[index].weighting: is aggregated to values that may be negative")
                && told.ends_with("(for `a`)"),
            "{told}"
        );
    }
    // Whoever has the zero may lack the other indicator, and a component without weight is no part of a minimum.
    for aggregation in ["minimum", "geometric", "arithmetic"] {
        assert!(above("merec", aggregation).is_ok(), "{aggregation}");
    }
}

/// A draw with z-scores would have equal weights for entropy's, in silence.
#[test]
fn alternatives_off_which_no_weights_are_read_are_told() {
    let told = faults(
        "id = \"f\"\naggregates = [{ id = \"index\", weighting = { method = \"entropy\" } }]\n\
         indicators = [{ code = \"x\", parent = \"index\" }, { code = \"y\", parent = \"index\" }]\n\
         [uncertainty]\nnormalisation = [{ method = \"rank\" }, { method = \"z_score\" }]",
    );
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].starts_with(
            "uncertainty.normalisation[1]: does not go with the rest: aggregates[index].weighting: its normalisation"
        ),
        "{told:?}"
    );
}

/// One component has all the weight, whatever its values.
#[test]
fn one_component_needs_no_figures_to_weigh_by() {
    let text = "id = \"f\"\naggregates = [{ id = \"index\", weighting = { method = \"merec\" } }]\n\
                indicators = [{ code = \"x\", parent = \"index\" }]";
    assert!(Framework::new(form(text)).is_ok());
}

/// A catalogue that does not know an indicator yet does not tell its direction, without which posts of a cost are wrong.
#[test]
fn weights_that_nothing_reads_are_told_of_a_form_with_faults() {
    let text = "id = \"f\"\nnormalise = { method = \"efficacy\", satisfactory = 5, unacceptable = 9 }\n\
                aggregates = [{ id = \"index\", weighting = { method = \"equal\" } }]\n\
                indicators = [{ code = \"x\", parent = \"index\", weight = 5 }, { code = \"y\", parent = \"index\" }]";
    assert!(Framework::new(form(text)).is_err());
    let told = Framework::warnings_of(form(text));
    assert!(
        told.len() == 1 && told[0].to_string().contains("`x`, `y`: leave them out"),
        "{told:?}"
    );
}

/// Neither the least component nor the one in the middle knows what the others weigh.
#[test]
fn aggregations_that_read_no_weights_are_told() {
    let told = |method: &str, weight: f64| {
        let told = Framework::warnings_of(form(&format!(
            "id = \"f\"\naggregates = [{{ id = \"index\", aggregation = {{ method = \"{method}\" }} }}]\n\
             indicators = [{{ code = \"x\", parent = \"index\", weight = {weight} }}, {{ code = \"y\", parent = \"index\" }}]"
        )));
        told.iter().map(ToString::to_string).collect::<Vec<String>>()
    };
    for method in ["minimum", "median"] {
        assert_eq!(
            told(method, 5.0),
            [format!(
                "index: the {method} does not read the weights that are given to `x`, `y`: leave them out, or take another \
                 aggregation"
            )]
        );
        assert!(told(method, 1.0).is_empty() && told(method, 0.0).is_empty());
    }
}
