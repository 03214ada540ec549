//! The difference between two catalogues, item by item and field by field.

mod framework;

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use super::{Draft, Indicator, Names, Validity, items::*};
use crate::access::Grant;

/// What happens to an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It is added.
    Add,
    /// It is changed.
    Update,
    /// It is removed.
    Remove,
}

/// One field that differs, as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// Path of the field, such as `names.zh`.
    pub field: Cow<'static, str>,
    /// What it was.
    pub before: String,
    /// What it becomes.
    pub after: String,
}

/// One item that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemChange {
    /// Resource name of the item.
    pub name: String,
    /// What happens to it.
    pub action: Action,
    /// The fields that differ, for an update.
    pub fields: Vec<FieldChange>,
}

/// What must happen to `before` so that it becomes `after`, ordered by name. Versions do not count.
#[must_use]
pub fn difference(before: &Draft, after: &Draft) -> Vec<ItemChange> {
    let mut changes = Vec::new();
    items(
        &before.kinds,
        &after.kinds,
        |id| format!("kinds/{id}"),
        &mut changes,
    );
    items(&before.zones, &after.zones, ToString::to_string, &mut changes);
    items(
        &before.subjects,
        &after.subjects,
        ToString::to_string,
        &mut changes,
    );
    items(
        &before.departments,
        &after.departments,
        ToString::to_string,
        &mut changes,
    );
    items(
        &before.indicators,
        &after.indicators,
        ToString::to_string,
        &mut changes,
    );
    items(
        &before.interfaces,
        &after.interfaces,
        ToString::to_string,
        &mut changes,
    );
    items(
        &before.peer_groups,
        &after.peer_groups,
        ToString::to_string,
        &mut changes,
    );
    items(
        &before.frameworks,
        &after.frameworks,
        ToString::to_string,
        &mut changes,
    );
    items(&before.grants, &after.grants, ToString::to_string, &mut changes);
    lineage(&before.lineage, &after.lineage, &mut changes);
    changes.sort_by(|a, b| a.name.cmp(&b.name));
    changes
}

fn items<K: Ord, V: Fields>(
    before: &BTreeMap<K, V>,
    after: &BTreeMap<K, V>,
    name: impl Fn(&K) -> String,
    changes: &mut Vec<ItemChange>,
) {
    for (key, item) in after {
        let Some(old) = before.get(key) else {
            changes.push(ItemChange {
                name: name(key),
                action: Action::Add,
                fields: Vec::new(),
            });
            continue;
        };
        let fields = old.changes(item);
        if !fields.is_empty() {
            changes.push(ItemChange {
                name: name(key),
                action: Action::Update,
                fields,
            });
        }
    }
    for key in before.keys().filter(|key| !after.contains_key(key)) {
        changes.push(ItemChange {
            name: name(key),
            action: Action::Remove,
            fields: Vec::new(),
        });
    }
}

fn lineage(before: &BTreeSet<LineageEvent>, after: &BTreeSet<LineageEvent>, changes: &mut Vec<ItemChange>) {
    let name = |event: &LineageEvent| {
        format!(
            "lineage/{}/{}/{}",
            event.date,
            event.kind.as_str(),
            join(event.from.iter().map(|z| z.id()))
        )
    };
    for event in after.difference(before) {
        changes.push(ItemChange {
            name: name(event),
            action: Action::Add,
            fields: Vec::new(),
        });
    }
    for event in before.difference(after) {
        changes.push(ItemChange {
            name: name(event),
            action: Action::Remove,
            fields: Vec::new(),
        });
    }
}

/// An item's fields as text, always the same ones in the same order.
trait Fields {
    fn fields(&self) -> Vec<(&'static str, String)>;

    /// The fields in which it differs from what it becomes.
    fn changes(&self, after: &Self) -> Vec<FieldChange> {
        let pairs = self.fields().into_iter().zip(after.fields());
        pairs
            .filter(|((_, before), (_, after))| before != after)
            .map(|((field, before), (_, after))| FieldChange {
                field: Cow::Borrowed(field),
                before,
                after,
            })
            .collect()
    }
}

impl Fields for SubjectKind {
    fn fields(&self) -> Vec<(&'static str, String)> {
        let Self { id: _, names } = self;
        names_fields(names).into()
    }
}

impl Fields for Zone {
    fn fields(&self) -> Vec<(&'static str, String)> {
        let Self {
            id: _,
            names,
            class,
            level,
            parent,
            code,
            validity,
            note,
        } = self;
        let mut fields = Vec::from(names_fields(names));
        fields.extend([
            ("class", class.clone()),
            ("level", level.clone()),
            ("parent", optional(parent.as_ref())),
            ("code", code.clone()),
            ("validity", span(*validity)),
            ("note", note.clone()),
        ]);
        fields
    }
}

impl Fields for Subject {
    fn fields(&self) -> Vec<(&'static str, String)> {
        let Self {
            name: _,
            names,
            placements,
            codes,
            note,
        } = self;
        let mut fields = Vec::from(names_fields(names));
        let places = placements
            .iter()
            .map(|p| format!("{} {}", p.zone, span(p.validity)));
        let codes = codes.iter().map(|c| format!("{} {}", c.code, span(c.validity)));
        fields.extend([
            ("placements", join(places)),
            ("codes", join(codes)),
            ("note", note.clone()),
        ]);
        fields
    }
}

impl Fields for Department {
    fn fields(&self) -> Vec<(&'static str, String)> {
        let Self {
            id: _,
            names,
            approval,
            note,
        } = self;
        let mut fields = Vec::from(names_fields(names));
        let approval = match approval {
            Approval::FourEyes => "four-eyes",
            Approval::Automatic => "automatic",
        };
        fields.extend([("approval", approval.to_owned()), ("note", note.clone())]);
        fields
    }
}

impl Fields for std::sync::Arc<Indicator> {
    fn fields(&self) -> Vec<(&'static str, String)> {
        let Indicator {
            code: _,
            names,
            unit,
            direction,
            kind,
            theme,
            owner,
            frequency,
            range,
            subject_kinds,
            formula,
            parent,
            dimensions,
            definition_zh,
            definition_en,
            attributes,
            version: _,
        } = self.as_ref();
        let mut fields = Vec::from(names_fields(names));
        let pairs = |map: &BTreeMap<String, String>| join(map.iter().map(|(k, v)| format!("{k}={v}")));
        fields.extend([
            ("unit", unit.symbol().to_owned()),
            ("direction", format!("{direction:?}").to_lowercase()),
            ("kind", format!("{kind:?}").to_lowercase()),
            ("theme", theme.clone()),
            ("owner", optional(owner.as_ref())),
            ("frequency", frequency.to_string()),
            ("min", optional(range.min)),
            ("max", optional(range.max)),
            ("subject_kinds", join(subject_kinds)),
            ("formula", optional(formula.as_ref())),
            ("parent", optional(parent.as_ref())),
            ("dimensions", pairs(dimensions)),
            ("definition_zh", definition_zh.clone()),
            ("definition_en", definition_en.clone()),
            ("attributes", pairs(attributes)),
        ]);
        fields
    }
}

impl Fields for Interface {
    fn fields(&self) -> Vec<(&'static str, String)> {
        let Self {
            id: _,
            names,
            department,
            frequency,
            due_days,
            indicators,
        } = self;
        let mut fields = Vec::from(names_fields(names));
        fields.extend([
            ("department", department.to_string()),
            ("frequency", frequency.to_string()),
            ("due_days", due_days.to_string()),
            ("indicators", join(indicators)),
        ]);
        fields
    }
}

impl Fields for PeerGroup {
    fn fields(&self) -> Vec<(&'static str, String)> {
        let Self {
            id: _,
            names,
            kind,
            members,
            class,
            parent,
            note,
        } = self;
        let mut fields = Vec::from(names_fields(names));
        fields.extend([
            ("kind", kind.to_string()),
            ("members", join(members)),
            ("class", class.clone()),
            ("parent", optional(parent.as_ref())),
            ("note", note.clone()),
        ]);
        fields
    }
}

impl Fields for Grant {
    fn fields(&self) -> Vec<(&'static str, String)> {
        let Self {
            id: _,
            principal,
            department,
            zone,
            actions,
            note,
        } = self;
        vec![
            ("principal", principal.to_string()),
            ("department", department.to_string()),
            ("zone", zone.to_string()),
            ("actions", join(actions)),
            ("note", note.clone()),
        ]
    }
}

fn names_fields(names: &Names) -> [(&'static str, String); 3] {
    let Names { zh, en, aliases } = names;
    [
        ("names.zh", zh.clone()),
        ("names.en", en.clone()),
        ("names.aliases", join(aliases)),
    ]
}

fn span(validity: Validity) -> String {
    format!("[{}, {})", optional(validity.from), optional(validity.until))
}

fn optional(value: Option<impl ToString>) -> String {
    value.map(|v| v.to_string()).unwrap_or_default()
}

fn join(items: impl IntoIterator<Item = impl ToString>) -> String {
    items
        .into_iter()
        .map(|item| item.to_string())
        .collect::<Vec<_>>()
        .join(" | ")
}
