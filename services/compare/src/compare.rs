//! `Compare`: from the request to the answer, without the sources of its cells (see [`crate::sources`]).

use std::{collections::BTreeSet, sync::Arc};

use zhibiao_model::{
    catalog::Indicator,
    computed::Answer,
    ids::{IndicatorCode, SubjectName},
    period::Period,
};
use zhibiao_proto::{
    catalog::v1::{Direction, Names},
    compare::v1::{CompareRequest, CompareResponse, ComparedIndicator, ComparedValue, SubjectProfile},
    convert::consistency::ReadAt,
    observation::v1 as observation,
};
use zhibiao_runtime::error::Problem;
use zhibiao_scoring::ranking::{self, Better};

use crate::{
    comparison,
    index::middle,
    peers::{Peers, Selector},
    request::{Reader, better},
    snapshot::{CatalogAt, Entry, Figures, Snapshot},
    standings,
};

/// Most subjects of a comparison.
pub const MAX_SUBJECTS: usize = 50;

/// Most indicators of a comparison.
pub const MAX_INDICATORS: usize = 100;

/// Percentile from which on a subject is strong in something: among the best fifth.
const STRONG: f64 = 80.0;

/// Percentile up to which a subject is weak in something: among the last fifth.
const WEAK: f64 = 20.0;

/// A request that was read.
#[derive(Debug)]
pub(crate) struct Query {
    subjects: Vec<SubjectName>,
    indicators: Vec<Asked>,
    peers: Selector,
    carry: u32,
    at: ReadAt,
}

/// An indicator of a request, with the periods of its frequency.
#[derive(Debug)]
struct Asked {
    indicator: Arc<Indicator>,
    period: Option<Period>,
    against: Option<Period>,
}

/// A stored cell.
pub(crate) type CellKey = (IndicatorCode, Period, SubjectName);

/// An answer whose cells do not say their sources yet.
#[derive(Debug)]
pub(crate) struct Unsourced {
    /// The answer.
    pub(crate) answer: CompareResponse,
    /// For each cell, by indicator and then subject, the stored cell that tells its source.
    pub(crate) sources: Vec<Vec<Option<CellKey>>>,
}

impl Query {
    /// Reads a request against a catalogue.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub(crate) fn read(request: CompareRequest, known: &CatalogAt) -> Result<Self, Problem> {
        let CompareRequest {
            subjects,
            indicators,
            period,
            against_period,
            peers,
            carry,
            consistency,
            as_of,
        } = request;
        let mut reader = Reader::new(known);
        let at = reader.read_at(consistency, as_of);
        within(&mut reader, "subjects", &subjects, MAX_SUBJECTS);
        within(&mut reader, "indicators", &indicators, MAX_INDICATORS);
        let subjects = subjects.iter().take(MAX_SUBJECTS).enumerate();
        let subjects = subjects
            .filter_map(|(i, name)| reader.subject(&format!("subjects[{i}]"), name))
            .collect();
        let indicators = indicators.iter().take(MAX_INDICATORS).enumerate();
        let indicators: Vec<Arc<Indicator>> = indicators
            .filter_map(|(i, name)| reader.indicator(&format!("indicators[{i}]"), name))
            .collect();
        let mut asked = Vec::with_capacity(indicators.len());
        for indicator in indicators {
            let at = reader.period("period", &period, &indicator);
            let against = reader.period("against_period", &against_period, &indicator);
            asked.push(Asked {
                indicator,
                period: at,
                against,
            });
        }
        let peers = reader.peers(peers);
        let carry = reader.carry(carry);
        reader.faults.finish()?;
        Ok(Self {
            subjects,
            indicators: asked,
            peers,
            carry,
            at,
        })
    }

    /// The moment of the past that is asked about.
    pub(crate) fn past(&self) -> Option<ReadAt> {
        match self.at {
            ReadAt::Revision(_) | ReadAt::Time(_) => Some(self.at),
            ReadAt::MinimizeLatency | ReadAt::AtLeast(_) | ReadAt::FullyConsistent => None,
        }
    }

    /// The indicators.
    pub(crate) fn indicators(&self) -> impl Iterator<Item = &Arc<Indicator>> {
        self.indicators.iter().map(|asked| &asked.indicator)
    }

    /// Everybody whose values an answer tells of: the subjects, and those whom they are ranked among.
    pub(crate) fn everybody(&self, snapshot: &Snapshot) -> BTreeSet<SubjectName> {
        let catalog = &snapshot.catalog.catalog;
        let peers = self.indicators.iter().flat_map(|asked| {
            let peers = Peers::new(
                &self.peers,
                &asked.indicator.subject_kinds,
                catalog,
                &snapshot.columns,
            );
            peers.ever().map(|peer| peer.name.clone()).collect::<Vec<_>>()
        });
        self.subjects.iter().cloned().chain(peers).collect()
    }

    /// Compares in a state.
    pub(crate) fn answer(&self, snapshot: &Snapshot) -> Unsourced {
        let mut sources = Vec::with_capacity(self.indicators.len());
        let mut indicators = Vec::with_capacity(self.indicators.len());
        for asked in &self.indicators {
            let (compared, of) = Row::new(self, asked, snapshot).compare();
            indicators.push(compared);
            sources.push(of);
        }
        let catalog = &snapshot.catalog.catalog;
        let profiles = (0..self.subjects.len())
            .map(|at| profile(&indicators, at))
            .collect();
        let names = self.subjects.iter().map(|subject| {
            catalog
                .subject_names(subject)
                .map(Names::from)
                .unwrap_or_default()
        });
        let answer = CompareResponse {
            profiles,
            indicators,
            subject_names: names.collect(),
            revision: snapshot.revision().get(),
            token: snapshot.token.to_string(),
        };
        Unsourced { answer, sources }
    }
}

/// What the subject at a place is strong and weak in; where neither way is better nobody is either.
fn profile(indicators: &[ComparedIndicator], at: usize) -> SubjectProfile {
    let directed = indicators
        .iter()
        .filter(|row| !matches!(row.direction(), Direction::None | Direction::Unspecified));
    let mut percentiles: Vec<(f64, &str)> = directed
        .filter_map(|row| Some((row.values.get(at)?.percentile?, row.indicator.as_str())))
        .collect();
    // Stable: the order asked for within the same percentile.
    percentiles.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    let names = |of: &mut dyn Iterator<Item = &(f64, &str)>| of.map(|(_, name)| (*name).to_owned()).collect();
    let weaknesses = names(&mut percentiles.iter().filter(|(share, _)| *share <= WEAK));
    percentiles.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let strengths = names(&mut percentiles.iter().filter(|(share, _)| *share >= STRONG));
    SubjectProfile {
        strengths,
        weaknesses,
    }
}

/// Checks how many names there are, and that none comes twice.
fn within(reader: &mut Reader<'_>, field: &str, names: &[String], most: usize) {
    if names.is_empty() || names.len() > most {
        reader
            .faults
            .add(field, format!("has {} names: give 1 to {most}", names.len()));
    }
    let mut seen = BTreeSet::new();
    for (i, name) in names.iter().enumerate().take(most) {
        if !seen.insert(name) {
            reader.faults.add(
                format!("{field}[{i}]"),
                format!("names `{name}` again: give each once"),
            );
        }
    }
}

/// One indicator across the subjects.
struct Row<'a> {
    query: &'a Query,
    snapshot: &'a Snapshot,
    figures: Figures<'a>,
    period: Option<Period>,
    against: Option<Period>,
    better: Better,
    /// The values of the peers at the period.
    peers: Vec<(SubjectName, f64)>,
}

impl<'a> Row<'a> {
    fn new(query: &'a Query, asked: &Asked, snapshot: &'a Snapshot) -> Self {
        let Asked {
            indicator,
            period,
            against,
        } = asked;
        let figures = snapshot.figures(indicator);
        let first = query
            .subjects
            .first()
            .and_then(|name| snapshot.columns.subject(name));
        let has_value = |at: &Period| first.is_some_and(|id| figures.entry(id, *at, 0).is_some());
        let period = period.or_else(|| figures.periods().into_iter().rev().find(has_value));
        let peers = period.map(|period| {
            let catalog = &snapshot.catalog.catalog;
            let peers = Peers::new(&query.peers, &indicator.subject_kinds, catalog, &snapshot.columns);
            let value = |peer| standings::entry(&figures, peer, period, query.carry).map(|entry| entry.value);
            peers
                .at(period)
                .filter_map(|peer| Some((peer.name.clone(), value(peer)?)))
                .collect()
        });
        Self {
            query,
            snapshot,
            period,
            against: against.or_else(|| period?.year_ago()),
            better: better(zhibiao_model::catalog::Direction::None, indicator),
            peers: peers.unwrap_or_default(),
            figures,
        }
    }

    fn compare(&self) -> (ComparedIndicator, Vec<Option<CellKey>>) {
        let indicator = self.figures.indicator();
        let base = self
            .query
            .subjects
            .first()
            .and_then(|name| self.entry(name))
            .map(|entry| entry.value);
        let cells = self.query.subjects.iter().map(|subject| self.cell(subject, base));
        let (values, sources) = cells.unzip();
        let text = |period: Option<Period>| period.map(|period| period.to_string()).unwrap_or_default();
        let compared = ComparedIndicator {
            indicator: indicator.code.to_string(),
            names: Some(Names::from(&indicator.names)),
            unit: indicator.unit.symbol().to_owned(),
            direction: Direction::from(indicator.direction).into(),
            period: text(self.period),
            against_period: text(self.against),
            values,
        };
        (compared, sources)
    }

    fn entry(&self, subject: &SubjectName) -> Option<Entry> {
        self.figures.entry(
            self.snapshot.columns.subject(subject)?,
            self.period?,
            self.query.carry,
        )
    }

    fn cell(&self, subject: &SubjectName, base: Option<f64>) -> (ComparedValue, Option<CellKey>) {
        let others: Vec<f64> = self
            .peers
            .iter()
            .filter(|(peer, _)| peer != subject)
            .map(|(_, value)| *value)
            .collect();
        let empty = ComparedValue {
            subject: subject.to_string(),
            period: self.period.map(|period| period.to_string()).unwrap_or_default(),
            peers_with_value: self.peers.len() as u32,
            ..ComparedValue::default()
        };
        let Some(entry) = self.entry(subject) else {
            let (reason, source) = self.missing(subject);
            return (
                ComparedValue {
                    missing_reason: reason.to_owned(),
                    ..empty
                },
                source,
            );
        };
        let unit = &self.figures.indicator().unit;
        let compared = base
            .map(|base| comparison::compare(entry.value, base, unit))
            .unwrap_or_default();
        let against = self.against.and_then(|against| {
            let id = self.snapshot.columns.subject(subject)?;
            self.figures.entry(id, against, 0).map(|entry| entry.value)
        });
        // A carried value is not the period's: growth would be that of another time.
        let grown = against.filter(|_| !entry.carried);
        let (code, period) = entry.source;
        let cell = ComparedValue {
            value: Some(entry.value),
            qualifier: observation::Qualifier::from(entry.figure.qualifier()).into(),
            status: observation::Status::from(entry.figure.status()).into(),
            period: entry.period.to_string(),
            carried: entry.carried,
            computed: entry.computed,
            difference: compared.difference,
            ratio: compared.ratio,
            growth_percent: grown.and_then(|from| comparison::growth_percent(entry.value, from, unit)),
            annual_growth_percent: grown.and_then(|from| {
                let years = middle(self.period?) - middle(self.against?);
                comparison::annual_growth_percent(entry.value, from, years, unit)
            }),
            against_value: against,
            percentile: ranking::percentile(entry.value, &others, self.better),
            ..empty
        };
        (cell, Some((code, period, subject.clone())))
    }

    /// Why a cell has no value, and the cell that says so when it was reported.
    fn missing(&self, subject: &SubjectName) -> (&'static str, Option<CellKey>) {
        let indicator = self.figures.indicator();
        if !indicator
            .subject_kinds
            .iter()
            .any(|kind| kind.id() == subject.kind())
        {
            return ("NOT_APPLICABLE", None);
        }
        let answer = self.period.zip(self.snapshot.columns.subject(subject));
        match answer.map(|(period, id)| (period, self.figures.answer(id, period))) {
            Some((period, Answer::Stored(_))) => (
                "REPORTED_MISSING",
                Some((indicator.code.clone(), period, subject.clone())),
            ),
            Some((_, Answer::Unanswered(why))) => (why.reason(), None),
            Some((_, Answer::Computed(_) | Answer::Empty)) | None => (standings::NOT_REPORTED, None),
        }
    }
}
