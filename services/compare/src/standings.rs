//! One ranking: the peers' values at a period, put in order, and everyone who has no rank with the reason.

use zhibiao_model::{computed::Answer, ids::SubjectName, period::Period};
use zhibiao_scoring::ranking::{self, Place, Rule};

use crate::{
    column::SubjectId,
    peers::{Peer, Peers, Presence},
    snapshot::{Entry, Figures},
};

/// Reason of a subject about which nothing was said.
pub const NOT_REPORTED: &str = "NOT_REPORTED";

/// A ranking.
#[derive(Debug)]
pub struct Standings {
    /// The period; none when no peer has a value at any.
    pub period: Option<Period>,
    /// Who has a rank; the best first, ties in the order of their names.
    pub ranked: Vec<Ranked>,
    /// Who has none, in the order of their names.
    pub unranked: Vec<Unranked>,
}

/// A subject with a rank.
#[derive(Debug)]
pub struct Ranked {
    /// The subject.
    pub subject: SubjectName,
    /// Its rank from 1.
    pub rank: f64,
    /// Whether others have the same.
    pub tied: bool,
    /// Its value.
    pub entry: Entry,
}

/// A subject without a rank.
#[derive(Debug)]
pub struct Unranked {
    /// The subject.
    pub subject: SubjectName,
    /// Why.
    pub reason: &'static str,
    /// Last earlier period at which it has a value.
    pub last_period: Option<Period>,
}

/// How a ranking is made.
#[derive(Debug, Clone, Copy)]
pub struct Terms {
    /// The period; none means the last one at which any peer has a value.
    pub period: Option<Period>,
    /// How many periods older a value may be.
    pub carry: u32,
    /// How ranks are given.
    pub rule: Rule,
}

impl Standings {
    /// Ranks the peers.
    #[must_use]
    pub fn new(figures: &Figures<'_>, peers: &Peers, terms: Terms) -> Self {
        let Some(period) = terms.period.or_else(|| last_period(figures, peers)) else {
            return Self {
                period: None,
                ranked: Vec::new(),
                unranked: peers.ever().map(silent).collect(),
            };
        };
        let mut entries: Vec<(&Peer, Entry)> = Vec::new();
        let mut rest: Vec<&Peer> = Vec::new();
        for peer in peers.at(period) {
            match entry(figures, peer, period, terms.carry) {
                Some(entry) => entries.push((peer, entry)),
                None => rest.push(peer),
            }
        }
        let values: Vec<(usize, f64)> = entries
            .iter()
            .enumerate()
            .map(|(at, (_, e))| (at, e.value))
            .collect();
        let ranked =
            ranking::rank(&values, terms.rule)
                .into_iter()
                .filter_map(|Place { key, rank, tied }| {
                    let (peer, entry) = entries.get(key)?;
                    Some(Ranked {
                        subject: peer.name.clone(),
                        rank,
                        tied,
                        entry: entry.clone(),
                    })
                });
        let ranked = ranked.collect();
        let unranked = if rest.is_empty() {
            Vec::new()
        } else {
            explain(figures, &rest, period)
        };
        Self {
            period: Some(period),
            ranked,
            unranked,
        }
    }
}

/// The value with which a peer enters at a period: none when it did not exist then.
#[must_use]
pub fn entry(figures: &Figures<'_>, peer: &Peer, period: Period, carry: u32) -> Option<Entry> {
    (peer.presence(period) == Presence::Here).then_some(())?;
    figures.entry(peer.id?, period, carry)
}

/// The last period at which any peer has a value.
#[must_use]
pub fn last_period(figures: &Figures<'_>, peers: &Peers) -> Option<Period> {
    let has_value = |period: &Period| {
        peers
            .at(*period)
            .any(|peer| entry(figures, peer, *period, 0).is_some())
    };
    figures.periods().into_iter().rev().find(has_value)
}

fn explain(figures: &Figures<'_>, peers: &[&Peer], period: Period) -> Vec<Unranked> {
    let earlier: Vec<Period> = figures.periods().range(..period).rev().copied().collect();
    let explained = peers.iter().map(|peer| {
        let has_value = |id: SubjectId, at: Period| figures.answer(id, at).figure().is_some();
        let last_period = peer
            .id
            .and_then(|id| earlier.iter().copied().find(|at| has_value(id, *at)));
        let reason = match (
            peer.presence(period),
            peer.id.map(|id| figures.answer(id, period)),
        ) {
            (Presence::NotYet, _) => "NOT_YET",
            (Presence::NoLonger, _) => "NO_LONGER",
            (Presence::Here, Some(Answer::Stored(_))) => "REPORTED_MISSING",
            (Presence::Here, Some(Answer::Unanswered(why))) => why.reason(),
            (Presence::Here, Some(Answer::Computed(_) | Answer::Empty) | None) => {
                if last_period.is_some() {
                    "STALE"
                } else {
                    NOT_REPORTED
                }
            }
        };
        Unranked {
            subject: peer.name.clone(),
            reason,
            last_period,
        }
    });
    explained.collect()
}

/// A peer in a ranking without any value.
fn silent(peer: &Peer) -> Unranked {
    Unranked {
        subject: peer.name.clone(),
        reason: NOT_REPORTED,
        last_period: None,
    }
}

#[cfg(test)]
mod tests;
