//! Amounts that pick the things counted behind them: 营业收入超10亿元的有12家, 净利润超亿元企业18家.

use zhibiao_model::qualifier::Qualifier;

use crate::fact::IndicatorRef;
use crate::naming::Named;
use crate::page::Extent;
use crate::quantity::Quantity;
use crate::scene::Scene;
use crate::sides::counts;
use crate::tokens::Token;

/// Characters between an amount and the number of what it picks: 的企业共有.
const BESIDE: usize = 4;

impl Scene<'_> {
    /// 营业收入超10亿元的有12家: whether a bound picks what is counted right behind it.
    pub(crate) fn picks_counted(&self, bound: &Quantity) -> bool {
        let end = bound.extent.end;
        let next = self.tokens.tokens.get(self.token_past(end));
        let Some(Token::Quantity(next)) = next else {
            return false;
        };
        let start = next.extent.start;
        let is_near = self.page.at(end) == '的' && (end + 2..=end + 1 + BESIDE).contains(&start);
        is_near && next.unit.as_deref().is_some_and(counts) && self.is_beside(end + 1, start)
    }

    /// What stands before a thing or a number that a bound picks: 营业收入超10亿元.
    pub(crate) fn bound_before(&self, end: usize) -> Option<Extent> {
        let end = end - usize::from(self.page.before(end) == '的');
        let token = self.tokens.tokens.get(self.token_past(end.checked_sub(1)?))?;
        let Token::Quantity(bound) = token else {
            return None;
        };
        let is_amount = bound.unit.as_deref().is_some_and(|unit| !counts(unit));
        let is_bound = bound.extent.end == end && bound.qualifier != Qualifier::Exact && is_amount;
        let start = self.past_leading(self.clause_start(bound.extent.start));
        is_bound.then(|| start.min(bound.extent.start)..end)
    }

    /// What is counted behind a bound that names no thing: 营业收入超10亿元的有12家.
    pub(crate) fn picked_by_bound(&self, quantity: &Quantity, from: usize) -> Option<Named> {
        if !self.page.slice(from..quantity.whole.start).contains(&'的') {
            return None;
        }
        let end = self.strip_linking(from, quantity.whole.start);
        let extent = (self.page.before(end) == '的').then(|| self.bound_before(end))??;
        let indicator = IndicatorRef::Proposed {
            zh: self.page.text(extent.clone()),
        };
        Some(Named { indicator, extent })
    }
}
