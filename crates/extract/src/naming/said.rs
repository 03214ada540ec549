//! Things that are counted, and what is said of them: 3个装置加快建设 counts 装置, 12个项目开工 counts 开工项目, and 5家企业入选某榜
//! those on it.

use super::Named;
use crate::fact::IndicatorRef;
use crate::page::Extent;
use crate::quantity::Quantity;
use crate::scene::Scene;
use crate::sides::counts;
use crate::tables::fields::{IN_BUILDING, UNDER_WAY};
use crate::tables::names::{AMOUNT_VERB, GENERIC, GROWN_LEADS, HAS_GROWN, JOINED};
use crate::tables::subjects::BARE_FIRM;
use crate::tokens::Token;

/// Longest name of what things were made: 国家知识产权示范企业.
const LONGEST_HONOUR: usize = 24;

impl Scene<'_> {
    /// Where the noun of a counted thing ends in the words behind its number: before a verb, an adverb or an amount.
    pub(super) fn thing_end(&self, extent: &Extent) -> usize {
        let things = &self.rules.fields.things;
        if things.ends(self.page, extent.end) {
            return extent.end;
        }
        let mut ends = extent.start + 2..extent.end;
        let is_named = self.runs_into_amount(extent.end);
        let end = ends.find(|at| things.ends(self.page, *at) && (is_named || self.is_said_of_thing(*at)));
        end.unwrap_or(extent.end)
    }

    /// 9家企业年均缴税2亿元, 9个高新区专利申请量1200件: whether the words before a position run into a number that they name.
    pub(super) fn runs_into_amount(&self, end: usize) -> bool {
        let next = self.tokens.tokens.get(self.token_past(end));
        matches!(next, Some(Token::Quantity(amount)) if amount.whole.start == end)
    }

    /// Whether words begin at a position that go on about a thing and are no part of its name: 企业服务中心 is one.
    fn is_said_of_thing(&self, at: usize) -> bool {
        let (words, fields) = (&self.rules.naming, &self.rules.fields);
        let is_verb = || words.verb_at(self.page, at).is_some();
        let behind_adverb = || self.past_adverbs(at) > at;
        let is_amount = || {
            let hit = self.hits.get(self.first_hit(|hit| hit.extent.start < at));
            let entry = hit
                .filter(|hit| hit.extent.start == at)
                .and_then(|hit| self.lexicon.entry(hit.entry));
            let known = entry.and_then(|entry| self.lexicon.indicator(entry.indicator.as_ref()?));
            known.is_some_and(|known| !counts(&known.unit))
        };
        fields.stages.begins(self.page, at)
            || fields.deeds.begins(self.page, at)
            || is_verb()
            || behind_adverb()
            || is_amount()
    }

    fn past_adverbs(&self, start: usize) -> usize {
        self.rules.fields.adverbs.past(self.page, start)
    }

    /// What things of a general name, or of the catalogue's, are called by what is said of them: 开工项目, 国家级绿色工厂企业. So
    /// many that have begun to be built are no stock.
    pub(super) fn said_of_things(&self, zh: &str, thing: &Extent, quantity: &Quantity) -> Option<Named> {
        let is_known = || self.lexicon.indicator_named(zh.chars()).is_some();
        if !quantity.unit.as_deref().is_some_and(counts) || !(GENERIC.contains(&zh) || is_known()) {
            return None;
        }
        let verb = self.past_adverbs(thing.end);
        if let Some(honour) = self.recognised_as(verb, zh).filter(|_| GENERIC.contains(&zh)) {
            return Some(honour);
        }
        let verb = self.page.past(verb, AMOUNT_VERB);
        let (end, ()) = self.rules.fields.stages.at(self.page, verb)?;
        let is_whole = self.rules.naming.stops.begins(self.page, end) || end >= self.sentence.end;
        // 项目正在加快建设.
        let stage = match self.page.text(verb..end) {
            stage if stage == UNDER_WAY => IN_BUILDING.to_owned(),
            stage => stage,
        };
        is_whole.then(|| Named {
            indicator: IndicatorRef::Proposed {
                zh: format!("{stage}{zh}"),
            },
            extent: thing.start..end,
        })
    }

    /// 其中5家被认定为瞪羚企业: the name stands behind the verb. Elsewhere the things were named before it.
    pub(super) fn recognised_behind(&self, quantity: &Quantity) -> Option<Named> {
        let verb = self.past_adverbs(quantity.extent.end);
        let is_firms = quantity
            .unit
            .as_deref()
            .is_some_and(|unit| matches!(unit.symbol(), "家" | "户"));
        is_firms.then(|| self.recognised_as(verb, BARE_FIRM))?
    }

    /// What the words behind a verb at a position call those that it is said of.
    fn recognised_as(&self, verb: usize, things: &str) -> Option<Named> {
        let (start, ()) = self.rules.fields.recognising.at(self.page, verb)?;
        let end = self.clause_end(start, self.sentence.end);
        // 国家、省级示范企业 is one name.
        let is_level = |at: usize| JOINED.iter().any(|level| self.page.ends(at, level).is_some());
        let ends = |at: &usize| match self.page.at(*at) {
            '、' => !is_level(*at),
            '(' | ')' => true,
            _ => false,
        };
        let end = (start..end).find(ends).unwrap_or(end);
        let start = self.past_leading(start);
        if end <= start + 1 || end - start > LONGEST_HONOUR {
            return None;
        }
        let honour = self.without_numbers(start..end).replace(['“', '”', '的'], "");
        let known = self.lexicon.indicator_named(honour.chars()).is_some();
        // So many were made one now or are one since long: that is no stock for sure.
        let zh = match known {
            true => format!("认定{honour}"),
            false if honour.ends_with(things) => honour,
            false => format!("{honour}{things}"),
        };
        zh.chars().nth(2).is_some().then_some(Named {
            indicator: IndicatorRef::Proposed { zh },
            extent: verb..end,
        })
    }

    /// 财政总收入跃上新台阶，达204亿元: what the clause before says no more of than that it has grown.
    pub(crate) fn named_by_state(&self, quantity: &Quantity) -> Option<Named> {
        let number = quantity.whole.start;
        let clause = self.clause_start(number);
        let end = clause.checked_sub(1).filter(|end| *end > self.sentence.start)?;
        let mut states = HAS_GROWN.iter().filter_map(|word| self.page.ends(end, word));
        let state = states.next()?;
        let start = self.clause_start(end);
        let before = start..end;
        if state <= start || !self.is_beside(clause, number) || self.tokens_over(&before).next().is_some() {
            return None;
        }
        let lead = GROWN_LEADS
            .iter()
            .filter_map(|lead| self.page.ends(state, lead))
            .min();
        self.name_in(self.past_leading(start)..lead.unwrap_or(state).max(start))
    }
}
