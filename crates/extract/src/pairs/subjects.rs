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
        let mut others = others.to_vec();
        if let Some(first) = others.first_mut() {
            *first = self.behind_count(first);
        }
        let subjects: Option<Vec<SubjectRef>> =
            others.into_iter().map(|item| self.subject_in(item)).collect();
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

    /// 投资额分别为10亿元和20亿元的甲项目和乙项目: the list stands behind its numbers.
    pub(super) fn subjects_behind(&self, numbers: &[usize]) -> Option<Vec<SubjectRef>> {
        let number = self.tokens.tokens.get(*numbers.last()?)?.extent();
        if self.page.at(number.end) != '的' {
            return None;
        }
        let start = number.end + 1;
        let end = self.clause_end(start, self.sentence.end);
        let is_joint = |c: &char| matches!(c, '、' | '和' | '与' | '及');
        let mut at = start;
        let items = self.page.slice(start..end).split(is_joint).map(|item| {
            let item = at..at + item.len();
            at = item.end + 1;
            item
        });
        let items: Vec<Extent> = items.collect();
        let (last, others) = items.split_last().filter(|_| items.len() == numbers.len())?;
        let others = others.iter().map(|item| self.subject_in(item.clone()));
        // 甲项目和乙项目开工: the clause goes on behind the last.
        let mut ends = (last.start + 1..=last.end).rev();
        let last = ends.find_map(|end| self.subject_in(last.start..end));
        others.chain([last]).collect()
    }

    /// Behind the number of things whose names follow: 两家上市公司甲公司、乙公司.
    fn behind_count(&self, item: &Extent) -> Extent {
        let start = self.past_leading(item.start);
        let token = self.tokens.tokens.get(self.token_past(start));
        let Some(Token::Quantity(count)) = token.filter(|token| token.extent().start == start) else {
            return item.clone();
        };
        let behind = self.past_thing(count.extent.end);
        behind
            .filter(|end| *end < item.end)
            .map_or(item.clone(), |end| end..item.end)
    }

    /// Where the word for listed things ends that begins at a position.
    pub(crate) fn past_thing(&self, at: usize) -> Option<usize> {
        let thing = LISTED_THINGS.iter().find(|(word, _)| self.page.starts(at, word));
        thing.map(|(word, _)| at + word.chars().count())
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
