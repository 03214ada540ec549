//! Who says a quotation: “…。”某企业负责人张三说.

use crate::fact::SubjectRef;
use crate::lexicon::{Hit, Mention};
use crate::page::{Extent, LONGEST_SENTENCE};
use crate::scene::{Scene, is_pause};
use crate::tables::kinds::ENTERPRISES;
use crate::tables::subjects::{BARE_ANAPHORS, BARE_SPEAKERS, ENDINGS, OFFICES, SAYING};
use crate::turns::kind;

/// Longest attribution of a quotation.
const ATTRIBUTION: usize = 80;
/// Longest quotation.
const QUOTATION: usize = 2 * LONGEST_SENTENCE;

/// Whether somebody speaks that is no office.
fn is_somebody(who: &str) -> bool {
    who.chars().nth(1).is_some() && !OFFICES.iter().any(|office| who.contains(office))
}

impl Scene<'_> {
    /// The firm that speaks, where the sentence opens a quotation; None for an office, which speaks for the zone.
    pub(crate) fn speaker(&self) -> Option<SubjectRef> {
        let (start, title) = self.attribution()?;
        let who = self.firm(start, title)?;
        if !is_somebody(&who) {
            return None;
        }
        let known = self.one_of(self.lexicon.subjects_named(&who));
        let proposed = || {
            let known = ENDINGS.iter().find(|(ending, _)| who.ends_with(ending));
            Some(SubjectRef::Proposed {
                zh: who.clone(),
                // One whose name tells no kind is a firm.
                kind: kind(known.map_or(ENTERPRISES, |(_, kind)| *kind))?,
            })
        };
        known.or_else(proposed)
    }

    /// “我们去年…。”公司副总经理赵某说: whether a firm speaks that the words beside do not name.
    pub(crate) fn is_unnamed_speaker(&self) -> bool {
        let speaks = |(start, title): (usize, usize)| {
            let clause = (start..title).rev().find(|at| is_pause(self.page.before(*at)));
            let from = self.past_zone(clause.unwrap_or(start)..title);
            let who = self.page.text(from..title);
            let who = who.trim_start_matches(['该', '这', '家']);
            BARE_SPEAKERS.iter().any(|firm| who.starts_with(firm))
        };
        self.attribution().is_some_and(speaks)
    }

    /// Where the words begin that tell who says the quotation that the sentence opens, and where a title does in them.
    fn attribution(&self) -> Option<(usize, usize)> {
        let page = self.page;
        if page.at(self.sentence.start) != '“' {
            return None;
        }
        let limit = (self.sentence.start + QUOTATION).min(page.chars.len());
        let closes = |at: &usize| page.at(*at) == '”' && matches!(page.before(*at), '。' | '!' | '?' | '，');
        let start = (self.sentence.start..limit).find(closes)? + 1;
        let limit = page.chars.len().min(start + ATTRIBUTION);
        let end = (start..limit).find(|at| matches!(page.at(*at), '。' | '“' | '\n'))?;
        let text = page.text(start..end);
        if !SAYING.iter().any(|word| text.contains(word)) {
            return None;
        }
        let title = (start..end).find(|at| self.rules.scope.titles.begins(page, *at))?;
        Some((start, title))
    }

    /// What stands before a speaker's title, without the zone before it and the department behind it.
    fn firm(&self, attribution: usize, title: usize) -> Option<String> {
        let page = self.page;
        let clause = (attribution..title).rev().find(|at| is_pause(page.before(*at)));
        let start = self.past_zone(clause.unwrap_or(attribution)..title);
        let ending = (start + 1..=title)
            .rev()
            .find(|at| self.rules.scope.firms.ends(page, *at));
        let who = page.text(start..ending.unwrap_or(title));
        if !BARE_ANAPHORS.contains(&who.as_str()) {
            return Some(who);
        }
        // …有限公司车间，公司总工程师说: the firm is named a clause before.
        let end = (attribution..start)
            .rev()
            .find(|at| page.ends(*at, "公司").is_some())?;
        let parts = |at: &usize| matches!(page.before(*at), '的' | '在' | '，' | '”');
        let head = (attribution..end).rev().find(parts).unwrap_or(attribution);
        Some(page.text(head.max(self.past_zone(attribution..end))..end))
    }

    fn past_zone(&self, extent: Extent) -> usize {
        let zones = self.hits_in(extent.clone()).filter(|hit| self.is_zone(hit));
        zones.map(|hit| hit.extent.end).last().unwrap_or(extent.start)
    }

    fn is_zone(&self, hit: &Hit) -> bool {
        let entry = self.lexicon.entry(hit.entry);
        entry.is_some_and(|entry| matches!(entry.zone, Some((_, Mention::Zone))))
    }
}
