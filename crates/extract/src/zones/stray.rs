//! Zones that a clause names where no rule takes them up: 某高新区托管的浦口经济开发区.

use super::names::Names;
use crate::page::Extent;
use crate::scene::Scene;

/// How far before a number it is looked for.
const REACH: usize = 48;

impl Scene<'_> {
    /// Whether the words between the zone spoken of and a number name another one.
    pub(crate) fn has_stray_zone(&self, number: usize) -> bool {
        let before = self.zones.iter().map(|zone| zone.extent.end);
        let zone = before.take_while(|end| *end <= number).last();
        let from = zone.unwrap_or(self.sentence.start);
        let clause = from.max(number.saturating_sub(REACH))..number;
        let marks = &self.rules.zone_names.marks;
        // Most clauses hold no word that ends like a zone.
        if !self.page.slice(clause.clone()).iter().any(|c| marks.contains(*c)) {
            return false;
        }
        let names = Names {
            page: self.page,
            rules: self.rules,
            lexicon: self.lexicon,
            hits: self.hits,
            is_given: true,
        };
        clause.clone().any(|at| {
            let is_taken = |extent: &Extent| extent.start <= at && at < extent.end;
            marks.contains(self.page.at(at))
                && !self.zones.iter().any(|zone| is_taken(&zone.extent))
                && !self.hits_in(clause.clone()).any(|hit| is_taken(&hit.extent))
                && names.ends_name(clause.start, at + 1)
        })
    }
}
