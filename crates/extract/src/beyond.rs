//! Figures of more than the zone: of the country, the province or the city, or of several zones together.

use crate::fact::Measure;
use crate::lexicon::Mention;
use crate::measures::Said;
use crate::page::{Extent, is_han};
use crate::quantity::{Quantity, run};
use crate::scene::{Scene, is_pause};
use crate::sides::counts;
use crate::tables::cues::{COMING_FROM, Cue, KNOWN, NATIONAL, NO_ALL_BEFORE, NO_ALL_BEHIND, WHOLES};
use crate::tokens::{Token, is_digit};
use crate::zones::ZoneMention;

/// Characters of the name of a city or province: 莱阳, 内蒙古.
const CITY: std::ops::Range<usize> = 2..4;

impl Scene<'_> {
    /// A number of the whole country or province: no zone's. A rank or a share among them is the zone's own.
    pub(crate) fn is_of_whole(&self, quantity: &Quantity, said: &Said, from: usize) -> bool {
        let is_own = matches!(
            said.measure,
            Measure::Rank | Measure::Share | Measure::Ratio | Measure::Delta
        );
        let number = quantity.extent.start;
        let pause = (self.sentence.start..number)
            .rev()
            .find(|at| matches!(self.page.at(*at), '，' | ';' | ':'));
        let clause = pause.map_or(self.sentence.start, |at| at + 1);
        // 对口帮扶的某县实现GDP180亿元.
        let is_helped = |(_, cue): &(Extent, Cue)| *cue == Cue::OtherPlace;
        if self.cues(clause, number).iter().any(is_helped) {
            return true;
        }
        if self.is_of_place(clause) {
            return true;
        }
        if is_own {
            return false;
        }
        let words = &self.rules.scope;
        let start = self.past_whole_leads(clause);
        if self.is_outer_told(start) {
            return true;
        }
        let start = self.behind_city(start);
        let Some((end, ())) = words.elsewhere.at(self.page, start) else {
            return false;
        };
        // 来自香港的投资5亿元 came here.
        if self.page.starts(start, COMING_FROM) && self.page.slice(end..number).contains(&'的') {
            return false;
        }
        // 全国178家国家高新区共实现…18万亿元: the whole is what its clause is about; 来自全国 is said of one number.
        let is_whole = || {
            let place = self.page.text(start..end);
            WHOLES.contains(&place.as_str()) && !self.is_home(end..number)
        };
        let is_zones = words.praise.begins(self.page, end)
            || self.is_class_of(end)
            || self.is_honour(start..end, quantity);
        !is_zones && (from <= clause || is_whole())
    }

    /// 莱阳全市土地面积: behind the name of the city that a word for all of one follows. 安全市场 names none.
    fn behind_city(&self, start: usize) -> usize {
        let page = self.page;
        let is_whole = |at: &usize| page.at(*at) == '全' && matches!(page.at(*at + 1), '市' | '省');
        let Some(whole) = (start + CITY.start..start + CITY.end).find(is_whole) else {
            return start;
        };
        let is_name = page.slice(start..whole).iter().all(|c| is_han(*c))
            && !NO_ALL_BEFORE.contains(page.before(whole))
            && !NO_ALL_BEHIND.contains(page.at(whole + 2));
        if is_name { whole } else { start }
    }

    /// Behind the time that a clause opens with, and 其中 of 其中全市….
    pub(crate) fn past_whole_leads(&self, clause: usize) -> usize {
        let start = self.time_at(clause).unwrap_or(clause);
        let start = start + usize::from(matches!(self.page.at(start), '，' | ' '));
        let lead = self.rules.scope.whole_leads.at(self.page, start);
        lead.map_or(start, |(end, ())| end)
    }

    /// 世界500强项目2个, 国内外知名企业12家: a class of firms, which zones have too.
    fn is_class_of(&self, end: usize) -> bool {
        let strong = run(self.page, end, is_digit);
        strong > end && self.page.at(strong) == '强' || KNOWN.iter().any(|word| self.page.starts(end, word))
    }

    /// …，全国文明单位3个: the zone's, as the sentence has spoken of it before; without that all there are may be counted.
    fn is_honour(&self, national: Extent, quantity: &Quantity) -> bool {
        if !self.page.starts(national.start, NATIONAL)
            || !self.rules.scope.honours.begins(self.page, national.end)
        {
            return false;
        }
        let before = self.sentence.start..national.start;
        let is_count = quantity.unit.as_deref().is_some_and(counts);
        !is_count
            || self.is_home(before.clone())
            || self
                .tokens_over(&before)
                .any(|token| matches!(token, Token::Quantity(_)))
    }

    /// 湖南省为38件, 广东省税收收入1000亿元: what is said of the city or province that begins a clause; 广东省重点实验室3家
    /// may be the zone's.
    fn is_outer_told(&self, start: usize) -> bool {
        let from = self.first_hit(|hit| hit.extent.start < start);
        let Some(hit) = self.hits.get(from).filter(|hit| hit.extent.start == start) else {
            return false;
        };
        let zone = self
            .lexicon
            .entry(hit.entry)
            .and_then(|entry| entry.zone.as_ref());
        let is_outer = zone.is_some_and(|(_, mention)| *mention == Mention::Outer);
        let end = hit.extent.end;
        let next = self.first_hit(|hit| hit.extent.start < end);
        let next = self.hits.get(next).filter(|hit| hit.extent.start == end);
        let is_named = || {
            next.and_then(|hit| self.lexicon.entry(hit.entry))
                .is_some_and(|entry| entry.indicator.is_some())
        };
        is_outer && (self.rules.naming.linking.begins(self.page, end) || is_named())
    }

    /// 两个高新区共引进企业12家, 甲区、乙区两区合计…: several zones together, of which none has the figure alone.
    pub(crate) fn is_of_several(&self, quantity: &Quantity) -> bool {
        let number = quantity.extent.start;
        let clause = self.clause_start(number);
        let scope = &self.rules.scope;
        let before = clause..number;
        // 九个开发区, and what stands behind it in its clause.
        let holds = |group: &Extent| group.start >= clause && group.end <= number;
        if self
            .groups
            .iter()
            .any(|group| holds(group) && !self.is_home(group.end..number))
        {
            return true;
        }
        // A zone has no two zones like itself.
        let is_spoken_of = |at: usize| self.zones.iter().any(|zone| zone.extent.start == at);
        let is_counted = |token: &Token| {
            matches!(token, Token::Quantity(counted) if counted.value > 1.0 && counted.extent.end < number)
                && scope.zone_kinds.begins(self.page, token.extent().end)
                && !is_spoken_of(token.extent().end)
        };
        if self.tokens_over(&before).any(is_counted) {
            return true;
        }
        let Some(together) = scope.several.first_in(self.page, before) else {
            return false;
        };
        let named = self.zones.iter().filter(|zone| zone.extent.end <= number);
        // 三区合计…, of zones that the sentence before named.
        named.count() > 1 || self.past_leading(clause) == together
    }

    /// Whether a zone, or a word for the one spoken of, stands in an extent.
    pub(crate) fn is_home(&self, extent: Extent) -> bool {
        let is_inside =
            |zone: &ZoneMention| zone.extent.start >= extent.start && zone.extent.end <= extent.end;
        let itself = &self.rules.scope.zone_itself;
        let opens = |at: usize| is_pause(self.page.before(at)) && itself.begins(self.page, at);
        self.zones.iter().any(is_inside) || extent.clone().any(opens)
    }
}
