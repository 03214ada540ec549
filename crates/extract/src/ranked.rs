//! What is ranked: the amount or its growth. 总量和增速分别居全省第2位和第5位.

use crate::differences::is_points;
use crate::fact::{IndicatorRef, Measure};
use crate::naming::Named;
use crate::page::Extent;
use crate::quantity::Quantity;
use crate::scene::Scene;
use crate::tables::cues::Cue;
use crate::tables::names::{GROWTH_ENDINGS, GROWTHS};
use crate::tables::zones::JOINTS;

/// What a place in a ranking is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ranked {
    Amount,
    Growth,
    /// Both are named, and the words don't tell which.
    Unclear,
}

impl Scene<'_> {
    /// Whether a place in a ranking is that of the growth of what was named.
    pub(crate) fn ranked(&self, name: &Named, quantity: &Quantity) -> Ranked {
        let zh = name.indicator.zh();
        let number = quantity.whole.start;
        let clause = self.clause_start(number);
        let rank = self
            .cues(clause, number)
            .iter()
            .find(|(_, cue)| *cue == Cue::Rank);
        let Some((rank, _)) = rank.filter(|_| !GROWTH_ENDINGS.iter().any(|ending| zh.ends_with(ending)))
        else {
            return Ranked::Amount;
        };
        let head = self.behind_numbers(clause..rank.start);
        let tells = |extent: &Extent| {
            let text = self.page.text(extent.clone());
            GROWTHS.iter().any(|word| text.contains(word))
        };
        if !tells(&head) {
            let goes_on = self.past_leading(clause) >= rank.start && self.is_about_growth(clause);
            return if goes_on { Ranked::Growth } else { Ranked::Amount };
        }
        let cues = self.cues(head.start, number);
        let list = cues.iter().find(|(_, cue)| *cue == Cue::Separately);
        let end = list.map_or(head.end, |(word, _)| word.start.min(head.end));
        let items = self.parted(head.start..end);
        if items.len() == 1 {
            return Ranked::Growth;
        }
        let numbers = list
            .map(|(word, _)| self.run_of_numbers(word.end))
            .unwrap_or_default();
        let own = numbers.iter().position(|at| {
            let token = self.tokens.tokens.get(*at);
            token.is_some_and(|token| token.extent().start == quantity.extent.start)
        });
        match own
            .and_then(|own| items.get(own))
            .filter(|_| items.len() == numbers.len())
        {
            Some(item) if tells(item) => Ranked::Growth,
            Some(_) => Ranked::Amount,
            None => Ranked::Unclear,
        }
    }

    /// 增速较一季度加快0.4个百分点，居全市第2位: whether the clause before one is about a growth.
    fn is_about_growth(&self, clause: usize) -> bool {
        let Some(pause) = clause.checked_sub(1).filter(|pause| self.page.at(*pause) == '，') else {
            return false;
        };
        let head = self.past_leading(self.clause_start(pause));
        GROWTHS.iter().any(|word| self.page.starts(head, word))
    }

    /// 增长6.4%，高于全市0.4个百分点: whether points are those of the growth that was told before, or that their clause names.
    pub(crate) fn is_gap_of_growth(&self, quantity: &Quantity, last: Option<Measure>) -> bool {
        let number = quantity.whole.start;
        let clause = self.page.text(self.clause_start(number)..number);
        is_points(quantity)
            && (last == Some(Measure::Yoy) || GROWTHS.iter().any(|word| clause.contains(word)))
    }

    /// The growth of what a name stands for.
    pub(crate) fn growth_named(&self, indicator: IndicatorRef) -> IndicatorRef {
        let is_growth = |zh: &str| GROWTH_ENDINGS.iter().any(|ending| zh.ends_with(ending));
        match self.growth_of(indicator.clone()) {
            growth if growth != indicator || is_growth(growth.zh()) => growth,
            _ => IndicatorRef::Proposed {
                zh: format!("{}{}", indicator.zh(), GROWTH_ENDINGS[0]),
            },
        }
    }

    fn behind_numbers(&self, extent: Extent) -> Extent {
        let last = self.tokens_over(&extent).map(|token| token.extent().end).last();
        let end = extent.end;
        last.map_or(extent.start, |last| last.min(end))..end
    }

    fn parted(&self, extent: Extent) -> Vec<Extent> {
        let mut items = Vec::new();
        let mut start = extent.start;
        for at in extent.clone() {
            if JOINTS.contains(&self.page.at(at)) {
                items.push(start..at);
                start = at + 1;
            }
        }
        items.push(start..extent.end);
        items.retain(|item| !item.is_empty());
        items
    }
}
