//! `Rank`: from the request to the answer.

use std::{collections::HashMap, sync::Arc};

use zhibiao_model::{
    catalog::{Catalog, Direction, Indicator},
    ids::{IndicatorCode, SubjectName},
    revision::Revision,
};
use zhibiao_proto::{
    catalog::v1::{self as catalog, Names},
    compare::v1::{RankRequest, RankResponse, RankedSubject, TieMethod, UnrankedSubject},
    convert::{catalog::direction, consistency::ReadAt},
    observation::v1 as observation,
};
use zhibiao_runtime::error::Problem;
use zhibiao_scoring::ranking::{Better, MAX_DECIMALS, Rule, Ties};

use crate::{
    baseline::Baseline,
    peers::{Peers, Selector},
    request::{Faults, Reader, better},
    rights::Need,
    snapshot::{CatalogAt, Snapshot},
    standings::{Ranked, Standings, Terms, Unranked},
};

/// Most rows that an answer can have, and most subjects without rank that it lists.
pub const MAX_ROWS: usize = 5_000;

/// Rows of an answer when the request does not say.
const DEFAULT_ROWS: usize = 100;

/// A request that was read.
#[derive(Debug)]
pub(crate) struct Query {
    indicator: Arc<Indicator>,
    peers: Selector,
    terms: Terms,
    limit: usize,
    at: ReadAt,
    against: Option<Baseline>,
}

impl Query {
    /// Reads a request against a catalogue.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub(crate) fn read(request: RankRequest, known: &CatalogAt) -> Result<Self, Problem> {
        let RankRequest {
            indicator,
            period,
            peers,
            direction: asked,
            limit,
            decimals,
            ties,
            carry,
            against,
            consistency,
            as_of,
        } = request;
        let mut reader = Reader::new(known);
        let at = reader.read_at(consistency, as_of);
        let indicator = reader.indicator("indicator", &indicator);
        let peers = reader.peers(peers);
        if let Some(indicator) = &indicator {
            reader.of_kinds(&peers, &indicator.code, &indicator.subject_kinds);
        }
        let period = indicator
            .as_deref()
            .and_then(|indicator| reader.period("period", &period, indicator));
        let of = indicator.as_deref().map(|one| (&one.code, one.frequency));
        let against = Baseline::read(&mut reader, against, of);
        let carry = reader.carry(carry);
        let faults = &mut reader.faults;
        let asked = direction(asked)
            .map_err(|wrong| faults.add("direction", wrong))
            .unwrap_or_default();
        let limit = rows(faults, limit);
        if let Some(decimals) = decimals.filter(|decimals| *decimals > MAX_DECIMALS) {
            faults.add(
                "decimals",
                format!("is {decimals}: give 0 to {MAX_DECIMALS}, or leave it out"),
            );
        }
        let ties = tie_method(faults, ties);
        reader.faults.finish()?;
        let indicator =
            indicator.ok_or_else(|| Problem::internal("a rank request without indicator passed"))?;
        let rule = Rule {
            better: better(asked, &indicator),
            decimals,
            ties,
        };
        Ok(Self {
            indicator,
            peers,
            terms: Terms { period, carry, rule },
            limit,
            at,
            against,
        })
    }

    /// The indicator.
    pub(crate) fn indicator(&self) -> &Arc<Indicator> {
        &self.indicator
    }

    /// What it tells about: everybody who is ranked, at any period.
    pub(crate) fn need(&self, snapshot: &Snapshot) -> Need {
        let kinds = &self.indicator.subject_kinds;
        let peers = Peers::new(&self.peers, kinds, &snapshot.catalog.catalog, &snapshot.columns);
        Need {
            indicators: vec![Arc::clone(&self.indicator)],
            subjects: peers.ever().map(|peer| peer.name.clone()).collect(),
        }
    }

    /// The moment of the past that is asked about.
    pub(crate) fn past(&self) -> Option<ReadAt> {
        match self.at {
            ReadAt::Revision(_) | ReadAt::Time(_) => Some(self.at),
            ReadAt::MinimizeLatency | ReadAt::AtLeast(_) | ReadAt::FullyConsistent => None,
        }
    }

    /// Everything that the answer is made from, with the newest revisions.
    pub(crate) fn made_from(&self, snapshot: &Snapshot) -> Vec<(IndicatorCode, Revision)> {
        let figures = snapshot.figures(&self.indicator);
        figures
            .made_from()
            .map(|code| (code.clone(), snapshot.columns.changed(code)))
            .collect()
    }

    /// The moment of the past that the ranks are compared with.
    pub(crate) fn past_baseline(&self) -> Option<ReadAt> {
        match self.against {
            Some(Baseline::Moment(at)) => Some(at),
            Some(Baseline::Period(_)) | None => None,
        }
    }

    /// Ranks in a state; `past` is the state of the baseline when that is a moment.
    pub(crate) fn answer(&self, snapshot: &Snapshot, past: Option<&Snapshot>) -> RankResponse {
        let standings = self.standings(snapshot, self.terms);
        let baseline = match (self.against, past) {
            (Some(Baseline::Period(period)), _) => Some(self.standings(
                snapshot,
                Terms {
                    period: Some(period),
                    ..self.terms
                },
            )),
            (Some(Baseline::Moment(_)), Some(past)) => Some(self.standings(
                past,
                Terms {
                    period: standings.period,
                    ..self.terms
                },
            )),
            (Some(Baseline::Moment(_)) | None, _) => None,
        };
        let baseline: HashMap<&SubjectName, &Ranked> = baseline
            .iter()
            .flat_map(|b| &b.ranked)
            .map(|ranked| (&ranked.subject, ranked))
            .collect();
        let catalog = &snapshot.catalog.catalog;
        let rows = standings.ranked.iter().take(self.limit);
        let rest = standings.unranked.iter().take(MAX_ROWS);
        RankResponse {
            indicator: self.indicator.code.to_string(),
            names: Some(Names::from(&self.indicator.names)),
            unit: self.indicator.unit.symbol().to_owned(),
            direction: catalog::Direction::from(match self.terms.rule.better {
                Better::Higher => Direction::Up,
                Better::Lower => Direction::Down,
            })
            .into(),
            period: standings
                .period
                .map(|period| period.to_string())
                .unwrap_or_default(),
            ranked: rows
                .map(|row| ranked(row, baseline.get(&row.subject).copied(), catalog))
                .collect(),
            unranked: rest.map(|row| unranked(row, catalog)).collect(),
            ranked_count: standings.ranked.len() as u32,
            unranked_count: standings.unranked.len() as u32,
            revision: snapshot.revision().get(),
            token: snapshot.token.to_string(),
        }
    }

    fn standings(&self, snapshot: &Snapshot, terms: Terms) -> Standings {
        let catalog = &snapshot.catalog.catalog;
        let peers = Peers::new(
            &self.peers,
            &self.indicator.subject_kinds,
            catalog,
            &snapshot.columns,
        );
        Standings::new(&snapshot.figures(&self.indicator), &peers, terms)
    }
}

fn rows(faults: &mut Faults, limit: i32) -> usize {
    match usize::try_from(limit) {
        Ok(0) => DEFAULT_ROWS,
        Ok(limit @ 1..=MAX_ROWS) => limit,
        Ok(_) | Err(_) => {
            let wrong = format!("is {limit}: give 1 to {MAX_ROWS}, or 0 for {DEFAULT_ROWS}");
            faults.add("limit", wrong);
            DEFAULT_ROWS
        }
    }
}

fn tie_method(faults: &mut Faults, ties: i32) -> Ties {
    match TieMethod::try_from(ties) {
        Ok(TieMethod::Unspecified | TieMethod::Standard) => Ties::Standard,
        Ok(TieMethod::Dense) => Ties::Dense,
        Ok(TieMethod::Average) => Ties::Average,
        Err(_) => {
            faults.add("ties", "is no tie method that this hub knows");
            Ties::Standard
        }
    }
}

fn ranked(row: &Ranked, baseline: Option<&Ranked>, catalog: &Catalog) -> RankedSubject {
    let Ranked {
        subject,
        rank,
        tied,
        entry,
    } = row;
    RankedSubject {
        rank: *rank,
        subject: subject.to_string(),
        names: catalog.subject_names(subject).map(Names::from),
        value: entry.value,
        qualifier: observation::Qualifier::from(entry.figure.qualifier()).into(),
        status: observation::Status::from(entry.figure.status()).into(),
        period: entry.period.to_string(),
        carried: entry.carried,
        tied: *tied,
        baseline_rank: baseline.map(|before| before.rank),
        rank_change: baseline.map(|before| before.rank - rank),
        baseline_value: baseline.map(|before| before.entry.value),
        revision: entry.revision.get(),
        computed: entry.computed,
    }
}

fn unranked(row: &Unranked, catalog: &Catalog) -> UnrankedSubject {
    let Unranked {
        subject,
        reason,
        last_period,
    } = row;
    UnrankedSubject {
        subject: subject.to_string(),
        names: catalog.subject_names(subject).map(Names::from),
        reason: (*reason).to_owned(),
        last_period: last_period.map(|period| period.to_string()).unwrap_or_default(),
    }
}
