//! Who 该项目 is where a clause says what somebody is: 青石创新城是全市首个产城融合项目。该项目总投资50亿元.

use std::ops::Range;

use super::kind;
use crate::fact::SubjectRef;
use crate::page::{BREAK, is_han};
use crate::scene::{Scene, is_pause};
use crate::tables::scopes::{NO_ACTORS, NO_SOMEBODY, NO_SOMEBODY_STARTS, ONE_AMONG};
use crate::tokens::is_digit;

/// Characters of such a name.
const NAME: Range<usize> = 3..16;
/// How far before the word that refers to it the clause may begin.
const REACH: usize = 80;

impl Scene<'_> {
    /// The last that a clause close before a position calls such a kind of thing. Only a word that refers to one asks:
    /// 招商引资是一号工程 names nobody.
    pub(crate) fn identified(&self, before: usize, ending: &str) -> Option<SubjectRef> {
        let page = self.page;
        let from = before.saturating_sub(REACH);
        let mut verbs = (from..before).rev().take_while(|at| page.at(*at) != BREAK);
        let verb = verbs.find(|at| page.at(*at) == '是' && page.before(*at) != '的')?;
        // “新基建”领衔项目: marks of a quotation end no clause.
        let end = (verb..before).find(|at| matches!(page.at(*at), '，' | '。' | ';' | BREAK))?;
        let said = page.ends(end, ONE_AMONG).unwrap_or(end);
        let (_, kind_id) = self.rules.scope.endings.before(page, said)?;
        page.ends(said, ending).filter(|start| *start > verb + 1)?;
        let end = verb - usize::from(page.before(verb) == '也');
        let start = (end.saturating_sub(NAME.end)..end)
            .rev()
            .find(|at| is_pause(page.before(*at)) || page.before(*at) == BREAK || *at == 0)?;
        let name = page.slice(start..end);
        let is_name = NAME.contains(&name.len())
            && name.iter().all(|c| is_han(*c) || c.is_ascii_alphanumeric())
            && !name.contains(&'的')
            && !NO_SOMEBODY_STARTS.contains(page.at(start))
            && !NO_SOMEBODY.iter().any(|word| page.ends(end, word).is_some())
            && !name.iter().any(|c| *c == '第' || is_digit(*c))
            && !self.rules.scope.zone_endings.ends(page, end)
            && !self.rules.scope.zone_itself.begins(page, start)
            && !NO_ACTORS.iter().any(|word| page.ends(end, word).is_some());
        is_name.then_some(SubjectRef::Proposed {
            zh: name.iter().collect(),
            kind: kind(kind_id)?,
        })
    }
}
