//! Chinese numerals in running text: most are parts of words, and count nothing.

use zhibiao_model::qualifier::Qualifier;

use crate::page::{Extent, is_han};
use crate::quantity::{self, Quantity, Scan, is_chinese_digit};
use crate::ranges;
use crate::ratios;
use crate::reading::NoiseKind;
use crate::tables::cues::Cue;
use crate::tables::numbers::{DIVIDING, FRACTION, NO_VERY};
use crate::tokens::{Token, Walk};
use crate::values::is_scale;

impl Walk<'_> {
    /// Reads the numerals that begin at a position and gives where to go on.
    pub(crate) fn chinese(&mut self, at: usize, block: usize) -> usize {
        let page = self.page;
        let run = quantity::run(page, at, is_chinese_digit);
        if at == block && page.at(run) == '、' || page.before(at) == '(' && page.at(run) == ')' {
            return self.noise(at..run, NoiseKind::Numbering);
        }
        if self.is_slogan(at, run) {
            return self.noise(at..run, NoiseKind::Word);
        }
        // 十分便利: an adverb.
        let is_very = page.at(run) == '分' && run == at + 1 && page.at(at) == '十';
        if is_very && is_han(page.at(run + 1)) && !NO_VERY.contains(page.at(run + 1)) {
            return self.noise(at..run + 1, NoiseKind::Word);
        }
        if matches!(page.before(at), '数' | '几' | '好') {
            return self.noise(at - 1..run, NoiseKind::Vague);
        }
        let is_fraction = page.starts(run, FRACTION) && is_chinese_digit(page.at(run + 2));
        if is_fraction && !matches!(page.at(at), '百' | '千' | '万') {
            let end = quantity::run(page, run + 2, is_chinese_digit);
            let fraction = ratios::fraction(page, self.rules, at);
            let end = fraction.as_ref().map_or(end, |fraction| fraction.extent.end);
            let token = fraction.map_or(Token::Malformed(at..end), Token::Quantity);
            self.found.tokens.push(token);
            return end;
        }
        match ranges::read(page, self.rules, at) {
            Some(Scan::Quantities(quantities)) => self.quantities(quantities),
            Some(Scan::Malformed(_)) | None => self.bare(at..run),
        }
    }

    /// Chinese numerals without a unit: 前十, 二期, 近两年; most are words and count nothing.
    fn bare(&mut self, digits: Extent) -> usize {
        let end = digits.end;
        if self.is_behind_first(digits.start)
            && self.has_near(digits.start, Cue::Rank)
            && let Some(rank) = self.rank(digits.clone(), digits.start)
        {
            self.found.tokens.push(Token::Rank(Quantity {
                qualifier: Qualifier::AtMost,
                ..rank
            }));
            return end;
        }
        let words = &self.rules.numbers;
        if let Some((label, ())) = words.ordinals.at(self.page, end) {
            return self.noise(digits.start..label, NoiseKind::Ordinal);
        }
        match words.spans.at(self.page, end) {
            Some((span, ())) => self.noise(digits.start..span, NoiseKind::TimeSpan),
            None => self.numeral(digits),
        }
    }

    /// Lists numerals that no rule explains; 一 before a measure word is an article, and one numeral alone a word.
    fn numeral(&mut self, digits: Extent) -> usize {
        let unit = self.rules.units.read(self.page, digits.end);
        let is_article = digits.len() == 1 && self.page.at(digits.start) == '一';
        if digits.len() == 1 && (unit.is_none() || is_article) {
            return digits.end;
        }
        let has_unit = unit.is_some();
        let extent = digits.start..unit.map_or(digits.end, |unit| unit.extent.end);
        let scale_alone = self.page.slice(digits.clone()).iter().all(|c| is_scale(*c));
        if scale_alone && has_unit && self.is_unit_of_table(&extent) {
            return match digits.len() {
                1 => extent.end,
                _ => self.noise(extent, NoiseKind::Word),
            };
        }
        if scale_alone && DIVIDING.contains(&self.page.before(extent.start)) {
            return self.noise(extent, NoiseKind::Word);
        }
        if let Some((end, _)) = self
            .rules
            .numbers
            .after
            .at(self.page, extent.end)
            .filter(|_| scale_alone)
        {
            return self.noise(extent.start..end, NoiseKind::Class);
        }
        let end = extent.end;
        self.found.tokens.push(Token::Numeral(extent));
        end
    }
}
