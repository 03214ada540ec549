//! Numbers with units that are no figures of their own: they pick, bound or precede another one.

use zhibiao_model::qualifier::Qualifier;
use zhibiao_model::unit::Base;

use crate::assemble::Candidate;
use crate::lexicon::Hit;
use crate::page::{Extent, is_han};
use crate::quantity::Quantity;
use crate::reading::NoiseKind;
use crate::scene::Scene;
use crate::sides::{counts, is_output};
use crate::tables::cues::{Cue, FORMER_TIMES, MOVING, TURNED};
use crate::tables::names::{CONVERTING, ONE_IN, SUMS};
use crate::tables::numbers::{BETWEEN_BOUNDS, SIZES};
use crate::thresholds::is_amount;
use crate::tokens::Token;
use crate::units::{is_length_of_time, is_money, is_of};
use crate::zones::ZoneMention;

/// How far behind a bound the things may stand that it picks.
pub(crate) const PICKED: usize = 8;
/// Characters of 折合人民币约.
const LONGEST_CONVERTING: usize = 8;
/// How many there are for which another number is told: 每1万.
const ROUND: [f64; 9] = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8];
/// How far behind a number 之一 may stand.
const ONE_OF: usize = 24;
/// How far behind a former value the word of change may stand.
const CHANGE: usize = 6;
/// Characters of 建区 in 由建区之初的.
const LONGEST_LEAD: usize = 8;

impl Scene<'_> {
    /// What looks like a figure and only helps to name or date another one.
    pub(crate) fn aside(&self, candidate: &Candidate<'_>) -> Option<NoiseKind> {
        let quantity = candidate.quantity;
        if self.is_interval(quantity) {
            return Some(NoiseKind::TimeSpan);
        }
        if self.is_for_each(quantity) || self.is_one_in_many(quantity) || self.is_one_of(quantity) {
            return Some(NoiseKind::Class);
        }
        // 九台经济开发区.
        let is_within = |zone: &ZoneMention| {
            zone.extent.start <= quantity.number.start && quantity.number.end <= zone.extent.end
        };
        if self.zones.iter().any(is_within) {
            return Some(NoiseKind::Word);
        }
        let is_output = quantity.unit.as_deref().is_some_and(is_output);
        if self.name_around(quantity).is_some() && !is_output {
            return Some(NoiseKind::Word);
        }
        // “1个千亿+4个百亿”.
        let end = quantity.extent.end;
        let is_size =
            || SIZES.iter().any(|size| self.page.starts(end, size)) && !is_han(self.page.at(end + 2));
        if self.page.before(end) == '个' && is_size() {
            return Some(NoiseKind::Class);
        }
        let is_class = self.is_ranked_among(candidate) || self.is_threshold(candidate);
        is_class.then_some(NoiseKind::Class)
    }

    /// 4亿美元（约合30亿元人民币）: the same money once more.
    pub(crate) fn is_conversion(&self, candidate: &Candidate<'_>) -> bool {
        let quantity = candidate.quantity;
        let from = candidate.from;
        if !matches!(self.page.at(from), '(' | '，') || !quantity.unit.as_deref().is_some_and(is_money) {
            return false;
        }
        let said = self.page.text(from + 1..quantity.number.start);
        CONVERTING.iter().any(|word| said.starts_with(word)) && said.chars().count() <= LONGEST_CONVERTING
    }

    /// 平均每65秒下线一台车: how often something is done.
    fn is_interval(&self, quantity: &Quantity) -> bool {
        self.page.before(quantity.extent.start) == '每'
            && quantity.unit.as_deref().is_some_and(is_length_of_time)
    }

    /// 每1万从业人员拥有专利388件: for how many the number behind is told.
    pub(crate) fn is_for_each(&self, quantity: &Quantity) -> bool {
        self.page.before(quantity.extent.start) == '每' && ROUND.contains(&quantity.value)
    }

    /// 平均每15家企业就有1家上市: how many there are of so many is a ratio, and neither number counts them.
    fn is_one_in_many(&self, quantity: &Quantity) -> bool {
        let Extent { start, end } = quantity.extent;
        if self.page.before(start) == '每' {
            let clause = end..self.clause_end(end, self.sentence.end);
            return clause.into_iter().any(|at| self.page.starts(at, ONE_IN));
        }
        let clause = self.clause_start(start)..start;
        self.page.ends(start, ONE_IN).is_some()
            && self
                .tokens_over(&clause)
                .any(|token| self.page.before(token.extent().start) == '每')
    }

    /// 全国首批10个示范园区之一: of how many one is spoken of.
    fn is_one_of(&self, quantity: &Quantity) -> bool {
        let end = quantity.extent.end;
        let is_count = quantity.unit.as_deref().is_some_and(counts);
        let clause = self.clause_end(end, self.sentence.end.min(end + ONE_OF));
        let mut behind = (end + 2..=clause).filter(|at| self.page.ends(*at, "之一").is_some());
        let one = behind.next().filter(|_| is_count);
        one.is_some_and(|one| {
            !self
                .tokens_over(&(end..one - 2))
                .any(|token| matches!(token, Token::Quantity(_)))
        })
    }

    /// The subject's name that a number stands in: 准大电厂2×100万千瓦扩建项目.
    pub(crate) fn name_around(&self, quantity: &Quantity) -> Option<&Hit> {
        let from = self.first_hit(|hit| hit.extent.end <= quantity.number.start);
        let hit = self
            .hits
            .get(from)
            .filter(|hit| hit.extent.start < quantity.number.start)?;
        let entry = self.lexicon.entry(hit.entry)?;
        (!entry.subjects.is_empty()).then_some(hit)
    }

    /// 在169家国家高新区中排名第七: how many are ranked.
    fn is_ranked_among(&self, candidate: &Candidate<'_>) -> bool {
        let end = candidate.quantity.extent.end;
        let is_count = candidate.quantity.unit.as_deref().is_some_and(counts);
        let is_among = || {
            self.page
                .text(end..self.clause_end(end, candidate.to))
                .contains(['中', '里'])
        };
        let ranks = || {
            self.cues(end, candidate.to)
                .iter()
                .any(|(_, cue)| *cue == Cue::Rank)
        };
        // 在19个国家级新区中晋位升级 says no place.
        let moves = || {
            let clause = end..self.clause_end(end, candidate.to);
            let mut ends = clause.filter(|at| self.page.before(*at) == '中');
            ends.any(|at| MOVING.iter().any(|word| self.page.starts(at, word)))
        };
        is_count && is_among() && (ranks() || moves())
    }

    /// Where the word of change begins that a former growth has before it, and what it says: 由上年的下降5.2%转为增长7.7%.
    pub(crate) fn former_change(&self, quantity: &Quantity) -> (usize, Option<Cue>) {
        let start = quantity.extent.start;
        let change = self.rules.numbers.former_changes.before(self.page, start);
        change.map_or((start, None), |(start, change)| (start, Some(change)))
    }

    /// 由建区之初的7平方公里: where the words of a time begin at which a change started.
    pub(crate) fn former_lead(&self, end: usize) -> Option<usize> {
        if self.page.before(end) != '的' {
            return None;
        }
        FORMER_TIMES
            .iter()
            .find_map(|word| self.page.ends(end, word))
            .and_then(|time| {
                let near =
                    time.saturating_sub(LONGEST_LEAD).max(self.sentence.start)..=time.saturating_sub(1);
                near.rev().find(|at| matches!(self.page.at(*at), '由' | '从'))
            })
    }

    /// 由7天压缩至3天: the value before the change.
    pub(crate) fn is_former(&self, quantity: &Quantity) -> bool {
        let (start, _) = self.former_change(quantity);
        let former = &self.rules.numbers.former;
        // 由2019年的168家增长到327家: the year may stand between.
        let dated = || {
            self.span_ending(start)
                .is_some_and(|time| former.ends(self.page, time))
        };
        // 由3至5名专家组成: the ends of a range are no values of two times.
        let is_place = quantity
            .unit
            .as_deref()
            .is_some_and(|unit| is_of(unit, Base::Rank));
        // 从全省第10位上升到第8位.
        let among = || {
            let whole = self.rules.scope.elsewhere.before(self.page, start);
            whole.is_some_and(|(word, ())| former.ends(self.page, word))
        };
        let is_told = || {
            former.ends(self.page, start)
                || dated()
                || self.former_lead(start).is_some()
                || is_place && among()
        };
        if quantity.is_range_end || !is_told() {
            return false;
        }
        let end = quantity.extent.end;
        // 由第5位跃居第3位.
        let arrives = self
            .cues(end, end + CHANGE)
            .iter()
            .any(|(_, cue)| *cue == Cue::Arrival || is_place && *cue == Cue::Rank);
        let turns = || TURNED.iter().any(|word| self.page.starts(end, word));
        arrives || matches!(self.page.at(end), '到' | '至') || turns()
    }

    /// 10亿元以上项目5个, 3家投资超10亿元的企业: a bound that tells which things are counted.
    fn is_threshold(&self, candidate: &Candidate<'_>) -> bool {
        let quantity = candidate.quantity;
        let end = quantity.extent.end;
        if self.is_class_counted(quantity)
            || self.is_range_counted(quantity)
            || self.is_size_of_counted(quantity)
            || self.is_reached_by_counted(quantity)
        {
            return true;
        }
        // 全市62%以上的高新技术企业 are a share.
        if self.share_of_place(quantity).is_some() {
            return false;
        }
        let describes = self.page.at(end) == '的';
        if describes && (self.is_part_of_things(quantity) || self.is_total_of_things(quantity)) {
            return false;
        }
        let is_amount = is_amount(self, quantity);
        if !(is_amount || describes) || quantity.qualifier == Qualifier::Exact {
            return false;
        }
        if self.picks_counted(quantity) || self.picks_before(quantity) {
            return true;
        }
        let behind = end + usize::from(describes);
        let near = self.clause_end(behind, behind + PICKED);
        let picks = (behind..near).any(|at| self.rules.numbers.bounded.begins(self.page, at));
        let bounds = self.bound_ending(end).is_some();
        picks && (bounds || self.is_picked_behind(end, describes) || self.is_picked_before(candidate))
    }

    /// 9家企业营业收入超10亿元: an amount that each of the things counted before it has reached.
    fn is_reached_by_counted(&self, quantity: &Quantity) -> bool {
        // Most numbers bound nothing.
        if quantity.qualifier == Qualifier::Exact {
            return false;
        }
        let start = quantity.extent.start;
        let before = self.first_token(|token| token.extent().start < start);
        let counted = before.checked_sub(1).and_then(|at| self.tokens.tokens.get(at));
        let Some(Token::Quantity(counted)) = counted else {
            return false;
        };
        self.reached_by(counted)
            .is_some_and(|bound| bound.extent == quantity.extent)
    }

    /// 80%以上的企业完成改造: nothing before the number in its clause says what is bounded, so that it tells how many of them.
    fn is_part_of_things(&self, quantity: &Quantity) -> bool {
        let start = quantity.extent.start;
        let is_ratio = quantity
            .unit
            .as_deref()
            .is_some_and(|unit| unit.dimension().is_one());
        is_ratio && self.past_leading(self.clause_start(start)) >= start
    }

    /// 总投资逾510亿元的53个项目: what all of them come to.
    fn is_total_of_things(&self, quantity: &Quantity) -> bool {
        let end = quantity.extent.end + 1;
        let next = self.tokens.tokens.get(self.token_past(end));
        let counted =
            next.is_some_and(|token| matches!(token, Token::Quantity(_)) && token.extent().start == end);
        let name = self.strip_linking(self.clause_start(quantity.extent.start), quantity.whole.start);
        counted && SUMS.iter().any(|total| self.page.ends(name, total).is_some())
    }

    /// 50人以上企业200家, 其中10亿元以上21个: what is counted right behind a bound is what it picks.
    fn is_class_counted(&self, quantity: &Quantity) -> bool {
        let end = quantity.extent.end;
        if self.bound_ending(end).is_none() {
            return false;
        }
        let next = self
            .tokens
            .tokens
            .get(self.first_token(|token| token.extent().start < end));
        next.is_some_and(|token| {
            let Token::Quantity(next) = token else {
                return false;
            };
            let start = next.extent.start;
            let verbs = &self.rules.naming.verbs;
            let is_near = start <= end + PICKED && self.clause_end(end, start) >= start;
            !self.page.slice(end..start.max(end)).contains(&'、')
                && is_near
                && next.unit.as_deref().is_some_and(counts)
                && !(end..start).any(|at| verbs.begins(self.page, at))
        })
    }

    /// 20~50亿元项目3个: both ends of a range bound the things that are counted behind them.
    fn is_range_counted(&self, quantity: &Quantity) -> bool {
        let end = quantity.whole.end;
        let is_amount = quantity.unit.as_deref().is_some_and(is_money);
        if !quantity.is_range_end || !is_amount {
            return false;
        }
        let end = self.bounds_end(end);
        let next = self.tokens.tokens.get(self.token_past(end));
        let near = end..end + PICKED;
        let is_thing = near
            .clone()
            .any(|at| self.rules.numbers.bounded.begins(self.page, at));
        matches!(next, Some(Token::Quantity(next))
            if is_thing && near.contains(&next.extent.start) && next.unit.as_deref().is_some_and(counts)
                && self.clause_end(end, next.extent.start) >= next.extent.start)
    }

    /// Behind 之间 or 的, which may stand between a range and what it picks.
    fn bounds_end(&self, end: usize) -> usize {
        let end = self.page.past(end, BETWEEN_BOUNDS);
        end + usize::from(self.page.at(end) == '的')
    }

    /// Where the word of a bound begins that ends at a position.
    pub(crate) fn bound_ending(&self, end: usize) -> Option<usize> {
        let word = self.rules.numbers.bounds.before(self.page, end);
        word.map(|(start, ())| start)
    }

    /// Whether the things picked are counted behind the bound, in its clause.
    fn is_picked_behind(&self, end: usize, describes: bool) -> bool {
        let tokens = &self.tokens.tokens;
        let next = tokens.get(self.first_token(|token| token.extent().start < end));
        next.is_some_and(|token| {
            let is_near = token.extent().start < self.clause_end(end, self.sentence.end);
            let Token::Quantity(next) = token else {
                return false;
            };
            is_near && (describes || next.unit.as_deref().is_some_and(counts))
        })
    }

    fn is_picked_before(&self, candidate: &Candidate<'_>) -> bool {
        let start = candidate.quantity.extent.start;
        candidate.from > self.sentence.start && self.clause_end(candidate.from, start) == start
    }
}
