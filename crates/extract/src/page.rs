//! A text as the rules see it: full-width forms folded, sentences that a column break cut put together again, cut
//! into blocks and sentences. Every position leads back to its byte and character in the original.

use std::ops::Range;

use zhibiao_model::width::half_width;

use crate::cells::BETWEEN;
use crate::fact::Span;
use crate::tables::layout;

/// A sentence longer than this is cut: every rule looks at most so far, so that the work is linear in the text.
pub(crate) const LONGEST_SENTENCE: usize = 512;
/// A line without a full stop and not longer than this may be a heading.
const LONGEST_HEADING: usize = 40;

/// What stands between two blocks, so that no number or name reaches across.
pub(crate) const BREAK: char = '\n';

/// Positions `[start, end)` in [`Page::chars`].
pub(crate) type Extent = Range<usize>;

/// What a block of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BlockKind {
    /// Running text.
    Prose,
    /// A short line without a full stop, or a line of a list.
    Line,
    /// Bylines, captions, page numbers: what a page carries besides its text.
    Furniture,
}

#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub(crate) extent: Extent,
    pub(crate) kind: BlockKind,
}

#[derive(Clone, Debug)]
pub(crate) struct Sentence {
    pub(crate) extent: Extent,
    /// Index of its block.
    pub(crate) block: usize,
}

/// A block whose text may go on in the next line.
#[derive(Clone, Copy, Debug)]
struct Open {
    /// Its index.
    block: usize,
    /// Whether one of its lines is a row of a table.
    has_row: bool,
}

/// The text, folded and cut.
#[derive(Debug)]
pub(crate) struct Page<'t> {
    original: &'t str,
    /// Folded one to one; line breaks inside a block and Markdown's marks inside a line are gone, line breaks between
    /// blocks are [`BREAK`].
    pub(crate) chars: Vec<char>,
    /// The character of the original that each comes from.
    origin: Vec<u32>,
    /// Its first byte.
    byte: Vec<u32>,
    pub(crate) blocks: Vec<Block>,
    pub(crate) sentences: Vec<Sentence>,
}

impl<'t> Page<'t> {
    /// Folds and cuts a text, which must be shorter than 4 GiB.
    pub(crate) fn new(original: &'t str) -> Self {
        let length = original.chars().count();
        let mut page = Self {
            original,
            chars: Vec::with_capacity(length),
            origin: Vec::with_capacity(length),
            byte: Vec::with_capacity(length),
            blocks: Vec::new(),
            sentences: Vec::new(),
        };
        page.read_lines();
        page.cut_sentences();
        page
    }

    /// The character at a position; NUL past the end, which no rule knows.
    pub(crate) fn at(&self, at: usize) -> char {
        self.chars.get(at).copied().unwrap_or('\0')
    }

    /// The character before a position.
    pub(crate) fn before(&self, at: usize) -> char {
        at.checked_sub(1).map_or('\0', |at| self.at(at))
    }

    /// Whether a word stands at a position.
    pub(crate) fn starts(&self, at: usize, word: &str) -> bool {
        word.chars().enumerate().all(|(n, c)| self.at(at + n) == c)
    }

    /// Whether a word ends at a position; gives where it starts.
    pub(crate) fn ends(&self, end: usize, word: &str) -> Option<usize> {
        let start = end.checked_sub(word.chars().count())?;
        self.starts(start, word).then_some(start)
    }

    /// Whether the original has a full-width form at a position.
    pub(crate) fn is_wide(&self, at: usize) -> bool {
        let byte = self
            .byte
            .get(at)
            .map_or(self.original.len(), |byte| *byte as usize);
        let original = self.original.get(byte..).and_then(|rest| rest.chars().next());
        original.is_some_and(|c| ('\u{FF01}'..='\u{FF5E}').contains(&c))
    }

    /// The folded characters of an extent.
    pub(crate) fn slice(&self, extent: Extent) -> &[char] {
        self.chars.get(extent).unwrap_or_default()
    }

    /// The folded text of an extent.
    pub(crate) fn text(&self, extent: Extent) -> String {
        let chars = self.slice(extent);
        let mut text = String::with_capacity(chars.iter().map(|c| c.len_utf8()).sum());
        text.extend(chars);
        text
    }

    /// Whether a tab stands at a position, which is folded to what parts cells.
    pub(crate) fn is_tab(&self, at: usize) -> bool {
        let byte = self.byte.get(at).map(|byte| *byte as usize);
        byte.and_then(|byte| self.original.as_bytes().get(byte)) == Some(&b'\t')
    }

    /// Where an extent lies in the original.
    pub(crate) fn span(&self, extent: &Extent) -> Span {
        let (Some(first), Some(last)) = (extent.clone().next(), extent.clone().next_back()) else {
            return Span::default();
        };
        let byte = |at: usize| {
            self.byte
                .get(at)
                .map_or(self.original.len(), |byte| *byte as usize)
        };
        let origin = |at: usize| self.origin.get(at).map_or(0, |origin| *origin as usize);
        let width = self
            .original
            .get(byte(last)..)
            .and_then(|rest| rest.chars().next())
            .map_or(0, char::len_utf8);
        Span {
            bytes: byte(first)..byte(last) + width,
            chars: origin(first)..origin(last) + 1,
        }
    }

    fn read_lines(&mut self) {
        let mut open: Option<Open> = None;
        let (mut byte, mut character) = (0, 0);
        for line in self.original.split_inclusive('\n') {
            let start = self.chars.len();
            self.push_line(line, byte, character);
            byte += line.len();
            character += line.chars().count();
            if self.chars.len() == start {
                continue;
            }
            let kind = self.kind_of(start);
            let line = &self.chars[start..];
            // Looked for in each line alone: a block may have as many lines as the text.
            let is_row = layout::is_row(line);
            let goes_on = kind != BlockKind::Furniture && layout::may_continue(line);
            let joined = open.filter(|_| goes_on);
            match joined.and_then(|open| self.blocks.get_mut(open.block)) {
                Some(block) => {
                    // The break that cut the sentence goes, so that 累 and 计 are one word again.
                    for part in [&mut self.origin, &mut self.byte] {
                        part.remove(start - 1);
                    }
                    self.chars.remove(start - 1);
                    block.extent.end = self.chars.len();
                }
                None => self.blocks.push(Block {
                    extent: start..self.chars.len(),
                    kind,
                }),
            }
            self.push(BREAK, character, byte);
            let last = Open {
                block: joined.map_or(self.blocks.len() - 1, |open| open.block),
                has_row: is_row || joined.is_some_and(|open| open.has_row),
            };
            open = Some(last).filter(|open| self.is_cut(*open));
        }
    }

    fn push_line(&mut self, line: &str, byte: usize, character: usize) {
        let is_blank = |c: char| c.is_whitespace() || c.is_control();
        // A tab at the head of a row is an empty cell; elsewhere it only indents.
        let is_row = line.trim_matches(is_blank).contains('\t');
        let begun = line.trim_start_matches(|c| is_blank(c) && !(is_row && c == '\t'));
        let inner = begun.trim_end_matches(is_blank);
        let before = line.len() - begun.len();
        let skipped = line.get(..before).map_or(0, |skipped| skipped.chars().count());
        let mut last = '\0';
        let begin = self.chars.len();
        for (n, (at, c)) in inner.char_indices().enumerate() {
            self.close_gap(begin, fold(c));
            let is_strong =
                c == '*' && (last == '*' || inner.get(at + 1..).is_some_and(|rest| rest.starts_with('*')));
            last = c;
            // Markdown's marks of emphasis and code stand inside sentences and mean nothing there.
            if !is_strong && c != '`' && !is_invisible(c) {
                self.push(fold(c), character + skipped + n, byte + before + at);
            }
        }
    }

    /// 2023 年 6 月: pasted text has spaces between the digits of a time and its words, where none parts anything.
    fn close_gap(&mut self, begin: usize, next: char) {
        let is_gap = match self.chars.get(begin..) {
            Some([.., before, ' ']) => {
                is_dating(next) && before.is_ascii_digit()
                    || next.is_ascii_digit() && matches!(before, '年' | '月')
            }
            Some(_) | None => false,
        };
        if is_gap {
            self.chars.pop();
            self.origin.pop();
            self.byte.pop();
        }
    }

    fn push(&mut self, c: char, character: usize, byte: usize) {
        self.chars.push(c);
        // Texts are bounded far below 4 GiB.
        self.origin.push(character as u32);
        self.byte.push(byte as u32);
    }

    fn kind_of(&self, start: usize) -> BlockKind {
        let line = &self.chars[start..];
        if layout::is_furniture(line) {
            BlockKind::Furniture
        } else if line.len() <= LONGEST_HEADING && !line.iter().any(|c| matches!(c, '。' | '，' | ';')) {
            BlockKind::Line
        } else {
            BlockKind::Prose
        }
    }

    /// Whether the text of a block stops in mid-sentence, as before a column break.
    fn is_cut(&self, open: Open) -> bool {
        self.blocks.get(open.block).is_some_and(|block| {
            let chars = &self.chars[block.extent.clone()];
            // A row of a table ends with its line.
            block.kind == BlockKind::Prose && !open.has_row && layout::is_unfinished(chars)
        })
    }

    fn cut_sentences(&mut self) {
        for (block, Block { extent, .. }) in self.blocks.iter().enumerate() {
            let mut start = extent.start;
            for at in extent.clone() {
                let ends = matches!(self.chars[at], '。' | '!' | '?' | ';');
                if ends || at + 1 == extent.end || at - start >= LONGEST_SENTENCE {
                    self.sentences.push(Sentence {
                        extent: start..at + 1,
                        block,
                    });
                    start = at + 1;
                }
            }
        }
    }
}

/// Marks of direction and of where a word may break, which pasted text has inside numbers too.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// What stands behind the digits of a date.
fn is_dating(c: char) -> bool {
    matches!(c, '年' | '月' | '日')
}

/// Folds a character to the form in which tables and names are written. The full-width comma stays: only the other
/// one may part thousands.
pub(crate) fn fold(c: char) -> char {
    match c {
        '，' => c,
        '\u{00a0}' => ' ',
        '\t' => BETWEEN,
        '﹪' => '%',
        '\u{2212}' | '\u{2010}'..='\u{2015}' | '─' => '-',
        '〜' => '~',
        '•' | '・' => '·',
        '∶' => ':',
        '✕' | '✖' => '×',
        _ => half_width(c),
    }
}
