//! The text of Word documents (WordprocessingML, ECMA-376 part 1, §17): paragraphs as lines. Headers, footers, notes,
//! field codes and deleted words are not part of it.

use std::io::{Read, Seek, SeekFrom};

use crate::xlsx::{Archive, Attributes, Token, Xml, is_archive, refuse_other_formats, unescape};
use crate::{Limits, Unreadable};

/// The part that holds the text.
const MAIN: &str = "word/document.xml";

/// Columns of a Word table, which the program bounds so too.
const MOST_COLUMNS: usize = 63;

/// Whether a file is a Word document (`.docx`).
///
/// # Errors
/// When the bytes can't be had; an archive that is damaged is none.
pub fn is_document<R: Read + Seek>(mut source: R, limits: Limits) -> Result<bool, Unreadable> {
    if !is_archive(&head(&mut source)?) {
        return Ok(false);
    }
    match Archive::open(source, limits) {
        Ok(archive) => Ok(archive.has(MAIN)),
        Err(fault @ Unreadable::Io(_)) => Err(fault),
        Err(_) => Ok(false),
    }
}

/// Refuses bytes that are announced as text and are a file of another kind, such as a PDF, whose letters stand in no
/// order that could be read.
///
/// # Errors
/// [`Unreadable`] with what the file seems to be.
pub fn check_is_text(bytes: &[u8]) -> Result<(), Unreadable> {
    if is_archive(bytes) {
        return Err(Unreadable::NotADocument {
            found: "an archive, though announced as text",
        });
    }
    refuse_other_formats(bytes.get(..64).unwrap_or(bytes), bytes)
}

/// The text of a Word document: a line a paragraph; of a table a line a row, its cells parted by tabs.
///
/// # Errors
/// [`Unreadable`] when it is no document, is damaged or passes a limit; [`Unreadable::TextTooLong`] when the text has
/// more than `longest` bytes.
pub fn document_text<R: Read + Seek>(
    mut source: R,
    limits: Limits,
    longest: usize,
) -> Result<String, Unreadable> {
    let head = head(&mut source)?;
    if !is_archive(&head) {
        refuse_other_formats(&head, &head)?;
        return Err(Unreadable::NotADocument {
            found: "no zip archive, though announced as .docx",
        });
    }
    let mut archive = Archive::open(source, limits)?;
    let Some(part) = archive.part(MAIN)? else {
        return Err(Unreadable::NotADocument {
            found: "a zip archive without the text of a document",
        });
    };
    let mut xml = Xml::new(part);
    let mut body = Body::default();
    loop {
        let skips = match xml.next()? {
            Token::Open(name, attributes) => body.open(name, attributes),
            Token::Close(name) => {
                body.close(name);
                false
            }
            Token::Text(raw) => {
                if body.in_text {
                    unescape(raw, &mut body.text);
                }
                false
            }
            Token::Literal(raw) => {
                if body.in_text {
                    body.text.push_str(&String::from_utf8_lossy(raw));
                }
                false
            }
            Token::End => return Ok(body.text),
        };
        if skips {
            xml.skip()?;
        }
        if body.text.len() > longest {
            return Err(Unreadable::TextTooLong { limit: longest });
        }
    }
}

/// The text under way.
#[derive(Debug, Default)]
struct Body {
    text: String,
    /// Whether the element at hand holds words.
    in_text: bool,
    /// The cells around the element at hand, from the outermost; one row of text is one row of the outermost table.
    cells: Vec<OpenCell>,
}

/// A cell of a table that is being read.
#[derive(Debug)]
struct OpenCell {
    /// Where its text begins.
    start: usize,
    /// Columns that it takes up.
    columns: usize,
}

impl Body {
    /// Goes into an element; true when what is inside is to be skipped.
    fn open(&mut self, name: &[u8], attributes: Attributes<'_>) -> bool {
        match name {
            b"t" => self.in_text = true,
            b"tab" if self.cells.is_empty() => self.text.push('\t'),
            b"br" | b"cr" if self.cells.is_empty() => self.text.push('\n'),
            b"tab" | b"br" | b"cr" => self.part(),
            b"noBreakHyphen" => self.text.push('-'),
            b"tc" => self.cells.push(OpenCell {
                start: self.text.len(),
                columns: 1,
            }),
            b"gridSpan" => self.span(attributes),
            // The same words again, for programs that can't show the first form, or where they were before they were
            // moved; tab stops and styles are no text.
            b"Fallback" | b"moveFrom" | b"pPr" | b"rPr" | b"sectPr" => return true,
            _ => {}
        }
        false
    }

    fn close(&mut self, name: &[u8]) {
        match name {
            b"t" => self.in_text = false,
            b"p" if self.cells.is_empty() => self.text.push('\n'),
            b"p" => self.part(),
            b"tc" => self.close_cell(),
            b"tr" if self.cells.is_empty() => self.text.push('\n'),
            _ => {}
        }
    }

    /// Parts two paragraphs of one cell: a line break would cut its row, a tab shift its columns.
    fn part(&mut self) {
        let start = self.cells.last().map_or(0, |cell| cell.start);
        if self.text.len() > start && !self.text.ends_with(' ') {
            self.text.push(' ');
        }
    }

    fn span(&mut self, attributes: Attributes<'_>) {
        let columns = attributes.get(b"val").and_then(|value| value.parse().ok());
        if let (Some(cell), Some(columns)) = (self.cells.last_mut(), columns) {
            cell.columns = usize::clamp(columns, 1, MOST_COLUMNS);
        }
    }

    fn close_cell(&mut self) {
        let Some(cell) = self.cells.pop() else {
            return;
        };
        while self.text.len() > cell.start && self.text.ends_with(' ') {
            self.text.pop();
        }
        if self.cells.is_empty() {
            self.text.extend(std::iter::repeat_n('\t', cell.columns));
        } else {
            // A table inside a cell is part of what the cell says.
            self.part();
        }
    }
}

/// The first bytes of a file, which is rewound.
fn head(source: &mut (impl Read + Seek)) -> Result<Vec<u8>, Unreadable> {
    source.seek(SeekFrom::Start(0)).map_err(Unreadable::Io)?;
    let mut head = Vec::new();
    source
        .by_ref()
        .take(64)
        .read_to_end(&mut head)
        .map_err(Unreadable::Io)?;
    source.seek(SeekFrom::Start(0)).map_err(Unreadable::Io)?;
    Ok(head)
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::*;

    fn archive(path: &str, content: &str) -> Cursor<Vec<u8>> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file(path, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
        zip.finish().unwrap()
    }

    fn document(body: &str) -> Cursor<Vec<u8>> {
        let content = format!(
            "<?xml version=\"1.0\"?><w:document xmlns:w=\"w\" xmlns:mc=\"mc\"><w:body>{body}</w:body></w:document>"
        );
        archive(MAIN, &content)
    }

    fn text(body: &str) -> String {
        document_text(document(body), Limits::default(), 1 << 20).unwrap()
    }

    #[test]
    fn paragraphs_are_lines_however_their_words_are_cut_into_runs() {
        let body = "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>已开通5G</w:t></w:r>\
                    <w:r><w:t xml:space=\"preserve\">基站 &lt;553座</w:t></w:r></w:p><w:p/>\
                    <w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r></w:p>";
        assert_eq!(text(body), "已开通5G基站 <553座\n\n甲\n乙\n");
    }

    #[test]
    fn rows_of_a_table_are_lines() {
        let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
        let row = |a: &str, b: &str| format!("<w:tr>{}{}</w:tr>", cell(a), cell(b));
        let body = format!(
            "<w:tbl>{}{}</w:tbl><w:p><w:r><w:t>后</w:t></w:r></w:p>",
            row("营业收入", "200亿元"),
            row("从业人员", "3万人")
        );
        assert_eq!(text(&body), "营业收入\t200亿元\t\n从业人员\t3万人\t\n后\n");
    }

    #[test]
    fn a_cell_is_one_column_however_many_paragraphs_it_has() {
        let cell = |inner: &str| format!("<w:tc>{inner}</w:tc>");
        let paragraph = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
        let wide = "<w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr>";
        let head = cell(&paragraph("指标"))
            + &cell(&(paragraph("营业收入") + &paragraph("（亿元）")))
            + &cell(&(wide.to_owned() + &paragraph("高新技术企业")));
        let row = cell(&paragraph("合计"))
            + &cell(&paragraph("200"))
            + &cell("<w:p><w:r><w:t>50</w:t><w:br/><w:t>家</w:t></w:r></w:p>")
            + &cell("<w:p/>");
        let body = format!("<w:tbl><w:tr>{head}</w:tr><w:tr>{row}</w:tr></w:tbl>");
        assert_eq!(
            text(&body),
            "指标\t营业收入 （亿元）\t高新技术企业\t\t\n合计\t200\t50 家\t\t\n"
        );
    }

    #[test]
    fn a_table_in_a_cell_stays_in_its_row() {
        let cell = |inner: &str| format!("<w:tc>{inner}</w:tc>");
        let paragraph = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
        let inner = format!(
            "<w:tbl><w:tr>{}{}</w:tr></w:tbl><w:p/>",
            cell(&paragraph("甲")),
            cell(&paragraph("乙"))
        );
        let body = format!(
            "<w:tbl><w:tr>{}{}</w:tr></w:tbl>",
            cell(&inner),
            cell(&paragraph("丙"))
        );
        assert_eq!(text(&body), "甲 乙\t丙\t\n");
    }

    #[test]
    fn moved_words_are_read_where_they_stand_now() {
        let body = "<w:p><w:moveFrom><w:r><w:t>旧处</w:t></w:r></w:moveFrom><w:r><w:t>句</w:t></w:r>\
                    <w:moveTo><w:r><w:t>新处</w:t></w:r></w:moveTo></w:p>";
        assert_eq!(text(body), "句新处\n");
    }

    #[test]
    fn what_is_deleted_computed_or_said_twice_is_no_text() {
        let body = "<w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:r><w:instrText>PAGE</w:instrText></w:r>\
                    <mc:AlternateContent><mc:Choice><w:r><w:t>新</w:t></w:r></mc:Choice>\
                    <mc:Fallback><w:r><w:t>新</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>";
        assert_eq!(text(body), "新\n");
    }

    #[test]
    fn a_document_is_told_from_other_files() {
        let limits = Limits::default();
        assert!(is_document(document(""), limits).unwrap());
        assert!(!is_document(archive("xl/workbook.xml", ""), limits).unwrap());
        assert!(!is_document(Cursor::new("园区,2023年"), limits).unwrap());
        let code = |source| document_text(source, limits, 100).unwrap_err().code();
        assert_eq!(code(archive("xl/workbook.xml", "")), "FILE_NOT_A_DOCUMENT");
        assert_eq!(code(Cursor::new(b"text".to_vec())), "FILE_NOT_A_DOCUMENT");
        assert_eq!(code(Cursor::new(b"%PDF-1.7".to_vec())), "FILE_NOT_A_WORKBOOK");
        let text = |bytes: &[u8]| check_is_text(bytes).map_err(|fault| fault.code());
        assert_eq!(text("园区".as_bytes()), Ok(()));
        assert_eq!(text(b"%PDF-1.7"), Err("FILE_NOT_A_WORKBOOK"));
        assert_eq!(text(document("").get_ref()), Err("FILE_NOT_A_DOCUMENT"));
        let cut = document("<w:p/>").into_inner();
        assert_eq!(
            code(Cursor::new(cut[..cut.len() - 30].to_vec())),
            "FILE_TRUNCATED"
        );
    }

    #[test]
    fn a_text_beyond_the_limit_is_refused_before_it_is_held() {
        let body = format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "长".repeat(40));
        let refused = document_text(document(&body), Limits::default(), 100).unwrap_err();
        assert_eq!(refused.code(), "TEXT_TOO_LONG");
        let bomb = document(&"<w:p/>".repeat(3 << 20));
        let limits = Limits {
            inflation: 100,
            ..Limits::default()
        };
        let refused = document_text(bomb, limits, usize::MAX).expect_err("a bomb");
        assert_eq!(refused.code(), "FILE_ZIP_BOMB");
    }
}
