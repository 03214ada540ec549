//! Lists of zones, each with a number of its own: 甲区、乙区营业收入分别为….

use super::Items;
use crate::fact::ZoneRef;
use crate::page::Extent;
use crate::scene::Scene;
use crate::tables::zones::{JOINTS, SHORT_KINDS};
use crate::zones::ZoneMention;

impl Scene<'_> {
    /// 甲区、乙区分别, or 甲区、乙区营业收入分别: zones, the last with the name of what is told of all.
    pub(super) fn zones_of(&self, items: &[Extent]) -> Option<Items> {
        let (last, others) = items.split_last()?;
        let zones: Option<Vec<ZoneRef>> = others.iter().map(|item| self.zone_that_is(item)).collect();
        let mut zones = zones?;
        if let Some(zone) = self.zone_that_is(&self.before_time(last)) {
            zones.push(zone);
            return Some(Items::Zones(zones, None));
        }
        let head = self
            .zones
            .iter()
            .find(|mention| mention.extent.start == last.start)?;
        let name = self
            .name_in(head.extent.end..last.end)
            .filter(|_| !zones.is_empty())?;
        zones.push(head.zone.clone());
        Some(Items::Zones(zones, Some(name)))
    }

    /// 西安、宝鸡、咸阳三区分别: short for zones that the sentence before named, or that the catalogue calls so.
    pub(super) fn of_short_zones(&self, cue: &Extent, wanted: usize, listed: &[ZoneRef]) -> Option<Items> {
        let clause = self.past_leading(self.clause_start(cue.start));
        let several = self.rules.scope.several.first_in(self.page, clause..cue.start)?;
        let (behind, ()) = self.rules.scope.several.at(self.page, several)?;
        let mut at = clause;
        let text = self.page.slice(clause..several);
        let items = text.split(|c| JOINTS.contains(c)).map(|item| {
            let item = at..at + item.len();
            at = item.end + 1;
            item
        });
        let zones = items.map(|item| self.zone_called(&self.page.text(item), listed));
        let zones: Vec<ZoneRef> = zones.collect::<Option<_>>()?;
        // 从研发投入强度看，西安、宝鸡两区分别为: the name may stand in the clause before.
        let before = clause.checked_sub(1).filter(|end| *end > self.sentence.start);
        let themed = || {
            let end = before?;
            let end = end - usize::from(self.page.before(end) == '看');
            self.last_known(self.clause_start(end), end)
        };
        let name = self.name_in(behind..cue.start.max(behind)).or_else(themed);
        (wanted > 1 && zones.len() == wanted).then_some(Items::Zones(zones, name))
    }

    fn zone_called(&self, short: &str, listed: &[ZoneRef]) -> Option<ZoneRef> {
        let known = SHORT_KINDS
            .iter()
            .find_map(|kind| self.lexicon.zone_named(&format!("{short}{kind}")));
        let told = || {
            let is_called = |zone: &&ZoneRef| matches!(zone, ZoneRef::Proposed(zh) if zh.starts_with(short));
            listed.iter().find(is_called).cloned()
        };
        let is_name = short.chars().nth(1).is_some();
        told().or(known.cloned().map(ZoneRef::Known)).filter(|_| is_name)
    }

    /// 甲区GDP100亿元，乙区200亿元: the zones that a sentence speaks of one by one, for 两区分别 behind it.
    pub(crate) fn zones_in_turn(&self) -> Option<Vec<ZoneRef>> {
        let mut zones: Vec<ZoneRef> = Vec::new();
        for mention in self.zones.iter().filter(|mention| !mention.is_companion) {
            if !zones.contains(&mention.zone) {
                zones.push(mention.zone.clone());
            }
        }
        (zones.len() > 1).then_some(zones)
    }

    /// 甲区、乙区均入选…，专利分别为…: the zones listed in a clause before, where 分别 has no list of its own.
    pub(super) fn of_zones_before(&self, cue: &Extent, wanted: usize) -> Option<Items> {
        let clause = self.clause_start(cue.start);
        let upto = self.zones.partition_point(|mention| mention.extent.end <= clause);
        let (list, others) = self.zones.split_at(upto);
        let is_here = others
            .first()
            .is_some_and(|mention| mention.extent.start < cue.start);
        let list = list.get(list.len().checked_sub(wanted.max(2))?..)?;
        let joins = |pair: &[ZoneMention]| match pair {
            [one, other] => {
                one.extent.end + 1 == other.extent.start
                    && JOINTS.contains(&self.page.at(one.extent.end))
                    && one.zone != other.zone
            }
            _ => false,
        };
        if is_here || wanted < 2 || !list.windows(2).all(joins) {
            return None;
        }
        let zones = list.iter().map(|mention| mention.zone.clone()).collect();
        Some(Items::Zones(zones, self.name_in(clause..cue.start)))
    }

    fn zone_that_is(&self, item: &Extent) -> Option<ZoneRef> {
        let inside = self
            .zones
            .iter()
            .find(|mention| mention.extent.start >= item.start && mention.extent.end <= item.end)?;
        (inside.extent.end + 2 >= item.end).then(|| inside.zone.clone())
    }

    /// An item without the time that ends it: 甲区、乙区2024年分别….
    pub(super) fn before_time(&self, item: &Extent) -> Extent {
        let times = self.times_from(|time| time.extent.start < item.start);
        let last = times.iter().find(|time| time.extent.end == item.end);
        item.start..last.map_or(item.end, |time| time.extent.start)
    }
}
