//! Several zones of a city or province together, told of as one: 我市九个经济技术开发区, 全省10家经开区, 全市开发区. What they have is no
//! zone's, and the text goes on about them until it names one.

use super::ZoneMention;
use super::names::Names;
use crate::page::Extent;
use crate::scene::is_pause;
use crate::tables::scopes::{ALL_ZONES, REGION_LEADS};
use crate::tables::zones::{COUNTING, OF_ONE, TIME_ENDS, ZONE_LEVELS};

/// Characters of numbers of them.
const NUMERALS: &str = "0123456789二三四五六七八九十百两余多数";
/// Characters of such a number, and of a region's name.
const LONGEST_NUMBER: usize = 5;
const REGION: std::ops::Range<usize> = 2..5;

impl Names<'_> {
    /// The groups that clauses open with; a kind of zones that the text speaks of as of one is among the mentions.
    pub(super) fn groups(&self, endings: &[usize], mentions: &[ZoneMention]) -> Vec<Extent> {
        let page = self.page;
        let mut groups = Vec::new();
        let (mut next, mut sentence) = (0, 0);
        for end in endings.iter().copied() {
            while page
                .sentences
                .get(sentence)
                .is_some_and(|sentence| sentence.extent.end < end)
            {
                sentence += 1;
            }
            let here = page.sentences.get(sentence).map(|sentence| &sentence.extent);
            let here = here.filter(|here| here.start < end);
            let Some(group) = here.and_then(|here| self.group(here, end)) else {
                continue;
            };
            while mentions
                .get(next)
                .is_some_and(|mention| mention.extent.end <= group.start)
            {
                next += 1;
            }
            let is_zone = mentions
                .get(next)
                .is_some_and(|mention| mention.extent.start < group.end);
            if !is_zone {
                groups.push(group);
            }
        }
        groups
    }

    /// The group whose word for its zones ends at a position.
    fn group(&self, sentence: &Extent, end: usize) -> Option<Extent> {
        let page = self.page;
        let (kind, ()) = self.rules.zone_names.grouped.before(page, end)?;
        let kind = ZONE_LEVELS
            .iter()
            .find_map(|level| page.ends(kind, level))
            .unwrap_or(kind);
        if kind < sentence.start || OF_ONE.iter().any(|word| page.starts(end, word)) {
            return None;
        }
        let counted = self
            .number_before(kind)
            .filter(|number| *number >= sentence.start);
        let whole = |end: usize| ALL_ZONES.iter().find_map(|word| page.ends(end, word));
        let start = match counted {
            Some(number) => whole(number)
                .or_else(|| self.region_before(sentence, number))
                .unwrap_or(number),
            None => whole(kind)?,
        };
        let is_head = start <= sentence.start
            || is_pause(page.before(start))
            || TIME_ENDS.contains(&page.before(start))
            || self.past_leads(self.clause_of(sentence, start)..end) == start;
        (is_head && start >= sentence.start).then_some(start..end)
    }

    /// Where the number begins that counts what stands at a position: 九个, 10家.
    fn number_before(&self, kind: usize) -> Option<usize> {
        let page = self.page;
        let end = kind
            .checked_sub(1)
            .filter(|at| COUNTING.contains(&page.at(*at)))?;
        let from = end.saturating_sub(LONGEST_NUMBER);
        let is_other = |at: &usize| !NUMERALS.contains(page.at(*at));
        let start = (from..end).rev().find(is_other).map_or(from, |at| at + 1);
        let is_one = page.text(start..end) == "1";
        (start < end && !is_one).then_some(start)
    }

    /// Where the region begins before a number of its zones: 我市九个, 贵阳市九个.
    fn region_before(&self, sentence: &Extent, number: usize) -> Option<usize> {
        let page = self.page;
        if let Some(lead) = REGION_LEADS.iter().find_map(|word| page.ends(number, word)) {
            return Some(lead);
        }
        let from = self.clause_of(sentence, number);
        let is_region =
            matches!(page.before(number), '市' | '省' | '州' | '盟') && REGION.contains(&(number - from));
        is_region.then_some(from)
    }

    fn clause_of(&self, sentence: &Extent, at: usize) -> usize {
        let is_end = |at: &usize| is_pause(self.page.at(*at)) || TIME_ENDS.contains(&self.page.at(*at));
        let pause = (sentence.start..at).rev().find(is_end);
        pause.map_or(sentence.start, |at| at + 1)
    }
}
