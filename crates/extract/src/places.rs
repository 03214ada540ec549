//! Places that a clause opens with and that are no zone: 常州市2024年实现…, 武进区实现…, 国家高新区实现….

use crate::lexicon::Mention;
use crate::page::{Extent, is_han};
use crate::scene::Scene;
use crate::tables::zones::{CITIES, NAME_STOPS, NO_PLACES, OF_ONE, PLACE_ENDINGS, ZONE_LEVELS};
use crate::tokens::Token;

/// Characters of the name of a city or district before its last one.
const STEM: std::ops::Range<usize> = 2..6;
/// Characters of one that is sure to be a place's without a time behind it: 武进区, 浦东新区.
const SHORT_NAME: usize = 4;

impl Scene<'_> {
    /// Whether a clause opens with a city, district or province and what it does, or when, or with all zones of the country:
    /// what it tells is theirs, ranks and shares too.
    pub(crate) fn is_of_place(&self, clause: usize) -> bool {
        let lead = self.rules.scope.whole_leads.at(self.page, clause);
        let after_lead = lead.map_or(clause, |(end, ())| end);
        let after_time = self.past_whole_leads(clause);
        // Most clauses open with neither: they are the same three times.
        let after_lead = Some(after_lead).filter(|start| *start != clause);
        let after_time = Some(after_time).filter(|start| *start != clause && Some(*start) != after_lead);
        let starts = [Some(clause), after_lead, after_time];
        starts.into_iter().flatten().any(|start| {
            let is_timed = |end: usize| self.time_at(end).is_some();
            let acts =
                |end: usize| end - start <= SHORT_NAME && self.rules.naming.linking.begins(self.page, end);
            self.outer_at(start).is_some_and(is_timed)
                || self.place_at(start).is_some_and(|end| is_timed(end) || acts(end))
                || self.is_all_zones(start)
        })
    }

    /// Where the name of a city or province ends that the catalogue knows.
    fn outer_at(&self, start: usize) -> Option<usize> {
        let from = self.first_hit(|hit| hit.extent.start < start);
        let hit = self.hits.get(from).filter(|hit| hit.extent.start == start)?;
        let (_, mention) = self.lexicon.entry(hit.entry)?.zone.as_ref()?;
        (*mention == Mention::Outer).then_some(hit.extent.end)
    }

    /// Whether what ends there may be the name of a place: 成都市, but no 大都市.
    pub(crate) fn may_end_place(&self, end: usize) -> bool {
        let ends = |words: &[&str]| words.iter().any(|word| self.page.ends(end, word).is_some());
        PLACE_ENDINGS.contains(&self.page.before(end)) && (!ends(NO_PLACES) || ends(CITIES))
    }

    /// Where a name ends that says that it is a place's, and not a zone's: 武进区, but neither 全区 nor 高新区.
    fn place_at(&self, start: usize) -> Option<usize> {
        let (page, words) = (self.page, &self.rules.scope);
        let ends = start + STEM.start..start + STEM.end;
        let last = ends.take_while(|at| is_han(page.at(*at)));
        let end = last
            .into_iter()
            .find(|at| PLACE_ENDINGS.contains(&page.at(*at)))?
            + 1;
        let is_zones = self
            .zones
            .iter()
            .any(|zone| overlaps(&zone.extent, &(start..end)))
            || words.zone_endings.ends(page, end)
            || words.endings.ends(page, end)
            || words.zone_itself.ends(page, end)
            || !self.may_end_place(end);
        let stem = start..end - 1;
        let is_name = !self.rules.zone_names.no_names.begins(page, start)
            && !page.slice(stem.clone()).iter().any(|c| NAME_STOPS.contains(*c))
            && !stem.clone().any(|at| self.rules.naming.verbs.begins(page, at))
            && !words.elsewhere.is_in(page, start..end);
        (!is_zones && is_name).then_some(end)
    }

    /// 国家高新区实现生产总值19.3万亿元, 178家国家高新区营业收入50万亿元: all of them, where no name stands before the word, and
    /// the text has a zone of its own.
    fn is_all_zones(&self, start: usize) -> bool {
        let counted = self.tokens.tokens.get(self.token_past(start));
        let counted =
            counted.filter(|token| token.extent().start == start && matches!(token, Token::Quantity(_)));
        let start = counted.map_or(start, |token| token.extent().end);
        let is_level = ZONE_LEVELS.iter().any(|level| self.page.starts(start, level));
        let Some((end, ())) = self
            .rules
            .scope
            .zone_kinds
            .at(self.page, start)
            .filter(|_| is_level)
        else {
            return false;
        };
        let clause = self.clause_end(end, self.sentence.end);
        let is_named = self
            .zones
            .iter()
            .any(|zone| (start..clause).contains(&zone.extent.start));
        let is_one = OF_ONE.iter().any(|word| self.page.starts(end, word));
        !is_named && !is_one
    }
}

fn overlaps(one: &Extent, other: &Extent) -> bool {
    one.start < other.end && other.start < one.end
}
