//! Who may do what: grants of the catalogue, and the rights that they add up to.
//!
//! A [`Grant`] allows a user, or whoever has a role, some [`Action`]s on a department's numbers in a zone. What no grant
//! allows is denied. A grant for a zone is one for every zone that lies in it.

use std::{collections::BTreeSet, fmt, str::FromStr};

use crate::{
    catalog::Catalog,
    ids::{DepartmentId, GrantId, InvalidName, ZoneId},
};

/// Longest name of a user or role, in characters.
pub const MAX_NAME: usize = 64;

/// Stands for every department or every zone.
const ANY: &str = "*";

/// Whether a text can be the name of a user or a role: 1 to [`MAX_NAME`] printable characters, no blanks around them.
#[must_use]
pub fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.trim() == text
        && text.chars().count() <= MAX_NAME
        && !text.chars().any(char::is_control)
}

/// What a grant allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Read published numbers and reports.
    Read,
    /// Send reports, see what became of them, withdraw them.
    Report,
    /// See reports, approve and return them.
    Approve,
    /// Change the catalogue, grants among it.
    Administer,
}

impl Action {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Read, Self::Report, Self::Approve, Self::Administer];

    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Report => "report",
            Self::Approve => "approve",
            Self::Administer => "administer",
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Action {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        let found = Self::ALL.into_iter().find(|action| action.as_str() == text);
        found.ok_or_else(|| InvalidName {
            text: text.to_owned(),
            what: "action",
            form: "`read`, `report`, `approve` or `administer`",
        })
    }
}

/// Whom a grant is for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Principal {
    /// A person or a program, by the name that it proves: `users/li.wei`.
    User(String),
    /// Whoever has a role, by what the identity provider or the key says: `roles/statistics`.
    Role(String),
}

impl fmt::Display for Principal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(name) => write!(f, "users/{name}"),
            Self::Role(name) => write!(f, "roles/{name}"),
        }
    }
}

impl FromStr for Principal {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        let read = |(collection, name): (&str, &str)| match collection {
            _ if !is_name(name) => None,
            "users" => Some(Self::User(name.to_owned())),
            "roles" => Some(Self::Role(name.to_owned())),
            _ => None,
        };
        text.split_once('/').and_then(read).ok_or_else(|| InvalidName {
            text: text.to_owned(),
            what: "user or role",
            form: "`users/` or `roles/` and a name of 1 to 64 printable characters",
        })
    }
}

/// One item, or all of them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope<T> {
    /// All, and what is of none in particular.
    Any,
    /// One.
    One(T),
}

impl<T: fmt::Display> fmt::Display for Scope<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str(ANY),
            Self::One(one) => one.fmt(f),
        }
    }
}

impl<T: FromStr<Err = InvalidName>> FromStr for Scope<T> {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        if text == ANY {
            Ok(Self::Any)
        } else {
            text.parse().map(Self::One)
        }
    }
}

/// Allows somebody something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Its permanent id.
    pub id: GrantId,
    /// Whom it is for.
    pub principal: Principal,
    /// On whose numbers.
    pub department: Scope<DepartmentId>,
    /// Where.
    pub zone: Scope<ZoneId>,
    /// What it allows.
    pub actions: BTreeSet<Action>,
    /// Free note.
    pub note: String,
}

/// What an action is about: a department's numbers in a zone. What is of no department or no zone in particular needs
/// a grant for all of them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Place {
    /// Whose.
    pub department: Option<DepartmentId>,
    /// Where.
    pub zone: Option<ZoneId>,
}

impl Place {
    /// Everything there is.
    pub const EVERYWHERE: Self = Self {
        department: None,
        zone: None,
    };
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.department {
            Some(department) => write!(f, "{department}")?,
            None => f.write_str("all departments")?,
        }
        match &self.zone {
            Some(zone) => write!(f, " in {zone}"),
            None => f.write_str(" in all zones"),
        }
    }
}

/// What somebody may do, by the grants of a catalogue.
#[derive(Debug)]
pub struct Rights<'a> {
    catalog: &'a Catalog,
    grants: Vec<&'a Grant>,
}

impl<'a> Rights<'a> {
    /// The rights of a user who has roles.
    #[must_use]
    pub fn of(catalog: &'a Catalog, user: &str, roles: &BTreeSet<String>) -> Self {
        let grants = catalog.items().grants.values();
        let meant = |grant: &&Grant| match &grant.principal {
            Principal::User(name) => name == user,
            Principal::Role(name) => roles.contains(name),
        };
        Self {
            catalog,
            grants: grants.filter(meant).collect(),
        }
    }

    /// Whether one of the actions is allowed at a place.
    #[must_use]
    pub fn allow(&self, any_of: &[Action], place: &Place) -> bool {
        self.grants.iter().any(|grant| {
            any_of.iter().any(|action| grant.actions.contains(action))
                && self.covers_department(grant, place)
                && self.covers_zone(grant, place)
        })
    }

    /// Whether one of the actions is allowed for a department in some zone.
    #[must_use]
    pub fn allow_somewhere(&self, any_of: &[Action], department: &DepartmentId) -> bool {
        let place = Place {
            department: Some(department.clone()),
            zone: None,
        };
        self.grants.iter().any(|grant| {
            any_of.iter().any(|action| grant.actions.contains(action))
                && self.covers_department(grant, &place)
        })
    }

    /// Whether one of the actions is allowed anywhere at all.
    #[must_use]
    pub fn allow_anywhere(&self, any_of: &[Action]) -> bool {
        let allowed = |grant: &&Grant| any_of.iter().any(|action| grant.actions.contains(action));
        self.grants.iter().any(allowed)
    }

    fn covers_department(&self, grant: &Grant, place: &Place) -> bool {
        match (&grant.department, &place.department) {
            (Scope::Any, _) => true,
            (Scope::One(granted), Some(asked)) => granted == asked,
            (Scope::One(_), None) => false,
        }
    }

    fn covers_zone(&self, grant: &Grant, place: &Place) -> bool {
        match (&grant.zone, &place.zone) {
            (Scope::Any, _) => true,
            (Scope::One(granted), Some(asked)) => self.catalog.lies_in(asked, granted),
            (Scope::One(_), None) => false,
        }
    }
}

#[cfg(test)]
mod tests;
