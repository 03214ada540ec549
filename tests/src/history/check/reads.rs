//! What readers were told, against the log.

use std::collections::BTreeMap;

use super::{Findings, Moments, Promise};
use crate::history::{Freshness, History, Read, versions::Versions};

pub(super) fn check(history: &History, versions: &Versions, moments: &Moments, findings: &mut Findings) {
    for read in &history.reads {
        one(read, history, versions, moments, findings);
    }
    never_back(history, findings);
}

fn one(read: &Read, history: &History, versions: &Versions, moments: &Moments, findings: &mut Findings) {
    let Read {
        span,
        target: _,
        freshness,
        scope,
        revision,
        values,
    } = read;
    let who = &span.caller;
    let expected = versions.read(scope, *revision);
    let is_there = *revision >= 0 && *revision <= history.after.revision;
    // Before the history began there is no model to compare with.
    let is_known = *revision >= history.before.revision;
    findings.unless(
        is_there && (!is_known || *values == expected),
        Promise::ReadTrue,
        || format!("{who} read {scope:?} at {revision}: {values:?}, the log says {expected:?}"),
    );
    match freshness {
        Freshness::Any => {}
        Freshness::AtLeast(token) => findings.unless(revision >= token, Promise::ReadFresh, || {
            format!("{who} read {scope:?} at {revision}, with the token of {token}")
        }),
        Freshness::Newest => {
            let known = moments
                .known_before(span.began)
                .unwrap_or(history.before.revision);
            findings.unless(*revision >= known, Promise::ReadNewest, || {
                format!("{who} read the newest {scope:?} at {revision}, when {known} was known")
            });
        }
    }
    findings.unless(
        moments.possible(*revision, span.ended),
        Promise::NothingEarly,
        || format!("{who} read {scope:?} at {revision} before a batch up to it was sent"),
    );
}

/// Reads of one life of one process, those that follow each other.
fn never_back(history: &History, findings: &mut Findings) {
    let mut lives: BTreeMap<_, Vec<&Read>> = BTreeMap::new();
    for read in &history.reads {
        if let Some(target) = &read.target {
            lives.entry(target).or_default().push(read);
        }
    }
    for (target, mut reads) in lives {
        // By the moment they began: the highest revision of those that had ended by then is what they must reach.
        let mut ended: Vec<&Read> = reads.clone();
        ended.sort_by_key(|read| read.span.ended);
        reads.sort_by_key(|read| read.span.began);
        let (mut ended, mut highest) = (ended.into_iter().peekable(), 0);
        for read in reads {
            while let Some(earlier) = ended.next_if(|earlier| earlier.span.ended < read.span.began) {
                highest = highest.max(earlier.revision);
            }
            findings.unless(read.revision >= highest, Promise::NeverBack, || {
                format!("{target:?} answered at {} after {highest}", read.revision)
            });
        }
    }
}
