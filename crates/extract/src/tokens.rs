//! One walk over a text that sorts everything with a digit: quantities, times, and what is known to be neither.

use aho_corasick::{AhoCorasick, BuildError, MatchKind};

use crate::lexicon::find;
use crate::page::{BlockKind, Extent, Page};
use crate::quantity::{self, Quantity, Scan, digits_end, is_chinese_digit};
use crate::reading::NoiseKind;
use crate::tables::cues::{CUES, Cue, TIMED};
use crate::tables::noise::{CALLED, CLASS_ENDINGS, ORDINAL_ENDINGS, SPAN_UNITS, WORDS};
use crate::times::{TimeMention, read_time};
use crate::units::Units;

/// How far before a number a word is looked for that makes its ordinal a rank, or its time span a figure.
const NEAR: usize = 12;
/// Digits from which a number may be one of a telephone or an account.
const TELEPHONE: usize = 6;
/// Digits from which it is no figure of an office.
const LONGEST_FIGURE: usize = 15;

/// The words of the tables, ready to be found.
#[derive(Debug, Clone)]
pub(crate) struct Words {
    cues: AhoCorasick,
    noise: AhoCorasick,
    pub(crate) units: Units,
}

/// Something with a digit in it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Token {
    /// A number.
    Quantity(Quantity),
    /// A place in a ranking.
    Rank(Quantity),
    /// Known to be no figure.
    Noise(Extent, NoiseKind),
    /// Digits that make no number.
    Malformed(Extent),
}

/// Everything that a walk over a text finds, each list in order.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    pub(crate) tokens: Vec<Token>,
    pub(crate) times: Vec<TimeMention>,
    pub(crate) cues: Vec<(Extent, Cue)>,
}

impl Token {
    /// Where it stands, with qualifier and unit.
    pub(crate) fn extent(&self) -> &Extent {
        match self {
            Self::Quantity(quantity) | Self::Rank(quantity) => &quantity.extent,
            Self::Noise(extent, _) | Self::Malformed(extent) => extent,
        }
    }
}

impl Words {
    pub(crate) fn new() -> Result<Self, BuildError> {
        let automaton = |words: Vec<&str>| {
            AhoCorasick::builder()
                .match_kind(MatchKind::LeftmostLongest)
                .build(words)
        };
        Ok(Self {
            cues: automaton(CUES.iter().map(|(word, _)| *word).collect())?,
            noise: automaton(WORDS.iter().map(|(word, _)| *word).collect())?,
            units: Units::new(),
        })
    }

    /// Walks over a page.
    pub(crate) fn walk(&self, page: &Page<'_>) -> Tokens {
        let text: String = page.chars.iter().collect();
        let cues = find(&self.cues, &text).filter_map(|(at, extent)| Some((extent, CUES.get(at)?.1)));
        let mut walk = Walk {
            page,
            units: &self.units,
            found: Tokens {
                cues: cues.collect(),
                ..Tokens::default()
            },
        };
        let mut noise = find(&self.noise, &text)
            .filter_map(|(at, extent)| Some((extent, WORDS.get(at)?.1)))
            .peekable();
        for block in &page.blocks {
            let mut at = block.extent.start;
            while at < block.extent.end {
                while noise.next_if(|(extent, _)| extent.start < at).is_some() {}
                if let Some((extent, kind)) = noise.next_if(|(extent, _)| extent.start == at) {
                    at = walk.word(extent, kind);
                } else if block.kind == BlockKind::Furniture {
                    at = walk.furniture(at, block.extent.end);
                } else {
                    at = walk.step(at, block.extent.start);
                }
            }
        }
        walk.found
    }
}

struct Walk<'a> {
    page: &'a Page<'a>,
    units: &'a Units,
    found: Tokens,
}

impl Walk<'_> {
    fn noise(&mut self, extent: Extent, kind: NoiseKind) -> usize {
        let end = extent.end;
        self.found.tokens.push(Token::Noise(extent, kind));
        end
    }

    /// A word of the table; only one with digits is told.
    fn word(&mut self, extent: Extent, kind: NoiseKind) -> usize {
        let has_digit = self.page.chars[extent.clone()]
            .iter()
            .any(|c| c.is_ascii_digit() || is_chinese_digit(*c));
        if has_digit {
            self.noise(extent, kind)
        } else {
            extent.end
        }
    }

    fn furniture(&mut self, at: usize, end: usize) -> usize {
        if !self.page.at(at).is_ascii_digit() {
            return at + 1;
        }
        let digits = (at..end)
            .find(|at| !self.page.at(*at).is_ascii_digit())
            .unwrap_or(end);
        self.noise(at..digits, NoiseKind::Furniture)
    }

    /// Reads what begins at a position and gives where to go on.
    fn step(&mut self, at: usize, block: usize) -> usize {
        let c = self.page.at(at);
        if c == '《'
            && let Some(end) = self.title(at)
        {
            return end;
        }
        if let Some(time) = read_time(self.page, at).filter(|_| self.may_begin_time(at)) {
            let extent = time.extent.clone();
            let has_digit = self.page.chars[extent.clone()]
                .iter()
                .any(|c| c.is_ascii_digit() || is_chinese_digit(*c));
            self.found.times.push(time);
            return if has_digit {
                self.noise(extent, NoiseKind::Date)
            } else {
                extent.end
            };
        }
        if c == '第' {
            return self.ordinal(at);
        }
        if c.is_ascii_digit() {
            return self.arabic(at, block);
        }
        if is_chinese_digit(c) || c == '百' || c == '千' {
            return self.chinese(at, block);
        }
        at + 1
    }

    /// 1.2024年 is no time, nor is the 4月 of 14月.
    fn may_begin_time(&self, at: usize) -> bool {
        let (c, before) = (self.page.at(at), self.page.before(at));
        if c.is_ascii_digit() {
            !before.is_ascii_alphanumeric() && before != '.' && before != '第'
        } else if is_chinese_digit(c) {
            !is_chinese_digit(before) && before != '第'
        } else {
            // 底, 末 and 度 are parts of a year only behind one.
            !matches!(c, '底' | '末' | '初' | '度')
        }
    }

    /// A title 《…》: its numbers are parts of a name.
    fn title(&mut self, at: usize) -> Option<usize> {
        let end = (at + 1..at + 80).find(|at| self.page.at(*at) == '》')?;
        let mut start = at;
        while let Some(digit) = (start..end).find(|at| self.page.at(*at).is_ascii_digit()) {
            start = digits_end(self.page, digit);
            self.noise(digit..start, NoiseKind::Title);
        }
        Some(end + 1)
    }

    /// 第…: a rank behind 位居 and its like, else an ordinal.
    fn ordinal(&mut self, at: usize) -> usize {
        let is_digit = |c: char| c.is_ascii_digit() || is_chinese_digit(c);
        let start = at + 1;
        let end = (start..start + 8)
            .find(|at| !is_digit(self.page.at(*at)))
            .unwrap_or(start);
        if end == start {
            return at + 1;
        }
        let placed = matches!(self.page.at(end), '位' | '名') || !is_han(self.page.at(end));
        if placed
            && self.has_near(at, Cue::Rank)
            && let Some(rank) = self.rank(start..end, at)
        {
            let end = rank.extent.end;
            self.found.tokens.push(Token::Rank(rank));
            return end;
        }
        self.noise(at..end, NoiseKind::Ordinal)
    }

    fn rank(&self, digits: Extent, begin: usize) -> Option<Quantity> {
        let end = match self.page.at(digits.end) {
            '位' | '名' => digits.end + 1,
            _ => digits.end,
        };
        let text = format!("{}名次", self.page.text(digits.clone()));
        let cell =
            zhibiao_model::numeral::read_cell(&text, &zhibiao_model::numeral::MissingMarks::none()).ok()?;
        let zhibiao_model::numeral::Cell::Number(number) = cell else {
            return None;
        };
        let script = if self.page.at(digits.start).is_ascii_digit() {
            quantity::Script::Arabic
        } else {
            quantity::Script::Chinese
        };
        Some(Quantity {
            number: digits,
            extent: begin..end,
            whole: begin..end,
            value: number.value,
            unit: number.unit,
            qualifier: number.qualifier,
            script,
            is_range_end: false,
        })
    }

    fn has_near(&self, at: usize, wanted: Cue) -> bool {
        let found = &self.found.cues;
        let upto = found.partition_point(|(extent, _)| extent.start < at);
        found[..upto]
            .iter()
            .rev()
            .take_while(|(extent, _)| extent.end + NEAR >= at)
            .any(|(_, cue)| *cue == wanted)
    }

    fn arabic(&mut self, at: usize, block: usize) -> usize {
        let page = self.page;
        if let Some((end, kind)) = self.label(at, block) {
            return self.noise(at..end, kind);
        }
        match quantity::read(page, self.units, at) {
            Some(Scan::Quantities(quantities)) => self.quantities(quantities),
            Some(Scan::Malformed(extent)) => {
                let end = extent.end.max(at + 1);
                self.found.tokens.push(Token::Malformed(extent));
                end
            }
            None => at + 1,
        }
    }

    /// Digits that name or number something: 5G, 4+4+4, 〔2024〕, 1. at the head of a line.
    fn label(&self, at: usize, block: usize) -> Option<(usize, NoiseKind)> {
        let page = self.page;
        let end = digits_end(page, at);
        let (before, after) = (page.before(at), page.at(end));
        let scheme = self.scheme_end(end);
        if scheme > end || before == '+' && page.before(at - 1).is_ascii_alphanumeric() {
            return Some((scheme.max(end), NoiseKind::Scheme));
        }
        let joined = matches!(before, '-' | '.' | '/') && page.before(at - 1).is_ascii_alphabetic();
        if before.is_ascii_alphabetic() || joined {
            return Some((end, NoiseKind::Code));
        }
        if after.is_ascii_alphabetic() && self.units.read(page, end).is_none() && !matches!(after, 'x' | 'X')
        {
            let end = (end..end + 12)
                .find(|at| !page.at(*at).is_ascii_alphanumeric())
                .unwrap_or(end);
            return Some((end, NoiseKind::Code));
        }
        if matches!(before, '〔' | '[') && matches!(after, '〕' | ']') {
            return Some((end, NoiseKind::Numbering));
        }
        let heads_line = at == block || (at == block + 1 && before == '(');
        if heads_line && matches!(after, '.' | '、' | ')') {
            return Some((end, NoiseKind::Numbering));
        }
        let mut parts = end;
        while page.at(parts) == ':' && page.at(parts + 1).is_ascii_digit() {
            parts = digits_end(page, parts + 1);
        }
        if parts > end {
            return Some((parts, NoiseKind::Proportion));
        }
        let is_telephone = |at: usize, end: usize| {
            end - at >= TELEPHONE
                && !page.chars[at..end].contains(&'.')
                && !page.chars[at..end].contains(&',')
        };
        if after == '-' && end - at <= 4 && is_telephone(end + 1, digits_end(page, end + 1).max(end + 1)) {
            return Some((digits_end(page, end + 1), NoiseKind::Furniture));
        }
        let head = page.text(at.saturating_sub(NEAR).max(block)..at);
        let is_called = CALLED.iter().any(|word| head.contains(word));
        (is_telephone(at, end) && is_called || end - at >= LONGEST_FIGURE)
            .then_some((end, NoiseKind::Furniture))
    }

    /// The end of `+4+4`, `+4+N`, `+1>2`.
    fn scheme_end(&self, at: usize) -> usize {
        let mut end = at;
        while matches!(self.page.at(end), '+' | '>') {
            let next = self.page.at(end + 1);
            if next.is_ascii_digit() {
                end = digits_end(self.page, end + 1);
            } else if next.is_ascii_uppercase() {
                end += 2;
            } else {
                break;
            }
        }
        end
    }

    fn chinese(&mut self, at: usize, block: usize) -> usize {
        let page = self.page;
        let run = (at..at + 32)
            .find(|at| !is_chinese_digit(page.at(*at)))
            .unwrap_or(at + 1)
            .max(at + 1);
        if at == block && page.at(run) == '、' || page.before(at) == '(' && page.at(run) == ')' {
            return self.noise(at..run, NoiseKind::Numbering);
        }
        if matches!(page.before(at), '数' | '几' | '好') {
            return self.noise(at - 1..run, NoiseKind::Vague);
        }
        let is_fraction = page.starts(run, "分之") && is_chinese_digit(page.at(run + 2));
        if is_fraction && !matches!(page.at(at), '百' | '千' | '万') {
            // 三分之一 is no decimal; a reviewer decides what to write.
            let end = (run + 2..run + 8)
                .find(|at| !is_chinese_digit(page.at(*at)))
                .unwrap_or(run + 2);
            self.found.tokens.push(Token::Malformed(at..end));
            return end;
        }
        match quantity::read(page, self.units, at) {
            Some(Scan::Quantities(quantities)) => self.quantities(quantities),
            Some(Scan::Malformed(_)) | None => run,
        }
    }

    fn quantities(&mut self, quantities: Vec<Quantity>) -> usize {
        let mut end = 0;
        // 用3至5年: neither end is a figure.
        if let (Some(low), Some(high)) = (quantities.first(), quantities.get(1))
            && let Some((extent, kind)) = self.disguised(high)
        {
            return self.noise(low.number.start..extent.end, kind);
        }
        for quantity in quantities {
            end = quantity.extent.end.max(end);
            let token = match self.disguised(&quantity) {
                Some((extent, kind)) => {
                    end = end.max(extent.end);
                    Token::Noise(extent, kind)
                }
                None if self.is_first_places(&quantity) => Token::Rank(Quantity {
                    qualifier: zhibiao_model::qualifier::Qualifier::AtMost,
                    unit: zhibiao_model::unit::Unit::parse("名次").ok(),
                    ..quantity
                }),
                None => Token::Quantity(quantity),
            };
            self.found.tokens.push(token);
        }
        end
    }

    /// 进入全国前10名, 前50强.
    fn is_first_places(&self, quantity: &Quantity) -> bool {
        self.page.before(quantity.number.start) == '前'
            && (self.has_near(quantity.number.start, Cue::Rank)
                || self.page.starts(quantity.number.end, "强"))
    }

    /// What looks like a quantity and is a class, a label or a span of time.
    fn disguised(&self, quantity: &Quantity) -> Option<(Extent, NoiseKind)> {
        let page = self.page;
        let number = quantity.number.clone();
        let starts = |endings: &[&str], at: usize| {
            endings
                .iter()
                .find(|ending| page.starts(at, ending))
                .map(|ending| at + ending.chars().count())
        };
        let is_first_places = self.is_first_places(quantity);
        if let Some(end) = starts(CLASS_ENDINGS, quantity.extent.end)
            .or_else(|| starts(CLASS_ENDINGS, number.end))
            .filter(|_| !is_first_places)
        {
            return Some((number.start..end, NoiseKind::Class));
        }
        if let Some(end) = starts(ORDINAL_ENDINGS, number.end) {
            return Some((number.start..end, NoiseKind::Ordinal));
        }
        if quantity.unit.is_none() && is_bare_year(quantity) && page.at(number.end) != '/' {
            return Some((number, NoiseKind::Date));
        }
        let end = starts(SPAN_UNITS, number.end)?;
        let before = page.text(number.start.saturating_sub(NEAR)..number.start);
        let is_timed =
            TIMED.iter().any(|word| before.contains(word)) && !matches!(page.at(end - 1), '代' | '纪');
        let is_timed = is_timed || page.at(end - 1) == '天' && !is_span_word(page, number.start, end);
        // 寿命超过1万小时 measures; nobody tells a span so.
        let is_long = quantity.value >= 1000.0;
        (!is_timed && !is_long).then_some((number.start..end, NoiseKind::TimeSpan))
    }
}

/// 近10天, 3天内, 5天后 are spans.
fn is_span_word(page: &Page<'_>, start: usize, end: usize) -> bool {
    matches!(page.before(start), '近' | '前' | '后')
        || matches!(page.at(end), '内' | '后' | '来' | '前' | '时' | '左')
}

fn is_bare_year(quantity: &Quantity) -> bool {
    let digits = quantity.number.len() == 4 && quantity.value.fract() == 0.0;
    digits && (1900.0..=2100.0).contains(&quantity.value)
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}
