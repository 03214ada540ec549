//! `pack.toml`: what a pack is, where its figures come from, and the reports it files.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use toml::Spanned;
use zhibiao_ingest::text_of_prose;

use super::{
    fault::{At, Faults},
    files::Files,
};
use crate::{reader_words, text_file};

/// File name of the manifest.
pub(crate) const FILE: &str = "pack.toml";

/// What a pack says of itself.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The pack.
    pub pack: About,
    /// Publications and documents that figures and definitions come from.
    #[serde(default)]
    pub sources: Vec<Source>,
    /// Reports, in the order in which they are filed.
    #[serde(default)]
    pub reports: Vec<Report>,
}

/// The pack itself.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// Id.
    pub id: String,
    /// Version.
    pub version: String,
    /// Chinese name.
    #[serde(default)]
    pub name_zh: String,
    /// English name.
    #[serde(default)]
    pub name_en: String,
    /// What it holds, in Chinese.
    #[serde(default)]
    pub description_zh: String,
    /// What it holds, in English.
    #[serde(default)]
    pub description_en: String,
}

/// A publication or document.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Key that reports and frameworks name.
    pub key: Spanned<String>,
    /// Title, which becomes the source of every value of a report.
    pub title: String,
    /// Publisher.
    #[serde(default)]
    pub publisher: String,
    /// Date of publication as far as it is known.
    #[serde(default)]
    pub date: String,
    /// Free note.
    #[serde(default)]
    pub note: String,
}

/// A report to file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// File, relative to the pack's folder.
    pub file: Spanned<String>,
    /// Department that files it.
    pub department: Spanned<String>,
    /// Zone of rows without a subject.
    pub zone: Option<Spanned<String>>,
    /// Period of rows without one.
    #[serde(default)]
    pub period: String,
    /// Month or day on which prose was issued.
    #[serde(default)]
    pub issued: String,
    /// Key of its source.
    pub source: Option<Spanned<String>>,
    /// Title.
    #[serde(default)]
    pub title: String,
    /// What the pack's author has decided about figures that the hub reads from prose.
    #[serde(default)]
    pub reviews: Vec<Review>,
}

/// A decision about one figure of a report in prose: it is rejected, corrected to the fields that are given, or else
/// confirmed as it is read.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// Words of the file that its number stands in.
    pub says: Spanned<String>,
    /// The indicator.
    #[serde(default)]
    pub indicator: String,
    /// The subject.
    #[serde(default)]
    pub subject: String,
    /// The period.
    #[serde(default)]
    pub period: String,
    /// Why the text tells no such figure.
    pub reject: Option<String>,
}

impl Manifest {
    /// Reads `pack.toml`.
    pub(crate) fn read(files: &Files, faults: &mut Faults) -> Self {
        let Some(content) = files.get(FILE) else {
            faults.add(
                At::file(FILE),
                "is missing: begin it with [pack], id = \"…\" and version = \"…\"",
            );
            return Self::default();
        };
        parse(FILE, content, faults).unwrap_or_default()
    }

    /// The title of a source.
    #[must_use]
    pub fn source_title(&self, key: &str) -> Option<&str> {
        self.sources
            .iter()
            .find(|source| source.key.get_ref() == key)
            .map(|source| source.title.as_str())
    }

    /// Checks what the manifest names: files, departments, zones, sources.
    pub(crate) fn check(&self, files: &Files, names: &Names<'_>, faults: &mut Faults) {
        // What is no text was told as it was read.
        let text = text_file::decoded(files.get(FILE).unwrap_or_default()).unwrap_or_default();
        let text = text.as_str();
        let mut keys = BTreeSet::new();
        for source in &self.sources {
            if !keys.insert(source.key.get_ref().as_str()) {
                let message = format!("source `{}` is declared twice: keep one", source.key.get_ref());
                faults.add(at(FILE, text, &source.key, "key"), message);
            }
        }
        for report in &self.reports {
            let file = report.file.get_ref();
            match files.get(file) {
                None => faults.add(
                    at(FILE, text, &report.file, "file"),
                    format!("`{file}` is not in the pack's folder"),
                ),
                Some(content) => report.check_reviews(text, content, faults),
            }
            if !(names.knows)(&resource(report.department.get_ref(), "departments")) {
                let message = format!("`{}` is not in departments.csv", report.department.get_ref());
                faults.add(at(FILE, text, &report.department, "department"), message);
            }
            if let Some(zone) = &report.zone
                && !(names.knows)(&resource(zone.get_ref(), "zones"))
            {
                faults.add(
                    at(FILE, text, zone, "zone"),
                    format!("`{}` is not in zones.csv", zone.get_ref()),
                );
            }
            if let Some(source) = &report.source
                && !keys.contains(source.get_ref().as_str())
            {
                let message = format!(
                    "source `{}` is not declared: add it under [[sources]]",
                    source.get_ref()
                );
                faults.add(at(FILE, text, source, "source"), message);
            }
        }
    }
}

impl Report {
    /// Reviews quote the file, as a hub reads it.
    fn check_reviews(&self, manifest: &str, content: &[u8], faults: &mut Faults) {
        if self.reviews.is_empty() {
            return;
        }
        let file = self.file.get_ref();
        let content = match text_of_prose(content, file) {
            Ok(content) => content,
            Err(fault) => {
                faults.add(
                    at(FILE, manifest, &self.file, "file"),
                    format!("`{file}`: {fault}"),
                );
                return;
            }
        };
        let astray = |review: &&Review| !content.contains(review.says.get_ref().as_str());
        for review in self.reviews.iter().filter(astray) {
            let message = format!("the file doesn't say `{}`", review.says.get_ref());
            faults.add(at(FILE, manifest, &review.says, "says"), message);
        }
    }
}

/// Which resource names a pack declares.
pub(crate) struct Names<'a> {
    pub(crate) knows: &'a dyn Fn(&str) -> bool,
}

/// A resource name, for which the bare id may stand.
pub(crate) fn resource(text: &str, collection: &str) -> String {
    if text.contains('/') {
        text.to_owned()
    } else {
        format!("{collection}/{text}")
    }
}

/// Reads a TOML file; a fault has the row it was found in.
pub(crate) fn parse<T: serde::de::DeserializeOwned>(
    file: &str,
    content: &[u8],
    faults: &mut Faults,
) -> Option<T> {
    let text = text(file, content, faults)?;
    toml::from_str(&text)
        .map_err(|error| {
            let row = error.span().map_or(0, |span| row_of(&text, span.start));
            faults.add(At::row(file, row), reader_words::told(error.message()));
        })
        .ok()
}

/// The text of a file.
pub(crate) fn text(file: &str, content: &[u8], faults: &mut Faults) -> Option<String> {
    text_file::decoded(content)
        .map_err(|what| faults.add(At::file(file), what))
        .ok()
}

/// The place of a value.
pub(crate) fn at<T>(file: &str, content: &str, value: &Spanned<T>, key: &str) -> At {
    At::row(file, row_of(content, value.span().start)).column(key)
}

/// The row of a byte, from 1.
pub(crate) fn row_of(content: &str, offset: usize) -> u32 {
    Lines::of(content).row(offset)
}

/// Where the lines of a text end: rows of many places are told without reading it all for each.
pub(crate) struct Lines(Vec<usize>);

impl Lines {
    pub(crate) fn of(content: &str) -> Self {
        Self(content.match_indices('\n').map(|(at, _)| at).collect())
    }

    /// The row of a byte, from 1.
    pub(crate) fn row(&self, offset: usize) -> u32 {
        let before = self.0.partition_point(|end| *end < offset);
        u32::try_from(1 + before).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_lie_in_rows() {
        let lines = Lines::of("ab\n\nc\n");
        let rows: Vec<u32> = (0..8).map(|at| lines.row(at)).collect();
        assert_eq!(rows, [1, 1, 1, 2, 3, 3, 4, 4]);
        assert_eq!(Lines::of("").row(9), 1);
    }
}
