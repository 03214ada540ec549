//! Growths in a row without 分别: 营业收入600亿元、税收收入42亿元，同比增长12%、9%.

use super::Pairs;
use crate::scene::Scene;
use crate::tables::cues::Cue;
use crate::tables::zones::JOINTS;
use crate::tokens::Token;
use crate::units::is_relative;

impl Scene<'_> {
    /// Growths that have no name of their own are those of as many amounts in the clause before; beside another number of
    /// amounts nobody can tell whose they are.
    pub(super) fn pair_growths(&self, pairs: &mut Pairs) {
        self.each_free_run(
            pairs,
            // Most numbers stand in no list.
            |first| match JOINTS.contains(&self.page.at(first.end)) && self.opens_with_growth(first.start) {
                true => self.run_of_numbers(first.start),
                false => Vec::new(),
            },
            |pairs, start, run| match self.amounts_before(self.clause_start(start), run.len()) {
                Some(amounts) => match self.series(&amounts) {
                    Some(names) => self.tell(run, &names, &mut pairs.told),
                    None => pairs.unpaired.extend(run),
                },
                None => pairs.unpaired.extend(run),
            },
        );
    }

    /// Whether nothing but words of growth stands between a pause and a number.
    fn opens_with_growth(&self, number: usize) -> bool {
        let clause = self.clause_start(number);
        let is_pause = clause > self.sentence.start && self.page.before(clause) == '，';
        // Most numbers stand behind a name.
        if !is_pause || !self.is_beside(clause, number) {
            return false;
        }
        let cues = self.cues(clause, number);
        let grows = cues
            .iter()
            .any(|(_, cue)| matches!(cue, Cue::Growth | Cue::Decline));
        grows && !cues.iter().any(|(_, cue)| *cue == Cue::Separately)
    }

    /// The amounts of the list that ends before a pause, if they are so many.
    fn amounts_before(&self, clause: usize, wanted: usize) -> Option<Vec<usize>> {
        let found = self.figures_before(clause, wanted)?;
        let tokens = &self.tokens.tokens;
        let amount = |at: &usize| match tokens.get(*at)? {
            Token::Quantity(quantity) if !quantity.unit.as_deref().is_some_and(is_relative) => Some(quantity),
            Token::Quantity(_)
            | Token::Rank(_)
            | Token::Year(_)
            | Token::Noise(..)
            | Token::Malformed(_)
            | Token::Numeral(_) => None,
        };
        let amounts: Vec<_> = found.iter().map(amount).collect::<Option<_>>()?;
        let are_joined = amounts.windows(2).all(|pair| match pair {
            [one, _] => JOINTS.contains(&self.page.at(one.extent.end)),
            _ => true,
        });
        let first = amounts.first()?.extent.start;
        let opening = self.clause_start(first)..first;
        let is_whole =
            !self.tokens_over(&opening).any(Token::is_figure) && amounts.last()?.extent.end + 1 == clause;
        (are_joined && is_whole).then_some(found)
    }
}
