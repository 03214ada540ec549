//! `report check` and `report submit`: files on their way to the hub.

use std::path::PathBuf;

use bytes::Bytes;
use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use tokio_stream::Stream;
use ulid::Ulid;
use zhibiao_client::Hub;
use zhibiao_proto::{
    observation::v1::Status,
    report::v1::{
        CheckReportRequest, FileFormat, Finding, MarkMeaning, Report, ReportHeader, Severity,
        UploadReportRequest, check_report_request, upload_report_request,
    },
};

use super::findings::{self, JsonFinding, JsonReport};
use crate::{
    commands::file,
    exit::Exit,
    failure::Failure,
    names::Resolver,
    output::{Answer, Ui},
    settings::Session,
    text::Text,
    wire::{mark, present},
};

/// Bytes of a file that travel in one message.
const CHUNK: usize = 256 << 10;

/// What is sent and what is said about it.
#[derive(Debug, Args)]
pub(crate) struct SendArgs {
    /// CSV and XLSX files, or prose in TXT, MD and DOCX; each becomes a report
    #[arg(required = true, num_args = 1..)]
    files: Vec<PathBuf>,
    /// Department that reports
    #[arg(long, short)]
    department: String,
    /// Zone that rows without a subject are about
    #[arg(long, short)]
    zone: Option<String>,
    /// Period of rows without one
    #[arg(long, short)]
    period: Option<String>,
    /// Month or day on which prose was issued, such as 2024-04: what 去年 and 目前 are told from
    #[arg(long, value_name = "PERIOD")]
    issued: Option<String>,
    /// Form of the files [default: told from their content and name]
    #[arg(long, value_enum)]
    format: Option<FormatArg>,
    /// Publication or document that the figures stand in
    #[arg(long)]
    source: Option<String>,
    /// Title [default: the file's name]
    #[arg(long)]
    title: Option<String>,
    /// What a mark in a cell means: missing, zero or blank
    #[arg(long = "mark", value_name = "MARK=MEANING", value_parser = mark, allow_hyphen_values = true)]
    marks: Vec<(String, MarkMeaning)>,
    /// Status of the values
    #[arg(long, value_enum, default_value_t = StatusArg::Normal)]
    status: StatusArg,
    /// Id of the report, a ULID, so that sending the same again is safe (one file only)
    #[arg(long)]
    id: Option<Ulid>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum StatusArg {
    Normal,
    Provisional,
    Estimated,
    Forecast,
}

/// Form of a file.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum FormatArg {
    Csv,
    Xlsx,
    Text,
    Docx,
}

impl From<FormatArg> for FileFormat {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Csv => Self::Csv,
            FormatArg::Xlsx => Self::Xlsx,
            FormatArg::Text => Self::Text,
            FormatArg::Docx => Self::Docx,
        }
    }
}

/// A file with its header.
#[derive(Debug, Clone)]
pub(crate) struct Upload {
    pub(crate) header: ReportHeader,
    pub(crate) content: Bytes,
}

/// Reads and checks files.
pub(super) async fn check(args: SendArgs, session: &Session) -> Result<Exit, Failure> {
    let mut outcomes = Vec::new();
    for upload in uploads(&args, session).await? {
        let response = session
            .hub
            .retrying(|| {
                let (mut client, parts) = (session.hub.reports(), check_parts(&upload, &session.ui));
                async move { client.check_report(parts).await }
            })
            .await?;
        outcomes.push(Outcome {
            report: present(response.report)?,
            findings: response.findings,
        });
    }
    answer(&outcomes, session, false)
}

/// Files reports.
pub(super) async fn submit(args: SendArgs, session: &Session) -> Result<Exit, Failure> {
    let mut outcomes = Vec::new();
    for one in uploads(&args, session).await? {
        outcomes.push(upload(&session.hub, &one, &session.ui).await?);
    }
    answer(&outcomes, session, true)
}

/// A report as the hub has it, with its gravest findings.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) report: Report,
    pub(crate) findings: Vec<Finding>,
}

/// Uploads one file; safe to repeat, since its header has an id.
pub(crate) async fn upload(hub: &Hub, upload: &Upload, ui: &Ui) -> Result<Outcome, Failure> {
    let response = hub
        .retrying(|| {
            let (mut client, parts) = (hub.reports(), upload_parts(upload, ui));
            async move { client.upload_report(parts).await }
        })
        .await?;
    Ok(Outcome {
        report: present(response.report)?,
        findings: response.findings,
    })
}

async fn uploads(args: &SendArgs, session: &Session) -> Result<Vec<Upload>, Failure> {
    if args.id.is_some() && args.files.len() > 1 {
        return Err(Failure::new(Exit::Usage, "ID_OF_SEVERAL", Text::IdOfSeveral));
    }
    let mut resolver = Resolver::load(session).await?;
    let department = resolver.department(&args.department);
    let zone = args.zone.as_ref().and_then(|zone| resolver.zone(zone));
    resolver.finish()?;
    let status = match args.status {
        StatusArg::Normal => Status::Normal,
        StatusArg::Provisional => Status::Provisional,
        StatusArg::Estimated => Status::Estimated,
        StatusArg::Forecast => Status::Forecast,
    };
    let header = ReportHeader {
        department: department.map(|id| id.to_string()).unwrap_or_default(),
        zone: zone.map(|id| id.to_string()).unwrap_or_default(),
        period: args.period.clone().unwrap_or_default(),
        title: args.title.clone().unwrap_or_default(),
        source: args.source.clone().unwrap_or_default(),
        marks: args
            .marks
            .iter()
            .map(|(mark, meaning)| (mark.clone(), (*meaning).into()))
            .collect(),
        status: status.into(),
        issued: args.issued.clone().unwrap_or_default(),
        format: args.format.map_or(FileFormat::Unspecified, Into::into).into(),
        ..ReportHeader::default()
    };
    let one = |path: &PathBuf| {
        let content = file::read(path)?;
        let file_name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let report_id = args.id.unwrap_or_else(Ulid::generate).to_string();
        Ok(Upload {
            header: ReportHeader {
                report_id,
                file_name,
                ..header.clone()
            },
            content,
        })
    };
    args.files.iter().map(one).collect()
}

fn upload_parts(
    upload: &Upload,
    ui: &Ui,
) -> impl Stream<Item = UploadReportRequest> + Send + 'static + use<> {
    use upload_report_request::Part;
    let header = Part::Header(upload.header.clone());
    let parts = std::iter::once(header).chain(chunks(upload, ui).map(Part::Chunk));
    tokio_stream::iter(parts.map(|part| UploadReportRequest { part: Some(part) }))
}

fn check_parts(upload: &Upload, ui: &Ui) -> impl Stream<Item = CheckReportRequest> + Send + 'static + use<> {
    use check_report_request::Part;
    let header = Part::Header(upload.header.clone());
    let parts = std::iter::once(header).chain(chunks(upload, ui).map(Part::Chunk));
    tokio_stream::iter(parts.map(|part| CheckReportRequest { part: Some(part) }))
}

/// The file in pieces; a bar shows them going out when a person watches.
fn chunks(upload: &Upload, ui: &Ui) -> impl Iterator<Item = Bytes> + Send + 'static + use<> {
    let total = upload.content.len();
    let bar = if ui.watched() && total > CHUNK {
        ProgressBar::new(total as u64)
    } else {
        ProgressBar::hidden()
    };
    if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {bytes}/{total_bytes}") {
        bar.set_style(style);
    }
    bar.set_message(upload.header.file_name.clone());
    let content = upload.content.clone();
    let mut sent = 0;
    std::iter::from_fn(move || {
        if sent == total {
            bar.finish_and_clear();
            return None;
        }
        let piece = content.slice(sent..(sent + CHUNK).min(total));
        sent += piece.len();
        bar.set_position(sent as u64);
        Some(piece)
    })
}

#[derive(Debug, Serialize)]
struct Json<'a> {
    reports: Vec<JsonOutcome<'a>>,
}

#[derive(Debug, Serialize)]
struct JsonOutcome<'a> {
    report: JsonReport<'a>,
    findings: Vec<JsonFinding<'a>>,
}

fn answer(outcomes: &[Outcome], session: &Session, kept: bool) -> Result<Exit, Failure> {
    let ui = &session.ui;
    let nothing = ReportHeader::default();
    let json = Json {
        reports: outcomes
            .iter()
            .map(|outcome| JsonOutcome {
                report: JsonReport::new(&outcome.report, &nothing),
                findings: outcome.findings.iter().map(JsonFinding::from).collect(),
            })
            .collect(),
    };
    match outcomes {
        [one] => ui.answer(&said(one, ui, kept, &json)?)?,
        several => match ui.format {
            crate::output::Format::Table => {
                for one in several {
                    ui.answer(&said(one, ui, kept, &json)?)?;
                }
            }
            crate::output::Format::Json | crate::output::Format::Csv => {
                let all: Vec<Finding> = several.iter().flat_map(|one| one.findings.clone()).collect();
                ui.answer(&Answer::new(&json, findings::grid(&all, ui.language))?)?;
            }
        },
    }
    let blocked = |outcome: &Outcome| {
        outcome.report.blocked_entries > 0 || findings::count(&outcome.report, Severity::Error) > 0
    };
    Ok(if outcomes.iter().any(blocked) {
        Exit::Negative
    } else {
        Exit::Ok
    })
}

fn said(outcome: &Outcome, ui: &Ui, kept: bool, json: &impl Serialize) -> Result<Answer, Failure> {
    let Outcome { report, findings } = outcome;
    let mut answer = Answer::new(json, findings::grid(findings, ui.language))?;
    answer.above = findings::summary(report, ui.language);
    let listed = u32::try_from(findings.len()).unwrap_or(u32::MAX);
    let all: u32 = report.findings.iter().map(|of| of.count).sum();
    if listed < all {
        answer
            .below
            .push(Text::MoreFindings { count: all - listed }.say(ui.language));
    }
    answer.below.push(next(report, kept).say(ui.language));
    Ok(answer)
}

/// Whether a report was read from prose, whose entries are reviewed rather than sent anew.
fn is_prose(report: &Report) -> bool {
    report.findings.iter().any(|of| of.code.starts_with("FACT_"))
        || report.tables.iter().any(|table| table.starts_with("text:"))
}

/// Whether every entry has to be decided about before the report is published.
fn asks_for_reviews(report: &Report) -> bool {
    report.findings.iter().any(|of| of.code == "FACTS_PROPOSED")
}

/// What to do after a report was checked or filed.
fn next(report: &Report, kept: bool) -> Text<'static> {
    use zhibiao_proto::report::v1::ReportState;
    let name = report.name.trim_start_matches("reports/").to_owned();
    if !kept {
        return if report.blocked_entries > 0 {
            Text::NextMendFile
        } else {
            Text::NextSubmit
        };
    }
    match report.state() {
        // Of a text without a figure there is nothing to review.
        ReportState::Blocked if is_prose(report) && report.entries == 0 => Text::NextWithdraw { name },
        ReportState::Blocked if is_prose(report) => Text::NextReview { name },
        ReportState::Blocked => Text::NextBlocked { name },
        ReportState::Pending if asks_for_reviews(report) => Text::NextReview { name },
        ReportState::Pending => Text::NextApprove { name },
        ReportState::Approved => Text::NextShow { name },
        ReportState::Unspecified
        | ReportState::Published
        | ReportState::Returned
        | ReportState::Withdrawn => Text::Nothing,
    }
}
