//! `zhibiao rank --watch`: the ranking as it stands, then anew each time that it changes.

use tonic::Streaming;
use zhibiao_client::Retry;
use zhibiao_proto::compare::v1::{
    EvaluateFrameworkResponse, Manifest, RankResponse, WatchRankingRequest, WatchRankingResponse,
    watch_ranking_request::Question, watch_ranking_response::Event,
};
use zhibiao_runtime::{error::Problem, language::Language};

use crate::{
    commands::index::evaluation,
    failure::Failure,
    output::{Answer, Format},
    settings::Session,
};

/// A ranking that is followed, also across restarts of the hub.
#[derive(Debug)]
struct Following<'a> {
    session: &'a Session,
    question: Question,
    /// Most rows of an evaluation for people.
    limit: usize,
    shown: Option<Shown>,
    left: u64,
}

/// A ranking that was told.
#[derive(Debug, Clone, PartialEq)]
enum Shown {
    Ranking(Box<RankResponse>),
    Evaluation(Box<EvaluateFrameworkResponse>),
}

impl Shown {
    /// What is shown of an event; nothing of a heartbeat.
    fn of(event: Event) -> Option<Self> {
        match event {
            Event::Ranking(ranking) => Some(Self::Ranking(Box::new(ranking))),
            Event::Evaluation(evaluation) => Some(Self::Evaluation(Box::new(evaluation))),
            Event::Checkpoint(_) => None,
        }
    }

    /// The same whenever it was read.
    fn timeless(self) -> Self {
        match self {
            Self::Ranking(mut ranking) => {
                ranking.revision = 0;
                ranking.token.clear();
                Self::Ranking(ranking)
            }
            Self::Evaluation(mut evaluation) => {
                evaluation.revision = 0;
                evaluation.token.clear();
                evaluation.manifest = evaluation.manifest.map(|manifest| Manifest {
                    revision: 0,
                    ..manifest
                });
                Self::Evaluation(evaluation)
            }
        }
    }

    fn answer(&self, limit: usize, language: Language) -> Result<Answer, Failure> {
        match self {
            Self::Ranking(ranking) => super::answer(ranking, language),
            Self::Evaluation(evaluation) => evaluation::answer(evaluation, limit, language),
        }
    }

    fn json_line(&self) -> Result<String, Failure> {
        match self {
            Self::Ranking(ranking) => super::json_line(ranking),
            Self::Evaluation(evaluation) => evaluation::json_line(evaluation),
        }
    }
}

/// Shows so many rankings, until interrupted without a number; of evaluations at most `limit` rows for people.
///
/// # Errors
/// When the hub refuses, or the output is closed.
pub(super) async fn run(
    session: &Session,
    question: Question,
    limit: usize,
    count: Option<u64>,
) -> Result<(), Failure> {
    let mut following = Following {
        session,
        question,
        limit,
        shown: None,
        left: count.unwrap_or(u64::MAX),
    };
    let retry = Retry::default();
    let mut failed = 0;
    while following.left > 0 {
        let problem = match following.begin().await {
            Ok(mut events) => {
                failed = 0;
                following.show(&mut events).await?
            }
            Err(problem) => Some(problem),
        };
        let Some(problem) = problem else { continue };
        failed += 1;
        // Once something was shown, a hub that is away is waited for.
        let hopeless = following.shown.is_none() && failed >= retry.tries;
        if !problem.is_retryable() || hopeless {
            return Err(problem.into());
        }
        tokio::time::sleep(retry.wait(failed, problem.retry_after)).await;
    }
    Ok(())
}

impl Following<'_> {
    async fn begin(&self) -> Result<Streaming<WatchRankingResponse>, Problem> {
        let request = WatchRankingRequest {
            question: Some(self.question.clone()),
        };
        let events = self.session.patient.comparisons().watch_ranking(request).await;
        events
            .map(tonic::Response::into_inner)
            .map_err(|status| Problem::from_status(&status))
    }

    /// Shows what comes; gives why it ended early.
    async fn show(
        &mut self,
        events: &mut Streaming<WatchRankingResponse>,
    ) -> Result<Option<Problem>, Failure> {
        while self.left > 0 {
            match events.message().await {
                Ok(Some(WatchRankingResponse { event })) => {
                    if let Some(told) = event.and_then(Shown::of) {
                        self.one(told)?;
                    }
                }
                Ok(None) => return Ok(None),
                Err(status) => return Ok(Some(Problem::from_status(&status))),
            }
        }
        Ok(None)
    }

    fn one(&mut self, told: Shown) -> Result<(), Failure> {
        let before = self.shown.replace(told.clone().timeless());
        // Watching again begins with the ranking as it stands, which may be the one that is shown already.
        if before == self.shown {
            return Ok(());
        }
        let ui = &self.session.ui;
        match ui.format {
            Format::Json => ui.line(&told.json_line()?)?,
            Format::Table if before.is_some() => ui.answer(&apart(told.answer(self.limit, ui.language)?))?,
            Format::Table | Format::Csv => ui.answer(&told.answer(self.limit, ui.language)?)?,
        }
        self.left -= 1;
        Ok(())
    }
}

/// An answer with an empty line before it.
fn apart(mut answer: Answer) -> Answer {
    if let Some(first) = answer.above.first_mut() {
        first.insert(0, '\n');
    }
    answer
}
