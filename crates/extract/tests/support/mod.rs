//! The names of the pack that ships with the hub, as far as the extractor needs them.

#![allow(clippy::unwrap_used, reason = "what fails is the test")]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use zhibiao_extract::{Extractor, Lexicon};
use zhibiao_model::catalog::{
    Catalog, Direction, Draft, Indicator, IndicatorKind, Names, Placement, Range, Subject, SubjectKind,
    Validity, Zone,
};
use zhibiao_model::ids::{IndicatorCode, KindId, SubjectName, ZoneId};
use zhibiao_model::period::Frequency;
use zhibiao_model::unit::Unit;

/// An extractor over the pack's names.
pub(crate) fn extractor() -> Extractor {
    Extractor::new(Lexicon::from_catalog(&catalog()).unwrap()).unwrap()
}

/// The pack's kinds, zones, subjects and indicators; formulas are left out.
pub(crate) fn catalog() -> Catalog {
    let mut draft = Draft::default();
    for row in rows("kinds.csv") {
        let id = KindId::new(&row("id")).unwrap();
        draft.kinds.insert(
            id.clone(),
            SubjectKind {
                id,
                names: names(&row),
            },
        );
    }
    for row in rows("zones.csv") {
        let zone = zone(&row);
        draft.zones.insert(zone.id.clone(), zone);
    }
    for row in rows("subjects.csv") {
        let subject = subject(&row);
        draft.subjects.insert(subject.name.clone(), subject);
    }
    for row in rows("indicators.csv") {
        let indicator = indicator(&row);
        draft
            .indicators
            .insert(indicator.code.clone(), Arc::new(indicator));
    }
    Catalog::build(draft).unwrap()
}

type Row = Box<dyn Fn(&str) -> String>;

fn rows(file: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(pack().join(file)).unwrap();
    let heads = reader.headers().unwrap().clone();
    let rows = reader.records().map(|record| {
        let (record, heads) = (record.unwrap(), heads.clone());
        let cell = move |head: &str| {
            let at = heads.iter().position(|known| known == head);
            at.and_then(|at| record.get(at)).unwrap_or_default().to_owned()
        };
        Box::new(cell) as Row
    });
    rows.collect()
}

fn pack() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy/packs/high-tech-zones")
}

fn names(row: &Row) -> Names {
    Names {
        zh: row("name_zh"),
        en: row("name_en"),
        aliases: row("aliases")
            .split('|')
            .filter(|alias| !alias.is_empty())
            .map(str::to_owned)
            .collect(),
    }
}

fn zone(row: &Row) -> Zone {
    Zone {
        id: ZoneId::new(&row("id")).unwrap(),
        names: names(row),
        class: row("class"),
        level: row("level"),
        parent: ZoneId::new(&row("parent")).ok(),
        code: row("code"),
        validity: Validity::default(),
        note: String::new(),
    }
}

fn subject(row: &Row) -> Subject {
    let name: SubjectName = row("name").parse().unwrap();
    let placements = row("zone").parse::<ZoneId>().ok().map(|zone| Placement {
        validity: Validity::default(),
        zone,
    });
    Subject {
        name,
        names: names(row),
        placements: placements.into_iter().collect(),
        codes: Default::default(),
        note: String::new(),
    }
}

fn indicator(row: &Row) -> Indicator {
    Indicator {
        code: IndicatorCode::new(&row("code")).unwrap(),
        names: names(row),
        unit: Unit::parse(&row("unit")).unwrap(),
        direction: Direction::None,
        kind: if row("kind") == "ratio" {
            IndicatorKind::Ratio
        } else {
            IndicatorKind::Stock
        },
        theme: String::new(),
        owner: None,
        frequency: Frequency::Annual,
        range: Range::default(),
        subject_kinds: [KindId::zones()].into(),
        formula: None,
        parent: None,
        dimensions: Default::default(),
        definition_zh: String::new(),
        definition_en: String::new(),
        attributes: Default::default(),
        version: 1,
    }
}

/// Every name of zones, subjects and indicators.
#[allow(dead_code, reason = "each target uses its part of this module")]
pub(crate) fn names_of(catalog: &Catalog) -> Vec<String> {
    let items = catalog.items();
    let zones = items.zones.values().map(|zone| &zone.names);
    let subjects = items.subjects.values().map(|subject| &subject.names);
    let indicators = items.indicators.values().map(|indicator| &indicator.names);
    let names = zones.chain(subjects).chain(indicators);
    names
        .flat_map(|names| names.all().map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

/// The texts of the tests: name and whole file, without its expected facts.
#[allow(dead_code, reason = "each target uses its part of this module")]
pub(crate) fn texts() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/texts");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let texts = files.iter().map(|file| {
        let whole = std::fs::read_to_string(file).unwrap();
        let text = whole.split_once("\n----\n").map_or("", |(text, _)| text);
        let text = text.split_once('\n').map_or("", |(_, text)| text);
        (
            file.file_stem().unwrap().to_string_lossy().into_owned(),
            text.to_owned(),
        )
    });
    texts.collect()
}
