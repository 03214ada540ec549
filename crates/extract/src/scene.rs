//! A sentence with all that was found in it, and the questions that every rule asks of it.

use zhibiao_model::ids::{SubjectName, ZoneId};
use zhibiao_model::period::Period;

use crate::fact::{SubjectRef, ZoneRef};
use crate::heads::Head;
use crate::lexicon::{Hit, Lexicon};
use crate::page::{Extent, Page, is_han};
use crate::reading::NoiseKind;
use crate::rules::Rules;
use crate::sections::Section;
use crate::sorted::first_from;
use crate::tables::cues::Cue;
use crate::times::TimeMention;
use crate::tokens::{Token, Tokens, is_digit};
use crate::words::Words;
use crate::zones::ZoneMention;

/// What a sentence is read with.
pub(crate) struct Scene<'a> {
    pub(crate) page: &'a Page<'a>,
    pub(crate) rules: &'a Rules,
    pub(crate) lexicon: &'a Lexicon,
    pub(crate) hits: &'a [Hit],
    pub(crate) tokens: &'a Tokens,
    /// Units in brackets.
    pub(crate) heads: &'a [Head],
    pub(crate) sentence: Extent,
    pub(crate) here: Here,
    /// Named in the sentence.
    pub(crate) zones: &'a [ZoneMention],
    /// Where several zones are told of together.
    pub(crate) groups: &'a [Extent],
    /// Spoken of at its end.
    pub(crate) zone: Option<ZoneRef>,
    /// The year spoken of before it.
    pub(crate) year: Option<i16>,
    /// The years together that were spoken of before its last semicolon.
    pub(crate) years: Option<Extent>,
    /// When the text was issued.
    pub(crate) issued: Option<Period>,
    /// The part of the report that it stands in.
    pub(crate) section: Section,
}

/// Where a sentence begins in the lists of what was found: what rules ask for lies near.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Here {
    hit: usize,
    token: usize,
    time: usize,
    cue: usize,
}

impl Here {
    /// Goes on to a position, which is not before the last one.
    pub(crate) fn advance(&mut self, at: usize, hits: &[Hit], tokens: &Tokens) {
        self.hit = first_from(hits, self.hit, |hit| hit.extent.start < at);
        self.token = first_from(&tokens.tokens, self.token, |token| token.extent().start < at);
        self.time = first_from(&tokens.times, self.time, |time| time.extent.start < at);
        self.cue = first_from(&tokens.cues, self.cue, |(extent, _)| extent.start < at);
    }

    /// The times that stand in an extent, which begins no earlier.
    pub(crate) fn times_in<'t>(&self, times: &'t [TimeMention], extent: &Extent) -> &'t [TimeMention] {
        let start = first_from(times, self.time, |time| time.extent.start < extent.start);
        let end = first_from(times, start, |time| time.extent.start < extent.end);
        times.get(start..end).unwrap_or_default()
    }
}

impl Scene<'_> {
    /// The index of the first name that is not before what is looked for.
    pub(crate) fn first_hit(&self, is_before: impl Fn(&Hit) -> bool) -> usize {
        first_from(self.hits, self.here.hit, is_before)
    }

    /// The same of the tokens.
    pub(crate) fn first_token(&self, is_before: impl Fn(&Token) -> bool) -> usize {
        first_from(&self.tokens.tokens, self.here.token, is_before)
    }

    /// The times from the first one on that is not before what is looked for.
    pub(crate) fn times_from(&self, is_before: impl Fn(&TimeMention) -> bool) -> &[TimeMention] {
        let times = &self.tokens.times;
        &times[first_from(times, self.here.time, is_before)..]
    }

    /// The names that lie in an extent.
    pub(crate) fn hits_in(&self, extent: Extent) -> impl Iterator<Item = &Hit> {
        let from = self.first_hit(|hit| hit.extent.start < extent.start);
        self.hits[from..]
            .iter()
            .take_while(move |hit| hit.extent.end <= extent.end)
    }

    /// The words of growth, rank and plan that begin in an extent.
    pub(crate) fn cues(&self, from: usize, to: usize) -> &[(Extent, Cue)] {
        let cues = &self.tokens.cues;
        let start = first_from(cues, self.here.cue, |(extent, _)| extent.start < from);
        let end = first_from(cues, start, |(extent, _)| extent.start < to);
        cues.get(start..end).unwrap_or_default()
    }

    /// The first token that ends behind a position.
    pub(crate) fn token_past(&self, at: usize) -> usize {
        self.first_token(|token| token.extent().end <= at)
    }

    /// The tokens that overlap an extent.
    pub(crate) fn tokens_over(&self, extent: &Extent) -> impl Iterator<Item = &Token> {
        let end = extent.end;
        self.tokens.tokens[self.token_past(extent.start)..]
            .iter()
            .take_while(move |token| token.extent().start < end)
    }

    /// Where the clause around a position begins.
    pub(crate) fn clause_start(&self, at: usize) -> usize {
        let pause = (self.sentence.start..at)
            .rev()
            .find(|at| is_pause(self.page.at(*at)));
        pause.map_or(self.sentence.start, |at| at + 1)
    }

    /// Where the clause around a position ends, at the latest at `to`.
    pub(crate) fn clause_end(&self, from: usize, to: usize) -> usize {
        let is_end = |at: &usize| {
            matches!(
                self.page.at(*at),
                '，' | '。' | ';' | '!' | '?' | '”' | '…' | ':' | '\n'
            )
        };
        (from..to).find(is_end).unwrap_or(to.max(from))
    }

    /// Behind zones, times and light words at the head of a name.
    pub(crate) fn past_leading(&self, start: usize) -> usize {
        self.past(start, &self.rules.naming.leading)
    }

    /// The same for the head of a clause, where 将 and 对 open an object, no topic.
    pub(crate) fn past_opening(&self, start: usize) -> usize {
        self.past(start, &self.rules.scope.opening)
    }

    fn past(&self, start: usize, words: &Words<()>) -> usize {
        let opens_time = |at: usize| self.rules.openings.contains(self.page.at(at));
        let mut at = start;
        loop {
            let zone = self.zones.iter().find(|mention| mention.extent.start == at);
            let zone = zone.map(|mention| mention.extent.end);
            // 现代服务业 begins with no 现.
            let is_name = || self.rules.naming.no_leading.begins(self.page, at);
            let word = || {
                words
                    .at(self.page, at)
                    .map(|(end, ())| end)
                    .filter(|_| !is_name())
            };
            // 到2026年力争….
            let until = || match self.page.at(at) {
                '到' | '至' => self.time_at(at + 1),
                _ => None,
            };
            let time = || {
                let time = opens_time(at).then(|| self.time_at(at))??;
                Some(self.past_deadline(time))
            };
            let end = zone
                .or_else(time)
                .or_else(|| self.span_at(at))
                .or_else(|| self.numbering_at(at))
                .or_else(word)
                .or_else(until);
            match end.filter(|end| *end < self.sentence.end) {
                Some(end) => at = end,
                None => return at,
            }
        }
    }

    /// 年底前完成学校: 前 belongs to the time where a verb stands behind it.
    fn past_deadline(&self, end: usize) -> usize {
        let is_deadline = self.page.at(end) == '前' && self.rules.naming.verbs.begins(self.page, end + 1);
        end + usize::from(is_deadline)
    }

    /// Where a span of time that begins at a position ends: 近三年.
    fn span_at(&self, at: usize) -> Option<usize> {
        let start = at + usize::from(self.page.at(at) == '近');
        if !is_digit(self.page.at(start)) {
            return None;
        }
        let token = self.tokens.tokens.get(self.token_past(start))?;
        let is_span = matches!(token, Token::Noise(_, NoiseKind::TimeSpan)) && token.extent().start == start;
        is_span.then_some(token.extent().end)
    }

    /// Where the number of an item ends that begins at a position: （2）, 3.
    pub(crate) fn numbering_at(&self, at: usize) -> Option<usize> {
        let start = at + usize::from(self.page.at(at) == '(');
        if !is_digit(self.page.at(start)) {
            return None;
        }
        let token = self.tokens.tokens.get(self.token_past(start))?;
        let is_number =
            matches!(token, Token::Noise(_, NoiseKind::Numbering)) && token.extent().start == start;
        let end = token.extent().end;
        is_number.then(|| end + usize::from(matches!(self.page.at(end), ')' | '.' | '、')))
    }

    /// Where a time that begins at a position ends.
    pub(crate) fn time_at(&self, at: usize) -> Option<usize> {
        let time = self.times_from(|time| time.extent.start < at).first()?;
        (time.extent.start == at).then_some(time.extent.end)
    }

    /// The subject of a name; of several of one name the one in the zone spoken of.
    pub(crate) fn known(&self, hit: &Hit) -> Option<SubjectRef> {
        self.one_of(&self.lexicon.entry(hit.entry)?.subjects)
    }

    pub(crate) fn one_of(&self, names: &[SubjectName]) -> Option<SubjectRef> {
        let lies_here = |name: &&SubjectName| {
            let placements = self.lexicon.subject(name).map(|subject| &subject.placements);
            let zone = |id: &ZoneId| matches!(&self.zone, Some(ZoneRef::Known(here)) if here == id);
            placements.is_some_and(|placements| placements.iter().any(|placement| zone(&placement.zone)))
        };
        let name = match names {
            [only] => only,
            several => several.iter().find(lies_here)?,
        };
        let zh = self.lexicon.subject(name)?.names.zh.clone();
        Some(SubjectRef::Known {
            name: name.clone(),
            zh,
        })
    }
}

/// What ends a clause.
pub(crate) const PAUSES: [char; 12] = ['，', ',', '。', ';', ':', '!', '?', '“', '”', '\n', '\0', '…'];

#[inline]
pub(crate) fn is_pause(c: char) -> bool {
    !is_han(c) && PAUSES.contains(&c)
}
