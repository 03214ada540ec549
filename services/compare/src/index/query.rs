//! Which index a request asks for, read against the catalogue of its moment.

use std::{collections::BTreeSet, sync::Arc};

use zhibiao_model::{
    catalog::{Catalog, Indicator},
    computed::Plan,
    framework::{Assumptions, FrameworkForm},
    ids::{IndicatorCode, KindId, SubjectName},
    period::{Frequency, Period},
};
use zhibiao_proto::{catalog, compare::v1::IndexQuery, convert::assumptions_as_far};
use zhibiao_scoring::Framework;

use super::changes;
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
    /// What is uncertain, where the request says so instead of the framework.
    pub(crate) assumed: Option<Assumptions>,
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
        let (framework, reads) = changes::assuming(reader, &query.framework, &uncertainty)?;
        Some(Self {
            framework,
            reads,
            assumed: Some(uncertainty),
            ..query
        })
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
        let overrides = changes::overrides(reader, overrides.unwrap_or_default());
        let form = form?;
        let kinds = kinds(&reader.known.catalog, &form);
        reader.of_kinds(&peers, &form.id, &kinds);
        let (framework, reads) = changes::overridden(reader, &form, &overrides)?;
        Some(Self {
            framework,
            form,
            reads,
            also: None,
            assumed: None,
            frequency: own?,
            kinds,
            peers,
            period,
            carry,
            asked,
        })
    }
}

/// How often a framework's indicators are observed: all alike, as the catalogue sees to.
pub(crate) fn frequency(catalog: &Catalog, form: &FrameworkForm) -> Option<Frequency> {
    let first = form.indicators.first()?;
    Some(indicator(catalog, &first.code)?.frequency)
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
pub(super) fn indicator<'a>(catalog: &'a Catalog, code: &str) -> Option<&'a Arc<Indicator>> {
    catalog.indicator(&IndicatorCode::new(code).ok()?)
}
