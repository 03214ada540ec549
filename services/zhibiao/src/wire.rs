//! Between what is typed, what the hub takes, and the words of the JSON output.

use std::str::FromStr;

use clap::Args;
use jiff::{Timestamp, ToSpan as _, civil::Date, tz};
use serde::Serialize;
use zhibiao_compare::MAX_CARRY;
use zhibiao_model::ids::KindId;
use zhibiao_proto::{
    catalog::v1::{Direction, Names},
    compare::v1::{CarryRule, Peers, SubjectList, peers::Selector},
    observation::v1::{AsOf, Consistency, Qualifier, Status, as_of::Moment, consistency::Requirement},
    report::v1::{EntryState, ReportState, Severity},
};
use zhibiao_runtime::language::Language;

use crate::{
    failure::Failure,
    names::Resolver,
    output::number,
    text::{Text, list},
};

/// A moment of the past: a revision, a time, or the end of a day in China.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PastMoment {
    as_of: AsOf,
    written: String,
}

impl FromStr for PastMoment {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let at = |moment| Self {
            as_of: AsOf { moment: Some(moment) },
            written: text.to_owned(),
        };
        if let Ok(revision) = text.parse() {
            return Ok(at(Moment::Revision(revision)));
        }
        let end_of_day = |day: Date| {
            let next = day.checked_add(1.day()).ok()?;
            tz::offset(8)
                .to_timestamp(next.at(0, 0, 0, 0))
                .ok()?
                .checked_sub(1.nanosecond())
                .ok()
        };
        let time: Option<Timestamp> = match text.parse::<Date>() {
            Ok(day) if text.len() == 10 => end_of_day(day),
            Ok(_) | Err(_) => text.parse().ok(),
        };
        let time =
            time.ok_or("write a revision (12), a day (2024-06-30) or a time (2024-06-30T12:00:00+08:00)")?;
        let time = zhibiao_proto::convert::from_timestamp(time);
        Ok(at(Moment::Time(time)))
    }
}

impl PastMoment {
    /// The moment as the hub takes it.
    #[must_use]
    pub(crate) fn as_of(&self) -> AsOf {
        self.as_of
    }

    /// The moment as it was written.
    #[must_use]
    pub(crate) fn written(&self) -> &str {
        &self.written
    }
}

/// How fresh, or as of when.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct When {
    /// Answer as of a revision, a day or a time of the past
    #[arg(long, value_name = "MOMENT", conflicts_with = "fresh")]
    as_of: Option<PastMoment>,
    /// Answer at the newest revision, however long it takes
    #[arg(long)]
    fresh: bool,
}

impl When {
    /// How fresh the answer must be.
    #[must_use]
    pub(crate) fn consistency(&self) -> Option<Consistency> {
        self.fresh.then_some(Consistency {
            requirement: Some(Requirement::FullyConsistent(true)),
        })
    }

    /// The moment asked for.
    #[must_use]
    pub(crate) fn as_of(&self) -> Option<AsOf> {
        self.as_of.as_ref().map(PastMoment::as_of)
    }
}

/// Who is compared.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct PeersArgs {
    /// Peer group to stay within
    #[arg(long, value_name = "GROUP", conflicts_with_all = ["kind", "among"])]
    peers: Option<String>,
    /// Kind of subject, such as zones, platforms, enterprises
    #[arg(long, conflicts_with = "among")]
    kind: Option<String>,
    /// Subjects to stay within, separated by commas
    #[arg(long, value_name = "SUBJECT,…", value_delimiter = ',')]
    among: Vec<String>,
    /// Let values up to so many periods old stand in; they are marked
    #[arg(long, value_name = "PERIODS")]
    carry: Option<u32>,
}

impl PeersArgs {
    /// The peers as the hub takes them.
    pub(crate) fn peers(&self, resolver: &mut Resolver) -> Option<Peers> {
        self.note_faults(resolver);
        let selector = if let Some(group) = &self.peers {
            Some(Selector::Group(resolver.peer_group(group)?.to_string()))
        } else if !self.among.is_empty() {
            let names = self
                .among
                .iter()
                .filter_map(|text| resolver.subject(text))
                .map(|name| name.to_string());
            Some(Selector::Subjects(SubjectList {
                names: names.collect(),
            }))
        } else {
            self.kind.clone().map(Selector::Kind)
        };
        selector.map(|selector| Peers {
            selector: Some(selector),
        })
    }

    /// Notes what is wrong beside names, which the hub tells where no name is.
    fn note_faults(&self, resolver: &mut Resolver) {
        let kinds = &resolver.catalog.items().kinds;
        let unknown = self
            .kind
            .as_deref()
            .filter(|kind| !kinds.keys().any(|known| known.id() == *kind));
        if let Some(kind) = unknown {
            let known: Vec<&str> = kinds.keys().map(KindId::id).collect();
            let what = format!("`{kind}` is no kind of subject: there are {}", known.join(", "));
            resolver.note("--kind", what);
        }
        if let Some(periods) = self.carry.filter(|periods| !(1..=MAX_CARRY).contains(periods)) {
            resolver.note("--carry", format!("is {periods}: give 1 to {MAX_CARRY}"));
        }
    }

    /// The carry rule.
    #[must_use]
    pub(crate) fn carry(&self) -> Option<CarryRule> {
        self.carry.map(|max_periods| CarryRule { max_periods })
    }
}

/// Names in JSON.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct JsonNames {
    zh: String,
    en: String,
}

impl From<Option<&Names>> for JsonNames {
    fn from(names: Option<&Names>) -> Self {
        let of = |pick: fn(&Names) -> &String| names.map(pick).cloned().unwrap_or_default();
        Self {
            zh: of(|names| &names.zh),
            en: of(|names| &names.en),
        }
    }
}

/// The word of an enum value in JSON and CSV: its proto name without the prefix, in lower case.
#[must_use]
pub(crate) fn word(value: &str, prefix: &str) -> String {
    value.strip_prefix(prefix).unwrap_or(value).to_ascii_lowercase()
}

/// Qualifier of a machine's answer.
#[must_use]
pub(crate) fn qualifier_word(qualifier: Qualifier) -> String {
    match qualifier {
        Qualifier::Unspecified => "exact".to_owned(),
        Qualifier::Exact | Qualifier::AtLeast | Qualifier::AtMost | Qualifier::Approximate => {
            word(qualifier.as_str_name(), "QUALIFIER_")
        }
    }
}

/// Status of a machine's answer.
#[must_use]
pub(crate) fn status_word(status: Status) -> String {
    match status {
        Status::Unspecified => "normal".to_owned(),
        Status::Normal
        | Status::Provisional
        | Status::Estimated
        | Status::Imputed
        | Status::Missing
        | Status::Forecast
        | Status::Break => word(status.as_str_name(), "STATUS_"),
    }
}

/// Status for people; nothing where it is normal.
#[must_use]
pub(crate) fn status_text(status: Status) -> Text<'static> {
    match status {
        Status::Unspecified | Status::Normal => Text::Nothing,
        Status::Provisional => Text::StatusProvisional,
        Status::Estimated => Text::StatusEstimated,
        Status::Imputed => Text::StatusImputed,
        Status::Missing => Text::StatusMissing,
        Status::Forecast => Text::StatusForecast,
        Status::Break => Text::StatusBreak,
    }
}

/// Severity for people.
#[must_use]
pub(crate) fn severity_text(severity: Severity) -> Text<'static> {
    match severity {
        Severity::Unspecified => Text::Nothing,
        Severity::Info => Text::SeverityInfo,
        Severity::Warning => Text::SeverityWarning,
        Severity::Error => Text::SeverityError,
    }
}

/// State of a report for people.
#[must_use]
pub(crate) fn state_text(state: ReportState) -> Text<'static> {
    match state {
        ReportState::Unspecified => Text::Nothing,
        ReportState::Blocked => Text::StateBlocked,
        ReportState::Pending => Text::StatePending,
        ReportState::Approved => Text::StateApproved,
        ReportState::Published => Text::StatePublished,
        ReportState::Returned => Text::StateReturned,
        ReportState::Withdrawn => Text::StateWithdrawn,
    }
}

/// State of an entry for people.
#[must_use]
pub(crate) fn entry_text(state: EntryState) -> Text<'static> {
    match state {
        EntryState::Unspecified => Text::Nothing,
        EntryState::Ready => Text::EntryReady,
        EntryState::Blocked => Text::StateBlocked,
        EntryState::Returned => Text::StateReturned,
        EntryState::Published => Text::StatePublished,
        EntryState::Rejected => Text::EntryRejected,
    }
}

/// Why a subject has no value, for people.
#[must_use]
pub(crate) fn reason_text(reason: &str) -> Text<'_> {
    match reason {
        "NOT_REPORTED" => Text::ReasonNotReported,
        "REPORTED_MISSING" => Text::ReasonReportedMissing,
        "STALE" => Text::ReasonStale,
        "MISSING_INPUT" => Text::ReasonMissingInput,
        "DIVISION_BY_ZERO" => Text::ReasonDivisionByZero,
        "NOT_FINITE" => Text::ReasonNotFinite,
        "NOT_YET" => Text::ReasonNotYet,
        other => Text::Quoted(other),
    }
}

/// Which way is better, for people.
#[must_use]
pub(crate) fn direction_text(direction: Direction) -> Text<'static> {
    match direction {
        Direction::Unspecified | Direction::None => Text::Nothing,
        Direction::Up => Text::DirectionUp,
        Direction::Down => Text::DirectionDown,
    }
}

/// A figure with its qualifier: `≥307.3`.
#[must_use]
pub(crate) fn qualified(value: f64, qualifier: Qualifier) -> String {
    format!("{}{}", number::sign(qualifier), number::figure(value))
}

/// Several short remarks in one cell.
#[must_use]
pub(crate) fn remarks(texts: Vec<Text<'_>>, language: Language) -> String {
    let said: Vec<String> = texts
        .into_iter()
        .map(|text| text.say(language))
        .filter(|text| !text.is_empty())
        .collect();
    list(&said, language)
}

/// Reads a mark and its meaning, `-=zero`.
///
/// # Errors
/// What to write instead.
pub(crate) fn mark(text: &str) -> Result<(String, zhibiao_proto::report::v1::MarkMeaning), String> {
    use zhibiao_proto::report::v1::MarkMeaning;
    let wrong = || format!("`{text}` is no mark: write for example '-=zero' (missing, zero or blank)");
    let (mark, meaning) = text.rsplit_once('=').ok_or_else(wrong)?;
    let meaning = match meaning {
        "missing" => MarkMeaning::Missing,
        "zero" => MarkMeaning::Zero,
        "blank" => MarkMeaning::Blank,
        _ => return Err(wrong()),
    };
    if mark.is_empty() {
        Err(wrong())
    } else {
        Ok((mark.to_owned(), meaning))
    }
}

/// A time of the hub for people: to the second, in China.
#[must_use]
pub(crate) fn time(time: Option<&prost_types::Timestamp>) -> String {
    time.and_then(|time| Timestamp::new(time.seconds, 0).ok())
        .map(|time| {
            tz::offset(8)
                .to_datetime(time)
                .strftime("%Y-%m-%d %H:%M:%S")
                .to_string()
        })
        .unwrap_or_default()
}

/// A time of the hub in JSON: RFC 3339 in UTC.
#[must_use]
pub(crate) fn json_time(time: Option<&prost_types::Timestamp>) -> Option<String> {
    time.and_then(|time| Timestamp::new(time.seconds, time.nanos).ok())
        .map(|time| time.to_string())
}

/// A failure unless something is there.
///
/// # Errors
/// A fault of the hub.
pub(crate) fn present<T>(part: Option<T>) -> Result<T, Failure> {
    part.ok_or_else(|| Failure::internal("the hub's answer lacks a part"))
}
