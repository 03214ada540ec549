//! The catalogue: whole drafts, items one by one, and what applying changed.

mod bodies;
mod framework;
mod grants;
mod parts;
mod places;
#[cfg(test)]
pub(super) mod tests;

use std::{
    collections::{BTreeMap, btree_map::Entry},
    fmt::Display,
    sync::Arc,
};

use zhibiao_model::{
    access::Grant,
    catalog::{
        Action, Approval, Department, Direction, Draft, FieldChange, Indicator, IndicatorKind, Interface,
        ItemChange, PeerGroup, Subject, SubjectKind, Zone,
    },
    framework::FrameworkForm,
    period::Frequency,
};

use super::{Faults, InvalidMessage};
use crate::catalog::v1;

pub use framework::framework_as_far;
pub(super) use framework::ties;
pub(super) use parts::names;

impl TryFrom<v1::Catalog> for Draft {
    type Error = InvalidMessage;

    /// Reads a whole catalogue; an item that is given twice is a fault.
    fn try_from(message: v1::Catalog) -> Result<Self, InvalidMessage> {
        let v1::Catalog {
            kinds,
            zones,
            lineage,
            subjects,
            departments,
            indicators,
            interfaces,
            peer_groups,
            frameworks,
            grants,
        } = message;
        let mut faults = Faults::default();
        let mut draft = Self {
            kinds: items(&mut faults, "kinds", kinds, |kind: &SubjectKind| kind.id.clone()),
            zones: items(&mut faults, "zones", zones, |zone: &Zone| zone.id.clone()),
            subjects: items(&mut faults, "subjects", subjects, |subject: &Subject| {
                subject.name.clone()
            }),
            departments: items(&mut faults, "departments", departments, |one: &Department| {
                one.id.clone()
            }),
            indicators: items(&mut faults, "indicators", indicators, |one: &Indicator| {
                one.code.clone()
            })
            .into_iter()
            .map(|(code, indicator)| (code, Arc::new(indicator)))
            .collect(),
            interfaces: items(&mut faults, "interfaces", interfaces, |one: &Interface| {
                one.id.clone()
            }),
            peer_groups: items(&mut faults, "peer_groups", peer_groups, |one: &PeerGroup| {
                one.id.clone()
            }),
            frameworks: items(&mut faults, "frameworks", frameworks, |one: &FrameworkForm| {
                one.id.clone()
            })
            .into_iter()
            .map(|(id, framework)| (id, Arc::new(framework)))
            .collect(),
            grants: items(&mut faults, "grants", grants, |one: &Grant| one.id.clone()),
            ..Self::default()
        };
        for (i, event) in lineage.into_iter().enumerate() {
            draft
                .lineage
                .extend(faults.nested(|| format!("lineage[{i}]"), event.try_into()));
        }
        faults.finish()?;
        Ok(draft)
    }
}

fn items<M, T, K>(faults: &mut Faults, field: &str, messages: Vec<M>, key: impl Fn(&T) -> K) -> BTreeMap<K, T>
where
    T: TryFrom<M, Error = InvalidMessage>,
    K: Ord + Display,
{
    let mut items = BTreeMap::new();
    for (i, message) in messages.into_iter().enumerate() {
        let Some(item) = faults.nested(|| format!("{field}[{i}]"), T::try_from(message)) else {
            continue;
        };
        let key = key(&item);
        match items.entry(key) {
            Entry::Vacant(free) => {
                free.insert(item);
            }
            Entry::Occupied(taken) => {
                faults.add(
                    format!("{field}[{i}]"),
                    format!("`{}` is given twice: leave one", taken.key()),
                );
            }
        }
    }
    items
}

impl From<&Draft> for v1::Catalog {
    fn from(draft: &Draft) -> Self {
        let Draft {
            kinds,
            zones,
            lineage,
            subjects,
            departments,
            indicators,
            interfaces,
            peer_groups,
            frameworks,
            grants,
        } = draft;
        Self {
            kinds: kinds.values().map(Into::into).collect(),
            zones: zones.values().map(Into::into).collect(),
            lineage: lineage.iter().map(Into::into).collect(),
            subjects: subjects.values().map(Into::into).collect(),
            departments: departments.values().map(Into::into).collect(),
            indicators: indicators
                .values()
                .map(|indicator| indicator.as_ref().into())
                .collect(),
            interfaces: interfaces.values().map(Into::into).collect(),
            peer_groups: peer_groups.values().map(Into::into).collect(),
            frameworks: frameworks
                .values()
                .map(|framework| framework.as_ref().into())
                .collect(),
            grants: grants.values().map(Into::into).collect(),
        }
    }
}

impl From<&ItemChange> for v1::CatalogChange {
    fn from(change: &ItemChange) -> Self {
        let ItemChange { name, action, fields } = change;
        let action = match action {
            Action::Add => v1::ChangeAction::Add,
            Action::Update => v1::ChangeAction::Update,
            Action::Remove => v1::ChangeAction::Remove,
        };
        let field = |FieldChange { field, before, after }: &FieldChange| v1::FieldChange {
            field: field.clone().into_owned(),
            before: before.clone(),
            after: after.clone(),
        };
        Self {
            name: name.clone(),
            action: action.into(),
            fields: fields.iter().map(field).collect(),
        }
    }
}

impl From<Frequency> for v1::Frequency {
    fn from(frequency: Frequency) -> Self {
        match frequency {
            Frequency::Annual => Self::Annual,
            Frequency::Semiannual => Self::Semiannual,
            Frequency::Quarterly => Self::Quarterly,
            Frequency::Monthly => Self::Monthly,
            Frequency::Weekly => Self::Weekly,
            Frequency::Daily => Self::Daily,
        }
    }
}

/// Reads a frequency, which must be said.
///
/// # Errors
/// When it is not said, or none of the enumeration.
pub fn frequency(number: i32) -> Result<Frequency, &'static str> {
    match v1::Frequency::try_from(number) {
        Ok(v1::Frequency::Annual) => Ok(Frequency::Annual),
        Ok(v1::Frequency::Semiannual) => Ok(Frequency::Semiannual),
        Ok(v1::Frequency::Quarterly) => Ok(Frequency::Quarterly),
        Ok(v1::Frequency::Monthly) => Ok(Frequency::Monthly),
        Ok(v1::Frequency::Weekly) => Ok(Frequency::Weekly),
        Ok(v1::Frequency::Daily) => Ok(Frequency::Daily),
        Ok(v1::Frequency::Unspecified) => Err("is not said: give how often it is observed"),
        Err(_) => Err("is no frequency that this hub knows"),
    }
}

/// Reads an indicator's kind, which must be said.
///
/// # Errors
/// When it is not said, or none of the enumeration.
pub fn indicator_kind(number: i32) -> Result<IndicatorKind, &'static str> {
    match v1::IndicatorKind::try_from(number) {
        Ok(v1::IndicatorKind::Stock) => Ok(IndicatorKind::Stock),
        Ok(v1::IndicatorKind::Flow) => Ok(IndicatorKind::Flow),
        Ok(v1::IndicatorKind::Ratio) => Ok(IndicatorKind::Ratio),
        Ok(v1::IndicatorKind::Index) => Ok(IndicatorKind::Index),
        Ok(v1::IndicatorKind::Unspecified) => Err("is not said: give stock, flow, ratio or index"),
        Err(_) => Err("is no kind of indicator that this hub knows"),
    }
}

impl From<IndicatorKind> for v1::IndicatorKind {
    fn from(kind: IndicatorKind) -> Self {
        match kind {
            IndicatorKind::Stock => Self::Stock,
            IndicatorKind::Flow => Self::Flow,
            IndicatorKind::Ratio => Self::Ratio,
            IndicatorKind::Index => Self::Index,
        }
    }
}

/// Reads a direction; not said is none.
///
/// # Errors
/// When it is none of the enumeration.
pub fn direction(number: i32) -> Result<Direction, &'static str> {
    match v1::Direction::try_from(number) {
        Ok(v1::Direction::Up) => Ok(Direction::Up),
        Ok(v1::Direction::Down) => Ok(Direction::Down),
        Ok(v1::Direction::None | v1::Direction::Unspecified) => Ok(Direction::None),
        Err(_) => Err("is no direction that this hub knows"),
    }
}

impl From<Direction> for v1::Direction {
    fn from(direction: Direction) -> Self {
        match direction {
            Direction::Up => Self::Up,
            Direction::Down => Self::Down,
            Direction::None => Self::None,
        }
    }
}

/// Reads how reports are approved; not said is four eyes.
///
/// # Errors
/// When it is none of the enumeration.
pub fn approval(number: i32) -> Result<Approval, &'static str> {
    match v1::Approval::try_from(number) {
        Ok(v1::Approval::FourEyes | v1::Approval::Unspecified) => Ok(Approval::FourEyes),
        Ok(v1::Approval::Automatic) => Ok(Approval::Automatic),
        Err(_) => Err("is no way of approval that this hub knows"),
    }
}

impl From<Approval> for v1::Approval {
    fn from(approval: Approval) -> Self {
        match approval {
            Approval::FourEyes => Self::FourEyes,
            Approval::Automatic => Self::Automatic,
        }
    }
}
