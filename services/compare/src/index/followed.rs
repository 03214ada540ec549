//! Indices that are followed: evaluations apart from the revision that they were read at, which moves on its own.

use std::sync::Arc;

use bytes::Bytes;
use prost::Message as _;
use zhibiao_model::{
    ids::IndicatorCode,
    revision::{Revision, Token},
};
use zhibiao_proto::compare::v1::{EvaluateFrameworkRequest, EvaluateFrameworkResponse, Manifest};
use zhibiao_runtime::{
    deadline::Deadline,
    error::{Problem, Violation},
};

use super::{
    asked::Asked,
    before::{Before, Past},
    evaluation::{Ask, Indices, answer_against},
};
use crate::{freshness::Moment, rights::Need, snapshot::Snapshot, turns::Takes};

/// An evaluation that is followed.
#[derive(Debug)]
pub(crate) struct Followed {
    /// Fields of the message but those of [`at`].
    pub(crate) body: Bytes,
    /// When it was read.
    pub(crate) token: Token,
    /// The indicators that it was made from, with their newest revisions.
    pub(crate) made_from: Vec<(IndicatorCode, Revision)>,
    /// What it and its baseline tell about.
    pub(crate) needs: Vec<Need>,
    /// Its baseline, when that is a past that does not change.
    pub(crate) past: Option<Arc<Past>>,
}

/// The fields of an evaluation that only say when it was read: messages may come in any order and pieces.
pub(crate) fn at(token: Token) -> EvaluateFrameworkResponse {
    let revision = token.revision.get();
    EvaluateFrameworkResponse {
        revision,
        token: token.to_string(),
        manifest: Some(Manifest {
            revision,
            ..Manifest::default()
        }),
        ..EvaluateFrameworkResponse::default()
    }
}

impl Indices {
    /// Refuses what can't be followed: a moment of the past does not change.
    ///
    /// # Errors
    /// With everything else that is wrong with the request.
    pub(crate) fn check_followed(&self, request: &EvaluateFrameworkRequest) -> Result<(), Problem> {
        if request.query.as_ref().is_none_or(|query| query.as_of.is_none()) {
            return Ok(());
        }
        let newest = self.states.newest()?;
        let read = Asked::read(request.clone(), &newest.catalog);
        let mut violations = read.err().map(|problem| problem.violations).unwrap_or_default();
        violations.push(Violation {
            field: "query.as_of".into(),
            description:
                "is a moment of the past, which does not change: leave it out, or call EvaluateFramework"
                    .into(),
        });
        Err(Problem::invalid(violations))
    }

    /// Evaluates for one who asks, as fresh as he asks for.
    ///
    /// # Errors
    /// Those of [`Self::evaluate`].
    pub(crate) async fn first_of(
        &self,
        ask: &Ask<'_>,
        request: EvaluateFrameworkRequest,
    ) -> Result<Followed, Problem> {
        let moment = ask.moment(request.query.as_ref()).await?;
        self.followed(ask, request, &moment, None).await
    }

    /// Evaluates in a state, for all who follow, with the baseline's past as the answer before had it. Which of them may be
    /// told is for their permits and the answer's needs to say.
    ///
    /// # Errors
    /// Those of [`Self::evaluate`].
    pub(crate) async fn next_of(
        &self,
        request: EvaluateFrameworkRequest,
        state: &Arc<Snapshot>,
        past: Option<&Arc<Past>>,
    ) -> Result<Followed, Problem> {
        let ask = Ask {
            states: self.states.clone(),
            deadline: Deadline::NONE,
            permit: None,
        };
        let moment = Moment::of(Arc::clone(state));
        self.followed(&ask, request, &moment, past).await
    }

    async fn followed(
        &self,
        ask: &Ask<'_>,
        request: EvaluateFrameworkRequest,
        moment: &Moment,
        past: Option<&Arc<Past>>,
    ) -> Result<Followed, Problem> {
        let (asked, made, before) = self.prepare_at(ask, request, moment, past).await?;
        let token = made.token;
        // A baseline of now reads the same indicators, and one of the past does not change.
        let made_from = made.basis.made_from.clone();
        let needs = [Some(made.need()), before.as_ref().and_then(Before::need)];
        let needs = needs.into_iter().flatten().collect();
        let computed = self.compute(Takes::Short, ask.deadline, move |gauge| {
            let earlier = before.as_ref().map(|before| before.evaluate(gauge)).transpose()?;
            let answer = answer_against(&asked, &made, earlier.as_ref(), gauge)?;
            let past = before
                .zip(earlier)
                .and_then(|(before, earlier)| before.keep(earlier));
            Ok((timeless(answer).encode_to_vec().into(), past))
        });
        let (body, past) = computed.await?;
        Ok(Followed {
            body,
            token,
            made_from,
            needs,
            past,
        })
    }
}

/// An evaluation without the fields of [`at`].
pub(super) fn timeless(evaluation: EvaluateFrameworkResponse) -> EvaluateFrameworkResponse {
    let manifest = evaluation.manifest.map(|manifest| Manifest {
        revision: 0,
        ..manifest
    });
    EvaluateFrameworkResponse {
        revision: 0,
        token: String::new(),
        manifest,
        ..evaluation
    }
}
