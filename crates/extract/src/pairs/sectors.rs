//! The three sectors of an economy, told by one word: 三次产业占比依次为1.5%、63.9%和34.6%.

use super::{Items, Pairs};
use crate::naming::Named;
use crate::page::Extent;
use crate::scene::Scene;
use crate::tokens::Token;
use crate::units::is_relative;

/// The word for all three.
const SECTORS: &str = "三次产业";
/// How far behind it their numbers may begin.
const REACH: usize = 16;
/// What is told of each of them.
const VALUE_ADDED: &str = "增加值";
const SHARE: &str = "占比";
/// Words behind which their growths stand, no shares.
const GROWING: [&str; 4] = ["增长", "下降", "增速", "贡献"];

/// Three numbers with what they are of.
type Sectors = (Vec<usize>, Items);

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
            if let Some((numbers, names)) = last {
                let is_told = numbers.iter().any(|at| pairs.told.contains_key(at));
                numbers.iter().for_each(|at| {
                    pairs.unpaired.remove(at);
                });
                if !is_told {
                    self.tell(&numbers, &names, &mut pairs.told);
                }
            }
        }
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
        let is_share =
            third.unit.as_deref().is_some_and(is_relative) && !GROWING.iter().any(|word| told.contains(word));
        let share = if is_share { SHARE } else { "" };
        let names = ["一", "二", "三"].map(|number| Named {
            indicator: self.indicator_called(format!("第{number}产业{VALUE_ADDED}{share}")),
            extent: end - SECTORS.chars().count()..end,
        });
        Some((numbers, Items::Names(names.to_vec())))
    }
}
