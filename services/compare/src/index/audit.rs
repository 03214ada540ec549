//! `AuditFramework`.

use std::{collections::BTreeMap, sync::Arc};

use zhibiao_model::{period::Period, revision::Token};
use zhibiao_proto::compare::v1::{
    AuditAspect, AuditCheck, AuditCount, AuditFrameworkRequest, AuditFrameworkResponse, AuditVerdict,
};
use zhibiao_runtime::error::Problem;
use zhibiao_scoring::{Aspect, Audit, Check, Error, Verdict, Warning};

use super::{
    Made, engine,
    evaluation::{self, Ask, Indices, computed},
    query::Query,
    unlaid::{Unfiled, Unlaid},
};
use crate::{long::Gauge, request::Reader, turns::Takes};

/// Most checks that are listed.
const MAX_CHECKS: usize = 10_000;

/// An audit, and what it is of.
struct Audited {
    audit: Audit,
    /// None where nobody has a figure at any.
    period: Option<Period>,
    token: Token,
}

/// Audits an index.
///
/// # Errors
/// Everything that is wrong with the request; what [`Indices::make`] and the engine say.
pub(super) async fn audit(
    indices: &Indices,
    ask: &Ask<'_>,
    request: AuditFrameworkRequest,
) -> Result<AuditFrameworkResponse, Problem> {
    let AuditFrameworkRequest { query, least } = request;
    let moment = ask.moment(query.as_ref()).await?;
    let reading = move |reader: &mut Reader<'_>| (Query::read(reader, query), read_least(reader, least));
    let (query, least) = evaluation::read(&moment, reading).await?;
    let query = query.ok_or_else(|| Problem::internal("an index without framework passed"))?;
    let query = Arc::new(query);
    let found = match indices.lay(ask, Arc::clone(&query), &moment).await {
        Ok(made) => {
            indices
                .compute(Takes::Long, ask.deadline, move |gauge| audited(&made, gauge))
                .await
        }
        // Who has no figures is what an audit is to tell.
        Err(Unlaid::Unfiled(nobody)) => {
            let token = moment.token;
            let audit = indices.compute(Takes::Short, ask.deadline, move |_| {
                unfiled(&query, *nobody, token)
            });
            audit.await
        }
        Err(Unlaid::Other(problem)) => Err(problem),
    };
    Ok(answer(&found?, least))
}

/// The audit of an index that nobody has a figure for at any period.
fn unfiled(query: &Query, nobody: Unfiled, token: Token) -> Result<Audited, Problem> {
    Ok(Audited {
        audit: Audit::of_figures(&query.framework, &nobody.table()?, &[]),
        period: None,
        token,
    })
}

fn read_least(reader: &mut Reader<'_>, least: i32) -> Verdict {
    match AuditVerdict::try_from(least) {
        Ok(AuditVerdict::Pass) => Verdict::Pass,
        Ok(AuditVerdict::Warn | AuditVerdict::Unspecified) => Verdict::Warn,
        Ok(AuditVerdict::Fail) => Verdict::Fail,
        Err(_) => {
            reader.faults.add("least", "is no verdict that this hub knows");
            Verdict::Warn
        }
    }
}

fn audited(made: &Made, gauge: &Gauge) -> Result<Audited, Problem> {
    let Made { query, basis, .. } = made;
    let of_figures = |unscored: &[Warning]| Audit::of_figures(&query.framework, &basis.table, unscored);
    let audit = match computed(made, gauge) {
        Ok((index, evaluation)) => index.audit_until(&evaluation, gauge).map_err(engine::problem)?,
        Err(Error::Unranked(_)) => of_figures(&[]),
        Err(Error::Unscored(warnings)) => of_figures(&warnings),
        Err(error) => return Err(engine::problem_at(error, made)),
    };
    Ok(Audited {
        audit,
        period: Some(basis.period),
        token: made.token,
    })
}

fn answer(audited: &Audited, least: Verdict) -> AuditFrameworkResponse {
    let Audited { audit, period, token } = audited;
    let mut counts: BTreeMap<Aspect, AuditCount> = BTreeMap::new();
    for check in &audit.checks {
        let count = counts.entry(check.aspect).or_insert_with(|| AuditCount {
            aspect: aspect(check.aspect).into(),
            ..AuditCount::default()
        });
        match check.verdict {
            Verdict::Pass => count.pass += 1,
            Verdict::Warn => count.warn += 1,
            Verdict::Fail => count.fail += 1,
        }
    }
    let mut listed: Vec<&Check> = audit
        .checks
        .iter()
        .filter(|check| check.verdict >= least)
        .collect();
    // Stable: within a verdict by aspect, in the order of the tree.
    listed.sort_by_key(|check| std::cmp::Reverse(check.verdict));
    AuditFrameworkResponse {
        verdict: verdict(audit.verdict()).into(),
        counts: counts.into_values().collect(),
        checks: listed.into_iter().take(MAX_CHECKS).map(check).collect(),
        period: period.map(|period| period.to_string()).unwrap_or_default(),
        revision: token.revision.get(),
        token: token.to_string(),
    }
}

fn check(check: &Check) -> AuditCheck {
    let Check {
        aspect: of,
        about,
        value,
        verdict: came_out,
        reason,
    } = check;
    AuditCheck {
        aspect: aspect(*of).into(),
        about: about.clone(),
        value: *value,
        verdict: verdict(*came_out).into(),
        reason: reason.clone(),
    }
}

fn verdict(verdict: Verdict) -> AuditVerdict {
    match verdict {
        Verdict::Pass => AuditVerdict::Pass,
        Verdict::Warn => AuditVerdict::Warn,
        Verdict::Fail => AuditVerdict::Fail,
    }
}

fn aspect(aspect: Aspect) -> AuditAspect {
    match aspect {
        Aspect::Availability => AuditAspect::Availability,
        Aspect::Coverage => AuditAspect::Coverage,
        Aspect::Timeliness => AuditAspect::Timeliness,
        Aspect::Outliers => AuditAspect::Outliers,
        Aspect::Siblings => AuditAspect::Siblings,
        Aspect::Branch => AuditAspect::Branch,
        Aspect::Parent => AuditAspect::Parent,
        Aspect::Consistency => AuditAspect::Consistency,
        Aspect::Dimension => AuditAspect::Dimension,
        Aspect::Influence => AuditAspect::Influence,
        Aspect::Subjects => AuditAspect::Subjects,
    }
}
