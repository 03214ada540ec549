//! Checks a draft as a whole; every fault is reported, not the first.

mod frameworks;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use super::{Draft, Indicator, LineageKind, Names, Validity, lengths, sharing};
use crate::{
    access::Scope,
    formula::{self, Formula},
    ids::{KindId, SubjectName, ZoneId},
};

/// One thing that is wrong with a draft.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Item and field, such as `indicators/profit-rate.formula`.
    pub path: String,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.message)
    }
}

pub(super) fn faults(draft: &Draft, before: &Draft) -> Vec<Fault> {
    let mut check = Check {
        draft,
        faults: lengths::faults(draft),
    };
    check.zones();
    check.lineage();
    check.subjects();
    check.departments();
    check.indicators();
    check.formulas();
    check.cycles();
    check.interfaces();
    check.peer_groups();
    check.frameworks();
    check.grants();
    check.faults.extend(sharing::faults(draft, before));
    check.faults.sort();
    check.faults
}

struct Check<'a> {
    draft: &'a Draft,
    faults: Vec<Fault>,
}

impl Check<'_> {
    fn fault(&mut self, path: impl fmt::Display, message: impl Into<String>) {
        self.faults.push(Fault {
            path: path.to_string(),
            message: message.into(),
        });
    }

    fn names(&mut self, item: impl fmt::Display, names: &Names) {
        if names.zh.trim().is_empty() && names.en.trim().is_empty() {
            self.fault(
                format!("{item}.names"),
                "has no name: give a Chinese or an English one",
            );
        }
    }

    fn validity(&mut self, path: impl fmt::Display, validity: Validity) {
        if validity.is_empty() {
            self.fault(path, "ends before it begins: `until` is one past the last day");
        }
    }

    fn zone_exists(&mut self, path: impl fmt::Display, zone: &ZoneId) {
        if !self.draft.zones.contains_key(zone) {
            self.fault(
                path,
                format!("`{zone}` is not in the catalogue: add the zone or correct the name"),
            );
        }
    }

    fn kind_exists(&mut self, path: impl fmt::Display, kind: &KindId) {
        if !self.draft.kinds.contains_key(kind) {
            self.fault(
                path,
                format!("kind `{kind}` is not declared: add it to the kinds"),
            );
        }
    }

    fn subject_exists(&mut self, path: impl fmt::Display, name: &SubjectName) {
        let known = match name.zone() {
            Some(zone) => self.draft.zones.contains_key(&zone),
            None => self.draft.subjects.contains_key(name),
        };
        if !known {
            self.fault(
                path,
                format!("`{name}` is not in the catalogue: add the subject or correct the name"),
            );
        }
    }

    fn zones(&mut self) {
        for (id, zone) in &self.draft.zones {
            self.names(id, &zone.names);
            self.validity(format!("{id}.validity"), zone.validity);
            if let Some(parent) = &zone.parent {
                self.zone_exists(format!("{id}.parent"), parent);
            }
        }
    }

    fn lineage(&mut self) {
        for event in &self.draft.lineage {
            let path = format!("lineage/{}/{}", event.date, event.kind.as_str());
            for zone in event.from.iter().chain(&event.to) {
                self.zone_exists(&path, zone);
            }
            let fits = match event.kind {
                LineageKind::Split => event.from.len() == 1 && event.to.len() > 1,
                LineageKind::Merge => event.from.len() > 1 && event.to.len() == 1,
                LineageKind::Rename | LineageKind::Convert => event.from.len() == 1 && event.to.len() == 1,
            };
            if !fits {
                let message = "a split goes from one to several, a merger from several to one, the rest from one to one";
                self.fault(&path, message);
            }
        }
    }

    fn subjects(&mut self) {
        for (name, subject) in &self.draft.subjects {
            self.names(name, &subject.names);
            if let Ok(kind) = KindId::new(name.kind()) {
                self.kind_exists(name, &kind);
            }
            for placement in &subject.placements {
                self.validity(format!("{name}.placements"), placement.validity);
                self.zone_exists(format!("{name}.placements"), &placement.zone);
            }
            for code in &subject.codes {
                self.validity(format!("{name}.codes"), code.validity);
            }
            let spans: Vec<Validity> = subject.placements.iter().map(|p| p.validity).collect();
            if spans
                .iter()
                .enumerate()
                .any(|(i, a)| spans[i + 1..].iter().any(|b| meet(*a, *b)))
            {
                self.fault(
                    format!("{name}.placements"),
                    "lies in two zones at once: end one before the next begins",
                );
            }
        }
    }

    fn departments(&mut self) {
        for (id, department) in &self.draft.departments {
            self.names(id, &department.names);
        }
    }

    fn indicators(&mut self) {
        for (code, indicator) in &self.draft.indicators {
            self.names(code, &indicator.names);
            if let Some(owner) = &indicator.owner
                && !self.draft.departments.contains_key(owner)
            {
                self.fault(
                    format!("{code}.owner"),
                    format!("`{owner}` is not in the catalogue: add the department"),
                );
            }
            for kind in &indicator.subject_kinds {
                self.kind_exists(format!("{code}.subject_kinds"), kind);
            }
            if let Some(parent) = &indicator.parent
                && !self.draft.indicators.contains_key(parent)
            {
                self.fault(
                    format!("{code}.parent"),
                    format!("`{parent}` is not in the catalogue: add the indicator"),
                );
            }
            self.range(indicator);
        }
    }

    fn range(&mut self, indicator: &Indicator) {
        let path = format!("{}.range", indicator.code);
        let bounds = [indicator.range.min, indicator.range.max];
        if bounds.into_iter().flatten().any(|bound| !bound.is_finite()) {
            self.fault(
                &path,
                "a bound is not a finite number: leave it out where there is none",
            );
        }
        if let (Some(min), Some(max)) = (indicator.range.min, indicator.range.max)
            && max < min
        {
            self.fault(
                &path,
                format!("no value lies between {min} and {max}: exchange them"),
            );
        }
    }

    fn formulas(&mut self) {
        for (code, indicator) in &self.draft.indicators {
            if let Some(formula) = &indicator.formula {
                self.formula(&format!("{code}.formula"), indicator, formula);
            }
        }
    }

    fn formula(&mut self, path: &str, indicator: &Indicator, formula: &Formula) {
        let inputs: BTreeSet<String> = formula.references().into_iter().map(|(code, _)| code).collect();
        if inputs.is_empty() {
            self.fault(
                path,
                "names no indicator: write references in braces, such as `{revenue}`",
            );
            return;
        }
        let (draft, mut all_known) = (self.draft, true);
        for input in &inputs {
            let Some(known) = find(draft, input) else {
                self.fault(
                    path,
                    format!("`{input}` is no indicator of the catalogue: add it or correct the code"),
                );
                all_known = false;
                continue;
            };
            if known.frequency != indicator.frequency {
                let message = format!(
                    "`{input}` is {} but the result is {}: inputs must have the result's frequency",
                    known.frequency, indicator.frequency
                );
                self.fault(path, message);
            }
            if !indicator.subject_kinds.is_subset(&known.subject_kinds) {
                self.fault(
                    path,
                    format!("`{input}` is not about every kind of subject that the result is about"),
                );
            }
        }
        if !all_known {
            return;
        }
        let mut dimension_of =
            |code: &str| find(draft, code).map(|indicator| indicator.unit.dimension().clone());
        match formula.dimension(&mut dimension_of) {
            Ok(dimension) if formula.result_fits(&dimension, &indicator.unit) => {}
            Ok(dimension) => {
                let message = format!(
                    "yields {dimension}, which does not convert to `{}`: change the formula or the unit",
                    indicator.unit.symbol()
                );
                self.fault(path, message);
            }
            Err(error) => self.fault(path, error.to_string()),
        }
    }

    fn cycles(&mut self) {
        let formulas = self.draft.indicators.iter().map(|(code, indicator)| {
            let inputs = indicator
                .formula
                .as_ref()
                .map(Formula::references)
                .unwrap_or_default();
            (
                code.id().to_owned(),
                inputs.into_iter().map(|(input, _)| input).collect(),
            )
        });
        self.cycle("formula", "indicators", formulas.collect());
        let breakdowns = self.draft.indicators.iter().map(|(code, indicator)| {
            (
                code.id().to_owned(),
                indicator.parent.iter().map(|p| p.id().to_owned()).collect(),
            )
        });
        self.cycle("parent", "indicators", breakdowns.collect());
        let places = self.draft.zones.iter().map(|(id, zone)| {
            (
                id.id().to_owned(),
                zone.parent.iter().map(|p| p.id().to_owned()).collect(),
            )
        });
        self.cycle("parent", "zones", places.collect());
    }

    fn cycle(&mut self, field: &str, collection: &str, edges: BTreeMap<String, BTreeSet<String>>) {
        if let Some(path) = formula::find_cycle(&edges) {
            let first = path.first().cloned().unwrap_or_default();
            let message = format!("goes in a circle: {}; break it at one of them", path.join(" → "));
            self.fault(format!("{collection}/{first}.{field}"), message);
        }
    }

    fn interfaces(&mut self) {
        for (id, interface) in &self.draft.interfaces {
            self.names(id, &interface.names);
            if !self.draft.departments.contains_key(&interface.department) {
                let message = format!(
                    "`{}` is not in the catalogue: add the department",
                    interface.department
                );
                self.fault(format!("{id}.department"), message);
            }
            for code in &interface.indicators {
                match self.draft.indicators.get(code) {
                    None => {
                        let message = format!("`{code}` is not in the catalogue: add the indicator");
                        self.fault(format!("{id}.indicators"), message);
                    }
                    Some(indicator) if indicator.frequency != interface.frequency => {
                        let message = format!(
                            "`{code}` is {} but the interface delivers {}",
                            indicator.frequency, interface.frequency
                        );
                        self.fault(format!("{id}.indicators"), message);
                    }
                    Some(_) => {}
                }
            }
        }
    }

    fn peer_groups(&mut self) {
        for (id, group) in &self.draft.peer_groups {
            self.names(id, &group.names);
            self.kind_exists(format!("{id}.kind"), &group.kind);
            if let Some(parent) = &group.parent {
                self.zone_exists(format!("{id}.parent"), parent);
            }
            for member in &group.members {
                self.subject_exists(format!("{id}.members"), member);
                if member.kind() != group.kind.id() {
                    let message = format!("`{member}` is not of kind `{}`", group.kind);
                    self.fault(format!("{id}.members"), message);
                }
            }
        }
    }

    fn grants(&mut self) {
        for (id, grant) in &self.draft.grants {
            if let Scope::One(department) = &grant.department
                && !self.draft.departments.contains_key(department)
            {
                self.fault(
                    format!("{id}.department"),
                    format!("`{department}` is not in the catalogue: add the department or write *"),
                );
            }
            if let Scope::One(zone) = &grant.zone {
                self.zone_exists(format!("{id}.zone"), zone);
            }
            if grant.actions.is_empty() {
                let message =
                    "allows nothing: give read, report, approve or administer, or leave the grant out";
                self.fault(format!("{id}.actions"), message);
            }
        }
    }
}

fn find<'a>(draft: &'a Draft, code: &str) -> Option<&'a Indicator> {
    let code = crate::ids::IndicatorCode::new(code).ok()?;
    draft.indicators.get(&code).map(AsRef::as_ref)
}

fn meet(a: Validity, b: Validity) -> bool {
    let starts_before_end = |from: Option<_>, until: Option<_>| match (from, until) {
        (Some(from), Some(until)) => from < until,
        (None, _) | (_, None) => true,
    };
    starts_before_end(a.from, b.until) && starts_before_end(b.from, a.until)
}
