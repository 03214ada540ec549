//! Parks inside a zone whose parts of its figures a sentence tells one by one: 工业增加值增长12%。其中：甲工业园区增长15%，乙园区增长3%. They are no zones
//! that the text goes on about.

use super::ZoneMention;
use super::names::Names;
use crate::fact::ZoneRef;
use crate::page::Extent;
use crate::scene::is_pause;
use crate::tables::names::AMONG;
use crate::tables::zones::{BONDED, PARKS_OF_ZONES};

impl Names<'_> {
    /// Takes out what a sentence lists as parts of the zone that was spoken of before.
    pub(super) fn without_parks(&self, mentions: Vec<ZoneMention>) -> Vec<ZoneMention> {
        let mut has_home = self.is_given;
        let mut kept: Vec<ZoneMention> = Vec::with_capacity(mentions.len());
        let mut known: Option<String> = None;
        for mention in mentions {
            if known
                .as_ref()
                .is_some_and(|zone| self.is_bonded_area_of(&mention, zone))
            {
                continue;
            }
            if matches!(mention.zone, ZoneRef::Known(_)) {
                known = Some(self.page.text(mention.extent.clone()));
            }
            let is_park = self.is_park(&mention);
            if has_home && is_park && self.is_listed_part(&mention.extent) {
                continue;
            }
            has_home |= !is_park && !mention.is_companion;
            kept.push(mention);
        }
        kept
    }

    fn is_park(&self, mention: &ZoneMention) -> bool {
        matches!(&mention.zone, ZoneRef::Proposed(name) if PARKS_OF_ZONES.iter().any(|word| name.ends_with(word)))
    }

    /// 成都高新综保区, in a text about 成都高新区: a bonded area that is called by the zone in which it lies.
    fn is_bonded_area_of(&self, mention: &ZoneMention, zone: &str) -> bool {
        let ZoneRef::Proposed(name) = &mention.zone else {
            return false;
        };
        let stem = BONDED.iter().find_map(|ending| name.strip_suffix(ending));
        stem.is_some_and(|stem| zone.strip_suffix('区') == Some(stem) || zone == stem)
    }

    /// Whether a name heads a clause behind 其中 of its sentence.
    fn is_listed_part(&self, name: &Extent) -> bool {
        let page = self.page;
        let at = page
            .sentences
            .partition_point(|sentence| sentence.extent.end <= name.start);
        let Some(sentence) = page.sentences.get(at) else {
            return false;
        };
        let start = sentence.extent.start;
        let is_head = |at: usize| at == start || is_pause(page.before(at));
        let among = (start..name.start).any(|at| page.starts(at, AMONG) && is_head(at));
        among && (is_head(name.start) || page.ends(name.start, AMONG).is_some())
    }
}
