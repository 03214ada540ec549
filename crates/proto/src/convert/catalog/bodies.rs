//! Departments, what they deliver, and peer groups.

use zhibiao_model::{
    catalog::{Department, Interface, PeerGroup},
    ids::KindId,
};

use super::{
    approval, frequency,
    parts::{names, references},
};
use crate::{
    catalog::v1,
    convert::{Faults, InvalidMessage, optional},
};

impl TryFrom<v1::Department> for Department {
    type Error = InvalidMessage;

    fn try_from(message: v1::Department) -> Result<Self, InvalidMessage> {
        let v1::Department {
            name,
            names: called,
            approval: way,
            note,
        } = message;
        let mut faults = Faults::default();
        let id = faults.take(|| "name".into(), name.parse());
        let way = faults.take(|| "approval".into(), approval(way));
        faults.give(id.zip(way).map(|(id, approval)| Self {
            id,
            names: names(called),
            approval,
            note,
        }))
    }
}

impl From<&Department> for v1::Department {
    fn from(department: &Department) -> Self {
        let Department {
            id,
            names,
            approval,
            note,
        } = department;
        Self {
            name: id.to_string(),
            names: Some(names.into()),
            approval: v1::Approval::from(*approval).into(),
            note: note.clone(),
        }
    }
}

impl TryFrom<v1::Interface> for Interface {
    type Error = InvalidMessage;

    fn try_from(message: v1::Interface) -> Result<Self, InvalidMessage> {
        let v1::Interface {
            name,
            names: called,
            department,
            frequency: often,
            due_days,
            indicators,
        } = message;
        let mut faults = Faults::default();
        let id = faults.take(|| "name".into(), name.parse());
        let department = faults.take(|| "department".into(), department.parse());
        let often = faults.take(|| "frequency".into(), frequency(often));
        let indicators = references(&mut faults, "indicators", &indicators);
        let interface = id
            .zip(department)
            .zip(often)
            .map(|((id, department), frequency)| Self {
                id,
                names: names(called),
                department,
                frequency,
                due_days,
                indicators,
            });
        faults.give(interface)
    }
}

impl From<&Interface> for v1::Interface {
    fn from(interface: &Interface) -> Self {
        let Interface {
            id,
            names,
            department,
            frequency,
            due_days,
            indicators,
        } = interface;
        Self {
            name: id.to_string(),
            names: Some(names.into()),
            department: department.to_string(),
            frequency: v1::Frequency::from(*frequency).into(),
            due_days: *due_days,
            indicators: indicators.iter().map(ToString::to_string).collect(),
        }
    }
}

impl TryFrom<v1::PeerGroup> for PeerGroup {
    type Error = InvalidMessage;

    fn try_from(message: v1::PeerGroup) -> Result<Self, InvalidMessage> {
        let v1::PeerGroup {
            name,
            names: called,
            kind,
            members,
            class,
            parent,
            note,
        } = message;
        let mut faults = Faults::default();
        let id = faults.take(|| "name".into(), name.parse());
        let kind = if kind.is_empty() {
            Ok(KindId::zones())
        } else {
            KindId::new(&kind)
        };
        let kind = faults.take(|| "kind".into(), kind);
        let members = references(&mut faults, "members", &members);
        let parent = faults.take(|| "parent".into(), optional(&parent));
        let group = id.zip(kind).zip(parent).map(|((id, kind), parent)| Self {
            id,
            names: names(called),
            kind,
            members,
            class,
            parent,
            note,
        });
        faults.give(group)
    }
}

impl From<&PeerGroup> for v1::PeerGroup {
    fn from(group: &PeerGroup) -> Self {
        let PeerGroup {
            id,
            names,
            kind,
            members,
            class,
            parent,
            note,
        } = group;
        Self {
            name: id.to_string(),
            names: Some(names.into()),
            kind: kind.to_string(),
            members: members.iter().map(ToString::to_string).collect(),
            class: class.clone(),
            parent: parent.as_ref().map(ToString::to_string).unwrap_or_default(),
            note: note.clone(),
        }
    }
}
