//! Names of things: short permanent ids and the resource names made of them.
//!
//! An id is kebab-case ASCII (`5g-base-stations`), at most [`MAX_ID`] bytes. A resource name is `collection/id`
//! (`zones/zhaoqing-htz`), as Google's AIP-122 has it. Names never change; what people call a thing is in
//! [`crate::catalog::Names`].

use std::{fmt, str::FromStr, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// Longest id, in bytes.
pub const MAX_ID: usize = 80;

/// An id or resource name that does not have the form it must have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no {what}: write {form}")]
pub struct InvalidName {
    /// What was read.
    pub text: String,
    /// What it should have been.
    pub what: &'static str,
    /// The form it should have had.
    pub form: &'static str,
}

/// Whether a text is a well-formed id: lower-case letters and digits in groups joined by single hyphens.
#[must_use]
pub fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= MAX_ID
        && text.split('-').all(|group| {
            !group.is_empty()
                && group
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}

macro_rules! resource {
    ($(#[$doc:meta])* $name:ident, $what:literal, $collection:literal, $form:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The collection in the resource name.
            pub const COLLECTION: &'static str = $collection;

            /// Takes a bare id.
            ///
            /// # Errors
            /// When the id is not well-formed.
            pub fn new(id: &str) -> Result<Self, InvalidName> {
                if is_id(id) {
                    Ok(Self(id.into()))
                } else {
                    Err(InvalidName { text: id.to_owned(), what: $what, form: $form })
                }
            }

            /// The id without its collection.
            #[must_use]
            pub fn id(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}/{}", $collection, self.0)
            }
        }

        impl Serialize for $name {
            /// Writes the bare id.
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            /// Reads a bare id or the resource name: files that people write have either.
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = String::deserialize(from)?;
                text.parse().or_else(|_| Self::new(&text)).map_err(D::Error::custom)
            }
        }

        impl FromStr for $name {
            type Err = InvalidName;

            /// Reads the resource name.
            fn from_str(text: &str) -> Result<Self, InvalidName> {
                text.strip_prefix(concat!($collection, "/"))
                    .filter(|id| is_id(id))
                    .map(|id| Self(id.into()))
                    .ok_or_else(|| InvalidName { text: text.to_owned(), what: $what, form: $form })
            }
        }
    };
}

resource!(
    /// A zone, `zones/zhaoqing-htz`.
    ZoneId, "zone name", "zones", "`zones/` and an id such as `zhaoqing-htz`"
);
resource!(
    /// A department, `departments/statistics`.
    DepartmentId, "department name", "departments", "`departments/` and an id such as `statistics`"
);
resource!(
    /// An indicator, `indicators/5g-base-stations`.
    IndicatorCode, "indicator name", "indicators", "`indicators/` and a code such as `5g-base-stations`"
);
resource!(
    /// A data interface, `interfaces/torch-monthly`.
    InterfaceId, "interface name", "interfaces", "`interfaces/` and an id such as `torch-monthly`"
);
resource!(
    /// A peer group, `peerGroups/national-htz`.
    PeerGroupId, "peer group name", "peerGroups", "`peerGroups/` and an id such as `national-htz`"
);
resource!(
    /// A framework, `frameworks/htz-2021`.
    FrameworkId, "framework name", "frameworks", "`frameworks/` and an id such as `htz-2021`"
);

resource!(
    /// A grant of rights, `grants/statistics-report`.
    GrantId, "grant name", "grants", "`grants/` and an id such as `statistics-report`"
);

/// Kind of subject: the collection of its resource name, such as `zones`, `platforms`, `enterprises`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KindId(Arc<str>);

impl KindId {
    /// Takes the id of a kind.
    ///
    /// # Errors
    /// When it is not well-formed, or names a collection that holds no subjects.
    pub fn new(id: &str) -> Result<Self, InvalidName> {
        const RESERVED: [&str; 6] = [
            "departments",
            "frameworks",
            "grants",
            "indicators",
            "interfaces",
            "reports",
        ];
        if is_id(id) && !RESERVED.contains(&id) {
            Ok(Self(id.into()))
        } else {
            let form = "a plural id such as `platforms` that is no other collection's";
            Err(InvalidName {
                text: id.to_owned(),
                what: "kind of subject",
                form,
            })
        }
    }

    /// The kind of zones, which every catalogue has.
    #[must_use]
    pub fn zones() -> Self {
        Self(ZoneId::COLLECTION.into())
    }

    /// The id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KindId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What an observation is about: a zone or something placed in one; `{kind}/{id}`, flat and permanent.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SubjectName(Arc<str>);

impl SubjectName {
    /// The kind: what stands before the slash.
    #[must_use]
    pub fn kind(&self) -> &str {
        self.0.split_once('/').map_or("", |(kind, _)| kind)
    }

    /// The id: what stands after the slash.
    #[must_use]
    pub fn id(&self) -> &str {
        self.0.split_once('/').map_or("", |(_, id)| id)
    }

    /// The whole resource name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The zone this subject is, if it is one.
    #[must_use]
    pub fn zone(&self) -> Option<ZoneId> {
        self.0.parse().ok()
    }
}

impl From<&ZoneId> for SubjectName {
    fn from(zone: &ZoneId) -> Self {
        Self(zone.to_string().into())
    }
}

impl fmt::Display for SubjectName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for SubjectName {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        match text.split_once('/') {
            Some((kind, id)) if KindId::new(kind).is_ok() && is_id(id) => Ok(Self(text.into())),
            Some(_) | None => Err(InvalidName {
                text: text.to_owned(),
                what: "subject name",
                form: "a kind and an id such as `zones/zhaoqing-htz` or `platforms/zhaoqing-big-data`",
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_have_one_form() {
        assert_eq!(
            "zones/zhaoqing-htz".parse::<ZoneId>().unwrap().id(),
            "zhaoqing-htz"
        );
        for wrong in [
            "",
            "zones/",
            "zones/A",
            "zones/a--b",
            "zones/-a",
            "zone/a",
            "zones/a/b",
            "zones/肇庆",
        ] {
            assert!(wrong.parse::<ZoneId>().is_err(), "{wrong}");
        }
        assert!("indicators/gdp".parse::<SubjectName>().is_err());
        assert!(ZoneId::new(&"a".repeat(MAX_ID)).is_ok());
        assert!(ZoneId::new(&"a".repeat(MAX_ID + 1)).is_err());
    }

    proptest! {
        #[test]
        fn printing_and_reading_agree(kind in "[a-z]{1,8}", id in "[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}") {
            let text = format!("{kind}/{id}");
            if let Ok(name) = text.parse::<SubjectName>() {
                prop_assert_eq!(name.to_string(), text);
                prop_assert_eq!(name.kind(), kind);
                prop_assert_eq!(name.id(), id);
            }
        }

        #[test]
        fn any_text_is_answered(text in ".*") {
            let _ = text.parse::<SubjectName>();
            let _ = text.parse::<IndicatorCode>();
        }
    }
}
