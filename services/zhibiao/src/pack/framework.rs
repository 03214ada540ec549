//! `frameworks/*.toml`: trees of indicators with weights and methods, each in a file of its own.

use std::{collections::BTreeMap, sync::Arc};

use serde::{Deserialize, de::IgnoredAny};
use toml::Spanned;
use zhibiao_model::{
    catalog::{Catalog, Fault},
    framework::{Direction, FrameworkForm},
};
use zhibiao_proto::catalog::v1::{self, Framework};
use zhibiao_scoring::Error;

use crate::toml_form;

use super::{
    Pack,
    fault::{At, Faults},
    files::Files,
    manifest::{self, Manifest, row_of},
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
        let reading = toml_form::read::<FrameworkForm>(&text, &[]);
        for fault in &reading.faults {
            let row = row_of(&text, fault.at);
            faults.add(At::row(path, row), fault.what.clone());
        }
        if let Some(form) = reading.form.filter(|_| reading.faults.is_empty()) {
            let rows = Rows::of(path, &text);
            for (path, problem) in uncomputable(directed(&form, items)) {
                faults.add(rows.at(&path), problem);
            }
            let form = sourced(form, manifest, &rows, faults);
            items.framework(Framework::from(&form), rows, faults);
        }
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
            .map(|fault| (fault.path.clone(), fault.told()))
            .collect(),
        Err(error) => vec![(String::new(), error.to_string())],
    }
}

impl Pack {
    /// What is wrong with a framework among the items of this pack, in place of its own of that id: names that lead
    /// nowhere, and what can't be computed.
    pub(crate) fn faults_of(&self, form: &FrameworkForm) -> Vec<(String, String)> {
        let items = self.checked.items();
        let mut draft = items.clone();
        draft.frameworks.insert(form.id.clone(), Arc::new(form.clone()));
        let found = Catalog::build(draft).err().unwrap_or_default();
        let own = found
            .into_iter()
            .map(|Fault { path, message }| own_place(&form.id.to_string(), path, message));
        own.chain(uncomputable(items.directed(form))).collect()
    }
}

/// A fault as one of this framework: its own places are told without its name. A name that another item has, too, is told
/// where it was written last, whichever of the two a catalogue tells.
pub(crate) fn own_place(framework: &str, path: String, message: String) -> (String, String) {
    if let Some(own) = path
        .strip_prefix(framework)
        .and_then(|rest| rest.strip_prefix('.'))
    {
        return (written(own).to_owned(), message);
    }
    let shared = format!("` is also a name of `{framework}`");
    match (path.strip_suffix(".names"), message.contains(&shared)) {
        (Some(other), true) => {
            let swapped = format!("` is also a name of `{other}`");
            ("names".to_owned(), message.replace(&shared, &swapped))
        }
        (Some(_) | None, _) => (path, message),
    }
}

/// A field of a framework as its file has it, where the catalogue calls it otherwise.
fn written(field: &str) -> &str {
    match field {
        "peer_group" => "peers",
        field => field,
    }
}

/// The rows of a file in which the parts of its framework begin.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    file: At,
    /// By the key of the file, or by `aggregates[id]` and `indicators[code]`.
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

impl Rows {
    /// The rows of a text.
    pub(crate) fn of(file: &str, text: &str) -> Self {
        let keys: BTreeMap<Spanned<String>, IgnoredAny> = toml::from_str(text).unwrap_or_default();
        let tree: Tree = toml::from_str(text).unwrap_or_default();
        let row = |name: &Spanned<String>| row_of(text, name.span().start);
        let keys = keys.keys().map(|key| (key.get_ref().clone(), row(key)));
        let of = |list: &'static str, named: Vec<Named>| {
            let ids = named.into_iter().filter_map(|named| named.id);
            ids.map(move |id| (format!("{list}[{}]", id.get_ref()), id))
        };
        let parts = of("aggregates", tree.aggregates)
            .chain(of("indicators", tree.indicators))
            .map(|(name, id)| (name, row(&id)));
        Self {
            file: At::file(file),
            parts: keys.chain(parts).collect(),
        }
    }

    /// The row of a path such as `indicators[gdp].weight`; none where it is about the whole file.
    pub(crate) fn row(&self, path: &str) -> Option<u32> {
        Some(self.at(path).row).filter(|row| *row > 0)
    }

    /// The place of a path such as `indicators[gdp].weight`: its row, and what of the row.
    pub(crate) fn at(&self, path: &str) -> At {
        let path = written(path);
        let end = path.find("].").map_or(path.len(), |at| at + 1);
        let (part, rest) = path.split_at(end);
        let key = part.split(['.', '[']).next().unwrap_or_default();
        let (row, column) = match self.parts.get(part) {
            Some(row) => (
                *row,
                if rest.is_empty() {
                    key
                } else {
                    rest.trim_start_matches('.')
                },
            ),
            None => (self.parts.get(key).copied().unwrap_or_default(), path),
        };
        At {
            row,
            ..self.file.column(column)
        }
    }
}
