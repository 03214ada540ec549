//! Values in the indicator's unit, such as goalposts, and treatments that put figures on another scale.

use std::collections::BTreeMap;

use zhibiao_model::framework::FrameworkForm;

use crate::fault::Faults;

/// Tells each treatment, and each alternative, that leaves given values without a scale, with the indicators whose they
/// are.
pub(super) fn scales(form: &FrameworkForm, faults: &mut Faults) {
    let alternatives = &form.uncertainty;
    let mut misfits: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for indicator in &form.indicators {
        let (normalisation, treatment) = (
            indicator.normalise.as_ref().unwrap_or(&form.normalise),
            indicator.treat.as_ref().unwrap_or(&form.treat),
        );
        let mut add = |path: String| misfits.entry(path).or_default().push(&indicator.code);
        if normalisation.is_in_unit() && treatment.changes_scale() {
            add(match indicator.treat {
                Some(_) => format!("indicators[{}].treat", indicator.code),
                None => "treat".to_owned(),
            });
        }
        if indicator.treat.is_none() && normalisation.is_in_unit() {
            for (at, _) in (alternatives.treatment.iter().enumerate()).filter(|(_, one)| one.changes_scale())
            {
                add(format!("uncertainty.treatment[{at}]"));
            }
        }
        if indicator.normalise.is_none() && treatment.changes_scale() {
            for (at, _) in (alternatives.normalisation.iter().enumerate()).filter(|(_, one)| one.is_in_unit())
            {
                add(format!("uncertainty.normalisation[{at}]"));
            }
        }
    }
    for (path, codes) in misfits {
        let named: Vec<String> = codes.iter().map(|code| format!("`{code}`")).collect();
        faults.add(
            &path,
            format!(
                "figures on another scale do not go with values given in the unit of {}: treat them by `none` or `winsorise`, \
                 or normalise them without given values",
                named.join(", ")
            ),
        );
    }
}
