//! What a request changes of a framework: overrides and assumptions. Everything wrong with them is told at once, at the
//! fields that the caller sent.

use std::{collections::BTreeSet, sync::Arc};

use zhibiao_model::{
    catalog::Indicator,
    framework::{Assumptions, FrameworkForm, Overrides},
};
use zhibiao_proto::{
    compare::v1 as compare,
    convert::{field_of_assumptions, field_of_overrides, overrides_as_far},
};
use zhibiao_scoring::{Error, Fault, Framework, Part};

use super::query::indicator;
use crate::request::Reader;

/// A framework in which everything fits, and the indicators that it reads.
type Changed = Option<(Framework, Vec<Arc<Indicator>>)>;

/// Overrides as far as they can be read, which is checked all the same.
pub(super) fn overrides(reader: &mut Reader<'_>, overrides: compare::Overrides) -> Overrides {
    let (overrides, read) = overrides_as_far(overrides);
    if let Err(invalid) = read {
        reader.faults.extend(invalid.below("overrides"));
    }
    overrides
}

/// The framework with its overrides, where everything fits.
pub(super) fn overridden(reader: &mut Reader<'_>, form: &FrameworkForm, overrides: &Overrides) -> Changed {
    let directed = reader.known.catalog.items().directed(form);
    let sound = Framework::new(directed)
        // Checked when it was applied, but maybe by an older engine.
        .map_err(|error| reader.faults.add("framework", format!("can't be computed: {error}")))
        .ok()?;
    let since = reader.faults.noted();
    let at = |path: &str| format!("overrides.{}", field_of_overrides(overrides, path));
    let (changed, form) = match overrides.is_empty() {
        true => {
            let form = sound.form().clone();
            (Some(sound), form)
        }
        false => {
            let changed = sound.with(overrides).map_err(|error| match error {
                Error::Framework(faults) => {
                    for (field, problem) in
                        told_once(faults.iter().map(|fault| of_override(fault, overrides)))
                    {
                        reader.faults.add(at(&field), problem);
                    }
                }
                error @ (Error::Table(_)
                | Error::Inapplicable(_)
                | Error::Unranked(_)
                | Error::Unscored(_)
                | Error::Limit { .. }
                | Error::Cancelled) => reader.faults.add("overrides", error),
            });
            let form = sound.form_with(overrides);
            groupings(reader, &form, |path| Some(at(path)));
            // The framework's own were looked up when it was applied.
            let is_given = |path: &str| path == "normalise" && overrides.normalise.is_some();
            references(reader, &form, |path| {
                is_given(path).then(|| at(&format!("{path}.unit")))
            });
            (changed.ok(), form)
        }
    };
    let reads = reads(reader, &form, at);
    (reader.faults.noted() == since).then_some(())?;
    Some((changed?, reads))
}

/// The framework with other assumptions about what is uncertain, where everything fits.
pub(super) fn assuming(reader: &mut Reader<'_>, framework: &Framework, assumed: &Assumptions) -> Changed {
    let form = FrameworkForm {
        uncertainty: assumed.clone(),
        ..framework.form().clone()
    };
    let since = reader.faults.noted();
    let at = |path: &str| field_of(assumed, path);
    let of_them = |path: &str| path.starts_with("uncertainty");
    let changed = Framework::new(form.clone()).map_err(|error| match error {
        Error::Framework(faults) => {
            for fault in faults {
                reader.faults.add(at(&fault.path()), fault.told());
            }
        }
        error @ (Error::Table(_)
        | Error::Inapplicable(_)
        | Error::Unranked(_)
        | Error::Unscored(_)
        | Error::Limit { .. }
        | Error::Cancelled) => reader.faults.add("assumptions", error),
    });
    groupings(reader, &form, |path| of_them(path).then(|| at(path)));
    references(reader, &form, |path| {
        of_them(path).then(|| at(&format!("{path}.unit")))
    });
    let reads = reads(reader, &form, at);
    (reader.faults.noted() == since).then_some(())?;
    Some((changed.ok()?, reads))
}

/// The field of a request that a place in `uncertainty` of a framework belongs to, where the request gave it.
pub(super) fn field_of(assumed: &Assumptions, path: &str) -> String {
    let own = path
        .strip_prefix("uncertainty")
        .map(|own| own.trim_start_matches('.'));
    match own {
        Some("") => "assumptions".to_owned(),
        own => format!(
            "assumptions.{}",
            field_of_assumptions(assumed, own.unwrap_or(path))
        ),
    }
}

/// Notes what can be told of a form without engine and catalogue, such as what groups nobody; `at` tells the field of what
/// the request says.
fn groupings(reader: &mut Reader<'_>, form: &FrameworkForm, at: impl Fn(&str) -> Option<String>) {
    for (path, problem) in form.faults() {
        if let Some(field) = at(&path) {
            reader.faults.add(field, problem);
        }
    }
}

/// Notes reference subjects that the catalogue lacks.
fn references(reader: &mut Reader<'_>, form: &FrameworkForm, at: impl Fn(&str) -> Option<String>) {
    for (path, normalisation) in form.normalisations() {
        if let (Some(subject), Some(field)) = (normalisation.reference(), at(&path)) {
            reader.subject(&field, subject);
        }
    }
}

/// Most aggregates that a fault of an override for all of them names.
const NAMED: usize = 5;

/// What is wrong with an override: its field, what is wrong, and the part of the framework where it is.
struct Overridden {
    field: String,
    problem: String,
    of: Option<String>,
}

/// An override is one thing, however many aggregates it does not fit: what is wrong is told once, for all of them.
fn told_once(found: impl Iterator<Item = Overridden>) -> Vec<(String, String)> {
    let mut told: Vec<(String, String, Vec<String>)> = Vec::new();
    for Overridden { field, problem, of } in found {
        let mut known = told.iter_mut();
        match known.find(|(other, said, _)| (other, said) == (&field, &problem)) {
            Some((.., all)) => all.extend(of),
            None => told.push((field, problem, of.into_iter().collect())),
        }
    }
    let whole = |(field, problem, of): (String, String, Vec<String>)| {
        let named = of.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
        let problem = match of.len() {
            0 => problem,
            1..=NAMED => format!("{problem} (for {named})"),
            all => format!("{problem} (for {named} and {} more)", all - NAMED),
        };
        (field, problem)
    };
    told.into_iter().map(whole).collect()
}

/// A fault of the changed framework, by the override that made it: callers know the fields that they sent.
fn of_override(fault: &Fault, overrides: &Overrides) -> Overridden {
    let plain = |field: String, problem: String| Overridden {
        field,
        problem,
        of: None,
    };
    let Fault {
        part,
        field,
        components,
        problem,
    } = fault;
    let (Part::Aggregate(owner) | Part::Indicator(owner)) = part else {
        return plain(fault.path(), fault.told());
    };
    if field.is_empty() && !components.is_empty() {
        // An aggregate itself has nothing wrong with its components but what they weigh.
        return plain("weights".to_owned(), fault.to_string());
    }
    if field == "weight" && overrides.weights.contains_key(owner) {
        return plain(format!("weights[{owner}]"), fault.told());
    }
    let given = match field.split(['.', '[']).next() {
        Some("normalise") => overrides.normalise.is_some(),
        Some("treat") => overrides.treat.is_some(),
        Some("impute") => overrides.impute.is_some(),
        Some("weighting") => overrides.weighting.is_some(),
        Some("aggregation") => overrides.aggregation.is_some(),
        Some(_) | None => false,
    };
    if given {
        let whom = fault
            .whom()
            .map_or_else(|| format!("`{owner}`"), |whom| format!("{whom} of `{owner}`"));
        Overridden {
            field: field.clone(),
            problem: problem.clone(),
            of: Some(whom),
        }
    } else if !components.is_empty() && overrides.normalise.is_some() {
        // A method that the framework chose does not fit what the override makes of its components.
        plain("normalise".to_owned(), fault.to_string())
    } else {
        plain(fault.path(), fault.told())
    }
}

/// The indicators that a framework reads, as far as they are known; what the request names may not be.
fn reads(reader: &mut Reader<'_>, form: &FrameworkForm, at: impl Fn(&str) -> String) -> Vec<Arc<Indicator>> {
    let mut seen = BTreeSet::new();
    let mut reads: Vec<Arc<Indicator>> = Vec::new();
    for (path, code) in form.reads() {
        let Some(found) = indicator(&reader.known.catalog, code) else {
            let wrong = format!("`{code}` is no indicator of the catalogue");
            reader.faults.add(at(&path), wrong);
            continue;
        };
        if let Some(first) = reads.first().filter(|first| first.frequency != found.frequency) {
            let wrong = format!(
                "`{code}` is {}, but the framework's indicators are {}",
                found.frequency, first.frequency
            );
            reader.faults.add(at(&path), wrong);
            continue;
        }
        if seen.insert(&found.code) {
            reads.push(Arc::clone(found));
        }
    }
    reads
}
