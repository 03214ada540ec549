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
         {{ code = \"x\", parent = \"index\" }}, {{ code = \"y\", parent = \"index\", direction = \"down\" }}]"
    );
    match Framework::new(form(&text)) {
        Ok(_) => Vec::new(),
        Err(Error::Framework(faults)) => faults.iter().map(ToString::to_string).collect(),
        Err(other) => panic!("{other:?}"),
    }
}

/// They were accepted once, and replaced by equal weights in silence.
#[test]
fn weights_that_can_never_be_read_off_the_figures_are_refused() {
    let min_max = "{ method = \"min_max\" }";
    let one_up = "{ method = \"min_max\", low = 1 }";
    let panel = "{ method = \"min_max\", bounds = \"panel\" }";
    let z_score = "{ method = \"z_score\" }";
    let rank = "{ method = \"rank\" }";
    let percentile = "{ method = \"percentile_rank\" }";
    let entropy = "{ method = \"entropy\" }";
    let scaled = "{ method = \"entropy\", scale = \"min_max\" }";
    let (gini, merec, critic) = (
        "{ method = \"gini\" }",
        "{ method = \"merec\" }",
        "{ method = \"critic\" }",
    );
    for (weighting, normalise, fine) in [
        (entropy, z_score, false),
        (entropy, min_max, true),
        (scaled, z_score, true),
        (gini, z_score, false),
        (gini, min_max, true),
        (critic, z_score, true),
        (merec, z_score, false),
        (merec, min_max, false),
        (merec, percentile, false),
        (merec, "{ method = \"borda\" }", false),
        (merec, "{ method = \"distance_to_target\", target = 9 }", false),
        (merec, "{ method = \"efficacy\", base = 0 }", false),
        (merec, one_up, true),
        (merec, rank, true),
        (merec, "{ method = \"efficacy\" }", true),
        // Whether anybody has zero is for the figures to say.
        (merec, panel, true),
        (merec, "{ method = \"goalposts\", lower = 0, upper = 9 }", true),
    ] {
        let told = weighed(weighting, normalise);
        assert_eq!(told.is_empty(), fine, "{weighting} {normalise}: {told:?}");
        assert!(fine || told.len() == 1, "{told:?}");
        assert!(
            fine || told[0].starts_with("aggregates[index].weighting[x, y]: ")
                && told[0].contains("take another one, such as min_max"),
            "{told:?}"
        );
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
        told[0].starts_with("aggregates[index].weighting.second[x, y]: "),
        "{told:?}"
    );
    let above = |aggregation: &str| {
        let text = format!(
            "id = \"f\"\naggregates = [{{ id = \"index\", weighting = {{ method = \"merec\" }} }}, \
             {{ id = \"a\", parent = \"index\", aggregation = {{ method = \"{aggregation}\" }} }}]\nindicators = [\
             {{ code = \"x\", parent = \"a\" }}, {{ code = \"y\", parent = \"a\" }}, \
             {{ code = \"z\", parent = \"index\", normalise = {{ method = \"min_max\", low = 1 }} }}]"
        );
        Framework::new(form(&text)).map_err(|error| error.to_string())
    };
    let told = above("minimum").unwrap_err();
    assert!(
        told.contains("aggregates[index].weighting[a]: is aggregated to zero or less"),
        "{told}"
    );
    assert!(above("arithmetic").is_ok());
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
            "uncertainty.normalisation[1]: does not go with the rest: aggregates[index].weighting[x, y]"
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
