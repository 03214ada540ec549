//! `AuditFramework`.

use std::collections::BTreeMap;

use zhibiao_proto::compare::v1::{
    AuditAspect, AuditCheck, AuditCount, AuditFrameworkRequest, AuditFrameworkResponse, AuditVerdict,
};
use zhibiao_runtime::error::Problem;
use zhibiao_scoring::{Aspect, Audit, Check, Error, Index, Verdict};

use super::{
    Made, engine,
    evaluation::{Ask, Indices, evaluated},
    query::Query,
    question::Question,
};
use crate::{long::Gauge, request::Reader};

/// Most checks that are listed.
const MAX_CHECKS: usize = 10_000;

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
    let reading = move |reader: &mut Reader<'_>, _: Option<&Query>| read_least(reader, least);
    let Question { made, asked, .. } = indices.question(ask, query, reading).await?;
    indices
        .compute(ask.deadline, move |gauge| answer(&made, asked, gauge))
        .await
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

fn answer(made: &Made, least: Verdict, gauge: &Gauge) -> Result<AuditFrameworkResponse, Problem> {
    let audit = match Index::new(&made.query.framework, &made.basis.table) {
        // Who has too few figures is what an audit is to tell.
        Err(Error::Unranked(_)) => Audit::of_figures(&made.query.framework, &made.basis.table),
        Ok(_) | Err(_) => {
            let (index, evaluation) = evaluated(made, gauge)?;
            index.audit_until(&evaluation, gauge).map_err(engine::problem)?
        }
    };
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
    Ok(AuditFrameworkResponse {
        verdict: verdict(audit.verdict()).into(),
        counts: counts.into_values().collect(),
        checks: listed.into_iter().take(MAX_CHECKS).map(check).collect(),
        period: made.basis.period.to_string(),
        revision: made.token.revision.get(),
        token: made.token.to_string(),
    })
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
