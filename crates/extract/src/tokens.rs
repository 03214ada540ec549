//! One walk over a text that sorts everything with a digit: quantities, times, and what is known to be neither.

use zhibiao_model::qualifier::Qualifier;

use crate::comparisons::compared;
use crate::extractor::TextTooLarge;
use crate::lexicon::Hit;
use crate::multiples::DOUBLED;
use crate::page::{BREAK, BlockKind, Extent, Page, is_han};
use crate::quantity::{self, LONGEST_NUMBER, Quantity, Scan, is_chinese_digit, is_group};
use crate::ranges;
use crate::ratios;
use crate::reading::NoiseKind;
use crate::rules::Rules;
use crate::shares::is_other_numeral;
use crate::tables::cues::Cue;
use crate::times::{Time, TimeMention, five_years, names_aim, read_time};
use crate::values::is_scale;

/// How far before a number a word is looked for that makes its ordinal a rank, or its time span a figure.
pub(crate) const NEAR: usize = 12;
/// Longest title that is skipped as one.
const TITLE: usize = 80;
/// Characters for each number of a text that tells much.
const SPARSE: usize = 8;

/// Something with a digit in it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Token {
    /// A number.
    Quantity(Quantity),
    /// A place in a ranking.
    Rank(Quantity),
    /// Four digits that fill a cell and may be a year: a figure where the table gives a unit, else a date.
    Year(Quantity),
    /// Known to be no figure.
    Noise(Extent, NoiseKind),
    /// Digits that make no number.
    Malformed(Extent),
    /// Chinese numerals that may count something or be part of a word: 百家, 五场.
    Numeral(Extent),
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
            Self::Quantity(quantity) | Self::Rank(quantity) | Self::Year(quantity) => &quantity.extent,
            Self::Noise(extent, _) | Self::Malformed(extent) | Self::Numeral(extent) => extent,
        }
    }

    /// Whether it is a number that says something: no date, label or word.
    pub(crate) fn is_figure(&self) -> bool {
        matches!(self, Self::Quantity(_) | Self::Rank(_))
    }
}

/// Walks over a page.
///
/// # Errors
/// When it has more than `most` tokens.
pub(crate) fn walk(
    page: &Page<'_>,
    rules: &Rules,
    hits: &[Hit],
    most: usize,
) -> Result<Tokens, TextTooLarge> {
    let cues = rules.cues.words.find(&page.chars, |c| c);
    let cues = cues.filter_map(|(at, extent)| Some((extent, *rules.cues.meanings.get(at)?)));
    let mut walk = Walk {
        page,
        rules,
        hits,
        found: Tokens {
            // A list that grows is copied several times; room that is not needed is never touched.
            tokens: Vec::with_capacity((page.chars.len() / SPARSE).min(most)),
            cues: cues.collect(),
            times: Vec::new(),
        },
    };
    let mut noise = rules
        .noise
        .find(&page.chars, |c| c)
        .filter_map(|(at, extent)| Some((extent, Rules::noise_kind(at)?)))
        .peekable();
    for block in &page.blocks {
        let Extent { start, end } = block.extent;
        let mut at = start;
        while at < end {
            while noise.next_if(|(extent, _)| extent.start < at).is_some() {}
            let word = noise.peek().map_or(end, |(extent, _)| extent.start.min(end));
            at = walk.next_opening(at, word);
            let word = noise.next_if(|(extent, _)| extent.start == at);
            let next =
                if let Some((extent, kind)) = word.filter(|(extent, kind)| walk.is_idiom(extent, *kind)) {
                    walk.word(extent, kind)
                } else if at == end {
                    end
                } else if block.kind == BlockKind::Furniture {
                    walk.furniture(at, end)
                } else {
                    walk.step(at, start)
                };
            if walk.found.tokens.len() > most {
                let at = page.span(&(at..at + 1)).bytes.start;
                return Err(TextTooLarge::Numbers { at });
            }
            at = next;
        }
    }
    Ok(walk.found)
}

pub(crate) struct Walk<'a> {
    pub(crate) page: &'a Page<'a>,
    pub(crate) rules: &'a Rules,
    /// Names of the catalogue.
    pub(crate) hits: &'a [Hit],
    pub(crate) found: Tokens,
}

impl Walk<'_> {
    /// The next character at which anything may begin, at the latest at `to`.
    fn next_opening(&self, at: usize, to: usize) -> usize {
        let chars = self.page.slice(at..to);
        let plain = chars.iter().position(|c| self.rules.openings.contains(*c));
        plain.map_or(to, |chars| at + chars)
    }

    /// A span of years is also when what follows was.
    fn note_years(&mut self, extent: &Extent, kind: NoiseKind) {
        if kind == NoiseKind::TimeSpan && self.is_years_together(extent) {
            self.found
                .times
                .push(TimeMention::new(extent.clone(), Time::Years));
        }
    }

    pub(crate) fn noise(&mut self, extent: Extent, kind: NoiseKind) -> usize {
        let end = extent.end;
        self.note_years(&extent, kind);
        self.found.tokens.push(Token::Noise(extent, kind));
        end
    }

    /// A word of the table; only one with digits is told.
    fn word(&mut self, extent: Extent, kind: NoiseKind) -> usize {
        if kind == NoiseKind::Date {
            self.found.times.extend(five_years(self.page, &extent));
        }
        if self.has_digit(&extent) {
            self.noise(extent, kind)
        } else {
            extent.end
        }
    }

    fn has_digit(&self, extent: &Extent) -> bool {
        self.page.chars[extent.clone()].iter().any(|c| is_digit(*c))
    }

    fn furniture(&mut self, at: usize, end: usize) -> usize {
        match self.digits_at(at, end) {
            Some(digits) => self.noise(at..digits, NoiseKind::Furniture),
            None => at + 1,
        }
    }

    /// The end of Arabic digits, or of two Chinese numerals or more, that begin at a position.
    fn digits_at(&self, at: usize, end: usize) -> Option<usize> {
        let run = |is_part: fn(char) -> bool| (at..end).find(|at| !is_part(self.page.at(*at))).unwrap_or(end);
        let arabic = run(|c| c.is_ascii_digit());
        let chinese = run(is_chinese_digit);
        if arabic > at {
            return Some(arabic);
        }
        (chinese > at + 1).then_some(chinese)
    }

    /// Reads what begins at a position and gives where to go on.
    fn step(&mut self, at: usize, block: usize) -> usize {
        let c = self.page.at(at);
        if c == '《'
            && let Some(end) = self.title(at)
        {
            return end;
        }
        let time = || {
            let short = || Some(compared(self.page, self.rules, self.short_year(at)?));
            read_time(self.page, self.rules, at).or_else(short)
        };
        if let Some(time) = time().filter(|_| self.may_begin_time(at)) {
            let extent = time.extent.clone();
            // 今年以来 and 4月以来 say when by what stands before.
            let is_dated =
                time.time == Time::Years && self.found.times.last().is_some_and(|last| last.extent.end == at);
            if is_dated {
                return extent.end;
            }
            // 预计2025年底建成: nothing that other sentences tell is of then.
            let is_near = |cue| self.near(at, cue).any(|word| !self.has_stop(word..at));
            let is_aim =
                time.is_aim || names_aim(self.page, &time) || is_near(Cue::Target) || is_near(Cue::Forecast);
            self.found.times.push(TimeMention { is_aim, ..time });
            return self.word(extent, NoiseKind::Date);
        }
        match c {
            '第' => self.ordinal(at),
            DOUBLED => self.doubling(at),
            c if c.is_ascii_digit() => self.arabic(at, block),
            c if is_chinese_digit(c) => self.chinese(at, block),
            c if is_other_numeral(c) => self.other_numeral(at),
            _ => at + 1,
        }
    }

    /// 1.2024年 is no time, nor is the 4月 of 14月.
    fn may_begin_time(&self, at: usize) -> bool {
        let (c, before) = (self.page.at(at), self.page.before(at));
        if c.is_ascii_digit() {
            !before.is_ascii_alphanumeric() && before != '.' && before != '第'
        } else {
            !(is_chinese_digit(c) && (is_chinese_digit(before) || before == '第'))
        }
    }

    /// A title 《…》: its numbers are parts of a name.
    fn title(&mut self, at: usize) -> Option<usize> {
        // A mark that is never closed opens no title that reaches into another block.
        let is_edge = |at: &usize| matches!(self.page.at(*at), '》' | BREAK);
        let end = (at + 1..at + TITLE)
            .find(is_edge)
            .filter(|at| self.page.at(*at) == '》')?;
        let mut start = at;
        while start < end {
            start = match self.digits_at(start, end) {
                Some(digits) => self.noise(start..digits, NoiseKind::Title),
                None => start + 1,
            };
        }
        Some(end + 1)
    }

    /// Whether a word of a kind stands shortly before a position.
    pub(crate) fn has_near(&self, at: usize, wanted: Cue) -> bool {
        self.near(at, wanted).next().is_some()
    }

    /// Where the words of a kind end that stand shortly before a position.
    fn near(&self, at: usize, wanted: Cue) -> impl Iterator<Item = usize> {
        let found = &self.found.cues;
        let upto = found.partition_point(|(extent, _)| extent.start < at);
        let near = found[..upto]
            .iter()
            .rev()
            .take_while(move |(extent, _)| extent.end + NEAR >= at);
        let wanted = near.filter(move |(_, cue)| *cue == wanted);
        wanted.map(|(extent, _)| extent.end)
    }

    /// 锚定目标。1—6月实现…: whether a sentence ends in an extent.
    fn has_stop(&self, extent: Extent) -> bool {
        let inside = self.page.slice(extent.start.min(extent.end)..extent.end);
        inside.iter().any(|c| matches!(*c, '。' | '!' | '?' | BREAK))
    }

    fn arabic(&mut self, at: usize, block: usize) -> usize {
        if let Some(end) = self.unreadable_end(at) {
            self.found.tokens.push(Token::Malformed(at..end));
            return end;
        }
        if let Some(shares) = self.shares_of_whole(at) {
            return self.quantities(shares);
        }
        if let Some(ratio) = self.ratio_to_one(at) {
            return self.quantities(vec![ratio]);
        }
        if let Some((end, kind)) = self.label(at, block) {
            return self.noise(at..end, kind);
        }
        if let Some(part) = ratios::written_fraction(self.page, self.rules, at) {
            return self.quantities(vec![part]);
        }
        if let Some(end) = self.fraction_end(at) {
            self.found.tokens.push(Token::Malformed(at..end));
            return end;
        }
        match ranges::read(self.page, self.rules, at) {
            Some(Scan::Quantities(quantities)) => self.quantities(quantities),
            Some(Scan::Malformed(extent)) => {
                let end = extent.end.max(at + 1);
                self.found.tokens.push(Token::Malformed(extent));
                end
            }
            None => at + 1,
        }
    }

    /// The end of digits that are too many for one number, or that a comma between clauses would cut: 1，234家.
    fn unreadable_end(&self, at: usize) -> Option<usize> {
        let page = self.page;
        let end = quantity::written_end(page, at);
        if end - at > LONGEST_NUMBER {
            return Some(end);
        }
        if let Some(end) = self.spaced_end(at, end) {
            return Some(end);
        }
        let is_short = end - at < 4 && page.slice(at..end).iter().all(char::is_ascii_digit);
        let is_cut = |end: usize| page.at(end) == '，' && !page.is_wide(end - 1) && is_group(page, end + 1);
        if !is_short || !is_cut(end) || self.has_near(at, Cue::Separately) {
            return None;
        }
        (0..LONGEST_NUMBER)
            .map(|groups| end + 4 * groups)
            .find(|end| !is_cut(*end))
    }

    /// 11 0亿元, 总额1 200亿元: the end of digits with a space within them, right behind a name.
    fn spaced_end(&self, at: usize, end: usize) -> Option<usize> {
        let page = self.page;
        let follows_name = is_han(page.before(at)) && page.at(end) == ' ';
        let is_nought = page.at(end + 1) == '0' && is_scale(page.at(end + 2));
        let is_group = is_group(page, end + 1) && is_scale(page.at(end + 4)) && end - at <= 3;
        let digits = if is_group { end + 4 } else { end + 2 };
        (follows_name && (is_nought || is_group)).then(|| quantity::run(page, digits, is_scale))
    }

    /// The end of 1/3, which is no decimal; a reviewer decides what to write.
    fn fraction_end(&self, at: usize) -> Option<usize> {
        let digits = |at: usize| quantity::run(self.page, at, |c| c.is_ascii_digit());
        let slash = digits(at);
        let end = digits(slash + 1);
        (self.page.at(slash) == '/' && end > slash + 1).then_some(end)
    }

    pub(crate) fn quantities(&mut self, quantities: Vec<Quantity>) -> usize {
        // 用3至5年: neither end is a figure.
        if let [low, high] = quantities.as_slice()
            && let Some((extent, kind)) = self.disguised(high)
        {
            return self.noise(low.number.start..extent.end, kind);
        }
        let mut end = 0;
        for quantity in quantities {
            let token = match self.disguised(&quantity) {
                Some((extent, NoiseKind::Date)) if self.fills_cell(&extent) => Token::Year(quantity),
                Some((extent, kind)) => Token::Noise(extent, kind),
                None if self.is_first_places(&quantity) => Token::Rank(Quantity {
                    qualifier: Qualifier::AtMost,
                    unit: Some(self.rules.places.clone()),
                    ..quantity
                }),
                None if self.is_place_listed(&quantity) => Token::Rank(Quantity {
                    unit: Some(self.rules.places.clone()),
                    ..quantity
                }),
                None => Token::Quantity(quantity),
            };
            if let Token::Noise(extent, kind) = &token {
                self.note_years(extent, *kind);
            }
            end = token.extent().end.max(end);
            self.found.tokens.push(token);
        }
        end
    }
}

pub(crate) fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || is_chinese_digit(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_may_have_so_many_numbers_and_no_more() {
        let rules = Rules::new();
        let number = "1年";
        for (numbers, fault) in [(100, None), (101, Some(100 * number.len()))] {
            let text = number.repeat(numbers);
            let found = walk(&Page::new(&text, &rules.layout), &rules, &[], 100);
            let fault = fault.map(|at| TextTooLarge::Numbers { at });
            assert_eq!(found.map(|found| found.tokens.len()).err(), fault);
        }
    }
}
