//! Values in the indicator's unit, such as goalposts, and treatments that put figures on another scale.

use zhibiao_model::framework::{FrameworkForm, IndicatorForm, Normalisation, Treatment};

use crate::fault::Faults;

const PROBLEM: &str = "figures on another scale do not go with values given in the indicator's unit: treat them by `none` or \
                       `winsorise`, or normalise them without given values";

/// Treatments that leave given values without a scale, each once, with the indicators whose they are.
pub(super) fn scales(form: &FrameworkForm, faults: &mut Faults) {
    for indicator in &form.indicators {
        if let Some(own) = &indicator.treat
            && own.changes_scale()
            && normalisation(form, indicator).is_in_unit()
        {
            faults.of_indicator(&indicator.code, |faults| faults.add("treat", PROBLEM));
        }
    }
    if form.treat.changes_scale() {
        let given = |one: &&IndicatorForm| one.treat.is_none() && normalisation(form, one).is_in_unit();
        tell("treat".to_owned(), form.indicators.iter().filter(given), faults);
    }
}

/// The same of alternatives of the uncertainty analysis, to the rest and to each other.
pub(super) fn alternatives(form: &FrameworkForm, faults: &mut Faults) {
    let others = &form.uncertainty;
    let drawn = |one: &IndicatorForm| one.normalise.is_none();
    let may_be_given = |one: &IndicatorForm| {
        normalisation(form, one).is_in_unit()
            || drawn(one) && others.normalisation.iter().any(Normalisation::is_in_unit)
    };
    for (at, _) in others
        .treatment
        .iter()
        .enumerate()
        .filter(|(_, one)| one.changes_scale())
    {
        let given = |one: &&IndicatorForm| one.treat.is_none() && may_be_given(one);
        let indicators = form.indicators.iter().filter(given);
        tell(format!("uncertainty.treatment[{at}]"), indicators, faults);
    }
    for (at, _) in others
        .normalisation
        .iter()
        .enumerate()
        .filter(|(_, one)| one.is_in_unit())
    {
        let changed = |one: &&IndicatorForm| drawn(one) && treatment(form, one).changes_scale();
        let indicators = form.indicators.iter().filter(changed);
        tell(format!("uncertainty.normalisation[{at}]"), indicators, faults);
    }
}

fn tell<'a>(path: String, indicators: impl Iterator<Item = &'a IndicatorForm>, faults: &mut Faults) {
    let codes: Vec<String> = indicators.map(|one| one.code.clone()).collect();
    if !codes.is_empty() {
        faults.add_of(path, PROBLEM, codes);
    }
}

fn normalisation<'a>(form: &'a FrameworkForm, indicator: &'a IndicatorForm) -> &'a Normalisation {
    indicator.normalise.as_ref().unwrap_or(&form.normalise)
}

fn treatment<'a>(form: &'a FrameworkForm, indicator: &'a IndicatorForm) -> &'a Treatment {
    indicator.treat.as_ref().unwrap_or(&form.treat)
}
