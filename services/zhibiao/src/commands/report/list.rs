//! `report list`: the reports of the hub.

use clap::{Args, ValueEnum};
use serde::Serialize;
use zhibiao_proto::report::v1::{ListReportsRequest, Report, ReportHeader, ReportState};
use zhibiao_runtime::language::Language;

use super::findings::JsonReport;
use crate::{
    failure::Failure,
    names::Resolver,
    output::{
        Answer,
        grid::{Cell, Column, Grid},
    },
    settings::Session,
    text::Text,
    wire::{json_time, state_text, time, word},
};

/// Which reports.
#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    /// Only reports in this state
    #[arg(long, value_enum)]
    state: Option<State>,
    /// Only reports of this department
    #[arg(long, short)]
    department: Option<String>,
    /// Most reports
    #[arg(long, short = 'n', value_name = "ROWS", default_value_t = 50)]
    limit: i32,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum State {
    Blocked,
    Pending,
    Approved,
    Published,
    Returned,
    Withdrawn,
}

impl From<State> for ReportState {
    fn from(state: State) -> Self {
        match state {
            State::Blocked => Self::Blocked,
            State::Pending => Self::Pending,
            State::Approved => Self::Approved,
            State::Published => Self::Published,
            State::Returned => Self::Returned,
            State::Withdrawn => Self::Withdrawn,
        }
    }
}

#[derive(Debug, Serialize)]
struct Json<'a> {
    reports: Vec<JsonReport<'a>>,
    more: bool,
}

pub(super) async fn run(args: ListArgs, session: &Session) -> Result<(), Failure> {
    let mut department = String::new();
    if let Some(text) = &args.department {
        let mut resolver = Resolver::load(session).await?;
        department = resolver
            .department(text)
            .map(|id| id.to_string())
            .unwrap_or_default();
        resolver.finish()?;
    }
    let request = ListReportsRequest {
        page_size: args.limit,
        page_token: String::new(),
        state: args
            .state
            .map_or(ReportState::Unspecified, ReportState::from)
            .into(),
        department,
    };
    let page = session
        .hub
        .retrying(|| {
            let (mut client, request) = (session.hub.reports(), request.clone());
            async move { client.list_reports(request).await }
        })
        .await?;
    let (language, nothing) = (session.ui.language, ReportHeader::default());
    let more = !page.next_page_token.is_empty();
    let reports = page
        .reports
        .iter()
        .map(|report| JsonReport::new(report, &nothing))
        .collect();
    let mut answer = Answer::new(&Json { reports, more }, grid(&page.reports, language))?;
    if page.reports.is_empty() {
        answer.below.push(Text::NoReports.say(language));
    }
    if more {
        answer.below.push(Text::MoreReports.say(language));
    }
    session.ui.answer(&answer)
}

fn grid(reports: &[Report], language: Language) -> Grid {
    let nothing = ReportHeader::default();
    let mut grid = Grid::new(vec![
        Column::text("report", Text::HeadReport),
        Column::text("state", Text::HeadState),
        Column::text("department", Text::HeadDepartment),
        Column::text("title", Text::HeadTitle),
        Column::number("entries", Text::HeadEntries),
        Column::number("blocked_entries", Text::HeadBlocked),
        Column::text("submitter", Text::HeadSubmitter),
        Column::text("submitted_at", Text::HeadSubmitted),
    ]);
    for report in reports {
        let header = report.header.as_ref().unwrap_or(&nothing);
        let title = if header.title.is_empty() {
            &header.file_name
        } else {
            &header.title
        };
        let state = report.state();
        let number = |value: u32| Cell::Number(f64::from(value), value.to_string());
        let submitted = json_time(report.submitted_at.as_ref()).unwrap_or_default();
        grid.row(vec![
            Cell::text(report.name.trim_start_matches("reports/")),
            Cell::Word(
                word(state.as_str_name(), "REPORT_STATE_"),
                state_text(state).say(language),
            ),
            Cell::text(header.department.trim_start_matches("departments/")),
            Cell::text(title),
            number(report.entries),
            number(report.blocked_entries),
            Cell::text(&report.submitter),
            Cell::Word(submitted, time(report.submitted_at.as_ref())),
        ]);
    }
    grid
}
