//! What people call things, resolved through the hub's catalogue; the nearest names when nothing is called so.

use std::sync::Arc;

use zhibiao_client::catalog;
use zhibiao_model::{
    catalog::{Candidate, Catalog, Directory, Lookup, Names, alike, fold},
    framework::FrameworkForm,
    ids::{DepartmentId, FrameworkId, IndicatorCode, PeerGroupId, SubjectName, ZoneId},
};
use zhibiao_proto::catalog::v1 as proto;
use zhibiao_runtime::language::Language;

use crate::{
    exit::Exit,
    failure::{Failure, Place},
    settings::Session,
    text::{Text, list},
};

/// Known frameworks that a message lists.
const KNOWN: usize = 8;

/// Nearest names that a message gives.
const NEAREST: usize = 4;

/// A name in a language, or in the other when there is none.
#[must_use]
pub(crate) fn in_language(names: &Names, language: Language) -> &str {
    pick(&names.zh, &names.en, language)
}

/// The same of a message; the fallback stands in when there is no name at all.
#[must_use]
pub(crate) fn sent_in_language<'a>(
    names: Option<&'a proto::Names>,
    fallback: &'a str,
    language: Language,
) -> &'a str {
    let name = names.map_or("", |names| pick(&names.zh, &names.en, language));
    if name.is_empty() { fallback } else { name }
}

fn pick<'a>(zh: &'a str, en: &'a str, language: Language) -> &'a str {
    let (first, second) = match language {
        Language::Zh => (zh, en),
        Language::En => (en, zh),
    };
    if first.is_empty() { second } else { first }
}

/// The hub's catalogue with its names, and what was asked for and not found.
#[derive(Debug)]
pub(crate) struct Resolver {
    /// The catalogue.
    pub(crate) catalog: Catalog,
    directory: Directory,
    language: Language,
    missed: Vec<Place>,
    /// What else is wrong: the hub tells it too, but is not asked once a name leads nowhere.
    also: Vec<Place>,
    /// How to find what was missed; indicators go before subjects, since they have a search of their own.
    missed_indicator: bool,
    missed_subject: bool,
}

impl Resolver {
    /// Loads the hub's catalogue.
    ///
    /// # Errors
    /// When the hub does not answer.
    pub(crate) async fn load(session: &Session) -> Result<Self, Failure> {
        let (catalog, _) = catalog::load(&session.hub).await?;
        Ok(Self::new(catalog, session.ui.language))
    }

    /// Resolves against a catalogue.
    #[must_use]
    pub(crate) fn new(catalog: Catalog, language: Language) -> Self {
        Self {
            directory: Directory::new(&catalog),
            catalog,
            language,
            missed: Vec::new(),
            also: Vec::new(),
            missed_indicator: false,
            missed_subject: false,
        }
    }

    /// The indicator of this code, resource name or name.
    pub(crate) fn indicator(&mut self, text: &str) -> Option<IndicatorCode> {
        match self.directory.indicator(text) {
            Lookup::Found(code) => Some(code),
            Lookup::Ambiguous(several) => self.ambiguous(text, &several),
            Lookup::Unknown => {
                self.missed_indicator = true;
                let near = self.directory.nearest_indicators(text, NEAREST);
                self.unknown(text, Text::UnknownIndicator, near)
            }
        }
    }

    /// The subject of this code, resource name or name.
    pub(crate) fn subject(&mut self, text: &str) -> Option<SubjectName> {
        match self.directory.subject(text, None) {
            Lookup::Found(name) => Some(name),
            Lookup::Ambiguous(several) => self.ambiguous(text, &several),
            Lookup::Unknown => {
                self.missed_subject = true;
                let near = self.directory.nearest_subjects(text, NEAREST);
                self.unknown(text, Text::UnknownSubject, near)
            }
        }
    }

    /// The zone of this code, resource name or name.
    pub(crate) fn zone(&mut self, text: &str) -> Option<ZoneId> {
        let found = self.subject(text)?;
        if let Some(zone) = found.zone() {
            return Some(zone);
        }
        self.miss(
            text,
            Text::NoZone {
                name: found.to_string(),
            },
        );
        None
    }

    /// The department of this id, resource name or name.
    pub(crate) fn department(&mut self, text: &str) -> Option<DepartmentId> {
        match self.directory.department(text) {
            Lookup::Found(id) => Some(id),
            Lookup::Ambiguous(several) => self.ambiguous(text, &several),
            Lookup::Unknown => {
                let near = self.directory.nearest_departments(text, NEAREST);
                if near.is_empty() {
                    let known = self.departments();
                    self.miss(text, Text::DepartmentsThere { known });
                    return None;
                }
                self.unknown(text, Text::UnknownDepartment, near)
            }
        }
    }

    /// The peer group of this id, resource name or name.
    pub(crate) fn peer_group(&mut self, text: &str) -> Option<PeerGroupId> {
        let wanted = fold(text);
        let groups = &self.catalog.items().peer_groups;
        let called = |(id, group): &(&PeerGroupId, &zhibiao_model::catalog::PeerGroup)| {
            fold(id.id()) == wanted
                || fold(&id.to_string()) == wanted
                || group.names.all().any(|name| fold(name) == wanted)
        };
        if let Some((id, _)) = groups.iter().find(called) {
            return Some(id.clone());
        }
        let known: Vec<String> = groups
            .iter()
            .map(|(id, group)| self.label(&group.names, id.id()))
            .collect();
        self.miss(
            text,
            Text::UnknownPeerGroup {
                known: list(&known, self.language),
            },
        );
        None
    }

    /// The framework of this id, resource name or name.
    pub(crate) fn framework(&mut self, text: &str) -> Option<FrameworkId> {
        let wanted = fold(text);
        let frameworks = &self.catalog.items().frameworks;
        let called = |form: &&Arc<FrameworkForm>| {
            fold(form.id.id()) == wanted
                || fold(&form.id.to_string()) == wanted
                || form.names.all().any(|name| fold(name) == wanted)
        };
        if let Some(form) = frameworks.values().find(called) {
            return Some(form.id.clone());
        }
        // The nearest first: there may be hundreds.
        let likeness = |form: &Arc<FrameworkForm>| {
            let spellings = form.names.all().chain([form.id.id()]);
            spellings.map(|name| alike(text, name)).fold(0.0, f64::max)
        };
        let mut known: Vec<&Arc<FrameworkForm>> = frameworks.values().collect();
        known.sort_by(|a, b| likeness(b).total_cmp(&likeness(a)));
        let more = known.len() > KNOWN;
        let mut known: Vec<String> = known
            .into_iter()
            .take(KNOWN)
            .map(|form| self.label(&form.names, form.id.id()))
            .collect();
        if more {
            known.push("…".to_owned());
        }
        let what = if known.is_empty() {
            Text::NoFrameworks
        } else {
            Text::UnknownFramework {
                known: list(&known, self.language),
            }
        };
        self.miss(text, what);
        None
    }

    /// Notes what else is wrong, to be told with the names that lead nowhere.
    pub(crate) fn note(&mut self, at: impl Into<String>, what: impl ToString) {
        self.also.push(Place {
            at: at.into(),
            what: what.to_string(),
        });
    }

    /// Ends the resolving.
    ///
    /// # Errors
    /// Everything that was asked for and not found, with the nearest names.
    pub(crate) fn finish(&mut self) -> Result<(), Failure> {
        if self.missed.is_empty() {
            return Ok(());
        }
        let mut places = std::mem::take(&mut self.missed);
        let what = if self.also.is_empty() {
            Text::NamesUnknown
        } else {
            places.append(&mut self.also);
            Text::BadRequest { count: places.len() }
        };
        let next = match (self.missed_indicator, self.missed_subject) {
            (true, _) => Text::NextIndicatorNames,
            (false, true) => Text::NextSubjectNames,
            (false, false) => Text::NextNames,
        };
        Err(Failure::new(Exit::NotFound, "NAME_UNKNOWN", what)
            .at(places)
            .next(next))
    }

    /// What a subject is called; its resource name when the catalogue lacks it.
    #[must_use]
    pub(crate) fn subject_label<'a>(&'a self, name: &'a str) -> &'a str {
        name.parse()
            .ok()
            .and_then(|name: SubjectName| self.catalog.subject_names(&name))
            .map_or(name, |names| in_language(names, self.language))
    }

    /// The failure with subjects called as this reader calls them: the hub does not know who reads.
    #[must_use]
    pub(crate) fn named(&self, mut failure: Failure) -> Failure {
        for place in &mut failure.places {
            let names = place.at.parse().ok();
            let names = names.and_then(|name: SubjectName| self.catalog.subject_names(&name));
            let Some(names) = names else { continue };
            let said = [&names.en, &names.zh].into_iter().find(|name| !name.is_empty());
            if let Some(rest) = said.and_then(|name| place.what.strip_prefix(name.as_str())) {
                place.what = format!("{}{rest}", in_language(names, self.language));
            }
        }
        failure
    }

    /// The reader's language.
    pub(crate) fn language(&self) -> Language {
        self.language
    }

    /// What an indicator is called, and its unit.
    #[must_use]
    pub(crate) fn indicator_label<'a>(&'a self, name: &'a str) -> (&'a str, &'a str) {
        name.parse()
            .ok()
            .and_then(|code: IndicatorCode| self.catalog.indicator(&code))
            .map_or((name, ""), |found| {
                (in_language(&found.names, self.language), found.unit.symbol())
            })
    }

    /// What the indicator of a bare code is called; the code when the catalogue lacks it.
    #[must_use]
    pub(crate) fn code_label<'a>(&'a self, code: &'a str) -> &'a str {
        IndicatorCode::new(code)
            .ok()
            .and_then(|code| self.catalog.indicator(&code))
            .map_or(code, |found| in_language(&found.names, self.language))
    }

    /// What a framework is called, by its resource name.
    #[must_use]
    pub(crate) fn framework_label<'a>(&'a self, framework: &'a str) -> &'a str {
        self.form(framework)
            .map_or(framework, |form| in_language(&form.names, self.language))
    }

    /// What a component of a framework is called: an aggregate by its id, an indicator by its code.
    #[must_use]
    pub(crate) fn component_label<'a>(&'a self, framework: &str, component: &'a str) -> &'a str {
        let mut aggregates = self.form(framework).into_iter().flat_map(|form| &form.aggregates);
        match aggregates.find(|aggregate| aggregate.id == component) {
            Some(aggregate) => match in_language(&aggregate.names, self.language) {
                "" => component,
                name => name,
            },
            None => self.code_label(component),
        }
    }

    fn form(&self, framework: &str) -> Option<&FrameworkForm> {
        let id: FrameworkId = framework.parse().ok()?;
        self.catalog.items().frameworks.get(&id).map(AsRef::as_ref)
    }

    fn departments(&self) -> String {
        let known: Vec<String> = self
            .catalog
            .items()
            .departments
            .iter()
            .map(|(id, department)| self.label(&department.names, id.id()))
            .collect();
        list(&known, self.language)
    }

    fn label(&self, names: &Names, id: &str) -> String {
        format!("{id} ({})", in_language(names, self.language))
    }

    fn miss(&mut self, text: &str, what: Text<'_>) {
        self.missed.push(Place {
            at: text.to_owned(),
            what: what.say(self.language),
        });
    }

    fn ambiguous<T: ToString, U>(&mut self, text: &str, several: &[T]) -> Option<U> {
        let names: Vec<String> = several.iter().map(ToString::to_string).collect();
        self.miss(
            text,
            Text::AmbiguousName {
                names: list(&names, self.language),
            },
        );
        None
    }

    fn unknown<T: ToString>(
        &mut self,
        text: &str,
        what: Text<'static>,
        near: Vec<Candidate<T>>,
    ) -> Option<T> {
        let near: Vec<String> = near
            .iter()
            .map(|candidate| format!("{} ({})", candidate.name, candidate.item.to_string()))
            .collect();
        let hint = if near.is_empty() {
            Text::NoNearName
        } else {
            Text::NearNames {
                names: list(&near, self.language),
            }
        };
        let what = what.say(self.language);
        self.miss(
            text,
            Text::UnknownName {
                what,
                hint: hint.say(self.language),
            },
        );
        None
    }
}
