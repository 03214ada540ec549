//! Puts facts together: name, measure, value, unit, zone, subject and period of each number, and how sure that is.

use std::collections::BTreeMap;

use zhibiao_model::unit::{Base, Dimension, Unit};

use crate::extractor::{Repeats, State, TokenRange};
use crate::fact::{Fact, IndicatorRef, Measure, PeriodBasis, Reason, SubjectRef, ZoneRef};
use crate::lexicon::Hit;
use crate::measures::Said;
use crate::naming::{Named, capacity, counts, is_output, is_per_one};
use crate::page::{Extent, Page};
use crate::pairs::{HeadUnit, Items, split_scale};
use crate::periods::Periods;
use crate::quantity::{Quantity, Script};
use crate::reading::{Missing, Noise, NoiseKind, Reading, Unmatched};
use crate::subjects::Scene;
use crate::tables::cues::{Cue, ELSEWHERE, FORMER};
use crate::tables::names::{BARE_ANAPHORS, LEVELS, SUBJECT_ENDINGS, THRESHOLD_OF};
use crate::tokens::Token;

/// How far back a head with a unit is looked for.
const HEAD: usize = 80;

/// Collects what becomes of every number.
pub(crate) struct Assembler<'a> {
    page: &'a Page<'a>,
    reading: Reading,
    said: Repeats,
    block: Extent,
    /// 单位：亿元 in a line above.
    unit_above: Option<HeadUnit>,
    /// The name of the number before, in the sentence at hand.
    carried: Option<Named>,
    /// What 分别 says of the numbers at hand, with the token that its list begins at.
    paired: Option<(usize, Said)>,
}

/// What 分别 says about a number.
struct Pair {
    quantity: Quantity,
    name: Option<Named>,
    zone: Option<ZoneRef>,
    /// The token that the list begins at.
    group: usize,
}

/// A number with what its neighbours leave to it.
struct Candidate<'q> {
    quantity: &'q Quantity,
    is_rank: bool,
    pair: Option<&'q Pair>,
    /// Where its words may begin and end.
    from: usize,
    to: usize,
}

impl<'a> Assembler<'a> {
    pub(crate) fn new(page: &'a Page<'a>) -> Self {
        Self {
            page,
            reading: Reading::default(),
            said: BTreeMap::new(),
            block: 0..0,
            unit_above: None,
            carried: None,
            paired: None,
        }
    }

    /// Another article begins.
    pub(crate) fn forget(&mut self) {
        self.said.clear();
        self.unit_above = None;
    }

    /// Goes on to a block.
    pub(crate) fn enter_block(&mut self, extent: Extent) {
        let text = self.page.text(extent.start..extent.end.min(extent.start + HEAD));
        if let Some((_, unit)) = text.split_once("单位:") {
            let end = unit.find([')', ' ', '，', '。', ';']).unwrap_or(unit.len());
            self.unit_above = unit.get(..end).and_then(split_scale);
        }
        self.block = extent;
    }

    /// What was read.
    pub(crate) fn finish(mut self) -> Reading {
        self.reading.facts.sort_by_key(|fact| fact.number.bytes.start);
        self.reading
    }

    /// Reads the numbers of a sentence.
    pub(crate) fn sentence(
        &mut self,
        scene: &Scene<'_>,
        state: &State<'_>,
        periods: &mut Periods<'_>,
        numbers: TokenRange,
    ) {
        if scene.page.before(scene.sentence.start) != ';' {
            self.carried = None;
        }
        let pairs = pairs(scene);
        let tokens = &scene.tokens.tokens;
        for at in numbers.clone() {
            let (quantity, is_rank) = match &tokens[at] {
                Token::Noise(extent, kind) => {
                    self.noise(extent, *kind);
                    continue;
                }
                Token::Malformed(extent) => {
                    self.unmatched(extent, Missing::Number);
                    continue;
                }
                Token::Quantity(quantity) => (quantity, false),
                Token::Rank(quantity) => (quantity, true),
            };
            // 5G and its like stand inside names; only figures bound the words of others.
            let whole = quantity.whole.clone();
            let bounds = |token: &&Token| match token {
                Token::Quantity(other) | Token::Rank(other) => other.whole != whole,
                Token::Malformed(_) => true,
                Token::Noise(..) => false,
            };
            let before = tokens[numbers.start..at].iter().rev().find(bounds);
            let behind = tokens[at + 1..numbers.end].iter().find(bounds);
            let from = before.map_or(scene.sentence.start, |token| token.extent().end);
            let to = behind.map_or(scene.sentence.end, |token| token.extent().start);
            let pair = pairs.get(&at);
            let quantity = pair.map_or(quantity, |pair| &pair.quantity);
            let candidate = Candidate {
                quantity,
                is_rank,
                pair,
                from: from.min(quantity.whole.start),
                to,
            };
            self.candidate(scene, state, periods, &candidate);
        }
    }

    fn candidate(
        &mut self,
        scene: &Scene<'_>,
        state: &State<'_>,
        periods: &mut Periods<'_>,
        candidate: &Candidate<'_>,
    ) {
        let quantity = candidate.quantity;
        if let Some(kind) = scene.aside(candidate) {
            // 审批时限由30天压缩至7天: the name stands before the value that was.
            if kind == NoiseKind::Former {
                self.carried = scene.name(quantity, candidate.from, quantity.extent.end, false);
            }
            return self.noise(&quantity.extent, kind);
        }
        let mut quantity = quantity.clone();
        let mut reasons = Vec::new();
        if quantity.unit.is_none() {
            self.carry_unit(scene, &mut quantity, &mut reasons);
        }
        let said = self.said(scene, &mut quantity, candidate);
        let beside = match candidate.pair.and_then(|pair| pair.name.clone()) {
            Some(name) => Some((name, Reason::Paired)),
            None => scene
                .inside_name(&quantity)
                .or_else(|| scene.name(&quantity, candidate.from, candidate.to, self.carried.is_some()))
                .map(|name| {
                    let reason = if name.indicator.code().is_some() {
                        Reason::CatalogName
                    } else {
                        Reason::ProposedName
                    };
                    (name, reason)
                }),
        };
        let carried = || self.carried.clone().map(|name| (name, Reason::CarriedName));
        let Some((name, reason)) = beside.or_else(carried) else {
            let why = if quantity.unit.is_none() {
                Missing::Unit
            } else {
                Missing::Name
            };
            return self.unmatched(&quantity.extent, why);
        };
        if quantity.unit.is_none() {
            quantity.unit = scene.unit_of(&name.indicator);
            reasons.push(Reason::CarriedUnit);
        }
        let Some(unit) = quantity.unit.clone() else {
            return self.unmatched(&quantity.extent, Missing::Unit);
        };
        if scene.is_elsewhere(&quantity, &said, candidate.from) {
            return self.unmatched(&quantity.extent, Missing::Scope);
        }
        reasons.push(reason);
        let name = part_of(name, self.carried.as_ref());
        self.carried = Some(name.clone());
        let fact = Draft {
            quantity,
            unit,
            said,
            name,
            reasons,
        };
        self.fact(scene, state, periods, candidate, fact);
    }

    /// The measure; of numbers that 分别 pairs it is told once, before the first.
    fn said(&mut self, scene: &Scene<'_>, quantity: &mut Quantity, candidate: &Candidate<'_>) -> Said {
        let group = candidate.pair.map(|pair| pair.group);
        if let Some((known, said)) = &self.paired
            && Some(*known) == group
        {
            return said.clone();
        }
        let from = scene.words_from(quantity, candidate.from);
        if scene.is_move_in_rank(quantity, from) {
            quantity.unit = Unit::parse("名次").ok();
        }
        let said = scene.measure(quantity, from, candidate.is_rank);
        self.paired = group.map(|group| (group, said.clone()));
        said
    }

    fn carry_unit(&self, scene: &Scene<'_>, quantity: &mut Quantity, reasons: &mut Vec<Reason>) {
        let from = self.block.start.max(quantity.number.start.saturating_sub(HEAD));
        let head = scene
            .unit_in_head(from, quantity.number.start)
            .or_else(|| self.unit_above.clone());
        if let Some(HeadUnit { scaled, base }) = head
            && let Ok(value) = scaled.convert(quantity.value, &base)
        {
            (quantity.value, quantity.unit) = (value, Some(base));
            reasons.push(Reason::CarriedUnit);
        }
    }

    fn fact(
        &mut self,
        scene: &Scene<'_>,
        state: &State<'_>,
        periods: &mut Periods<'_>,
        candidate: &Candidate<'_>,
        draft: Draft,
    ) {
        let Draft {
            quantity,
            unit,
            said,
            name,
            mut reasons,
        } = draft;
        let (zone, is_here) = match candidate.pair.and_then(|pair| pair.zone.clone()) {
            Some(zone) => (Some(zone), true),
            None => state.zones.at(quantity.extent.start),
        };
        let (subject, subject_here) = scene.subject(state, &quantity, &name, candidate.to);
        reasons.push(match (&zone, is_here) {
            (None, _) => Reason::NoZone,
            (Some(_), true) => Reason::ZoneInSentence,
            (Some(_), false) => Reason::CarriedZone,
        });
        match &subject {
            Some(_) if !subject_here => reasons.push(Reason::CarriedSubject),
            Some(SubjectRef::Proposed { .. }) => reasons.push(Reason::ProposedSubject),
            Some(SubjectRef::Known { .. }) | None => {}
        }
        let indicator = scene.growth_of(without_subject(name.indicator, subject.as_ref()), said.measure);
        let indicator = if said.measure == Measure::Share {
            scene.share_of(indicator)
        } else {
            indicator
        };
        let caliber = said.caliber.filter(|_| !scene.defines_ratio(&indicator));
        let period = periods.at(quantity.extent.start);
        reasons.extend(quantity.is_range_end.then_some(Reason::RangeEnd));
        reasons.extend((quantity.script == Script::Chinese).then_some(Reason::ChineseNumeral));
        reasons
            .extend(matches!(caliber, Some(crate::fact::Caliber::Unknown)).then_some(Reason::CaliberUnknown));
        reasons.extend(
            period
                .is_none_or(|period| period.basis == PeriodBasis::Default)
                .then_some(Reason::NoPeriod),
        );
        reasons.extend((!scene.converts(&indicator, &unit)).then_some(Reason::UnitDiffers));
        let value = if said.is_decline {
            0.0 - quantity.value
        } else {
            quantity.value
        };
        let key = (
            zone.clone(),
            indicator.zh().to_owned(),
            value.to_bits(),
            format!("{} {}", unit.symbol(), said.measure.code()),
        );
        if self.is_repeat(key, &subject) {
            return self.noise(&quantity.extent, NoiseKind::Repeat);
        }
        let confidence = (1.0 - reasons.iter().map(|reason| reason.cost()).sum::<f64>()).max(0.05);
        let evidence = name.extent.start.min(quantity.extent.start)..name.extent.end.max(quantity.extent.end);
        self.reading.facts.push(Fact {
            zone,
            subject,
            indicator,
            measure: said.measure,
            value,
            unit,
            qualifier: if said.is_decline {
                quantity.qualifier.flipped()
            } else {
                quantity.qualifier
            },
            caliber,
            period,
            evidence: self.page.span(&evidence),
            number: self.page.span(&quantity.number),
            confidence,
            reasons,
        });
    }

    /// Whether the same was said before, of the same subject or of none in particular.
    fn is_repeat(
        &mut self,
        key: (Option<ZoneRef>, String, u64, String),
        subject: &Option<SubjectRef>,
    ) -> bool {
        match self.said.get(&key) {
            Some(known) if subject.is_none() || known == subject => true,
            Some(_) | None => {
                self.said.insert(key, subject.clone());
                false
            }
        }
    }

    fn noise(&mut self, extent: &Extent, kind: NoiseKind) {
        self.reading.noise.push(Noise {
            number: self.page.span(extent),
            kind,
        });
    }

    fn unmatched(&mut self, extent: &Extent, why: Missing) {
        self.reading.unmatched.push(Unmatched {
            number: self.page.span(extent),
            why,
        });
    }
}

/// A fact without its scope.
struct Draft {
    quantity: Quantity,
    unit: Unit,
    said: Said,
    name: Named,
    reasons: Vec<Reason>,
}

/// 众创空间187家，其中国家级31家: the level says which of those just counted.
fn part_of(mut name: Named, carried: Option<&Named>) -> Named {
    if let (IndicatorRef::Proposed { zh }, Some(carried)) = (&mut name.indicator, carried)
        && LEVELS.contains(&zh.as_str())
    {
        let whole = carried.indicator.zh();
        zh.push_str(
            LEVELS
                .iter()
                .find_map(|level| whole.strip_prefix(level))
                .unwrap_or(whole),
        );
    }
    name
}

/// 云山铝业有限公司年产电解铝 is about the firm; what is measured is 年产电解铝.
fn without_subject(indicator: IndicatorRef, subject: Option<&SubjectRef>) -> IndicatorRef {
    match (&indicator, subject) {
        (IndicatorRef::Proposed { zh }, Some(subject)) => {
            let prefixes = std::iter::once(subject.zh()).chain(BARE_ANAPHORS.iter().copied());
            let rest = prefixes
                .filter_map(|prefix| zh.strip_prefix(prefix))
                .find(|rest| rest.chars().count() >= 2);
            let rest = rest.map(|rest| {
                rest.strip_prefix("现有")
                    .filter(|rest| rest.chars().count() >= 2)
                    .unwrap_or(rest)
            });
            rest.map(|rest| IndicatorRef::Proposed { zh: rest.to_owned() })
                .unwrap_or(indicator)
        }
        _ => indicator,
    }
}

fn pairs(scene: &Scene<'_>) -> BTreeMap<usize, Pair> {
    let mut pairs = BTreeMap::new();
    for pairing in scene.pairings() {
        let quantities = scene.with_units(&pairing);
        let group = pairing.numbers.first().copied().unwrap_or_default();
        for (n, (at, quantity)) in pairing.numbers.iter().zip(quantities).enumerate() {
            let (name, zone) = match &pairing.items {
                Items::Names(names) => (names.get(n).cloned(), None),
                Items::Zones(zones) => (None, zones.get(n).cloned()),
            };
            pairs.insert(
                *at,
                Pair {
                    quantity,
                    name,
                    zone,
                    group,
                },
            );
        }
    }
    pairs
}

impl Scene<'_> {
    /// What looks like a figure and only helps to name or date another one.
    fn aside(&self, candidate: &Candidate<'_>) -> Option<NoiseKind> {
        let quantity = candidate.quantity;
        if self.is_former(quantity) {
            return Some(NoiseKind::Former);
        }
        if self.is_ranked_among(candidate) {
            return Some(NoiseKind::Class);
        }
        let is_output = quantity.unit.as_ref().is_some_and(is_output);
        if self.name_around(quantity).is_some() && !is_output {
            return Some(NoiseKind::Word);
        }
        self.is_threshold(candidate).then_some(NoiseKind::Class)
    }

    /// 在169家国家高新区中排名第七: how many are ranked.
    fn is_ranked_among(&self, candidate: &Candidate<'_>) -> bool {
        let end = candidate.quantity.extent.end;
        let ranks = self
            .cues(end, candidate.to)
            .iter()
            .any(|(_, cue)| *cue == Cue::Rank);
        ranks && self.page.text(end..candidate.to).contains(['中', '里'])
    }

    /// 由7天压缩至3天: the value before the change.
    fn is_former(&self, quantity: &Quantity) -> bool {
        let begins = FORMER
            .iter()
            .any(|word| self.page.ends(quantity.extent.start, word).is_some());
        let end = quantity.extent.end;
        let arrives = self
            .cues(end, end + 6)
            .iter()
            .any(|(_, cue)| *cue == Cue::Arrival);
        begins && (arrives || matches!(self.page.at(end), '到' | '至'))
    }

    /// 10亿元以上项目5个, 3家投资超10亿元的企业: a bound that tells which things are counted.
    fn is_threshold(&self, candidate: &Candidate<'_>) -> bool {
        let quantity = candidate.quantity;
        let is_amount = quantity.unit.as_ref().is_some_and(|unit| !counts(unit));
        let describes = self.page.at(quantity.extent.end) == '的';
        if !(is_amount || describes) || quantity.qualifier == zhibiao_model::qualifier::Qualifier::Exact {
            return false;
        }
        let end = quantity.extent.end;
        let behind = end + usize::from(self.page.at(end) == '的');
        let names = THRESHOLD_OF.iter().any(|word| {
            (behind..behind + 8).any(|at| self.page.starts(at, word))
                && self.clause_end(end, end + 8) == end + 8
                || self.page.starts(behind, word)
        });
        let bounds = ["以上", "以下", "以内"]
            .iter()
            .any(|word| self.page.ends(end, word).is_some());
        let counted = |at: usize| {
            let tokens = &self.tokens.tokens;
            let from = tokens.partition_point(|token| token.extent().start < at);
            tokens.get(from)
        };
        let next = counted(end).is_some_and(|token| {
            let close = token.extent().start < self.clause_end(end, self.sentence.end);
            close && matches!(token, Token::Quantity(next) if describes || next.unit.as_ref().is_some_and(counts))
        });
        let before = candidate.from > self.sentence.start
            && self.clause_end(candidate.from, quantity.extent.start) == quantity.extent.start;
        names && (bounds || next || before)
    }

    /// 上升3位 behind a rank: places, no people.
    fn is_move_in_rank(&self, quantity: &Quantity, from: usize) -> bool {
        let end = quantity.extent.end;
        let moves = self
            .cues(from, quantity.whole.start)
            .iter()
            .any(|(_, cue)| matches!(cue, Cue::Growth | Cue::Decline));
        let ranks = self
            .cues(self.sentence.start, quantity.whole.start)
            .iter()
            .any(|(_, cue)| *cue == Cue::Rank);
        self.page.before(end) == '位' && moves && ranks
    }

    /// Where the words that tell a number's measure may begin: behind the number before, or the pause before it.
    fn words_from(&self, quantity: &Quantity, from: usize) -> usize {
        let pause = (from..quantity.whole.start)
            .rev()
            .find(|at| matches!(self.page.at(*at), '，' | ';' | '。' | ':' | '、'));
        pause.map_or(from, |at| at + 1)
    }

    /// A number of the whole country or province: no zone's.
    fn is_elsewhere(&self, quantity: &Quantity, said: &Said, from: usize) -> bool {
        if !matches!(
            said.measure,
            Measure::Level | Measure::Yoy | Measure::Target | Measure::Forecast
        ) {
            return false;
        }
        let number = quantity.extent.start;
        let pause = (self.sentence.start..number)
            .rev()
            .find(|at| matches!(self.page.at(*at), '，' | ';' | ':'));
        let clause = pause.map_or(self.sentence.start, |at| at + 1);
        if from > clause {
            return false;
        }
        let start = self.past_leading_words(clause);
        let word = ELSEWHERE.iter().find(|word| self.page.starts(start, word));
        word.is_some_and(|word| {
            let after = start + word.chars().count();
            !["率先", "首", "第一", "领先", "最", "唯一", "前", "各地"]
                .iter()
                .any(|word| self.page.starts(after, word))
        })
    }

    fn past_leading_words(&self, start: usize) -> usize {
        let times = &self.tokens.times;
        let time = times.get(times.partition_point(|time| time.extent.start < start));
        let start = time
            .filter(|time| time.extent.start == start)
            .map_or(start, |time| time.extent.end);
        if matches!(self.page.at(start), '，' | ' ') {
            start + 1
        } else {
            start
        }
    }

    /// The subject of a number: what its own words name, else what the text speaks of.
    fn subject(
        &self,
        state: &State<'_>,
        quantity: &Quantity,
        name: &Named,
        to: usize,
    ) -> (Option<SubjectRef>, bool) {
        if let Some(subject) = self.name_around(quantity).and_then(|hit| self.known(hit)) {
            return (Some(subject), true);
        }
        let end = self.clause_end(quantity.extent.end, self.sentence.end);
        let from = self
            .hits
            .partition_point(|hit| hit.extent.start < quantity.extent.end);
        let behind = self.hits[from..]
            .iter()
            .take_while(|hit| hit.extent.end <= end)
            .find_map(|hit| self.known(hit));
        if let Some(subject) = behind {
            return (Some(subject), true);
        }
        if let Some(subject) = self.counted_in(quantity, name, to.max(end).min(end)) {
            return (Some(subject), true);
        }
        state.subjects.at(quantity.extent.start)
    }

    /// 首期规模1亿元的某基金, 100万吨甲醇项目, 70项指标数据库: the thing that the number describes.
    fn counted_in(&self, quantity: &Quantity, name: &Named, end: usize) -> Option<SubjectRef> {
        let start = quantity.extent.end;
        let describes = self.page.at(start) == '的' && name.extent.end <= quantity.extent.start;
        let is_capacity = quantity.unit.as_ref().is_some_and(is_output) && name.extent.start >= start;
        let begin = start + usize::from(self.page.at(start) == '的');
        let end = if describes || is_capacity {
            self.forward_end(begin, end)
        } else {
            end
        };
        let ending = (begin..=end).rev().find(|at| {
            let ends =
                |(word, _): &&(&str, &str)| self.page.ends(*at, word).is_some_and(|start| start >= begin);
            let word = SUBJECT_ENDINGS.iter().find(ends);
            word.is_some_and(|(word, _)| describes && *at == end || is_capacity || *word == "数据库")
        })?;
        // Both numbers of 904家企业共70项指标数据库 are the database's.
        let tokens = &self.tokens.tokens;
        let last = tokens[..tokens.partition_point(|token| token.extent().end <= ending)].last();
        let begin = last.map_or(begin, |token| begin.max(token.extent().end));
        self.proposed(begin..ending, false)
    }

    /// A number inside a subject's name, 准大电厂2×100万千瓦扩建项目, is its capacity.
    fn inside_name(&self, quantity: &Quantity) -> Option<Named> {
        let hit = self.name_around(quantity)?;
        let zh = capacity(quantity).to_owned();
        let code = self.lexicon.indicator_named(&zh).cloned();
        let indicator = match code {
            Some(code) => IndicatorRef::Known { code, zh },
            None => IndicatorRef::Proposed { zh },
        };
        Some(Named {
            indicator,
            extent: hit.extent.clone(),
        })
    }

    fn name_around(&self, quantity: &Quantity) -> Option<&Hit> {
        let from = self
            .hits
            .partition_point(|hit| hit.extent.end <= quantity.number.start);
        let hit = self
            .hits
            .get(from)
            .filter(|hit| hit.extent.start < quantity.number.start)?;
        self.lexicon
            .entry(hit.entry)
            .is_some_and(|entry| !entry.subjects.is_empty())
            .then_some(hit)
    }

    /// The catalogue's indicator of a growth: 地区生产总值增速 for 地区生产总值同比增长5%.
    fn growth_of(&self, indicator: IndicatorRef, measure: Measure) -> IndicatorRef {
        let IndicatorRef::Known { code, zh } = &indicator else {
            return indicator;
        };
        if measure != Measure::Yoy {
            return indicator;
        }
        let official = self
            .lexicon
            .indicator(code)
            .map(|indicator| indicator.names.zh.clone());
        let names = [Some(zh.clone()), official].into_iter().flatten();
        let growth = names.flat_map(|name| ["增速", "增长率"].map(|ending| format!("{name}{ending}")));
        let found = growth
            .filter_map(|zh| Some((self.lexicon.indicator_named(&zh)?.clone(), zh)))
            .next();
        found.map_or(indicator, |(code, zh)| IndicatorRef::Known { code, zh })
    }

    /// 高技术制造业增加值占规上工业比重: the share of 高技术制造业增加值, whatever it is of.
    fn share_of(&self, indicator: IndicatorRef) -> IndicatorRef {
        let IndicatorRef::Proposed { zh } = &indicator else {
            return indicator;
        };
        let Some((part, _)) = zh.split_once('占').filter(|(part, _)| part.chars().count() >= 2) else {
            return indicator;
        };
        let zh = format!("{part}占比");
        match self.lexicon.indicator_named(&zh) {
            Some(code) => IndicatorRef::Known {
                code: code.clone(),
                zh,
            },
            None => IndicatorRef::Proposed { zh },
        }
    }

    fn defines_ratio(&self, indicator: &IndicatorRef) -> bool {
        let known = indicator.code().and_then(|code| self.lexicon.indicator(code));
        known.is_some_and(|indicator| indicator.formula.is_some())
    }

    /// Whether a unit suits the indicator; changes and ranks of it are in units of their own.
    fn converts(&self, indicator: &IndicatorRef, unit: &Unit) -> bool {
        let known = indicator.code().and_then(|code| self.lexicon.indicator(code));
        let is_relative = unit.dimension().is_one()
            || [Base::PercentagePoints, Base::Rank]
                .iter()
                .any(|base| *unit.dimension() == Dimension::of(*base));
        known.is_none_or(|known| {
            known.unit.converts_to(unit)
                || is_relative
                || is_per_one(&known.unit, unit)
                || counts(&known.unit) && counts(unit)
        })
    }

    /// The unit of a count of the catalogue, for 5G基站数2325; of an amount it could be any scale.
    fn unit_of(&self, indicator: &IndicatorRef) -> Option<Unit> {
        let known = self.lexicon.indicator(indicator.code()?)?;
        let is_plain = counts(&known.unit) && known.unit.to_canonical(1.0) == 1.0;
        is_plain.then(|| known.unit.clone())
    }
}
