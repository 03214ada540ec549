//! `EvaluateFramework` for those who ask what was asked before: answers are kept as the bytes that went out, and given
//! again as long as nothing that they were made from has changed.

use std::sync::Arc;

use bytes::Bytes;
use prost::Message as _;
use zhibiao_model::{ids::IndicatorCode, revision::Revision};
use zhibiao_proto::{
    compare::v1::{EvaluateFrameworkRequest, EvaluateFrameworkResponse, against::Baseline},
    convert::consistency::ReadAt,
};
use zhibiao_runtime::error::Problem;

use super::{
    asked::Asked,
    evaluation::{Ask, Indices, answer_of, aside},
    followed::{at, timeless},
};
use crate::{
    answers::{Answers, Encoded, Key},
    freshness::Moment,
    snapshot::Snapshot,
    turns::Takes,
};

/// Where the answer to a question about now is kept.
#[derive(Debug)]
struct Place {
    answers: Arc<Answers>,
    key: Key,
    now: Arc<Snapshot>,
}

impl Place {
    fn get(&self) -> Option<Bytes> {
        self.answers.get(&self.key, &self.now)
    }

    fn keep(self, body: Bytes, made_from: Vec<(IndicatorCode, Revision)>) {
        self.answers.keep(self.key, body, &self.now, made_from);
    }
}

impl Indices {
    /// Evaluates; the answer is encoded.
    ///
    /// # Errors
    /// Everything that is wrong with the request; what [`crate::freshness::States`] and the engine say.
    pub(crate) async fn evaluate(
        &self,
        ask: &Ask<'_>,
        request: EvaluateFrameworkRequest,
    ) -> Result<Encoded<EvaluateFrameworkResponse>, Problem> {
        let moment = ask.moment(request.query.as_ref()).await?;
        let at = at(moment.token);
        let place = self.place(&request, &moment);
        if let Some(body) = place.as_ref().and_then(Place::get) {
            self.may_repeat(ask, request, &moment).await?;
            return Ok(Encoded { body, at });
        }
        let (asked, made, before) = self.prepare_at(ask, request, &moment, None).await?;
        let body = self.compute(Takes::Short, ask.deadline, move |gauge| {
            // Who waited for a turn may find that the one before was asked the same.
            if let Some(body) = place.as_ref().and_then(Place::get) {
                return Ok(body);
            }
            let answer = answer_of(&asked, &made, before.as_ref(), gauge)?;
            let body = Bytes::from(timeless(answer).encode_to_vec());
            if let Some(place) = place {
                place.keep(body.clone(), made.basis.made_from.clone());
            }
            Ok(body)
        });
        let body = body.await?;
        Ok(Encoded { body, at })
    }

    /// Where an answer is kept: one of now alone, whose request can be read. A baseline at another period is made from the
    /// same columns; one of a moment has a catalogue of its own.
    fn place(&self, request: &EvaluateFrameworkRequest, moment: &Moment) -> Option<Place> {
        let query = request.query.as_ref()?;
        let against = request.against.as_ref().and_then(|one| one.baseline.as_ref());
        let of_now = query.as_of.is_none()
            && !matches!(against, Some(Baseline::AsOf(_)))
            && ReadAt::read(query.consistency.clone(), None).is_ok();
        let now = moment.now().filter(|_| of_now)?;
        Some(Place {
            answers: Arc::clone(&self.answers),
            key: Key::of_evaluation(request),
            now: Arc::clone(now),
        })
    }

    /// Checks that the caller may be told an answer that is kept.
    async fn may_repeat(
        &self,
        ask: &Ask<'_>,
        request: EvaluateFrameworkRequest,
        moment: &Moment,
    ) -> Result<(), Problem> {
        if !ask.is_bounded() {
            return Ok(());
        }
        let known = Arc::clone(&moment.catalog);
        let asked = aside(move || Asked::read(request, &known)).await?;
        ask.may_read(&asked.query, moment).await
    }
}
