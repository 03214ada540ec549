//! A text as the rules see it: full-width forms folded, sentences that a column break cut put together again, cut
//! into blocks and sentences. Every position leads back to its byte and character in the original.

use std::ops::Range;

use zhibiao_model::width::half_width;

use crate::cells::BETWEEN;
use crate::fact::Span;
use crate::tables::layout::{self, Layout};

/// A sentence longer than this is cut: every rule looks at most so far, so that the work is linear in the text.
pub(crate) const LONGEST_SENTENCE: usize = 512;
/// Characters within which a point numbers a line: 一.
const NUMBERING: usize = 4;
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

/// Where a character stands in the original; texts are bounded far below 4 GiB.
#[derive(Clone, Copy, Debug)]
struct Place {
    character: u32,
    byte: u32,
}

/// The text, folded and cut.
#[derive(Debug)]
pub(crate) struct Page<'t> {
    original: &'t str,
    /// Folded one to one; line breaks inside a block and Markdown's marks inside a line are gone, line breaks between
    /// blocks are [`BREAK`].
    pub(crate) chars: Vec<char>,
    /// Where each stands in the original.
    places: Vec<Place>,
    pub(crate) blocks: Vec<Block>,
    pub(crate) sentences: Vec<Sentence>,
}

impl<'t> Page<'t> {
    /// Folds and cuts a text, which must be shorter than 4 GiB.
    pub(crate) fn new(original: &'t str, layout: &Layout) -> Self {
        let length = original.chars().count();
        let mut page = Self {
            original,
            chars: Vec::with_capacity(length),
            places: Vec::with_capacity(length),
            blocks: Vec::new(),
            sentences: Vec::new(),
        };
        page.read_lines(layout);
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

    /// Behind a word, if it stands at a position.
    pub(crate) fn past(&self, at: usize, word: &str) -> usize {
        match self.starts(at, word) {
            true => at + word.chars().count(),
            false => at,
        }
    }

    /// Whether a word ends at a position; gives where it starts.
    pub(crate) fn ends(&self, end: usize, word: &str) -> Option<usize> {
        word.chars().rev().try_fold(end, |behind, c| {
            let at = behind.checked_sub(1)?;
            (self.at(at) == c).then_some(at)
        })
    }

    /// Whether the original has a full-width form at a position.
    pub(crate) fn is_wide(&self, at: usize) -> bool {
        self.written(at)
            .is_some_and(|c| ('\u{FF01}'..='\u{FF5E}').contains(&c))
    }

    /// Whether a line of the original ends before a position inside a block.
    pub(crate) fn is_line_end(&self, at: usize) -> bool {
        let place = |at: usize| self.places.get(at).map(|place| place.byte as usize);
        let between = at.checked_sub(1).and_then(place).zip(place(at));
        let text = between.and_then(|(last, next)| self.original.get(last..next));
        text.is_some_and(|text| text.contains('\n'))
    }

    /// The folded characters of an extent.
    pub(crate) fn slice(&self, extent: Extent) -> &[char] {
        self.chars.get(extent).unwrap_or_default()
    }

    /// The folded text of an extent.
    pub(crate) fn text(&self, extent: Extent) -> String {
        let chars = self.slice(extent);
        let mut text = String::with_capacity(chars.len() * '中'.len_utf8());
        text.extend(chars);
        text
    }

    /// Whether a tab stands at a position, which is folded to what parts cells.
    pub(crate) fn is_tab(&self, at: usize) -> bool {
        self.written(at) == Some('\t')
    }

    /// Where an extent lies in the original.
    pub(crate) fn span(&self, extent: &Extent) -> Span {
        let inside = extent.start..extent.end.min(self.places.len());
        let places = self.places.get(inside.clone()).unwrap_or_default();
        let (Some(first), Some(last)) = (places.first(), places.last()) else {
            return Span::default();
        };
        // The text itself is looked at only where something was left out behind the extent.
        let next = self.places.get(inside.end);
        let next = next.filter(|next| next.character == last.character + 1);
        let width = || self.written(inside.end - 1).map_or(0, char::len_utf8);
        let end = next.map_or_else(|| last.byte as usize + width(), |next| next.byte as usize);
        Span {
            bytes: first.byte as usize..end,
            chars: first.character as usize..last.character as usize + 1,
        }
    }

    /// The character of the original at a position.
    fn written(&self, at: usize) -> Option<char> {
        let byte = self.places.get(at)?.byte as usize;
        self.original.get(byte..)?.chars().next()
    }

    fn read_lines(&mut self, words: &Layout) {
        let mut open: Option<Open> = None;
        let (mut byte, mut character) = (0, 0);
        for line in self.original.split_inclusive('\n') {
            let start = self.chars.len();
            let length = self.push_line(line, byte, character);
            byte += line.len();
            character += length;
            if self.chars.len() == start {
                continue;
            }
            let kind = self.kind_of(start, words);
            let line = &self.chars[start..];
            // Looked for in each line alone: a block may have as many lines as the text.
            let is_row = layout::is_row(line);
            let goes_on = kind != BlockKind::Furniture && words.may_continue(line);
            let joined = open.filter(|_| goes_on);
            match joined.and_then(|open| self.blocks.get_mut(open.block)) {
                Some(block) => {
                    // The break that cut the sentence goes, so that 累 and 计 are one word again.
                    self.places.remove(start - 1);
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

    /// Folds a line, and tells how many characters it has.
    fn push_line(&mut self, line: &str, byte: usize, character: usize) -> usize {
        let is_blank = |c: char| c.is_whitespace() || c.is_control();
        // A tab at the head of a row is an empty cell; elsewhere it only indents.
        let is_row = line.contains('\t') && line.trim_matches(is_blank).contains('\t');
        let begun = line.trim_start_matches(|c| is_blank(c) && !(is_row && c == '\t'));
        let inner = begun.trim_end_matches(is_blank);
        let before = line.len() - begun.len();
        let behind = begun.get(inner.len()..).unwrap_or_default();
        let first = character + line.get(..before).map_or(0, |skipped| skipped.chars().count());
        let mut next = first;
        let mut last = '\0';
        let begin = self.chars.len();
        // A row of a table has no pauses, and its spaces part cells.
        let is_prose = inner.contains(['，', '。']) || has_pause(inner);
        let has_stops = inner.contains('。');
        for (at, c) in inner.char_indices() {
            // Most characters, which no mark is among.
            if is_han(c) && !is_dating(c) && last != ' ' {
                self.push(c, next, byte + before + at);
            } else {
                let rest = inner.get(at + c.len_utf8()..).unwrap_or_default();
                let is_strong = c == '*' && (last == '*' || rest.starts_with('*'));
                let folded = match c {
                    ',' if !is_grouping(last, rest) => '，',
                    '.' if next - first >= NUMBERING && is_stop(last, rest, has_stops) => '。',
                    _ => fold(c),
                };
                self.close_gap(begin, folded, is_prose && !is_year(c, rest));
                // Markdown's marks of emphasis and code stand inside sentences and mean nothing there.
                if !(is_strong || c == '`' || is_invisible(c)) {
                    self.push(folded, next, byte + before + at);
                }
            }
            last = c;
            next += 1;
        }
        next - character + behind.chars().count()
    }

    /// 2023 年 6 月, 产值 762 亿元: many texts set spaces around digits, where none parts anything.
    fn close_gap(&mut self, begin: usize, next: char, is_prose: bool) {
        let is_gap = match self.chars.get(begin..) {
            Some([.., before, ' ']) => {
                let leaves = before.is_ascii_digit() || *before == '%';
                let is_dated =
                    is_dating(next) && before.is_ascii_digit() || next.is_ascii_digit() && is_dating(*before);
                let is_set = is_prose && (leaves && is_han(next) || is_han(*before) && next.is_ascii_digit());
                is_dated || is_set
            }
            Some(_) | None => false,
        };
        if is_gap {
            self.chars.pop();
            self.places.pop();
        }
    }

    fn push(&mut self, c: char, character: usize, byte: usize) {
        self.chars.push(c);
        self.places.push(Place {
            character: character as u32,
            byte: byte as u32,
        });
    }

    fn kind_of(&self, start: usize, words: &Layout) -> BlockKind {
        let line = &self.chars[start..];
        if words.is_furniture(line) {
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

/// Most characters of a text, which no rule of the page is about.
#[inline]
pub(crate) fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// Marks of direction and of where a word may break, which pasted text has inside numbers too.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// Whether a comma of a line is a pause; 1,234.5 in a row of a table is none.
fn has_pause(line: &str) -> bool {
    let mut commas = line.match_indices(',');
    commas.any(|(at, _)| {
        let before = line.get(..at).and_then(|before| before.chars().next_back());
        let behind = line.get(at + 1..).unwrap_or_default();
        !is_grouping(before.unwrap_or_default(), behind)
    })
}

/// Whether a comma may part thousands; any other is a pause, however it was typed.
fn is_grouping(before: char, rest: &str) -> bool {
    before.is_ascii_digit() && rest.starts_with(|c: char| c.is_ascii_digit())
}

/// 占全省的18%.税收…: whether a full stop that was typed small ends a sentence. Between Chinese characters it may stand in a
/// name (约翰.史密斯), unless the line has no others.
fn is_stop(before: char, rest: &str, has_stops: bool) -> bool {
    let next = rest.chars().find(|c| *c != ' ');
    let ends = matches!(before, '%' | '”' | '"' | ')' | '）');
    match next {
        None => ends || is_han(before),
        Some(next) if is_han(next) || matches!(next, '“' | '"') => ends || is_han(before) && !has_stops,
        Some(next) => next.is_ascii_digit() && is_han(before) && !has_stops && rest.starts_with(' '),
    }
}

/// 经济运行 2023年: a space before a year parts a heading from its sentence.
fn is_year(c: char, rest: &str) -> bool {
    let mut rest = rest.chars();
    c.is_ascii_digit() && rest.by_ref().take(3).all(|c| c.is_ascii_digit()) && rest.next() == Some('年')
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
