//! What callers may do, decided in one place.
//!
//! [`rules`] says of every call what it takes: nothing, a proven identity, an action that the catalogue grants, or to be
//! a service of the hub. What needs no look into the request is decided before the call reaches its service; where it
//! does, the service says which departments and zones the request is about ([`Demand`]), and its [`Permit`] decides by
//! the grants of the catalogue. What nothing allows is denied.

pub mod rules;

use std::{collections::BTreeSet, sync::Arc};

use tonic::codegen::http::Extensions;
use zhibiao_model::{
    access::{Action, Place, Rights},
    catalog::Catalog,
    computed::Plan,
    ids::{DepartmentId, IndicatorCode, SubjectName, ZoneId},
};

use crate::{
    caller::{Caller, USER_KEY},
    error::{Code, MAX_VIOLATIONS, Problem},
    identity::Identity,
};

/// Something that a request is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Demand {
    /// Field of the request that names it.
    pub field: String,
    /// Whose numbers, and where.
    pub place: Place,
}

impl Demand {
    /// A place that a field names.
    #[must_use]
    pub fn new(field: impl Into<String>, place: Place) -> Self {
        Self {
            field: field.into(),
            place,
        }
    }

    /// Everything there is.
    #[must_use]
    pub fn everything(field: impl Into<String>) -> Self {
        Self::new(field, Place::EVERYWHERE)
    }
}

/// Whose numbers an indicator tells: its department's, and for a formula those of everything that it is computed from, or
/// whoever may make formulas could read what is not theirs.
#[must_use]
pub fn owners(catalog: &Catalog, indicator: &IndicatorCode) -> BTreeSet<Option<DepartmentId>> {
    let Some(indicator) = catalog.indicator(indicator) else {
        return BTreeSet::from([None]);
    };
    if indicator.formula.is_none() {
        return BTreeSet::from([indicator.owner.clone()]);
    }
    let plan = Plan::new(catalog, indicator);
    plan.indicators().map(|input| input.owner.clone()).collect()
}

/// The places of subjects' numbers at indicators: of the indicators' [`owners`], in the zones that the subjects are or lie
/// in today. None of either stands for all that there are.
pub fn cells<'a>(
    catalog: &'a Catalog,
    today: jiff::civil::Date,
    subjects: impl IntoIterator<Item = &'a SubjectName>,
    indicators: impl IntoIterator<Item = &'a IndicatorCode>,
) -> BTreeSet<Place> {
    let zone = |subject| catalog.zone_of(subject, today);
    let departments = indicators.into_iter().flat_map(|code| owners(catalog, code));
    let departments = or_all(departments.collect());
    let zones = or_all(subjects.into_iter().map(zone).collect());
    let at = |zone: &Option<ZoneId>| {
        let zone = zone.clone();
        departments.iter().map(move |department| Place {
            department: department.clone(),
            zone: zone.clone(),
        })
    };
    zones.iter().flat_map(at).collect()
}

fn or_all<T: Ord>(some: BTreeSet<Option<T>>) -> BTreeSet<Option<T>> {
    if some.is_empty() {
        BTreeSet::from([None])
    } else {
        some
    }
}

/// Who makes a call, and with it what the call may do.
#[derive(Debug, Clone)]
pub struct Permit(Arc<Identity>);

impl Permit {
    /// The permit of somebody who was identified.
    #[must_use]
    pub fn new(who: Identity) -> Self {
        Self(Arc::new(who))
    }

    /// The permit of a call.
    ///
    /// # Errors
    /// When nobody has looked who calls, which would be a fault of the hub: such a call may do nothing.
    pub fn of(extensions: &Extensions) -> Result<Self, Problem> {
        let permit = extensions.get::<Self>().cloned();
        permit.ok_or_else(|| Problem::internal("a call that nobody identified"))
    }

    /// Who calls.
    #[must_use]
    pub fn who(&self) -> &Identity {
        &self.0
    }

    /// The person or program that something is done for; nothing is sent or decided without one.
    ///
    /// # Errors
    /// UNAUTHENTICATED when there is none.
    pub fn caller(&self) -> Result<&Caller, Problem> {
        self.0.caller().ok_or_else(|| {
            let message = format!(
                "this call needs a name: say who you are with the metadata `{USER_KEY}`, 1 to {} printable characters, \
                 those outside ASCII percent-encoded (command line: --as NAME)",
                Caller::MAX
            );
            Problem::new(Code::Unauthenticated, "CALLER_UNKNOWN", message)
        })
    }

    /// Whether the catalogue decides what may be done, so that somebody has to ask it.
    #[must_use]
    pub fn is_bounded(&self) -> bool {
        matches!(self.who(), Identity::User { .. })
    }

    /// Whether one of the actions is allowed at a place.
    #[must_use]
    pub fn allows(&self, catalog: &Catalog, any_of: &[Action], place: &Place) -> bool {
        match self.who() {
            Identity::Trusted(_) | Identity::Service { .. } => true,
            Identity::User { is_admin: true, .. } if any_of.contains(&Action::Administer) => true,
            Identity::User { caller, roles, .. } => {
                Rights::of(catalog, caller.name(), roles).allow(any_of, place)
            }
        }
    }

    /// Whether one of the actions is allowed for a department in some zone.
    #[must_use]
    pub fn allows_somewhere(&self, catalog: &Catalog, any_of: &[Action], department: &DepartmentId) -> bool {
        match self.who() {
            Identity::Trusted(_) | Identity::Service { .. } => true,
            Identity::User { caller, roles, .. } => {
                Rights::of(catalog, caller.name(), roles).allow_somewhere(any_of, department)
            }
        }
    }

    /// Whether one of the actions is allowed anywhere at all.
    #[must_use]
    pub fn allows_anywhere(&self, catalog: &Catalog, any_of: &[Action]) -> bool {
        match self.who() {
            Identity::Trusted(_) | Identity::Service { .. } => true,
            Identity::User { is_admin: true, .. } if any_of.contains(&Action::Administer) => true,
            Identity::User { caller, roles, .. } => {
                Rights::of(catalog, caller.name(), roles).allow_anywhere(any_of)
            }
        }
    }

    /// Checks that one of the actions is allowed at every place that a request is about.
    ///
    /// # Errors
    /// PERMISSION_DENIED with every place where none is.
    pub fn check(
        &self,
        catalog: &Catalog,
        any_of: &[Action],
        demands: impl IntoIterator<Item = Demand>,
    ) -> Result<(), Problem> {
        let Identity::User {
            caller,
            roles,
            is_admin,
        } = self.who()
        else {
            return Ok(());
        };
        if *is_admin && any_of.contains(&Action::Administer) {
            return Ok(());
        }
        let rights = Rights::of(catalog, caller.name(), roles);
        let denied: Vec<Demand> = demands
            .into_iter()
            .filter(|demand| !rights.allow(any_of, &demand.place))
            .collect();
        match denied.first() {
            Some(first) => Err(refusal(caller, any_of, first, &denied)),
            None => Ok(()),
        }
    }
}

fn refusal(caller: &Caller, any_of: &[Action], first: &Demand, denied: &[Demand]) -> Problem {
    let actions: Vec<&str> = any_of.iter().map(|action| action.as_str()).collect();
    let actions = actions.join(" or ");
    let more = match denied.len() {
        1 => String::new(),
        count => format!(" (and {} more)", count - 1),
    };
    let message = format!(
        "users/{caller} may not {actions} for {}{more}: ask an administrator for a grant",
        first.place
    );
    tracing::info!(user = %caller, action = actions, place = %first.place, "permission denied");
    let problem = Problem::new(Code::PermissionDenied, "RIGHT_MISSING", message).with("action", &actions);
    denied
        .iter()
        .take(MAX_VIOLATIONS)
        .fold(problem, |problem, demand| {
            let text = format!("needs a grant to {actions} for {}", demand.place);
            problem.violation(&demand.field, text)
        })
}

#[cfg(test)]
mod tests;
