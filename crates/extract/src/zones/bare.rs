//! Zones that a clause calls by their kind alone: 某经开区推进某综合保税区建设，经开区实现进出口500亿元 is of the first.

use super::names::Names;
use super::{ZoneMention, brief};
use crate::fact::ZoneRef;
use crate::page::Extent;
use crate::scene::is_pause;
use crate::tables::zones::{BARE_KINDS, DISTINCTIONS, INNER_KINDS, TIME_ENDS};

/// How many zones back one is looked for.
const NEAR: usize = 8;

impl Names<'_> {
    /// A mention of the last zone of its kind where a clause opens with the kind alone behind another zone. `mentions` are in
    /// order.
    pub(super) fn called_by_kind(&self, mentions: &[ZoneMention]) -> Vec<ZoneMention> {
        let page = self.page;
        let mut found = Vec::new();
        let mut next = 0;
        for sentence in &page.sentences {
            let sentence = &sentence.extent;
            for (at, c) in sentence.clone().zip(page.slice(sentence.clone())) {
                while mentions.get(next).is_some_and(|mention| mention.extent.end <= at) {
                    next += 1;
                }
                if *c != '区' || next == 0 {
                    continue;
                }
                let Some(kind) = self.bare_kind(sentence, at + 1) else {
                    continue;
                };
                let is_taken = mentions
                    .get(next)
                    .is_some_and(|mention| mention.extent.start < kind.end);
                let before = &mentions[next.saturating_sub(NEAR)..next];
                if is_taken {
                    continue;
                }
                found.extend(self.last_of_kind(before, kind));
            }
        }
        found
    }

    /// The kind that a clause opens with and that ends at a position.
    fn bare_kind(&self, sentence: &Extent, end: usize) -> Option<Extent> {
        let page = self.page;
        let mut starts = BARE_KINDS.iter().filter_map(|kind| page.ends(end, kind));
        let start = starts.find(|start| {
            let before = page.before(*start);
            *start == sentence.start || is_pause(before) || TIME_ENDS.contains(&before)
        })?;
        // 高新区域.
        let goes_on = matches!(page.at(end), '域' | '内' | '(');
        (start >= sentence.start && !goes_on).then_some(start..end)
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
