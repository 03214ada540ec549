//! What a number counts: the catalogue's name beside it, before or behind, else the words that stand there.

mod behind;
mod changed;
mod compounds;
mod described;
mod edges;
mod placed;
mod said;
mod shares;
mod spelling;
mod things;

use zhibiao_model::unit::{Base, Dimension, Unit};

use crate::fact::IndicatorRef;
use crate::held::counts_no_firms;
use crate::page::Extent;
use crate::quantity::Quantity;
use crate::scene::Scene;
use crate::sides::{Sides, counts};
use crate::tables::cues::PLACES;
use crate::tables::names::{
    AMOUNT_VERB, AMOUNTS_OF, BARE_SHARES, COMPLETED, DEEDS_KEPT, DONE_ONLY, DONE_TO, GAINS_KEPT, GENERIC,
    HOME_COUNTRY, MODIFIERS, NO_DONE_TO, NO_NEW, NOUN_ENDINGS, OF_THE_YEAR, PLANS, PROJECT, STAGES_KEPT,
    VERBS,
};
use crate::units::{is_length_of_time, is_money, is_relative};

pub(crate) use things::capacity;

/// Longest proposed name.
const LONGEST: usize = 28;
/// Longest word between 和 and the name that it joins to the one before.
const LONGEST_MODIFIER: usize = 3;
/// Shortest noun that stands for itself without the verb before it.
const SHORTEST_NOUN: usize = 3;

/// A name for a number.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    pub(crate) indicator: IndicatorRef,
    /// Where the name stands.
    pub(crate) extent: Extent,
}

impl Scene<'_> {
    /// Names a number. `from` and `to` bound how far its words reach: the numbers beside it, or the sentence. A rank
    /// is of what was spoken of before, if anything was (`carries`).
    pub(crate) fn name(&self, quantity: &Quantity, from: usize, to: usize, carries: bool) -> Option<Named> {
        if let Some(rank) = self.rank_cue(quantity, from) {
            return self.ranked_name(from, rank, carries);
        }
        // 上升两个位次, of what was ranked before.
        if PLACES
            .iter()
            .any(|word| self.page.starts(quantity.extent.end, word))
        {
            return None;
        }
        // 剔除工业投资后增长5% and 拉动工业增长2个百分点 say something else of what was named before.
        if self.is_aside_growth(quantity, from) {
            return None;
        }
        if let Some(part) = self.part_of_whole(quantity, from) {
            return Some(part);
        }
        let sides = self.sides(quantity, from, to);
        let before = || self.named_before(quantity, &sides, from, carries);
        let behind = || self.named_behind(quantity, &sides, to, carries);
        // 全市六成以上的高新技术企业: what is shared stands behind.
        if self.share_of_place(quantity).is_some() {
            return behind();
        }
        if sides.before.is_empty()
            && let Some(honour) = self.recognised_behind(quantity)
        {
            return Some(honour);
        }
        if quantity.unit.as_deref().is_some_and(counts) {
            return match self.is_counted_before(quantity, &sides) {
                true => before(),
                false => behind(),
            };
        }
        // 创造了15亿元的地区生产总值.
        let number = &quantity.whole;
        let is_of = self.page.at(number.end) == '的' && sides.behind.start > number.end;
        let known = || self.known_behind(&sides.behind, number.start);
        let known = is_of.then(known).flatten();
        if let Some(known) = known.filter(|named| self.fits(&named.indicator, quantity)) {
            return Some(known);
        }
        // 共同设立5亿元规模的基金: a verb names nothing where a name stands behind.
        let is_verb = self.rules.naming.verbs.ends(self.page, sides.before.end);
        let named = match before() {
            Some(before) if !is_verb || sides.behind.is_empty() => Some(before),
            before => behind().or(before),
        };
        named.map(|named| self.with_product(named, &sides, behind))
    }

    /// The name before a number.
    fn named_before(&self, quantity: &Quantity, sides: &Sides, from: usize, carries: bool) -> Option<Named> {
        let known = self.known_before(&sides.known);
        let known = known.filter(|named| self.fits(&named.indicator, quantity));
        if let Some(whole) = &known
            && self.is_whole_of_share(quantity, from, whole)
        {
            let word = self.share_word(quantity, from)?;
            return self.name_in(sides.known.start.min(word.start)..word.start);
        }
        // 大鹏公司30亿元 says whose, not what.
        let is_firm = || {
            self.rules.scope.firm_names.ends(self.page, sides.before.end)
                || carries && self.topic(sides.before.clone()).is_some()
        };
        let is_amount = quantity.unit.as_deref().is_some_and(|unit| !counts(unit));
        let proposed = || {
            let named = self.proposed_before(&sides.before, is_time(quantity))?;
            self.whole_share(self.with_levels(self.with_industries(named)), quantity, from)
        };
        known.or_else(|| proposed().filter(|_| !(is_amount && is_firm())))
    }

    /// The name behind a number.
    fn named_behind(&self, quantity: &Quantity, sides: &Sides, to: usize, carries: bool) -> Option<Named> {
        // 其中6家年产值过亿元 are of those just counted.
        if carries && self.are_picked_by(quantity) {
            return None;
        }
        if let Some(described) = self.described_behind(quantity) {
            return Some(described);
        }
        let known = self.known_behind(&sides.behind, quantity.whole.start);
        known
            .filter(|named| self.fits(&named.indicator, quantity))
            .or_else(|| self.proposed_behind(sides, quantity, to))
    }

    /// 160家创投机构 counts what stands behind; 开工项目3个落地, or what a line ends with, what stands before.
    fn is_counted_before(&self, quantity: &Quantity, sides: &Sides) -> bool {
        let is_said = || self.rules.naming.predicates.begins(self.page, sides.behind.start);
        let is_last = || self.page.is_line_end(quantity.whole.end);
        sides.behind.is_empty() || !sides.before.is_empty() && (is_said() || is_last())
    }

    /// The name that a whole extent is, as an item of a list.
    pub(crate) fn name_in(&self, extent: Extent) -> Option<Named> {
        let end = self.strip_linking(extent.start, extent.end);
        let before = self.strip_leading(extent.start..end)..end;
        self.known_before(&(extent.start..end))
            .or_else(|| self.proposed_before(&before, false))
    }

    fn known_before(&self, before: &Extent) -> Option<Named> {
        let (code, extent) = self.known_ending(before.start, before.end)?;
        if self.is_second(before.start..extent.start) || self.is_compared_with(before.start, extent.start) {
            return None;
        }
        Some(self.unless_changed(code, extent, before.start))
    }

    /// 孵化器及众创空间187家 counts both, and so does 独角兽和潜在独角兽企业30家.
    fn is_second(&self, lead: Extent) -> bool {
        // 惠及 joins nothing.
        let is_joint = |at: &usize| match self.page.at(*at) {
            '和' | '与' => true,
            '及' => !matches!(self.page.before(*at), '惠' | '普' | '涉' | '触' | '波'),
            _ => false,
        };
        let joint = lead.clone().rev().find(is_joint);
        joint.is_some_and(|joint| {
            let is_near = lead.end - joint <= LONGEST_MODIFIER + 1;
            is_near && (joint > lead.start || lead.len() == 1)
        })
    }

    /// 引进外资项目, 开工重大项目: the verb that picks them belongs to the name of their number.
    fn with_deed(&self, noun: usize, before: &Extent) -> usize {
        let is_project = self.page.ends(before.end, PROJECT).is_some();
        let stages = STAGES_KEPT.iter().filter(|_| is_project);
        let mut verbs = DEEDS_KEPT.iter().chain(stages);
        let verb = verbs.find_map(|verb| self.page.ends(noun, verb));
        verb.filter(|verb| *verb >= before.start).unwrap_or(noun)
    }

    fn known_behind(&self, behind: &Extent, number: usize) -> Option<Named> {
        let (hit, code) = self.hits_in(behind.clone()).find_map(|hit| {
            let code = self.lexicon.entry(hit.entry)?.indicator.clone()?;
            Some((hit, code))
        })?;
        let lead = self.page.text(behind.start..hit.extent.start);
        let rest = hit.extent.end;
        let words = &self.rules.naming;
        // 15家上市企业总市值超千亿元: the amount behind has a name of its own.
        let is_whole = rest == behind.end
            || AMOUNTS_OF.iter().any(|amount| self.page.starts(rest, amount))
            || words.verbs.begins(self.page, rest)
            || words.predicates.begins(self.page, rest);
        let is_plain = lead.is_empty() || MODIFIERS.contains(&lead.as_str());
        let zh = self.page.text(hit.extent.clone());
        if !(is_whole && is_plain) {
            return None;
        }
        Some(Named {
            indicator: self.unless_gained(code, zh, number),
            extent: hit.extent.clone(),
        })
    }

    /// The catalogue's indicator of a name, or a proposed one.
    pub(crate) fn indicator_called(&self, zh: String) -> IndicatorRef {
        match self.lexicon.indicator_named(zh.chars()) {
            Some(code) => IndicatorRef::Known {
                code: code.clone(),
                zh,
            },
            None => IndicatorRef::Proposed { zh },
        }
    }

    /// Whether a number can be of an indicator: a count in 家 is none of money; a percentage says something of any.
    fn fits(&self, indicator: &IndicatorRef, quantity: &Quantity) -> bool {
        let known = indicator.code().and_then(|code| self.lexicon.indicator(code));
        let (Some(known), Some(unit)) = (known.map(|known| &known.unit), quantity.unit.as_deref()) else {
            return true;
        };
        if counts_no_firms(indicator, unit) {
            return false;
        }
        is_relative(unit)
            || known.converts_to(unit)
            || is_per_one(known, unit)
            || counts(known) && counts(unit)
            || is_money(known) && is_money(unit)
    }

    fn proposed_before(&self, before: &Extent, is_time: bool) -> Option<Named> {
        let page = self.page;
        // 比改造前提高25个百分点 and 占比重35% tell of what, not what.
        let is_whole = page.at(before.start) == '占' && !page.starts(before.start, "占地");
        if is_whole
            || self.compares(before.start)
            || self.is_difference(before)
            || self.is_place_share(before)
            || self.is_joint_peer(before.start)
        {
            return None;
        }
        // 每万人拥有发明专利257件: what it is told for belongs to the name.
        let is_per_one = self.is_per_one(before.start);
        let verb = (before.start..before.end)
            .rev()
            .find_map(|at| self.noun_behind_verb(at, before.end))
            .map(|noun| self.with_deed(noun, before))
            .filter(|_| !is_per_one);
        let changed = self.object_of_change(before.start).filter(|at| *at < before.end);
        let part = verb
            .filter(|_| !is_time)
            .and_then(|noun| self.part_acting(noun, before.start));
        let start = verb.filter(|_| !is_time).or(changed).unwrap_or(before.start);
        let start = start.max(self.behind_list(before)).max(self.behind_colon(before));
        let start = start.max(self.behind_cumulative(before));
        let start = self.behind_agent(start..before.end);
        let start = self.behind_relative(start..before.end);
        let start = start.max(before.end.saturating_sub(LONGEST));
        let start = self.with_opening_quote(start, before.end);
        let start = self.with_compound(before.start, start);
        let zh = self.trimmed(start..before.end);
        // 实现产值, but 生物医药产业实现产值.
        let amount = zh.strip_prefix(AMOUNT_VERB);
        let amount =
            amount.filter(|amount| self.rules.naming.amounts.is(amount) && amount.chars().nth(1).is_some());
        let zh = amount.map(str::to_owned).unwrap_or(zh);
        let mut said = DONE_ONLY.iter().filter_map(|word| zh.strip_prefix(word));
        let is_done = said.any(|verb| VERBS.contains(&verb));
        let is_time = [OF_THE_YEAR, PLANS, BARE_SHARES]
            .iter()
            .any(|words| words.contains(&zh.strip_prefix(COMPLETED).unwrap_or(&zh)));
        let is_place = self.rules.scope.elsewhere.is(&zh) || zh.ends_with(HOME_COUNTRY);
        // 正在对446亩闲置土地: what it is done to stands behind.
        let is_object = zh.ends_with(DONE_TO) && !NO_DONE_TO.iter().any(|word| zh.ends_with(word));
        // (比上年的6000万元增加): half of an aside names nothing.
        let is_aside = zh.ends_with(')') && !zh.contains('(');
        let is_name =
            zh.chars().nth(1).is_some() && !is_aside && !is_done && !is_time && !is_place && !is_object;
        let named = is_name.then_some(Named {
            indicator: IndicatorRef::Proposed { zh },
            extent: start..before.end,
        })?;
        Some(match part {
            Some(part) => self.called_by(&self.page.text(part), named),
            None => named,
        })
    }

    /// “双随机、一公开”检查: a pause inside quotation marks cuts no name.
    fn with_opening_quote(&self, start: usize, end: usize) -> usize {
        let mark = (start..end).find(|at| matches!(self.page.at(*at), '“' | '”'));
        if mark.is_none_or(|at| self.page.at(at) == '“') {
            return start;
        }
        let from = self.sentence.start.max(end.saturating_sub(LONGEST));
        let open = (from..start)
            .rev()
            .find(|at| matches!(self.page.at(*at), '“' | '”' | '，' | '。'));
        open.filter(|at| self.page.at(*at) == '“').unwrap_or(start)
    }

    /// 平台已累计推动供地项目6个: the name starts behind the verb, unless what is left says too little.
    pub(crate) fn noun_behind_verb(&self, at: usize, end: usize) -> Option<usize> {
        let words = &self.rules.naming;
        let (noun, ()) = words.verbs.at(self.page, at)?;
        let noun = noun + usize::from(matches!(self.page.at(noun), '了' | '后' | '着'));
        // 研发投入占GDP比重: the share is that of the verb's noun.
        let is_noun = NOUN_ENDINGS.contains(self.page.at(noun))
            || self.page.at(noun) == '占'
            || words.no_verbs.begins(self.page, at);
        let says = noun + SHORTEST_NOUN <= end && !GENERIC.contains(&self.page.text(noun..end).as_str());
        // 新增城镇就业 is no stock of it: the gain belongs to the name.
        // 新开工项目实现开工 says what the new ones have done.
        let is_new = self.page.before(at) == '新'
            && !NO_NEW.contains(self.page.before(at - 1))
            && !(noun..end).any(|at| words.verbs.begins(self.page, at));
        let start = if is_new {
            at - 1
        } else if GAINS_KEPT.iter().any(|gain| self.page.starts(at, gain)) {
            at
        } else {
            noun
        };
        (says && !is_noun).then_some(start)
    }
}

/// Whether a unit is of an average: 人均收入6万元 is in 元/人.
pub(crate) fn is_per_one(known: &Unit, unit: &Unit) -> bool {
    known.dimension().factors().any(|(_, power)| power < 0)
        && [Base::People, Base::Households, Base::Area]
            .iter()
            .any(|one| known.dimension().mul(&Dimension::of(*one)) == *unit.dimension())
}

fn is_time(quantity: &Quantity) -> bool {
    quantity.unit.as_deref().is_some_and(is_length_of_time)
}
