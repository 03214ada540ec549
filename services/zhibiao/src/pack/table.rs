//! One table of a pack: CSV with a head row, read by column name, every fault with its row and column.

use std::{borrow::Cow, collections::BTreeMap};

use encoding_rs::GB18030;

use super::fault::{At, Faults};
use crate::near::nearest;

/// Separates the items of a list inside a cell.
const LIST: char = '|';

/// A table's form: its file and its columns.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Form {
    /// File name.
    pub(crate) file: &'static str,
    /// Columns, the one that names the item first.
    pub(crate) columns: &'static [&'static str],
    /// Prefix of columns of one's own (`attributes.`); empty when there are none.
    pub(crate) open: &'static str,
}

/// A row of a table.
#[derive(Debug)]
pub(crate) struct Row<'a> {
    at: At,
    cells: BTreeMap<&'a str, &'a str>,
}

impl Form {
    /// Reads a table and gives its rows to `take`; a table that is not there has none.
    pub(crate) fn read(
        &self,
        content: Option<&[u8]>,
        faults: &mut Faults,
        mut take: impl FnMut(&Row<'_>, &mut Faults),
    ) {
        let Some(content) = content else { return };
        let text = match decode(content) {
            Ok(text) => text,
            Err(message) => return faults.add(At::file(self.file), message),
        };
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut heads: Option<Vec<String>> = None;
        // Line breaks inside cells: an editor counts them, a spreadsheet does not, and people edit in spreadsheets.
        let mut inside = 0;
        for record in reader.records() {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    return faults.add(At::file(self.file), format!("can't be read as CSV: {error}"));
                }
            };
            let row = u32::try_from(line_of(&record, &text) - inside).unwrap_or(u32::MAX);
            inside += record
                .iter()
                .map(|cell| cell.matches('\n').count() as u64)
                .sum::<u64>();
            match &heads {
                None => heads = Some(self.heads(&record, row, faults)),
                Some(heads) => {
                    if let Some(row) = self.row(heads, &record, row, faults) {
                        take(&row, faults);
                    }
                }
            }
        }
        if heads.is_none() {
            let columns = self.columns.join(",");
            faults.add(
                At::file(self.file),
                format!("is empty: begin with the head row `{columns}`, or leave the file out"),
            );
        }
    }

    fn heads(&self, record: &csv::StringRecord, row: u32, faults: &mut Faults) -> Vec<String> {
        let heads: Vec<String> = record.iter().map(|head| head.trim().to_owned()).collect();
        let at = At::row(self.file, row);
        for (i, head) in heads.iter().enumerate() {
            let at = at.column(head);
            if heads.iter().take(i).any(|before| before == head) && !head.is_empty() {
                faults.add(at, "the column is there twice: keep one");
            } else if !self.knows(head) {
                let near = nearest(head, self.columns.iter().copied());
                let hint = near.map_or_else(
                    || format!("the columns are {}", self.columns.join(", ")),
                    |near| format!("did you mean `{near}`?"),
                );
                faults.add(at, format!("is no column of this table: {hint}"));
            }
        }
        if let Some(key) = self.columns.first()
            && !heads.iter().any(|head| head == key)
        {
            faults.add(
                at,
                format!("the column `{key}` is missing: it names the item of each row"),
            );
        }
        heads
    }

    fn knows(&self, head: &str) -> bool {
        // A column without a head is what a spreadsheet leaves behind; it counts only if something stands in it.
        head.is_empty()
            || self.columns.contains(&head)
            || (!self.open.is_empty() && head.strip_prefix(self.open).is_some_and(|own| !own.is_empty()))
    }

    fn row<'a>(
        &self,
        heads: &'a [String],
        record: &'a csv::StringRecord,
        row: u32,
        faults: &mut Faults,
    ) -> Option<Row<'a>> {
        let at = At::row(self.file, row);
        let mut cells = BTreeMap::new();
        for (i, cell) in record
            .iter()
            .map(str::trim)
            .enumerate()
            .filter(|(_, cell)| !cell.is_empty())
        {
            match heads.get(i).map(String::as_str) {
                Some(head) if !head.is_empty() => {
                    cells.insert(head, cell);
                }
                Some(_) | None => faults.add(
                    at.column(&letter(i)),
                    format!("`{cell}` stands under no head: a cell with a comma needs quotation marks"),
                ),
            }
        }
        (!cells.is_empty()).then_some(Row { at, cells })
    }
}

impl<'a> Row<'a> {
    /// The row's place.
    pub(crate) fn at(&self) -> &At {
        &self.at
    }

    /// The text of a cell; empty when it is blank.
    pub(crate) fn text(&self, column: &str) -> &'a str {
        self.cells.get(column).copied().unwrap_or_default()
    }

    /// An owned text.
    pub(crate) fn owned(&self, column: &str) -> String {
        self.text(column).to_owned()
    }

    /// The items of a list.
    pub(crate) fn list(&self, column: &str) -> Vec<String> {
        self.text(column)
            .split(LIST)
            .map(str::trim)
            .filter(|item| !item.is_empty())
            .map(str::to_owned)
            .collect()
    }

    /// A resource name, for which the bare id may stand.
    pub(crate) fn reference(&self, column: &str, collection: &str) -> String {
        resource(self.text(column), collection)
    }

    /// Resource names, for which the bare ids may stand.
    pub(crate) fn references(&self, column: &str, collection: &str) -> Vec<String> {
        self.list(column)
            .iter()
            .map(|item| resource(item, collection))
            .collect()
    }

    /// One of a few words.
    pub(crate) fn choice<T: Copy>(
        &self,
        column: &str,
        words: &[(&str, T)],
        faults: &mut Faults,
    ) -> Option<T> {
        let text = self.text(column);
        let found = words.iter().find(|(word, _)| *word == text);
        if found.is_none() && !text.is_empty() {
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            faults.add(
                self.at.column(column),
                format!("`{text}` is not known: write one of {}", known.join(", ")),
            );
        }
        found.map(|(_, value)| *value)
    }

    /// One of a few words, which has to be there.
    pub(crate) fn chosen<T: Copy>(
        &self,
        column: &str,
        words: &[(&str, T)],
        faults: &mut Faults,
    ) -> Option<T> {
        if self.text(column).is_empty() {
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            faults.add(
                self.at.column(column),
                format!("is missing: write one of {}", known.join(", ")),
            );
        }
        self.choice(column, words, faults)
    }

    /// A number.
    pub(crate) fn number<T: std::str::FromStr>(&self, column: &str, faults: &mut Faults) -> Option<T> {
        let text = self.text(column);
        let read = text.parse().ok();
        if read.is_none() && !text.is_empty() {
            faults.add(
                self.at.column(column),
                format!("`{text}` is no number as it is needed here: write digits only"),
            );
        }
        read
    }

    /// The columns of one's own under a prefix.
    pub(crate) fn open(&self, prefix: &str) -> BTreeMap<String, String> {
        let own =
            |(head, cell): (&&str, &&str)| Some((head.strip_prefix(prefix)?.to_owned(), (*cell).to_owned()));
        self.cells.iter().filter_map(own).collect()
    }
}

/// The line a record begins in. The reader's position stands before the blank lines that it skips.
fn line_of(record: &csv::StringRecord, text: &str) -> u64 {
    let Some(position) = record.position() else {
        return 0;
    };
    let blank = usize::try_from(position.byte())
        .ok()
        .and_then(|byte| text.get(byte..))
        .unwrap_or_default();
    let skipped = blank
        .chars()
        .take_while(|c| matches!(c, '\r' | '\n'))
        .filter(|c| *c == '\n')
        .count();
    position.line() + skipped as u64
}

fn resource(text: &str, collection: &str) -> String {
    if text.is_empty() || text.contains('/') {
        text.to_owned()
    } else {
        format!("{collection}/{text}")
    }
}

/// Letters of a column, from A.
fn letter(mut index: usize) -> String {
    let mut letters = Vec::new();
    loop {
        // The remainder is below 26.
        letters.push((b'A' + (index % 26) as u8) as char);
        if index < 26 {
            return letters.iter().rev().collect();
        }
        index = index / 26 - 1;
    }
}

/// Text of a file as spreadsheets save it: UTF-8 with or without a byte order mark, or GB18030.
fn decode(content: &[u8]) -> Result<Cow<'_, str>, String> {
    let content = content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content);
    match std::str::from_utf8(content) {
        Ok(text) => Ok(text.into()),
        Err(error) => GB18030
            .decode_without_bom_handling_and_without_replacement(content)
            .ok_or_else(|| {
                let byte = error.valid_up_to();
                format!("is neither UTF-8 (from byte {byte} on) nor GB18030: save it as \"CSV UTF-8\"")
            }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: Form = Form {
        file: "t.csv",
        columns: &["id", "name_zh", "min", "kind"],
        open: "attributes.",
    };

    fn read(text: &str) -> (Vec<String>, Vec<String>) {
        let (mut faults, mut rows) = (Faults::default(), Vec::new());
        FORM.read(Some(text.as_bytes()), &mut faults, |row, faults| {
            let min: Option<f64> = row.number("min", faults);
            let kind = row.choice("kind", &[("a", 1), ("b", 2)], faults);
            rows.push(format!(
                "{} {} {min:?} {kind:?} {:?}",
                row.at(),
                row.text("id"),
                row.open("attributes.")
            ));
        });
        (rows, faults.sorted().iter().map(ToString::to_string).collect())
    }

    #[test]
    fn rows_are_counted_as_a_spreadsheet_does() {
        let (rows, faults) = read("\u{feff}id,name_zh,min,attributes.x\na,\"two\nlines\",1,y\n\nb,,2,\n");
        assert_eq!(faults, Vec::<String>::new());
        assert_eq!(
            rows,
            [
                "t.csv:2 a Some(1.0) None {\"x\": \"y\"}",
                "t.csv:4 b Some(2.0) None {}"
            ]
        );
    }

    #[test]
    fn every_fault_has_its_place() {
        let (_, faults) = read("id,nam_zh,min,kind,min,wholly-unknown\na,x,1e,c,,,stray\n");
        assert_eq!(faults.len(), 6, "{faults:#?}");
        for (place, word) in [
            ("t.csv:1 [nam_zh]", "`name_zh`"),
            ("t.csv:1 [min]", "twice"),
            ("t.csv:1 [wholly-unknown]", "the columns are"),
            ("t.csv:2 [min]", "`1e`"),
            ("t.csv:2 [kind]", "a, b"),
            ("t.csv:2 [G]", "stray"),
        ] {
            assert!(
                faults.iter().any(|f| f.starts_with(place) && f.contains(word)),
                "{place}: {faults:#?}"
            );
        }
    }

    #[test]
    fn a_table_without_its_key_or_without_anything_is_a_fault() {
        assert!(
            read("name_zh\nx\n")
                .1
                .iter()
                .any(|f| f.contains("`id` is missing"))
        );
        assert!(read("").1.iter().any(|f| f.contains("is empty")));
        let mut faults = Faults::default();
        FORM.read(Some(b"id\n\xff\xff\n"), &mut faults, |_, _| {});
        assert!(faults.sorted().iter().any(|f| f.message.contains("UTF-8")));
    }

    #[test]
    fn what_a_chinese_spreadsheet_saves_is_read() {
        let (mut faults, mut names) = (Faults::default(), Vec::new());
        FORM.read(Some(b"id,name_zh\na,\xc4\xe3\n"), &mut faults, |row, _| {
            names.push(row.owned("name_zh"))
        });
        assert!(faults.is_empty());
        assert_eq!(names, ["\u{4f60}"]);
    }

    #[test]
    fn columns_have_letters() {
        assert_eq!([0, 25, 26, 701, 702].map(letter), ["A", "Z", "AA", "ZZ", "AAA"]);
    }
}
