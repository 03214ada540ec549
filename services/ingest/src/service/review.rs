//! Reviews: decisions about entries that were read from prose, and the check of the report with them.

mod aliases;
mod kept;

use std::{collections::BTreeSet, sync::Arc};

use zhibiao_model::catalog::Approval;
use zhibiao_proto::report::v1::{
    EntryReview, ReviewEntriesRequest, ReviewEntriesResponse, entry_review::Decision,
};
use zhibiao_runtime::{
    access::Permit,
    caller::Caller,
    deadline::Deadline,
    error::{MAX_VIOLATIONS, Problem},
    language::Language,
};

use self::{
    aliases::{Names, aliases, keeps_alias, proposals},
    kept::{Kept, entry_before, read},
};
use super::{
    Shared,
    check::{Compared, blocking, compare, decided_by_nobody, state},
    decide::key,
    fault,
    intake::SHOWN,
    rights,
    source::text_of,
    wire,
};
use crate::{
    check::Draft,
    finding::{Finding, Severity},
    header::Header,
    log::{Chunk, LogError, ReportLog, pack},
    report::{Digest, Report, State},
    review::{Alias, Proposal, Review, Reviewed, Verdict, Waiting, apply, split},
};

/// Most entries that one call reviews.
pub(crate) const MAX_REVIEWS: usize = 1_000;

/// A report with a review that is still to be kept.
struct Pending {
    report: Report,
    reviews: Vec<EntryReview>,
    aliases: Vec<Vec<Alias>>,
    /// Aliases of earlier reviews that this one overrules.
    overruled: Vec<Proposal>,
    approval: Approval,
    key: Digest,
    caller: Caller,
    chunks: Vec<Chunk>,
}

impl Shared {
    pub(super) async fn review_entries(
        &self,
        permit: &Permit,
        language: Language,
        deadline: Deadline,
        request: ReviewEntriesRequest,
    ) -> Result<ReviewEntriesResponse, Problem> {
        let key = key("review", permit.caller()?, &request);
        let ReviewEntriesRequest {
            report: name,
            etag,
            reviews,
        } = request;
        let mut report = self.report_for(permit, "report", &name).await?;
        let id = report.id;
        self.may_review(permit, &report).await?;
        check_size(&etag, &reviews)?;
        let entries: BTreeSet<u32> = reviews.iter().map(|review| review.entry).collect();
        let proposes = reviews.iter().any(keeps_alias);
        if !report.has_answered(&etag, &key) {
            check_open(&report, &etag)?;
            report = self
                .review(permit, report, reviews, key, language, deadline)
                .await?;
            self.changes.made(&report);
            if proposes {
                let (entries, version) = (entries.clone(), report.version);
                let proposals = self.log(move |log| proposals(log, id, version, &entries)).await?;
                self.proposer.try_now(proposals, deadline).await;
            }
        }
        if report.state == State::Approved {
            report = self.publish(id, deadline).await?;
        }
        let (findings, aliases) = self
            .log(move |log| {
                let findings = log.findings(id, Severity::Info, i64::MIN, SHOWN)?;
                Ok((findings, aliases(log, id, &entries)?))
            })
            .await?;
        report.mark_span();
        let findings = findings.iter();
        Ok(ReviewEntriesResponse {
            report: Some(wire::report(&report)),
            findings: findings
                .map(|(_, finding)| wire::finding(finding, language))
                .collect(),
            aliases,
        })
    }

    /// Applies decisions, checks the report with them and keeps both.
    async fn review(
        &self,
        permit: &Permit,
        report: Report,
        reviews: Vec<EntryReview>,
        key: Digest,
        language: Language,
        deadline: Deadline,
    ) -> Result<Report, Problem> {
        let caller = permit.caller()?.clone();
        let hub = self.hub.for_call(deadline, Some(&caller));
        let atlas = self.atlases.within(deadline).current().await?;
        let header = Arc::new(Header::read(report.header.clone(), &atlas)?);
        let _place = self.checking.place(deadline).await?;
        let (today, log, permit) = (self.clock.today(), Arc::clone(&self.log), permit.clone());
        let (approval, folder) = (header.approval, self.folder.clone());
        let (draft, wanted, pending) = blocking(move || {
            let Kept {
                mut content,
                differing,
                chunks,
            } = read(log.as_ref(), &report)?;
            let aliases =
                apply(&reviews, &mut content, &differing, &header, &atlas).map_err(Problem::invalid)?;
            rights::may_name(&permit, &atlas, proposed(&aliases))?;
            let Waiting { standing, overruled } = split(log.waiting(report.id)?, &reviews, &content);
            let text = || text_of(log.as_ref(), &report, &folder);
            let names = Names {
                reviews: &reviews,
                aliases: &aliases,
                overruled: &overruled,
            };
            names.read_anew(&mut content, text, &header, &atlas)?;
            let mut draft = Draft::check(content, Arc::clone(&header), Arc::clone(&atlas), today);
            draft.tell_aliases(names.told(&standing, caller.name()));
            rights::may_report_on(&permit, &atlas, &header, &draft.keys, today, &rights::REVIEW)?;
            let wanted = draft.wanted();
            let pending = Pending {
                report,
                reviews,
                aliases,
                overruled,
                approval,
                key,
                caller,
                chunks,
            };
            Ok((draft, wanted, pending))
        })
        .await?;
        let compared = compare(&hub, draft, wanted).await?;
        let (log, now) = (Arc::clone(&self.log), self.clock.now());
        blocking(move || keep(log.as_ref(), compared, pending, language, now)).await
    }
}

/// The items that reviews propose aliases of, each with the field that does.
fn proposed(aliases: &[Vec<Alias>]) -> impl Iterator<Item = (String, &str)> {
    aliases.iter().enumerate().flat_map(|(at, aliases)| {
        let field = format!("reviews[{at}].correct.keep_as_alias");
        aliases
            .iter()
            .map(move |alias| (field.clone(), alias.item.as_str()))
    })
}

fn check_size(etag: &str, reviews: &[EntryReview]) -> Result<(), Problem> {
    let mut faults = Vec::new();
    if etag.is_empty() {
        faults.push(fault("etag", "is empty: give the report's etag as you saw it"));
    }
    if reviews.is_empty() {
        faults.push(fault(
            "reviews",
            "is empty: say what becomes of at least one entry",
        ));
    }
    if reviews.len() > MAX_REVIEWS {
        let text = format!(
            "has {} decisions, at most {MAX_REVIEWS}: make several calls",
            reviews.len()
        );
        faults.push(fault("reviews", text));
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Problem::invalid(faults))
    }
}

fn check_open(report: &Report, etag: &str) -> Result<(), Problem> {
    let id = report.id;
    if report.etag() != etag {
        let etag = report.etag();
        return Err(LogError::EtagMismatch { id, etag }.into());
    }
    if !report.state.is_open() {
        let state = report.state;
        return Err(LogError::NotOpen { id, state }.into());
    }
    Ok(())
}

/// Keeps a review, unless an error still blocks what it confirms or corrects.
fn keep(
    log: &dyn ReportLog,
    compared: Compared,
    pending: Pending,
    language: Language,
    now: jiff::Timestamp,
) -> Result<Report, Problem> {
    let Compared {
        draft,
        findings,
        counts,
        seen,
    } = compared;
    check_blocked(&pending.reviews, &draft, &findings, language)?;
    let chunks = pack(&draft.content, &draft.keys);
    let passages = draft.content.prose.iter().flat_map(|prose| &prose.passages);
    let rejected = passages
        .filter(|passage| passage.verdict == Verdict::Rejected)
        .count();
    let Pending {
        report,
        reviews,
        aliases,
        overruled,
        approval,
        key,
        caller,
        chunks: before,
    } = pending;
    let reviews: Vec<Review> = reviews
        .into_iter()
        .zip(aliases)
        .map(|(decision, aliases)| Review {
            before: entry_before(&before, decision.entry),
            decision,
            by: caller.name().to_owned(),
            at: now,
            aliases,
        })
        .collect();
    let state = state(&draft, &counts, approval);
    let reviewed = Reviewed {
        reviews: &reviews,
        overruled: &overruled,
        state,
        decided: decided_by_nobody(state, now),
        chunks: &chunks,
        rejected: u32::try_from(rejected).unwrap_or(u32::MAX),
        findings: &findings,
        counts,
        seen,
        key,
    };
    Ok(log.review(report.id, &report.etag(), &reviewed)?)
}

/// Why an entry can't be called right, in the reviewer's language, as its finding is told in.
fn still_blocked(entry: u32, finding: Option<&Finding>, language: Language) -> String {
    let why = finding.map(|finding| (finding.check.spec().code, finding.message(language)));
    match (language, why) {
        (Language::En, Some((code, why))) => format!("entry {entry}: {code}: {why}; correct or reject it"),
        (Language::En, None) => format!("entry {entry}: an error still blocks it; correct or reject it"),
        (Language::Zh, Some((code, why))) => format!("第 {entry} 条：{code}：{why}；请更正或剔除"),
        (Language::Zh, None) => format!("第 {entry} 条：仍有错误；请更正或剔除"),
    }
}

/// Refuses a review that leaves an entry blocked which it calls right.
fn check_blocked(
    reviews: &[EntryReview],
    draft: &Draft,
    findings: &[Finding],
    language: Language,
) -> Result<(), Problem> {
    let mut faults = Vec::new();
    for (at, review) in reviews.iter().enumerate() {
        let row = (review.entry as usize)
            .checked_sub(1)
            .and_then(|row| draft.content.rows.get(row));
        let is_rejected = matches!(review.decision, Some(Decision::Reject(_)));
        if is_rejected || !row.is_some_and(|row| row.blocked) {
            continue;
        }
        let blocks = |finding: &&Finding| {
            let is_about = finding.entry == review.entry || finding.others.contains(&review.entry);
            finding.check.spec().severity == Severity::Error && is_about
        };
        let why = still_blocked(review.entry, findings.iter().find(blocks), language);
        faults.push(fault(&format!("reviews[{at}]"), why));
    }
    if faults.is_empty() {
        Ok(())
    } else {
        faults.truncate(MAX_VIOLATIONS);
        Err(Problem::invalid(faults))
    }
}
