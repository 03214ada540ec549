//! What a number counts: the catalogue's name beside it, before or behind, else the words that stand there.

use zhibiao_model::ids::IndicatorCode;
use zhibiao_model::unit::{Base, Dimension, Unit};

use crate::fact::IndicatorRef;
use crate::page::Extent;
use crate::quantity::Quantity;
use crate::reading::NoiseKind;
use crate::subjects::Scene;
use crate::tables::cues::Cue;
use crate::tables::names::{
    CAPACITY, CAPACITY_OF, CHANGES_NAME, CHANGING, COMPARING, COUNT_ENDINGS, FORWARD_STOPS, GENERIC, HOLDERS,
    INSTALLED, LEADING, LINKING, MODIFIERS, NO_STOPS, NOUN_ENDINGS, NUMBER_STOPS, PER_ONE, PREDICATES, VERBS,
};
use crate::tokens::Token;

/// How far a name may reach from its number.
const REACH: usize = 40;
/// Longest adjective before 的.
const LONGEST_ADJECTIVE: usize = 3;
/// Longest proposed name.
const LONGEST: usize = 28;

/// A name for a number.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    pub(crate) indicator: IndicatorRef,
    /// Where the name stands.
    pub(crate) extent: Extent,
}

/// The words on both sides of a number.
struct Sides {
    /// Before it, without linking words.
    before: Extent,
    /// The same with times and light words, which may be the first of a known name: 年末常住人口.
    known: Extent,
    /// Behind it, up to where its name can end.
    behind: Extent,
}

impl Scene<'_> {
    /// Names a number. `from` and `to` bound how far its words reach: the numbers beside it, or the sentence. A rank
    /// is of what was spoken of before, if anything was (`carries`).
    pub(crate) fn name(&self, quantity: &Quantity, from: usize, to: usize, carries: bool) -> Option<Named> {
        if let Some(rank) = self.rank_cue(quantity, from) {
            return self
                .name_in(self.walk_back(from, rank)..rank)
                .filter(|named| named.indicator.code().is_some() || !carries);
        }
        let counts = quantity.unit.as_ref().is_some_and(counts);
        let sides = self.sides(quantity, from, to);
        let known_before = self.known_before(&sides.known);
        let known_behind = self.known_behind(&sides.behind);
        let fits = |named: &Named| self.fits(&named.indicator, quantity);
        if counts {
            let falls = self.begins(&sides.behind, PREDICATES) && !sides.before.is_empty();
            if sides.behind.is_empty() || falls {
                known_before
                    .filter(fits)
                    .or_else(|| self.proposed_before(&sides.before, false))
            } else {
                known_behind
                    .filter(fits)
                    .or_else(|| self.proposed_behind(&sides, quantity, to))
            }
        } else {
            let is_verb = VERBS.contains(&self.page.text(sides.before.clone()).as_str());
            let before = known_before
                .filter(fits)
                .or_else(|| self.proposed_before(&sides.before, is_time(quantity)));
            let behind = || {
                let known = known_behind.filter(fits);
                known.or_else(|| self.proposed_behind(&sides, quantity, to))
            };
            match before {
                Some(before) if !(is_verb && !sides.behind.is_empty()) => Some(before),
                before => behind().or(before),
            }
        }
    }

    fn sides(&self, quantity: &Quantity, from: usize, to: usize) -> Sides {
        let page = self.page;
        let end = quantity.whole.start;
        let start = self.walk_back(from.max(end.saturating_sub(REACH)), end);
        let end = self.strip_linking(start, end);
        // 已经建成投产的100万吨甲醇项目: what ends in 的 describes the number's noun.
        let before = if matches!(page.before(end), '的' | '和' | '及' | '与' | '并') {
            end..end
        } else {
            self.strip_leading(start..end)..end
        };
        let end = quantity.whole.end;
        let behind_start = end + usize::from(matches!(page.at(end), '的' | '之' | ' '));
        let behind = behind_start..self.forward_end(behind_start, to.min(end + REACH));
        let before = before.start.min(before.end)..before.end;
        Sides {
            known: if before.is_empty() {
                before.clone()
            } else {
                start..before.end
            },
            before,
            behind,
        }
    }

    /// The name that a whole extent is, as an item of a list.
    pub(crate) fn name_in(&self, extent: Extent) -> Option<Named> {
        let end = self.strip_linking(extent.start, extent.end);
        let before = self.strip_leading(extent.start..end)..end;
        self.known_before(&(extent.start..end))
            .or_else(|| self.proposed_before(&before, false))
    }

    /// The end of a list, without the linking words behind it.
    pub(crate) fn linked_end(&self, end: usize) -> usize {
        let mut end = end;
        while let Some(cut) = LINKING
            .iter()
            .chain(CHANGING)
            .filter_map(|word| self.page.ends(end, word))
            .min()
        {
            end = cut.max(self.sentence.start);
        }
        end
    }

    /// The word of rank before a place in a ranking: what is ranked stands before it.
    fn rank_cue(&self, quantity: &Quantity, from: usize) -> Option<usize> {
        let is_rank = quantity
            .unit
            .as_ref()
            .is_some_and(|unit| *unit.dimension() == Dimension::of(Base::Rank));
        let cues = self.cues(from, quantity.whole.start);
        let cue = cues
            .iter()
            .find(|(_, cue)| *cue == Cue::Rank)
            .filter(|_| is_rank)?;
        Some(cue.0.start)
    }

    /// Back to where the clause begins: a pause, or an opening mark whose closing one stands behind.
    fn walk_back(&self, from: usize, end: usize) -> usize {
        let (mut quotes, mut brackets) = (0, 0);
        for at in (from..end).rev() {
            match self.page.at(at) {
                '，' | '。' | ';' | '、' | ',' | '!' | '?' | '》' | '…' | '|' => return at + 1,
                '”' => quotes += 1,
                ')' => brackets += 1,
                '“' if quotes > 0 => quotes -= 1,
                '(' if brackets > 0 => brackets -= 1,
                '“' | '(' => return at + 1,
                _ => {}
            }
        }
        from
    }

    /// Cuts 达到, 同比增长, zones and times off the end of a name; a name of the catalogue ends it.
    fn strip_linking(&self, start: usize, mut end: usize) -> usize {
        loop {
            if self.known_ending(start, end).is_some() {
                return end;
            }
            let words = LINKING.iter().chain(CHANGING);
            let word = words
                .filter_map(|word| self.page.ends(end, word))
                .filter(|cut| *cut >= start)
                .min();
            let zone = self
                .zones
                .iter()
                .find(|mention| mention.extent.end == end)
                .map(|mention| mention.extent.start);
            let unit = self.head_unit(start, end);
            let time = self.span_ending(end);
            match word
                .or(zone)
                .or(time)
                .or(unit)
                .filter(|cut| *cut >= start && *cut < end)
            {
                Some(cut) => end = cut,
                None => return end,
            }
        }
    }

    /// Where a time or a span of time that ends at a position begins.
    fn span_ending(&self, end: usize) -> Option<usize> {
        let tokens = &self.tokens.tokens;
        let token = tokens.get(tokens.partition_point(|token| token.extent().end < end))?;
        let is_span = matches!(token, Token::Noise(_, NoiseKind::TimeSpan | NoiseKind::Date));
        (is_span && token.extent().end == end).then_some(token.extent().start)
    }

    /// `（亿元）` at the end of a name.
    fn head_unit(&self, start: usize, end: usize) -> Option<usize> {
        if self.page.before(end) != ')' {
            return None;
        }
        (start..end).rev().find(|at| self.page.at(*at) == '(')
    }

    fn strip_leading(&self, extent: Extent) -> usize {
        let start = self.past_leading(extent.start);
        if start >= extent.end { extent.end } else { start }
    }

    /// The indicator whose name ends at a position, 总数 and its like aside.
    fn known_ending(&self, start: usize, end: usize) -> Option<(IndicatorCode, Extent)> {
        let ends =
            std::iter::once(end).chain(COUNT_ENDINGS.iter().filter_map(|word| self.page.ends(end, word)));
        ends.filter_map(|end| {
            let at = self.hits.partition_point(|hit| hit.extent.end < end);
            let hit = self
                .hits
                .get(at)
                .filter(|hit| hit.extent.end == end && hit.extent.start >= start)?;
            let code = self.lexicon.entry(hit.entry)?.indicator.clone()?;
            Some((code, hit.extent.clone()))
        })
        .next()
    }

    fn known_before(&self, before: &Extent) -> Option<Named> {
        let (code, extent) = self.known_ending(before.start, before.end)?;
        // 孵化器及众创空间187家 counts both.
        if extent.start > before.start && matches!(self.page.before(extent.start), '和' | '及' | '与') {
            return None;
        }
        Some(self.unless_changed(code, extent, before.start))
    }

    fn known_behind(&self, behind: &Extent) -> Option<Named> {
        let from = self.hits.partition_point(|hit| hit.extent.start < behind.start);
        let hit = self.hits[from..]
            .iter()
            .take_while(|hit| hit.extent.end <= behind.end)
            .find(|hit| {
                self.lexicon
                    .entry(hit.entry)
                    .is_some_and(|entry| entry.indicator.is_some())
            })?;
        let code = self.lexicon.entry(hit.entry)?.indicator.clone()?;
        let lead = self.page.text(behind.start..hit.extent.start);
        let rest = hit.extent.end..behind.end;
        let is_whole = rest.is_empty() || self.begins(&rest, VERBS) || self.begins(&rest, PREDICATES);
        let is_plain = lead.is_empty() || MODIFIERS.contains(&lead.as_str());
        (is_whole && is_plain).then(|| Named {
            indicator: IndicatorRef::Known {
                code,
                zh: self.page.text(hit.extent.clone()),
            },
            extent: hit.extent.clone(),
        })
    }

    /// 新增高新技术企业 is no stock of them: the catalogue's indicator of that name, or a proposed one.
    fn unless_changed(&self, code: IndicatorCode, extent: Extent, from: usize) -> Named {
        let word = CHANGES_NAME
            .iter()
            .filter_map(|word| self.page.ends(extent.start, word))
            .min();
        let per_one = (from..extent.start).find(|at| PER_ONE.iter().any(|word| self.page.starts(*at, word)));
        let Some(start) = per_one.or(word) else {
            let zh = self.page.text(extent.clone());
            return Named {
                indicator: IndicatorRef::Known { code, zh },
                extent,
            };
        };
        let extent = start..extent.end;
        let zh = self.page.text(extent.clone());
        let indicator = match self.lexicon.indicator_named(&zh) {
            Some(code) => IndicatorRef::Known {
                code: code.clone(),
                zh,
            },
            None => IndicatorRef::Proposed { zh },
        };
        Named { indicator, extent }
    }

    /// Whether a number can be of an indicator: a count in 家 is none of money; a percentage says something of any.
    fn fits(&self, indicator: &IndicatorRef, quantity: &Quantity) -> bool {
        let (Some(code), Some(unit)) = (indicator.code(), &quantity.unit) else {
            return true;
        };
        let of_indicator = self.lexicon.indicator(code).map(|indicator| &indicator.unit);
        let is_relative =
            unit.dimension().is_one() || *unit.dimension() == Dimension::of(Base::PercentagePoints);
        is_relative
            || of_indicator.is_none_or(|known| {
                known.converts_to(unit)
                    || is_per_one(known, unit)
                    || counts(known) && counts(unit)
                    || is_money(known) && is_money(unit)
            })
    }

    fn proposed_before(&self, before: &Extent, is_time: bool) -> Option<Named> {
        let mut start = before.start;
        // 比改造前提高25个百分点 names what it is compared with, not what it counts.
        // 占比重35% says of what, not what.
        if self.page.at(start) == '占' && !self.page.starts(start, "占地")
            || COMPARING.iter().any(|word| self.page.starts(start, word))
        {
            return None;
        }
        // 平台已累计推动供地项目6个: the name starts behind the verb.
        let verbs = (before.start..before.end).filter_map(|at| {
            let verb = VERBS.iter().find(|verb| self.page.starts(at, verb))?;
            let end = at + verb.chars().count();
            (!NOUN_ENDINGS.contains(self.page.at(end))).then_some(end)
        });
        let tells = |end: &usize| {
            end + 3 <= before.end && !GENERIC.contains(&self.page.text(*end..before.end).as_str())
        };
        if let Some(end) = verbs.filter(tells).last().filter(|_| !is_time) {
            start = end + usize::from(self.page.at(end) == '了');
        }
        let start = start.max(before.end.saturating_sub(LONGEST));
        let zh = self.trimmed(start..before.end);
        (zh.chars().count() >= 2).then(|| Named {
            indicator: IndicatorRef::Proposed { zh },
            extent: start..before.end,
        })
    }

    fn proposed_behind(&self, sides: &Sides, quantity: &Quantity, to: usize) -> Option<Named> {
        let page = self.page;
        let mut extent = sides.behind.clone();
        // 50余项办公、办会、办事等行政应用功能: what is counted stands behind the examples.
        if page.at(extent.end) == '、'
            && let Some(head) = self.behind_examples(extent.end, to)
        {
            extent = head;
        }
        let mut zh = self.trimmed(extent.clone());
        if zh.is_empty() {
            return None;
        }
        let is_mass = quantity.unit.as_ref().is_some_and(is_output);
        if is_mass && CAPACITY_OF.iter().any(|ending| zh.ends_with(ending)) {
            zh.push_str(capacity(quantity));
        } else if let Some(holder) = HOLDERS
            .iter()
            .find(|holder| zh.ends_with(*holder) && !zh.starts_with(*holder))
        {
            // 70项指标数据库资源: the items are in it.
            let counts_items = quantity
                .unit
                .as_ref()
                .is_some_and(|unit| matches!(unit.symbol(), "项" | "条"));
            if counts_items && let Some(items) = zh.strip_suffix(holder).filter(|items| !items.is_empty()) {
                zh = items.to_owned();
            }
        } else if GENERIC.iter().any(|word| zh.starts_with(word))
            || !quantity.unit.as_ref().is_some_and(counts)
        {
            // 23家企业获批…: what is said of them tells which.
            let end = self
                .clause_end(extent.end, self.sentence.end)
                .min(extent.start + LONGEST);
            let said = self.without_numbers(extent.start..end);
            if said.chars().count() > zh.chars().count() {
                (zh, extent) = (said, extent.start..end);
            }
        }
        Some(Named {
            indicator: IndicatorRef::Proposed { zh },
            extent,
        })
    }

    /// The noun behind 等 that sums up a list of examples.
    fn behind_examples(&self, from: usize, to: usize) -> Option<Extent> {
        let limit = to.min(from + REACH);
        let sums_up = (from..limit)
            .find(|at| self.page.at(*at) == '等' || matches!(self.page.at(*at), '，' | '。' | ';'))?;
        let start = sums_up + 1;
        let end = self.forward_end(start, limit);
        (self.page.at(sums_up) == '等' && end > start).then_some(start..end)
    }

    fn without_numbers(&self, extent: Extent) -> String {
        let tokens = &self.tokens.tokens;
        let from = tokens.partition_point(|token| token.extent().end <= extent.start);
        let mut text = String::new();
        let mut at = extent.start;
        for token in tokens[from..]
            .iter()
            .take_while(|token| token.extent().start < extent.end)
        {
            let part = self.page.text(at..token.extent().start.max(at));
            text.push_str(part.trim_end_matches(['共', '和', '、', '与', '及']));
            at = token.extent().end;
        }
        text.push_str(&self.page.text(at.min(extent.end)..extent.end));
        text
    }

    /// Where the words behind a number stop being its name.
    pub(crate) fn forward_end(&self, start: usize, to: usize) -> usize {
        let stands = |at: usize, words: &[&str]| words.iter().any(|word| self.page.starts(at, word));
        let before_number = |at: usize| {
            let next = self.page.at(at + 1);
            stands(at, NUMBER_STOPS) && (next.is_ascii_digit() || matches!(next, '到' | '全'))
        };
        let stops = |at: usize| (stands(at, FORWARD_STOPS) || before_number(at)) && !stands(at, NO_STOPS);
        // 不同的行政审批场景 is one name; 职能部门的共计1.4万个 is not.
        let parts = |at: usize| {
            self.page.at(at) == '的' && (at > start + LONGEST_ADJECTIVE || at + 1 >= to || stops(at + 1))
        };
        // 国家和省级研发机构, 市级以上及其他接口: the noun of both stands behind the second.
        let joins = |at: usize| {
            matches!(self.page.at(at), '和' | '及' | '与')
                && ["级", "以上", "国家", "内"]
                    .iter()
                    .any(|word| self.page.ends(at, word).is_some())
        };
        let end = (start..to)
            .find(|at| stops(*at) && !joins(*at) || parts(*at))
            .unwrap_or(to.max(start));
        // 工业互联网标杆项目, 平台 and the like hold characters of stops, but a name of the catalogue is whole.
        let from = self.hits.partition_point(|hit| hit.extent.start < start);
        let hit = self
            .hits
            .get(from)
            .filter(|hit| hit.extent.start == start && hit.extent.end <= to);
        hit.map_or(end, |hit| end.max(hit.extent.end))
    }

    pub(crate) fn clause_end(&self, from: usize, to: usize) -> usize {
        let is_end =
            |at: &usize| matches!(self.page.at(*at), '，' | '。' | ';' | '!' | '?' | '”' | '…' | ':');
        (from..to).find(is_end).unwrap_or(to.max(from))
    }

    fn begins(&self, extent: &Extent, words: &[&str]) -> bool {
        words
            .iter()
            .any(|word| self.page.starts(extent.start, word) && word.chars().count() <= extent.len())
    }

    fn trimmed(&self, extent: Extent) -> String {
        let text = self.page.text(extent);
        let mut text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '“' | '”' | ':' | '的'));
        while let Some(rest) = LEADING
            .iter()
            .find_map(|word| text.strip_prefix(word))
            .filter(|rest| rest.chars().count() > 1)
        {
            text = rest;
        }
        if text.matches('“').count() == text.matches('”').count() {
            text.to_owned()
        } else {
            text.replace(['“', '”'], "")
        }
    }
}

/// What the output of a plant is called.
pub(crate) fn capacity(quantity: &Quantity) -> &'static str {
    let power = Dimension::of(Base::Power);
    match quantity
        .unit
        .as_ref()
        .is_some_and(|unit| *unit.dimension() == power)
    {
        true => INSTALLED,
        false => CAPACITY,
    }
}

/// Whether a unit counts things or people.
pub(crate) fn counts(unit: &Unit) -> bool {
    [
        Base::Count,
        Base::People,
        Base::Households,
        Base::Visits,
        Base::Containers,
    ]
    .iter()
    .any(|base| *unit.dimension() == Dimension::of(*base))
}

/// Whether a unit is of an average: 人均收入6万元 is in 元/人.
pub(crate) fn is_per_one(known: &Unit, unit: &Unit) -> bool {
    let ones = [Base::People, Base::Households, Base::Area];
    ones.iter()
        .any(|one| known.dimension().mul(&Dimension::of(*one)) == *unit.dimension())
}

fn is_money(unit: &Unit) -> bool {
    let factors: Vec<_> = unit.dimension().factors().collect();
    matches!(factors.as_slice(), [(Base::Money(_), 1)])
}

fn is_time(quantity: &Quantity) -> bool {
    let times = [Base::Duration, Base::WorkingDays, Base::Months];
    quantity
        .unit
        .as_ref()
        .is_some_and(|unit| times.iter().any(|base| *unit.dimension() == Dimension::of(*base)))
}

/// Whether a unit tells what a plant puts out.
pub(crate) fn is_output(unit: &Unit) -> bool {
    [Base::Mass, Base::Volume, Base::Power]
        .iter()
        .any(|base| *unit.dimension() == Dimension::of(*base))
}
