//! Words glued to a name of the catalogue that are no part of it: 软件业高新技术企业820家 counts some of them.

use crate::fact::SubjectRef;
use crate::lexicon::Mention;
use crate::page::{Extent, is_han};
use crate::scene::Scene;
use crate::tables::subjects::BARE_FIRM;

/// How far before a name a word may begin that explains what stands between.
const NEAR: usize = 12;
/// How far before a name those may be told whose figure it is.
const ACTING: usize = 24;

impl Scene<'_> {
    /// Whether a word stands right before a name that no rule explains: it may pick a part of what the name stands for.
    /// Zones, times, verbs, other names and words that leave a whole what it is explain.
    pub(crate) fn is_modified(&self, name: &Extent, subject: Option<&SubjectRef>) -> bool {
        // What is told of a project or a parcel that the catalogue knows is no part of the zone's total.
        if let Some(SubjectRef::Known { .. }) = subject {
            return false;
        }
        let clause = self.clause_start(name.start).max(name.start.saturating_sub(NEAR));
        let mut at = name.start;
        while at > clause && is_han(self.page.before(at)) {
            if matches!(self.page.before(at), '、' | '和' | '及' | '与' | '或')
                || self.is_explained(at, subject)
            {
                return false;
            }
            match self.light_word_ending(at) {
                Some(start) => at = start.max(clause),
                None => return true,
            }
        }
        false
    }

    /// 规模以上服务业企业实现营业收入560亿元: those who act before the verb are some of the zone's, and the figure is theirs.
    /// 企业 alone, and 全区企业, are all of them.
    pub(crate) fn is_done_by_some(&self, name: &Extent) -> bool {
        let words = &self.rules.naming;
        let clause = self.clause_start(name.start);
        let clause = clause.max(name.start.saturating_sub(ACTING));
        let mut at = name.start;
        while at > clause {
            if let Some((start, ())) = words.doers.before(self.page, at) {
                let is_all = self.page.ends(at, BARE_FIRM).is_some() && self.past_opening(clause) >= start;
                return at < name.start && !is_all;
            }
            let verb = words.verbs.before(self.page, at).map(|(start, ())| start);
            let linking = || {
                let word = words.linking.before(self.page, at)?;
                (!words.no_linking.ends(self.page, at)).then_some(word.0)
            };
            let step = verb
                .or_else(|| self.span_ending(at))
                .or_else(linking)
                .or_else(|| self.light_word_ending(at));
            match step {
                Some(start) => at = start,
                None => return false,
            }
        }
        false
    }

    /// Whether a word ends at a position behind which a name stands for itself.
    fn is_explained(&self, end: usize, subject: Option<&SubjectRef>) -> bool {
        let words = &self.rules.naming;
        // 某镇常住人口 of no town that was taken up is hardly the zone's.
        let is_subject = subject.is_some_and(|subject| {
            self.page.ends(end, subject.zh()).is_some() || self.rules.scope.topic_endings.ends(self.page, end)
        });
        words.verbs.ends(self.page, end)
            || words.linking.ends(self.page, end) && !words.no_linking.ends(self.page, end)
            || is_subject
            || self.rules.scope.zone_itself.ends(self.page, end)
            || self.rules.scope.several.ends(self.page, end)
            || self.span_ending(end).is_some()
            || self.zones.iter().any(|zone| zone.extent.end == end)
            || self.is_name_ending(end)
            || self.tokens_over(&(end - 1..end)).next().is_some()
    }

    /// Whether the name of a subject, or of a city or province, ends there.
    fn is_name_ending(&self, end: usize) -> bool {
        let hit = self.hits.get(self.first_hit(|hit| hit.extent.end < end));
        let entry = hit
            .filter(|hit| hit.extent.end == end)
            .and_then(|hit| self.lexicon.entry(hit.entry));
        entry.is_some_and(|entry| {
            let is_place = matches!(entry.zone, Some((_, Mention::Outer | Mention::City)));
            is_place || !entry.subjects.is_empty()
        })
    }

    /// Where a word begins that leaves a name the whole that it is: 全社会, 全年, 目前.
    fn light_word_ending(&self, end: usize) -> Option<usize> {
        let words = &self.rules.naming;
        let whole = words.whole.before(self.page, end);
        let light = || words.leading.before(self.page, end);
        whole.or_else(light).map(|(start, ())| start)
    }
}
