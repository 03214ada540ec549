//! `report show`: a report, its findings, its entries.

mod entries;

use clap::Args;
use serde::Serialize;
use zhibiao_client::Hub;
use zhibiao_proto::report::v1::{
    Entry, Finding, GetReportRequest, ListEntriesRequest, ListFindingsRequest, Report, ReportHeader,
};

use super::{
    evidence,
    findings::{self, JsonFinding, JsonReport},
    name_of,
};
use crate::{failure::Failure, names::Resolver, output::Answer, settings::Session, wire::present};
use entries::JsonEntry;

pub(crate) use entries::sentence;

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
        let entries = read_entries(&session.hub, &name).await?;
        let json = JsonEntries {
            report: JsonReport::new(&report, &nothing),
            entries: entries.iter().map(JsonEntry::from).collect(),
        };
        Answer::new(&json, entries::grid(&entries, &resolver, language))?
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
pub(crate) async fn read_entries(hub: &Hub, name: &str) -> Result<Vec<Entry>, Failure> {
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
