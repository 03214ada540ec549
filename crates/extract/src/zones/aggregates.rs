//! Zones of a kind taken together: 国家高新区, 178家国家高新区, 某省国家级经开区. None of them is one zone, and what is told of
//! them is no zone's.

use super::ZoneMention;
use super::names::Names;
use crate::page::Extent;
use crate::scene::is_pause;
use crate::tables::zones::{COUNTING, JOINTS, OF_ONE, REGIONS, SURE_ENDINGS, TIME_ENDS, ZONE_LEVELS};

/// Whether a name is that of a kind of zones, of the country or of a region.
pub(crate) fn is_aggregate(name: &str) -> bool {
    let stems = SURE_ENDINGS.iter().filter_map(|ending| name.strip_suffix(ending));
    let mut regions = stems.flat_map(|stem| ZONE_LEVELS.iter().filter_map(|level| stem.strip_suffix(level)));
    regions.any(|region| region.is_empty() || REGIONS.iter().any(|ending| region.ends_with(ending)))
}

impl Names<'_> {
    /// The kind of zones whose name ends at a position, from where its region or its level begins. `edge` is where its words
    /// may begin. 苏州国家高新区 is one zone.
    pub(super) fn aggregate(&self, edge: usize, stem: usize, end: usize) -> Option<Extent> {
        let level = ZONE_LEVELS.iter().find_map(|level| self.page.ends(stem, level))?;
        // 家 and 个 are what a number before the kind counts; no region is called by either.
        let edge = edge + usize::from(COUNTING.contains(&self.page.at(edge)) && edge < level);
        let start = self.past_leads(edge..level);
        let name = self.page.text(start..end);
        let is_region = is_aggregate(&name) && self.page.text(start..level).chars().nth(1).is_some();
        let is_alone = start == level || self.may_stand_before(level);
        let start = if is_region { start } else { level };
        (is_region || is_alone || self.is_counted(level)).then_some(start..end)
    }

    /// Whether a time, a whole or another word seems to end at a position that belongs to no name: 前三季度国家高新区. By its last
    /// character alone, which other words end with too: which times a text states is not known yet where zones are looked for.
    fn may_stand_before(&self, level: usize) -> bool {
        TIME_ENDS.contains(&self.page.before(level))
            || self.rules.scope.elsewhere.ends(self.page, level)
            || self.rules.zone_names.cuts.ends(self.page, level)
    }

    /// 10家国家级经开区.
    fn is_counted(&self, level: usize) -> bool {
        COUNTING.contains(&self.page.before(level)) && self.page.before(level - 1).is_ascii_digit()
    }

    /// Such a kind as what a text speaks of that has named no zone: its figures keep the name, and are not sure.
    pub(super) fn spoken_of(&self, sentence: &Extent, kind: Extent) -> Option<ZoneMention> {
        let page = self.page;
        let before = page.before(kind.start);
        let is_head = kind.start == sentence.start
            || is_pause(before)
            || JOINTS.contains(&before)
            || self.is_counted(kind.start)
            || self.may_stand_before(kind.start);
        let is_one = OF_ONE.iter().any(|word| page.starts(kind.end, word));
        (is_head && !is_one).then(|| self.proposed(kind))
    }
}
