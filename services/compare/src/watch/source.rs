//! What is followed, and where its answers come from: rankings on one indicator, and evaluations of frameworks.

use std::sync::Arc;

use bytes::Bytes;
use zhibiao_model::revision::Token;
use zhibiao_proto::compare::v1::{IndexQuery, watch_ranking_request::Question as Asked};
use zhibiao_runtime::{
    access::Permit,
    deadline::Deadline,
    error::{Problem, Violation},
};

use super::Told;
use crate::{index::Indices, rankings::Rankings, rights::Need};

/// Where answers come from.
#[derive(Debug, Clone)]
pub(crate) struct Sources {
    pub(crate) rankings: Arc<Rankings>,
    pub(crate) indices: Arc<Indices>,
}

/// Which kind of answer is followed.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    Ranking,
    Evaluation,
}

/// An answer, the revision it was made at, and what it tells about.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) body: Bytes,
    pub(super) token: Token,
    pub(super) needs: Vec<Need>,
}

/// The answer that a watch begins with; its rights were looked into.
#[derive(Debug)]
pub(super) struct First {
    pub(super) body: Bytes,
    pub(super) token: Token,
}

impl Kind {
    pub(super) fn of(asked: &Asked) -> Self {
        match asked {
            Asked::Rank(_) => Self::Ranking,
            Asked::Evaluation(_) => Self::Evaluation,
        }
    }

    pub(super) fn told(self, body: Bytes, token: Token) -> Told {
        match self {
            Self::Ranking => Told::Ranking(body, token),
            Self::Evaluation => Told::Evaluation(body, token),
        }
    }

    /// The fields of the question as they stand in the watch's request.
    pub(super) fn below(self, problem: Problem) -> Problem {
        let field = match self {
            Self::Ranking => "rank",
            Self::Evaluation => "evaluation",
        };
        let below = |violation: Violation| Violation {
            field: format!("{field}.{}", violation.field),
            ..violation
        };
        Problem {
            violations: problem.violations.into_iter().map(below).collect(),
            ..problem
        }
    }
}

impl Sources {
    /// The answer that a watch begins with.
    ///
    /// # Errors
    /// Those of the call that gives such an answer once; INVALID_ARGUMENT for a moment of the past.
    pub(super) async fn first(
        &self,
        permit: &Permit,
        asked: Asked,
        deadline: Deadline,
    ) -> Result<First, Problem> {
        match asked {
            Asked::Rank(request) => {
                self.rankings.check_followed(&request)?;
                let first = self.rankings.answer(permit, request, deadline).await?;
                let token = first.at.token.parse().map_err(Problem::internal)?;
                Ok(First {
                    body: first.body,
                    token,
                })
            }
            Asked::Evaluation(request) => {
                self.indices.check_followed(&request)?;
                let ask = self.indices.ask(permit, deadline);
                let first = self.indices.first_of(&ask, request).await?;
                Ok(First {
                    body: first.body,
                    token: first.token,
                })
            }
        }
    }
}

/// The same question whenever it is asked: how fresh the first answer has to be is no part of it.
pub(super) fn timeless(asked: Asked) -> Asked {
    match asked {
        Asked::Rank(mut request) => {
            request.consistency = None;
            Asked::Rank(request)
        }
        Asked::Evaluation(mut request) => {
            request.query = request.query.map(|query| IndexQuery {
                consistency: None,
                ..query
            });
            Asked::Evaluation(request)
        }
    }
}
