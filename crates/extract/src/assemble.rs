//! Puts facts together: name, measure, value, unit, zone, subject and period of each number, and how sure that is.

mod actors;
mod candidate;
mod conflicts;
mod counted;
mod doubts;
mod elsewhere;
mod facts;
mod former;
mod found;
mod parks;
mod plans;
mod repeats;
mod scope;
mod table;
mod telling;
mod things;
mod units;
mod unsure;

use std::ops::Range;

pub(crate) use candidate::Candidate;
use conflicts::Figures;
use facts::Draft;
use found::Found;
use plans::Plans;
use repeats::Claims;

use crate::cells::{Row, TableHead};
use crate::fact::{Fact, Measure, Reason, ZoneRef};
use crate::heads::HeadUnit;
use crate::joint::Joint;
use crate::naming::Named;
use crate::others::Other;
use crate::page::{Extent, Page};
use crate::pairs::Pairs;
use crate::periods::Periods;
use crate::reading::{Missing, Noise, NoiseKind, Reading, Unmatched};
use crate::rules::Rules;
use crate::scene::Scene;
use crate::subjects::Subjects;
use crate::tokens::Token;
use crate::zones::Zones;

/// How far back a head with a unit is looked for.
const HEAD: usize = 80;
/// Reasons that a fact has in most cases.
const REASONS: usize = 8;
/// Nothing is surer or less sure than so.
const CONFIDENCE: (f64, f64) = (0.05, 0.99);

/// Collects what becomes of every number.
pub(crate) struct Assembler<'a> {
    page: &'a Page<'a>,
    rules: &'a Rules,
    reading: Reading,
    /// What was said in the article.
    said: Claims,
    /// What was told of each indicator in the text.
    figures: Figures,
    block: Extent,
    /// Its cells, once they were looked for.
    cells: Option<Vec<Extent>>,
    row: Row,
    /// The cells of the head of the table at hand.
    heads: TableHead,
    /// 单位：亿元 in a line above.
    unit_above: Option<HeadUnit>,
    /// 单位：亿元、%: rates below it have no sign of their own.
    has_rates: bool,
    /// The name of the number before, in the sentence at hand.
    carried: Option<Named>,
    /// What the sentence before told of all whose parts the one at hand tells: 其中，新材料产业增长6%.
    told_of_all: Option<Named>,
    /// The name that the last sentence is and says nothing of: （1）地区生产总值。
    theme: Option<Named>,
    plans: Plans,
    /// Behind the last number of the sentence that is of a part of the zone.
    part: Option<usize>,
    /// The part of the zone whose doings the clauses at hand tell.
    actor: Option<String>,
    /// Whether the last number was of somebody that no rule knows, of whom a sentence behind a semicolon goes on.
    anothers: bool,
    /// What was found in the sentence at hand.
    here: Found,
    /// Whether it ended with a number of another place.
    ends_elsewhere: bool,
    /// Whether the sentences at hand have left the subject of the one before, for what zones have alone.
    has_left: bool,
    /// The zones that the last list named, or the last sentence one by one, for 三区分别.
    listed: Vec<ZoneRef>,
}

/// What the text speaks of at the sentence at hand.
pub(crate) struct Topics<'a, 't> {
    pub(crate) zones: &'a Zones,
    pub(crate) subjects: &'a Subjects,
    pub(crate) periods: &'a mut Periods<'t>,
}

impl<'a> Assembler<'a> {
    pub(crate) fn new(page: &'a Page<'a>, rules: &'a Rules, tokens: &[Token]) -> Self {
        let numbers = tokens.iter().filter(|token| matches!(token, Token::Quantity(_)));
        let reading = Reading {
            // Facts are large: a list that grows is copied several times.
            facts: Vec::with_capacity(numbers.count()),
            ..Reading::default()
        };
        Self {
            page,
            rules,
            reading,
            said: Claims::default(),
            figures: Figures::default(),
            block: 0..0,
            cells: None,
            row: Row::default(),
            heads: TableHead::default(),
            unit_above: None,
            has_rates: false,
            carried: None,
            told_of_all: None,
            theme: None,
            plans: Plans::default(),
            part: None,
            actor: None,
            anothers: false,
            here: Found::default(),
            ends_elsewhere: false,
            has_left: false,
            listed: Vec::new(),
        }
    }

    /// Another article begins.
    fn forget(&mut self) {
        self.said.forget();
        self.unit_above = None;
        self.has_rates = false;
        self.listed.clear();
    }

    /// Goes on to a block, which may begin another article.
    pub(crate) fn enter_block(&mut self, extent: Extent, is_article: bool) {
        if is_article {
            self.forget();
        }
        let text = self.page.slice(extent.start..extent.end.min(extent.start + HEAD));
        self.enter_units(text);
        self.block = extent;
        self.ends_elsewhere = false;
        self.theme = None;
        self.cells = None;
    }

    /// What was read.
    pub(crate) fn finish(mut self) -> Reading {
        self.lean();
        let place = |fact: &Fact| fact.number.bytes.start;
        // Facts are large, and nearly always in order.
        if !self.reading.facts.is_sorted_by_key(place) {
            self.reading.facts.sort_by_key(place);
        }
        self.reading
    }

    /// Reads the numbers of a sentence, which are those tokens.
    pub(crate) fn sentence(&mut self, scene: &Scene<'_>, topics: &mut Topics<'_, '_>, numbers: Range<usize>) {
        self.enter_sentence(scene);
        self.enter_row(scene, &numbers);
        let pairs = scene.pairs(&self.listed);
        if let Some(zones) = pairs.zones.clone().or_else(|| scene.zones_in_turn()) {
            self.listed = zones;
        }
        if let Some(last) = scene.tokens.tokens[numbers.clone()].last() {
            // Where an endless sentence is cut, its last number may reach over the cut.
            let end = scene.sentence.end.max(last.extent().end);
            let sentence = self.page.span(&(scene.sentence.start..end));
            self.reading.sentences.push(sentence);
        }
        for at in numbers.clone() {
            self.token(scene, topics, &pairs, &numbers, at);
        }
        self.theme = scene.theme();
        let end = scene.sentence.end;
        self.ends_elsewhere = self
            .here
            .elsewhere
            .is_some_and(|last| !scene.is_home(last.min(end)..end));
    }

    /// Leaves what was told of the sentence before, but for what one behind a semicolon goes on with.
    fn enter_sentence(&mut self, scene: &Scene<'_>) {
        let themed = self.theme.take();
        let goes_on = scene.page.before(scene.sentence.start) == ';';
        self.plans.enter(goes_on);
        if !goes_on {
            self.actor = None;
            let told = std::mem::replace(&mut self.carried, themed);
            self.told_of_all = told.filter(|_| scene.opens_with_parts());
            self.anothers = false;
            self.has_left = false;
        }
        self.part = self.part.filter(|_| self.anothers);
        self.here = Found {
            place_before: std::mem::take(&mut self.ends_elsewhere),
            ..Found::default()
        };
    }

    /// Tells what one of the tokens of the sentence is; all of them are `numbers`.
    fn token(
        &mut self,
        scene: &Scene<'_>,
        topics: &mut Topics<'_, '_>,
        pairs: &Pairs,
        numbers: &Range<usize>,
        at: usize,
    ) {
        let tokens = &scene.tokens.tokens;
        let (quantity, is_rank) = match &tokens[at] {
            Token::Noise(extent, kind) => return self.noise(extent, *kind),
            Token::Malformed(extent) => return self.unmatched(extent, Missing::Number),
            Token::Numeral(extent) => return self.unmatched(extent, Missing::Numeral),
            Token::Quantity(quantity) | Token::Year(quantity) => (quantity, false),
            Token::Rank(quantity) => (quantity, true),
        };
        if pairs.unpaired.contains(&at) {
            return self.unmatched(&quantity.extent, Missing::Name);
        }
        let (from, to) = scene.room(quantity, &tokens[numbers.start..at], &tokens[at + 1..numbers.end]);
        let pair = pairs.told.get(&at);
        let candidate = Candidate {
            quantity: pair.map_or(quantity, |pair| &pair.quantity),
            is_rank,
            pair,
            from,
            to,
        };
        let each = pair.is_none().then(|| {
            let each = scene.names_of_each(quantity);
            each.or_else(|| scene.names_of_all(quantity))
        });
        if let Some(each) = each.flatten() {
            for pair in &each {
                let pair = Some(pair);
                self.candidate(scene, topics, &Candidate { pair, ..candidate });
            }
        } else if matches!(tokens[at], Token::Year(_)) {
            self.year(scene, topics, &candidate);
        } else {
            self.candidate(scene, topics, &candidate);
        }
    }

    fn candidate(&mut self, scene: &Scene<'_>, topics: &mut Topics<'_, '_>, candidate: &Candidate<'_>) {
        let quantity = candidate.quantity;
        if scene.is_former(quantity) {
            return self.former(scene, topics, candidate);
        }
        if let Some(kind) = scene.aside(candidate) {
            return self.noise(&quantity.extent, kind);
        }
        match scene.cell(quantity, &self.row, &self.heads) {
            Some(cell) => self.cell(scene, topics, candidate, cell),
            None => self.figure(scene, topics, candidate),
        }
    }

    /// A number of running text.
    fn figure(&mut self, scene: &Scene<'_>, topics: &mut Topics<'_, '_>, candidate: &Candidate<'_>) {
        let mut quantity = candidate.quantity.clone();
        let mut reasons = Vec::with_capacity(REASONS);
        let is_unknown =
            || quantity.unit.is_none() && !candidate.is_rank && scene.has_unknown_unit(&quantity);
        if is_unknown() || scene.is_in_degrees(&quantity) {
            return self.unmatched(&quantity.extent, Missing::Unit);
        }
        self.find_unit(scene, &mut quantity, candidate, &mut reasons);
        let said = self.said(scene, &mut quantity, candidate);
        if said.told != Measure::Yoy && scene.is_doubling(&quantity) {
            return self.leave_doubling(scene, candidate);
        }
        if said.measure == Measure::Share {
            quantity.qualifier = scene.qualifier_of_share(&quantity, candidate.from);
        }
        let other = scene.other(&quantity, &said);
        if other == Some(Other::Place) && candidate.pair.is_none() {
            return self.leave_other(scene, &quantity, candidate);
        }
        let said = scene.with_bracketed_caliber(said, &quantity);
        let (said, named) = self.of_plan(said, other);
        let Some((name, reason)) = named.or_else(|| self.name(scene, &quantity, candidate)) else {
            let has_unit = quantity.unit.is_some();
            let why = if has_unit { Missing::Name } else { Missing::Unit };
            return self.unmatched(&quantity.extent, why);
        };
        let (name, reason) = self.of_park(topics, &said, (name, reason), &quantity);
        if quantity.unit.is_none() {
            quantity.unit = scene
                .unit_of(&name.indicator)
                .or_else(|| scene.money_of(&quantity, &name))
                .or_else(|| scene.people_of(&quantity, &name));
            reasons.push(Reason::CarriedUnit);
        }
        let Some(unit) = quantity.unit.clone() else {
            return self.unmatched(&quantity.extent, Missing::Unit);
        };
        if self.is_elsewhere(scene, &quantity, &said, candidate, reason) {
            return self.leave_elsewhere(&quantity, name);
        }
        let is_sum = || scene.joint(&quantity) == Some(Joint::Together);
        if candidate.pair.is_none() && is_sum() {
            return self.unmatched(&quantity.extent, Missing::Scope);
        }
        if scene.is_term(&quantity, &name) {
            return self.noise(&quantity.extent, NoiseKind::TimeSpan);
        }
        reasons.push(reason);
        let mut draft = Draft {
            quantity,
            unit,
            said,
            name,
            period: None,
            reasons,
        };
        self.doubt_words(scene, candidate, reason, &mut draft);
        self.call(scene, topics, candidate, reason, &mut draft);
        self.settle_name(scene, candidate.pair.is_none(), reason, &mut draft);
        self.fact(scene, topics, candidate, draft);
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
