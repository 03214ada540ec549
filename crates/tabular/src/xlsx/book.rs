//! A workbook: its sheets, shared strings and formats.

use std::io::{Read, Seek};

use super::archive::Archive;
use super::sheet::SheetRows;
use super::strings::Strings;
use super::styles::Styles;
use super::xml::{Token, Xml};
use crate::{Limits, Unreadable};

/// An opened workbook.
pub(crate) struct Book<R> {
    archive: Archive<R>,
    strings: Strings,
    styles: Styles,
    since_1904: bool,
    sheets: Vec<Sheet>,
    limits: Limits,
}

/// A worksheet.
#[derive(Clone, Debug)]
pub(crate) struct Sheet {
    pub(crate) name: String,
    pub(crate) hidden: bool,
    path: String,
}

/// A relationship of a part: what kind of part its target is.
struct Relationship {
    id: String,
    kind: String,
    target: String,
}

impl<R: Read + Seek> Book<R> {
    pub(crate) fn open(mut archive: Archive<R>, limits: Limits) -> Result<Self, Unreadable> {
        let Some(workbook) = workbook_path(&mut archive)? else {
            return Err(Unreadable::NotAWorkbook {
                found: what_else(&archive),
            });
        };
        let (folder, name) = workbook.rsplit_once('/').unwrap_or(("", &workbook));
        let folder = folder.to_owned();
        let relations = relationships(&mut archive, &join(&folder, &format!("_rels/{name}.rels")))?;
        let path_of = |kind: &str| {
            relations
                .iter()
                .find(|one| one.kind == kind)
                .map(|one| join(&folder, &one.target))
        };
        let strings = match path_of("sharedStrings") {
            Some(path) => archive.part(&path)?.map(Strings::load).transpose()?,
            None => None,
        };
        let styles = match path_of("styles") {
            Some(path) => archive.part(&path)?.map(Styles::load).transpose()?,
            None => None,
        };
        let (sheets, since_1904) = sheets(&mut archive, &workbook, &folder, &relations)?;
        if sheets.len() > limits.sheets {
            return Err(Unreadable::TooManySheets {
                sheets: sheets.len(),
                limit: limits.sheets,
            });
        }
        Ok(Self {
            archive,
            strings: strings.unwrap_or_default(),
            styles: styles.unwrap_or_default(),
            since_1904,
            sheets,
            limits,
        })
    }

    /// The worksheets in their order; sheets of charts are none.
    pub(crate) fn sheets(&self) -> &[Sheet] {
        &self.sheets
    }

    /// The rows of a sheet.
    pub(crate) fn rows(&mut self, sheet: &Sheet) -> Result<SheetRows<'_, R>, Unreadable> {
        match self.archive.stream(&sheet.path)? {
            Some(part) => {
                let name = sheet.name.clone();
                Ok(SheetRows::new(
                    part,
                    name,
                    &self.strings,
                    &self.styles,
                    self.since_1904,
                    self.limits,
                ))
            }
            None => Err(Unreadable::Truncated {
                part: sheet.path.clone(),
            }),
        }
    }
}

/// The path of the part that lists the sheets.
fn workbook_path<R: Read + Seek>(archive: &mut Archive<R>) -> Result<Option<String>, Unreadable> {
    let named = relationships(archive, "_rels/.rels")?
        .into_iter()
        .find(|one| one.kind == "officeDocument")
        .map(|one| join("", &one.target));
    let path = named.unwrap_or_else(|| "xl/workbook.xml".to_owned());
    Ok(
        (path.to_lowercase().ends_with(".xml") && !path.starts_with("word/") && archive.has(&path))
            .then_some(path),
    )
}

/// Names the kind of a zip archive that is no workbook.
fn what_else<R: Read + Seek>(archive: &Archive<R>) -> &'static str {
    let signs = [
        ("xl/workbook.bin", "a binary workbook (.xlsb)"),
        ("word/document.xml", "a text document (.docx)"),
        ("ppt/presentation.xml", "a presentation (.pptx)"),
        ("content.xml", "an OpenDocument file (.ods)"),
    ];
    let known = signs.iter().find(|(path, _)| archive.has(path));
    known.map_or("a zip archive without a workbook", |&(_, found)| found)
}

fn relationships<R: Read + Seek>(
    archive: &mut Archive<R>,
    path: &str,
) -> Result<Vec<Relationship>, Unreadable> {
    let mut all = Vec::new();
    let Some(part) = archive.part(path)? else {
        return Ok(all);
    };
    let mut xml = Xml::new(part);
    loop {
        match xml.next()? {
            Token::Open(b"Relationship", attributes) => {
                let get = |name: &[u8]| attributes.get(name).unwrap_or_default().into_owned();
                let kind = get(b"Type");
                all.push(Relationship {
                    id: get(b"Id"),
                    kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                    target: get(b"Target"),
                });
            }
            Token::Open(..) | Token::Close(_) | Token::Text(_) | Token::Literal(_) => {}
            Token::End => return Ok(all),
        }
    }
}

/// The worksheets, and whether dates count from 1904.
fn sheets<R: Read + Seek>(
    archive: &mut Archive<R>,
    workbook: &str,
    folder: &str,
    relations: &[Relationship],
) -> Result<(Vec<Sheet>, bool), Unreadable> {
    let mut sheets = Vec::new();
    let mut since_1904 = false;
    let Some(part) = archive.part(workbook)? else {
        return Ok((sheets, since_1904));
    };
    let mut xml = Xml::new(part);
    loop {
        match xml.next()? {
            Token::Open(b"workbookPr", attributes) => {
                if let Some(flag) = attributes.get(b"date1904") {
                    since_1904 = matches!(flag.as_ref(), "1" | "true");
                }
            }
            Token::Open(b"sheet", attributes) => {
                let id = attributes.get(b"id").unwrap_or_default();
                let Some(relation) = relations.iter().find(|one| one.id == id) else {
                    return Err(xml.fault("a sheet without its part"));
                };
                if relation.kind == "worksheet" {
                    sheets.push(Sheet {
                        name: attributes.get(b"name").unwrap_or_default().into_owned(),
                        hidden: attributes.get(b"state").is_some_and(|state| state != "visible"),
                        path: join(folder, &relation.target),
                    });
                }
            }
            Token::Open(..) | Token::Close(_) | Token::Text(_) | Token::Literal(_) => {}
            Token::End => return Ok((sheets, since_1904)),
        }
    }
}

/// The path of a target that is named from a folder.
fn join(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let mut steps: Vec<&str> = match target.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => folder.split('/').filter(|step| !step.is_empty()).collect(),
    };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            _ => steps.push(step),
        }
    }
    steps.join("/")
}
