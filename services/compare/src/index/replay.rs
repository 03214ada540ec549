//! `ReplayRanking`: a result computed anew from its manifest, and in what it differs.

mod asked;

use std::collections::BTreeMap;

use zhibiao_proto::compare::v1::{
    BaselineManifest, EvaluateFrameworkResponse, Manifest, Numbers, Progress, Replay, ReplayDifference,
    ReplayRankingResponse, replay::Result as Outcome, replay_ranking_response::Event,
};

pub(crate) use self::asked::Asked;
use super::{fields, tables};
use crate::long;

/// Most differences that are told.
const MAX_DIFFERENCES: usize = 1_000;

impl long::Answer for ReplayRankingResponse {
    type Outcome = Replay;

    fn progress(progress: Progress) -> Self {
        Self {
            event: Some(Event::Progress(progress)),
        }
    }

    fn result(outcome: Replay) -> Self {
        Self {
            event: Some(Event::Replay(outcome)),
        }
    }
}

impl Asked {
    /// Compares what was with what is computed now.
    pub(super) fn compare(&self, result: Outcome) -> Replay {
        let manifest = match &result {
            Outcome::Evaluation(evaluation) => &evaluation.manifest,
            Outcome::Uncertainty(uncertainty) => &uncertainty.manifest,
            Outcome::Sensitivity(sensitivity) => &sensitivity.manifest,
        };
        let found = manifest.clone().unwrap_or_default();
        let mut differences = Differences::default();
        differences.manifests(&self.manifest, &found);
        if let (Some(expected), Outcome::Evaluation(evaluation)) = (&self.expected, &result) {
            differences.results(expected, evaluation);
            differences.tables(expected, evaluation);
            differences.fields(expected, evaluation);
        }
        let Differences(mut differences) = differences;
        let identical = differences.is_empty();
        differences.truncate(MAX_DIFFERENCES);
        Replay {
            identical,
            differences,
            manifest: Some(found),
            result: Some(result),
        }
    }
}

#[derive(Debug, Default)]
struct Differences(Vec<ReplayDifference>);

impl Differences {
    fn add(&mut self, reason: &str, about: &str, expected: impl ToString, found: impl ToString) {
        self.0.push(ReplayDifference {
            reason: reason.to_owned(),
            about: about.to_owned(),
            expected: expected.to_string(),
            found: found.to_string(),
        });
    }

    fn manifests(&mut self, expected: &Manifest, found: &Manifest) {
        if expected.engine != found.engine {
            self.add("ENGINE", "", &expected.engine, &found.engine);
        }
        if expected.machine != found.machine {
            self.add("MACHINE", "", &expected.machine, &found.machine);
        }
        let method = |manifest: &Manifest| (manifest.framework_version, manifest.framework_digest.clone());
        if method(expected) != method(found) {
            let of = |manifest: &Manifest| {
                format!(
                    "version {}, {}",
                    manifest.framework_version,
                    hex(&manifest.framework_digest)
                )
            };
            self.add("FRAMEWORK", &expected.framework, of(expected), of(found));
        }
        let before = self.0.len();
        // A manifest that was written into need not have changed its digests too.
        self.columns(expected, found);
        if expected.table_digest != found.table_digest && self.0.len() == before {
            let digests = (hex(&expected.table_digest), hex(&found.table_digest));
            self.add("SUBJECTS", "", digests.0, digests.1);
        }
        if expected.against != found.against {
            let of = |manifest: &Manifest| manifest.against.as_ref().map_or_else(|| "none".to_owned(), told);
            self.add("BASELINE", "", of(expected), of(found));
        }
        if expected.result_digest != found.result_digest {
            let digests = (hex(&expected.result_digest), hex(&found.result_digest));
            self.add("RESULT", "", digests.0, digests.1);
        }
    }

    fn columns(&mut self, expected: &Manifest, found: &Manifest) {
        let digests = |manifest: &Manifest| -> BTreeMap<String, u64> {
            let columns = manifest.columns.iter();
            columns.map(|one| (one.indicator.clone(), one.digest)).collect()
        };
        let (mut before, now) = (digests(expected), digests(found));
        let told =
            |digest: Option<u64>| digest.map_or_else(|| "absent".to_owned(), |one| format!("{one:016x}"));
        for (indicator, digest) in &now {
            let old = before.remove(indicator);
            if old != Some(*digest) {
                self.add("COLUMN", indicator, told(old), told(Some(*digest)));
            }
        }
        for (indicator, digest) in before {
            self.add("COLUMN", &indicator, told(Some(digest)), told(None));
        }
    }

    /// All the other tables, each told by its first cell that differs; bit for bit.
    fn tables(&mut self, expected: &EvaluateFrameworkResponse, found: &EvaluateFrameworkResponse) {
        for difference in tables::differences(expected, found) {
            let tables::Difference {
                table,
                place,
                expected,
                found,
            } = difference;
            self.add(
                "TABLE",
                table,
                format!("{place}: {expected}"),
                format!("{place}: {found}"),
            );
        }
    }

    /// Everything but scores, ranks and tables, of an evaluation that is whole.
    fn fields(&mut self, expected: &EvaluateFrameworkResponse, found: &EvaluateFrameworkResponse) {
        for fields::Difference {
            field,
            expected,
            found,
        } in fields::differences(expected, found)
        {
            self.add("FIELD", &field, expected, found);
        }
    }

    /// Scores and ranks in the whole index, subject by subject; bit for bit.
    fn results(&mut self, expected: &EvaluateFrameworkResponse, found: &EvaluateFrameworkResponse) {
        let (before, now) = (places(expected), places(found));
        let told =
            |number: Option<f64>| number.map_or_else(|| "none".to_owned(), |number| number.to_string());
        for subject in before
            .keys()
            .chain(now.keys().filter(|name| !before.contains_key(*name)))
        {
            let of = |places: &BTreeMap<&str, Place>| places.get(subject).copied().unwrap_or_default();
            let (old, new) = (of(&before), of(&now));
            if old.rank != new.rank {
                self.add("RANK", subject, told(old.rank), told(new.rank));
            }
            if old.score.map(f64::to_bits) != new.score.map(f64::to_bits) {
                self.add("SCORE", subject, told(old.score), told(new.score));
            }
        }
    }
}

/// A baseline, told.
fn told(baseline: &BaselineManifest) -> String {
    let BaselineManifest {
        period,
        revision,
        framework_digest,
        table_digest,
        result_digest,
    } = baseline;
    let revision = revision.map_or_else(String::new, |revision| format!(" at revision {revision}"));
    let digests = [framework_digest, table_digest, result_digest].map(|digest| hex(digest));
    format!("{period}{revision}, {}", digests.join(", "))
}

#[derive(Debug, Clone, Copy, Default)]
struct Place {
    rank: Option<f64>,
    score: Option<f64>,
}

/// Where each subject stands in the whole index, which is the last aggregate.
fn places(evaluation: &EvaluateFrameworkResponse) -> BTreeMap<&str, Place> {
    let rows = evaluation.subjects.len();
    let root = rows * evaluation.aggregates.len().saturating_sub(1);
    let of = |numbers: &Option<Numbers>| -> Vec<Option<f64>> {
        let numbers = numbers.iter().flat_map(|numbers| numbers.iter().skip(root));
        numbers.take(rows).collect()
    };
    let (ranks, scores) = (of(&evaluation.ranks), of(&evaluation.scores));
    let place = |at: usize| Place {
        rank: ranks.get(at).copied().flatten(),
        score: scores.get(at).copied().flatten(),
    };
    let subjects = evaluation.subjects.iter().enumerate();
    subjects
        .map(|(at, subject)| (subject.as_str(), place(at)))
        .collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
