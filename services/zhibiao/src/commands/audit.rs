//! `zhibiao audit`: whether an index measures what its framework says.

use clap::Args;
use serde::Serialize;
use zhibiao_proto::compare::v1::{AuditAspect, AuditFrameworkRequest, AuditFrameworkResponse, AuditVerdict};
use zhibiao_runtime::language::Language;

use crate::{
    commands::index::IndexArgs,
    exit::Exit,
    failure::Failure,
    names::Resolver,
    output::{
        Answer,
        grid::{Cell, Column, Grid},
    },
    settings::Session,
    text::{Text, faults, list},
    wire::word,
};

/// Checks data and structure of an index: gaps, outliers, correlations within and between branches, influence.
#[derive(Debug, Args)]
pub(crate) struct AuditArgs {
    /// List checks that pass too
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    index: IndexArgs,
}

/// Runs the command; an index that fails a check is an answer in the negative.
///
/// # Errors
/// When a name is not known or the hub refuses.
pub(crate) async fn run(args: AuditArgs, session: &Session) -> Result<Exit, Failure> {
    let mut resolver = Resolver::load(session).await?;
    let query = args.index.query(&mut resolver)?;
    resolver.finish()?;
    let least = if args.all {
        AuditVerdict::Pass
    } else {
        AuditVerdict::Warn
    };
    let request = AuditFrameworkRequest {
        query: Some(query),
        least: least.into(),
    };
    let response = session
        .hub
        .retrying(|| {
            let (mut client, request) = (session.hub.comparisons(), request.clone());
            async move { client.audit_framework(request).await }
        })
        .await
        .map_err(|problem| without_itself(problem.into()))?;
    session
        .ui
        .answer(&answer(&response, &resolver, session.ui.language)?)?;
    Ok(match response.verdict() {
        AuditVerdict::Fail => Exit::Negative,
        AuditVerdict::Unspecified | AuditVerdict::Pass | AuditVerdict::Warn => Exit::Ok,
    })
}

/// A failure that would send to the audit that failed: where nobody has any figure, it has told all that there is.
fn without_itself(failure: Failure) -> Failure {
    if failure.next.as_deref() == Some(&Text::NextFigures) {
        failure.next(Text::NextNoFigures)
    } else {
        failure
    }
}

fn answer(
    response: &AuditFrameworkResponse,
    resolver: &Resolver,
    language: Language,
) -> Result<Answer, Failure> {
    let mut grid = Grid::new(vec![
        Column::text("verdict", Text::HeadVerdict),
        Column::text("aspect", Text::HeadAspect),
        Column::text("about", Text::HeadAbout),
        Column::number("value", Text::HeadValue),
        Column::text("reason", Text::HeadReason),
    ]);
    for check in &response.checks {
        let called: Vec<String> = check
            .about
            .iter()
            .map(|name| called(resolver, name).to_owned())
            .collect();
        grid.row(vec![
            Cell::Word(
                verdict_word(check.verdict()),
                verdict_text(check.verdict()).say(language),
            ),
            Cell::Word(
                aspect_word(check.aspect()),
                aspect_text(check.aspect()).say(language),
            ),
            Cell::Word(check.about.join(" "), list(&called, language)),
            Cell::figure(check.value),
            Cell::Word(
                check.reason.clone(),
                faults::told(&check.reason, language).into_owned(),
            ),
        ]);
    }
    let mut answer = Answer::new(&JsonAudit::from(response), grid)?;
    for count in &response.counts {
        answer.above.push(
            Text::AuditCounts {
                aspect: aspect_text(count.aspect()).say(language),
                pass: count.pass,
                warn: count.warn,
                fail: count.fail,
            }
            .say(language),
        );
    }
    let revision = response.revision;
    Ok(answer.below(Text::AtRevision { revision }.say(language)))
}

/// What an indicator or a subject is called; an aggregate by its id.
fn called<'a>(resolver: &'a Resolver, name: &'a str) -> &'a str {
    if name.contains('/') {
        resolver.subject_label(name)
    } else {
        resolver.code_label(name)
    }
}

fn verdict_word(verdict: AuditVerdict) -> String {
    word(verdict.as_str_name(), "AUDIT_VERDICT_")
}

fn aspect_word(aspect: AuditAspect) -> String {
    word(aspect.as_str_name(), "AUDIT_ASPECT_")
}

fn verdict_text(verdict: AuditVerdict) -> Text<'static> {
    match verdict {
        AuditVerdict::Unspecified => Text::Nothing,
        AuditVerdict::Pass => Text::VerdictPass,
        AuditVerdict::Warn => Text::VerdictWarn,
        AuditVerdict::Fail => Text::VerdictFail,
    }
}

fn aspect_text(aspect: AuditAspect) -> Text<'static> {
    match aspect {
        AuditAspect::Unspecified => Text::Nothing,
        AuditAspect::Availability => Text::AspectAvailability,
        AuditAspect::Coverage => Text::AspectCoverage,
        AuditAspect::Timeliness => Text::AspectTimeliness,
        AuditAspect::Outliers => Text::AspectOutliers,
        AuditAspect::Siblings => Text::AspectSiblings,
        AuditAspect::Branch => Text::AspectBranch,
        AuditAspect::Parent => Text::AspectParent,
        AuditAspect::Consistency => Text::AspectConsistency,
        AuditAspect::Dimension => Text::AspectDimension,
        AuditAspect::Influence => Text::AspectInfluence,
        AuditAspect::Subjects => Text::AspectSubjects,
    }
}

/// An audit in JSON. The field names are stable.
#[derive(Debug, Serialize)]
struct JsonAudit<'a> {
    verdict: String,
    period: &'a str,
    counts: Vec<JsonCount>,
    checks: Vec<JsonCheck<'a>>,
    revision: i64,
    token: &'a str,
}

#[derive(Debug, Serialize)]
struct JsonCount {
    aspect: String,
    pass: u32,
    warn: u32,
    fail: u32,
}

#[derive(Debug, Serialize)]
struct JsonCheck<'a> {
    verdict: String,
    aspect: String,
    about: &'a [String],
    value: f64,
    reason: &'a str,
}

impl<'a> From<&'a AuditFrameworkResponse> for JsonAudit<'a> {
    fn from(response: &'a AuditFrameworkResponse) -> Self {
        let counts = response.counts.iter().map(|count| JsonCount {
            aspect: aspect_word(count.aspect()),
            pass: count.pass,
            warn: count.warn,
            fail: count.fail,
        });
        let checks = response.checks.iter().map(|check| JsonCheck {
            verdict: verdict_word(check.verdict()),
            aspect: aspect_word(check.aspect()),
            about: &check.about,
            value: check.value,
            reason: &check.reason,
        });
        Self {
            verdict: verdict_word(response.verdict()),
            period: &response.period,
            counts: counts.collect(),
            checks: checks.collect(),
            revision: response.revision,
            token: &response.token,
        }
    }
}
