//! The three sectors of an economy, told by one word: 三次产业占比依次为1.5%、63.9%和34.6%.

use super::{Items, Pairs};
use crate::naming::Named;
use crate::page::Extent;
use crate::scene::Scene;
use crate::tables::names::{GROWING_SECTORS, OF_SECTORS};
use crate::tokens::Token;
use crate::units::{is_money, is_relative};
use zhibiao_model::unit::Unit;

/// The word for all three.
const SECTORS: &str = "三次产业";
/// How far behind it their numbers may begin.
const REACH: usize = 16;
/// What is told of each of them.
const VALUE_ADDED: &str = "增加值";
const SHARE: &str = "占比";

/// Three numbers with what they are of; None where that is no output.
type Sectors = (Vec<usize>, Option<Items>);

impl Scene<'_> {
    /// Three numbers behind the word for the three sectors are theirs in turn.
    pub(super) fn pair_sectors(&self, pairs: &mut Pairs) {
        let first = self.first_token(|token| token.extent().start < self.sentence.start);
        let here = self.tokens.tokens.iter().enumerate().skip(first);
        let here = here.take_while(|(_, token)| token.extent().start < self.sentence.end);
        for (at, token) in here {
            let is_word =
                matches!(token, Token::Noise(..)) && self.page.starts(token.extent().start, SECTORS);
            if !is_word {
                continue;
            }
            let (former, last) = self.sectors_behind(at, token.extent().end);
            pairs.unpaired.extend(former.into_iter().flatten());
            let Some((numbers, names)) = last else {
                continue;
            };
            let is_told = numbers.iter().any(|at| pairs.told.contains_key(at));
            let Some(names) = names else {
                // 三次产业投资分别完成…: no name of the last number is that of all three.
                pairs.unpaired.extend(numbers.iter().filter(|_| !is_told));
                continue;
            };
            numbers.iter().for_each(|at| {
                pairs.unpaired.remove(at);
            });
            if !is_told {
                self.tell(&numbers, &names, &mut pairs.told);
            }
            pairs.unpaired.extend(self.proportions_behind(&numbers));
            self.tell_growths(&numbers, &names, pairs);
        }
    }

    /// 三次产业增加值分别为…，分别增长1%、2%、3%: as many growths in the clause behind are theirs too.
    fn tell_growths(&self, numbers: &[usize], names: &Items, pairs: &mut Pairs) {
        let last = numbers.last().and_then(|at| self.tokens.tokens.get(*at));
        let Some(pause) = last
            .map(|token| token.extent().end)
            .filter(|end| self.page.at(*end) == '，')
        else {
            return;
        };
        let next = self.run_of_numbers(pause + 1);
        let first = next.first().and_then(|at| self.tokens.tokens.get(*at));
        let follows = first.is_some_and(|first| self.is_beside(pause + 1, first.extent().start));
        if follows && next.len() == numbers.len() {
            self.tell(&next, names, &mut pairs.told);
        }
    }

    /// 三次产业结构为5:45:50，2022年为6:45:49: the numbers of the other proportions of the sentence, which are of another time.
    fn proportions_behind(&self, numbers: &[usize]) -> Vec<usize> {
        let from = numbers.last().map_or(usize::MAX, |at| at + 1);
        let rest = self.tokens.tokens.iter().enumerate().skip(from);
        let rest = rest.take_while(|(_, token)| token.extent().end <= self.sentence.end);
        let is_part = |token: &Token| {
            let Extent { start, end } = token.extent().clone();
            self.page.before(start) == ':' && self.page.before(start - 1).is_ascii_digit()
                || self.page.at(end) == ':' && self.page.at(end + 1).is_ascii_digit()
        };
        rest.filter(|(_, token)| matches!(token, Token::Quantity(_)) && is_part(token))
            .map(|(at, _)| at)
            .collect()
    }

    /// Whether nothing but words of output stands in an extent.
    fn is_of_output(&self, extent: Extent) -> bool {
        let mut at = extent.start;
        while at < extent.end {
            match OF_SECTORS.iter().find(|word| self.page.starts(at, word)) {
                Some(word) => at += word.chars().count(),
                None => return self.time_at(at) == Some(extent.end),
            }
        }
        true
    }

    /// The three numbers behind the word; where they are of before (由0.6:47.1:52.3优化为0.5:46.2:53.3), those and the next three.
    fn sectors_behind(&self, word: usize, end: usize) -> (Option<Vec<usize>>, Option<Sectors>) {
        let figures = |from: usize| {
            let rest = self.tokens.tokens.iter().enumerate().skip(from);
            let rest = rest.take_while(|(_, token)| token.extent().end <= self.sentence.end);
            let figures = rest
                .filter(|(_, token)| matches!(token, Token::Quantity(_)))
                .map(|(at, _)| at);
            figures.take(3).collect::<Vec<usize>>()
        };
        let first = figures(word + 1);
        let start = first.first().and_then(|at| self.tokens.tokens.get(*at));
        let turned = start.is_some_and(|start| {
            let told = self.page.slice(end..start.extent().start.max(end));
            told.len() <= REACH && told.iter().any(|c| matches!(c, '由' | '从'))
        });
        if !turned {
            return (None, self.sectors(first, end, end));
        }
        let second = figures(first.last().map_or(word, |at| at + 1));
        let from = first.last().and_then(|at| self.tokens.tokens.get(*at));
        let from = from.map_or(end, |token| token.extent().end);
        match self.sectors(second, end, from) {
            Some(sectors) => (Some(first), Some(sectors)),
            None => (None, None),
        }
    }

    /// The names of three numbers, whose words begin at `from`.
    fn sectors(&self, numbers: Vec<usize>, end: usize, from: usize) -> Option<Sectors> {
        let quantities = numbers.iter().map(|at| match self.tokens.tokens.get(*at)? {
            Token::Quantity(quantity) => Some(quantity),
            Token::Rank(_) | Token::Year(_) | Token::Noise(..) | Token::Malformed(_) | Token::Numeral(_) => {
                None
            }
        });
        let quantities: Vec<_> = quantities.collect::<Option<_>>()?;
        let [first, second, third] = quantities.as_slice() else {
            return None;
        };
        let is_list = |one: &Extent, other: &Extent| {
            let between = self.page.slice(one.end..other.start.max(one.end));
            matches!(between, ['、' | '和' | ':' | '及' | '与'])
        };
        let told = self.page.text(from..first.extent.start.max(from));
        let are_listed = is_list(&first.extent, &second.extent) && is_list(&second.extent, &third.extent);
        if told.chars().count() > REACH || !are_listed {
            return None;
        }
        let is_amount = |unit: &Unit| is_relative(unit) || is_money(unit);
        let is_output = third.unit.as_deref().is_none_or(is_amount);
        if !is_output || !self.is_of_output(from..first.extent.start.max(from)) {
            return Some((numbers, None));
        }
        let is_share = third.unit.as_deref().is_some_and(is_relative)
            && !GROWING_SECTORS.iter().any(|word| told.contains(word));
        let share = if is_share { SHARE } else { "" };
        let names = ["一", "二", "三"].map(|number| Named {
            indicator: self.indicator_called(format!("第{number}产业{VALUE_ADDED}{share}")),
            extent: end - SECTORS.chars().count()..end,
        });
        Some((numbers, Some(Items::Names(names.to_vec()))))
    }
}
