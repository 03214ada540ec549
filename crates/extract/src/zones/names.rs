//! Names of zones that the catalogue doesn't know, and the short forms of a list whose last name lends its ending.

use std::ops::Range;

use super::{ZoneMention, bracket_at, is_aggregate, is_whole_of_ratio};
use crate::fact::ZoneRef;
use crate::lexicon::{Hit, Lexicon, Mention};
use crate::page::{Extent, Page, is_han};
use crate::rules::Rules;
use crate::scene::is_pause;
use crate::tables::scopes::TO_BECOME;
use crate::tables::zones::{
    DONE_FOR_ZONES, HEARD, INNER_ENDINGS, INNER_TAILS, JOINTS, NAME_STOPS, NAMES_WITH_STOPS, PARK_ENDINGS,
    STOPS_IN_NAMES, TIME_ENDS, ZONE_OFFICES,
};

/// Characters of a zone's name before its ending, such as 准格尔 in 准格尔经济开发区.
const ZONE_NAME: Range<usize> = 2..13;
/// Characters of a short form: 襄阳 and 武汉东湖.
const SHORT_NAME: Range<usize> = 2..5;

/// Characters of the longest name that holds a character which stands in no other.
const LONGEST_PLACE: usize = 4;

/// Where names of zones are looked for.
pub(super) struct Names<'a> {
    pub(super) page: &'a Page<'a>,
    pub(super) rules: &'a Rules,
    pub(super) lexicon: &'a Lexicon,
    pub(super) hits: &'a [Hit],
    /// Whether the caller says of which zone the text is.
    pub(super) is_given: bool,
}

/// The zones that stand before a place in the text.
struct Others<'a> {
    /// The last that the catalogue doesn't know.
    last: Option<&'a ZoneMention>,
    /// The last that it does.
    known: Option<&'a ZoneMention>,
    /// Whether one that it doesn't know is more than a kind of zones.
    has_named: bool,
}

impl Names<'_> {
    /// Where names of zones may end: most characters end none.
    pub(super) fn endings(&self) -> Vec<usize> {
        let marks = &self.rules.zone_names.marks;
        let chars = self.page.chars.iter().enumerate();
        let ends = chars.filter_map(|(at, c)| marks.contains(*c).then_some(at + 1));
        ends.collect()
    }

    /// Zones that the catalogue doesn't know, named at the head of a sentence or, where the ending leaves no doubt, of a clause.
    /// `endings` are all [`Names::endings`], `known` those zones that it does.
    pub(super) fn unknown(&self, mut endings: &[usize], known: &[ZoneMention]) -> Vec<ZoneMention> {
        let mut found: Vec<ZoneMention> = Vec::new();
        // Whether any of them is more than a kind of zones: asked for each, of all of the text.
        let mut has_named = false;
        let mut next = 0;
        for sentence in &self.page.sentences {
            let sentence = &sentence.extent;
            let has_others = !found.is_empty()
                || known
                    .first()
                    .is_some_and(|zone| zone.extent.start < sentence.start);
            let first = self.heading(sentence, has_others);
            let from = first
                .as_ref()
                .map_or(sentence.start, |mention| mention.extent.end);
            has_named |= first.as_ref().is_some_and(|zone| !self.is_kind(zone));
            found.extend(first);
            let here = endings.partition_point(|end| *end <= sentence.end);
            let (inside, behind) = endings.split_at(here);
            endings = behind;
            for end in inside.iter().copied().filter(|end| *end > from) {
                while known.get(next).is_some_and(|mention| mention.extent.end < end) {
                    next += 1;
                }
                let is_known = known.get(next).is_some_and(|mention| mention.extent.start < end);
                if !is_known {
                    let before = next.checked_sub(1).and_then(|last| known.get(last));
                    let others = Others {
                        last: found.last(),
                        known: before,
                        has_named,
                    };
                    let mention = self.at_clause(sentence, end, &others);
                    has_named |= mention.as_ref().is_some_and(|zone| !self.is_kind(zone));
                    found.extend(mention);
                }
            }
        }
        found
    }

    /// 国家高新区 is no zone by itself.
    fn is_kind(&self, zone: &ZoneMention) -> bool {
        is_aggregate(&self.page.text(zone.extent.clone()))
    }

    /// A zone named at the head of a sentence.
    fn heading(&self, sentence: &Extent, has_others: bool) -> Option<ZoneMention> {
        let (page, rules) = (self.page, self.rules);
        // A heading of Markdown: # 昆山高新区.
        let is_mark = |at: &usize| {
            page.at(*at) == '#' || *at > sentence.start && page.before(*at) == '#' && page.at(*at) == ' '
        };
        let marks = sentence.clone().take_while(is_mark).count();
        let start = sentence.start + marks;
        let limit = sentence.end.min(start + ZONE_NAME.end);
        let (at, end) = (start..limit).find_map(|at| Some((at, rules.scope.zone_endings.at(page, at)?.0)))?;
        if let Some(kind) = self.aggregate(start, at, end) {
            return self
                .spoken_of(sentence, kind)
                .filter(|_| !has_others && !self.is_given);
        }
        // 去年落地智慧园区 names a kind of things.
        let is_sure = self.rules.zone_names.endings.ends(page, end);
        let start = if is_sure {
            self.behind_cuts(start..at)
        } else {
            start
        };
        let first_hit = self.hits.partition_point(|hit| hit.extent.end <= start);
        let is_known = self.hits.get(first_hit).is_some_and(|hit| hit.extent.start < end);
        // 苏州生物医药产业园 lies in the zone that the text speaks of.
        let is_park = || PARK_ENDINGS.iter().any(|park| page.ends(end, park).is_some());
        let is_part = self.rules.zone_names.no_endings.ends(page, end) || has_others && is_park();
        // 物联网产业园、智造产业园4个平台: parts of a zone rather than zones.
        let is_listed = page.at(end) == '、';
        let is_inner = INNER_ENDINGS.iter().any(|word| page.ends(end, word).is_some())
            && INNER_TAILS.iter().any(|tail| page.starts(end, tail));
        let is_name = !is_known && !is_listed && !is_inner && !is_part && self.is_stem(start..at);
        is_name.then(|| self.proposed(start..end))
    }

    /// 同期，孝感高新区税收增长6.8%: a zone at the head of a clause, or that something is compared with there.
    fn at_clause(&self, sentence: &Extent, end: usize, others: &Others<'_>) -> Option<ZoneMention> {
        let (page, words) = (self.page, &self.rules.zone_names);
        let (stem, ()) = words.endings.before(page, end)?;
        // 沿海临港区域 names no zone, and 高新技术产业园区 goes on.
        let goes_on = page.at(end) == '域' || page.before(end) == '园' && page.at(end) == '区';
        if words.no_endings.ends(page, end) || goes_on {
            return None;
        }
        let stem = self.bracket_in_name(stem).unwrap_or(stem);
        let joins = |zone: &ZoneMention| zone.extent.end + 1 == stem;
        if JOINTS.contains(&page.before(stem))
            && (others.last.is_some_and(joins) || others.known.is_some_and(joins))
        {
            // 新站高新区和经开区: another zone, whichever it is.
            return Some(self.proposed(stem..end));
        }
        let from = sentence.start.max(stem.saturating_sub(ZONE_NAME.end));
        let is_edge = |at: &usize| !is_han(page.before(*at)) || self.is_stop(*at - 1);
        let edge = (from..stem)
            .rev()
            .find(|at| *at == sentence.start || is_edge(at))?;
        if let Some(kind) = self.aggregate(edge, stem, end) {
            let has_others = self.is_given || others.known.is_some() || others.has_named;
            return self.spoken_of(sentence, kind).filter(|_| !has_others);
        }
        let start = self.behind_cuts(edge..stem);
        let before = page.before(start);
        let is_head = start == sentence.start
            || is_pause(before)
            || start > edge
            || matches!(before, '、' | '(' | ')' | '#' | ' ')
            || JOINTS.contains(&before)
            || TIME_ENDS.contains(&before)
            || ZONE_OFFICES.iter().any(|office| page.starts(end, office))
            || self.is_placed(sentence, start, end);
        let is_companion = self.rules.scope.companions.ends(page, start);
        let is_name =
            (is_head || is_companion) && self.is_stem(start..stem) && self.is_free(start..end, stem);
        is_name.then(|| self.proposed(start..end))
    }

    /// Whether what seems a zone's name ends at a position, wherever in a clause it begins.
    pub(super) fn ends_name(&self, clause: usize, end: usize) -> bool {
        let (page, words) = (self.page, &self.rules.zone_names);
        let Some((stem, ())) = words
            .endings
            .before(page, end)
            .filter(|_| !words.no_endings.ends(page, end))
        else {
            return false;
        };
        let from = clause.max(stem.saturating_sub(ZONE_NAME.end));
        let is_edge = |at: &usize| !is_han(page.before(*at)) || self.is_stop(*at - 1);
        let edge = (from..stem).rev().find(|at| *at == clause || is_edge(at));
        edge.is_some_and(|edge| self.is_stem(self.past_leads(edge..stem)..stem))
    }

    /// 在合肥经开区，…, 位于某新区的…: what a clause tells of lies there.
    fn is_placed(&self, sentence: &Extent, start: usize, end: usize) -> bool {
        let page = self.page;
        // 记者从某经开区获悉: who reports is of no matter.
        if page.before(start) == '从' {
            return HEARD.iter().any(|word| page.starts(end, word));
        }
        let word = self.rules.zone_names.placing.before(page, start);
        let is_head = |at: usize| at == sentence.start || is_pause(page.before(at));
        // 在某开发区某新区内的…: a part of it stands between.
        let inner = (end + ZONE_NAME.start..end + SHORT_NAME.end)
            .find_map(|at| self.rules.zone_names.endings.at(page, at));
        let is_end = |at: usize| matches!(page.at(at), '，' | '的' | '内' | '里');
        word.is_some_and(|(word, ())| is_head(word))
            && (is_end(end) || inner.is_some_and(|(end, ())| is_end(end)))
    }

    /// Where a name begins in the words before its ending: 首次入驻望城 and 前三季度某市 hold more than one.
    fn behind_cuts(&self, words: Extent) -> usize {
        let start = self.past_leads(words.clone());
        let latest = words.end.saturating_sub(ZONE_NAME.start);
        let mut ends = (start + 1..=latest).rev();
        let cut = ends.find(|end| {
            self.rules
                .zone_names
                .cuts
                .before(self.page, *end)
                .is_some_and(|(word, ())| word >= start)
        });
        cut.map_or(start, |cut| self.past_leads(cut..words.end))
    }

    /// Behind light words before a name: 其中, 同期.
    pub(super) fn past_leads(&self, extent: Extent) -> usize {
        let mut at = extent.start;
        let words = [&self.rules.zone_names.leads, &self.rules.naming.leading];
        while let Some((end, ())) = words.iter().find_map(|words| words.at(self.page, at)) {
            // 如皋 begins like 如.
            if end >= extent.end || self.names_place(at) {
                break;
            }
            at = end;
        }
        at
    }

    /// Whether a character stands in no zone's name; the 月 of 净月 does.
    fn is_stop(&self, at: usize) -> bool {
        let reach = at.saturating_sub(LONGEST_PLACE - 1)..=at;
        let holds =
            |word: &&str, from: usize| from + word.chars().count() > at && self.page.starts(from, word);
        let c = self.page.at(at);
        NAME_STOPS.contains(c)
            && !(STOPS_IN_NAMES.contains(c)
                && reach
                    .into_iter()
                    .any(|from| NAMES_WITH_STOPS.iter().any(|word| holds(word, from))))
    }

    /// 两江新区: whether a place begins there that begins like what no zone is called by.
    fn names_place(&self, at: usize) -> bool {
        NAMES_WITH_STOPS.iter().any(|word| self.page.starts(at, word))
    }

    /// 呼和浩特(金山)高新区: where the brackets open that a name has before its ending.
    fn bracket_in_name(&self, stem: usize) -> Option<usize> {
        if self.page.before(stem) != ')' {
            return None;
        }
        let open = (stem.saturating_sub(SHORT_NAME.end + 2)..stem)
            .rev()
            .find(|at| self.page.at(*at) == '(')?;
        let inside = self.page.slice(open + 1..stem - 1);
        (SHORT_NAME.contains(&inside.len()) && inside.iter().all(|c| is_han(*c))).then_some(open)
    }

    /// Whether words name something before the ending of a zone: no verb, and no word for zones in general.
    fn is_stem(&self, stem: Extent) -> bool {
        let (page, words) = (self.page, &self.rules.naming);
        let text = page.slice(stem.clone());
        let acts = |at: usize| {
            let verb = words.verbs.at(page, at);
            verb.is_some_and(|(end, ())| end <= stem.end)
        };
        ZONE_NAME.contains(&text.len())
            && text.iter().all(|c| is_han(*c))
            && !stem.clone().any(|at| self.is_stop(at))
            && (!self.rules.zone_names.no_names.begins(page, stem.start) || self.names_place(stem.start))
            && !stem.clone().any(acts)
            && !stem.clone().any(|at| {
                let is_said = |word: &&str| page.starts(at, word);
                TO_BECOME.iter().any(is_said) || DONE_FOR_ZONES.iter().any(is_said)
            })
            && !self.rules.scope.elsewhere.is_in(page, stem)
    }

    /// Whether no name of the catalogue reaches into a name but that of a city or province that it begins with.
    fn is_free(&self, name: Extent, stem: usize) -> bool {
        let first = self.hits.partition_point(|hit| hit.extent.end <= name.start);
        let mut over = self.hits[first..]
            .iter()
            .take_while(|hit| hit.extent.start < name.end);
        over.all(|hit| {
            let is_place = self
                .lexicon
                .entry(hit.entry)
                .is_some_and(|entry| matches!(entry.zone, Some((_, Mention::City | Mention::Outer))));
            is_place && hit.extent.start == name.start && hit.extent.end <= stem
        })
    }

    pub(super) fn proposed(&self, extent: Extent) -> ZoneMention {
        self.mention(extent.clone(), ZoneRef::Proposed(self.page.text(extent)))
    }

    pub(super) fn mention(&self, extent: Extent, zone: ZoneRef) -> ZoneMention {
        ZoneMention {
            is_companion: self.rules.scope.companions.ends(self.page, extent.start)
                || is_whole_of_ratio(self.page, extent.end),
            is_set_apart: false,
            bracket: bracket_at(self.page, extent.end),
            extent,
            zone,
        }
    }

    /// 武汉东湖、襄阳、宜昌高新区: the zones before the last have its ending too.
    pub(super) fn with_shared_ending(&self, mentions: &[ZoneMention]) -> Vec<ZoneMention> {
        let mut found = Vec::new();
        for (n, last) in mentions.iter().enumerate() {
            let before = n.checked_sub(1).and_then(|n| mentions.get(n));
            let floor = before.map_or(0, |mention| mention.extent.end + 1);
            found.extend(self.list_before(last, floor).into_iter().flatten());
        }
        found
    }

    fn list_before(&self, last: &ZoneMention, floor: usize) -> Option<Vec<ZoneMention>> {
        let page = self.page;
        let mut end = last.extent.start.checked_sub(1)?;
        if !JOINTS.contains(&page.at(end)) || end <= floor {
            return None;
        }
        let (ending, ()) = self.rules.zone_names.endings.before(page, last.extent.end)?;
        let ending = page.text(ending..last.extent.end);
        let mut items: Vec<ZoneMention> = Vec::new();
        loop {
            let from = floor.max(end.saturating_sub(SHORT_NAME.end * 2));
            let edge = |at: &usize| {
                let before = page.before(*at);
                !is_han(before) || JOINTS.contains(&before) || TIME_ENDS.contains(&before)
            };
            let edge = (from..end).rev().find(edge)?;
            let start = self.past_leads(edge..end);
            items.push(self.short(start..end, &ending)?);
            if start == edge && JOINTS.contains(&page.before(edge)) && edge - 1 > floor {
                end = edge - 1;
                continue;
            }
            return Some(items);
        }
    }

    /// The zone that a short form stands for.
    fn short(&self, name: Extent, ending: &str) -> Option<ZoneMention> {
        let page = self.page;
        let full = format!("{}{ending}", page.text(name.clone()));
        if let Some(zone) = self.lexicon.zone_named(&full) {
            return Some(self.mention(name, ZoneRef::Known(zone.clone())));
        }
        let is_name = SHORT_NAME.contains(&name.len())
            && self.is_stem(name.clone())
            && self.is_free(name.clone(), name.end);
        is_name.then(|| self.mention(name, ZoneRef::Proposed(full)))
    }
}
