//! `zhibiao rank --watch`: the ranking as it stands, then anew each time that it changes.

use tonic::Streaming;
use zhibiao_client::Retry;
use zhibiao_proto::compare::v1::{
    RankRequest, RankResponse, WatchRankingRequest, WatchRankingResponse, watch_ranking_request::Question,
    watch_ranking_response::Event,
};
use zhibiao_runtime::error::Problem;

use crate::{
    failure::Failure,
    output::{Answer, Format},
    settings::Session,
};

/// A ranking that is followed, also across restarts of the hub.
#[derive(Debug)]
struct Following<'a> {
    session: &'a Session,
    request: RankRequest,
    shown: Option<RankResponse>,
    left: u64,
}

/// Shows so many rankings, until interrupted without a number.
///
/// # Errors
/// When the hub refuses, or the output is closed.
pub(super) async fn run(session: &Session, request: RankRequest, count: Option<u64>) -> Result<(), Failure> {
    let mut following = Following {
        session,
        request,
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
            question: Some(Question::Rank(self.request.clone())),
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
                Ok(Some(WatchRankingResponse {
                    event: Some(Event::Ranking(ranking)),
                })) => self.one(ranking)?,
                Ok(Some(_)) => {}
                Ok(None) => return Ok(None),
                Err(status) => return Ok(Some(Problem::from_status(&status))),
            }
        }
        Ok(None)
    }

    fn one(&mut self, ranking: RankResponse) -> Result<(), Failure> {
        // Watching again begins with the ranking as it stands, which may be the one that is shown already.
        let known = self.shown.replace(ranking.clone()).map(|shown| RankResponse {
            revision: ranking.revision,
            token: ranking.token.clone(),
            ..shown
        });
        if known.as_ref() == Some(&ranking) {
            return Ok(());
        }
        let ui = &self.session.ui;
        let answer = super::answer(&ranking, ui.language)?;
        match ui.format {
            Format::Json => ui.line(&super::json_line(&ranking)?)?,
            Format::Table if known.is_some() => ui.answer(&apart(answer))?,
            Format::Table | Format::Csv => ui.answer(&answer)?,
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
