//! Small catalogues, item by item.
//!
//! ```
//! use zhibiao_testkit::catalog::Small;
//! let catalog = Small::default()
//!     .zone("east", "东区")
//!     .indicator("revenue", "亿元")
//!     .indicator_with("share", "%", |i| i.formula = Some("{revenue} / {revenue}".parse().unwrap()))
//!     .build();
//! assert_eq!(catalog.items().zones.len(), 1);
//! ```

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use zhibiao_model::{
    access::{Action, Grant},
    catalog::{
        Approval, Catalog, Department, Direction, Draft, Indicator, IndicatorKind, Interface, Names,
        PeerGroup, Placement, Range, Subject, SubjectKind, Validity, Zone,
    },
    framework::FrameworkForm,
    ids::{DepartmentId, GrantId, IndicatorCode, InterfaceId, KindId, PeerGroupId, SubjectName, ZoneId},
    period::Frequency,
    unit::Unit,
};
use zhibiao_proto::catalog::v1;

/// A catalogue under construction. Ids and units that are not well-formed panic: a test's own mistake.
#[derive(Debug, Clone, Default)]
pub struct Small(Draft);

impl Small {
    /// A national high-tech zone (class `htz`) that always existed.
    #[must_use]
    pub fn zone(self, id: &str, zh: &str) -> Self {
        self.zone_with(id, zh, |_| {})
    }

    /// A zone, changed at will.
    #[must_use]
    pub fn zone_with(mut self, id: &str, zh: &str, change: impl FnOnce(&mut Zone)) -> Self {
        let mut zone = Zone {
            id: expect(ZoneId::new(id)),
            names: names(zh),
            class: "htz".into(),
            level: "national".into(),
            parent: None,
            code: String::new(),
            validity: Validity::default(),
            note: String::new(),
        };
        change(&mut zone);
        self.0.zones.insert(zone.id.clone(), zone);
        self
    }

    /// Something placed in a zone for all time, such as `platforms/big-data`; declares its kind too.
    #[must_use]
    pub fn subject(self, name: &str, zh: &str, zone: &str) -> Self {
        let placement = Placement {
            validity: Validity::default(),
            zone: expect(ZoneId::new(zone)),
        };
        self.subject_with(name, zh, |subject| subject.placements = [placement].into())
    }

    /// Something that lies nowhere yet, changed at will; declares its kind too.
    #[must_use]
    pub fn subject_with(mut self, name: &str, zh: &str, change: impl FnOnce(&mut Subject)) -> Self {
        let name: SubjectName = expect(name.parse());
        let kind = expect(KindId::new(name.kind()));
        let names_of_kind = names(kind.id());
        self.0.kinds.entry(kind.clone()).or_insert(SubjectKind {
            id: kind,
            names: names_of_kind,
        });
        let mut subject = Subject {
            name: name.clone(),
            names: names(zh),
            placements: BTreeSet::new(),
            codes: BTreeSet::new(),
            note: String::new(),
        };
        change(&mut subject);
        self.0.subjects.insert(name, subject);
        self
    }

    /// A department whose reports need no second person.
    #[must_use]
    pub fn department(self, id: &str, zh: &str) -> Self {
        self.department_with(id, zh, |_| {})
    }

    /// A department, changed at will.
    #[must_use]
    pub fn department_with(mut self, id: &str, zh: &str, change: impl FnOnce(&mut Department)) -> Self {
        let id = expect(DepartmentId::new(id));
        let mut department = Department {
            id: id.clone(),
            names: names(zh),
            approval: Approval::Automatic,
            note: String::new(),
        };
        change(&mut department);
        self.0.departments.insert(id, department);
        self
    }

    /// An annual flow of zones, of which more is better; called by its code.
    #[must_use]
    pub fn indicator(self, code: &str, unit: &str) -> Self {
        self.indicator_with(code, unit, |_| {})
    }

    /// An indicator, changed at will.
    #[must_use]
    pub fn indicator_with(mut self, code: &str, unit: &str, change: impl FnOnce(&mut Indicator)) -> Self {
        let mut indicator = Indicator {
            code: expect(IndicatorCode::new(code)),
            names: names(code),
            unit: expect(Unit::parse(unit)),
            direction: Direction::Up,
            kind: IndicatorKind::Flow,
            theme: String::new(),
            owner: None,
            frequency: Frequency::Annual,
            range: Range::default(),
            subject_kinds: [KindId::zones()].into(),
            formula: None,
            parent: None,
            dimensions: BTreeMap::new(),
            definition_zh: String::new(),
            definition_en: String::new(),
            attributes: BTreeMap::new(),
            version: 1,
        };
        change(&mut indicator);
        self.0
            .indicators
            .insert(indicator.code.clone(), Arc::new(indicator));
        self
    }

    /// A monthly interface of a department.
    #[must_use]
    pub fn interface(mut self, id: &str, department: &str) -> Self {
        let interface = Interface {
            id: expect(InterfaceId::new(id)),
            names: names(id),
            department: expect(DepartmentId::new(department)),
            frequency: Frequency::Monthly,
            due_days: 10,
            indicators: BTreeSet::new(),
        };
        self.0.interfaces.insert(interface.id.clone(), interface);
        self
    }

    /// A peer group of zones without members or filter, changed at will.
    #[must_use]
    pub fn group_with(mut self, id: &str, change: impl FnOnce(&mut PeerGroup)) -> Self {
        let mut group = PeerGroup {
            id: expect(PeerGroupId::new(id)),
            names: names(id),
            kind: KindId::zones(),
            members: BTreeSet::new(),
            class: String::new(),
            parent: None,
            note: String::new(),
        };
        change(&mut group);
        self.0.peer_groups.insert(group.id.clone(), group);
        self
    }

    /// A framework as files have it; without a name it is called by its id.
    #[must_use]
    pub fn framework(mut self, text: &str) -> Self {
        let mut framework: FrameworkForm = expect(toml::from_str(text));
        if framework.names.is_empty() {
            framework.names = names(framework.id.id());
        }
        self.0
            .frameworks
            .insert(framework.id.clone(), Arc::new(framework));
        self
    }

    /// The checked catalogue.
    ///
    /// # Panics
    /// When it does not fit together.
    #[must_use]
    pub fn build(&self) -> Catalog {
        match Catalog::build(self.0.clone()) {
            Ok(catalog) => catalog,
            Err(faults) => panic!("the test's catalogue does not fit together: {faults:?}"),
        }
    }

    /// A grant: to whom, of which department (`*` for all), in which zone, what.
    #[must_use]
    pub fn grant(mut self, id: &str, to: &str, department: &str, zone: &str, actions: &[Action]) -> Self {
        let grant = Grant {
            id: expect(GrantId::new(id)),
            principal: expect(to.parse()),
            department: expect(department.parse()),
            zone: expect(zone.parse()),
            actions: actions.iter().copied().collect(),
            note: String::new(),
        };
        self.0.grants.insert(grant.id.clone(), grant);
        self
    }

    /// The catalogue as `ApplyCatalog` takes it.
    #[must_use]
    pub fn message(&self) -> v1::Catalog {
        v1::Catalog::from(&self.0)
    }
}

fn names(zh: &str) -> Names {
    Names {
        zh: zh.to_owned(),
        ..Names::default()
    }
}

fn expect<T, E: std::fmt::Display>(read: Result<T, E>) -> T {
    match read {
        Ok(value) => value,
        Err(error) => panic!("{error}"),
    }
}
