//! ApplyCatalog.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use zhibiao_model::{
    access,
    catalog::{Action, Catalog, Draft, Fault, Indicator, ItemChange, difference},
    framework::FrameworkForm,
    ids::{FrameworkId, IndicatorCode, SubjectName},
    revision::Revision,
};
use zhibiao_proto::catalog::v1::{ApplyCatalogRequest, ApplyCatalogResponse, ApplyMode};
use zhibiao_runtime::{
    access::{Demand, Permit},
    error::{Code, Problem, Violation},
};
use zhibiao_scoring::Framework;

use super::ownership;
use crate::{
    catalog_log::{Record, Update, UpdateError},
    core::Core,
    error::EngineError,
    library::Edition,
    records,
};

/// How often a change is made anew because another one came first.
const ATTEMPTS: usize = 8;

/// What applying a catalogue would do.
struct Outcome {
    changes: Vec<ItemChange>,
    update: Update,
    catalog: Catalog,
}

/// What is asked for.
struct Asked {
    permit: Permit,
    given: Draft,
    mode: ApplyMode,
    dry_run: bool,
    expected: Option<Revision>,
}

pub(super) async fn apply(
    core: &Core,
    permit: Permit,
    request: ApplyCatalogRequest,
) -> Result<ApplyCatalogResponse, Problem> {
    may_administer(core, &permit).await?;
    let asked = Asked::read(permit, request).await?;
    for _ in 0..ATTEMPTS {
        if let Some(answer) = asked.attempt(core).await? {
            return Ok(answer);
        }
    }
    let message = "another catalogue was applied during each attempt; try again";
    Err(Problem::new(Code::Aborted, "CATALOG_KEEPS_MOVING", message)
        .retry_after(std::time::Duration::from_secs(1)))
}

impl Asked {
    async fn read(permit: Permit, request: ApplyCatalogRequest) -> Result<Self, Problem> {
        let ApplyCatalogRequest {
            catalog,
            mode,
            dry_run,
            expected_revision,
        } = request;
        let mode = ApplyMode::try_from(mode).map_err(|_| invalid("mode", "is none that this hub knows"))?;
        let negative = || {
            let text = "is negative: give the head revision, or leave it out";
            invalid("expected_revision", text)
        };
        let expected = expected_revision
            .map(|number| Revision::new(number).ok_or_else(negative))
            .transpose()?;
        let message = catalog.unwrap_or_default();
        let read = tokio::task::spawn_blocking(move || Draft::try_from(message));
        let given = read
            .await
            .map_err(failed)?
            .map_err(|invalid| Problem::from(invalid.below("catalog")))?;
        Ok(Self {
            permit,
            given,
            mode,
            dry_run,
            expected,
        })
    }

    /// Applies it to the newest catalogue; `None` when that is no longer the newest.
    async fn attempt(&self, core: &Core) -> Result<Option<ApplyCatalogResponse>, Problem> {
        let head = core.follower.catch_up().await?;
        if let Some(expected) = self.expected
            && expected != head.revision
        {
            return Err(head_moved(expected, head.revision));
        }
        let edition = core.library.newest().await?;
        let (given, mode) = (self.given.clone(), self.mode);
        let permit = self.permit.clone();
        let outcome = tokio::task::spawn_blocking(move || {
            let outcome = outcome(&edition, given, mode)?;
            permitted(&permit, &edition.catalog, &outcome)?;
            Ok::<_, Problem>(outcome)
        });
        let mut outcome = outcome.await.map_err(failed)??;
        outcome.update.expected_head = self.expected;
        if self.dry_run || outcome.changes.is_empty() {
            let Update {
                unused_subjects,
                unused_indicators,
                ..
            } = &outcome.update;
            let referenced = core
                .catalogs
                .referenced(unused_subjects, unused_indicators)
                .await?;
            if !referenced.is_empty() {
                return Err(still_referenced(&referenced));
            }
            return Ok(Some(answer(core, &outcome.changes, head.revision)));
        }
        let _turn = core.overtaken.write().await;
        match core.catalogs.update(outcome.update).await {
            Ok(head) => {
                let edition = Edition::new(head.revision, outcome.catalog);
                core.library.keep(&Arc::new(edition));
                // A caller that is told of a fault here has to know that the catalogue may be in force all the same.
                let followed = core.follower.catch_up().await;
                followed.map_err(|error| Problem::from(error).maybe_committed())?;
                Ok(Some(answer(core, &outcome.changes, head.revision)))
            }
            Err(UpdateError::CatalogMoved(_)) => Ok(None),
            Err(UpdateError::HeadMoved(head)) => Err(head_moved(self.expected.unwrap_or_default(), head)),
            Err(UpdateError::Referenced(names)) => Err(still_referenced(&names)),
            Err(UpdateError::Engine(error)) => Err(Problem::from(error).maybe_committed()),
        }
    }
}

fn invalid(field: &str, text: &str) -> Problem {
    let message = format!("{field}: {text}");
    Problem::new(Code::InvalidArgument, "REQUEST_INVALID", message).violation(field, text)
}

/// Checks that the caller may administer anything at all, before anything is read.
async fn may_administer(core: &Core, permit: &Permit) -> Result<(), Problem> {
    if !permit.is_bounded() {
        return Ok(());
    }
    let edition = core.library.newest().await?;
    let action = [access::Action::Administer];
    if permit.allows_anywhere(&edition.catalog, &action) {
        return Ok(());
    }
    permit.check(&edition.catalog, &action, [Demand::everything("catalog")])
}

/// Checks that the caller may change all of what changes, by the grants that are in force before.
fn permitted(permit: &Permit, catalog: &Catalog, outcome: &Outcome) -> Result<(), Problem> {
    if !permit.is_bounded() {
        return Ok(());
    }
    let demands = ownership::demands(catalog.items(), outcome.catalog.items(), &outcome.changes);
    permit.check(catalog, &[access::Action::Administer], demands)
}

fn outcome(edition: &Edition, given: Draft, mode: ApplyMode) -> Result<Outcome, Problem> {
    let before = edition.catalog.items();
    let mut draft = match mode {
        ApplyMode::Unspecified | ApplyMode::Merge => before.clone(),
        ApplyMode::Replace => Draft::default(),
    };
    draft.merge(given);
    count_versions(before, &mut draft);
    let unsound = unsound_frameworks(before, &draft);
    let catalog = match Catalog::build_after(before, draft) {
        Ok(catalog) if unsound.is_empty() => catalog,
        Ok(_) => return Err(faulty(&unsound)),
        Err(faults) => return Err(faulty(&[faults, unsound].concat())),
    };
    let after = catalog.items();
    let changes = difference(before, after);
    let removed: BTreeSet<&str> = changes
        .iter()
        .filter(|change| change.action == Action::Remove)
        .map(|c| c.name.as_str())
        .collect();
    let (old, new) = (records::encode(before), records::encode(after));
    let update = Update {
        base: edition.revision,
        expected_head: None,
        put: new
            .iter()
            .filter(|(name, payload)| old.get(*name) != Some(*payload))
            .map(|(name, payload)| Record {
                name: name.clone(),
                payload: payload.clone(),
            })
            .collect(),
        remove: old
            .keys()
            .filter(|name| !new.contains_key(*name))
            .cloned()
            .collect(),
        unused_subjects: removed
            .iter()
            .filter_map(|name| name.parse::<SubjectName>().ok())
            .collect(),
        unused_indicators: removed
            .iter()
            .filter_map(|name| name.parse::<IndicatorCode>().ok())
            .chain(redefined(before, after))
            .collect(),
    };
    Ok(Outcome {
        changes,
        update,
        catalog,
    })
}

/// Indicators whose stored values would come to mean something else, or be about what they may not be about: values
/// are kept in the indicator's unit, at periods of its frequency.
fn redefined<'a>(before: &'a Draft, after: &'a Draft) -> impl Iterator<Item = IndicatorCode> + 'a {
    before.indicators.iter().filter_map(|(code, old)| {
        let new = after.indicators.get(code)?;
        let same = old.unit == new.unit
            && old.frequency == new.frequency
            && old.subject_kinds.is_subset(&new.subject_kinds);
        (!same).then(|| code.clone())
    })
}

/// Versions are the hub's to count: a changed indicator has the next one, an unchanged one keeps its own.
fn count_versions(before: &Draft, after: &mut Draft) {
    let indicator = |one: &Arc<Indicator>| Draft {
        indicators: BTreeMap::from([(one.code.clone(), Arc::clone(one))]),
        ..Draft::default()
    };
    for (code, new) in &mut after.indicators {
        let old = before.indicators.get(code);
        let counted = old.map(|old| {
            (
                old.version,
                difference(&indicator(old), &indicator(new)).is_empty(),
            )
        });
        let version = next_version(counted);
        if new.version != version {
            Arc::make_mut(new).version = version;
        }
    }
    let framework = |one: &Arc<FrameworkForm>| Draft {
        frameworks: BTreeMap::from([(one.id.clone(), Arc::clone(one))]),
        ..Draft::default()
    };
    for (id, new) in &mut after.frameworks {
        let old = before.frameworks.get(id);
        let counted = old.map(|old| {
            (
                old.version,
                difference(&framework(old), &framework(new)).is_empty(),
            )
        });
        let version = next_version(counted);
        if new.version != version {
            Arc::make_mut(new).version = version;
        }
    }
}

/// The version after one that may be the same.
fn next_version(old: Option<(u32, bool)>) -> u32 {
    match old {
        None => 1,
        Some((version, true)) => version,
        Some((version, false)) => version + 1,
    }
}

/// Why frameworks that are new or changed can't be computed; also those whose indicators now say another direction. Of
/// what they name in the catalogue only the groups that they impute by are looked into here: subjects that lose theirs later
/// do not hinder a catalogue.
fn unsound_frameworks(before: &Draft, after: &Draft) -> Vec<Fault> {
    let directed = |draft: &Draft, id: &FrameworkId| {
        let form = draft.frameworks.get(id)?;
        Some(draft.directed(form))
    };
    let mut faults = Vec::new();
    for id in after.frameworks.keys() {
        let now = directed(after, id);
        let Some(form) = now.filter(|form| directed(before, id).as_ref() != Some(form)) else {
            continue;
        };
        let ungrouped = after.ungrouped(&form).into_iter();
        faults.extend(ungrouped.map(|(path, message)| Fault {
            path: format!("{id}.{path}"),
            message,
        }));
        match Framework::new(form) {
            Ok(_) => {}
            Err(zhibiao_scoring::Error::Framework(unsound)) => {
                faults.extend(unsound.into_iter().map(|fault| Fault {
                    path: format!("{id}.{}", fault.path()),
                    message: fault.told(),
                }));
            }
            Err(error) => faults.push(Fault {
                path: id.to_string(),
                message: error.to_string(),
            }),
        }
    }
    faults
}

fn answer(core: &Core, changes: &[ItemChange], revision: Revision) -> ApplyCatalogResponse {
    ApplyCatalogResponse {
        changes: changes.iter().map(Into::into).collect(),
        revision: revision.get(),
        token: core.token(revision),
    }
}

fn faulty(faults: &[Fault]) -> Problem {
    let violation = |fault: &Fault| Violation {
        field: fault.path.clone(),
        description: fault.message.clone(),
    };
    let problem = Problem::invalid(faults.iter().map(violation).collect());
    Problem {
        reason: "CATALOG_INVALID".to_owned(),
        ..problem
    }
}

fn head_moved(expected: Revision, head: Revision) -> Problem {
    let message =
        format!("the head is revision {head}, not {expected}: look at what changed, then apply again");
    Problem::new(Code::FailedPrecondition, "HEAD_MOVED", message).with("head", head)
}

fn still_referenced(names: &[String]) -> Problem {
    let message = format!(
        "observations refer to {}: such items can't be removed, nor get another unit, frequency or fewer kinds of subject",
        names
            .iter()
            .take(10)
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(", ")
    );
    let mut problem =
        Problem::new(Code::FailedPrecondition, "ITEM_REFERENCED", message).with("count", names.len());
    for name in names {
        problem = problem.violation(
            name,
            "has observations: keep it as it is, or give the new measure a code of its own",
        );
    }
    problem
}

fn failed(error: tokio::task::JoinError) -> Problem {
    EngineError::Failed(error.to_string()).into()
}
