//! Puts facts together: name, measure, value, unit, zone, subject and period of each number, and how sure that is.

use std::collections::BTreeMap;
use std::ops::Range;

use zhibiao_model::unit::Unit;

use crate::fact::{Caliber, Fact, FactPeriod, PeriodBasis, Reason, SubjectRef, ZoneRef};
use crate::indicators::{part_of, without_subject};
use crate::measures::Said;
use crate::naming::Named;
use crate::page::{Extent, Page};
use crate::pairs::{HeadUnit, Pair, split_scale};
use crate::periods::Periods;
use crate::quantity::{Quantity, Script};
use crate::reading::{Missing, Noise, NoiseKind, Reading, Unmatched};
use crate::scene::Scene;
use crate::subjects::Subjects;
use crate::tokens::Token;
use crate::zones::Zones;

/// How far back a head with a unit is looked for.
const HEAD: usize = 80;
/// Nothing is surer or less sure than so.
const CONFIDENCE: (f64, f64) = (0.05, 0.99);

/// Collects what becomes of every number.
pub(crate) struct Assembler<'a> {
    page: &'a Page<'a>,
    reading: Reading,
    /// What was said in the article, of which subject: the same again is a repetition.
    said: BTreeMap<Claim, Option<SubjectRef>>,
    block: Extent,
    /// 单位：亿元 in a line above.
    unit_above: Option<HeadUnit>,
    /// The name of the number before, in the sentence at hand.
    carried: Option<Named>,
    /// What 分别 says of the numbers at hand, with the token that its list begins at.
    paired: Option<(usize, Said)>,
}

/// What the text speaks of at the sentence at hand.
pub(crate) struct Topics<'a, 't> {
    pub(crate) zones: &'a Zones,
    pub(crate) subjects: &'a Subjects,
    pub(crate) periods: &'a mut Periods<'t>,
}

/// A number with what its neighbours leave to it.
pub(crate) struct Candidate<'q> {
    pub(crate) quantity: &'q Quantity,
    is_rank: bool,
    pair: Option<&'q Pair>,
    /// Where its words may begin and end.
    pub(crate) from: usize,
    pub(crate) to: usize,
}

/// What makes two figures the same one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Claim {
    zone: Option<ZoneRef>,
    indicator: String,
    measure: &'static str,
    /// Bits of the value: equal figures are written alike.
    value: u64,
    unit: String,
}

/// A fact without its scope.
struct Draft {
    quantity: Quantity,
    unit: Unit,
    said: Said,
    name: Named,
    reasons: Vec<Reason>,
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

    /// Reads the numbers of a sentence, which are those tokens.
    pub(crate) fn sentence(&mut self, scene: &Scene<'_>, topics: &mut Topics<'_, '_>, numbers: Range<usize>) {
        if scene.page.before(scene.sentence.start) != ';' {
            self.carried = None;
        }
        self.paired = None;
        let pairs = scene.pairs();
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
            let bounds = |token: &&Token| match token {
                Token::Quantity(other) | Token::Rank(other) => other.whole != quantity.whole,
                Token::Malformed(_) => true,
                Token::Noise(..) => false,
            };
            let before = tokens[numbers.start..at].iter().rev().find(bounds);
            let behind = tokens[at + 1..numbers.end].iter().find(bounds);
            let from = before.map_or(scene.sentence.start, |token| token.extent().end);
            let pair = pairs.get(&at);
            let candidate = Candidate {
                quantity: pair.map_or(quantity, |pair| &pair.quantity),
                is_rank,
                pair,
                from: from.min(quantity.whole.start),
                to: behind.map_or(scene.sentence.end, |token| token.extent().start),
            };
            self.candidate(scene, topics, &candidate);
        }
    }

    fn candidate(&mut self, scene: &Scene<'_>, topics: &mut Topics<'_, '_>, candidate: &Candidate<'_>) {
        let mut quantity = candidate.quantity.clone();
        if let Some(kind) = scene.aside(candidate) {
            // 审批时限由30天压缩至7天: the name stands before the value that was.
            if kind == NoiseKind::Former {
                self.carried = scene.name(&quantity, candidate.from, quantity.extent.end, false);
            }
            return self.noise(&quantity.extent, kind);
        }
        let mut reasons = Vec::new();
        if quantity.unit.is_none() {
            self.carry_unit(scene, &mut quantity, &mut reasons);
        }
        let said = self.said(scene, &mut quantity, candidate);
        let Some((name, reason)) = self.name(scene, &quantity, candidate) else {
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
        let draft = Draft {
            quantity,
            unit,
            said,
            name,
            reasons,
        };
        self.fact(scene, topics, candidate, draft);
    }

    /// The name: by 分别, inside a subject's name, beside the number, or that of the number before.
    fn name(
        &self,
        scene: &Scene<'_>,
        quantity: &Quantity,
        candidate: &Candidate<'_>,
    ) -> Option<(Named, Reason)> {
        if let Some(name) = candidate.pair.and_then(|pair| pair.name.clone()) {
            return Some((name, Reason::Paired));
        }
        let carries = self.carried.is_some();
        let beside = scene
            .inside_name(quantity)
            .or_else(|| scene.name(quantity, candidate.from, candidate.to, carries));
        match beside {
            Some(name) if name.indicator.code().is_some() => Some((name, Reason::CatalogName)),
            Some(name) => Some((name, Reason::ProposedName)),
            None => Some((self.carried.clone()?, Reason::CarriedName)),
        }
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
            quantity.unit = Some(scene.rules.places.clone());
        }
        let said = scene.measure(quantity, from, candidate.is_rank);
        self.paired = group.map(|group| (group, said.clone()));
        said
    }

    fn carry_unit(&self, scene: &Scene<'_>, quantity: &mut Quantity, reasons: &mut Vec<Reason>) {
        let from = self.block.start.max(quantity.number.start.saturating_sub(HEAD));
        let head = scene.unit_in_head(from, quantity.number.start);
        if let Some(HeadUnit { scaled, base }) = head.or_else(|| self.unit_above.clone())
            && let Ok(value) = scaled.convert(quantity.value, &base)
        {
            (quantity.value, quantity.unit) = (value, Some(base));
            reasons.push(Reason::CarriedUnit);
        }
    }

    fn fact(
        &mut self,
        scene: &Scene<'_>,
        topics: &mut Topics<'_, '_>,
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
        let (zone, zone_here) = match candidate.pair.and_then(|pair| pair.zone.clone()) {
            Some(zone) => (Some(zone), true),
            None => topics.zones.at(quantity.extent.start),
        };
        let (subject, subject_here) = scene.subject(topics.subjects, &quantity, &name);
        let evidence = name.extent.start.min(quantity.extent.start)..name.extent.end.max(quantity.extent.end);
        let indicator = scene.measured(without_subject(name.indicator, subject.as_ref()), said.measure);
        let caliber = said.caliber.filter(|_| !scene.defines_ratio(&indicator));
        let period = topics.periods.at(quantity.extent.start);
        reasons.push(zone_reason(zone.as_ref(), zone_here));
        reasons.extend(subject_reason(subject.as_ref(), subject_here));
        reasons.extend(doubts(&quantity, caliber.as_ref(), period));
        reasons.extend((!scene.converts(&indicator, &unit)).then_some(Reason::UnitDiffers));
        let value = if said.is_decline {
            0.0 - quantity.value
        } else {
            quantity.value
        };
        let claim = Claim {
            zone: zone.clone(),
            indicator: indicator.zh().to_owned(),
            measure: said.measure.code(),
            value: value.to_bits(),
            unit: unit.symbol().to_owned(),
        };
        if self.is_repeat(claim, &subject) {
            return self.noise(&quantity.extent, NoiseKind::Repeat);
        }
        let doubt: f64 = reasons.iter().map(|reason| reason.cost()).sum();
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
            confidence: (1.0 - doubt).clamp(CONFIDENCE.0, CONFIDENCE.1),
            reasons,
        });
    }

    /// Whether the same was said before, of the same subject or of none in particular.
    fn is_repeat(&mut self, claim: Claim, subject: &Option<SubjectRef>) -> bool {
        match self.said.get(&claim) {
            Some(known) if subject.is_none() || known == subject => true,
            Some(_) | None => {
                self.said.insert(claim, subject.clone());
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

fn zone_reason(zone: Option<&ZoneRef>, is_here: bool) -> Reason {
    match zone {
        None => Reason::NoZone,
        Some(_) if is_here => Reason::ZoneInSentence,
        Some(_) => Reason::CarriedZone,
    }
}

fn subject_reason(subject: Option<&SubjectRef>, is_here: bool) -> Option<Reason> {
    match subject? {
        _ if !is_here => Some(Reason::CarriedSubject),
        SubjectRef::Proposed { .. } => Some(Reason::ProposedSubject),
        SubjectRef::Known { .. } => None,
    }
}

fn doubts<'q>(
    quantity: &'q Quantity,
    caliber: Option<&Caliber>,
    period: Option<FactPeriod>,
) -> impl Iterator<Item = Reason> + use<'q> {
    let is_undated = period.is_none_or(|period| period.basis == PeriodBasis::Default);
    [
        (quantity.is_range_end, Reason::RangeEnd),
        (quantity.script == Script::Chinese, Reason::ChineseNumeral),
        (caliber == Some(&Caliber::Unknown), Reason::CaliberUnknown),
        (is_undated, Reason::NoPeriod),
    ]
    .into_iter()
    .filter_map(|(holds, reason)| holds.then_some(reason))
}
