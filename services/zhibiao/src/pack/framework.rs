//! `frameworks/*.toml`: trees of indicators with weights and methods, each in a file of its own.

use std::collections::BTreeMap;

use serde::{Deserialize, de::IgnoredAny};
use toml::Spanned;
use zhibiao_model::framework::{Direction, FrameworkForm};
use zhibiao_proto::catalog::v1::{self, Framework};
use zhibiao_scoring::Error;

use crate::toml_form;

use super::{
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
        let reading = toml_form::read::<FrameworkForm>(text, &[]);
        for fault in &reading.faults {
            let row = row_of(content, fault.at);
            faults.add(At::row(path, row), fault.what.clone());
        }
        if let Some(form) = reading.form.filter(|_| reading.faults.is_empty()) {
            let rows = Rows::of(path, content);
            sound(directed(&form, items), &rows, faults);
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

fn sound(form: FrameworkForm, rows: &Rows, faults: &mut Faults) {
    match zhibiao_scoring::Framework::new(form) {
        Ok(_) => {}
        Err(Error::Framework(unsound)) => {
            for fault in unsound {
                faults.add(rows.at(&fault.path), fault.problem);
            }
        }
        Err(error) => faults.add(rows.at(""), error.to_string()),
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
    fn of(file: &str, content: &[u8]) -> Self {
        let text = std::str::from_utf8(content).unwrap_or_default();
        let keys: BTreeMap<Spanned<String>, IgnoredAny> = toml::from_str(text).unwrap_or_default();
        let tree: Tree = toml::from_str(text).unwrap_or_default();
        let row = |name: &Spanned<String>| row_of(content, name.span().start);
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

    /// The place of a path such as `indicators[gdp].weight`: its row, and what of the row.
    pub(crate) fn at(&self, path: &str) -> At {
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
