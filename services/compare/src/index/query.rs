//! Which index a request asks for, read against the catalogue of its moment.

use std::{collections::BTreeSet, sync::Arc};

use zhibiao_model::{
    catalog::{Catalog, Indicator},
    computed::Plan,
    framework::{FrameworkForm, Overrides},
    ids::{IndicatorCode, KindId, SubjectName},
    period::{Frequency, Period},
};
use zhibiao_proto::{
    catalog,
    compare::v1::{self as compare, IndexQuery},
    convert::{assumptions_as_far, overrides_as_far},
};
use zhibiao_scoring::{Error, Fault, Framework, Part};

use crate::{
    cube::Columns,
    peers::{Peers, Selector},
    request::Reader,
    rights::Need,
};

/// An index that is asked for.
#[derive(Debug, Clone)]
pub(crate) struct Query {
    /// The framework with its overrides, in which everything fits.
    pub(crate) framework: Framework,
    /// The framework as it stands in the catalogue.
    pub(crate) form: Arc<FrameworkForm>,
    /// The indicators that it reads, by name; those of [`Self::also`] follow.
    pub(crate) reads: Vec<Arc<Indicator>>,
    /// Another framework that has to find its figures in the same table, as far back as it reads.
    pub(crate) also: Option<Framework>,
    /// How often they are observed.
    pub(crate) frequency: Frequency,
    /// The kinds of subject that all of its own are about.
    pub(crate) kinds: BTreeSet<KindId>,
    /// Who is ranked.
    pub(crate) peers: Selector,
    /// The period; none means the last with a value.
    pub(crate) period: Option<Period>,
    /// How many periods older a value may be.
    pub(crate) carry: u32,
    /// What was asked, but for its moment.
    pub(crate) asked: IndexQuery,
}

impl Query {
    /// Reads a query; what is wrong with it is noted.
    pub(crate) fn read(reader: &mut Reader<'_>, query: Option<IndexQuery>) -> Option<Self> {
        let since = reader.faults.noted();
        let read = Self::fields(reader, query.unwrap_or_default());
        reader.faults.below("query", since);
        read
    }

    /// The same with other assumptions about what is uncertain; what is wrong with them is noted, as far as it can be
    /// known also of a query that can't be read.
    pub(super) fn assuming(
        query: Option<Self>,
        reader: &mut Reader<'_>,
        assumptions: Option<catalog::v1::Assumptions>,
    ) -> Option<Self> {
        let Some(assumptions) = assumptions else {
            return query;
        };
        let (uncertainty, read) = assumptions_as_far(assumptions);
        if let Err(invalid) = read {
            reader.faults.extend(invalid.below("assumptions"));
        }
        let query = query?;
        let form = FrameworkForm {
            uncertainty,
            ..query.framework.form().clone()
        };
        match Framework::new(form) {
            Ok(framework) => {
                let reads = reads(reader, framework.form())?;
                Some(Self {
                    framework,
                    reads,
                    ..query
                })
            }
            Err(Error::Framework(faults)) => {
                for fault in faults {
                    let path = fault.path();
                    let path = path.strip_prefix("uncertainty.").unwrap_or(&path);
                    reader.faults.add(format!("assumptions.{path}"), fault.told());
                }
                None
            }
            Err(error) => {
                reader.faults.add("assumptions", error);
                None
            }
        }
    }

    /// The same at another period.
    pub(crate) fn at(&self, period: Period) -> Self {
        Self {
            period: Some(period),
            ..self.clone()
        }
    }

    /// The same, laid out so that another's framework can be computed on it too; none when that takes nothing more.
    /// What a catalogue has no indicator for can't be laid out: it is missing.
    pub(super) fn reading_also(&self, other: &Self, catalog: &Catalog) -> Option<Self> {
        if self.framework == other.framework {
            return None;
        }
        let mut reads = self.reads.clone();
        for one in &other.reads {
            let known = reads.iter().any(|read| read.code == one.code);
            reads.extend(catalog.indicator(&one.code).filter(|_| !known).cloned());
        }
        Some(Self {
            reads,
            also: Some(other.framework.clone()),
            ..self.clone()
        })
    }

    /// What was asked, at another period.
    pub(super) fn asked_at(&self, period: Period) -> IndexQuery {
        IndexQuery {
            period: period.to_string(),
            ..self.asked.clone()
        }
    }

    /// Everybody whom it may rank, at any period.
    pub(crate) fn everybody(&self, catalog: &Catalog) -> BTreeSet<SubjectName> {
        let peers = Peers::new(&self.peers, &self.kinds, catalog, &Columns::default());
        peers.ever().map(|peer| peer.name.clone()).collect()
    }

    /// What it tells about, by the formulas of a catalogue; an indicator that is no more takes a grant for everything.
    pub(crate) fn need(&self, catalog: &Catalog) -> Need {
        let inputs = |one| Plan::new(catalog, one).indicators().cloned().collect::<Vec<_>>();
        Need {
            indicators: self.reads.iter().flat_map(inputs).collect(),
            subjects: self.everybody(catalog),
        }
    }

    fn fields(reader: &mut Reader<'_>, query: IndexQuery) -> Option<Self> {
        let asked = IndexQuery {
            consistency: None,
            as_of: None,
            ..query.clone()
        };
        let IndexQuery {
            framework,
            period,
            peers,
            carry,
            overrides,
            consistency,
            as_of,
        } = query;
        // Read before, to choose the state; here only what is wrong with it is noted.
        reader.read_at(consistency, as_of);
        let form = reader.framework("framework", &framework);
        let own_peers = form.as_deref().and_then(|form| form.peers.clone());
        let peers = match (reader.peers(peers), own_peers) {
            (Selector::Default, Some(own)) => {
                let group = reader.known.catalog.items().peer_groups.get(&own);
                group.cloned().map_or(Selector::Default, Selector::Group)
            }
            (asked, _) => asked,
        };
        let carry = reader.carry(carry);
        let own = form
            .as_deref()
            .and_then(|form| frequency(&reader.known.catalog, form));
        let period = match form.as_deref().zip(own) {
            Some((form, own)) => reader.period_of("period", &period, &form.id, own),
            None => {
                reader.any_period("period", &period);
                None
            }
        };
        let overrides = read_overrides(reader, overrides.unwrap_or_default());
        let form = form?;
        let kinds = kinds(&reader.known.catalog, &form);
        reader.of_kinds(&peers, &form.id, &kinds);
        let framework = checked(reader, &form, &overrides)?;
        let reads = reads(reader, framework.form())?;
        Some(Self {
            framework,
            form,
            reads,
            also: None,
            frequency: own?,
            kinds,
            peers,
            period,
            carry,
            asked,
        })
    }
}

/// Overrides as far as they can be read, which is checked all the same.
fn read_overrides(reader: &mut Reader<'_>, overrides: compare::Overrides) -> Overrides {
    let (overrides, read) = overrides_as_far(overrides);
    if let Err(invalid) = read {
        reader.faults.extend(invalid.below("overrides"));
    }
    overrides
}

/// How often a framework's indicators are observed: all alike, as the catalogue sees to.
pub(crate) fn frequency(catalog: &Catalog, form: &FrameworkForm) -> Option<Frequency> {
    let first = form.indicators.first()?;
    Some(indicator(catalog, &first.code)?.frequency)
}

/// The framework with its overrides, where everything fits.
fn checked(reader: &mut Reader<'_>, form: &FrameworkForm, overrides: &Overrides) -> Option<Framework> {
    let directed = reader.known.catalog.items().directed(form);
    let sound = Framework::new(directed)
        // Checked when it was applied, but maybe by an older engine.
        .map_err(|error| reader.faults.add("framework", format!("can't be computed: {error}")))
        .ok()?;
    if overrides.is_empty() {
        return Some(sound);
    }
    match sound.with(overrides) {
        Ok(changed) => {
            // What is wrong whatever the engine: the framework as it was applied has none of it.
            let since = reader.faults.noted();
            for (path, problem) in changed.form().faults() {
                reader.faults.add(format!("overrides.{path}"), problem);
            }
            (reader.faults.noted() == since).then_some(changed)
        }
        Err(Error::Framework(faults)) => {
            for (field, problem) in told_once(faults.iter().map(|fault| overridden(fault, overrides))) {
                reader.faults.add(format!("overrides.{field}"), problem);
            }
            None
        }
        Err(error) => {
            reader.faults.add("overrides", error);
            None
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
fn overridden(fault: &Fault, overrides: &Overrides) -> Overridden {
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

/// The indicators that a framework reads; an override may name some that its own do not.
fn reads(reader: &mut Reader<'_>, form: &FrameworkForm) -> Option<Vec<Arc<Indicator>>> {
    let mut seen = BTreeSet::new();
    let mut reads: Vec<Arc<Indicator>> = Vec::new();
    let since = reader.faults.noted();
    for (path, code) in form.reads() {
        let Some(found) = indicator(&reader.known.catalog, code) else {
            let wrong = format!("`{code}` is no indicator of the catalogue");
            reader.faults.add(format!("overrides.{path}"), wrong);
            continue;
        };
        if let Some(first) = reads.first().filter(|first| first.frequency != found.frequency) {
            let wrong = format!(
                "`{code}` is {}, but the framework's indicators are {}",
                found.frequency, first.frequency
            );
            reader.faults.add(format!("overrides.{path}"), wrong);
            continue;
        }
        if seen.insert(&found.code) {
            reads.push(Arc::clone(found));
        }
    }
    (reader.faults.noted() == since).then_some(reads)
}

fn kinds(catalog: &Catalog, form: &FrameworkForm) -> BTreeSet<KindId> {
    let mut leaves = form
        .indicators
        .iter()
        .filter_map(|leaf| indicator(catalog, &leaf.code));
    let mut common = leaves
        .next()
        .map(|one| one.subject_kinds.clone())
        .unwrap_or_default();
    for leaf in leaves {
        common.retain(|kind| leaf.subject_kinds.contains(kind));
    }
    common
}

/// An indicator by the code that frameworks know it by.
fn indicator<'a>(catalog: &'a Catalog, code: &str) -> Option<&'a Arc<Indicator>> {
    catalog.indicator(&IndicatorCode::new(code).ok()?)
}
