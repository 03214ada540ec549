//! Entries that are decided about by their sort, not by their number.

use std::collections::BTreeSet;

use serde::Serialize;
use zhibiao_client::Hub;
use zhibiao_proto::report::v1::{Entry, EntryReview, EntryState, Finding};
use zhibiao_runtime::language::Language;

use super::{ReviewArgs, confirmed, rejected, show};
use crate::{failure::Failure, text::Text};

/// Code of the finding that a confirmation settles.
const UNSURE: &str = "FACT_UNSURE";
/// Code of the finding that a number is no value of its indicator.
const NOT_LEVEL: &str = "FACT_NOT_LEVEL";
/// Code of the finding that the catalogue has no indicator of a name.
const UNNAMED: &str = "UNKNOWN_INDICATOR";

/// What becomes of each sort.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sorts<'a> {
    confirm_unsure: bool,
    confirm_proposed: bool,
    reject_unnamed: Option<&'a str>,
    reject_not_levels: Option<&'a str>,
    note: &'a str,
}

/// The decisions about entries of the sorts, and what is left where those without a name are rejected.
#[derive(Debug, Default)]
pub(super) struct Chosen {
    pub(super) decisions: Vec<EntryReview>,
    pub(super) left: Left,
}

/// Entries that wait without an indicator and are not rejected as unnamed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub(super) struct Left {
    /// The catalogue has a name like theirs: one may be an alias of the other.
    near: usize,
    /// Nothing is known of their names: the findings about them are beyond those that the hub keeps of a report.
    unlisted: usize,
}

impl Left {
    /// What is said of them.
    pub(super) fn notes(self, language: Language) -> Vec<String> {
        let Self { near, unlisted } = self;
        let near = (near > 0).then_some(Text::ReviewNear { count: near });
        let unlisted = (unlisted > 0).then_some(Text::ReviewUnlisted { count: unlisted });
        let said = near.into_iter().chain(unlisted);
        said.map(|text| text.say(language)).collect()
    }
}

impl<'a> Sorts<'a> {
    pub(super) fn of(args: &'a ReviewArgs) -> Self {
        Self {
            confirm_unsure: args.confirm_unsure,
            confirm_proposed: args.confirm_proposed,
            reject_unnamed: args.reject_unnamed.as_deref(),
            reject_not_levels: args.reject_not_levels.as_deref(),
            note: args.note.as_deref().unwrap_or_default(),
        }
    }

    /// Whether any sort is decided about.
    pub(super) fn is_any(&self) -> bool {
        self.confirm_unsure
            || self.confirm_proposed
            || self.reject_unnamed.is_some()
            || self.reject_not_levels.is_some()
    }

    /// Decides about what a report holds of each sort.
    ///
    /// # Errors
    /// When the hub does not answer.
    pub(super) async fn decisions(&self, hub: &Hub, report: &str) -> Result<Chosen, Failure> {
        if !self.is_any() {
            return Ok(Chosen::default());
        }
        let entries = show::read_entries(hub, report).await?;
        let findings = show::all_findings(hub, report).await?;
        Ok(self.of_entries(&entries, &findings))
    }

    fn of_entries(&self, entries: &[Entry], findings: &[Finding]) -> Chosen {
        let found = Found::new(findings);
        let decided = entries.iter().filter_map(|entry| {
            let number = entry.entry;
            match self {
                Self {
                    reject_unnamed: Some(reason),
                    ..
                } if found.is_unnamed(entry) => Some(rejected(number, reason)),
                Self {
                    reject_not_levels: Some(reason),
                    ..
                } if found.is_no_level(entry) => Some(rejected(number, reason)),
                _ if self.confirm_unsure && found.is_unsure(entry) => Some(confirmed(number, self.note)),
                _ if self.confirm_proposed && is_proposed(entry) => Some(confirmed(number, self.note)),
                _ => None,
            }
        });
        let left = self.reject_unnamed.map(|_| found.left(entries));
        Chosen {
            decisions: decided.collect(),
            left: left.unwrap_or_default(),
        }
    }
}

/// Whether nothing stands against an entry that was read from prose, and nobody has decided about it.
pub(super) fn is_proposed(entry: &Entry) -> bool {
    entry.state() == EntryState::Ready && entry.confidence.is_some() && entry.reviews.is_empty()
}

/// What tells the sorts of entries that wait.
#[derive(Debug)]
pub(super) struct Found<'a> {
    unsure: BTreeSet<u32>,
    not_levels: BTreeSet<u32>,
    /// Names that the catalogue has no indicator of and none like it; of several entries under one only the first is named by
    /// its finding.
    unnamed: BTreeSet<&'a str>,
    /// Names that the catalogue has no indicator of, but one like it.
    near: BTreeSet<&'a str>,
    /// Everything that a finding is about.
    read: BTreeSet<&'a str>,
    entries: BTreeSet<u32>,
}

impl<'a> Found<'a> {
    pub(super) fn new(findings: &'a [Finding]) -> Self {
        let of = |code: &'static str| findings.iter().filter(move |finding| finding.code == code);
        let names = |is_one: &dyn Fn(&Finding) -> bool| {
            let unnamed = of(UNNAMED).filter(|finding| is_one(finding));
            unnamed.map(|finding| finding.read.as_str()).collect()
        };
        Self {
            unsure: of(UNSURE).map(|finding| finding.entry).collect(),
            not_levels: of(NOT_LEVEL).map(|finding| finding.entry).collect(),
            unnamed: names(&|finding| finding.candidates.is_empty()),
            near: names(&|finding| !finding.candidates.is_empty()),
            read: findings.iter().map(|finding| finding.read.as_str()).collect(),
            entries: findings.iter().map(|finding| finding.entry).collect(),
        }
    }

    /// Whether an entry waits for nothing but to be confirmed.
    fn is_unsure(&self, entry: &Entry) -> bool {
        self.unsure.contains(&entry.entry)
    }

    /// Whether an entry waits that tells of an indicator which the catalogue has no name for and none like it.
    pub(super) fn is_unnamed(&self, entry: &Entry) -> bool {
        waits(entry) && entry.indicator.is_empty() && self.unnamed.contains(entry.indicator_text.as_str())
    }

    /// The entries that wait without an indicator although nothing says that the catalogue has none like it.
    pub(super) fn left(&self, entries: &[Entry]) -> Left {
        let waiting = entries
            .iter()
            .filter(|entry| waits(entry) && entry.indicator.is_empty());
        waiting.fold(Left::default(), |mut left, entry| {
            let name = entry.indicator_text.as_str();
            if self.near.contains(name) {
                left.near += 1;
            } else if !self.read.contains(name) && !self.entries.contains(&entry.entry) {
                left.unlisted += 1;
            }
            left
        })
    }

    /// Whether an entry waits that is no value of its indicator.
    pub(super) fn is_no_level(&self, entry: &Entry) -> bool {
        waits(entry) && self.not_levels.contains(&entry.entry)
    }
}

/// Whether an error blocks an entry that nobody has decided about.
fn waits(entry: &Entry) -> bool {
    entry.state() == EntryState::Blocked && entry.reviews.is_empty()
}

#[cfg(test)]
mod tests {
    use zhibiao_proto::report::v1::{Review, entry_review::Decision};

    use super::*;

    fn entry(number: u32, indicator: &str, text: &str, state: EntryState) -> Entry {
        Entry {
            entry: number,
            indicator: indicator.into(),
            indicator_text: text.into(),
            state: state.into(),
            confidence: Some(0.9),
            ..Entry::default()
        }
    }

    fn finding(code: &str, number: u32, read: &str) -> Finding {
        Finding {
            code: code.into(),
            entry: number,
            read: read.into(),
            ..Finding::default()
        }
    }

    #[test]
    fn each_sort_is_decided_about_and_nothing_else() {
        let mut reviewed = entry(4, "", "充电塔数", EntryState::Blocked);
        reviewed.reviews.push(Review::default());
        let entries = [
            entry(1, "", "充电塔数", EntryState::Blocked),
            entry(2, "", "充电塔数", EntryState::Blocked),
            entry(3, "", "有两个的指标", EntryState::Blocked),
            reviewed,
            entry(5, "indicators/gdp", "地区生产总值", EntryState::Blocked),
            entry(6, "indicators/gdp", "地区生产总值", EntryState::Blocked),
            entry(7, "indicators/gdp", "地区生产总值", EntryState::Ready),
            entry(8, "", "充电塔数", EntryState::Rejected),
            entry(9, "", "高新企业数", EntryState::Blocked),
            entry(10, "", "高新企业数", EntryState::Blocked),
            entry(11, "", "不在所列之中", EntryState::Blocked),
        ];
        let near = Finding {
            candidates: vec!["高新技术企业数".into()],
            ..finding(UNNAMED, 9, "高新企业数")
        };
        let findings = [
            finding(UNNAMED, 1, "充电塔数"),
            finding("AMBIGUOUS_INDICATOR", 3, "有两个的指标"),
            finding(NOT_LEVEL, 5, "5.2%"),
            finding(UNSURE, 6, "120亿元"),
            near,
        ];
        let nothing = Sorts {
            confirm_unsure: false,
            confirm_proposed: false,
            reject_unnamed: None,
            reject_not_levels: None,
            note: "",
        };
        let decided = |sorts: Sorts<'_>| -> Vec<(u32, String)> {
            let reviews = sorts.of_entries(&entries, &findings).decisions.into_iter();
            let told = reviews.map(|review| match review.decision {
                Some(Decision::Confirm(_)) => (review.entry, "confirmed".to_owned()),
                Some(Decision::Reject(reject)) => (review.entry, reject.reason),
                Some(Decision::Correct(_)) | None => (review.entry, String::new()),
            });
            told.collect()
        };
        let pairs = |of: &[(u32, &str)]| -> Vec<(u32, String)> {
            of.iter()
                .map(|(entry, told)| (*entry, (*told).to_owned()))
                .collect()
        };
        assert_eq!(decided(nothing), []);
        let unnamed = Sorts {
            reject_unnamed: Some("无此指标"),
            ..nothing
        };
        assert_eq!(decided(unnamed), pairs(&[(1, "无此指标"), (2, "无此指标")]));
        let left = Left { near: 2, unlisted: 1 };
        assert_eq!(unnamed.of_entries(&entries, &findings).left, left);
        assert_eq!(left.notes(Language::Zh).len(), 2);
        let all = Sorts {
            confirm_unsure: true,
            confirm_proposed: true,
            reject_not_levels: Some("非数值"),
            ..unnamed
        };
        assert_eq!(
            decided(all),
            pairs(&[
                (1, "无此指标"),
                (2, "无此指标"),
                (5, "非数值"),
                (6, "confirmed"),
                (7, "confirmed")
            ])
        );
    }
}
