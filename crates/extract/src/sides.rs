//! The words on both sides of a number that may name it.

use zhibiao_model::ids::IndicatorCode;
use zhibiao_model::unit::{Base, Unit};

use crate::comparisons::with_before;
use crate::page::Extent;
use crate::quantity::Quantity;
use crate::reading::NoiseKind;
use crate::scene::{Scene, is_pause};
use crate::tables::cues::{Cue, SET_AGAINST};
use crate::tables::names::ON_BASE;
use crate::tokens::Token;
use crate::units::{base_of, is_of};

/// How far a name may reach from its number.
pub(crate) const REACH: usize = 40;
/// Characters of 在上年同期较高基数上.
const LONGEST_BASE: usize = 14;
/// Characters of a quotation that describes a noun.
const LONGEST_QUOTATION: usize = 14;
/// Longest adjective before 的.
const LONGEST_ADJECTIVE: usize = 3;

/// The words on both sides of a number.
pub(crate) struct Sides {
    /// Before it, without linking words.
    pub(crate) before: Extent,
    /// The same with times and light words, which may be the first of a known name: 年末常住人口.
    pub(crate) known: Extent,
    /// Behind it, up to where its name can end.
    pub(crate) behind: Extent,
}

impl Scene<'_> {
    /// `from` and `to` bound how far the words reach.
    pub(crate) fn sides(&self, quantity: &Quantity, from: usize, to: usize) -> Sides {
        let page = self.page;
        let number = &quantity.whole;
        let first = from.max(number.start.saturating_sub(REACH));
        let start = self.walk_back(first, number.start);
        let start = self.compound_over(first, start).unwrap_or(start);
        let end = self.strip_linking(start, number.start);
        // 已经建成投产的100万吨甲醇项目: what ends in 的 describes the number's noun.
        let is_open = matches!(page.before(end), '的' | '和' | '及' | '与' | '并');
        // 财政支出的78.5%用于民生 is a part of what stands before it.
        let is_spent = page.before(end) == '的' && self.rules.naming.spent_on.begins(page, number.end);
        let before = if is_spent {
            self.strip_leading(start..end - 1)..end - 1
        } else if is_open {
            end..end
        } else {
            self.strip_leading(start..end)..end
        };
        let known = if before.is_empty() {
            before.clone()
        } else {
            start..end
        };
        let behind = number.end + usize::from(matches!(page.at(number.end), '的' | '之' | ' '));
        let limit = to.min(number.end + REACH);
        let behind = behind..self.forward_end(behind, limit);
        let quoted = behind
            .is_empty()
            .then(|| self.behind_quotation(behind.start, limit));
        let behind = quoted.flatten().unwrap_or(behind);
        Sides {
            before,
            known,
            behind,
        }
    }

    /// 160项“跨区通办”事项: the words behind a number whose noun a quotation describes.
    fn behind_quotation(&self, start: usize, to: usize) -> Option<Extent> {
        let limit = to.min(start + LONGEST_QUOTATION);
        let close = (start + 1..limit).find(|at| self.page.at(*at) == '”')?;
        let end = self.forward_end(close + 1, to);
        let noun = close + 1..end;
        let is_noun = noun.len() > 1 && self.rules.fields.things.ends(self.page, noun.end);
        (self.page.at(start) == '“' && is_noun).then_some(start..end)
    }

    /// Back to where the clause begins: a pause, or an opening mark whose closing one stands behind.
    pub(crate) fn walk_back(&self, from: usize, end: usize) -> usize {
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
    pub(crate) fn strip_linking(&self, start: usize, mut end: usize) -> usize {
        loop {
            if self.known_ending(start, end).is_some() {
                return end;
            }
            let word = self
                .rules
                .naming
                .linking_before(self.page, end)
                .filter(|cut| !self.is_programme_name(start, &(*cut..end)));
            let zone = || {
                let zone = self.zones.iter().find(|mention| mention.extent.end == end)?;
                let start = zone.extent.start;
                Some(self.comparing_ending(start).unwrap_or(start))
            };
            let cut = word
                .or_else(|| self.comparison_end(start, end))
                .or_else(zone)
                // 降幅较1至2月 says of when the comparison is.
                .or_else(|| self.compared_time(end))
                .or_else(|| self.base_ending(start, end))
                .or_else(|| self.former_lead(end))
                .or_else(|| self.head_unit(start, end));
            match cut.filter(|cut| *cut >= start && *cut < end) {
                // 进出口总额达 ends in the word 总额达, but the catalogue's name reaches into it.
                Some(cut) => end = self.known_across(start, cut..end).unwrap_or(cut),
                None => return end,
            }
        }
    }

    /// 省级人才计划 is a name, 固定资产投资计划 and what is 计划完成 are none.
    fn is_programme_name(&self, start: usize, word: &Extent) -> bool {
        self.page.starts(word.start, "计划")
            && self.known_ending(start, word.start).is_none()
            && !self.rules.plans.achieved.begins(self.page, word.end)
            && self.ends_programme(word)
    }

    /// Where a name of the catalogue ends inside a word that it begins before.
    fn known_across(&self, start: usize, word: Extent) -> Option<usize> {
        let ends = (word.start + 1..word.end).rev();
        ends.into_iter().find(|end| {
            let known = self.known_ending(start, *end);
            known.is_some_and(|(_, name)| name.start < word.start)
        })
    }

    /// Cuts zones, times and light words off the front of a name.
    pub(crate) fn strip_leading(&self, extent: Extent) -> usize {
        self.past_leading(extent.start).min(extent.end)
    }

    /// Where a time or a span of time that ends at a position begins; 上年的 before 2倍 is one too.
    pub(crate) fn span_ending(&self, end: usize) -> Option<usize> {
        let before_of = end - usize::from(self.page.before(end) == '的');
        let time = self.times_from(|time| time.extent.end < before_of).first();
        if let Some(time) = time.filter(|time| time.extent.end == before_of) {
            return Some(time.extent.start);
        }
        let token = self.tokens.tokens.get(self.token_past(end.checked_sub(1)?))?;
        let is_span = matches!(
            token,
            Token::Year(_) | Token::Noise(_, NoiseKind::TimeSpan | NoiseKind::Date)
        );
        (is_span && token.extent().end == end).then_some(token.extent().start)
    }

    /// 高新技术企业数同上年相比: where a time begins that ends at a position, with the words that compare with it.
    fn compared_time(&self, end: usize) -> Option<usize> {
        let said = self.page.ends(end, SET_AGAINST);
        let time = self.span_ending(said.unwrap_or(end))?;
        let word = || with_before(self.page, time, said.is_some());
        Some(self.comparing_ending(time).or_else(word).unwrap_or(time))
    }

    /// 固定资产投资在上年高基数上增长5%: where the words begin that say from how high a base.
    fn base_ending(&self, start: usize, end: usize) -> Option<usize> {
        let is_base = ON_BASE.iter().any(|word| self.page.ends(end, word).is_some());
        let from = start.max(end.saturating_sub(LONGEST_BASE));
        (from..end).rev().find(|at| is_base && self.page.at(*at) == '在')
    }

    /// `（亿元）` at the end of a name.
    fn head_unit(&self, start: usize, end: usize) -> Option<usize> {
        if self.page.before(end) != ')' {
            return None;
        }
        (start..end).rev().find(|at| self.page.at(*at) == '(')
    }

    /// The indicator whose name ends at a position, 总数 and its like aside.
    pub(crate) fn known_ending(&self, start: usize, end: usize) -> Option<(IndicatorCode, Extent)> {
        let named = |end: usize| {
            let at = self.first_hit(|hit| hit.extent.end < end);
            let hit = self.hits.get(at)?;
            let is_whole = hit.extent.end == end && hit.extent.start >= start;
            let code = self
                .lexicon
                .entry(hit.entry)
                .filter(|_| is_whole)?
                .indicator
                .clone()?;
            Some((code, hit.extent.clone()))
        };
        let count = || self.rules.naming.counts.before(self.page, end);
        named(end).or_else(|| named(count()?.0))
    }

    /// The word of rank before a place in a ranking: what is ranked stands before it.
    pub(crate) fn rank_cue(&self, quantity: &Quantity, from: usize) -> Option<usize> {
        let is_rank = quantity
            .unit
            .as_deref()
            .is_some_and(|unit| is_of(unit, Base::Rank));
        let cues = self.cues(from, quantity.whole.start);
        if !is_rank {
            return None;
        }
        // 考核中排名首位，在综合评价中位列第一: the first word of its own clause, if it has one.
        let clause = self.clause_start(quantity.whole.start);
        let mut ranks = cues.iter().filter(|(_, cue)| *cue == Cue::Rank);
        let first = ranks.next();
        let own = ranks.find(|(word, _)| word.start >= clause);
        let cue = match first {
            Some((word, _)) if word.start < clause => own.or(first),
            first => first,
        };
        cue.map(|(extent, _)| extent.start)
            // 市场占有率全球第一: the whole stands for the word.
            .or_else(|| Some(self.rules.scope.elsewhere.before(self.page, quantity.whole.start)?.0))
    }

    /// Where the words behind a number stop being its name.
    pub(crate) fn forward_end(&self, start: usize, to: usize) -> usize {
        let (page, words) = (self.page, &self.rules.naming);
        let before_number = |at: usize| {
            let next = page.at(at + 1);
            words.number_stops.begins(page, at) && (next.is_ascii_digit() || matches!(next, '到' | '全'))
        };
        // 公共服务平台, 户均纳税.
        let within_word = |at: usize| {
            let joins = |joined: &str, c: char| page.at(at) == c && joined.contains(page.before(at));
            at > start && (joins("公", '共') || joins("户人亩地日月年", '均'))
        };
        let stops = |at: usize| {
            let stops = words.stops.begins(page, at) || before_number(at);
            stops && !words.no_stops.begins(page, at) && !within_word(at)
        };
        // 不同的行政审批场景 is one name; 职能部门的共计1.4万个 is not.
        let parts = |at: usize| {
            page.at(at) == '的' && (at > start + LONGEST_ADJECTIVE || at + 1 >= to || stops(at + 1))
        };
        // 26项指标中，22项提前完成.
        let within = |at: usize| page.at(at) == '中' && is_pause(page.at(at + 1));
        // 国家和省级研发机构, 市级以上及其他接口: the noun of both stands behind the second.
        let joins = |at: usize| matches!(page.at(at), '和' | '及' | '与') && words.joined.ends(page, at);
        let end = (start..to).find(|at| stops(*at) && !joins(*at) || parts(*at) || within(*at));
        let end = end.unwrap_or(to.max(start));
        // A name of the catalogue is whole, whatever it holds.
        let from = self.first_hit(|hit| hit.extent.start < start);
        let hit = self
            .hits
            .get(from)
            .filter(|hit| hit.extent.start == start && hit.extent.end <= to);
        hit.map_or(end, |hit| end.max(hit.extent.end))
    }
}

/// Whether a unit counts things or people.
pub(crate) fn counts(unit: &Unit) -> bool {
    let base = base_of(unit);
    matches!(
        base,
        Some(Base::Count | Base::People | Base::Households | Base::Visits | Base::Containers)
    )
}

/// Whether a unit tells what a plant puts out.
pub(crate) fn is_output(unit: &Unit) -> bool {
    let mut bases = unit
        .dimension()
        .factors()
        .filter(|factor| *factor != (Base::Duration, -1));
    let what = matches!(bases.next(), Some((Base::Mass | Base::Volume | Base::Power, 1)));
    what && bases.next().is_none()
}
