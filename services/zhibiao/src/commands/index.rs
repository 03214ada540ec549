//! Composite indices on the command line: what every command about them takes, and how long ones are waited for.

pub(crate) mod analysis;
pub(crate) mod evaluation;
mod factors;
mod names;
mod remarks;
pub(crate) mod sensitivity;
pub(crate) mod stability;
pub(crate) mod stream;
pub(crate) mod uncertainty;
pub(crate) mod workbook;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    str::FromStr,
};

use clap::Args;
use zhibiao_model::{framework::Overrides, ids::FrameworkId, period::Period};
use zhibiao_proto::compare::v1::IndexQuery;
use zhibiao_scoring::{Framework, Part};

pub(crate) use evaluation::JsonWarning;
pub(crate) use names::Labels;
use remarks::warning_text;
pub(crate) use remarks::{Unranked, warnings, without_rank};

use crate::{
    exit::Exit,
    failure::{Failure, Place},
    names::Resolver,
    pack::Rows,
    text::Text,
    text_file,
    toml_form::{self, Reading},
    wire::{PeersArgs, When},
};

/// Which index: a framework on the figures of one period.
#[derive(Debug, Clone, Args)]
pub(crate) struct IndexArgs {
    /// Framework: id, resource name, Chinese or English name
    #[arg(long, short, value_name = "FRAMEWORK")]
    framework: String,
    /// Period, such as 2023 [default: the last one with a figure]
    #[arg(long, short)]
    period: Option<String>,
    #[command(flatten)]
    peers: PeersArgs,
    #[command(flatten)]
    what_if: WhatIf,
    #[command(flatten)]
    when: When,
}

/// Changes to a framework for a what-if.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "What if")]
pub(crate) struct WhatIf {
    /// Take another weight, by aggregate id or indicator code; may be given several times
    #[arg(long = "weight", value_name = "COMPONENT=WEIGHT", requires = "framework")]
    weights: Vec<OtherWeight>,
    /// TOML file with other weights or methods: [weights], normalise, treat, impute, weighting, aggregation, ties
    #[arg(long, value_name = "FILE", requires = "framework")]
    what_if: Option<PathBuf>,
}

/// A weight for a what-if.
#[derive(Debug, Clone, PartialEq)]
struct OtherWeight {
    component: String,
    weight: f64,
}

impl FromStr for OtherWeight {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = "write COMPONENT=WEIGHT, for example innovation=30";
        let (component, weight) = text.rsplit_once('=').ok_or(wrong)?;
        Ok(Self {
            component: component.to_owned(),
            weight: weight.parse().map_err(|_| wrong)?,
        })
    }
}

impl WhatIf {
    /// Whether any change is asked for.
    pub(crate) fn is_given(&self) -> bool {
        self.what_if.is_some() || !self.weights.is_empty()
    }

    /// The changes; weights of the command line go before those of the file. `unfit` tells what of changes does not go
    /// with the framework.
    ///
    /// # Errors
    /// When the file can't be read; the weights that can be are looked at all the same.
    pub(crate) fn overrides(
        &self,
        unfit: impl FnOnce(&Overrides) -> Vec<Place>,
    ) -> Result<Option<Changes>, Failure> {
        if !self.is_given() {
            return Ok(None);
        }
        let mut changes = match &self.what_if {
            None => Changes::default(),
            Some(path) => self.of_file(path, unfit)?,
        };
        let mut given: BTreeSet<&str> = BTreeSet::new();
        let again = self.weights.iter().filter(|one| !given.insert(&one.component));
        let again: Vec<&str> = again.map(|one| one.component.as_str()).collect();
        if !again.is_empty() {
            let what = Text::WeightsTwice {
                components: again.join(", "),
            };
            return Err(Failure::new(Exit::Usage, "WEIGHT_GIVEN_TWICE", what));
        }
        changes.overrides.weights = self.weighed(changes.overrides.weights);
        Ok(Some(changes))
    }

    /// The changes of a file.
    fn of_file(&self, path: &Path, unfit: impl FnOnce(&Overrides) -> Vec<Place>) -> Result<Changes, Failure> {
        let text = text_file::read(path)?;
        let reading = toml_form::read::<Overrides>(&text);
        let name = path.display().to_string();
        let rows = Rows::of(&name, &text);
        let mut changes = Changes {
            overrides: reading.form.clone().unwrap_or_default(),
            file: Some((name, rows)),
        };
        if reading.form.is_none() || !reading.faults.is_empty() {
            let mended = &reading.mended;
            changes.overrides.weights = self.weighed(changes.overrides.weights);
            // What was mended to be read is no further fault.
            let own = unfit(&changes.overrides).into_iter();
            let own = own.filter(|Place { at, what }| !mended.explains(at, what));
            let own = own.map(|Place { at, what }| Place {
                at: mended.written(&at),
                what,
            });
            let own: Vec<Place> = own.map(|place| changes.placed(place)).collect();
            return whole(path, &text, reading)
                .map(|_: Overrides| changes)
                .map_err(|mut failure| {
                    failure.places.extend(own);
                    failure
                });
        }
        Ok(changes)
    }

    /// Weights of a file with those of the command line.
    fn weighed(&self, mut weights: BTreeMap<String, f64>) -> BTreeMap<String, f64> {
        let given = self.weights.iter().cloned();
        weights.extend(given.map(|OtherWeight { component, weight }| (component, weight)));
        weights
    }
}

/// Changes to a framework, and where they are written.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    /// What is changed.
    overrides: Overrides,
    /// Name and rows of the file that says so.
    file: Option<(String, Rows)>,
}

impl Changes {
    /// A place with its line, where it is in a file.
    fn placed(&self, Place { at, what }: Place) -> Place {
        let file = self.file.as_ref();
        let line = file.and_then(|(name, rows)| Some((name, rows.row(&at)?)));
        let at = match line {
            Some((name, row)) => format!("{name}:{row} {at}"),
            None => at,
        };
        Place { at, what }
    }
}

/// A form of a TOML file in which everything can be read.
///
/// # Errors
/// Everything in it that can't.
pub(crate) fn whole<T>(path: &Path, text: &str, reading: Reading<T>) -> Result<T, Failure> {
    match reading.form {
        Some(form) if reading.faults.is_empty() => Ok(form),
        Some(_) | None => {
            let places = places(path, text, &reading.faults);
            let failure = Failure::new(Exit::Data, "FILE_INVALID", Text::FileInvalid).at(places);
            Err(failure.next(Text::NextMendFramework))
        }
    }
}

/// Faults of a file as places in it.
pub(crate) fn places(path: &Path, text: &str, faults: &[toml_form::Fault]) -> Vec<Place> {
    let place = |fault: &toml_form::Fault| {
        let before = text.get(..fault.at).unwrap_or(text);
        let row = before.matches('\n').count() + 1;
        Place {
            at: format!("{}:{row}", path.display()),
            what: fault.what.clone(),
        }
    };
    let mut faults: Vec<&toml_form::Fault> = faults.iter().collect();
    faults.sort_by_key(|fault| fault.at);
    faults.into_iter().map(place).collect()
}

impl IndexArgs {
    /// The index as the hub takes it.
    ///
    /// # Errors
    /// When a file can't be read. Names that lead nowhere are noted with the resolver.
    pub(crate) fn query(&self, resolver: &mut Resolver) -> Result<IndexQuery, Failure> {
        let Self {
            framework,
            period,
            peers,
            what_if,
            when,
        } = self;
        query(resolver, framework, period.as_deref(), peers, what_if, when)
    }
}

/// Notes a period that is none.
pub(crate) fn note_period(resolver: &mut Resolver, flag: &str, period: Option<&str>) {
    if let Some(Err(error)) = period.map(str::parse::<Period>) {
        resolver.note(flag, error);
    }
}

/// Notes what is wrong with a query beside names, as far as the catalogue tells.
fn note_faults(
    resolver: &mut Resolver,
    framework: Option<&FrameworkId>,
    period: Option<&str>,
    changes: Option<&Changes>,
) {
    note_period(resolver, "--period", period);
    let Some(changes) = changes else { return };
    for place in unfit(resolver, framework, &changes.overrides) {
        let Place { at, what } = changes.placed(place);
        resolver.note(at, what);
    }
}

/// What of changes does not go with a framework.
fn unfit(resolver: &Resolver, framework: Option<&FrameworkId>, overrides: &Overrides) -> Vec<Place> {
    let items = resolver.catalog.items();
    let Some(form) = framework.and_then(|id| items.frameworks.get(id)) else {
        return Vec::new();
    };
    let changed = Framework::new(items.directed(form)).and_then(|framework| framework.with(overrides));
    let Err(zhibiao_scoring::Error::Framework(faults)) = changed else {
        return Vec::new();
    };
    let mut places: Vec<Place> = Vec::new();
    for fault in &faults {
        let (at, what) = (changed_at(fault, overrides), fault.told());
        let place = Place { at, what };
        // A change is one thing, however many aggregates it does not fit.
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places
}

/// The place of a fault of a changed framework: the change itself where it is one for all aggregates.
fn changed_at(fault: &zhibiao_scoring::Fault, overrides: &Overrides) -> String {
    let given = match fault.field.split(['.', '[']).next() {
        Some("weighting") => overrides.weighting.is_some(),
        Some("aggregation") => overrides.aggregation.is_some(),
        Some(_) | None => false,
    };
    match (&fault.part, given) {
        (Part::Aggregate(_), true) => fault.field.clone(),
        _ => fault.path(),
    }
}

/// An index as the hub takes it.
///
/// # Errors
/// When a file can't be read. Names that lead nowhere are noted with the resolver.
pub(crate) fn query(
    resolver: &mut Resolver,
    framework: &str,
    period: Option<&str>,
    peers: &PeersArgs,
    what_if: &WhatIf,
    when: &When,
) -> Result<IndexQuery, Failure> {
    let framework = resolver.framework(framework);
    let changes = what_if.overrides(|readable| unfit(resolver, framework.as_ref(), readable))?;
    note_faults(resolver, framework.as_ref(), period, changes.as_ref());
    let overrides = changes.map(|changes| changes.overrides);
    Ok(IndexQuery {
        framework: framework.map(|id| id.to_string()).unwrap_or_default(),
        period: period.unwrap_or_default().to_owned(),
        peers: peers.peers(resolver),
        carry: peers.carry(),
        overrides: overrides.as_ref().map(Into::into),
        consistency: when.consistency(),
        as_of: when.as_of(),
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use zhibiao_model::framework::Normalisation;

    use super::*;

    #[test]
    fn weights_of_the_command_line_go_before_those_of_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("if.toml");
        fs::write(
            &path,
            "normalise = { method = \"rank\" }\n[weights]\na = 1\nb = 2\n",
        )
        .unwrap();
        let what_if = WhatIf {
            weights: vec!["a=0.5".parse().unwrap(), "x=y=3".parse().unwrap()],
            what_if: Some(path.clone()),
        };
        let Changes { overrides, .. } = what_if.overrides(|_| Vec::new()).unwrap().unwrap();
        let weights: Vec<(&str, f64)> = overrides
            .weights
            .iter()
            .map(|(name, weight)| (name.as_str(), *weight))
            .collect();
        assert_eq!(weights, [("a", 0.5), ("b", 2.0), ("x=y", 3.0)]);
        assert!(overrides.normalise.is_some());
        assert!(WhatIf::default().overrides(|_| Vec::new()).unwrap().is_none());
        assert!("a".parse::<OtherWeight>().is_err() && "a=b".parse::<OtherWeight>().is_err());
        fs::write(&path, "\nweight = 1\n").unwrap();
        let mut seen = Overrides::default();
        let failure = what_if.overrides(|readable| {
            seen = readable.clone();
            Vec::new()
        });
        let failure = failure.unwrap_err();
        let weights: Vec<&str> = seen.weights.keys().map(String::as_str).collect();
        assert_eq!(
            weights,
            ["a", "x=y"],
            "weights are looked at whatever else is wrong"
        );
        assert!(
            failure.places[0].at.ends_with("if.toml:2") && failure.next.is_some(),
            "{failure:?}"
        );
    }

    /// A method that is misspelt hides nothing of the other changes, and each is told with its line.
    #[test]
    fn what_can_not_be_read_hides_no_value() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("if.toml");
        let text =
            "treat = { method = \"winsorize\" }\nnormalise = { method = \"min_max\", low = 5, high = 1 }\n";
        fs::write(&path, text).unwrap();
        let what_if = WhatIf {
            weights: Vec::new(),
            what_if: Some(path),
        };
        let failure = what_if.overrides(|readable| {
            let low = matches!(readable.normalise, Some(Normalisation::MinMax { low, .. }) if low == 5.0);
            assert!(low, "{readable:?}");
            vec![Place {
                at: "normalise.low".to_owned(),
                what: "is 5".to_owned(),
            }]
        });
        let failure = failure.unwrap_err();
        let told: Vec<&str> = failure.places.iter().map(|place| place.at.as_str()).collect();
        assert!(
            told[0].ends_with("if.toml:1") && told[1].ends_with("if.toml:2 normalise.low"),
            "{told:?}"
        );
    }
}
