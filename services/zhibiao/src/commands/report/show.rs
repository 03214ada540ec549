//! `report show`: a report, its findings, its entries.

use clap::Args;
use serde::Serialize;
use zhibiao_client::Hub;
use zhibiao_proto::report::v1::{
    Entry, Finding, GetReportRequest, ListEntriesRequest, ListFindingsRequest, Report, ReportHeader,
};
use zhibiao_runtime::language::Language;

use super::{
    evidence,
    findings::{self, JsonBytes, JsonFinding, JsonReport, place},
    name_of,
};
use crate::{
    failure::Failure,
    names::Resolver,
    output::{
        Answer,
        grid::{Cell, Column, Grid},
    },
    settings::Session,
    text::Text,
    wire::{entry_text, present, qualified, qualifier_word, status_word, word},
};

/// Items of one page.
const PAGE: i32 = 1000;

/// Which report, and what of it.
#[derive(Debug, Args)]
pub(crate) struct ShowArgs {
    /// Report: its id or resource name
    name: String,
    /// Show the entries as the hub has read them instead of the findings
    #[arg(long)]
    entries: bool,
    /// Show what stands behind one entry: its sentence with the text around it, or its row with the rows around it
    #[arg(long, value_name = "ENTRY", conflicts_with = "entries", value_parser = clap::value_parser!(u32).range(1..))]
    entry: Option<u32>,
}

pub(super) async fn run(args: ShowArgs, session: &Session) -> Result<(), Failure> {
    let name = name_of(&args.name);
    let report = get(&session.hub, &name).await?;
    if let Some(entry) = args.entry {
        return evidence::show(&report, entry, session).await;
    }
    let language = session.ui.language;
    let nothing = ReportHeader::default();
    let mut answer = if args.entries {
        let resolver = Resolver::load(session).await?;
        let entries = entries(&session.hub, &name).await?;
        let json = JsonEntries {
            report: JsonReport::new(&report, &nothing),
            entries: entries.iter().map(JsonEntry::from).collect(),
        };
        Answer::new(&json, entry_grid(&entries, &resolver, language))?
    } else {
        let found = all_findings(&session.hub, &name).await?;
        let json = JsonFindings {
            report: JsonReport::new(&report, &nothing),
            findings: found.iter().map(JsonFinding::from).collect(),
        };
        Answer::new(&json, findings::grid(&found, language))?
    };
    answer.above = findings::summary(&report, language);
    session.ui.answer(&answer)
}

/// Gets a report.
pub(super) async fn get(hub: &Hub, name: &str) -> Result<Report, Failure> {
    let response = hub
        .retrying(|| {
            let (mut client, request) = (
                hub.reports(),
                GetReportRequest {
                    name: name.to_owned(),
                },
            );
            async move { client.get_report(request).await }
        })
        .await?;
    present(response.report)
}

/// Every entry of a report.
pub(crate) async fn entries(hub: &Hub, name: &str) -> Result<Vec<Entry>, Failure> {
    let mut all = Vec::new();
    let mut page_token = String::new();
    loop {
        let request = ListEntriesRequest {
            report: name.to_owned(),
            page_size: PAGE,
            page_token,
            ..ListEntriesRequest::default()
        };
        let page = hub
            .retrying(|| {
                let (mut client, request) = (hub.reports(), request.clone());
                async move { client.list_entries(request).await }
            })
            .await?;
        all.extend(page.entries);
        if page.next_page_token.is_empty() {
            return Ok(all);
        }
        page_token = page.next_page_token;
    }
}

pub(super) async fn all_findings(hub: &Hub, name: &str) -> Result<Vec<Finding>, Failure> {
    let mut all = Vec::new();
    let mut page_token = String::new();
    loop {
        let request = ListFindingsRequest {
            report: name.to_owned(),
            page_size: PAGE,
            page_token,
            ..ListFindingsRequest::default()
        };
        let page = hub
            .retrying(|| {
                let (mut client, request) = (hub.reports(), request.clone());
                async move { client.list_findings(request).await }
            })
            .await?;
        all.extend(page.findings);
        if page.next_page_token.is_empty() {
            return Ok(all);
        }
        page_token = page.next_page_token;
    }
}

fn entry_grid(entries: &[Entry], resolver: &Resolver, language: Language) -> Grid {
    let is_prose = entries.iter().any(|entry| entry.confidence.is_some());
    let mut grid = Grid::new(vec![
        Column::number("entry", Text::HeadEntry),
        Column::text("place", Text::HeadPlace),
        Column::machine("subject"),
        Column::text("subject_name", Text::HeadSubject),
        Column::machine("indicator"),
        Column::text("indicator_name", Text::HeadIndicator),
        Column::text("period", Text::HeadPeriod),
        Column::number("value", Text::HeadValue),
        Column::text("unit", Text::HeadUnit),
        Column::machine("qualifier"),
        Column::machine("status"),
        Column::text("value_text", Text::HeadRead),
        Column::text("state", Text::HeadState),
        Column::text("return_reason", Text::HeadReason),
        Column::text("note", Text::HeadNote),
        Column::number("confidence", Text::HeadConfidence).shown_if(is_prose),
        Column::machine("reasons"),
        Column::text("reviewed_by", Text::HeadReviews).shown_if(is_prose),
        Column::text("sentence", Text::HeadSentence).shown_if(is_prose),
    ]);
    for entry in entries {
        // What was not resolved is shown as it was written.
        let shown = |resolved: &str, written: &str, label: &str| {
            Cell::text(if resolved.is_empty() { written } else { label })
        };
        let state = entry.state();
        grid.row(vec![
            Cell::Number(f64::from(entry.entry), entry.entry.to_string()),
            Cell::text(place(entry.position.as_ref())),
            Cell::text(&entry.subject),
            shown(
                &entry.subject,
                &entry.subject_text,
                resolver.subject_label(&entry.subject),
            ),
            Cell::text(&entry.indicator),
            shown(
                &entry.indicator,
                &entry.indicator_text,
                resolver.indicator_label(&entry.indicator).0,
            ),
            Cell::text(&entry.period),
            entry.value.map_or(Cell::Empty, |value| {
                Cell::Number(value, qualified(value, entry.qualifier()))
            }),
            Cell::text(&entry.unit),
            Cell::text(qualifier_word(entry.qualifier())),
            Cell::text(status_word(entry.status())),
            Cell::text(&entry.value_text),
            Cell::Word(
                word(state.as_str_name(), "ENTRY_STATE_"),
                entry_text(state).say(language),
            ),
            Cell::text(&entry.return_reason),
            Cell::text(&entry.note),
            entry.confidence.map_or(Cell::Empty, |confidence| {
                Cell::Number(confidence, format!("{confidence:.2}"))
            }),
            Cell::text(entry.reasons.join(" ")),
            Cell::text(reviewer(entry)),
            Cell::text(sentence(entry)),
        ]);
    }
    grid
}

/// Who reviewed an entry last.
pub(super) fn reviewer(entry: &Entry) -> &str {
    entry.reviews.last().map_or("", |review| review.reviewer.as_str())
}

/// The sentence of an entry in one line: one that a column break cut holds the break.
pub(crate) fn sentence(entry: &Entry) -> String {
    entry.sentence.split_whitespace().collect()
}

#[derive(Debug, Serialize)]
struct JsonFindings<'a> {
    report: JsonReport<'a>,
    findings: Vec<JsonFinding<'a>>,
}

#[derive(Debug, Serialize)]
struct JsonEntries<'a> {
    report: JsonReport<'a>,
    entries: Vec<JsonEntry<'a>>,
}

/// An entry in JSON. The field names are stable.
#[derive(Debug, Serialize)]
struct JsonEntry<'a> {
    entry: u32,
    place: String,
    subject: &'a str,
    indicator: &'a str,
    period: &'a str,
    value: Option<f64>,
    unit: &'a str,
    qualifier: String,
    status: String,
    state: String,
    return_reason: &'a str,
    confidence: Option<f64>,
    reasons: &'a [String],
    reviewed_by: &'a str,
    sentence: &'a str,
    number: Option<JsonBytes>,
    subject_text: &'a str,
    indicator_text: &'a str,
    value_text: &'a str,
    note: &'a str,
}

impl<'a> From<&'a Entry> for JsonEntry<'a> {
    fn from(entry: &'a Entry) -> Self {
        Self {
            entry: entry.entry,
            place: place(entry.position.as_ref()),
            subject: &entry.subject,
            indicator: &entry.indicator,
            period: &entry.period,
            value: entry.value,
            unit: &entry.unit,
            qualifier: qualifier_word(entry.qualifier()),
            status: status_word(entry.status()),
            state: word(entry.state().as_str_name(), "ENTRY_STATE_"),
            return_reason: &entry.return_reason,
            confidence: entry.confidence,
            reasons: &entry.reasons,
            reviewed_by: reviewer(entry),
            sentence: &entry.sentence,
            number: entry
                .position
                .as_ref()
                .and_then(|position| position.number)
                .map(JsonBytes::from),
            subject_text: &entry.subject_text,
            indicator_text: &entry.indicator_text,
            value_text: &entry.value_text,
            note: &entry.note,
        }
    }
}
