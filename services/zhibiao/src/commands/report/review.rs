//! `report review`: what the hub has read from prose, held against its sentences.

mod aliases;
mod calls;
mod sorts;
mod waiting;

use std::collections::BTreeSet;

use clap::{ArgGroup, Args, ValueEnum};
use serde::Serialize;
use zhibiao_proto::{
    observation::v1::{Qualifier, Status},
    report::v1::{
        ConfirmEntry, CorrectEntry, EntryReview, RejectEntry, Report, ReportHeader, ReportState,
        entry_review::Decision,
    },
};
use zhibiao_runtime::error::{Code, Problem};

pub(super) use self::aliases::JsonAlias;
pub(crate) use self::calls::review;
use self::{
    calls::Kept,
    sorts::{Chosen, Left},
};
use super::{
    findings::{self, JsonReport},
    name_of, show,
};
use crate::{
    failure::Failure,
    output::{Answer, grid::Grid},
    settings::Session,
    text::Text,
    wire::word,
};

/// Which report, and what becomes of its entries. Without a decision the entries that wait for one are shown.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("noted").multiple(true).args(["confirm", "confirm_unsure", "confirm_proposed", "correct"])))]
pub(crate) struct ReviewArgs {
    /// Report: its id or resource name
    name: String,
    /// Entries that were read rightly, such as 3 or 3,5-9
    #[arg(long, value_name = "ENTRIES", value_parser = Entries::read)]
    confirm: Vec<Entries>,
    /// Confirm every entry that was read without confidence and waits for nothing but that
    #[arg(long)]
    confirm_unsure: bool,
    /// Confirm every entry that nothing stands against and nobody has decided about
    #[arg(long)]
    confirm_proposed: bool,
    /// Entries that tell no such value, with the reason
    #[arg(long, value_name = "ENTRIES=REASON", value_parser = Rejection::read)]
    reject: Vec<Rejection>,
    /// Reject every entry that waits and tells of an indicator that the catalogue has no name for and none like it, with the reason
    #[arg(long, value_name = "REASON", value_parser = reason)]
    reject_unnamed: Option<String>,
    /// Reject every entry that waits and is no value of its indicator: growths, shares, ranks, changes, plans; with the reason
    #[arg(long, value_name = "REASON", value_parser = reason)]
    reject_not_levels: Option<String>,
    /// Entries that are corrected to what the flags below say
    #[arg(long, value_name = "ENTRIES", value_parser = Entries::read, requires = "corrections")]
    correct: Option<Entries>,
    /// Note that is kept with the confirmations and corrections, such as why a value may differ from its formula
    #[arg(long, requires = "noted")]
    note: Option<String>,
    /// Etag that the entries were shown with: whatever somebody has changed since is not decided about unseen [default:
    /// that of now]
    #[arg(long)]
    etag: Option<String>,
    #[command(flatten)]
    corrections: Corrections,
}

/// What a sentence says.
#[derive(Debug, Args)]
#[group(id = "corrections", multiple = true, requires = "correct")]
struct Corrections {
    /// The value
    #[arg(long, allow_negative_numbers = true)]
    value: Option<f64>,
    /// Unit of the value [default: with --value that of the indicator, else the one that was read]
    #[arg(long)]
    unit: Option<String>,
    /// How the number bounds the true value
    #[arg(long, value_enum)]
    qualifier: Option<QualifierArg>,
    /// Indicator: name, alias or code; what was read as a plan becomes a forecast of it
    #[arg(long, short)]
    indicator: Option<String>,
    /// Subject or zone: name, alias, code or resource name
    #[arg(long)]
    subject: Option<String>,
    /// Period
    #[arg(long, short)]
    period: Option<String>,
    /// Let what the text calls the indicator or the subject be an alias of the one named here, in the catalogue
    #[arg(long)]
    keep_as_alias: bool,
    /// Status, such as normal where a result was taken for a plan
    #[arg(long, value_enum)]
    status: Option<StatusArg>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum QualifierArg {
    Exact,
    AtLeast,
    AtMost,
    Approximate,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum StatusArg {
    Normal,
    Provisional,
    Estimated,
    Imputed,
    Forecast,
    Break,
}

/// Numbers of entries.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entries(Vec<u32>);

/// Entries that are rejected, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Rejection {
    entries: Entries,
    reason: String,
}

impl Entries {
    /// Most entries of one call.
    const MOST: usize = 1_000;

    fn read(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` names no entries: write for example 3 or 3,5-9");
        let number = |text: &str| text.trim().parse::<u32>().map_err(|_| wrong());
        let mut numbers = Vec::new();
        for part in text.split(',') {
            let (first, last) = match part.split_once('-') {
                Some((first, last)) => (number(first)?, number(last)?),
                None => (number(part)?, number(part)?),
            };
            if first > last || first == 0 {
                return Err(wrong());
            }
            if (last - first) as usize + numbers.len() >= Self::MOST {
                return Err(format!("`{text}` names more than {} entries", Self::MOST));
            }
            numbers.extend(first..=last);
        }
        Ok(Self(numbers))
    }
}

impl Rejection {
    fn read(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no entry with a reason: write for example '4=a year, no value'");
        let (entries, reason) = text.split_once('=').ok_or_else(wrong)?;
        if reason.trim().is_empty() {
            return Err(wrong());
        }
        Ok(Self {
            entries: Entries::read(entries)?,
            reason: reason.trim().to_owned(),
        })
    }
}

impl From<QualifierArg> for Qualifier {
    fn from(qualifier: QualifierArg) -> Self {
        match qualifier {
            QualifierArg::Exact => Self::Exact,
            QualifierArg::AtLeast => Self::AtLeast,
            QualifierArg::AtMost => Self::AtMost,
            QualifierArg::Approximate => Self::Approximate,
        }
    }
}

impl From<StatusArg> for Status {
    fn from(status: StatusArg) -> Self {
        match status {
            StatusArg::Normal => Self::Normal,
            StatusArg::Provisional => Self::Provisional,
            StatusArg::Estimated => Self::Estimated,
            StatusArg::Imputed => Self::Imputed,
            StatusArg::Forecast => Self::Forecast,
            StatusArg::Break => Self::Break,
        }
    }
}

pub(super) async fn run(args: ReviewArgs, session: &Session) -> Result<(), Failure> {
    let name = name_of(&args.name);
    let mut report = show::get(&session.hub, &name).await?;
    let of_sorts = sorts::Sorts::of(&args);
    let Chosen {
        decisions: besides,
        left,
    } = of_sorts.decisions(&session.hub, &name).await?;
    let reviews = decisions(&args, besides);
    let is_decided = !matches!(report.state(), ReportState::Blocked | ReportState::Pending);
    if is_decided && reviews.is_empty() && of_sorts.is_any() {
        return Err(decided(&report).into());
    }
    if reviews.is_empty() && !of_sorts.is_any() {
        return waiting::waiting(&report, session).await;
    }
    if let Some(etag) = args.etag {
        report.etag = etag;
    }
    let kept = calls::decide(&session.hub, report, &reviews).await;
    let in_parts = kept.failure.is_some().then_some(reviews.len());
    if in_parts.is_none() || kept.decided > 0 {
        tell(&kept, in_parts, left, session)?;
    }
    kept.failure.map_or(Ok(()), Err)
}

/// A reason that says something.
fn reason(text: &str) -> Result<String, String> {
    match text.trim() {
        "" => Err("is empty: say why the text tells no such value".to_owned()),
        reason => Ok(reason.to_owned()),
    }
}

/// What the hub says of a decision about a report that takes none any more.
fn decided(report: &Report) -> Problem {
    let state = word(report.state().as_str_name(), "REPORT_STATE_");
    let message = format!("{} can't be changed any more: it is {state}", report.name);
    Problem::new(Code::FailedPrecondition, "REPORT_NOT_OPEN", message)
}

fn one(entry: u32, decision: Decision) -> EntryReview {
    EntryReview {
        entry,
        decision: Some(decision),
    }
}

fn confirmed(entry: u32, note: &str) -> EntryReview {
    let note = note.to_owned();
    one(entry, Decision::Confirm(ConfirmEntry { note }))
}

fn rejected(entry: u32, reason: &str) -> EntryReview {
    let reason = reason.to_owned();
    one(entry, Decision::Reject(RejectEntry { reason }))
}

/// What becomes of each entry; of those that are decided about by their sort, the others than are named.
fn decisions(args: &ReviewArgs, of_sorts: Vec<EntryReview>) -> Vec<EntryReview> {
    let note = args.note.as_deref().unwrap_or_default();
    let named = args.confirm.iter().flat_map(|entries| entries.0.iter());
    let mut reviews: Vec<EntryReview> = named.map(|entry| confirmed(*entry, note)).collect();
    for Rejection { entries, reason } in &args.reject {
        reviews.extend(entries.0.iter().map(|entry| rejected(*entry, reason)));
    }
    if let Some(entries) = &args.correct {
        let correct = correction(&args.corrections, note);
        let corrected = entries.0.iter();
        reviews.extend(corrected.map(|entry| one(*entry, Decision::Correct(correct.clone()))));
    }
    let named: BTreeSet<u32> = reviews.iter().map(|review| review.entry).collect();
    reviews.extend(
        of_sorts
            .into_iter()
            .filter(|besides| !named.contains(&besides.entry)),
    );
    reviews
}

fn correction(says: &Corrections, note: &str) -> CorrectEntry {
    let Corrections {
        value,
        unit,
        qualifier,
        indicator,
        subject,
        period,
        keep_as_alias,
        status,
    } = says;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    CorrectEntry {
        value: *value,
        unit: text(unit),
        qualifier: qualifier.map(|qualifier| Qualifier::from(qualifier).into()),
        indicator: text(indicator),
        subject: text(subject),
        period: text(period),
        keep_as_alias: *keep_as_alias,
        note: note.to_owned(),
        status: status.map(|status| Status::from(status).into()),
    }
}

/// Tells what was kept; where a call failed, how many decisions of all there were.
fn tell(kept: &Kept, in_parts: Option<usize>, left: Left, session: &Session) -> Result<(), Failure> {
    let language = session.ui.language;
    let nothing = ReportHeader::default();
    let json = JsonReviewed {
        report: JsonReport::new(&kept.report, &nothing),
        aliases: kept.aliases.iter().map(JsonAlias::from).collect(),
        decided: kept.decided,
        left,
    };
    let mut answer = Answer::new(&json, Grid::default())?;
    answer.above = findings::summary(&kept.report, language);
    if let Some(all) = in_parts {
        let count = kept.decided;
        answer.above.push(Text::ReviewPart { count, all }.say(language));
    }
    let lines = kept
        .aliases
        .iter()
        .map(|alias| aliases::text(alias).say(language));
    answer.above.extend(lines);
    answer.notes = left.notes(language);
    session.ui.answer(&answer)
}

#[derive(Debug, Serialize)]
struct JsonReviewed<'a> {
    report: JsonReport<'a>,
    aliases: Vec<JsonAlias<'a>>,
    /// How many decisions were kept.
    decided: usize,
    left: Left,
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;

    #[derive(Debug, clap::Parser)]
    struct Alone {
        #[command(flatten)]
        args: ReviewArgs,
    }

    #[test]
    fn a_note_that_nothing_would_keep_is_refused() {
        let read = |args: &[&str]| Alone::try_parse_from([&["review", "ID"], args].concat());
        for lost in [&["--note", "why"][..], &["--reject", "2=x", "--note", "why"]] {
            assert!(read(lost).is_err(), "{lost:?}");
        }
        for kept in [
            &["--confirm", "2", "--note", "why"][..],
            &["--confirm-unsure", "--note", "why"],
            &["--confirm-proposed", "--note", "why"],
            &["--correct", "2", "--value", "3", "--note", "why"],
        ] {
            let note = read(kept).unwrap().args.note;
            assert_eq!(note.as_deref(), Some("why"), "{kept:?}");
        }
    }

    #[test]
    fn an_entry_that_is_named_is_not_decided_about_by_its_sort() {
        let args = Alone::parse_from(["review", "ID", "--confirm", "2-3"]).args;
        let reviews = decisions(&args, (1..=4).map(|entry| rejected(entry, "x")).collect());
        let entries: Vec<u32> = reviews.iter().map(|review| review.entry).collect();
        assert_eq!(entries, [2, 3, 1, 4]);
    }

    #[test]
    fn entries_are_numbers_and_spans() {
        assert_eq!(Entries::read("3").unwrap().0, [3]);
        assert_eq!(Entries::read("3, 5-7").unwrap().0, [3, 5, 6, 7]);
        for wrong in ["", "0", "a", "5-3", "1-", "1-1001", "1-4294967295"] {
            assert!(Entries::read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn rejections_have_a_reason() {
        let read = Rejection::read("4-5= a year").unwrap();
        assert_eq!(
            (read.entries.0.as_slice(), read.reason.as_str()),
            ([4, 5].as_slice(), "a year")
        );
        for wrong in ["4", "4=", "=x", "x=y"] {
            assert!(Rejection::read(wrong).is_err(), "{wrong}");
        }
    }
}
