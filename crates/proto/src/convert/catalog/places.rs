//! Zones, what became of them, and the subjects placed in them.

use std::collections::BTreeSet;

use zhibiao_model::{
    catalog::{LineageEvent, Placement, Subject, SubjectCode, SubjectKind, Zone},
    ids::KindId,
};

use super::parts::{day, names, references, validity, validity_message};
use crate::{
    catalog::v1,
    convert::{Faults, InvalidMessage, optional},
};

impl TryFrom<v1::SubjectKind> for SubjectKind {
    type Error = InvalidMessage;

    fn try_from(message: v1::SubjectKind) -> Result<Self, InvalidMessage> {
        let v1::SubjectKind { id, names: called } = message;
        let mut faults = Faults::default();
        let id = faults.take(|| "id".into(), KindId::new(&id));
        faults.give(id.map(|id| Self {
            id,
            names: names(called),
        }))
    }
}

impl From<&SubjectKind> for v1::SubjectKind {
    fn from(kind: &SubjectKind) -> Self {
        let SubjectKind { id, names } = kind;
        Self {
            id: id.to_string(),
            names: Some(names.into()),
        }
    }
}

impl TryFrom<v1::Zone> for Zone {
    type Error = InvalidMessage;

    fn try_from(message: v1::Zone) -> Result<Self, InvalidMessage> {
        let v1::Zone {
            name,
            names: called,
            class,
            level,
            parent,
            code,
            validity: span,
            note,
        } = message;
        let mut faults = Faults::default();
        let id = faults.take(|| "name".into(), name.parse());
        let parent = faults.take(|| "parent".into(), optional(&parent));
        let span = validity(&mut faults, "validity", span);
        let zone = id.zip(parent).zip(span).map(|((id, parent), validity)| Self {
            id,
            names: names(called),
            class,
            level,
            parent,
            code,
            validity,
            note,
        });
        faults.give(zone)
    }
}

impl From<&Zone> for v1::Zone {
    fn from(zone: &Zone) -> Self {
        let Zone {
            id,
            names,
            class,
            level,
            parent,
            code,
            validity,
            note,
        } = zone;
        Self {
            name: id.to_string(),
            names: Some(names.into()),
            class: class.clone(),
            level: level.clone(),
            parent: parent.as_ref().map(ToString::to_string).unwrap_or_default(),
            code: code.clone(),
            validity: validity_message(validity),
            note: note.clone(),
        }
    }
}

impl TryFrom<v1::LineageEvent> for LineageEvent {
    type Error = InvalidMessage;

    fn try_from(message: v1::LineageEvent) -> Result<Self, InvalidMessage> {
        let v1::LineageEvent {
            date,
            event,
            from,
            to,
            note,
        } = message;
        let mut faults = Faults::default();
        let date = day(&date).and_then(|day| day.ok_or("is empty: give the day it took effect"));
        let date = faults.take(|| "date".into(), date);
        let kind = faults.take(|| "event".into(), event.parse());
        let from = references(&mut faults, "from", &from);
        let to = references(&mut faults, "to", &to);
        faults.give(date.zip(kind).map(|(date, kind)| Self {
            date,
            kind,
            from,
            to,
            note,
        }))
    }
}

impl From<&LineageEvent> for v1::LineageEvent {
    fn from(event: &LineageEvent) -> Self {
        let LineageEvent {
            date,
            kind,
            from,
            to,
            note,
        } = event;
        Self {
            date: date.to_string(),
            event: kind.as_str().to_owned(),
            from: from.iter().map(ToString::to_string).collect(),
            to: to.iter().map(ToString::to_string).collect(),
            note: note.clone(),
        }
    }
}

impl TryFrom<v1::Subject> for Subject {
    type Error = InvalidMessage;

    fn try_from(message: v1::Subject) -> Result<Self, InvalidMessage> {
        let v1::Subject {
            name,
            names: called,
            placements,
            codes,
            note,
        } = message;
        let mut faults = Faults::default();
        let name = faults.take(|| "name".into(), name.parse::<zhibiao_model::ids::SubjectName>());
        if name.as_ref().is_some_and(|name| name.zone().is_some()) {
            faults.add("name", "is a zone's: give it among the zones");
        }
        let mut places = BTreeSet::new();
        for (i, v1::Placement { zone, validity: span }) in placements.into_iter().enumerate() {
            let zone = faults.take(|| format!("placements[{i}].zone"), zone.parse());
            let span = validity(&mut faults, &format!("placements[{i}].validity"), span);
            places.extend(
                zone.zip(span)
                    .map(|(zone, validity)| Placement { validity, zone }),
            );
        }
        let mut held = BTreeSet::new();
        for (i, v1::SubjectCode { code, validity: span }) in codes.into_iter().enumerate() {
            if code.is_empty() {
                faults.add(
                    format!("codes[{i}].code"),
                    "is empty: give the code or leave the entry out",
                );
            }
            let span = validity(&mut faults, &format!("codes[{i}].validity"), span);
            held.extend(span.map(|validity| SubjectCode { validity, code }));
        }
        faults.give(name.map(|name| Self {
            name,
            names: names(called),
            placements: places,
            codes: held,
            note,
        }))
    }
}

impl From<&Subject> for v1::Subject {
    fn from(subject: &Subject) -> Self {
        let Subject {
            name,
            names,
            placements,
            codes,
            note,
        } = subject;
        let placement = |Placement { validity, zone }: &Placement| v1::Placement {
            zone: zone.to_string(),
            validity: validity_message(validity),
        };
        let code = |SubjectCode { validity, code }: &SubjectCode| v1::SubjectCode {
            code: code.clone(),
            validity: validity_message(validity),
        };
        Self {
            name: name.to_string(),
            names: Some(names.into()),
            placements: placements.iter().map(placement).collect(),
            codes: codes.iter().map(code).collect(),
            note: note.clone(),
        }
    }
}
