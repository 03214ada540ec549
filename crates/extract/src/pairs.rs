//! Lists paired in order: 营业收入、利润总额分别达到100亿元和20亿元，同比分别增长5%和6%.

mod all;
mod growths;
mod items;
mod levels;
mod parts;
mod points;
mod runs;
mod sectors;
mod subjects;
mod tails;
mod times;
mod zones;

use std::collections::{BTreeMap, BTreeSet};

use items::Items;
pub(crate) use items::Pair;
use parts::which_of_two;
use tails::with_shared_tail;
use zhibiao_model::qualifier::Qualifier;
use zhibiao_model::unit::Base;

use crate::fact::ZoneRef;
use crate::naming::Named;
use crate::page::Extent;
use crate::quantity::Quantity;
use crate::ranges::inherit_unit;
use crate::scene::Scene;
use crate::tables::cues::Cue;
use crate::tokens::Token;
use crate::units::{is_of, is_relative};

/// A list of numbers with the list that names them.
#[derive(Clone, Debug)]
struct Pairing {
    /// Indexes of the numbers among the tokens.
    numbers: Vec<usize>,
    items: Items,
}

/// What the lists of a sentence say, by the index of the number's token.
#[derive(Debug, Default)]
pub(crate) struct Pairs {
    pub(crate) told: BTreeMap<usize, Pair>,
    /// Numbers of a list that fits no list of names: the nearest name would be a guess.
    pub(crate) unpaired: BTreeSet<usize>,
    /// The zones of its last list.
    pub(crate) zones: Option<Vec<ZoneRef>>,
}

impl Scene<'_> {
    /// Pairs the lists of the sentence; `listed` are the zones of the last list before it.
    pub(crate) fn pairs(&self, listed: &[ZoneRef]) -> Pairs {
        let mut pairs = Pairs::default();
        let cues = self.cues(self.sentence.start, self.sentence.end);
        // Most sentences hold no list.
        if !cues.iter().any(|(_, cue)| is_of_list(*cue)) {
            self.pair_zones(&mut pairs);
            self.pair_sectors(&mut pairs);
            self.pair_levels(&mut pairs);
            self.pair_points(&mut pairs);
            self.pair_names(&mut pairs);
            self.pair_growths(&mut pairs);
            return pairs;
        }
        let mut found: Vec<Pairing> = Vec::new();
        for (extent, cue) in cues {
            if let Some(which) = which_of_two(*cue) {
                self.one_of_two(extent, which, &found, &mut pairs);
            }
            if *cue != Cue::Separately {
                continue;
            }
            let numbers = self.numbers_listed(extent, &found);
            let times = self.times_listed(extent);
            let named = pairs.zones.as_deref().unwrap_or(listed);
            let paired = self
                .of_short_zones(extent, numbers.len(), named)
                .or_else(|| self.pairing(extent, &numbers, &found))
                .or_else(|| self.of_listed(extent, &numbers, pairs.zones.as_deref().unwrap_or(listed)))
                .or_else(|| self.of_zones_before(extent, numbers.len()))
                .or_else(|| self.of_listed_again(extent, &numbers, named))
                .or_else(|| self.of_times_listed(extent, times.as_deref(), numbers.len()));
            match paired {
                Some(items) => {
                    if let Items::Zones(zones, _) = &items {
                        pairs.zones = Some(zones.clone());
                    }
                    let items = self.with_name_behind(items, extent.end, &numbers);
                    self.tell(&numbers, &items, &mut pairs.told);
                    self.tell_following(&numbers, &items, &mut pairs.told);
                    found.push(Pairing { numbers, items });
                }
                None if times.is_some()
                    || self.names_before(extent.start)
                    || self.is_of_nobody(extent, &numbers)
                    || self.is_of_several_zones(extent) =>
                {
                    pairs.unpaired.extend(self.figures_of_clause(extent.end))
                }
                None => {}
            }
        }
        self.pair_zones(&mut pairs);
        self.pair_sectors(&mut pairs);
        self.pair_levels(&mut pairs);
        self.pair_points(&mut pairs);
        self.pair_names(&mut pairs);
        self.pair_growths(&mut pairs);
        pairs
    }

    /// The numbers behind 分别; 分别增长9.1%、5.4%，下降1.2% goes on over the pause where there are as many names.
    fn numbers_listed(&self, cue: &Extent, found: &[Pairing]) -> Vec<usize> {
        let numbers = self.run_of_numbers(cue.end);
        let Some(longer) = self.run_with_change(&numbers) else {
            return numbers;
        };
        let wanted = found.last().map(|pairing| pairing.numbers.len());
        let is_list = |count: usize| self.items(cue.start, count).is_some();
        let is_longer =
            wanted == Some(longer.len()) && !self.names_before(cue.start) || is_list(longer.len());
        if is_longer { longer } else { numbers }
    }

    /// What a list is of, and what stands in brackets behind each number.
    fn tell(&self, numbers: &[usize], items: &Items, told: &mut BTreeMap<usize, Pair>) {
        let tokens = &self.tokens.tokens;
        for (n, (at, quantity)) in numbers.iter().zip(self.with_units(numbers)).enumerate() {
            let of = items.told(n);
            let bracket = self.past_bracket(quantity.extent.end);
            let inside = tokens.iter().enumerate().skip(at + 1);
            for (at, token) in inside.take_while(|(_, token)| token.extent().end <= bracket) {
                let (Token::Quantity(quantity) | Token::Rank(quantity)) = token else {
                    continue;
                };
                told.insert(at, Pair::of(quantity.clone(), of.clone(), None));
            }
            let group = numbers.first().copied();
            told.insert(*at, Pair::of(quantity, of, group));
        }
    }

    /// What the numbers behind 分别 are of: the list before it, that of the numbers before, or their own names.
    fn pairing(&self, cue: &Extent, numbers: &[usize], found: &[Pairing]) -> Option<Items> {
        let count = numbers.len();
        if count < 2 {
            return None;
        }
        if let Some(subjects) = self.subjects_behind(numbers) {
            let name = self.name_in(self.clause_start(cue.start)..cue.start);
            return Some(Items::Subjects(subjects, name));
        }
        if let Some(items) = self
            .items(cue.start, count)
            .or_else(|| self.times_in_turn(cue, count))
        {
            return Some(items);
        }
        if let Some(items) = self.subjects_before(cue, count) {
            return Some(items);
        }
        if self.names_before(cue.start) {
            return None;
        }
        let before = self.figures_before(cue.start, count);
        if self.page.starts(self.clause_start(cue.start), "其中")
            && let Some(own) = self.name_in(self.clause_start(cue.start)..cue.start)
        {
            return self.parts_of(
                &own,
                found
                    .iter()
                    .rev()
                    .find(|pairing| pairing.numbers.len() == count)?,
            );
        }
        let last = found.iter().rev().find(|pairing| pairing.numbers.len() == count);
        let carried = last.filter(|last| before.as_ref().is_none_or(|before| *before == last.numbers));
        let own = || {
            let clause = self.clause_start(cue.start)..cue.start;
            let is_change = self.tells_change(clause.clone());
            // 税收收入占比分别为… tells of another indicator, 同比分别增长 of the one before.
            let is_own = |name: &Named| name.indicator.code().is_some() || tells_share(name);
            self.name_in(clause).filter(|name| is_own(name) || !is_change)
        };
        // 甲集团营收40亿元，乙集团营收30亿元，税收分别为…: another name is told of others than those names.
        let has_own = || own().is_some_and(|name| name.indicator.code().is_some());
        carried
            .map(|last| last.items.clone().renamed(own()))
            .or_else(|| self.series(before.as_ref().filter(|_| !has_own())?))
    }

    /// 学校5所、幼儿园3所，分别新增学位5400个、1080个: what stands behind 分别 is told of each.
    fn with_name_behind(&self, items: Items, from: usize, numbers: &[usize]) -> Items {
        let first = numbers.first().and_then(|at| self.tokens.tokens.get(*at));
        let Some(Token::Quantity(quantity)) = first else {
            return items;
        };
        // 甲公司、乙公司分别实现营业收入…; 分别增长 names nothing.
        let shared = || {
            let behind = from..quantity.whole.start;
            let is_change = self.tells_change(behind.clone());
            self.name_in(behind).filter(|_| !is_change)
        };
        let mut names = match items {
            Items::Names(names) => names,
            Items::Zones(_, None) | Items::Subjects(_, None) | Items::Times(_, None) => {
                return items.renamed(shared());
            }
            Items::Zones(..) | Items::Subjects(..) | Items::Times(..) => return items,
        };
        let is_amount = quantity
            .unit
            .as_deref()
            .is_some_and(|unit| !unit.dimension().is_one());
        let behind = self.name_in(from..quantity.whole.start).filter(|_| is_amount);
        let Some(behind) = behind else {
            return Items::Names(names);
        };
        for name in &mut names {
            name.indicator =
                self.indicator_called(format!("{}{}", name.indicator.zh(), behind.indicator.zh()));
        }
        Items::Names(names)
    }

    /// 甲集团营收40亿元，乙集团营收30亿元，税收分别为…: amounts of one name of the catalogue are those of several, whoever they are.
    fn is_of_nobody(&self, cue: &Extent, numbers: &[usize]) -> bool {
        let tokens = numbers.iter().map(|at| self.tokens.tokens.get(*at));
        let is_amount = |token: Option<&Token>| matches!(token, Some(Token::Quantity(quantity)) if !quantity.unit.as_deref().is_some_and(is_relative));
        let are_amounts = numbers.len() > 1
            && tokens.into_iter().all(is_amount)
            && !self.with_units(numbers).iter().any(is_of_points);
        let name = || self.name_in(self.clause_start(cue.start)..cue.start);
        are_amounts && name().is_some_and(|name| name.indicator.code().is_some())
    }

    /// Whether words of change or of another measure stand in an extent; 分别新增企业 names what is new.
    fn tells_change(&self, extent: Extent) -> bool {
        let mut cues = self.cues(extent.start, extent.end).iter();
        cues.any(|(_, cue)| *cue != Cue::Gain)
    }

    /// The last so many figures of the sentence before a position.
    fn figures_before(&self, end: usize, wanted: usize) -> Option<Vec<usize>> {
        let tokens = &self.tokens.tokens;
        let first = self.first_token(|token| token.extent().start < self.sentence.start);
        let last = self.first_token(|token| token.extent().start < end);
        // 财政收入1.2亿元（上年8000万元），分别增长5%、50%: what brackets hold is an aside.
        let is_aside = |at: usize| {
            let behind = tokens[at].extent().end..end;
            let mark = self.page.slice(behind).iter().find(|c| matches!(**c, '(' | ')'));
            mark == Some(&')')
        };
        let figures = (first..last).filter(|at| tokens[*at].is_figure() && !is_aside(*at));
        let figures: Vec<usize> = figures.collect();
        let from = figures.len().checked_sub(wanted)?;
        figures.get(from..).map(<[usize]>::to_vec)
    }

    /// 产值100亿元，投资20亿元，同比分别增长3%和5%: the names that the figures before have, each its own.
    fn series(&self, figures: &[usize]) -> Option<Items> {
        let tokens = &self.tokens.tokens;
        let names = figures.iter().map(|at| {
            let Token::Quantity(quantity) = tokens.get(*at)? else {
                return None;
            };
            let before = tokens[..*at].iter().rev().find(|token| token.is_figure());
            let behind = tokens[*at + 1..].iter().find(|token| token.is_figure());
            let from = before
                .map_or(0, |token| token.extent().end)
                .max(self.sentence.start);
            let to = behind.map_or(self.sentence.end, |token| token.extent().start);
            self.name(
                quantity,
                from.min(quantity.whole.start),
                to.min(self.sentence.end),
                false,
            )
        });
        names.collect::<Option<Vec<Named>>>().map(Items::Names)
    }

    /// The items of the list that ends at 分别, if they are so many.
    fn items(&self, end: usize, wanted: usize) -> Option<Items> {
        let (items, is_longer) = self.item_extents(end, wanted)?;
        if is_longer {
            return None;
        }
        let things = self.zones_of(&items).or_else(|| self.subjects_of(&items));
        if let Some(found) = things.or_else(|| self.times_of(&items)) {
            return Some(found);
        }
        if let Some(names) = self.numbered_sectors(&items) {
            return Some(Items::Names(names));
        }
        if let Some(names) = self.levelled_names(&items) {
            return Some(Items::Names(names));
        }
        let names: Option<Vec<Named>> = items.iter().map(|item| self.name_in(item.clone())).collect();
        let names = self.with_shared_actor(&items, self.with_shared_gain(&items, names?));
        let told_of_each = self.with_shared_name(&items, &names);
        Some(Items::Names(
            told_of_each.unwrap_or_else(|| with_shared_tail(names)),
        ))
    }

    /// 甲公司、乙公司一季度营业收入: the indicator behind the last is told of each, and of none of them as a whole.
    fn with_shared_name(&self, items: &[Extent], names: &[Named]) -> Option<Vec<Named>> {
        let (last, others) = names.split_last()?;
        let item = items.last()?;
        last.indicator.code()?;
        if others.iter().any(|other| other.indicator.code().is_some()) || last.extent.start <= item.start {
            return None;
        }
        let mut own = item.start..last.extent.start;
        own.end = self
            .times_from(|time| time.extent.start < own.start)
            .first()
            .map_or(own.end, |time| time.extent.start.min(own.end));
        let owns = others.iter().map(|other| other.indicator.zh().to_owned());
        let owns: Vec<String> = owns.chain([self.page.text(own)]).collect();
        let are_names = owns.iter().all(|own| own.chars().nth(1).is_some());
        let each = names.iter().zip(owns).map(|(name, own)| Named {
            indicator: self.indicator_called(format!("{own}{}", last.indicator.zh())),
            extent: name.extent.clone(),
        });
        are_names.then(|| each.collect())
    }

    /// The numbers of a pairing, each with the unit that the last one names for all: 分别为1、2、3亿元.
    fn with_units(&self, numbers: &[usize]) -> Vec<Quantity> {
        let tokens = numbers
            .iter()
            .filter_map(|at| match self.tokens.tokens.get(*at)? {
                Token::Quantity(quantity) | Token::Rank(quantity) => Some(quantity.clone()),
                Token::Year(_) | Token::Noise(..) | Token::Malformed(_) | Token::Numeral(_) => None,
            });
        let mut quantities: Vec<Quantity> = tokens.collect();
        let last = quantities.last().cloned();
        let shared = quantities.first().and_then(|first| self.shared_qualifier(first));
        for quantity in &mut quantities {
            if let Some(shared) = shared.filter(|_| quantity.qualifier == Qualifier::Exact) {
                quantity.qualifier = shared;
            }
            let Some(last) = &last else {
                continue;
            };
            if quantity.unit.is_none() {
                inherit_unit(self.page, quantity, last);
            } else if is_points_cut_short(quantity, last) {
                quantity.unit.clone_from(&last.unit);
            }
        }
        quantities
    }
}

/// 税收收入占比, but not 占比 alone.
fn tells_share(name: &Named) -> bool {
    let zh = name.indicator.zh();
    let share = ["占比", "比重"].iter().find_map(|ending| zh.strip_suffix(ending));
    share.is_some_and(|part| part.chars().nth(1).is_some())
}

fn is_of_list(cue: Cue) -> bool {
    matches!(cue, Cue::Separately | Cue::Former | Cue::Latter)
}

fn is_of_points(quantity: &Quantity) -> bool {
    quantity
        .unit
        .as_deref()
        .is_some_and(|unit| is_of(unit, Base::PercentagePoints))
}

/// 2.0个、9.3个百分点: the first is in percentage points too.
fn is_points_cut_short(quantity: &Quantity, last: &Quantity) -> bool {
    let is = |of: &Quantity, base| of.unit.as_deref().is_some_and(|unit| is_of(unit, base));
    is(last, Base::PercentagePoints) && is(quantity, Base::Count)
}
