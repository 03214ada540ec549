//! Lists of levels that share the noun behind the last: 新增国家级、省级、市级孵化器各1家、2家、5家.

use super::{Items, Pairs};
use crate::naming::Named;
use crate::page::Extent;
use crate::scene::Scene;
use crate::tables::names::{GAINS, PICKED_LEVELS};
use crate::tables::zones::JOINTS;
use crate::tokens::Token;

/// The word by which numbers are told of the names before them in turn.
const EACH: char = '各';

impl Scene<'_> {
    /// 国家级、省级孵化器各1家、2家: as many numbers behind 各 as levels before it.
    pub(super) fn pair_levels(&self, pairs: &mut Pairs) {
        let tokens = self.tokens_over(&self.sentence);
        let each = tokens.filter(|token| {
            matches!(token, Token::Quantity(_)) && self.page.before(token.extent().start) == EACH
        });
        for start in each.map(|token| token.extent().start) {
            let numbers = self.run_of_numbers(start);
            if numbers.len() < 2 || numbers.iter().any(|at| pairs.told.contains_key(at)) {
                continue;
            }
            let items = self.item_extents(start - 1, numbers.len());
            let names = items
                .filter(|(_, is_longer)| !is_longer)
                .and_then(|(items, _)| self.levelled_names(&items));
            if let Some(names) = names {
                self.tell(&numbers, &Items::Names(names), &mut pairs.told);
            }
        }
    }

    /// The names of a list whose items but the last are levels: each has the noun of the last, and the gain of the first.
    pub(super) fn levelled_names(&self, items: &[Extent]) -> Option<Vec<Named>> {
        let (last, others) = items.split_last()?;
        let first = others.first()?;
        let start = self.past_leading(first.start).min(first.end);
        let text = self.page.text(start..first.end);
        let gain = GAINS
            .iter()
            .filter(|gain| {
                text.starts_with(**gain)
                    && PICKED_LEVELS.contains(&text[gain.len()..].trim_start_matches("了"))
            })
            .max_by_key(|gain| gain.len());
        let gain = gain.copied().unwrap_or_default();
        let end = self.strip_linking(last.start, last.end);
        let tail = self.page.text(last.start..end);
        let own = |extent: &Extent| {
            let text = self.page.text(extent.start.max(start)..extent.end);
            let level = text
                .strip_prefix(gain)
                .unwrap_or(&text)
                .trim_start_matches("了")
                .to_owned();
            PICKED_LEVELS.contains(&level.as_str()).then_some(level)
        };
        let mut levels = others.iter().map(own).collect::<Option<Vec<String>>>()?;
        let level = PICKED_LEVELS
            .iter()
            .filter(|level| tail.starts_with(**level))
            .max_by_key(|level| level.len())?;
        let noun = tail
            .strip_prefix(level)
            .filter(|noun| noun.chars().nth(1).is_some())?;
        if noun.contains(JOINTS) {
            return None;
        }
        levels.push((*level).to_owned());
        let names = levels.into_iter().zip(items).map(|(level, item)| Named {
            indicator: self.levelled(format!("{gain}{level}{noun}")),
            extent: item.clone(),
        });
        Some(names.collect())
    }
}
