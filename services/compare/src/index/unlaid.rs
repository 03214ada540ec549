//! Why no figures are laid out for an index.

use zhibiao_runtime::error::{Code, Problem};
use zhibiao_scoring::{Table, Unit};

use super::{engine, query::Query};
use crate::peers::{Peer, Peers};

/// Why nothing is laid out.
#[derive(Debug)]
pub(super) enum Unlaid {
    /// Nobody has a figure at any period, and none was asked for.
    Unfiled(Box<Unfiled>),
    /// Anything else.
    Other(Problem),
}

/// Everybody who could be ranked at some period if they had figures.
#[derive(Debug)]
pub(super) struct Unfiled {
    units: Vec<Unit>,
    problem: Problem,
}

impl From<Problem> for Unlaid {
    fn from(problem: Problem) -> Self {
        Self::Other(problem)
    }
}

impl From<Unlaid> for Problem {
    fn from(unlaid: Unlaid) -> Self {
        match unlaid {
            Unlaid::Unfiled(unfiled) => unfiled.problem,
            Unlaid::Other(problem) => problem,
        }
    }
}

/// Most indicators that are named where nobody has a figure of any.
const NAMED: usize = 10;

impl Unfiled {
    pub(super) fn new(query: &Query, peers: &Peers) -> Self {
        let unit = |peer: &Peer| Unit {
            code: peer.name.to_string(),
            ..Unit::default()
        };
        let units: Vec<Unit> = peers.ever().map(unit).collect();
        let codes: Vec<&str> = query.framework.indicators().collect();
        let more = codes.len().saturating_sub(NAMED);
        let named = codes.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
        let named = match more {
            0 => named,
            more => format!("{named} and {more} more"),
        };
        let problem = nothing(format!(
            "nobody can be ranked: none of the {} peers has a figure of any indicator of `{}` at any period ({}); file \
             figures, or rank others",
            units.len(),
            query.form.id,
            named
        ));
        Self { units, problem }
    }

    /// A table of them, without any figure.
    ///
    /// # Errors
    /// INVALID_ARGUMENT for too many subjects.
    pub(super) fn table(self) -> Result<Table, Problem> {
        Table::new(self.units, 0.0, Vec::new()).map_err(engine::problem)
    }
}

/// Nothing can be made, as figures are lacking.
pub(super) fn nothing(message: String) -> Problem {
    Problem::new(Code::FailedPrecondition, engine::INAPPLICABLE, message).with("lacking", "figures")
}
