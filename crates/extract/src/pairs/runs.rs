//! Lists of numbers without 分别: behind a list that was paired, behind zones named together, and 各 before one number.

use std::collections::BTreeMap;

use super::{Items, Pair, Pairs};
use crate::naming::Named;
use crate::page::Extent;
use crate::quantity::Quantity;
use crate::scene::Scene;
use crate::tables::cues::Cue;
use crate::tables::names::{GAINS, NO_GAINS};
use crate::tables::zones::JOINTS;
use crate::tokens::Token;

/// The word by which one number is of each name of a list.
const EACH: char = '各';
/// Most names that one number is told of.
const MOST: usize = 6;

impl Scene<'_> {
    /// 分别新增320家、4家，达2800家、31家: as many numbers in the clause behind, with no name of their own, are of the same list.
    pub(super) fn tell_following(&self, numbers: &[usize], items: &Items, told: &mut BTreeMap<usize, Pair>) {
        let mut last = numbers.last().copied();
        while let Some(at) = last {
            let Some(token) = self.tokens.tokens.get(at) else {
                return;
            };
            let pause = self.past_bracket(token.extent().end);
            let next = self.run_of_numbers(pause + 1);
            let first = next.first().and_then(|at| self.tokens.tokens.get(*at));
            let follows = first.is_some_and(|first| {
                let start = first.extent().start;
                self.page.at(pause) == '，'
                    && self.is_beside(pause + 1, start)
                    && !self.is_separated(pause, start)
            });
            if !follows || next.len() != numbers.len() {
                return;
            }
            self.tell(&next, items, told);
            last = next.last().copied();
        }
    }

    /// 甲高新区、乙高新区仅为46亿元、22亿元: as many numbers as zones are theirs in turn.
    pub(super) fn pair_zones(&self, pairs: &mut Pairs) {
        let mut from = 0;
        while let Some(first) = self.zones.get(from) {
            let rest = &self.zones[from..];
            let joins = rest.windows(2).take_while(|pair| match pair {
                [one, other] => {
                    let is_joint = JOINTS.contains(&self.page.at(one.extent.end));
                    other.extent.start == one.extent.end + 1 && is_joint && one.zone != other.zone
                }
                _ => false,
            });
            let count = joins.count() + 1;
            from += count;
            let last = self.zones.get(from - 1).unwrap_or(first);
            if count < 2 {
                continue;
            }
            // 高于甲高新区、乙高新区2个和3个百分点: they are compared with.
            if first.is_companion {
                continue;
            }
            let numbers = self.run_of_numbers(last.extent.end);
            let start = numbers.first().and_then(|at| self.tokens.tokens.get(*at));
            let Some(start) = start
                .map(|token| token.extent().start)
                .filter(|_| numbers.len() == count)
            else {
                continue;
            };
            if self.is_separated(last.extent.end, start)
                || numbers.iter().any(|at| pairs.told.contains_key(at))
            {
                continue;
            }
            if let Some(items @ Items::Zones(..)) = self.items(start, count) {
                self.tell(&numbers, &items, &mut pairs.told);
                self.tell_following(&numbers, &items, &mut pairs.told);
            }
        }
    }

    /// 高新技术企业、瞪羚企业3500家、120家: as many numbers as names of the catalogue right before them are theirs in turn.
    pub(super) fn pair_names(&self, pairs: &mut Pairs) {
        let listed = |start: usize| match self.is_listed(start) {
            true => self.run_of_numbers(start),
            false => Vec::new(),
        };
        self.each_free_run(
            pairs,
            |first| listed(first.start),
            |pairs, start, run| {
                let items = self.item_extents(start, run.len());
                let items = items.filter(|(_, is_longer)| !is_longer).map(|(items, _)| items);
                let Some(items) = items else { return };
                let names: Option<Vec<Named>> = items.iter().map(|item| self.name_in(item.clone())).collect();
                if let Some(names) = names {
                    let names =
                        Items::Names(self.with_shared_actor(&items, self.with_shared_gain(&items, names)));
                    self.tell(run, &names, &mut pairs.told);
                }
            },
        );
    }

    /// Goes through the runs of two numbers or more that begin at one of the sentence and that no rule has told of, from
    /// left to right: `run_at` gives the one that begins at a number, and `tell` hears of it and of where it begins.
    pub(super) fn each_free_run(
        &self,
        pairs: &mut Pairs,
        run_at: impl Fn(&Extent) -> Vec<usize>,
        tell: impl Fn(&mut Pairs, usize, &[usize]),
    ) {
        let tokens = &self.tokens.tokens;
        let mut next = self.first_token(|token| token.extent().start < self.sentence.start);
        while let Some(token) = tokens
            .get(next)
            .filter(|token| token.extent().start < self.sentence.end)
        {
            let run = match token {
                Token::Quantity(_) => run_at(token.extent()),
                Token::Rank(_)
                | Token::Year(_)
                | Token::Noise(..)
                | Token::Malformed(_)
                | Token::Numeral(_) => Vec::new(),
            };
            next += run.len().max(1);
            let is_told = |at: &usize| pairs.told.contains_key(at) || pairs.unpaired.contains(at);
            if run.len() >= 2 && !run.iter().any(is_told) {
                tell(pairs, token.extent().start, &run);
            }
        }
    }

    /// 新认定高新技术企业、瞪羚企业: the gain is told of each.
    pub(super) fn with_shared_gain(&self, items: &[Extent], mut names: Vec<Named>) -> Vec<Named> {
        let start = items.first().map_or(0, |item| self.past_leading(item.start));
        // 新一代信息技术 is no gain.
        let is_name = NO_GAINS.iter().any(|word| self.page.starts(start, word));
        let gains = GAINS
            .iter()
            .filter(|gain| !is_name && self.page.starts(start, gain));
        let Some(gain) = gains.max_by_key(|gain| gain.len()) else {
            return names;
        };
        for name in &mut names {
            let zh = name.indicator.zh();
            if !GAINS.iter().any(|gain| zh.starts_with(gain)) {
                name.indicator = self.indicator_called(format!("{gain}{zh}"));
            }
        }
        names
    }

    /// Whether a pause parts the words of a clause before its first figure.
    fn is_listed(&self, number: usize) -> bool {
        let clause = self.clause_start(number)..number;
        self.page.slice(clause.clone()).contains(&'、') && !self.tokens_over(&clause).any(Token::is_figure)
    }

    fn is_separated(&self, from: usize, to: usize) -> bool {
        self.cues(from, to).iter().any(|(_, cue)| *cue == Cue::Separately)
    }

    /// 新建中学、小学各2所: the names that one number is told of each of.
    pub(crate) fn names_of_each(&self, quantity: &Quantity) -> Option<Vec<Pair>> {
        let end = quantity.extent.start;
        if self.page.before(end) != EACH {
            return None;
        }
        let clause = self.clause_start(end);
        if self.tokens_over(&(clause..end)).any(Token::is_figure) {
            return None;
        }
        let joints = self
            .page
            .slice(clause..end)
            .iter()
            .filter(|c| JOINTS.contains(*c))
            .count();
        let (items, is_longer) = self.item_extents(end - 1, (joints + 1).min(MOST))?;
        let is_list = joints > 0 && !is_longer && self.zones_of(&items).is_none();
        let plain = || items.iter().map(|item| self.name_in(item.clone())).collect();
        let names: Option<Vec<Named>> = self.levelled_names(&items).or_else(plain);
        let names = names.filter(|_| is_list)?;
        let told = |n: usize| Pair::of(quantity.clone(), Items::Names(names.clone()).told(n), None);
        Some((0..names.len()).map(told).collect())
    }
}
