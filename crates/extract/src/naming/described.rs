//! Amounts by which a thing is described: 引进总投资120亿元的某项目 is of the project, and says nothing of what was brought in;
//! 3家年产值超10亿元的企业 counts those firms, no output.

use zhibiao_model::qualifier::Qualifier;

use super::Named;
use crate::fact::IndicatorRef;
use crate::page::Extent;
use crate::quantity::Quantity;
use crate::scene::Scene;
use crate::sides::{REACH, counts};
use crate::tables::names::{AMOUNTS_OF, DEEDS_KEPT, DESCRIBING, REACHED_BY};
use crate::tables::subjects::FIRM_AMOUNTS;
use crate::tokens::Token;
use crate::units::is_money;

/// How far behind a name its number may stand.
const NEAR: usize = 10;

impl Scene<'_> {
    /// Whether such a verb ends at a position.
    pub(super) fn is_of_verb(&self, end: usize) -> bool {
        DEEDS_KEPT.iter().any(|verb| self.page.ends(end, verb).is_some())
    }

    /// Whether the number behind a name describes what stands behind 的.
    pub(super) fn is_described(&self, name: &Extent) -> bool {
        let number = self.tokens_over(&(name.end..name.end + NEAR)).next();
        matches!(number, Some(Token::Quantity(quantity)) if self.page.at(quantity.extent.end) == '的')
    }

    /// 9家企业营业收入超10亿元: the bound that each of the things counted has reached; 总 is of all of them.
    pub(crate) fn reached_by(&self, counted: &Quantity) -> Option<&Quantity> {
        let start = counted.extent.end;
        let Token::Quantity(bound) = self.tokens.tokens.get(self.token_past(start))? else {
            return None;
        };
        let amount = bound.extent.start;
        let is_near = (start + 4..=start + NEAR).contains(&amount);
        let is_bound =
            is_near && bound.qualifier != Qualifier::Exact && bound.unit.as_deref().is_some_and(is_money);
        let thing = REACHED_BY
            .iter()
            .find(|thing| self.page.starts(start, thing))
            .filter(|_| is_bound)?;
        let words = self.page.text(start + thing.chars().count()..amount);
        let stem = words.strip_prefix('年').unwrap_or(&words);
        let is_end = self.clause_end(bound.extent.end, self.sentence.end) == bound.extent.end;
        (is_end && counted.unit.as_deref().is_some_and(counts) && FIRM_AMOUNTS.contains(&stem))
            .then_some(bound)
    }

    /// 3家年产值超10亿元的企业, 18个总投资90亿元的项目: the things that a number counts behind the amount that describes them. A
    /// bound tells which they are; what an exact amount tells is theirs together.
    pub(super) fn described_behind(&self, quantity: &Quantity) -> Option<Named> {
        let start = quantity.extent.end;
        let next = self.tokens.tokens.get(self.token_past(start))?;
        let Token::Quantity(amount) = next else {
            return None;
        };
        let is_near = (start + 2..=start + NEAR).contains(&amount.extent.start);
        let is_amount = is_near && amount.unit.as_deref().is_some_and(is_money);
        if !is_amount || !quantity.unit.as_deref().is_some_and(counts) {
            return None;
        }
        let words = self.page.text(start..amount.extent.start);
        if self.reached_by(quantity).is_some() {
            let thing = REACHED_BY.iter().find(|thing| words.starts_with(*thing))?;
            let zh = format!(
                "{}{thing}",
                self.page.text(start + thing.chars().count()..amount.extent.end)
            );
            return Some(Named {
                indicator: IndicatorRef::Proposed { zh },
                extent: start..amount.extent.end,
            });
        }
        let kinds = AMOUNTS_OF.iter().chain(FIRM_AMOUNTS).chain(DESCRIBING);
        let stem = words.strip_prefix('年').unwrap_or(&words);
        let end = amount.extent.end;
        let is_open = self.page.at(end) == '的';
        let noun = end + usize::from(is_open);
        let things = noun..self.forward_end(noun, self.sentence.end.min(noun + REACH));
        let is_noun = things.len() > 1 && (is_open || self.rules.numbers.bounded.begins(self.page, noun));
        if !is_noun || !kinds.into_iter().any(|kind| *kind == stem) {
            return None;
        }
        let things = noun..self.thing_end(&things);
        let zh = self.trimmed(things.clone());
        let zh = match amount.qualifier {
            Qualifier::Exact => zh,
            Qualifier::AtLeast | Qualifier::AtMost | Qualifier::Approximate => {
                format!("{}{zh}", self.page.text(start..end))
            }
        };
        Some(Named {
            indicator: IndicatorRef::Proposed { zh },
            extent: start..things.end,
        })
    }
}
