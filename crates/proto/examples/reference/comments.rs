//! The comments of a proto file, by what they are about.

use std::collections::BTreeMap;

use prost_types::FileDescriptorProto;

/// Field numbers in the descriptor messages: the path of a comment alternates them with indexes.
pub(crate) const MESSAGE: i32 = 4;
pub(crate) const ENUM: i32 = 5;
pub(crate) const SERVICE: i32 = 6;
pub(crate) const FIELD: i32 = 2;
pub(crate) const VALUE: i32 = 2;
pub(crate) const METHOD: i32 = 2;

/// The comments of a file.
pub(crate) struct Comments<'a>(BTreeMap<&'a [i32], &'a str>);

impl<'a> Comments<'a> {
    pub(crate) fn of(file: &'a FileDescriptorProto) -> Self {
        let places = file.source_code_info.iter().flat_map(|info| &info.location);
        Self(
            places
                .map(|place| (place.path.as_slice(), place.leading_comments()))
                .collect(),
        )
    }

    /// The paragraphs of a comment, each on one line.
    pub(crate) fn paragraphs(&self, path: &[i32]) -> Vec<String> {
        let text = self.0.get(path).copied().unwrap_or_default();
        let mut paragraphs = vec![String::new()];
        for line in text.lines().map(str::trim) {
            match paragraphs.last_mut() {
                Some(last) if !line.is_empty() => {
                    if !last.is_empty() {
                        last.push(' ');
                    }
                    last.push_str(line);
                }
                _ => paragraphs.push(String::new()),
            }
        }
        paragraphs.retain(|paragraph| !paragraph.is_empty());
        paragraphs
    }

    /// A comment as a cell of a table.
    pub(crate) fn cell(&self, path: &[i32]) -> String {
        self.paragraphs(path).join(" ").replace('|', "\\|")
    }
}
