//! Firms that no ending tells of, by what they do in a zone: 远迈在某高新区投资20亿元, 落户某高新区的远迈, 远迈是某高新区的龙头企业. What is told
//! behind may be theirs.

use super::Marks;
use crate::page::{Extent, is_han};
use crate::scene::{Scene, is_pause};
use crate::sides::counts;
use crate::tables::scopes::{FIRM_NOUNS, INVESTING, NO_ACTORS, SETTLED};
use crate::tables::subjects::NO_VISITS;
use crate::tokens::Token;

/// Characters of whom no rule knows.
const ACTOR: std::ops::Range<usize> = 2..12;
/// Characters of a clause that says what counted things have come to.
const COUNTED: usize = 30;
/// How far behind the zone the verb may stand that says what is done there.
const NEAR: usize = 5;
/// How far from the head of its clause a zone may stand of which this is looked for.
const LATEST: usize = 24;

impl Scene<'_> {
    /// 3个产业项目全部投产后，…: where a clause opens with things that it counts, and what they have come to. What follows is theirs.
    pub(crate) fn counted_done(&self, marks: &Marks) -> Option<usize> {
        let mut heads = marks.heads.iter().copied();
        heads.find(|head| {
            let end = self.clause_end(*head, self.sentence.end.min(head + COUNTED));
            if self.page.before(end) != '后' || !is_pause(self.page.at(end)) {
                return false;
            }
            let counted = self.tokens.tokens.get(self.token_past(*head));
            let is_counted = matches!(counted, Some(Token::Quantity(count))
                if count.extent.start == *head && count.unit.as_deref().is_some_and(counts));
            is_counted && self.rules.fields.stages.ends(self.page, end - 1)
        })
    }

    /// Behind which zone of the sentence somebody is told of whom no rule knows.
    pub(crate) fn acting_unknown(&self) -> Option<usize> {
        let zones = self.zones.iter().map(|zone| &zone.extent);
        let mut acting = zones.filter(|zone| {
            let clause = self.clause_start(zone.start);
            zone.start - clause < LATEST
                && (self.invests_in(clause, zone)
                    || self.is_settled_in(zone)
                    || self.is_firm_of(clause, zone))
        });
        acting.next().map(|zone| zone.end)
    }

    /// 远迈在某高新区投资20亿元, 远迈向某高新区增资.
    fn invests_in(&self, clause: usize, zone: &Extent) -> bool {
        let link = zone.start.saturating_sub(1);
        let verbs = zone.end..zone.end + NEAR;
        let invests = || {
            verbs
                .into_iter()
                .take_while(|at| !is_pause(self.page.at(*at)))
                .any(|at| INVESTING.iter().any(|word| self.page.starts(at, word)))
        };
        matches!(self.page.at(link), '在' | '向')
            && self.is_somebody(self.past_leading(clause)..link)
            && invests()
    }

    /// 落户某高新区的远迈，….
    fn is_settled_in(&self, zone: &Extent) -> bool {
        let is_settled = SETTLED
            .iter()
            .any(|word| self.page.ends(zone.start, word).is_some());
        let name = zone.end + if self.page.at(zone.end) == '内' { 2 } else { 1 };
        if !is_settled || self.page.before(name) != '的' {
            return false;
        }
        let pause = (name..self.sentence.end.min(name + ACTOR.end)).find(|at| is_pause(self.page.at(*at)));
        pause.is_some_and(|pause| self.page.at(pause) == '，' && self.is_somebody(name..pause))
    }

    /// 远迈是某高新区的龙头企业，…, 作为某高新区的龙头企业，远迈….
    fn is_firm_of(&self, clause: usize, zone: &Extent) -> bool {
        let link = zone.start.saturating_sub(1);
        let is_told = match self.page.at(link) {
            '是' => self.is_somebody(self.past_leading(clause)..link),
            '为' => link == clause + 1 && self.page.at(clause) == '作',
            _ => false,
        };
        let pause = || (zone.end..self.sentence.end).find(|at| is_pause(self.page.at(*at)));
        is_told
            && pause().is_some_and(|pause| {
                FIRM_NOUNS
                    .iter()
                    .any(|word| self.page.ends(pause, word).is_some())
            })
    }

    /// Whether words may be the name of somebody: no verb, place, number or name that a rule knows.
    fn is_somebody(&self, words: Extent) -> bool {
        let page = self.page;
        let is_name = |c: &char| is_han(*c) || c.is_ascii_alphabetic();
        words.start < words.end
            && ACTOR.contains(&words.len())
            && page.slice(words.clone()).iter().all(is_name)
            && self.hits_in(words.clone()).next().is_none()
            && self.tokens_over(&words).next().is_none()
            && self.time_at(words.start).is_none()
            && !self.rules.scope.topic_endings.ends(page, words.end)
            && !self.rules.scope.zone_itself.is_in(page, words.clone())
            && !self.rules.scope.elsewhere.is_in(page, words.clone())
            && !self.may_end_place(words.end)
            && !NO_VISITS
                .iter()
                .chain(NO_ACTORS)
                .any(|word| page.ends(words.end, word).is_some())
            && !words.clone().any(|at| self.rules.naming.verbs.begins(page, at))
    }
}
