//! The second stage of a stream: noted, written, acknowledged.

use std::{
    collections::{HashSet, VecDeque},
    sync::Arc,
};

use futures_util::{StreamExt as _, stream::FuturesOrdered};
use prost::Message as _;
use tokio::sync::mpsc;
use zhibiao_model::revision::Revision;
use zhibiao_proto::{
    observation::v1::{WriteObservationsRequest, WriteObservationsResponse},
    report::v1::{BatchAcknowledged, stream_observations_response::Answer},
};
use zhibiao_runtime::error::{Code, Problem};

use super::{
    Job, OpenedStream, Ready,
    earlier::{Earlier, first_answer},
    note::Note,
};
use crate::{
    log::REMEMBERED,
    publish::{CELLS_CHANGED, CONTENT_DIFFERS, UNITS_CHANGED, blocking},
    report::{Digest, Publication},
};

/// How often a batch is checked anew because the catalogue or the figures that it would replace changed meanwhile.
const ATTEMPTS: usize = 8;

/// Batches that are written at once, if none touches what another does.
pub(super) const AT_ONCE: usize = 3;

/// What became of a job.
enum Done {
    /// In the store; to be noted and acknowledged once everything before it is.
    Written(Box<Ready>, WriteObservationsResponse),
    /// Durable before.
    Repeated(BatchAcknowledged),
}

/// Jobs under way: they end in their order, whichever is done first.
struct Line<F: Future> {
    jobs: FuturesOrdered<F>,
    /// The columns that each of them writes.
    columns: VecDeque<HashSet<u64>>,
}

impl<F: Future<Output = Result<Done, Problem>>> Line<F> {
    fn new() -> Self {
        Self {
            jobs: FuturesOrdered::new(),
            columns: VecDeque::new(),
        }
    }

    /// Whether a job may begin: two batches that write to one column are written one after the other, so that the later
    /// figure stands; and who asks again about a batch is answered when it is durable.
    fn admits(&self, job: &Job) -> bool {
        match job {
            Job::Write(ready) => {
                self.jobs.len() < AT_ONCE
                    && self.columns.iter().all(|other| other.is_disjoint(&ready.columns))
            }
            Job::Repeat(..) => self.jobs.is_empty(),
        }
    }

    fn begin(&mut self, columns: HashSet<u64>, job: F) {
        self.columns.push_back(columns);
        self.jobs.push_back(job);
    }

    /// The next one that is done; `None` when none is under way.
    async fn next(&mut self) -> Option<Result<Done, Problem>> {
        let done = self.jobs.next().await;
        self.columns.pop_front();
        done
    }
}

impl OpenedStream {
    /// Writes batches until there are no more, and acknowledges them in the order in which they come.
    pub(super) async fn write(&self, mut take: mpsc::Receiver<Job>) -> Result<(), Problem> {
        let mut line = Line::new();
        let mut waiting: Option<Job> = None;
        let mut more = true;
        let ended = loop {
            if let Some(job) = waiting.take_if(|job| line.admits(job)) {
                let columns = job.columns();
                line.begin(columns, self.work(job));
            }
            if line.jobs.is_empty() && waiting.is_none() && !more {
                return Ok(());
            }
            tokio::select! {
                biased;
                problem = self.ending.reached() => break problem,
                () = self.answers.closed() => return Ok(()),
                Some(done) = line.next(), if !line.jobs.is_empty() => self.settle(done?).await?,
                job = take.recv(), if waiting.is_none() && more => {
                    more = job.is_some();
                    waiting = job;
                }
            }
        };
        // What is being written is finished; what waits behind it comes again after the stream ends.
        while let Some(done) = line.next().await {
            self.settle(done?).await?;
        }
        Err(ended)
    }

    async fn work(&self, job: Job) -> Result<Done, Problem> {
        match job {
            Job::Repeat(sequence, digest) => self.repeat(sequence, &digest).await.map(Done::Repeated),
            Job::Write(ready) => self.publish(ready).await,
        }
    }

    /// Notes that a batch is durable, and says so.
    async fn settle(&self, done: Done) -> Result<(), Problem> {
        let acknowledged = match done {
            Done::Written(ready, written) => self.durable(*ready, written).await?,
            Done::Repeated(acknowledged) => acknowledged,
        };
        self.answer(Answer::Acknowledged(acknowledged)).await
    }

    /// The acknowledgement of a batch that is durable.
    async fn repeat(&self, sequence: u64, digest: &Digest) -> Result<BatchAcknowledged, Problem> {
        let kept = self.kept(sequence).await?;
        let durable = kept.and_then(|mut kept| Some((kept.publication.take()?, kept)));
        let Some((publication, kept)) = durable else {
            let message = format!(
                "batch {sequence} was acknowledged so long ago that its content is not remembered (the last \
                 {REMEMBERED} are): nothing needs to be sent"
            );
            return Err(
                Problem::new(Code::OutOfRange, "SEQUENCE_FORGOTTEN", message).with("sequence", sequence)
            );
        };
        if kept.digest != *digest {
            return Err(content_differs(sequence));
        }
        let note = Note::read(&kept.note)?;
        Ok(note.acknowledged(sequence, publication, true, self.language))
    }

    /// Writes a batch, again and again if need be.
    async fn publish(&self, mut ready: Box<Ready>) -> Result<Done, Problem> {
        let sequence = ready.batch.sequence;
        let earlier = ready.earlier.take();
        if earlier.is_some()
            && let Some(answer) = self.in_store(sequence).await?
        {
            return self.known(ready, earlier, answer).await;
        }
        let mut last = None;
        for _ in 0..ATTEMPTS {
            let atlas = self.ending.outlast(|| self.shared.atlases.current()).await?;
            if !Arc::ptr_eq(&atlas, &ready.atlas) {
                // An indicator may have another unit now, an item may be gone.
                ready = Box::new(self.check_again(*ready).await?);
            }
            self.decide(&ready).await?;
            match self
                .ending
                .outlast(|| self.write_once(ready.request.clone()))
                .await
            {
                Ok(written) => return Ok(Done::Written(ready, written)),
                Err(problem) if problem.reason == CONTENT_DIFFERS => {
                    let answer = first_answer(problem)?;
                    return self.known(ready, earlier, answer).await;
                }
                Err(problem)
                    if [CELLS_CHANGED, UNITS_CHANGED].contains(&problem.reason.as_str())
                        || problem.code == Code::InvalidArgument =>
                {
                    tracing::debug!(
                        batch = ready.request.batch_id,
                        reason = problem.reason,
                        "batch is checked anew"
                    );
                    let before = ready.request.observations.take();
                    ready = Box::new(self.check_again(*ready).await?);
                    if problem.code == Code::InvalidArgument && ready.request.observations == before {
                        return Err(problem.with("sequence", sequence));
                    }
                    last = Some(problem);
                }
                Err(problem) => return Err(problem),
            }
        }
        tracing::warn!(batch = ready.request.batch_id, error = ?last, "batch not written");
        let message =
            "what the batch is checked against keeps changing: open the stream again and send it once more";
        Err(Problem::new(Code::Aborted, "FIGURES_KEEP_CHANGING", message).with("sequence", sequence))
    }

    /// What becomes of a batch whose id the store knows for another write, and how it answered that one.
    ///
    /// # Errors
    /// ALREADY_EXISTS when that wrote something else than this batch.
    async fn known(
        &self,
        mut ready: Box<Ready>,
        earlier: Option<Earlier>,
        answer: WriteObservationsResponse,
    ) -> Result<Done, Problem> {
        let sequence = ready.batch.sequence;
        let Some(earlier) = earlier else {
            // What is noted of it now says nothing about what the store has.
            ready.note.taken = true;
            self.decide(&ready).await?;
            return Err(content_differs(sequence));
        };
        // It may have been written only after the store was asked for it, and another note been taken meanwhile.
        self.note(sequence, earlier.digest, &earlier.note).await?;
        if !earlier.is_of(&ready.batch) {
            return Err(content_differs(sequence));
        }
        ready.note = earlier.note;
        Ok(Done::Written(ready, answer))
    }

    /// Notes what was decided about a batch, before the store has it.
    async fn decide(&self, ready: &Ready) -> Result<(), Problem> {
        let Ready { batch, note, .. } = ready;
        self.note(batch.sequence, batch.digest, note).await
    }

    async fn note(&self, sequence: u64, digest: Digest, note: &Note) -> Result<(), Problem> {
        let (log, term, note) = (self.log(), self.term.clone(), note.encode_to_vec());
        blocking(move || log.decided(&term, sequence, &digest, &note)).await
    }

    pub(super) async fn write_once(
        &self,
        request: WriteObservationsRequest,
    ) -> Result<WriteObservationsResponse, Problem> {
        let answer = self.shared.hub.observations().write_observations(request).await;
        answer
            .map(tonic::Response::into_inner)
            .map_err(|status| Problem::from_status(&status))
    }

    async fn durable(
        &self,
        ready: Ready,
        written: WriteObservationsResponse,
    ) -> Result<BatchAcknowledged, Problem> {
        let own = Publication {
            revision: Revision::new(written.revision).unwrap_or_default(),
            token: written.token,
        };
        let sequence = ready.batch.sequence;
        // One that was written at the same time may have come later: the token must let its holder read both.
        let before = self.kept(sequence - 1).await?.and_then(|kept| kept.publication);
        let publication = match before {
            Some(before) if before.revision > own.revision => before,
            Some(_) | None => own,
        };
        let (log, term, noted) = (self.log(), self.term.clone(), publication.clone());
        blocking(move || log.durable(&term, sequence, &noted)).await?;
        if !written.replayed {
            for found in &ready.note.counts {
                let metrics = &self.shared.metrics;
                metrics.found(&found.code, found.severity(), found.count);
            }
        }
        Ok(ready
            .note
            .acknowledged(sequence, publication, written.replayed, self.language))
    }
}

fn content_differs(sequence: u64) -> Problem {
    let message = format!(
        "batch {sequence} was sent before with other content: give new content a new sequence, and send the first \
         content again if its acknowledgement is missing"
    );
    Problem::new(Code::AlreadyExists, "SEQUENCE_CONTENT_DIFFERS", message).with("sequence", sequence)
}
