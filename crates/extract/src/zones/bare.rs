//! Zones that a clause calls by their kind alone: 某经开区推进某综合保税区建设，经开区实现进出口500亿元 is of the first.

use super::names::Names;
use super::{ZoneMention, brief};
use crate::fact::ZoneRef;
use crate::page::{BREAK, Extent};
use crate::scene::is_pause;
use crate::tables::zones::{DISTINCTIONS, INNER_KINDS, TIME_ENDS};

/// How many zones back one is looked for.
const NEAR: usize = 8;

impl Names<'_> {
    /// A mention of the last zone of its kind where a clause opens with the kind alone behind another zone. `mentions` are in
    /// order.
    pub(super) fn called_by_kind(&self, endings: &[usize], mentions: &[ZoneMention]) -> Vec<ZoneMention> {
        let mut found = Vec::new();
        let mut next = 0;
        for end in endings.iter().copied() {
            while mentions.get(next).is_some_and(|mention| mention.extent.end < end) {
                next += 1;
            }
            let Some(kind) = self.bare_kind(end) else {
                continue;
            };
            let is_taken = mentions
                .get(next)
                .is_some_and(|mention| mention.extent.start < end);
            if !is_taken {
                found.extend(self.last_of_kind(&mentions[next.saturating_sub(NEAR)..next], kind));
            }
        }
        found
    }

    /// The kind that a clause opens with and that ends at a position.
    fn bare_kind(&self, end: usize) -> Option<Extent> {
        let page = self.page;
        let (start, ()) = self.rules.zone_names.bare_kinds.before(page, end)?;
        let before = page.before(start);
        let is_head = start == 0 || is_pause(before) || TIME_ENDS.contains(&before) || before == BREAK;
        // 高新区域.
        let goes_on = matches!(page.at(end), '域' | '内' | '(');
        (is_head && !goes_on).then_some(start..end)
    }

    /// The last of the zones before that is of a kind; none where that is the one spoken of anyway. 自贸区 is another zone, even
    /// where none was named.
    fn last_of_kind(&self, before: &[ZoneMention], kind: Extent) -> Option<ZoneMention> {
        let name = self.page.text(kind.clone());
        let is_of = |mention: &&ZoneMention| {
            !mention.is_companion && brief(&self.page.text(mention.extent.clone())).ends_with(&name)
        };
        let last = before.iter().rev().find(|mention| !mention.is_companion);
        let zone = before
            .iter()
            .rev()
            .find(is_of)
            .map(|mention| mention.zone.clone());
        let inner = || {
            INNER_KINDS
                .contains(&name.as_str())
                .then(|| ZoneRef::Proposed(name.clone()))
        };
        let zone = zone.or_else(inner)?;
        (last.map(|last| &last.zone) != Some(&zone)).then(|| self.mention(kind, zone))
    }

    /// Marks zones that a clause only sets apart, behind another one: 某高新区服务业复苏，某港经济开发区入选试点，服务业增加值增长7% is of the
    /// first.
    pub(super) fn set_apart(&self, mentions: &mut [ZoneMention]) {
        let mut has_topic = false;
        for mention in mentions {
            if has_topic && self.is_set_apart(&mention.extent) {
                mention.is_companion = true;
            }
            has_topic |= !mention.is_companion;
        }
    }

    fn is_set_apart(&self, zone: &Extent) -> bool {
        let page = self.page;
        if !DISTINCTIONS.iter().any(|word| page.starts(zone.end, word)) || !is_pause(page.before(zone.start))
        {
            return false;
        }
        let mut clause = (zone.end..page.chars.len()).take_while(|at| !is_pause(page.at(*at)));
        page.before(zone.start) == '，' && !clause.any(|at| page.at(at).is_ascii_digit())
    }
}
