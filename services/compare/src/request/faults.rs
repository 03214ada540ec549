//! What is wrong with a request, all of it at once.

use std::fmt::Display;

use zhibiao_model::revision::Revision;
use zhibiao_proto::convert::InvalidMessage;
use zhibiao_runtime::error::{Code, Problem, Violation};

/// What is wrong with a request.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    violations: Vec<Violation>,
    /// The first name that the catalogue lacks.
    unknown: Option<Unknown>,
    /// How many names it lacks.
    unknowns: usize,
    /// Whether anything else is wrong.
    invalid: bool,
}

/// A name that the catalogue lacks.
#[derive(Debug)]
pub(super) struct Unknown {
    pub(super) reason: &'static str,
    pub(super) name: String,
    /// Names like it; none where they were not sought.
    pub(super) nearest: Option<Vec<String>>,
}

/// Most unknown names that the nearest are sought for: each is held against all names of the catalogue.
const SOUGHT: usize = 50;

impl Faults {
    /// The names that are most like another one, where not too many were sought already.
    pub(super) fn near(&self, seek: impl FnOnce() -> Vec<String>) -> Option<Vec<String>> {
        (self.unknowns < SOUGHT).then(seek)
    }

    /// Notes a field that no catalogue would make right.
    pub(crate) fn add(&mut self, field: impl Into<String>, description: impl Display) {
        self.invalid = true;
        self.violations.push(Violation {
            field: field.into(),
            description: description.to_string(),
        });
    }

    /// Notes a name that the catalogue lacks.
    pub(super) fn unknown(&mut self, field: &str, unknown: Unknown) {
        self.unknown_at(field, unknown, None);
    }

    /// Notes a name that the catalogue lacks, or lacked at a revision of the past.
    pub(super) fn unknown_at(&mut self, field: &str, unknown: Unknown, then: Option<Revision>) {
        let Unknown { name, nearest, .. } = &unknown;
        let mut description = match then {
            None => format!("`{name}` is not in the catalogue"),
            Some(revision) => {
                format!("`{name}` was not in the catalogue at revision {revision}: name a later moment")
            }
        };
        match (nearest.as_deref(), then) {
            (Some([]), None) => {
                description.push_str(", nor is anything called much like it: search for it, or add it")
            }
            (None, _) | (Some([]), Some(_)) => {}
            (Some(nearest), _) => description.push_str(&format!("; the nearest: {}", nearest.join(", "))),
        }
        self.unknowns += 1;
        self.violations.push(Violation {
            field: field.to_owned(),
            description,
        });
        self.unknown.get_or_insert(unknown);
    }

    /// Puts everything that is found by a reading below a field.
    pub(crate) fn below(&mut self, field: &str, since: usize) {
        for violation in &mut self.violations[since..] {
            violation.field = if violation.field.is_empty() {
                field.to_owned()
            } else {
                format!("{field}.{}", violation.field)
            };
        }
    }

    /// How much is noted: what is noted from now on can be put below a field.
    pub(crate) fn noted(&self) -> usize {
        self.violations.len()
    }

    pub(crate) fn extend(&mut self, invalid: InvalidMessage) {
        for field in invalid.fields {
            self.add(field.field, field.description);
        }
    }

    /// Ends a reading that can't go on.
    pub(crate) fn invalid(self) -> Problem {
        Problem::invalid(self.violations)
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// NOT_FOUND when only names are unknown, INVALID_ARGUMENT otherwise, with everything noted.
    pub(crate) fn finish(self) -> Result<(), Problem> {
        match self.unknown {
            Some(Unknown {
                reason,
                name,
                nearest,
            }) if !self.invalid => {
                let Problem {
                    message, violations, ..
                } = Problem::invalid(self.violations);
                let problem = Problem::new(Code::NotFound, reason, message);
                Err(Problem {
                    violations,
                    ..problem
                        .with("name", name)
                        .with("nearest", nearest.unwrap_or_default().join(", "))
                })
            }
            Some(_) | None if !self.violations.is_empty() => Err(Problem::invalid(self.violations)),
            Some(_) | None => Ok(()),
        }
    }
}
