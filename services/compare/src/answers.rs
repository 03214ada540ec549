//! Answers kept as the bytes that go out. An answer is kept with the revisions of everything it was made from and is
//! given again only while none of them has moved, so it is never older than the state it is given for.

use std::sync::Arc;

use bytes::Bytes;
use moka::sync::Cache;
use prost::Message as _;
use zhibiao_model::{
    ids::IndicatorCode,
    revision::{Revision, Token},
};
use zhibiao_proto::compare::v1::{
    EvaluateFrameworkRequest, IndexQuery, RankRequest, RankResponse, WatchRankingRequest,
    watch_ranking_request::Question,
};

use crate::snapshot::Snapshot;

/// An answer as it goes out: what depends on the data, and the revision it was read at, which moves on its own.
#[derive(Debug, Clone)]
pub(crate) struct Encoded<A> {
    /// Fields of the message but those of `at`.
    pub(crate) body: Bytes,
    /// The message with revision and token only: fields may come in any order and pieces.
    pub(crate) at: A,
}

impl Encoded<RankResponse> {
    /// A ranking that holds at a revision.
    pub(crate) fn new(body: Bytes, token: Token) -> Self {
        Self { body, at: at(token) }
    }

    /// Encodes a ranking made from a state.
    pub(crate) fn of(answer: RankResponse, snapshot: &Snapshot) -> Self {
        let body = RankResponse {
            revision: 0,
            token: String::new(),
            ..answer
        };
        Self::new(body.encode_to_vec().into(), snapshot.token)
    }
}

/// The fields of a ranking that only say when it was read.
pub(crate) fn at(token: Token) -> RankResponse {
    RankResponse {
        revision: token.revision.get(),
        token: token.to_string(),
        ..RankResponse::default()
    }
}

/// A question, encoded: the same question gives the same key, however fresh its answer has to be.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Key(Bytes);

impl Key {
    /// Of a ranking on one indicator.
    pub(crate) fn of_rank(request: &RankRequest) -> Self {
        Self::of(Question::Rank(RankRequest {
            consistency: None,
            ..request.clone()
        }))
    }

    /// Of an evaluation.
    pub(crate) fn of_evaluation(request: &EvaluateFrameworkRequest) -> Self {
        let query = request.query.clone().map(|query| IndexQuery {
            consistency: None,
            ..query
        });
        Self::of(Question::Evaluation(EvaluateFrameworkRequest {
            query,
            ..request.clone()
        }))
    }

    fn of(question: Question) -> Self {
        let request = WatchRankingRequest {
            question: Some(question),
        };
        Self(request.encode_to_vec().into())
    }
}

/// Answers kept, at most so many bytes.
#[derive(Debug)]
pub(crate) struct Answers(Cache<Key, Arc<Kept>>);

#[derive(Debug)]
struct Kept {
    loading: u64,
    catalog: Revision,
    /// The indicators that the answer was made from, with their newest revisions.
    made_from: Vec<(IndicatorCode, Revision)>,
    body: Bytes,
}

impl Answers {
    pub(crate) fn new(bytes: u64) -> Self {
        let weigh =
            |key: &Key, kept: &Arc<Kept>| u32::try_from(kept.body.len() + key.0.len()).unwrap_or(u32::MAX);
        Self(Cache::builder().max_capacity(bytes).weigher(weigh).build())
    }

    /// The body of the kept answer, if it is the one that the state would give.
    pub(crate) fn get(&self, key: &Key, snapshot: &Snapshot) -> Option<Bytes> {
        let kept = self.0.get(key)?;
        let same = kept.loading == snapshot.loading
            && kept.catalog == snapshot.catalog.revision
            && kept
                .made_from
                .iter()
                .all(|(code, changed)| *changed == snapshot.columns.changed(code));
        same.then(|| kept.body.clone())
    }

    pub(crate) fn keep(
        &self,
        key: Key,
        body: Bytes,
        snapshot: &Snapshot,
        made_from: Vec<(IndicatorCode, Revision)>,
    ) {
        let kept = Kept {
            loading: snapshot.loading,
            catalog: snapshot.catalog.revision,
            made_from,
            body,
        };
        self.0.insert(key, Arc::new(kept));
    }
}
