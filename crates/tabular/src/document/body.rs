//! What stands in the body of a Word document, as the lines of a text.

use super::styles::HiddenStyles;
use crate::xlsx::Attributes;

/// Columns of a Word table, which the program bounds so too.
const MOST_COLUMNS: usize = 63;

/// The text under way.
#[derive(Debug, Default)]
pub(super) struct Body {
    /// The lines that are whole.
    pub(super) lines: String,
    /// Elements that are open; none before the first one.
    pub(super) depth: Option<usize>,
    /// Whether the element at hand holds words.
    in_text: bool,
    /// The styles that hide.
    styles: HiddenStyles,
    /// Whether each paragraph around the element at hand has a style that hides, from the outermost.
    paragraphs: Vec<bool>,
    /// Whether the element at hand stands among what is said of a paragraph as a whole.
    in_properties: bool,
    /// Whether each run around the element at hand is hidden, from the outermost.
    runs: Vec<bool>,
    /// Runs among them that are.
    hidden: usize,
    /// The tables around the element at hand, from the outermost.
    tables: Vec<Table>,
    /// Rows of tables inside cells of the row at hand: among its cells they would be cells of that row.
    inner: String,
    /// Bytes of text in the tables that are open.
    held: usize,
}

/// A table that is being read.
#[derive(Debug, Default)]
struct Table {
    row: String,
    /// What the cells of the row above say, column by column.
    above: Vec<String>,
    /// What those of the row at hand say so far.
    cells: Vec<String>,
    cell: Option<Cell>,
    is_hidden: bool,
}

/// A cell that is being read.
#[derive(Debug)]
struct Cell {
    /// Where it begins in its row.
    start: usize,
    /// Columns that it takes up.
    columns: usize,
    /// Whether it goes on with the cell above.
    goes_on: bool,
}

impl Body {
    /// Before the first word of a document with such styles.
    pub(super) fn new(styles: HiddenStyles) -> Self {
        Self {
            styles,
            ..Self::default()
        }
    }

    /// Whether words are text here.
    pub(super) fn is_read(&self) -> bool {
        self.in_text && self.hidden == 0
    }

    /// What words are appended to.
    pub(super) fn text(&mut self) -> &mut String {
        match self.tables.last_mut() {
            Some(table) => &mut table.row,
            None => &mut self.lines,
        }
    }

    /// Bytes of text so far.
    pub(super) fn size(&self) -> usize {
        let row = self.tables.last().map_or(0, |table| table.row.len());
        self.lines.len() + self.inner.len() + self.held + row
    }

    /// Goes into an element; true when what is inside is to be skipped.
    pub(super) fn open(&mut self, name: &[u8], attributes: Attributes<'_>) -> bool {
        // The same words again, for programs that can't show the first form, or where they were before they were moved;
        // sections, and what a style was before it was changed are no text.
        if let b"Fallback" | b"moveFrom" | b"sectPr" | b"pPrChange" | b"rPrChange" | b"trPrChange" = name {
            return true;
        }
        // Tab stops are no text, and a paragraph's mark that is hidden hides no word.
        if self.in_properties && name != b"pStyle" {
            return true;
        }
        self.depth = Some(self.depth.unwrap_or(0) + 1);
        match name {
            b"t" => self.in_text = true,
            b"tab" | b"br" | b"cr" | b"noBreakHyphen" if self.hidden == 0 => self.mark(name),
            b"p" => self.paragraphs.push(false),
            b"pPr" => self.in_properties = true,
            b"pStyle" => {
                let hides = self.is_hiding(attributes);
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    *paragraph = hides;
                }
            }
            b"r" => {
                self.runs.push(false);
                self.set_hidden(self.is_of_hidden());
            }
            // A style of words that hides shows those of a paragraph that is hidden (§17.7.3).
            b"rStyle" => self.set_hidden(self.is_of_hidden() != self.is_hiding(attributes)),
            b"vanish" => self.set_hidden(is_on(attributes)),
            b"tbl" => self.open_table(),
            b"tc" => self.open_cell(),
            b"gridSpan" => self.span(attributes),
            b"vMerge" => self.merge(attributes),
            b"hidden" if is_on(attributes) => {
                if let Some(table) = self.tables.last_mut() {
                    table.is_hidden = true;
                }
            }
            _ => {}
        }
        false
    }

    pub(super) fn close(&mut self, name: &[u8]) {
        self.depth = self.depth.map(|depth| depth.saturating_sub(1));
        match name {
            b"t" => self.in_text = false,
            b"r" => self.hidden -= usize::from(self.runs.pop() == Some(true)),
            b"pPr" => self.in_properties = false,
            b"p" => {
                self.paragraphs.pop();
                if self.tables.is_empty() {
                    self.lines.push('\n');
                } else {
                    self.part();
                }
            }
            b"tc" => self.close_cell(),
            b"tr" => self.close_row(),
            b"tbl" => self.close_table(),
            _ => {}
        }
    }

    /// A character that is written as an element.
    fn mark(&mut self, name: &[u8]) {
        match (name, self.tables.is_empty()) {
            (b"noBreakHyphen", _) => self.text().push('-'),
            (_, false) => self.part(),
            (b"tab", true) => self.lines.push('\t'),
            (_, true) => self.lines.push('\n'),
        }
    }

    /// Whether the paragraph at hand has a style that hides.
    fn is_of_hidden(&self) -> bool {
        self.paragraphs.last() == Some(&true)
    }

    fn is_hiding(&self, attributes: Attributes<'_>) -> bool {
        attributes.get(b"val").is_some_and(|id| self.styles.hides(&id))
    }

    /// Hides or shows the run at hand.
    fn set_hidden(&mut self, is_hidden: bool) {
        if let Some(run) = self.runs.last_mut() {
            self.hidden -= usize::from(*run);
            self.hidden += usize::from(is_hidden);
            *run = is_hidden;
        }
    }

    /// Parts two paragraphs of one cell: a line break would cut its row, a tab shift its columns.
    fn part(&mut self) {
        let Some(Table { row, cell, .. }) = self.tables.last_mut() else {
            return;
        };
        let start = cell.as_ref().map_or(0, |cell| cell.start);
        if row.len() > start && !row.ends_with(' ') {
            row.push(' ');
        }
    }

    fn open_table(&mut self) {
        self.held += self.tables.last().map_or(0, |table| table.row.len());
        self.tables.push(Table::default());
    }

    fn close_table(&mut self) {
        self.close_row();
        self.tables.pop();
        self.held -= self.tables.last().map_or(0, |table| table.row.len());
        self.part();
    }

    fn open_cell(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            let start = table.row.len();
            table.cell = Some(Cell {
                start,
                columns: 1,
                goes_on: false,
            });
        }
    }

    fn span(&mut self, attributes: Attributes<'_>) {
        let columns = attributes.get(b"val").and_then(|value| value.parse().ok());
        let cell = self.tables.last_mut().and_then(|table| table.cell.as_mut());
        if let (Some(cell), Some(columns)) = (cell, columns) {
            cell.columns = usize::clamp(columns, 1, MOST_COLUMNS);
        }
    }

    /// Only the first of the cells that are merged downwards says that it begins them.
    fn merge(&mut self, attributes: Attributes<'_>) {
        if let Some(cell) = self.tables.last_mut().and_then(|table| table.cell.as_mut()) {
            cell.goes_on = attributes.get(b"val").as_deref() != Some("restart");
        }
    }

    /// A head over several columns or rows is the head of each; a figure there is said once.
    fn close_cell(&mut self) {
        let Some(Table {
            row,
            cell,
            above,
            cells,
            ..
        }) = self.tables.last_mut()
        else {
            return;
        };
        let Some(Cell {
            start,
            columns,
            goes_on,
        }) = cell.take()
        else {
            return;
        };
        while row.len() > start && row.ends_with(' ') {
            row.pop();
        }
        if goes_on && row.len() == start {
            row.push_str(above.get(cells.len()).map_or("", String::as_str));
        }
        let words = row.get(start..).unwrap_or_default();
        let again = if has_figure(words) { "" } else { words }.to_owned();
        row.push('\t');
        for _ in 1..columns {
            row.push_str(&again);
            row.push('\t');
        }
        let rest = MOST_COLUMNS.saturating_sub(cells.len());
        cells.extend(std::iter::repeat_n(again, columns.min(rest)));
    }

    fn close_row(&mut self) {
        let Some(Table {
            row,
            is_hidden,
            above,
            cells,
            ..
        }) = self.tables.last_mut()
        else {
            return;
        };
        *above = std::mem::take(cells);
        let row = std::mem::take(row);
        let is_shown = !std::mem::take(is_hidden) && !row.is_empty();
        let is_inner = self.tables.len() > 1;
        let lines = if is_inner {
            &mut self.inner
        } else {
            &mut self.lines
        };
        if is_shown {
            lines.push_str(&row);
            lines.push('\n');
        }
        if !is_inner {
            self.lines.push_str(&std::mem::take(&mut self.inner));
        }
    }
}

/// Whether a switch is on: it is where it says nothing else.
pub(super) fn is_on(attributes: Attributes<'_>) -> bool {
    let value = attributes.get(b"val");
    !matches!(value.as_deref(), Some("0" | "false" | "off"))
}

/// Whether words have a number that is no year.
fn has_figure(words: &str) -> bool {
    let mut rest = words;
    while let Some(at) = rest.find(char::is_numeric) {
        let number = rest.split_at(at).1;
        rest = number.trim_start_matches(char::is_numeric);
        let is_year = number.len() - rest.len() == 4 && rest.starts_with('年');
        if !is_year {
            return true;
        }
    }
    false
}
