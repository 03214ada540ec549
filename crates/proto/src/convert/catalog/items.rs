//! The items of a catalogue other than indicators.

use std::{collections::BTreeSet, str::FromStr};

use jiff::civil::Date;
use zhibiao_model::{
    catalog::{
        Department, Interface, LineageEvent, Names, PeerGroup, Placement, Subject, SubjectCode, SubjectKind,
        Validity, Zone,
    },
    ids::KindId,
};

use super::{approval, frequency};
use crate::{
    catalog::v1,
    convert::{Faults, InvalidMessage, optional},
};

/// Reads names; a message that is absent has none.
pub(in crate::convert) fn names(message: Option<v1::Names>) -> Names {
    let v1::Names { zh, en, aliases } = message.unwrap_or_default();
    Names {
        zh,
        en,
        aliases: aliases.into_iter().filter(|alias| !alias.is_empty()).collect(),
    }
}

impl From<&Names> for v1::Names {
    fn from(names: &Names) -> Self {
        let Names { zh, en, aliases } = names;
        Self {
            zh: zh.clone(),
            en: en.clone(),
            aliases: aliases.iter().cloned().collect(),
        }
    }
}

/// Reads a list of references.
pub(in crate::convert) fn references<T>(faults: &mut Faults, field: &str, texts: &[String]) -> BTreeSet<T>
where
    T: FromStr + Ord,
    T::Err: std::fmt::Display,
{
    let read = |(i, text): (usize, &String)| faults.take(|| format!("{field}[{i}]"), text.parse());
    texts.iter().enumerate().filter_map(read).collect()
}

fn day(text: &str) -> Result<Option<Date>, &'static str> {
    if text.is_empty() {
        return Ok(None);
    }
    // Parsing alone would also take a time of day and `20230917`.
    let date = text.parse::<Date>().ok().filter(|date| date.to_string() == text);
    date.map(Some).ok_or("is no day such as `2023-09-17`")
}

fn validity(faults: &mut Faults, field: &str, message: Option<v1::Validity>) -> Option<Validity> {
    let v1::Validity { from, until } = message.unwrap_or_default();
    let from = faults.take(|| format!("{field}.from"), day(&from));
    let until = faults.take(|| format!("{field}.until"), day(&until));
    from.zip(until).map(|(from, until)| Validity { from, until })
}

impl From<&Validity> for v1::Validity {
    fn from(validity: &Validity) -> Self {
        let Validity { from, until } = validity;
        let text = |day: &Option<Date>| day.map(|d| d.to_string()).unwrap_or_default();
        Self {
            from: text(from),
            until: text(until),
        }
    }
}

/// An open validity is left out of messages.
fn validity_message(validity: &Validity) -> Option<v1::Validity> {
    (*validity != Validity::default()).then(|| validity.into())
}

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
