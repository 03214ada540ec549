//! Zones that a clause calls by their kind alone: 某经开区推进某综合保税区建设，经开区实现进出口500亿元 is of the first.

use super::names::Names;
use super::{ZoneMention, brief};
use crate::fact::ZoneRef;
use crate::page::{BREAK, Extent};
use crate::scene::is_pause;
use crate::tables::zones::{DISTINCTIONS, INNER_KINDS, TIME_ENDS};

/// How many zones back one is looked for.
const NEAR: usize = 8;
/// Characters of a sentence.
const SENTENCE: usize = 512;

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

    /// The only one of the zones before that is of a kind; none where that is the one spoken of anyway, where several are, or where
    /// the caller says of which zone the text is. 自贸区 is another zone, even where none was named.
    fn last_of_kind(&self, before: &[ZoneMention], kind: Extent) -> Option<ZoneMention> {
        let name = self.page.text(kind.clone());
        let last = before.iter().rev().find(|mention| !mention.is_companion)?;
        let mut of_kind = before
            .iter()
            .rev()
            .filter(|mention| self.is_of_kind(mention, &name));
        let Some(zone) = of_kind.next().map(|mention| &mention.zone) else {
            let is_inner = INNER_KINDS.contains(&name.as_str());
            return is_inner.then(|| self.mention(kind, ZoneRef::Proposed(name)));
        };
        let is_only = !self.is_given && of_kind.all(|mention| mention.zone == *zone);
        (is_only && last.zone != *zone).then(|| self.mention(kind, zone.clone()))
    }

    /// Whether a zone is called by a kind: 新区 is none of 高新区, and 开发区 may be short for 经济技术开发区.
    fn is_of_kind(&self, mention: &ZoneMention, kind: &str) -> bool {
        let zone = brief(&self.page.text(mention.extent.clone()));
        let is_kind = match kind {
            "开发区" => zone.ends_with(kind) || zone.ends_with("经开区"),
            "新区" => zone.ends_with(kind) && !zone.ends_with("高新区"),
            kind => zone.ends_with(kind),
        };
        is_kind && !mention.is_companion
    }

    /// Marks zones that a clause only sets apart behind another one of its sentence: 某高新区服务业复苏，某港经济开发区入选试点，服务业增加值增长7% is
    /// of the first, or so it seems.
    pub(super) fn set_apart(&self, mentions: &mut [ZoneMention]) {
        let mut topic = 0..0;
        for mention in mentions {
            let name = mention.extent.clone();
            let is_new = !self.is_same_sentence(topic.end, name.start);
            if !is_new && !topic.is_empty() && self.is_set_apart(&name) {
                mention.is_companion = true;
                mention.is_set_apart = true;
            } else if !mention.is_companion {
                topic = name;
            }
        }
    }

    /// Whether no sentence ends between two positions.
    fn is_same_sentence(&self, from: usize, to: usize) -> bool {
        let ends = |c: &char| matches!(*c, '。' | ';' | '!' | '?' | BREAK);
        to <= from + SENTENCE && !self.page.slice(from.min(to)..to).iter().any(ends)
    }

    fn is_set_apart(&self, zone: &Extent) -> bool {
        let page = self.page;
        let said = DISTINCTIONS.iter().any(|word| page.starts(zone.end, word));
        if page.before(zone.start) != '，' || !said {
            return false;
        }
        let limit = page.chars.len().min(zone.end + SENTENCE);
        let mut clause = (zone.end..limit).take_while(|at| !is_pause(page.at(*at)));
        !clause.any(|at| page.at(at).is_ascii_digit())
    }
}
