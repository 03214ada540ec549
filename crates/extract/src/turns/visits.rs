//! Clauses in which somebody comes to whom no rule knows: 走进远迈精工生产车间，…; 在远迈精工，…. What is told behind may be theirs.

use super::Marks;
use crate::page::is_han;
use crate::scene::Scene;
use crate::tables::cues::REPORTER;
use crate::tables::subjects::{COMING_TO, NO_VISITS, STAYING_AT};

/// Characters of whom somebody comes to, and of where something is that nobody comes to.
const VISITED: std::ops::Range<usize> = 2..20;
const STAYED: std::ops::Range<usize> = 4..9;

impl Scene<'_> {
    /// Where a clause ends that does nothing but come to somebody unknown.
    pub(crate) fn visited_unknown(&self, marks: &Marks) -> Option<usize> {
        let clauses = marks.heads.iter().zip(marks.heads.iter().skip(1));
        let mut ends = clauses.map(|(head, next)| (*head, *next - 1));
        let found = ends.find(|(head, pause)| self.page.at(*pause) == '，' && self.is_visit(*head, *pause));
        found.map(|(_, pause)| pause)
    }

    fn is_visit(&self, head: usize, pause: usize) -> bool {
        let head = self.time_at(head).unwrap_or(head);
        let head = self.page.past(head, REPORTER);
        let behind = |words: &[&str]| {
            let word = words.iter().find(|word| self.page.starts(head, word))?;
            Some(head + word.chars().count())
        };
        let (start, lengths) = match (behind(COMING_TO), behind(STAYING_AT)) {
            (Some(start), _) => (start, VISITED),
            (None, Some(start)) => (start, STAYED),
            (None, None) => return false,
        };
        let place = start..pause;
        let verbs = &self.rules.naming.verbs;
        lengths.contains(&pause.saturating_sub(start))
            && self.page.slice(place.clone()).iter().all(|c| is_han(*c))
            && self.hits_in(place.clone()).next().is_none()
            && self.tokens_over(&place).next().is_none()
            && !self.zones.iter().any(|zone| place.contains(&zone.extent.start))
            && !self.rules.scope.zone_itself.is_in(self.page, place.clone())
            && !self.rules.scope.elsewhere.is_in(self.page, place.clone())
            && !self.may_end_place(pause)
            && !NO_VISITS.iter().any(|word| self.page.ends(pause, word).is_some())
            && !place.clone().any(|at| verbs.begins(self.page, at))
    }

    /// Whether a sentence speaks of a zone at the head of a clause.
    pub(crate) fn comes_home(&self, marks: &Marks) -> bool {
        let itself = &self.rules.scope.zone_itself;
        self.zones.iter().any(|zone| !zone.is_companion)
            || marks.heads.iter().any(|head| {
                let start = self.time_at(*head).unwrap_or(*head);
                itself.begins(self.page, start)
            })
    }
}
