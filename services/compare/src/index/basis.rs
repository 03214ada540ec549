//! The figures that an index is made from, laid out as the engine takes them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use jiff::civil::Date;
use zhibiao_model::{
    catalog::{Catalog, Indicator},
    framework::FrameworkForm,
    ids::{IndicatorCode, SubjectName},
    period::Period,
    revision::Revision,
};
use zhibiao_runtime::error::{Code, Problem};
use zhibiao_scoring::{Cell, Column, MAX_CELLS, PastValue, Table, TableDigest, Unit};

use super::{
    engine,
    query::Query,
    unlaid::{Unfiled, Unlaid, nothing},
};
use crate::{
    column::SubjectId,
    peers::{Peer, Peers, Presence},
    snapshot::{Figures, Snapshot},
    standings,
};

/// What an index is made from, at one period.
#[derive(Debug)]
pub(crate) struct Basis {
    /// The period.
    pub(crate) period: Period,
    /// Subjects and figures; codes of units are the subjects' names.
    pub(crate) table: Table,
    /// Its digests.
    pub(crate) digest: TableDigest,
    /// The earlier periods that figures were carried from, by column and unit.
    pub(super) carried: BTreeMap<(usize, usize), Period>,
    /// Peers that did not exist at the period.
    pub(crate) absent: Vec<(SubjectName, Presence)>,
    /// The indicators that it was made from, with their newest revisions.
    pub(crate) made_from: Vec<(IndicatorCode, Revision)>,
}

/// Columns that are laid out, before they are a table.
#[derive(Debug)]
pub(crate) struct Layout {
    period: Period,
    units: Vec<Unit>,
    columns: Vec<Column>,
    carried: BTreeMap<(usize, usize), Period>,
    absent: Vec<(SubjectName, Presence)>,
    made_from: Vec<(IndicatorCode, Revision)>,
    /// For each column and unit the stored cell that tells where its figure came from, where that is asked for.
    pub(crate) sources: Vec<Vec<Option<(IndicatorCode, Period)>>>,
}

/// How far from the period a framework reads figures, in years; none when it reads none of other periods.
type Reach = Option<f64>;

impl Layout {
    /// Lays the figures out.
    ///
    /// # Errors
    /// FAILED_PRECONDITION when there is nobody or nothing to rank; INVALID_ARGUMENT when there is too much.
    pub(super) fn new(query: &Query, snapshot: &Snapshot) -> Result<Self, Unlaid> {
        let catalog = &snapshot.catalog.catalog;
        let peers = Peers::new(&query.peers, &query.kinds, catalog, &snapshot.columns);
        let figures: Vec<Figures<'_>> = query.reads.iter().map(|one| snapshot.figures(one)).collect();
        let period = match query.period.or_else(|| last_period(query, &figures, &peers)) {
            Some(period) => period,
            None => {
                return Err(Unlaid::Unfiled(Box::new(Unfiled::new(query, &peers))));
            }
        };
        let (here, absent): (Vec<&Peer>, Vec<&Peer>) = peers
            .at(period)
            .partition(|peer| peer.presence(period) == Presence::Here);
        if here.is_empty() {
            return Err(Unlaid::Other(nothing(format!(
                "nobody can be ranked at {period}: none of the {} peers exists then; ask for another period, or rank \
                 others",
                absent.len()
            ))));
        }
        let day = period.end().yesterday().unwrap_or(period.start());
        let units = here.iter().map(|peer| Unit {
            code: peer.name.to_string(),
            groups: groups(catalog, &peer.name, day),
        });
        let sourced = Self::sourced(query);
        let reach = reach_of(query);
        let mut layout = Self {
            period,
            units: units.collect(),
            columns: Vec::with_capacity(figures.len()),
            carried: BTreeMap::new(),
            absent: absent
                .into_iter()
                .map(|peer| (peer.name.clone(), peer.presence(period)))
                .collect(),
            made_from: made_from(&figures, snapshot),
            sources: Vec::new(),
        };
        let ids: Vec<Option<SubjectId>> = here.iter().map(|peer| peer.id).collect();
        let mut laid = 0;
        for figures in &figures {
            let column = layout.column(figures, &ids, query.carry, sourced, reach);
            laid += column.cells.len() + column.past.len();
            if laid > MAX_CELLS {
                return Err(Unlaid::Other(too_many(laid)));
            }
            layout.columns.push(column);
        }
        Ok(layout)
    }

    fn column(
        &mut self,
        figures: &Figures<'_>,
        ids: &[Option<SubjectId>],
        carry: u32,
        sourced: bool,
        reach: Reach,
    ) -> Column {
        let mut sources = Vec::new();
        let mut carried = Vec::new();
        let cells = ids.iter().enumerate().map(|(unit, id)| {
            let entry = id.and_then(|id| figures.entry(id, self.period, carry));
            if sourced {
                sources.push(entry.as_ref().map(|entry| entry.source.clone()));
            }
            if let Some(entry) = entry.as_ref().filter(|entry| entry.carried) {
                carried.push((unit, entry.period));
            }
            entry.map_or_else(
                || Cell::plain(None),
                |entry| Cell {
                    figure: entry.figure,
                    extracted: false,
                    carried: entry.carried,
                },
            )
        });
        let cells = cells.collect();
        if sourced {
            self.sources.push(sources);
        }
        let column = self.columns.len();
        let carried = carried.into_iter().map(|(unit, period)| ((column, unit), period));
        self.carried.extend(carried);
        Column {
            code: figures.indicator().code.id().to_owned(),
            cells,
            past: past(figures, ids, self.period, reach),
        }
    }

    /// How far in time a query reaches, in bits: part of what a basis is kept under.
    pub(super) fn reach(query: &Query) -> Option<u64> {
        reach_of(query).map(f64::to_bits)
    }

    /// Whether a query doubts figures that a program read out of running text, so that origins are looked up.
    pub(super) fn sourced(query: &Query) -> bool {
        query.framework.form().uncertainty.data.extracted.is_some()
    }

    /// How many units there are.
    pub(crate) fn units(&self) -> usize {
        self.units.len()
    }

    /// A unit as a subject.
    pub(crate) fn subject(&self, unit: usize) -> Option<SubjectName> {
        self.units.get(unit)?.code.parse().ok()
    }

    /// Marks figures that were read out of running text.
    pub(crate) fn mark_extracted(&mut self, is_extracted: impl Fn(usize, usize) -> bool) {
        for (at, column) in self.columns.iter_mut().enumerate() {
            for (unit, cell) in column.cells.iter_mut().enumerate() {
                cell.extracted = is_extracted(at, unit);
            }
        }
    }

    /// Makes the table.
    ///
    /// # Errors
    /// FAILED_PRECONDITION for figures that can't be computed with; INVALID_ARGUMENT for too many.
    pub(super) fn finish(self) -> Result<Basis, Problem> {
        let table = Table::new(self.units, middle(self.period), self.columns).map_err(engine::problem)?;
        Ok(Basis {
            period: self.period,
            digest: table.digest(),
            table,
            carried: self.carried,
            absent: self.absent,
            made_from: self.made_from,
        })
    }
}

impl Basis {
    /// Memory that it takes, about.
    pub(crate) fn bytes(&self) -> usize {
        let columns = self.table.columns().iter();
        let cells: usize = columns
            .map(|column| size_of_val(column.cells.as_slice()) + size_of_val(column.past.as_slice()))
            .sum();
        cells + self.carried.len() * size_of::<((usize, usize), Period)>() + self.table.units().len() * 256
    }

    /// Whether it would be the same in a state.
    pub(crate) fn holds(&self, snapshot: &Snapshot) -> bool {
        let unchanged =
            |(code, changed): &(IndicatorCode, Revision)| *changed == snapshot.columns.changed(code);
        self.made_from.iter().all(unchanged)
    }
}

fn too_many(cells: usize) -> Problem {
    let message = format!(
        "the index is made from {cells} figures and more, at most {MAX_CELLS} are taken on: rank a peer group, \
         or give imputation a greatest age"
    );
    Problem::new(Code::InvalidArgument, engine::LIMIT_EXCEEDED, message).with("limit", MAX_CELLS)
}

/// The last period at which any peer has a value of an indicator of the framework itself.
fn last_period(query: &Query, figures: &[Figures<'_>], peers: &Peers) -> Option<Period> {
    let own: BTreeSet<&str> = query.framework.indicators().collect();
    let leaves: Vec<&Figures<'_>> = figures
        .iter()
        .filter(|one| own.contains(one.indicator().code.id()))
        .collect();
    let periods: BTreeSet<Period> = leaves.iter().flat_map(|one| one.periods()).collect();
    let has_value = |period: &Period| {
        peers.at(*period).any(|peer| {
            leaves
                .iter()
                .any(|figures| standings::entry(figures, peer, *period, 0).is_some())
        })
    };
    periods.into_iter().rev().find(has_value)
}

fn made_from(figures: &[Figures<'_>], snapshot: &Snapshot) -> Vec<(IndicatorCode, Revision)> {
    let codes: BTreeSet<&IndicatorCode> = figures.iter().flat_map(Figures::made_from).collect();
    codes
        .into_iter()
        .map(|code| (code.clone(), snapshot.columns.changed(code)))
        .collect()
}

/// The farthest that any framework of a query reaches in time.
fn reach_of(query: &Query) -> Reach {
    let frameworks = std::iter::once(&query.framework).chain(&query.also);
    frameworks
        .filter_map(|framework| reach(framework.form()))
        .reduce(f64::max)
}

/// The farthest that any method of a framework reaches in time.
fn reach(form: &FrameworkForm) -> Reach {
    let panel = form.normalisations().any(|(_, one)| one.reads_panel());
    let imputed = form
        .imputations()
        .filter_map(|(_, imputation)| imputation.reads_past())
        .map(|age| age.unwrap_or(f64::INFINITY));
    imputed.chain(panel.then_some(f64::INFINITY)).reduce(f64::max)
}

fn past(figures: &Figures<'_>, ids: &[Option<SubjectId>], period: Period, reach: Reach) -> Vec<PastValue> {
    let now = middle(period);
    let Some(years) = reach else {
        return Vec::new();
    };
    let mut past = Vec::new();
    let others = figures.periods().into_iter().filter(|at| *at != period);
    for at in others.filter(|at| (middle(*at) - now).abs() <= years) {
        for (unit, id) in ids.iter().enumerate() {
            // More than the table takes is refused anyway.
            if past.len() > MAX_CELLS {
                return past;
            }
            if let Some(entry) = id.and_then(|id| figures.entry(id, at, 0)) {
                past.push(PastValue {
                    unit,
                    time: middle(at),
                    value: entry.value,
                });
            }
        }
    }
    past
}

/// What a subject is grouped by on a day, as [`zhibiao_model::framework::GROUPINGS`] says.
fn groups(catalog: &Catalog, name: &SubjectName, day: Date) -> BTreeMap<String, String> {
    let mut groups = BTreeMap::new();
    let Some(zone) = catalog
        .zone_of(name, day)
        .and_then(|id| catalog.items().zones.get(&id))
    else {
        return groups;
    };
    let mut put = |by: &str, group: String| {
        if !group.is_empty() {
            groups.insert(by.to_owned(), group);
        }
    };
    put("class", zone.class.clone());
    put("level", zone.level.clone());
    put(
        "parent",
        zone.parent.as_ref().map(ToString::to_string).unwrap_or_default(),
    );
    if name.zone().is_none() {
        put("zone", zone.id.to_string());
    }
    groups
}

/// The middle of a period, in years: 2024.5 of 2024.
pub(crate) fn middle(period: Period) -> f64 {
    let years = |date: Date| {
        let of_year = f64::from(date.day_of_year() - 1) / f64::from(date.days_in_year());
        f64::from(date.year()) + of_year
    };
    f64::midpoint(years(period.start()), years(period.end()))
}

/// The indicators of an answer by their code in the framework.
pub(super) fn by_code<'a>(reads: &'a [Arc<Indicator>], code: &str) -> Option<&'a Arc<Indicator>> {
    reads.iter().find(|one| one.code.id() == code)
}
