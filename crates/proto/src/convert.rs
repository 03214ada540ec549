//! Conversions between messages and the domain types of `zhibiao-model`.
//!
//! Message → domain is `TryFrom` and reports every field that can't be read at once, with its path in the message
//! ([`InvalidMessage`]); domain → message is `From`. Messages are taken apart exhaustively: a new field breaks the build.
//!
//! - [`catalog`]: a whole catalogue ([`Draft`](zhibiao_model::catalog::Draft)), its items one by one, changes.
//! - [`cell`]: qualifier, status, provenance, evidence.
//! - [`columns`]: batches of observations.
//! - [`consistency`]: how fresh a read must be, and as of when.
//! - [`numbers`]: lists of numbers of which some are missing.

pub mod catalog;
pub mod cell;
pub mod columns;
pub mod consistency;
mod indicator;
mod method;
pub mod numbers;
#[cfg(test)]
mod tests;
mod time;

use std::fmt;

pub use method::{assumptions_as_far, field_of_assumptions, field_of_overrides, overrides_as_far};
pub use time::{from_timestamp, to_timestamp};

/// Most invalid fields that are listed; the rest are counted.
pub const MAX_INVALID_FIELDS: usize = 1_000;

/// A field that can't be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidField {
    /// Path in the message, such as `zones[3].parent`.
    pub field: String,
    /// What is wrong and what to do.
    pub description: String,
}

impl fmt::Display for InvalidField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.description)
    }
}

/// A message that can't be read, with every field that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidMessage {
    /// The fields, in the order of the message; at most [`MAX_INVALID_FIELDS`].
    pub fields: Vec<InvalidField>,
    /// How many more are wrong.
    pub more: usize,
}

impl InvalidMessage {
    /// The same with every path below `field`.
    #[must_use]
    pub fn below(mut self, field: &str) -> Self {
        for invalid in &mut self.fields {
            invalid.field = join(field, &invalid.field);
        }
        self
    }
}

impl fmt::Display for InvalidMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((first, rest)) = self.fields.split_first() else {
            return f.write_str("the message is not valid");
        };
        first.fmt(f)?;
        match rest.len() + self.more {
            0 => Ok(()),
            more => write!(f, " (and {more} more)"),
        }
    }
}

impl std::error::Error for InvalidMessage {}

/// Collects what is wrong with a message while it is read.
#[derive(Debug, Default)]
pub struct Faults {
    fields: Vec<InvalidField>,
    more: usize,
}

impl Faults {
    /// Notes a field that is wrong.
    pub fn add(&mut self, field: impl Into<String>, description: impl fmt::Display) {
        if self.fields.len() < MAX_INVALID_FIELDS {
            self.fields.push(InvalidField {
                field: field.into(),
                description: description.to_string(),
            });
        } else {
            self.more += 1;
        }
    }

    /// Gives the value of a field, or notes why there is none. The path is made only when it is needed.
    pub fn take<T, E: fmt::Display>(
        &mut self,
        field: impl FnOnce() -> String,
        value: Result<T, E>,
    ) -> Option<T> {
        value.map_err(|error| self.add(field(), error)).ok()
    }

    /// Gives the value of a nested message, or notes what is wrong in it under its path.
    pub fn nested<T>(
        &mut self,
        field: impl FnOnce() -> String,
        value: Result<T, InvalidMessage>,
    ) -> Option<T> {
        value.map_err(|invalid| self.extend(&field(), invalid)).ok()
    }

    /// Notes everything that is wrong in a nested message.
    pub fn extend(&mut self, field: &str, invalid: InvalidMessage) {
        self.more += invalid.more;
        for InvalidField {
            field: inner,
            description,
        } in invalid.fields
        {
            self.add(join(field, &inner), description);
        }
    }

    /// Whether nothing is wrong so far.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// Everything noted.
    pub fn finish(self) -> Result<(), InvalidMessage> {
        let Self { fields, more } = self;
        if fields.is_empty() {
            Ok(())
        } else {
            Err(InvalidMessage { fields, more })
        }
    }

    /// Ends the reading of a message whose value is there unless something was noted.
    ///
    /// # Errors
    /// Everything noted.
    pub(crate) fn give<T>(mut self, value: Option<T>) -> Result<T, InvalidMessage> {
        match value {
            Some(value) if self.is_empty() => Ok(value),
            Some(_) | None => {
                if self.is_empty() {
                    self.add("", "is not valid");
                }
                Err(InvalidMessage {
                    fields: self.fields,
                    more: self.more,
                })
            }
        }
    }
}

fn join(outer: &str, inner: &str) -> String {
    match (outer, inner) {
        ("", path) | (path, "") => path.to_owned(),
        (outer, inner) => format!("{outer}.{inner}"),
    }
}

/// Reads a field that may be left empty.
pub(crate) fn optional<T: std::str::FromStr>(text: &str) -> Result<Option<T>, T::Err> {
    if text.is_empty() {
        Ok(None)
    } else {
        text.parse().map(Some)
    }
}
