//! `ApplyFramework`, `GetFramework`, `ListFrameworks`: frameworks are part of the store's catalogue, which compare follows.

use zhibiao_client::Hub;
use zhibiao_model::{access::Action, framework::FrameworkForm, ids::FrameworkId, period::Frequency};
use zhibiao_proto::{
    catalog::v1::{self as catalog, ApplyCatalogRequest, ApplyCatalogResponse, ApplyMode, Framework, Names},
    compare::v1::{
        ApplyFrameworkRequest, ApplyFrameworkResponse, EvaluationWarning, FrameworkSummary,
        GetFrameworkRequest, GetFrameworkResponse, ListFrameworksRequest, ListFrameworksResponse,
    },
    convert::{Faults, catalog::framework_as_far, consistency::ReadAt},
};
use zhibiao_runtime::{
    access::{Demand, Permit},
    deadline::Deadline,
    error::{Problem, Violation},
    page,
};

use crate::{freshness::States, index, request::Reader};

/// What a framework without a name is checked under.
const STAND_IN: &str = "frameworks/unnamed";

/// Frameworks of a page when nothing is said.
const DEFAULT_PAGE: usize = 100;

/// Most frameworks of a page.
const MAX_PAGE: usize = 1_000;

/// Applies a framework through the store, which checks it whole.
///
/// # Errors
/// What the store refuses, with paths below `framework`; PERMISSION_DENIED.
pub(crate) async fn apply(
    states: &States,
    permit: &Permit,
    request: ApplyFrameworkRequest,
    deadline: Deadline,
) -> Result<ApplyFrameworkResponse, Problem> {
    let ApplyFrameworkRequest {
        framework,
        dry_run,
        expected_revision,
    } = request;
    let Some(framework) = framework else {
        return Err(Problem::invalid(vec![Violation {
            field: "framework".into(),
            description: "is missing: give the framework".into(),
        }]));
    };
    let name = framework.name.clone();
    // A framework is everybody's, as a peer group is.
    let newest = states.newest()?;
    permit.check(
        &newest.catalog.catalog,
        &[Action::Administer],
        [Demand::everything(&name)],
    )?;
    let states = states.for_call(deadline, permit);
    let store = states.store();
    let named: Result<FrameworkId, _> = name.parse();
    // One that has no name is read under another, so that everything else that is wrong is found.
    let called = if named.is_ok() { &name } else { STAND_IN };
    let (form, read) = framework_as_far(Framework {
        name: called.to_owned(),
        ..framework.clone()
    });
    let mut faults = Faults::default();
    faults.take(|| "name".into(), named);
    faults.nested(String::new, read);
    if let Err(invalid) = faults.finish() {
        let mut told = Problem::from(invalid.below("framework"));
        if let Some(form) = form {
            let others = applied(store, Framework::from(&form), true, expected_revision).await;
            let others = others.err().map(|problem| below_framework(problem, called));
            if let Some(other) = others {
                told.unlisted += other.unlisted;
                told.violations.extend(other.violations);
            }
        }
        return Err(Problem {
            unlisted: told.unlisted,
            ..Problem::invalid(told.violations)
        });
    }
    // Before the store writes: what it has answered is done, whatever fails then.
    let warned = index::aside(move || Ok(form.map(warnings).unwrap_or_default())).await?;
    let ApplyCatalogResponse {
        changes,
        revision,
        token,
    } = applied(store, framework, dry_run, expected_revision)
        .await
        .map_err(|problem| below_framework(problem, &name))?;
    // Who asks next is answered by this framework; where that takes too long the token stands for it.
    if !dry_run && let Ok(token) = token.parse() {
        let _ = states.at(ReadAt::AtLeast(token)).await;
    }
    Ok(ApplyFrameworkResponse {
        changes,
        revision,
        token,
        warnings: warned,
    })
}

/// What readers of a framework's results will be warned of.
fn warnings(form: FrameworkForm) -> Vec<EvaluationWarning> {
    let warnings = zhibiao_scoring::Framework::warnings_of(form);
    warnings.iter().map(index::warning).collect()
}

async fn applied(
    store: &Hub,
    framework: Framework,
    dry_run: bool,
    expected_revision: Option<i64>,
) -> Result<ApplyCatalogResponse, Problem> {
    let request = ApplyCatalogRequest {
        catalog: Some(catalog::Catalog {
            frameworks: vec![framework],
            ..catalog::Catalog::default()
        }),
        mode: ApplyMode::Merge.into(),
        dry_run,
        expected_revision,
    };
    store
        .retrying(|| {
            let (mut client, request) = (store.catalog(), request.clone());
            async move { client.apply_catalog(request).await }
        })
        .await
}

/// The store tells places in a catalogue; here they are places in the one framework.
fn below_framework(problem: Problem, name: &str) -> Problem {
    let item = format!("{name}.");
    let place = |field: &str| {
        let own = field
            .strip_prefix(&item)
            .or_else(|| field.strip_prefix("catalog.frameworks[0]."));
        own.map_or_else(|| field.to_owned(), |own| format!("framework.{own}"))
    };
    let violations = problem.violations.into_iter().map(|violation| Violation {
        field: place(&violation.field),
        ..violation
    });
    Problem {
        violations: violations.collect(),
        ..problem
    }
}

/// Gets a framework.
///
/// # Errors
/// NOT_FOUND with the nearest names.
pub(crate) async fn get(
    states: &States,
    permit: &Permit,
    request: GetFrameworkRequest,
    deadline: Deadline,
) -> Result<GetFrameworkResponse, Problem> {
    let GetFrameworkRequest {
        name,
        consistency,
        as_of,
    } = request;
    // A moment that can't be read is noted below, so that everything wrong is told at once.
    let at = ReadAt::read(consistency.clone(), as_of).unwrap_or_default();
    let moment = states.for_call(deadline, permit).moment(at).await?;
    let mut reader = Reader::new(&moment.catalog);
    reader.read_at(consistency, as_of);
    let framework = reader.framework("name", &name);
    reader.faults.finish()?;
    Ok(GetFrameworkResponse {
        framework: framework.map(|one| one.as_ref().into()),
        revision: moment.token.revision.get(),
        token: moment.token.to_string(),
    })
}

/// Lists frameworks.
///
/// # Errors
/// INVALID_ARGUMENT for a page that can't be.
pub(crate) async fn list(
    states: &States,
    permit: &Permit,
    request: ListFrameworksRequest,
    deadline: Deadline,
) -> Result<ListFrameworksResponse, Problem> {
    let ListFrameworksRequest {
        page_size,
        page_token,
        consistency,
        as_of,
    } = request;
    let at = ReadAt::read(consistency, as_of).map_err(Problem::from);
    let size = page::size(page_size, DEFAULT_PAGE, MAX_PAGE);
    let after = page::decode(&["frameworks"], &page_token);
    let (at, size, after) = match (at, size, after) {
        (Ok(at), Ok(size), Ok(after)) => (at, size, after),
        (at, size, after) => return Err(together([at.err(), size.err(), after.err()])),
    };
    let after: Option<FrameworkId> = after.as_deref().and_then(|name| name.parse().ok());
    let moment = states.for_call(deadline, permit).moment(at).await?;
    let all = &moment.catalog.catalog.items().frameworks;
    let mut rest = all
        .values()
        .filter(|one| after.as_ref().is_none_or(|after| one.id > *after));
    let page: Vec<_> = rest.by_ref().take(size).collect();
    let last = page.last().filter(|_| rest.next().is_some());
    let summary = |form: &FrameworkForm| summary(form, index::frequency(&moment.catalog.catalog, form));
    Ok(ListFrameworksResponse {
        next_page_token: last
            .map(|one| page::encode(&["frameworks"], &one.id.to_string()))
            .unwrap_or_default(),
        total_size: i32::try_from(all.len()).unwrap_or(i32::MAX),
        frameworks: page.iter().map(|one| summary(one)).collect(),
        revision: moment.token.revision.get(),
        token: moment.token.to_string(),
    })
}

/// What is wrong with several fields, as one problem; what is wrong with one alone keeps its reason.
fn together<const FIELDS: usize>(problems: [Option<Problem>; FIELDS]) -> Problem {
    let mut problems: Vec<Problem> = problems.into_iter().flatten().collect();
    if problems.len() > 1 {
        let violations = problems.into_iter().flat_map(|one| one.violations);
        return Problem::invalid(violations.collect());
    }
    problems
        .pop()
        .unwrap_or_else(|| Problem::internal("nothing is wrong with a list"))
}

fn summary(form: &FrameworkForm, frequency: Option<Frequency>) -> FrameworkSummary {
    FrameworkSummary {
        name: form.id.to_string(),
        names: Some(Names::from(&form.names)),
        edition: form.edition.clone(),
        indicators: form.indicators.len() as u32,
        aggregates: form.aggregates.len() as u32,
        peer_group: form.peers.as_ref().map(ToString::to_string).unwrap_or_default(),
        frequency: frequency
            .map_or(catalog::Frequency::Unspecified, Into::into)
            .into(),
        version: form.version,
    }
}
