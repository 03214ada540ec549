//! What a department says about a report as it sends it.

use std::collections::BTreeMap;

use zhibiao_model::{
    catalog::{Approval, Department},
    ids::{DepartmentId, ZoneId},
    period::{self, Frequency, Period},
    status::Status,
};
use zhibiao_proto::{convert::cell, report::v1 as wire};
use zhibiao_runtime::error::{Problem, Violation};

use crate::{atlas::Atlas, report::ReportId};

/// Longest title, source or file name, in characters.
pub(crate) const MAX_TEXT: usize = 500;
/// Most marks that a report sets.
pub(crate) const MAX_MARKS: usize = 50;
/// Longest mark, in characters.
const MAX_MARK: usize = 20;

/// What a mark in a cell means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// No value is available.
    Missing,
    /// Zero.
    Zero,
    /// Nothing is said.
    Blank,
}

/// A header that fits the catalogue.
#[derive(Debug, Clone)]
pub(crate) struct Header {
    /// Id that the sender chose.
    pub(crate) id: Option<ReportId>,
    /// Who reports.
    pub(crate) department: DepartmentId,
    /// Whether a second person must approve.
    pub(crate) approval: Approval,
    /// What rows without a subject are about.
    pub(crate) zone: Option<ZoneId>,
    /// Period of rows without one.
    pub(crate) period: Option<Period>,
    /// Month or day on which prose was issued.
    pub(crate) issued: Option<Period>,
    /// What marks mean, over the defaults.
    pub(crate) marks: BTreeMap<String, Mark>,
    /// Form of the file.
    pub(crate) format: Option<wire::FileFormat>,
    /// Status of values that do not say theirs.
    pub(crate) status: Status,
    /// As the sender wrote it.
    pub(crate) wire: wire::ReportHeader,
}

impl Header {
    /// Reads a header against the catalogue.
    ///
    /// # Errors
    /// INVALID_ARGUMENT with every field that can't be used.
    pub(crate) fn read(message: wire::ReportHeader, atlas: &Atlas) -> Result<Self, Problem> {
        let mut faults = Faults::default();
        let wire::ReportHeader {
            report_id,
            department,
            zone,
            period,
            title,
            source,
            marks,
            file_name,
            format,
            status,
            issued,
        } = &message;
        let id = faults.optional("report_id", report_id, |text| text.parse::<ReportId>());
        let department = read_department(&mut faults, department, atlas);
        let zone = read_zone(&mut faults, zone, atlas);
        let period = faults.optional("period", period, read_period);
        for (field, text) in [("title", title), ("source", source), ("file_name", file_name)] {
            faults.bounded(field, text, MAX_TEXT);
        }
        let issued = faults
            .optional("issued", issued, read_issued)
            .or(period.filter(|period| is_date(*period)));
        let marks = read_marks(&mut faults, marks);
        let format = read_format(&mut faults, *format);
        let status = cell::status(*status).unwrap_or_else(|error| {
            faults.add("status", error);
            Status::Normal
        });
        if status == Status::Missing {
            faults.add("status", "a whole report can't be missing: leave it out");
        }
        let (id, department, approval) = match department {
            Some(department) if faults.0.is_empty() => (id, department.id.clone(), department.approval),
            Some(_) | None => return Err(Problem::invalid(faults.0)),
        };
        Ok(Self {
            id,
            department,
            approval,
            zone,
            period,
            issued,
            marks,
            format,
            status,
            wire: message,
        })
    }

    /// The year that parts of a year without one belong to.
    pub(crate) fn year(&self) -> Option<i16> {
        self.period.map(|period| period.start().year())
    }
}

fn read_department<'a>(faults: &mut Faults, text: &str, atlas: &'a Atlas) -> Option<&'a Department> {
    let known = text
        .parse()
        .ok()
        .and_then(|id: DepartmentId| atlas.catalog.items().departments.get(&id));
    if known.is_none() {
        let nearest = atlas.directory.nearest_departments(text, 3);
        let named = match atlas.directory.department(text) {
            zhibiao_model::catalog::Lookup::Found(id) => vec![id],
            zhibiao_model::catalog::Lookup::Ambiguous(several) => several,
            zhibiao_model::catalog::Lookup::Unknown => Vec::new(),
        };
        let names = named.into_iter().chain(nearest.into_iter().map(|near| near.item));
        faults.unknown("department", text, "departments/statistics", names);
    }
    known
}

fn read_zone(faults: &mut Faults, text: &str, atlas: &Atlas) -> Option<ZoneId> {
    if text.is_empty() {
        return None;
    }
    let known = text
        .parse::<ZoneId>()
        .ok()
        .filter(|id| atlas.catalog.items().zones.contains_key(id));
    if known.is_none() {
        let nearest = atlas.directory.nearest_subjects(text, 20).into_iter();
        let zones = nearest.filter_map(|near| near.item.zone()).take(3);
        faults.unknown("zone", text, "zones/zhaoqing-htz", zones);
    }
    known
}

fn read_period(text: &str) -> Result<Period, String> {
    match period::read(text) {
        Some(reading) if reading.cumulative => Err(format!(
            "`{text}` is a sum since the start of its year; name the period of the values in the content"
        )),
        Some(reading) => Ok(reading.period),
        None => Err(format!(
            "`{text}` is no period: write for example 2023, 2023-S1, 2023-Q4 or 2023-09"
        )),
    }
}

/// Reads the month or day on which prose was issued.
///
/// # Errors
/// What to write instead.
pub fn read_issued(text: &str) -> Result<Period, String> {
    period::read(text)
        .filter(|reading| !reading.cumulative && is_date(reading.period))
        .map(|reading| reading.period)
        .ok_or_else(|| format!("`{text}` is no month or day: write for example 2024-04 or 2024-04-15"))
}

/// Whether a period is short enough to be when something was issued.
fn is_date(period: Period) -> bool {
    matches!(period.frequency(), Frequency::Monthly | Frequency::Daily)
}

fn read_marks(faults: &mut Faults, marks: &BTreeMap<String, i32>) -> BTreeMap<String, Mark> {
    if marks.len() > MAX_MARKS {
        faults.add(
            "marks",
            format!("has {} entries, at most {MAX_MARKS}", marks.len()),
        );
        return BTreeMap::new();
    }
    let mut read = BTreeMap::new();
    for (mark, meaning) in marks {
        let field = format!("marks[{mark}]");
        if mark.trim().is_empty() || mark.chars().count() > MAX_MARK {
            faults.add(&field, format!("a mark has 1 to {MAX_MARK} characters"));
        }
        let meaning = match wire::MarkMeaning::try_from(*meaning) {
            Ok(wire::MarkMeaning::Unspecified | wire::MarkMeaning::Missing) => Mark::Missing,
            Ok(wire::MarkMeaning::Zero) => Mark::Zero,
            Ok(wire::MarkMeaning::Blank) => Mark::Blank,
            Err(_) => {
                faults.add(&field, "is no meaning that this hub knows");
                continue;
            }
        };
        read.insert(mark.clone(), meaning);
    }
    read
}

fn read_format(faults: &mut Faults, format: i32) -> Option<wire::FileFormat> {
    match wire::FileFormat::try_from(format) {
        Ok(wire::FileFormat::Unspecified) => None,
        Ok(
            format @ (wire::FileFormat::Csv
            | wire::FileFormat::Xlsx
            | wire::FileFormat::Text
            | wire::FileFormat::Docx),
        ) => Some(format),
        Err(_) => {
            faults.add(
                "format",
                "is no format that this hub reads: CSV, XLSX, text or DOCX",
            );
            None
        }
    }
}

/// What is wrong with a header, with paths below `header`.
#[derive(Debug, Default)]
struct Faults(Vec<Violation>);

impl Faults {
    fn add(&mut self, field: &str, description: impl Into<String>) {
        self.0.push(Violation {
            field: format!("header.{field}"),
            description: description.into(),
        });
    }

    fn optional<T, E: ToString>(
        &mut self,
        field: &str,
        text: &str,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        if text.is_empty() {
            return None;
        }
        read(text)
            .map_err(|error| self.add(field, error.to_string()))
            .ok()
    }

    fn bounded(&mut self, field: &str, text: &str, most: usize) {
        let characters = text.chars().count();
        if characters > most {
            self.add(field, format!("has {characters} characters, at most {most}"));
        }
    }

    fn unknown<T: ToString>(
        &mut self,
        field: &str,
        text: &str,
        example: &str,
        nearest: impl IntoIterator<Item = T>,
    ) {
        let nearest: Vec<String> = nearest.into_iter().map(|name| name.to_string()).collect();
        let text = crate::finding::clean(text);
        let hint = match (text.is_empty(), nearest.is_empty()) {
            (true, _) => format!("is empty: name it, for example `{example}`"),
            (false, true) => {
                format!("`{text}` is not in the catalogue; a resource name looks like `{example}`")
            }
            (false, false) => format!(
                "`{text}` is not in the catalogue; did you mean {}?",
                nearest.join(", ")
            ),
        };
        self.add(field, hint);
    }
}
