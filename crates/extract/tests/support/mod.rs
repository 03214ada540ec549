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
    Extractor::new(Lexicon::from_catalog(&catalog()))
}

/// An extractor over the pack's names and one alias more.
#[allow(dead_code, reason = "each target uses its part of this module")]
pub(crate) fn extractor_with_alias(indicator: &str, alias: &str) -> Extractor {
    let mut draft = draft();
    let code = IndicatorCode::new(indicator).unwrap();
    let mut changed = Indicator::clone(&draft.indicators[&code]);
    changed.names.aliases.insert(alias.to_owned());
    draft.indicators.insert(code, Arc::new(changed));
    let catalog = Catalog::build(draft).unwrap();
    Extractor::new(Lexicon::from_catalog(&catalog))
}

/// The pack's kinds, zones, subjects and indicators; formulas are left out.
pub(crate) fn catalog() -> Catalog {
    Catalog::build(draft()).unwrap()
}

fn draft() -> Draft {
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
    draft
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
    let kinds = row("subject_kinds");
    Indicator {
        code: IndicatorCode::new(&row("code")).unwrap(),
        names: names(row),
        unit: Unit::parse(&row("unit")).unwrap(),
        direction: Direction::None,
        kind: match row("kind").as_str() {
            "ratio" => IndicatorKind::Ratio,
            "flow" => IndicatorKind::Flow,
            _ => IndicatorKind::Stock,
        },
        theme: String::new(),
        owner: None,
        frequency: row("frequency").parse().unwrap_or(Frequency::Annual),
        range: Range::default(),
        subject_kinds: if kinds.is_empty() {
            [KindId::zones()].into()
        } else {
            kinds.split('|').map(|kind| KindId::new(kind).unwrap()).collect()
        },
        formula: None,
        parent: IndicatorCode::new(&row("parent")).ok(),
        dimensions: Default::default(),
        definition_zh: String::new(),
        definition_en: String::new(),
        attributes: Default::default(),
        version: 1,
    }
}

/// An Arabic digit, of either width.
#[allow(dead_code, reason = "each target uses its part of this module")]
pub(crate) fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// The runs of two Chinese numerals or more, in bytes.
#[allow(dead_code, reason = "each target uses its part of this module")]
pub(crate) fn numerals(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
    for (at, c) in text
        .char_indices()
        .filter(|(_, c)| "零〇一二两三四五六七八九十百千万亿".contains(*c))
    {
        match runs.last_mut().filter(|run| run.end == at) {
            Some(run) => run.end += c.len_utf8(),
            None => runs.push(at..at + c.len_utf8()),
        }
    }
    runs.retain(|run| run.len() > '一'.len_utf8());
    runs
}
