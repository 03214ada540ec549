//! Grants: who may do what.

use std::collections::BTreeSet;

use zhibiao_model::access::{Action, Grant};

use crate::{
    catalog::v1,
    convert::{Faults, InvalidMessage},
};

impl TryFrom<v1::Grant> for Grant {
    type Error = InvalidMessage;

    fn try_from(message: v1::Grant) -> Result<Self, InvalidMessage> {
        let v1::Grant {
            name,
            principal,
            department,
            zone,
            actions: allowed,
            note,
        } = message;
        let mut faults = Faults::default();
        let id = faults.take(|| "name".into(), name.parse());
        let principal = faults.take(|| "principal".into(), principal.parse());
        let department = faults.take(|| "department".into(), department.parse());
        let zone = faults.take(|| "zone".into(), zone.parse());
        let mut actions = BTreeSet::new();
        for (i, number) in allowed.into_iter().enumerate() {
            actions.extend(faults.take(|| format!("actions[{i}]"), action(number)));
        }
        let whole = id.zip(principal).zip(department).zip(zone);
        faults.give(whole.map(|(((id, principal), department), zone)| Self {
            id,
            principal,
            department,
            zone,
            actions,
            note,
        }))
    }
}

/// Reads an action, which must be said.
fn action(number: i32) -> Result<Action, &'static str> {
    match v1::Action::try_from(number) {
        Ok(v1::Action::Read) => Ok(Action::Read),
        Ok(v1::Action::Report) => Ok(Action::Report),
        Ok(v1::Action::Approve) => Ok(Action::Approve),
        Ok(v1::Action::Administer) => Ok(Action::Administer),
        Ok(v1::Action::Unspecified) => Err("is not said: give read, report, approve or administer"),
        Err(_) => Err("is no action that this hub knows"),
    }
}

impl From<Action> for v1::Action {
    fn from(action: Action) -> Self {
        match action {
            Action::Read => Self::Read,
            Action::Report => Self::Report,
            Action::Approve => Self::Approve,
            Action::Administer => Self::Administer,
        }
    }
}

impl From<&Grant> for v1::Grant {
    fn from(grant: &Grant) -> Self {
        let Grant {
            id,
            principal,
            department,
            zone,
            actions,
            note,
        } = grant;
        Self {
            name: id.to_string(),
            principal: principal.to_string(),
            department: department.to_string(),
            zone: zone.to_string(),
            actions: actions
                .iter()
                .map(|action| v1::Action::from(*action).into())
                .collect(),
            note: note.clone(),
        }
    }
}
