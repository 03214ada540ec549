//! Ordinals, and places in rankings, which look alike: 第5位.

use zhibiao_model::qualifier::Qualifier;

use crate::page::{Extent, is_han};
use crate::quantity::{Quantity, Script};
use crate::reading::NoiseKind;
use crate::tables::cues::Cue;
use crate::tokens::{Token, Walk, is_digit};
use crate::values::plain;

/// Longest ordinal, in digits.
const ORDINAL: usize = 8;

impl Walk<'_> {
    /// 第…: a rank behind 位居 and its like, else an ordinal.
    pub(crate) fn ordinal(&mut self, at: usize) -> usize {
        let start = at + 1;
        let end = (start..start + ORDINAL).find(|at| !is_digit(self.page.at(*at)));
        let Some(end) = end.filter(|end| *end > start) else {
            return at + 1;
        };
        // 第1和第4.
        let is_joint = matches!(self.page.at(end), '和' | '与' | '及') && self.page.at(end + 1) == '第';
        let is_placed = matches!(self.page.at(end), '位' | '名') || is_joint || !is_han(self.page.at(end));
        if is_placed
            && (self.has_near(at, Cue::Rank) || self.is_place_reached(at, end) || self.is_place_among(at))
            && let Some(rank) = self.rank(start..end, at)
        {
            let end = rank.extent.end;
            self.found.tokens.push(Token::Rank(rank));
            return end;
        }
        self.noise(at..end, NoiseKind::Ordinal)
    }

    /// 由第35位升至第28位: places by the change between them.
    fn is_place_reached(&self, at: usize, end: usize) -> bool {
        let leaves = matches!(self.page.before(at), '由' | '从');
        self.page.at(end) == '位' && (leaves || self.has_near(at, Cue::Arrival))
    }

    /// 市场占有率全球第一: a place by the whole right before it.
    fn is_place_among(&self, at: usize) -> bool {
        self.rules.scope.elsewhere.ends(self.page, at)
    }

    pub(crate) fn rank(&self, digits: Extent, begin: usize) -> Option<Quantity> {
        let value = plain(self.page.slice(digits.clone()))?;
        let end = digits.end + usize::from(matches!(self.page.at(digits.end), '位' | '名'));
        let is_arabic = self.page.at(digits.start).is_ascii_digit();
        Some(Quantity {
            number: digits,
            extent: begin..end,
            whole: begin..end,
            value,
            unit: Some(self.rules.places.clone()),
            qualifier: Qualifier::Exact,
            script: if is_arabic {
                Script::Arabic
            } else {
                Script::Chinese
            },
            is_range_end: false,
        })
    }
}
