//! Lists of what lies in a zone, each with a number of its own: 甲公司、乙公司营收分别为….

use super::Items;
use crate::fact::SubjectRef;
use crate::page::Extent;
use crate::scene::Scene;
use crate::sides::counts;
use crate::tables::subjects::LISTED_THINGS;
use crate::tokens::Token;
use crate::turns::kind;

impl Scene<'_> {
    /// 甲公司、乙公司2023年营收: subjects, the last with the name of what is told of all.
    pub(super) fn subjects_of(&self, items: &[Extent]) -> Option<Items> {
        let (last, others) = items.split_last()?;
        let last = &self.before_time(last);
        let subjects: Option<Vec<SubjectRef>> =
            others.iter().map(|item| self.subject_in(item.clone())).collect();
        let mut subjects = subjects.filter(|subjects| !subjects.is_empty())?;
        let mut ends = (last.start + 1..=last.end).rev();
        let (end, subject) = ends.find_map(|end| Some((end, self.subject_in(last.start..end)?)))?;
        subjects.push(subject);
        let name = if end < last.end {
            Some(self.name_in(end..last.end)?)
        } else {
            None
        };
        Some(Items::Subjects(subjects, name))
    }

    /// 开工甲、乙两个项目，总投资分别为…; 两家企业-甲公司、乙公司，分别…: the list stands a clause before.
    pub(super) fn subjects_before(&self, cue: &Extent, wanted: usize) -> Option<Items> {
        let clause = self.clause_start(cue.start);
        let end = clause.checked_sub(1).filter(|end| *end > self.sentence.start)?;
        let (end, thing) = self
            .past_count(end)
            .map_or((end, None), |(end, thing)| (end, Some(thing)));
        let (extents, is_longer) = self.item_extents(end, wanted)?;
        if is_longer {
            return None;
        }
        let named = |extent: &Extent| {
            self.subject_in(extent.clone())
                .or_else(|| self.thing(extent, thing?))
        };
        let subjects: Option<Vec<SubjectRef>> = extents.iter().map(named).collect();
        let name = self.name_in(clause..cue.start);
        Some(Items::Subjects(subjects?, name))
    }

    /// Before the number of things that sums up a list: 两个项目, with what they are.
    fn past_count(&self, end: usize) -> Option<(usize, (&'static str, &'static str))> {
        let thing = LISTED_THINGS
            .iter()
            .find(|(word, _)| self.page.ends(end, word).is_some())?;
        let start = self.page.ends(end, thing.0)?;
        let token = self.tokens.tokens.get(self.token_past(start.checked_sub(1)?))?;
        let Token::Quantity(quantity) = token else {
            return None;
        };
        let is_count = quantity.unit.as_deref().is_some_and(counts) && quantity.extent.end == start;
        is_count.then_some((quantity.extent.start, *thing))
    }

    /// An item that its list says the kind of: 宏远芯片 of two 项目.
    fn thing(&self, extent: &Extent, (_, kind_id): (&str, &str)) -> Option<SubjectRef> {
        let start = self.past_leading(extent.start);
        let mut verbs = (start..extent.end).rev();
        let start = verbs
            .find_map(|at| self.noun_behind_verb(at, extent.end))
            .unwrap_or(start);
        let zh = self.page.text(start..extent.end);
        let is_name = zh.chars().nth(1).is_some() && !self.tokens_over(&(start..extent.end)).any(|_| true);
        Some(SubjectRef::Proposed {
            zh: zh.clone(),
            kind: kind(kind_id).filter(|_| is_name)?,
        })
    }
}
