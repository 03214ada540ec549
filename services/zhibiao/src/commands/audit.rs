//! `zhibiao audit`: whether an index measures what its framework says.

use clap::Args;
use serde::Serialize;
use zhibiao_proto::compare::v1::{
    AuditAspect, AuditCheck, AuditFrameworkRequest, AuditFrameworkResponse, AuditVerdict,
};
use zhibiao_runtime::language::Language;

use crate::{
    commands::index::IndexArgs,
    exit::Exit,
    failure::Failure,
    names::Resolver,
    output::{
        Answer,
        grid::{Cell, Column, Grid},
        number,
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
    let framework = query.framework.clone();
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
    let called = Called {
        framework: &framework,
        resolver: &resolver,
    };
    session.ui.answer(&answer(&response, called)?)?;
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

/// Places of two columns.
const ABOUT: usize = 2;
const VALUE: usize = 3;

fn answer(response: &AuditFrameworkResponse, called: Called<'_>) -> Result<Answer, Failure> {
    let language = called.language();
    let mut grid = Grid::new(vec![
        Column::text("verdict", Text::HeadVerdict),
        Column::text("aspect", Text::HeadAspect),
        Column::text("about", Text::HeadAbout),
        Column::number("value", Text::HeadValue),
        Column::text("reason", Text::HeadReason),
    ]);
    let mut alike: Vec<Vec<&AuditCheck>> = Vec::new();
    for check in &response.checks {
        let group = alike.iter_mut().find(|group| is_alike(group[0], check));
        match group {
            Some(group) => group.push(check),
            None => alike.push(vec![check]),
        }
    }
    let drawn_together = |group: &Vec<&AuditCheck>| group.len() > SINGLY;
    for group in &alike {
        for check in group {
            let cells = cells(check, called);
            if !drawn_together(group) {
                grid.drawn_row(cells.clone());
            }
            grid.machine_row(cells);
        }
        if drawn_together(group) {
            grid.drawn_row(together(group, called));
        }
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
    if alike.iter().any(drawn_together) {
        answer.below.push(Text::AuditGrouped.say(language));
    }
    let revision = response.revision;
    Ok(answer.below(Text::AtRevision { revision }.say(language)))
}

/// Most checks with one verdict and reason that stand in a line each.
const SINGLY: usize = 4;

/// Names that stand for a group of checks.
const NAMED: usize = 3;

/// Whether two checks say the same of different things.
fn is_alike(one: &AuditCheck, other: &AuditCheck) -> bool {
    let said = |check: &AuditCheck| (check.verdict, check.aspect);
    said(one) == said(other) && one.reason == other.reason
}

fn cells(check: &AuditCheck, called: Called<'_>) -> Vec<Cell> {
    let language = called.language();
    vec![
        Cell::Word(
            verdict_word(check.verdict()),
            verdict_text(check.verdict()).say(language),
        ),
        Cell::Word(
            aspect_word(check.aspect()),
            aspect_text(check.aspect()).say(language),
        ),
        Cell::Word(check.about.join(" "), about(check, called)),
        Cell::figure(check.value),
        Cell::Word(
            check.reason.clone(),
            faults::told(&check.reason, language).into_owned(),
        ),
    ]
}

/// Several checks in one line: how many, the first few, and between which values.
fn together(group: &[&AuditCheck], called: Called<'_>) -> Vec<Cell> {
    let language = called.language();
    let named: Vec<String> = group
        .iter()
        .take(NAMED)
        .map(|check| pair(check, called))
        .collect();
    let names = Text::AuditMore {
        names: list(&named, language),
        count: group.len() - named.len(),
    };
    let alike = Text::AuditAlike {
        names: names.say(language),
        count: group.len(),
    };
    let values = || group.iter().map(|check| check.value);
    let (low, high) = (
        values().fold(f64::INFINITY, f64::min),
        values().fold(f64::NEG_INFINITY, f64::max),
    );
    let between = match (number::figure(low), number::figure(high)) {
        (low, high) if low == high => low,
        (low, high) => format!("{low} – {high}"),
    };
    let mut cells = group.first().map_or_else(Vec::new, |first| cells(first, called));
    for (at, text) in [(ABOUT, alike.say(language)), (VALUE, between)] {
        cells[at] = Cell::Text(text);
    }
    cells
}

/// What a check is about where it stands beside others: names that belong together are joined, so that it is seen which do.
fn pair(check: &AuditCheck, called: Called<'_>) -> String {
    let names: Vec<&str> = check.about.iter().map(|name| called.by(name)).collect();
    names.join("–")
}

/// What a check is about.
fn about(check: &AuditCheck, called: Called<'_>) -> String {
    let names: Vec<String> = check
        .about
        .iter()
        .map(|name| called.by(name).to_owned())
        .collect();
    list(&names, called.language())
}

/// Who calls the parts of a framework and its subjects how.
#[derive(Clone, Copy)]
struct Called<'a> {
    framework: &'a str,
    resolver: &'a Resolver,
}

impl<'a> Called<'a> {
    fn by(self, name: &'a str) -> &'a str {
        if name.contains('/') {
            self.resolver.subject_label(name)
        } else {
            self.resolver.component_label(self.framework, name)
        }
    }

    fn language(self) -> Language {
        self.resolver.language()
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

#[cfg(test)]
mod tests {
    use zhibiao_model::catalog::Catalog;

    use super::*;

    #[test]
    fn checks_that_say_the_same_stand_in_one_line_and_are_told_singly_to_machines() {
        let check = |subject: String, value: f64, reason: &str| AuditCheck {
            verdict: AuditVerdict::Fail.into(),
            aspect: AuditAspect::Coverage.into(),
            about: vec![subject],
            value,
            reason: reason.to_owned(),
        };
        let lacking = "fewer than 65 % are known: too few for a result";
        let mut checks: Vec<AuditCheck> = (0..120)
            .map(|at| check(format!("zones/z{at}"), f64::from(at) / 1000.0, lacking))
            .collect();
        checks.insert(
            60,
            check("zones/other".to_owned(), 0.7, "fewer than 80 % are known"),
        );
        let response = AuditFrameworkResponse {
            checks,
            ..AuditFrameworkResponse::default()
        };
        for (language, count) in [
            (Language::En, "120: zones/z0, zones/z1, zones/z2 and 117 more"),
            (Language::Zh, "另有 117 项"),
        ] {
            let resolver = Resolver::new(Catalog::default(), language);
            let called = Called {
                framework: "frameworks/f",
                resolver: &resolver,
            };
            let answer = answer(&response, called).unwrap();
            let table = answer.grid.table(language, false);
            let rows: Vec<&str> = table.lines().skip(2).collect();
            assert_eq!(rows.len(), 2, "{table}");
            assert!(
                rows[0].contains(count) && rows[0].contains("0 – 0.119"),
                "{table}"
            );
            assert!(rows[1].contains("zones/other"), "{table}");
            let mut csv = Vec::new();
            answer.grid.write_csv(&mut csv).unwrap();
            assert_eq!(String::from_utf8(csv).unwrap().lines().count(), 1 + 121);
            let json: serde_json::Value = serde_json::from_str(&answer.json).unwrap();
            assert_eq!(json["checks"].as_array().unwrap().len(), 121);
        }
    }

    #[test]
    fn pairs_that_stand_in_one_line_are_seen_as_pairs() {
        let checks: Vec<AuditCheck> = (0..8)
            .map(|at| AuditCheck {
                verdict: AuditVerdict::Warn.into(),
                aspect: AuditAspect::Coverage.into(),
                about: vec!["a".to_owned(), format!("b{at}")],
                value: -0.2,
                reason: "they pull apart".to_owned(),
            })
            .collect();
        let response = AuditFrameworkResponse {
            checks,
            ..AuditFrameworkResponse::default()
        };
        let resolver = Resolver::new(Catalog::default(), Language::En);
        let called = Called {
            framework: "frameworks/f",
            resolver: &resolver,
        };
        let table = answer(&response, called).unwrap().grid.table(Language::En, false);
        assert!(table.contains("8: a–b0, a–b1, a–b2 and 5 more"), "{table}");
    }
}
