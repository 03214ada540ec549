//! Lists of numbers and of names around 分别: where their items begin and end.

use crate::page::Extent;
use crate::reading::NoiseKind;
use crate::scene::Scene;
use crate::tables::cues::Cue;
use crate::tokens::Token;

/// Most items of a list.
const MOST: usize = 24;
/// Characters of brackets behind a number: （增长5%）.
const LONGEST_ASIDE: usize = 24;

impl Scene<'_> {
    /// Whether at least two names stand in a list before 分别.
    pub(crate) fn names_before(&self, end: usize) -> bool {
        let start = self.clause_start(end);
        if self.tokens_over(&(start..end)).any(Token::is_figure) {
            return false;
        }
        let is_listed = self.page.text(start..end).contains('、');
        match self.item_extents(end, 2) {
            Some((items, _)) if is_listed => items.iter().all(|item| self.name_in(item.clone()).is_some()),
            // 研发与试验发展经费 is one name.
            Some((items, _)) => items.iter().all(|item| {
                self.name_in(item.clone())
                    .is_some_and(|name| name.indicator.code().is_some())
            }),
            None => false,
        }
    }

    /// The figures from a position to the end of its clause.
    pub(crate) fn figures_of_clause(&self, from: usize) -> Vec<usize> {
        let end = self.clause_end(from, self.sentence.end);
        let tokens = &self.tokens.tokens;
        let first = self.first_token(|token| token.extent().start < from);
        let inside = tokens.iter().enumerate().skip(first);
        inside
            .take_while(|(_, token)| token.extent().start < end)
            .filter(|(_, token)| token.is_figure())
            .map(|(at, _)| at)
            .collect()
    }

    /// The numbers behind a position that only 、 and 和 part, with or without words of change between them.
    pub(crate) fn run_of_numbers(&self, from: usize) -> Vec<usize> {
        let tokens = &self.tokens.tokens;
        let first = self.first_token(|token| token.extent().start < from);
        let mut numbers: Vec<usize> = Vec::new();
        let mut behind = None;
        for (at, token) in tokens.iter().enumerate().skip(first).take(MOST) {
            let extent = token.extent();
            let follows = match behind {
                Some(end) if extent.end <= end => continue,
                Some(end) => self.joins_numbers(end..extent.start.max(end)),
                // The next number may stand far behind: no clause is longer than its sentence.
                None => {
                    extent.start < self.sentence.end && self.clause_end(from, extent.start) >= extent.start
                }
            };
            if !token.is_figure() || !follows || extent.start >= self.sentence.end {
                break;
            }
            numbers.push(at);
            behind = Some(self.past_bracket(extent.end));
        }
        numbers
    }

    /// The same numbers with the one behind the pause that a word of change alone stands before, if it is of their kind:
    /// 增长9.1%、5.4%，下降1.2%.
    pub(crate) fn run_with_change(&self, numbers: &[usize]) -> Option<Vec<usize>> {
        let tokens = &self.tokens.tokens;
        let (Token::Quantity(last), at) = (tokens.get(*numbers.last()?)?, *numbers.last()? + 1) else {
            return None;
        };
        let Some(Token::Quantity(next)) = tokens.get(at) else {
            return None;
        };
        let words = last.extent.end + 1..next.extent.start;
        let is_change = |(word, cue): &(Extent, Cue)| {
            word.start == words.start && matches!(cue, Cue::Growth | Cue::Decline)
        };
        let goes_on = self.page.at(last.extent.end) == '，'
            && next.extent.end <= self.sentence.end
            && last.unit == next.unit
            && self.cues(words.start, words.end).first().is_some_and(is_change)
            && self.is_beside(words.start, words.end);
        goes_on.then(|| numbers.iter().copied().chain([at]).collect())
    }

    /// Whether what stands between two numbers makes a list of them: 6.5%和下降2%.
    fn joins_numbers(&self, between: Extent) -> bool {
        let text = self.page.text(between.clone());
        if matches!(text.as_str(), "，" | "、第" | "位、" | "和第" | "与第" | "及第") {
            return true;
        }
        let joint = ["、", "以及", "和", "及", "与"]
            .iter()
            .find(|joint| text.starts_with(*joint));
        joint.is_some_and(|joint| {
            let words = between.start + joint.chars().count();
            let separates = |(_, cue): &(Extent, Cue)| *cue == Cue::Separately;
            !self.cues(words, between.end).iter().any(separates) && self.is_beside(words, between.end)
        })
    }

    /// Behind the brackets that open at a position, if any do.
    pub(crate) fn past_bracket(&self, at: usize) -> usize {
        if self.page.at(at) != '(' {
            return at;
        }
        let end = self.sentence.end.min(at + LONGEST_ASIDE);
        let close = (at..end).find(|at| self.page.at(*at) == ')');
        close.map_or(at, |close| close + 1)
    }

    /// Where the last so many items of the list stand that ends at 分别, and whether it has more.
    pub(crate) fn item_extents(&self, end: usize, wanted: usize) -> Option<(Vec<Extent>, bool)> {
        let page = self.page;
        let mut end = end;
        let linking = |end: usize| self.rules.naming.linking.before(page, end);
        while let Some((cut, ())) = linking(end).filter(|(cut, ())| *cut > self.sentence.start) {
            end = cut;
        }
        let mut items: Vec<Extent> = Vec::new();
        let (mut item_end, mut is_longer) = (end, false);
        let is_marked = self.is_marked_list(end, wanted);
        while items.len() < wanted {
            let start = self.sentence.start;
            let parts = |at: &usize| {
                let c = page.at(*at);
                matches!(c, '、' | '，') || !is_marked && matches!(c, '和' | '与' | '及')
            };
            let separator = (start..item_end).rev().find(parts);
            items.push(separator.map_or(start, |separator| separator + 1)..item_end);
            match separator.filter(|separator| page.at(*separator) != '，') {
                Some(separator) if items.len() < wanted => item_end = separator,
                // 和 may be a part of the first name, and 一、 numbers the paragraph.
                Some(separator) => {
                    is_longer = page.at(separator) == '、' && self.numbering_end(separator).is_none();
                    break;
                }
                None => break,
            }
        }
        items.reverse();
        (items.len() == wanted).then_some((items, is_longer))
    }

    /// 钛及新材料、汽车及零部件、石油装备: where as many marks as the list needs stand in its clause, no other word parts it.
    fn is_marked_list(&self, end: usize, wanted: usize) -> bool {
        let clause = self.page.slice(self.clause_start(end)..end);
        clause.iter().filter(|c| **c == '、').count() + 1 == wanted
    }

    /// Where the number of an item ends that ends at a position.
    fn numbering_end(&self, end: usize) -> Option<usize> {
        let token = self.tokens.tokens.get(self.token_past(end.checked_sub(1)?))?;
        let is_number = matches!(token, Token::Noise(_, NoiseKind::Numbering)) && token.extent().end == end;
        is_number.then_some(end)
    }
}
