//! Ordinals, and places in rankings, which look alike: 第5位.

use zhibiao_model::qualifier::Qualifier;

use crate::page::{Extent, is_han};
use crate::quantity::{Quantity, Script};
use crate::reading::NoiseKind;
use crate::scene::is_pause;
use crate::tables::cues::{ASSESSING, CLASSES, Cue, NO_WITHIN};
use crate::tokens::{Token, Walk, is_digit};
use crate::values::plain;

/// Longest ordinal, in digits.
const ORDINAL: usize = 8;
/// Characters of a clause before a place, and behind the number of those that are ranked.
const CLAUSE: usize = 40;
const FIELD: usize = 24;
/// Characters from 中 to the word of rank behind it.
const PLACED: usize = 8;

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
        let is_told = || {
            self.has_near(at, Cue::Rank)
                || self.is_place_reached(at, end)
                || self.is_place_among(at)
                || self.is_place_ranked(at, end)
        };
        if is_placed
            && is_told()
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

    /// 排名全国230家国家级经开区的第23名: a place by the word of rank in its clause, however long the words are for whom it is among.
    fn is_place_ranked(&self, at: usize, end: usize) -> bool {
        if !matches!(self.page.at(end), '位' | '名') {
            return false;
        }
        let from = at.saturating_sub(CLAUSE);
        let pause = (from..at).rev().find(|at| is_pause(self.page.at(*at)));
        self.has_rank_within(pause.unwrap_or(from)..at)
    }

    fn has_rank_within(&self, extent: Extent) -> bool {
        let cues = &self.found.cues;
        let from = cues.partition_point(|(word, _)| word.start < extent.start);
        let mut within = cues[from..]
            .iter()
            .take_while(|(word, _)| word.start < extent.end);
        within.any(|(_, cue)| *cue == Cue::Rank)
    }

    /// 第33位和29位: whether a number goes on a list of places.
    pub(crate) fn is_place_listed(&self, quantity: &Quantity) -> bool {
        let number = &quantity.number;
        let behind = self.page.at(number.end + 1);
        matches!(self.page.at(number.end), '位' | '名')
            && (!is_han(behind) || matches!(behind, '和' | '与' | '及'))
            && matches!(self.page.before(number.start), '和' | '、' | '与' | '及')
            && matches!(self.found.tokens.last(), Some(Token::Rank(last)) if last.extent.end + 1 == number.start)
    }

    /// 在全国154个综合保税区中, 排名全省35个园区第6位, 对177家国家高新区进行考核: whether a number tells how many a zone is one of.
    pub(crate) fn is_among(&self, quantity: &Quantity, is_of_zones: bool) -> bool {
        let (page, Extent { start, end }) = (self.page, quantity.extent.clone());
        if !matches!(page.before(end), '家' | '个') {
            return false;
        }
        let whole = self.rules.scope.elsewhere.before(page, start);
        let lead = whole.map_or(start, |(word, ())| word);
        let is_led = whole.is_some() || matches!(page.before(lead), '在' | '从' | '对');
        let clause = (lead.saturating_sub(CLAUSE)..lead)
            .rev()
            .find(|at| is_pause(page.at(*at)));
        let clause = clause.unwrap_or(lead.saturating_sub(CLAUSE));
        let is_ranked = is_led || self.has_rank_within(clause..lead);
        if !is_ranked {
            return false;
        }
        let near =
            (end..end + FIELD).find(|at| matches!(page.at(*at), '第' | '、') || is_pause(page.at(*at)));
        let near = near.unwrap_or(end + FIELD);
        // 第三方 and 第六批 are no places.
        let digits = (near + 1..near + FIELD)
            .find(|at| !is_digit(page.at(*at)))
            .unwrap_or(near + 1);
        let is_place =
            digits > near + 1 && (matches!(page.at(digits), '位' | '名') || !is_han(page.at(digits)));
        let is_placed = page.at(near) == '第' && is_place && near > end;
        if is_placed && (whole.is_some() || self.has_rank_within(clause..lead)) {
            return true;
        }
        match page.before(lead) {
            '在' | '从' => {
                let is_within =
                    |at: &usize| matches!(page.at(*at), '中' | '里') && !NO_WITHIN.contains(page.at(*at + 1));
                let within = (end + 2..near).find(is_within);
                within.is_some_and(|at| whole.is_some() || self.has_rank_within(at..at + PLACED))
            }
            '对' if is_of_zones && whole.is_none() => {
                (end..near).any(|at| ASSESSING.iter().any(|word| page.starts(at, word)))
            }
            _ => false,
        }
    }

    /// 引进世界前100强企业: whether so many first ones are a class, in which nobody has a place.
    pub(crate) fn names_class(&self, number: &Extent) -> bool {
        CLASSES.iter().any(|word| self.page.starts(number.end, word))
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
