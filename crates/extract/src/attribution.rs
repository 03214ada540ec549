//! What a number is about: what its own words name, else what the text speaks of.

use crate::fact::SubjectRef;
use crate::naming::Named;
use crate::page::Extent;
use crate::quantity::Quantity;
use crate::scene::Scene;
use crate::sides::is_output;
use crate::subjects::Subjects;
use crate::tables::kinds::{ENTERPRISES, FUNDS, PROJECTS};
use crate::tables::names::{AMOUNTS_OF, DESCRIBING};
use crate::tables::subjects::{BARE_FIRM, GOES_ON, OF_ZONES};
use crate::tokens::Token;

/// How far before a number a name may stand that it may be of.
const BESIDE: usize = 40;
/// Characters of what a firm is called for short.
const CALLED: std::ops::Range<usize> = 2..8;
/// Kinds of whose figures none is the zone's.
const UNNAMED_KINDS: [&str; 3] = [ENTERPRISES, PROJECTS, FUNDS];

impl Scene<'_> {
    /// The subject of a number, and whether its sentence names it.
    pub(crate) fn subject(
        &self,
        subjects: &Subjects,
        quantity: &Quantity,
        name: &Named,
    ) -> (Option<SubjectRef>, bool) {
        let around = self.name_around(quantity).and_then(|hit| self.known(hit));
        let end = self.clause_end(quantity.extent.end, self.sentence.end);
        let behind = || {
            self.hits_in(quantity.extent.end..end)
                .find_map(|hit| self.known(hit))
        };
        let own = around
            .or_else(behind)
            .or_else(|| self.described(quantity, name, end));
        match own {
            Some(subject) => (Some(subject), true),
            // 总投资20亿元的某项目意义重大 is never of the one before.
            None if self.describes_unknown(quantity, name) => (None, true),
            None => subjects.at(quantity.extent.start),
        }
    }

    /// 总投资20亿元的某项目将投产: whether an amount describes a thing, whatever is planned of that.
    pub(crate) fn describes_thing(&self, quantity: &Quantity) -> bool {
        let start = quantity.extent.start;
        let is_amount = |word: &str| self.page.ends(start, word).is_some();
        self.page.at(quantity.extent.end) == '的'
            && DESCRIBING.iter().chain(AMOUNTS_OF).any(|word| is_amount(word))
    }

    /// Whether an amount of investment describes what stands behind it, whoever that is.
    fn describes_unknown(&self, quantity: &Quantity, name: &Named) -> bool {
        let end = quantity.extent.end;
        let zh = name.indicator.zh();
        self.page.at(end) == '的'
            && name.extent.end <= quantity.extent.start
            && DESCRIBING.iter().chain(AMOUNTS_OF).any(|word| zh == *word)
            && !self.page.at(end + 1).is_ascii_digit()
    }

    /// 首期规模1亿元的某基金, 100万吨甲醇项目, 904家企业共70项指标数据库: the thing behind that the number describes.
    fn described(&self, quantity: &Quantity, name: &Named, clause: usize) -> Option<SubjectRef> {
        let number = &quantity.extent;
        // 投资20亿元建设的某项目.
        let built = self.rules.scope.building.at(self.page, number.end);
        let link = built.map_or(number.end, |(end, ())| end);
        let is_linked = self.page.at(link) == '的';
        let begin = if is_linked { link + 1 } else { number.end };
        let describes = is_linked && name.extent.end <= number.start;
        let is_capacity = quantity.unit.as_deref().is_some_and(is_output) && name.extent.start >= number.end;
        let end = if describes || is_capacity {
            self.forward_end(begin, clause)
        } else {
            clause
        };
        let holds = |at: usize| self.rules.naming.holders.ends(self.page, at);
        let ending = (begin + 1..=end).rev().find(|at| {
            let ending = self.rules.scope.endings.before(self.page, *at);
            ending.is_some_and(|(start, _)| {
                start >= begin
                    && (describes && (*at == end || self.name_may_end(*at)) || is_capacity || holds(*at))
            })
        })?;
        self.proposed(self.past_numbers(begin..ending)..ending)
    }

    /// Whether words begin at a position that go on from a name: 某项目投产, 某项目一期.
    fn name_may_end(&self, at: usize) -> bool {
        let words = &self.rules.naming;
        let is_number = || {
            self.tokens_over(&(at..at + 1))
                .any(|token| token.extent().start == at)
        };
        words.verbs.begins(self.page, at)
            || words.predicates.begins(self.page, at)
            || self.rules.scope.topic_ends.begins(self.page, at)
            || matches!(self.page.at(at), '正' | '已' | '将' | '于' | '在' | '对')
            || GOES_ON.iter().any(|word| self.page.starts(at, word))
            || self.page.starts(at, "主体")
            || self.time_at(at).is_some()
            || is_number()
    }

    /// 某公司总投资5亿元: something inside the zone is named in the clause of a number, and no rule took it up.
    pub(crate) fn is_beside_somebody(&self, quantity: &Quantity) -> bool {
        let number = quantity.extent.start;
        let from = self.clause_start(number).max(number.saturating_sub(BESIDE));
        let endings = &self.rules.scope.topic_endings;
        let names = |at: &usize| {
            let ending = endings.before(self.page, *at);
            let is_one = ending.is_some_and(|(_, kind)| UNNAMED_KINDS.contains(&kind));
            is_one && *at < number && self.subject_in(from..*at).is_some()
        };
        (from..number).rev().any(|at| names(&at))
    }

    /// Whether a clause opens with a subject's name.
    pub(crate) fn opens_with_subject(&self, subject: &SubjectRef, number: usize) -> bool {
        let start = self.past_opening(self.clause_start(number));
        let name = subject.zh();
        self.page.starts(start, name)
    }

    /// Where the name ends of what zones are measured by, and this kind of thing is not, if a clause opens with one.
    pub(crate) fn opening_measure(&self, start: usize, kind: &str) -> Option<usize> {
        let start = start + usize::from(self.page.at(start) == '，');
        let hit = self.hits.get(self.first_hit(|hit| hit.extent.start < start))?;
        let code = self.lexicon.entry(hit.entry)?.indicator.as_ref()?;
        let kinds = &self.lexicon.indicator(code)?.subject_kinds;
        let is_others = !kinds.iter().any(|of| of.id() == kind);
        (hit.extent.start == start && is_others).then_some(hit.extent.end)
    }

    /// 全年签约项目68个: whether a clause opens with what zones have alone.
    pub(crate) fn opens_with_zones(&self, start: usize) -> bool {
        let hit = self.hits.get(self.first_hit(|hit| hit.extent.start < start));
        hit.is_some_and(|hit| {
            let name = self.page.text(hit.extent.clone());
            OF_ZONES.iter().any(|word| name.contains(word))
        })
    }

    /// 50家企业利润总额5亿元: some of them all, by the words before a name that begins with theirs.
    pub(crate) fn is_of_firms(&self, name: &Extent) -> bool {
        let page = self.page;
        let firm = name.start;
        if !page.starts(firm, BARE_FIRM) {
            return self.is_of_called(firm);
        }
        let clause = self.past_leading(self.clause_start(firm));
        let parts = (clause..firm)
            .rev()
            .find(|at| matches!(page.at(*at), '、' | '的'));
        parts.map_or(clause, |at| at + 1) < firm
    }

    /// 龙头企业隆基绿能实现营业收入825亿元: between 企业 and the name stands what one of them is called.
    fn is_of_called(&self, name: usize) -> bool {
        let page = self.page;
        let end = self.strip_linking(self.clause_start(name), name);
        let from = self.clause_start(name).max(end.saturating_sub(CALLED.end));
        let mut firms = (from..=end.saturating_sub(CALLED.start)).rev();
        let Some(called) = firms.find(|at| page.ends(*at, BARE_FIRM).is_some()) else {
            return false;
        };
        let words = &self.rules.naming;
        self.past_leading(called) == called
            && !(called..end).any(|at| {
                matches!(page.at(at), '的' | '、')
                    || words.verbs.begins(page, at)
                    || words.linking.begins(page, at)
            })
    }

    /// Behind the last number in an extent: both of 904家企业共70项指标数据库 are the database's.
    fn past_numbers(&self, extent: Extent) -> usize {
        let figures = self
            .tokens_over(&extent)
            .filter(|token| !matches!(token, Token::Noise(..)) && !self.is_output_named(token));
        let inside = figures.map(|token| token.extent().end);
        inside
            .filter(|end| *end <= extent.end)
            .last()
            .unwrap_or(extent.start)
            .max(extent.start)
    }
}
