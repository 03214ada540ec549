//! The tables of a pack, each read into the items it declares.

use std::collections::BTreeMap;

use jiff::{ToSpan as _, civil::Date};
use zhibiao_model::ids::FrameworkId;
use zhibiao_proto::catalog::v1::{
    Approval, Catalog, Department, Direction, Framework, Frequency, Grant, Indicator, IndicatorKind,
    Interface, LineageEvent, Names, PeerGroup, Placement, Subject, SubjectCode, SubjectKind, Validity, Zone,
};

use super::{
    fault::{At, Faults},
    files::Files,
    forms::{
        ACTIONS, APPROVALS, DEPARTMENTS, DIRECTIONS, FREQUENCIES, GRANTS, INDICATOR_KINDS, INDICATORS,
        INTERFACES, KINDS, LINEAGE, PEER_GROUPS, SUBJECTS, ZONES,
    },
    framework::Draft,
    table::Row,
};

/// The items of a pack with the rows they stand in.
#[derive(Debug, Default)]
pub(crate) struct Items {
    /// The items.
    pub(crate) catalog: Catalog,
    /// Row of each item, by its path in the message (`zones[3]`).
    pub(crate) by_path: BTreeMap<String, At>,
    /// Row of each item, by its resource name.
    pub(crate) by_name: BTreeMap<String, At>,
    /// The file of each framework, by its resource name.
    pub(crate) trees: BTreeMap<String, Draft>,
}

impl Items {
    /// Reads every table that is there.
    pub(crate) fn read(files: &Files, faults: &mut Faults) -> Self {
        let mut items = Self::default();
        KINDS.read(files.get(KINDS.file), faults, |row, faults| {
            items.kind(row, faults)
        });
        ZONES.read(files.get(ZONES.file), faults, |row, faults| {
            items.zone(row, faults)
        });
        LINEAGE.read(files.get(LINEAGE.file), faults, |row, faults| {
            items.lineage(row, faults)
        });
        SUBJECTS.read(files.get(SUBJECTS.file), faults, |row, faults| {
            items.subject(row, faults)
        });
        DEPARTMENTS.read(files.get(DEPARTMENTS.file), faults, |row, faults| {
            items.department(row, faults)
        });
        INDICATORS.read(files.get(INDICATORS.file), faults, |row, faults| {
            items.indicator(row, faults)
        });
        INTERFACES.read(files.get(INTERFACES.file), faults, |row, faults| {
            items.interface(row, faults)
        });
        PEER_GROUPS.read(files.get(PEER_GROUPS.file), faults, |row, faults| {
            items.peer_group(row, faults)
        });
        GRANTS.read(files.get(GRANTS.file), faults, |row, faults| {
            items.grant(row, faults)
        });
        items
    }

    fn kind(&mut self, row: &Row<'_>, faults: &mut Faults) {
        let id = row.owned("id");
        self.place(
            row,
            "kinds",
            self.catalog.kinds.len(),
            &format!("kinds/{id}"),
            faults,
        );
        self.catalog.kinds.push(SubjectKind {
            id,
            names: names(row),
        });
    }

    fn zone(&mut self, row: &Row<'_>, faults: &mut Faults) {
        let name = row.reference("id", "zones");
        self.place(row, "zones", self.catalog.zones.len(), &name, faults);
        let level = row.text("level");
        self.catalog.zones.push(Zone {
            name,
            names: names(row),
            class: row.owned("class"),
            level: if level == "none" {
                String::new()
            } else {
                level.to_owned()
            },
            parent: row.reference("parent", "zones"),
            code: row.owned("code"),
            validity: validity(row, faults),
            note: row.owned("note"),
        });
    }

    fn lineage(&mut self, row: &Row<'_>, faults: &mut Faults) {
        let (date, event) = (row.owned("date"), row.owned("event"));
        let (from, to) = (row.references("from", "zones"), row.references("to", "zones"));
        let name = format!("lineage/{date}/{event}");
        // Several events of one kind may fall on one day; the zones tell them apart.
        let key = format!("{name} {} {}", from.join(" "), to.join(" "));
        self.place(row, "lineage", self.catalog.lineage.len(), &key, faults);
        self.by_name.entry(name).or_insert_with(|| row.at().clone());
        self.catalog.lineage.push(LineageEvent {
            date,
            event,
            from,
            to,
            note: row.owned("note"),
        });
    }

    fn subject(&mut self, row: &Row<'_>, faults: &mut Faults) {
        let name = row.owned("name");
        self.place(row, "subjects", self.catalog.subjects.len(), &name, faults);
        let validity = validity(row, faults);
        let placements = match row.reference("zone", "zones") {
            zone if zone.is_empty() => Vec::new(),
            zone => vec![Placement {
                zone,
                validity: validity.clone(),
            }],
        };
        let codes = match row.owned("code") {
            code if code.is_empty() => Vec::new(),
            code => vec![SubjectCode { code, validity }],
        };
        self.catalog.subjects.push(Subject {
            name,
            names: names(row),
            placements,
            codes,
            note: row.owned("note"),
        });
    }

    fn department(&mut self, row: &Row<'_>, faults: &mut Faults) {
        let name = row.reference("id", "departments");
        self.place(row, "departments", self.catalog.departments.len(), &name, faults);
        let approval = row
            .choice("approval", &APPROVALS, faults)
            .unwrap_or(Approval::FourEyes);
        self.catalog.departments.push(Department {
            name,
            names: names(row),
            approval: approval.into(),
            note: row.owned("note"),
        });
    }

    fn indicator(&mut self, row: &Row<'_>, faults: &mut Faults) {
        let name = row.reference("code", "indicators");
        self.place(row, "indicators", self.catalog.indicators.len(), &name, faults);
        let direction = row
            .choice("direction", &DIRECTIONS, faults)
            .unwrap_or(Direction::None);
        // A word that is missing is told here; a stand-in keeps the rest of the row checkable.
        let kind = row
            .chosen("kind", &INDICATOR_KINDS, faults)
            .unwrap_or(IndicatorKind::Flow);
        let frequency = row
            .chosen("frequency", &FREQUENCIES, faults)
            .unwrap_or(Frequency::Annual);
        self.catalog.indicators.push(Indicator {
            name,
            names: names(row),
            unit: row.owned("unit"),
            direction: direction.into(),
            kind: kind.into(),
            theme: row.owned("theme"),
            owner: row.reference("owner", "departments"),
            frequency: frequency.into(),
            min: row.number("min", faults),
            max: row.number("max", faults),
            subject_kinds: row.list("subject_kinds"),
            formula: row.owned("formula"),
            parent: row.reference("parent", "indicators"),
            dimensions: dimensions(row, faults),
            definition_zh: row.owned("definition_zh"),
            definition_en: row.owned("definition_en"),
            attributes: row.open("attributes."),
            version: 0,
        });
    }

    fn interface(&mut self, row: &Row<'_>, faults: &mut Faults) {
        let name = row.reference("id", "interfaces");
        self.place(row, "interfaces", self.catalog.interfaces.len(), &name, faults);
        let frequency = row
            .chosen("frequency", &FREQUENCIES, faults)
            .unwrap_or(Frequency::Annual);
        self.catalog.interfaces.push(Interface {
            name,
            names: names(row),
            department: row.reference("department", "departments"),
            frequency: frequency.into(),
            due_days: row.number("due_days", faults).unwrap_or_default(),
            indicators: row.references("indicators", "indicators"),
        });
    }

    fn peer_group(&mut self, row: &Row<'_>, faults: &mut Faults) {
        let name = row.reference("id", "peerGroups");
        self.place(row, "peer_groups", self.catalog.peer_groups.len(), &name, faults);
        self.catalog.peer_groups.push(PeerGroup {
            name,
            names: names(row),
            kind: row.owned("kind"),
            members: row.list("members"),
            class: row.owned("class"),
            parent: row.reference("parent", "zones"),
            note: row.owned("note"),
        });
    }

    fn grant(&mut self, row: &Row<'_>, faults: &mut Faults) {
        let name = row.reference("id", "grants");
        self.place(row, "grants", self.catalog.grants.len(), &name, faults);
        let scope = |column: &str, collection: &str| match row.text(column) {
            "*" => "*".to_owned(),
            _ => row.reference(column, collection),
        };
        self.catalog.grants.push(Grant {
            name,
            principal: row.owned("principal"),
            department: scope("department", "departments"),
            zone: scope("zone", "zones"),
            actions: actions(row, faults),
            note: row.owned("note"),
        });
    }

    /// The id of a framework; another one where it stands in for a missing id, and so does that of another framework.
    pub(crate) fn free_id(&self, id: FrameworkId, draft: &Draft) -> FrameworkId {
        if !draft.stands_in(id.id()) {
            return id;
        }
        let others = (2..).map_while(|number| FrameworkId::new(&format!("{}-{number}", id.id())).ok());
        let mut all = std::iter::once(id.clone()).chain(others);
        all.find(|one| !self.by_name.contains_key(&one.to_string()))
            .unwrap_or(id)
    }

    /// Takes in a framework, which has a file of its own.
    pub(crate) fn framework(&mut self, framework: Framework, draft: Draft, faults: &mut Faults) {
        let (name, at) = (framework.name.clone(), draft.rows.at("id"));
        let index = self.catalog.frameworks.len();
        self.by_path.insert(format!("frameworks[{index}]"), at.clone());
        if let Some(first) = self.by_name.insert(name.clone(), at.clone()) {
            let message = format!("`{name}` is declared in {} already: keep one of them", first.file);
            faults.add(at, message);
        }
        self.trees.insert(name, draft);
        self.catalog.frameworks.push(framework);
    }

    /// Notes where an item stands, and that no other row declares it.
    fn place(&mut self, row: &Row<'_>, table: &str, index: usize, name: &str, faults: &mut Faults) {
        self.by_path.insert(format!("{table}[{index}]"), row.at().clone());
        if let Some(first) = self.by_name.insert(name.to_owned(), row.at().clone()) {
            faults.add(
                row.at().clone(),
                format!(
                    "`{name}` is declared in row {} already: keep one of them",
                    first.row
                ),
            );
        }
    }
}

fn names(row: &Row<'_>) -> Option<Names> {
    Some(Names {
        zh: row.owned("name_zh"),
        en: row.owned("name_en"),
        aliases: row.list("aliases"),
    })
}

/// `valid_to` is the last day, as people write it; the hub keeps the day after.
fn validity(row: &Row<'_>, faults: &mut Faults) -> Option<Validity> {
    let until = match row.text("valid_to") {
        "" => String::new(),
        last => match last.parse::<Date>().and_then(|day| day.checked_add(1.day())) {
            Ok(day) => day.to_string(),
            Err(_) => {
                faults.add(
                    row.at().column("valid_to"),
                    format!("`{last}` is no date: write it as 2023-12-31"),
                );
                String::new()
            }
        },
    };
    Some(Validity {
        from: row.owned("valid_from"),
        until,
    })
}

/// Words of a list, each an action.
fn actions(row: &Row<'_>, faults: &mut Faults) -> Vec<i32> {
    let mut actions = Vec::new();
    for word in row.list("actions") {
        match ACTIONS.iter().find(|(name, _)| *name == word) {
            Some((_, action)) => actions.push((*action).into()),
            None => faults.add(
                row.at().column("actions"),
                format!("`{word}` is no action: write read, report, approve or administer"),
            ),
        }
    }
    actions
}

/// `key=value` pairs in a list.
fn dimensions(row: &Row<'_>, faults: &mut Faults) -> BTreeMap<String, String> {
    let mut pairs = BTreeMap::new();
    for item in row.list("dimensions") {
        match item.split_once('=') {
            Some((key, value)) if !key.trim().is_empty() && !value.trim().is_empty() => {
                pairs.insert(key.trim().to_owned(), value.trim().to_owned());
            }
            Some(_) | None => faults.add(
                row.at().column("dimensions"),
                format!("`{item}` is no `dimension=value`"),
            ),
        }
    }
    pairs
}
