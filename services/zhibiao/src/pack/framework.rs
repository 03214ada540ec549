//! `frameworks/*.toml`: trees of indicators with weights and methods, each in a file of its own.

mod torn;

use std::{collections::BTreeMap, sync::Arc};

use serde::{Deserialize, de::IgnoredAny};
use toml::{Spanned, de::DeTable};
use zhibiao_model::{
    catalog::{Catalog, Fault},
    framework::{Direction, FrameworkForm},
};
use zhibiao_proto::{
    catalog::v1::{self, Framework},
    compare::v1::EvaluationWarning,
};
use zhibiao_scoring::Error;

use crate::toml_form::{self, Mended, Reading};

use super::{
    Pack,
    fault::{At, Faults},
    files::Files,
    manifest::{self, Lines, Manifest, row_of},
    tables::Items,
};

/// Reads every framework of a pack; what can't be computed whatever the catalogue is told at once.
pub(crate) fn read(files: &Files, manifest: &Manifest, items: &mut Items, faults: &mut Faults) {
    let paths = files.paths().filter(|path| path.starts_with("frameworks/"));
    for path in paths {
        let content = files.get(path).unwrap_or_default();
        let Some(text) = manifest::text(path, content, faults) else {
            continue;
        };
        let draft = Draft::read(path, &text);
        for fault in &draft.unread {
            let row = row_of(&text, fault.at);
            faults.add(At::row(path, row), fault.what.clone());
        }
        let Some(form) = draft.form.as_ref() else { continue };
        for (path, problem) in draft.own(uncomputable(directed(form, items))) {
            faults.add(draft.rows.at(&path), problem);
        }
        let mut form = sourced(form.clone(), manifest, &draft.rows, faults);
        form.id = items.free_id(form.id, &draft);
        // With faults, too: what it names is looked up all the same.
        items.framework(Framework::from(&form), draft, faults);
    }
}

/// A framework's file as far as it can be read.
#[derive(Debug)]
pub(crate) struct Draft {
    /// What it says, with what stands in for what is missing; none where too little can be read.
    pub(crate) form: Option<FrameworkForm>,
    /// What can't be read.
    pub(crate) unread: Vec<toml_form::Fault>,
    pub(crate) rows: Rows,
    mended: Mended,
}

impl Draft {
    /// Reads a file past what is wrong in it.
    pub(crate) fn read(file: &str, text: &str) -> Self {
        let Reading { form, faults, mended } = toml_form::read::<FrameworkForm>(text);
        let mut rows = Rows::of(file, text);
        for (word, at) in &mended.words {
            for list in ["aggregates", "indicators"] {
                rows.parts.insert(format!("{list}[{word}]"), row_of(text, *at));
            }
        }
        Self {
            form,
            unread: faults,
            rows,
            mended,
        }
    }

    /// Whether all of it could be read.
    pub(crate) fn is_read(&self) -> bool {
        self.form.is_some() && self.unread.is_empty()
    }

    /// Whether a word stands in it for one that is missing from the file.
    pub(crate) fn stands_in(&self, word: &str) -> bool {
        self.mended.words.iter().any(|(own, _)| own == word)
    }

    /// Whether something wrong elsewhere may come of what stands in for something missing here.
    pub(crate) fn explains(&self, what: &str) -> bool {
        self.mended.explains("", what)
    }

    /// Of what is wrong with the form that which the file is to blame for, where it says so: not what only comes of what
    /// is missing.
    pub(crate) fn own(&self, found: Vec<(String, String)>) -> impl Iterator<Item = (String, String)> {
        let torn = torn::Torn::of(&self.mended);
        let may_come = move |path: &str| self.form.as_ref().is_some_and(|form| torn.explains(path, form));
        let follows = move |path: &str, what: &str| self.mended.explains(path, what) || may_come(path);
        let found = found
            .into_iter()
            .map(|(path, what)| (path, self.mended.without_words(what)));
        let own = found.filter(move |(path, what)| !follows(path, what));
        own.map(|(path, what)| (self.mended.written(&path), what))
    }
}

/// A framework names its source by the key that `pack.toml` gives it; the hub is told the title.
fn sourced(form: FrameworkForm, manifest: &Manifest, rows: &Rows, faults: &mut Faults) -> FrameworkForm {
    if form.source.is_empty() {
        return form;
    }
    match manifest.source_title(&form.source) {
        Some(title) => FrameworkForm {
            source: title.to_owned(),
            ..form
        },
        None => {
            let message = format!("source `{}` is not declared in pack.toml", form.source);
            faults.add(rows.at("source"), message);
            form
        }
    }
}

/// The framework as the hub computes it: where it does not say which way is better, as the pack's indicators do.
fn directed(form: &FrameworkForm, items: &Items) -> FrameworkForm {
    let indicators = items.catalog.indicators.iter();
    let directions: BTreeMap<&str, Direction> = indicators
        .filter_map(|one| {
            let way = match one.direction() {
                v1::Direction::Up => Direction::Up,
                v1::Direction::Down => Direction::Down,
                v1::Direction::Unspecified | v1::Direction::None => return None,
            };
            Some((one.name.strip_prefix("indicators/")?, way))
        })
        .collect();
    form.directed(|code| directions.get(code).copied())
}

/// What of a framework can't be computed whatever the figures: places in it, and what is wrong there.
pub(crate) fn uncomputable(form: FrameworkForm) -> Vec<(String, String)> {
    match zhibiao_scoring::Framework::new(form) {
        Ok(_) => Vec::new(),
        Err(Error::Framework(unsound)) => unsound
            .into_iter()
            .map(|fault| (fault.path(), fault.told()))
            .collect(),
        Err(error) => vec![(String::new(), error.to_string())],
    }
}

/// What readers of a framework's results will be warned of whatever the figures.
pub(crate) fn warnings(form: FrameworkForm) -> Vec<EvaluationWarning> {
    let framework = zhibiao_scoring::Framework::new(form).ok();
    let warnings = framework.map(|framework| framework.all_warnings());
    warnings.iter().flatten().map(zhibiao_compare::warning).collect()
}

impl Pack {
    /// The same of a framework among the items of this pack.
    pub(crate) fn warnings_of(&self, form: &FrameworkForm) -> Vec<EvaluationWarning> {
        warnings(self.checked.items().directed(form))
    }

    /// What is wrong with a framework among the items of this pack, in place of its own of that id: names that lead
    /// nowhere, and what can't be computed.
    pub(crate) fn faults_of(&self, form: &FrameworkForm) -> Vec<(String, String)> {
        let items = self.checked.items();
        let mut draft = items.clone();
        draft.frameworks.insert(form.id.clone(), Arc::new(form.clone()));
        let ungrouped = draft.ungrouped(form);
        let found = Catalog::build_after(items, draft).err().unwrap_or_default();
        let own = found
            .into_iter()
            .map(|Fault { path, message }| (own_place(&form.id.to_string(), path), message));
        own.chain(ungrouped)
            .chain(uncomputable(items.directed(form)))
            .collect()
    }
}

/// A place as one of this framework: its own are told without its name.
pub(super) fn own_place(framework: &str, path: String) -> String {
    let own = path
        .strip_prefix(framework)
        .and_then(|rest| rest.strip_prefix('.'));
    match own {
        Some(own) => own_field(own).to_owned(),
        None => path,
    }
}

/// A field of a framework as its file has it, where the catalogue calls it otherwise.
pub(crate) fn own_field(field: &str) -> &str {
    match field {
        "peer_group" => "peers",
        field => field,
    }
}

/// The rows of a file in which the parts of its framework begin.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    file: At,
    /// By the key of the file, by `aggregates[id]` and `indicators[code]`, or by the number in a list of alternatives.
    parts: BTreeMap<String, u32>,
}

#[derive(Debug, Deserialize)]
struct Named {
    #[serde(alias = "code")]
    id: Option<Spanned<String>>,
}

#[derive(Debug, Default, Deserialize)]
struct Tree {
    #[serde(default)]
    aggregates: Vec<Named>,
    #[serde(default)]
    indicators: Vec<Named>,
}

/// Keys of `[uncertainty]`, and of a table in it.
#[derive(Debug, Default, Deserialize)]
struct Uncertain {
    #[serde(default)]
    uncertainty: BTreeMap<Spanned<String>, IgnoredAny>,
}

#[derive(Debug, Default, Deserialize)]
struct UncertainData {
    #[serde(default)]
    uncertainty: DataKeys,
}

#[derive(Debug, Default, Deserialize)]
struct DataKeys {
    #[serde(default)]
    data: BTreeMap<Spanned<String>, IgnoredAny>,
}

/// Where alternatives stand.
const UNCERTAINTY: &str = "uncertainty";

/// The rows of alternatives that are listed, such as `uncertainty.treatment[1]`.
fn alternatives(text: &str, lines: &Lines) -> Vec<(String, u32)> {
    let document = DeTable::parse(text).ok();
    let lists = document.as_ref().and_then(|document| {
        let uncertain = document.get_ref().get(UNCERTAINTY)?;
        uncertain.get_ref().as_table()
    });
    let items = lists.into_iter().flatten().flat_map(|(key, value)| {
        let items = value.get_ref().as_array().into_iter().flatten().enumerate();
        items.map(move |(at, item)| {
            let name = format!("{UNCERTAINTY}.{}[{at}]", key.get_ref());
            (name, lines.row(item.span().start))
        })
    });
    items.collect()
}

impl Rows {
    /// The rows of a text.
    pub(crate) fn of(file: &str, text: &str) -> Self {
        let keys: BTreeMap<Spanned<String>, IgnoredAny> = toml::from_str(text).unwrap_or_default();
        let tree: Tree = toml::from_str(text).unwrap_or_default();
        let lines = Lines::of(text);
        let row = |name: &Spanned<String>| lines.row(name.span().start);
        let keys = keys.keys().map(|key| (key.get_ref().clone(), row(key)));
        let of = |list: &'static str, named: Vec<Named>| {
            let ids = named.into_iter().filter_map(|named| named.id);
            ids.map(move |id| (format!("{list}[{}]", id.get_ref()), id))
        };
        let uncertain: Uncertain = toml::from_str(text).unwrap_or_default();
        let data: UncertainData = toml::from_str(text).unwrap_or_default();
        let data = data.uncertainty.data.into_keys();
        let data = data.map(|key| (format!("uncertainty.data.{}", key.get_ref()), key));
        let uncertain = uncertain.uncertainty.into_keys();
        let uncertain = uncertain.map(|key| (format!("uncertainty.{}", key.get_ref()), key));
        let parts = of("aggregates", tree.aggregates)
            .chain(of("indicators", tree.indicators))
            .chain(uncertain.chain(data))
            .map(|(name, id)| (name, row(&id)));
        Self {
            file: At::file(file),
            parts: keys.chain(parts).chain(alternatives(text, &lines)).collect(),
        }
    }

    /// The row of a path such as `indicators[gdp].weight`; none where it is about the whole file.
    pub(crate) fn row(&self, path: &str) -> Option<u32> {
        Some(self.at(path).row).filter(|row| *row > 0)
    }

    /// The place of a path such as `indicators[gdp].weight`: its row, and what of the row.
    pub(crate) fn at(&self, path: &str) -> At {
        let path = own_field(path);
        let end = path.find("].").map_or(path.len(), |at| at + 1);
        let (part, rest) = path.split_at(end);
        let key = part.split(['.', '[']).next().unwrap_or_default();
        // What is numbered has no name of its own to be told by.
        let named = self.parts.get(part).filter(|_| !part.starts_with(UNCERTAINTY));
        let (row, column) = match named {
            Some(row) => (
                *row,
                if rest.is_empty() {
                    key
                } else {
                    rest.trim_start_matches('.')
                },
            ),
            None => {
                // The longest part of it whose row is known, as `uncertainty.data` of `uncertainty.data.at_least.sd`.
                let shorter = path.match_indices(['.', '[']).map(|(end, _)| &path[..end]);
                let mut known = shorter.chain([path]).filter_map(|part| self.parts.get(part));
                (known.next_back().copied().unwrap_or_default(), path)
            }
        };
        At {
            row,
            ..self.file.column(column)
        }
    }
}
