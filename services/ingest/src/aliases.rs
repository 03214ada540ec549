//! Aliases that reviews propose: each becomes one more name of its item in the catalogue, in a revision of its own.
//!
//! A proposal is durable with its review and waits for the report to be published, which another person approves: one
//! person's word changes no name that every later text is read by. The catalogue is asked at once whether it would take
//! it, so that a reviewer is told in time when it would not. What keeps it from being applied (a store that is away, a
//! crash) only delays it: it is tried again until the store takes or refuses it, and adding a name that is there already
//! changes nothing.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use zhibiao_client::{Hub, Retry};
use zhibiao_model::revision::Revision;
use zhibiao_proto::{
    catalog::v1::{
        ApplyCatalogRequest, ApplyMode, Catalog, GetIndicatorRequest, GetSubjectRequest, GetZoneRequest,
        Names,
    },
    observation::v1::{Consistency, consistency::Requirement},
};
use zhibiao_runtime::{
    caller::Caller,
    deadline::Deadline,
    error::{Code, Problem},
};

use crate::{
    log::{ReportLog, TAKEN_UP},
    publish::{blocking, is_final},
    report::ReportId,
    review::{Outcome, Proposal},
};

/// The store's reason when its head is not the one that was looked at.
const HEAD_MOVED: &str = "HEAD_MOVED";
/// Times that an item is looked at anew because the head has moved meanwhile.
const ATTEMPTS: usize = 8;

/// How long the answer to a review waits for its aliases at most.
const PATIENCE: Duration = Duration::from_secs(5);

/// Brings the aliases that reviews of published reports propose into the catalogue.
#[derive(Debug)]
pub(crate) struct Proposer {
    log: Arc<dyn ReportLog>,
    hub: Hub,
    /// Time between looks for what another process has left.
    look_every: Duration,
    again: Notify,
}

/// An item as it was looked at.
struct Seen {
    /// The item with one more name, alone in a catalogue.
    catalog: Catalog,
    /// Whether the name was there already.
    is_known: bool,
    /// Revision at which it was looked at.
    revision: i64,
}

impl Proposer {
    /// Takes proposals from a log to the store behind a hub.
    pub(crate) fn new(log: Arc<dyn ReportLog>, hub: Hub, look_every: Duration) -> Self {
        Self {
            log,
            hub,
            look_every,
            again: Notify::new(),
        }
    }

    /// Proposes what is left over from before, and whatever could not be proposed at once, until `shutdown`.
    pub(crate) async fn run(self: Arc<Self>, shutdown: CancellationToken) {
        let retry = Retry {
            first_wait: Duration::from_millis(200),
            longest_wait: Duration::from_secs(30),
            ..Retry::default()
        };
        let mut failed = 0;
        loop {
            let turn = async {
                failed = if self.propose_all().await.is_ok() {
                    0
                } else {
                    failed + 1
                };
                if failed == 0 {
                    let _ = tokio::time::timeout(self.look_every, self.again.notified()).await;
                } else {
                    tokio::time::sleep(retry.wait(failed, None)).await;
                }
            };
            tokio::select! {
                biased;
                () = shutdown.cancelled() => return,
                () = turn => {}
            }
        }
    }

    /// Proposes what a published report keeps, for as long as a caller waits at most; what can't be proposed now is tried
    /// again in the background.
    pub(crate) async fn propose_now(self: &Arc<Self>, id: ReportId, deadline: Deadline) {
        let proposer = Arc::clone(self);
        // A caller who goes away does not stop it.
        let proposing = tokio::spawn(async move {
            if proposer.propose_of(id).await.is_err() {
                proposer.again.notify_one();
            }
        });
        let _ = tokio::time::timeout(patience(deadline), proposing).await;
    }

    /// Asks whether the catalogue would take proposals of a report that is not published yet, for as long as a caller waits
    /// at most and each name once, and notes of which it would not. The catalogue may be another one by then: what it says
    /// counts once the report is published, and what can't be asked now is asked then.
    pub(crate) async fn try_now(self: &Arc<Self>, proposals: Vec<Proposal>, deadline: Deadline) {
        let trying = async {
            let mut names: BTreeMap<(String, String), Vec<Proposal>> = BTreeMap::new();
            for proposal in proposals {
                let name = (proposal.item.clone(), proposal.text.clone());
                names.entry(name).or_default().push(proposal);
            }
            for alike in names.into_values().take(TAKEN_UP) {
                let Some(first) = alike.first() else {
                    continue;
                };
                let Ok(Outcome::Refused(reason)) = self.propose(first, true).await else {
                    continue;
                };
                for proposal in alike {
                    // What is not noted is refused when it is proposed.
                    let _ = self.settle(proposal, Outcome::Doubted(reason.clone())).await;
                }
            }
        };
        let _ = tokio::time::timeout(patience(deadline), trying).await;
    }

    /// Proposes all that wait; one that can't be settled keeps no other from it.
    ///
    /// # Errors
    /// What keeps one from being settled.
    async fn propose_all(&self) -> Result<(), Problem> {
        loop {
            let log = Arc::clone(&self.log);
            let proposals = blocking(move || log.proposals()).await?;
            if proposals.is_empty() {
                return Ok(());
            }
            self.propose_each(proposals).await?;
        }
    }

    /// Proposes what one report keeps.
    async fn propose_of(&self, id: ReportId) -> Result<(), Problem> {
        let log = Arc::clone(&self.log);
        let proposals = blocking(move || log.waiting(id)).await?;
        self.propose_each(proposals).await
    }

    async fn propose_each(&self, proposals: Vec<Proposal>) -> Result<(), Problem> {
        let mut left = None;
        for proposal in proposals {
            let outcome = match self.propose(&proposal, false).await {
                Ok(outcome) => outcome,
                Err(problem) => {
                    left = Some(problem);
                    continue;
                }
            };
            self.settle(proposal, outcome).await?;
        }
        left.map_or(Ok(()), Err)
    }

    async fn settle(&self, proposal: Proposal, outcome: Outcome) -> Result<(), Problem> {
        if let Outcome::Refused(reason) = &outcome {
            tracing::info!(report = proposal.report.name(), reason, "alias refused");
        }
        let log = Arc::clone(&self.log);
        blocking(move || log.settle(&proposal, &outcome)).await
    }

    /// What the catalogue answers to a proposal, or would answer.
    async fn propose(&self, proposal: &Proposal, only_try: bool) -> Result<Outcome, Problem> {
        // The catalogue says who may change it: the proposer is asked for, not this service.
        let Some(caller) = Caller::new(&proposal.by) else {
            return Ok(Outcome::Refused(format!(
                "`{}` is no name of a caller",
                proposal.by
            )));
        };
        let hub = self.hub.clone().as_user(&caller);
        let mut last = None;
        for _ in 0..ATTEMPTS {
            let answer = match look(&hub, proposal).await {
                Ok(seen) if seen.is_known => Ok(seen.revision),
                Ok(seen) => apply(&hub, seen, only_try).await,
                Err(problem) => Err(problem),
            };
            match answer {
                Ok(_) if only_try => return Ok(Outcome::Pending),
                Ok(revision) => return Ok(Outcome::Applied(Revision::new(revision).unwrap_or_default())),
                Err(problem) if problem.reason == HEAD_MOVED => last = Some(problem),
                Err(problem) if is_final(problem.code) => {
                    return Ok(Outcome::Refused(told(&problem)));
                }
                Err(problem) => return Err(problem),
            }
        }
        Err(last.unwrap_or_else(|| Problem::new(Code::Aborted, HEAD_MOVED, "the head keeps moving")))
    }
}

/// How long an answer waits: what it tells is kept, and must not get lost while the store does not answer.
fn patience(deadline: Deadline) -> Duration {
    let left = deadline.left();
    left.map_or(PATIENCE, |left| PATIENCE.min(left.mul_f64(0.5)))
}

/// Looks at the item of a proposal as it is now.
async fn look(hub: &Hub, proposal: &Proposal) -> Result<Seen, Problem> {
    let name = proposal.item.clone();
    let consistency = Some(Consistency {
        requirement: Some(Requirement::FullyConsistent(true)),
    });
    let mut catalog = Catalog::default();
    let (kind, _) = proposal.item.split_once('/').unwrap_or_default();
    let (is_known, revision) = match kind {
        "indicators" => {
            let answer = hub.read(GetIndicatorRequest { name, consistency }).await?;
            let mut item = answer.indicator.unwrap_or_default();
            let is_known = add(item.names.get_or_insert_default(), &proposal.text);
            catalog.indicators.push(item);
            (is_known, answer.revision)
        }
        "zones" => {
            let answer = hub.read(GetZoneRequest { name, consistency }).await?;
            let mut item = answer.zone.unwrap_or_default();
            let is_known = add(item.names.get_or_insert_default(), &proposal.text);
            catalog.zones.push(item);
            (is_known, answer.revision)
        }
        _ => {
            let answer = hub.read(GetSubjectRequest { name, consistency }).await?;
            let mut item = answer.subject.unwrap_or_default();
            let is_known = add(item.names.get_or_insert_default(), &proposal.text);
            catalog.subjects.push(item);
            (is_known, answer.revision)
        }
    };
    Ok(Seen {
        catalog,
        is_known,
        revision,
    })
}

/// Adds a name; true when it was there.
fn add(names: &mut Names, alias: &str) -> bool {
    let is_known = names.zh == alias || names.en == alias || names.aliases.iter().any(|known| known == alias);
    if !is_known {
        names.aliases.push(alias.to_owned());
    }
    is_known
}

/// Applies an item over the catalogue that it was taken from, and no other.
async fn apply(hub: &Hub, seen: Seen, only_try: bool) -> Result<i64, Problem> {
    let request = ApplyCatalogRequest {
        catalog: Some(seen.catalog),
        mode: ApplyMode::Merge.into(),
        dry_run: only_try,
        expected_revision: Some(seen.revision),
    };
    let applied = hub
        .retrying(|| {
            let (mut client, request) = (hub.catalog(), request.clone());
            async move { client.apply_catalog(request).await }
        })
        .await?;
    Ok(applied.revision)
}

/// What a reviewer is told: what is wrong with the alias rather than with the request.
fn told(problem: &Problem) -> String {
    let faults: Vec<&str> = problem
        .violations
        .iter()
        .map(|violation| violation.description.as_str())
        .collect();
    let text = if faults.is_empty() {
        problem.message.clone()
    } else {
        faults.join("; ")
    };
    crate::finding::clean(&text)
}
