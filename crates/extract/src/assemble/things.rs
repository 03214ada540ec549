//! Things that were just counted: a name that says nothing alone is told of them. 签约项目52个，总投资260亿元 is no total of the zone.

use super::{Assembler, Candidate, Topics};
use crate::fact::{Measure, Reason, SubjectRef};
use crate::measures::Said;
use crate::naming::Named;
use crate::page::Extent;
use crate::quantity::Quantity;
use crate::scene::Scene;
use crate::sides::counts;
use crate::tables::fields::{BARE_AMOUNTS, BARE_RATES, BARE_STAGES, COUNTED, REACHING};
use crate::tables::kinds::{ENTERPRISES, PROJECTS};

/// Kinds of subjects that have totals and rates of their own.
const OWNERS: [&str; 2] = [PROJECTS, ENTERPRISES];

/// Characters of brackets behind a count.
const LONGEST_BRACKET: usize = 60;

/// Things that a number of the sentence counts.
#[derive(Debug)]
pub(super) struct Things {
    zh: String,
    /// Behind their name and their number.
    end: usize,
}

impl Assembler<'_> {
    /// A name that says nothing alone, with the things that it is told of.
    pub(super) fn of_things(
        &self,
        scene: &Scene<'_>,
        topics: &Topics<'_, '_>,
        candidate: &Candidate<'_>,
        name: &Named,
        quantity: &Quantity,
    ) -> Option<Named> {
        let things = self.here.things.as_ref().filter(|_| candidate.pair.is_none())?;
        let bare = bare(name.indicator.zh())?;
        let (subject, is_here) = scene.subject(topics.subjects, quantity, name);
        let is_owned = is_here && subject.as_ref().is_some_and(has_own);
        // 签约项目68个，签约金额412亿元: the name says it all.
        let kind = COUNTED.iter().find_map(|thing| things.zh.strip_suffix(thing));
        let says_it = kind.is_some_and(|kind| {
            kind.chars().nth(1).is_some() && bare.starts_with(kind) && !bare.ends_with('率')
        });
        if is_owned || says_it || !scene.stands_behind(&name.extent, things.end) {
            return None;
        }
        // 30个项目开工，开工率60%: of all of them, not of those.
        let stage = bare
            .strip_suffix('率')
            .filter(|stage| things.zh.starts_with(stage));
        let whose = match (stage, kind) {
            (Some(_), Some(kind)) => things.zh.strip_prefix(kind).unwrap_or_default(),
            _ => things.zh.as_str(),
        };
        Some(Named {
            indicator: scene.indicator_called(format!("{whose}{bare}")),
            extent: name.extent.clone(),
        })
    }

    /// Takes up what a number counts; one with a name of its own ends what was told of the things before.
    pub(super) fn count_things(
        &mut self,
        scene: &Scene<'_>,
        name: &Named,
        quantity: &Quantity,
        said: &Said,
        reason: Reason,
    ) {
        // 项目157个（其中百亿级5个）、投资占比40%: what brackets hold is an aside.
        let is_aside = scene.is_in_brackets(quantity.extent.start);
        if is_aside || !matches!(reason, Reason::CatalogName | Reason::ProposedName) {
            return;
        }
        let zh = name.indicator.zh();
        let is_count = quantity.unit.as_deref().is_some_and(counts)
            && matches!(said.measure, Measure::Level | Measure::Target | Measure::Forecast)
            && COUNTED.iter().any(|thing| zh.ends_with(thing));
        self.here.things = is_count.then(|| Things {
            zh: zh.to_owned(),
            end: name.extent.end.max(quantity.extent.end),
        });
    }
}

impl Scene<'_> {
    /// Whether brackets stand open at a position.
    fn is_in_brackets(&self, at: usize) -> bool {
        let from = self.sentence.start.max(at.saturating_sub(LONGEST_BRACKET));
        let mut marks = self.page.slice(from..at).iter().rev();
        marks.find(|c| matches!(**c, '(' | ')')) == Some(&'(')
    }

    /// Whether nothing stands between a name and its clause's beginning, or the things counted before it in the clause, but
    /// that it was reached.
    fn stands_behind(&self, name: &Extent, things: usize) -> bool {
        // 项目157个、投资占比40%.
        let clause = match self.page.before(name.start) {
            '、' => name.start,
            _ => self.past_leading(self.clause_start(name.start)),
        };
        let start = clause.max(things);
        self.rules.fields.reaching.past(self.page, start) >= name.start
    }
}

/// What says nothing alone, without the words by which it was reached.
fn bare(zh: &str) -> Option<&str> {
    let mut rest = zh;
    loop {
        if [BARE_AMOUNTS, BARE_RATES, BARE_STAGES]
            .iter()
            .any(|words| words.contains(&rest))
        {
            return Some(rest);
        }
        rest = REACHING.iter().find_map(|word| rest.strip_prefix(word))?;
    }
}

fn has_own(subject: &SubjectRef) -> bool {
    OWNERS.contains(&subject.kind())
}
