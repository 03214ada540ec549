//! What answers are computed from: the catalogue and the columns at exactly one revision of the store.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use zhibiao_model::{
    catalog::{Catalog, Directory, Indicator},
    computed::{Answer, Plan},
    ids::IndicatorCode,
    observation::Figure,
    period::Period,
    revision::{Revision, Token},
};

use crate::{
    column::{IndicatorColumns, SubjectId},
    cube::Columns,
};

/// The catalogue as it was read.
#[derive(Debug)]
pub struct CatalogAt {
    /// Revision it was read at.
    pub revision: Revision,
    /// The catalogue.
    pub catalog: Catalog,
    /// Its names.
    pub directory: Directory,
}

impl CatalogAt {
    /// Indexes a catalogue.
    #[must_use]
    pub fn new(catalog: Catalog, revision: Revision) -> Self {
        let directory = Directory::new(&catalog);
        Self {
            revision,
            catalog,
            directory,
        }
    }
}

/// A state of the store; never changed once it is published.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// The store and the revision.
    pub token: Token,
    /// Which loading of the store it stems from: of states of two loadings nothing is shared.
    pub loading: u64,
    /// The catalogue.
    pub catalog: Arc<CatalogAt>,
    /// The observations.
    pub columns: Columns,
}

impl Snapshot {
    /// The revision.
    #[must_use]
    pub fn revision(&self) -> Revision {
        self.token.revision
    }

    /// The same with nothing observed.
    #[must_use]
    pub fn without_values(&self) -> Self {
        Self {
            columns: Columns::default(),
            ..self.clone()
        }
    }

    /// An indicator's figures in this state.
    #[must_use]
    pub fn figures(&self, indicator: &Arc<Indicator>) -> Figures<'_> {
        let plan = Plan::new(&self.catalog.catalog, indicator);
        let columns = plan
            .indicators()
            .filter_map(|input| Some((input.code.clone(), self.columns.indicator(&input.code)?.as_ref())))
            .collect();
        Figures { plan, columns }
    }
}

/// The figures of one indicator: stored, computed, and from earlier periods where they may be.
#[derive(Debug)]
pub struct Figures<'a> {
    plan: Plan,
    columns: HashMap<IndicatorCode, &'a IndicatorColumns>,
}

/// A subject's figure as it enters a comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The value with its marks; never missing.
    pub figure: Figure,
    /// The value itself, in the indicator's unit.
    pub value: f64,
    /// Its period.
    pub period: Period,
    /// Whether that is an older one than asked for.
    pub carried: bool,
    /// Revision that wrote it; of a computed value the newest of its inputs'.
    pub revision: Revision,
    /// The stored cell that tells whose value it is: its own, or of a computed value its newest input.
    pub source: (IndicatorCode, Period),
    /// Whether the formula gave it.
    pub computed: bool,
}

impl Figures<'_> {
    /// The indicator.
    #[must_use]
    pub fn indicator(&self) -> &Arc<Indicator> {
        self.plan.indicator()
    }

    /// What a subject's cell says.
    #[must_use]
    pub fn answer(&self, subject: SubjectId, period: Period) -> Answer {
        self.plan.answer(period, &mut |code, period| {
            self.columns.get(code)?.by_period.get(&period)?.get(subject)
        })
    }

    /// A subject's value at a period, or at the last of so many earlier ones.
    #[must_use]
    pub fn entry(&self, subject: SubjectId, period: Period, carry: u32) -> Option<Entry> {
        let earlier = (0..=carry.cast_signed()).map_while(|back| period.offset(-back));
        earlier
            .into_iter()
            .find_map(|at| self.entry_at(subject, at, at != period))
    }

    fn entry_at(&self, subject: SubjectId, period: Period, carried: bool) -> Option<Entry> {
        let answer = self.answer(subject, period);
        let figure = answer.figure()?;
        let value = figure.value()?;
        let (revision, source, computed) = match answer {
            Answer::Stored(stored) => (stored.revision, (self.indicator().code.clone(), period), false),
            Answer::Computed(computed) => (computed.revision, computed.newest, true),
            Answer::Unanswered(_) | Answer::Empty => return None,
        };
        Some(Entry {
            figure,
            value,
            period,
            carried,
            revision,
            source,
            computed,
        })
    }

    /// The periods at which any subject can have a value.
    #[must_use]
    pub fn periods(&self) -> BTreeSet<Period> {
        self.plan.periods(&mut |code| {
            self.columns
                .get(code)
                .map(|columns| columns.by_period.keys().copied().collect())
                .unwrap_or_default()
        })
    }

    /// What every answer about this indicator is made from: it and its inputs.
    pub fn made_from(&self) -> impl Iterator<Item = &IndicatorCode> {
        self.plan.indicators().map(|input| &input.code)
    }
}
