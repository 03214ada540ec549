//! Amounts that pick the things counted behind them: 营业收入超10亿元的有12家, 净利润超亿元企业18家.

use zhibiao_model::qualifier::Qualifier;

use crate::asides::PICKED;
use crate::fact::IndicatorRef;
use crate::naming::Named;
use crate::page::Extent;
use crate::quantity::Quantity;
use crate::scene::Scene;
use crate::sides::counts;
use crate::tables::names::{AMONG, SIZED};
use crate::tables::subjects::FIRM_AMOUNTS;
use crate::tokens::Token;
use crate::units::is_money;
use crate::values::is_scale;

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

    /// 其中6家年产值过亿元: whether some of what was just counted are told by a bound, with a name and an amount behind them.
    pub(crate) fn are_picked_by(&self, quantity: &Quantity) -> bool {
        let Some(next) = self.amount_behind(quantity) else {
            return false;
        };
        let clause = self.clause_start(quantity.extent.start);
        let is_among = self.page.starts(clause, AMONG) && self.past_leading(clause) >= quantity.extent.start;
        let name = quantity.extent.end;
        let name = name + usize::from(self.page.at(name) == '年');
        let is_amount = FIRM_AMOUNTS.iter().any(|word| self.page.starts(name, word));
        let is_bound =
            is_amount && next.qualifier != Qualifier::Exact && next.unit.as_deref().is_some_and(is_money);
        is_among && is_bound && quantity.unit.as_deref().is_some_and(counts)
    }

    /// 高新技术企业200家，其中6家年产值超10亿元: these are some of what the name before stands for.
    pub(crate) fn picked_by_amount(&self, name: Named, quantity: &Quantity) -> Named {
        let start = quantity.extent.end;
        let bound = match self.amount_behind(quantity) {
            Some(bound) if name.extent.end <= quantity.extent.start && self.are_picked_by(quantity) => bound,
            Some(_) | None => return name,
        };
        let zh = format!(
            "{}{}",
            self.page.text(start..bound.extent.end),
            name.indicator.zh()
        );
        let indicator = self.indicator_called(zh);
        Named { indicator, ..name }
    }

    /// The figure that ends the clause of a number, and stands next to it.
    fn amount_behind(&self, quantity: &Quantity) -> Option<&Quantity> {
        let end = quantity.extent.end;
        let next = self.tokens.tokens.get(self.token_past(end))?;
        let Token::Quantity(next) = next else {
            return None;
        };
        let is_here = self.clause_end(end, next.extent.start) >= next.extent.start;
        (is_here && next.extent.start > end).then_some(next)
    }

    /// Whether a number is such an amount.
    pub(crate) fn picks_before(&self, quantity: &Quantity) -> bool {
        let start = quantity.extent.start;
        let clause = self.clause_start(start);
        if quantity.qualifier == Qualifier::Exact || !self.page.starts(clause, AMONG) {
            return false;
        }
        let first = self.tokens_over(&(clause..start)).next();
        matches!(first, Some(Token::Quantity(counted)) if self.are_picked_by(counted))
    }

    /// What stands before a thing or a number that a bound picks: 营业收入超10亿元.
    pub(crate) fn bound_before(&self, end: usize) -> Option<Extent> {
        let end = end - usize::from(self.page.before(end) == '的');
        let token = self.tokens.tokens.get(self.token_past(end.checked_sub(1)?))?;
        let Token::Quantity(bound) = token else {
            return None;
        };
        let is_amount = is_amount(self, bound);
        let is_bounded = bound.qualifier != Qualifier::Exact || self.is_size_of_counted(bound);
        let is_bound = bound.extent.end == end && is_bounded && is_amount;
        let start = self.past_leading(self.item_start(bound.extent.start));
        is_bound.then(|| start.min(bound.extent.start)..end)
    }

    /// 新增20亿元企业2家: the size by which things are called that are counted right behind them.
    pub(crate) fn is_size_of_counted(&self, size: &Quantity) -> bool {
        let end = size.extent.end;
        let is_exact = size.qualifier == Qualifier::Exact && size.unit.as_deref().is_some_and(is_money);
        if !is_exact {
            return false;
        }
        let Some(Token::Quantity(next)) = self.tokens.tokens.get(self.token_past(end)) else {
            return false;
        };
        let start = next.extent.start;
        let is_thing = SIZED
            .iter()
            .any(|thing| self.page.ends(start, thing) == Some(end));
        // 其中50亿元1个、10亿元3个.
        let is_among = start == end && self.page.starts(self.clause_start(end), AMONG);
        (is_thing || is_among) && next.unit.as_deref().is_some_and(counts)
    }

    /// Behind the pause or the mark of a list before a position.
    fn item_start(&self, at: usize) -> usize {
        let clause = self.clause_start(at);
        let mark = (clause..at).rev().find(|at| self.page.at(*at) == '、');
        mark.map_or(clause, |mark| mark + 1)
    }

    /// 年销售收入过10亿的企业17家、过50亿的企业5家: the amount that an item before tells for the bound that opens one.
    pub(crate) fn amount_of_list(&self, bound: usize) -> String {
        let start = self.item_start(bound);
        let clause = self.clause_start(bound);
        // 税收超亿元企业3家，超千万元企业23家: the item before may be a clause of its own.
        let has_none = || {
            let opening = bound..bound + 1;
            let mut over = self.tokens_over(&opening);
            over.next().is_some_and(|token| token.extent().start == bound)
        };
        let clause = match start == clause && clause > self.sentence.start && has_none() {
            true if self.page.before(clause) == '，' => self.clause_start(clause - 1),
            _ => clause,
        };
        if start < bound || start == clause {
            return String::new();
        }
        let before = clause..start;
        let amounts = self.tokens_over(&before).filter_map(|token| {
            let end = token.extent().start;
            let item = self.item_start(end);
            let times = self.times_in(item..end);
            let item = times.last().map_or(item, |time| time.extent.end.min(end));
            let amount = self.past_leading(item).min(end)..end;
            let text = self.page.text(amount);
            FIRM_AMOUNTS
                .iter()
                .any(|word| text.ends_with(word))
                .then_some(text)
        });
        amounts.last().unwrap_or_default()
    }

    /// 其中10亿元以上21个: a number right behind a bound counts those of the things told before.
    pub(crate) fn picked(&self, name: Named, quantity: &Quantity) -> Named {
        let number = quantity.extent.start;
        // 50人以上企业200家: the name stands between.
        let is_before_number = name.extent.start < number;
        let is_before = is_before_number && self.bound_ending(name.extent.start).is_some();
        let start = if is_before { name.extent.start } else { number };
        let is_plain =
            is_before_number && name.indicator.code().is_none() && self.bound_ending(start).is_none();
        let picked = if is_before_number {
            name.extent.start
        } else {
            number
        };
        let bound = is_plain.then(|| self.bound_before(picked)).flatten();
        if let Some(bound) = bound {
            let amount = self.amount_of_list(bound.start);
            let zh = format!("{amount}{}{}", self.page.text(bound.clone()), name.indicator.zh());
            let extent = bound.start..name.extent.end;
            let indicator = self.indicator_called(zh);
            return Named { indicator, extent };
        }
        let bound = self
            .tokens
            .tokens
            .get(self.first_token(|token| token.extent().end < start));
        let Some(bound) = bound.filter(|bound| bound.extent().end == start) else {
            return name;
        };
        let is_size = matches!(bound, Token::Quantity(size) if self.is_size_of_counted(size));
        if self.bound_ending(start).is_none() && !is_size {
            return name;
        }
        let bound = self.bounded_amount(bound.extent().start)..start;
        if name.indicator.zh().starts_with(&self.page.text(bound.clone())) {
            return name;
        }
        let zh = self.without_bounds(name.indicator.zh(), bound.start);
        let zh = format!("{}{zh}", self.page.text(bound));
        Named {
            indicator: self.indicator_called(zh),
            extent: name.extent,
        }
    }

    /// 其中50亿元以上1个、10亿元以上3个: a carried name without the bounds of the items before.
    fn without_bounds<'n>(&self, zh: &'n str, bound: usize) -> &'n str {
        let clause = self.clause_start(bound)..bound;
        let before = self.tokens_over(&clause).filter_map(|token| {
            let extent = token.extent();
            zh.strip_prefix(self.page.text(extent.clone()).as_str())
        });
        before.last().unwrap_or(zh)
    }

    /// 税收500万元以上企业: where the amount begins by which things are picked.
    fn bounded_amount(&self, bound: usize) -> usize {
        let near = self.clause_start(bound).max(bound.saturating_sub(PICKED));
        let time = self.times_from(|time| time.extent.end <= near).first();
        let near = time
            .filter(|time| time.extent.start < near)
            .map_or(near, |time| time.extent.end);
        let start = self.past_leading(near);
        let amount = self.page.text(start.min(bound)..bound);
        let is_amount = FIRM_AMOUNTS.iter().any(|word| amount.ends_with(word));
        if is_amount { start } else { bound }
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

/// Whether a bound is of an amount; 年收入过10亿的企业 leaves the unit out.
pub(crate) fn is_amount(scene: &Scene<'_>, bound: &Quantity) -> bool {
    match bound.unit.as_deref() {
        Some(unit) => !counts(unit),
        None => is_scale(scene.page.before(bound.number.end)),
    }
}
