//! What inside a zone a number is about: a platform, project, fund or firm that the sentence founds, names or refers
//! back to. A zone that begins a clause ends what was said about the one before.

use std::ops::Range;

use zhibiao_model::ids::{KindId, SubjectName, ZoneId};

use crate::fact::{SubjectRef, ZoneRef};
use crate::lexicon::{Hit, Lexicon, Mention};
use crate::page::{BlockKind, Extent, Page};
use crate::reading::NoiseKind;
use crate::tables::names::{
    ANAPHORS, BARE_ANAPHORS, CLASS_STARTS, FOUNDING, ISSUING, LEADING, LINKS, OFFICES, OPENING, RELYING,
    SAYING, SUBJECT_ENDINGS, TITLE_KIND, TITLES, TOPIC_KINDS, TOPIC_STOPS, VERBS, ZONE_ITSELF,
};
use crate::tokens::{Token, Tokens};
use crate::zones::ZoneMention;

/// Characters of a subject's name.
const NAME: Range<usize> = 3..26;
/// How far from the head of its clause a zone may stand to be what the clause is about.
const TOPIC: usize = 6;
/// Subjects remembered for 该平台 and its like.
const REMEMBERED: usize = 32;
/// Longest attribution of a quotation.
const ATTRIBUTION: usize = 80;

/// Follows the subjects that a text speaks of.
#[derive(Debug, Default)]
pub(crate) struct Subjects {
    /// With their names' endings, the last one said last.
    said: Vec<SubjectRef>,
    current: Option<Current>,
    /// Whether the block at hand is a heading or an item of a list: nothing goes on from it.
    is_line: bool,
    /// Turns in the sentence at hand, in order.
    turns: Vec<Turn>,
}

#[derive(Clone, Debug)]
struct Current {
    subject: SubjectRef,
}

/// From a position on the text is about something else.
#[derive(Clone, Debug)]
struct Turn {
    at: usize,
    subject: Option<SubjectRef>,
}

/// What the sentence at hand is read with.
pub(crate) struct Scene<'a> {
    pub(crate) page: &'a Page<'a>,
    pub(crate) lexicon: &'a Lexicon,
    pub(crate) hits: &'a [Hit],
    pub(crate) tokens: &'a Tokens,
    pub(crate) sentence: Extent,
    pub(crate) zones: &'a [ZoneMention],
    pub(crate) zone: Option<ZoneRef>,
}

impl Subjects {
    /// Goes on to a block.
    pub(crate) fn enter_block(&mut self, page: &Page<'_>, extent: &Extent, kind: BlockKind) {
        self.settle();
        match kind {
            BlockKind::Prose => {
                let goes_on = page.at(extent.start) == '“';
                let ended = self.current.take().filter(|_| !self.is_line);
                if goes_on {
                    self.current = ended;
                }
            }
            BlockKind::Line => self.current = None,
            // A caption stands between two paragraphs and says nothing of either.
            BlockKind::Furniture => return,
        }
        self.is_line = kind == BlockKind::Line;
    }

    /// Goes on to a sentence, finding where it turns to a subject.
    pub(crate) fn enter(&mut self, scene: &Scene<'_>) {
        self.settle();
        let mut turns = Vec::new();
        turns.extend(scene.zone_turns());
        turns.extend(scene.known_turns());
        turns.extend(scene.founded_turns());
        turns.extend(scene.topic_turns());
        turns.extend(scene.quoted_turns());
        turns.extend(scene.title_turns());
        if self.current.is_none() {
            turns.extend(scene.speaker().map(|subject| Turn {
                at: scene.sentence.start,
                subject: Some(subject),
            }));
        }
        turns.sort_by_key(|turn| turn.at);
        self.turns = turns;
        self.refer_back(scene);
        self.turns.sort_by_key(|turn| turn.at);
    }

    /// The subject at a position, and whether it stands in the sentence.
    pub(crate) fn at(&self, position: usize) -> (Option<SubjectRef>, bool) {
        match self.turns.iter().rev().find(|turn| turn.at <= position) {
            Some(turn) => (turn.subject.clone(), true),
            None => (
                self.current.as_ref().map(|current| current.subject.clone()),
                false,
            ),
        }
    }

    /// 该平台 and 平台 at the head of a clause stand for the last subject whose name ends so.
    fn refer_back(&mut self, scene: &Scene<'_>) {
        let page = scene.page;
        let mut found = Vec::new();
        for at in scene.sentence.clone() {
            let full = ANAPHORS
                .iter()
                .find(|(word, _)| page.starts(at, word))
                .map(|(word, ending)| (*word, *ending));
            let bare = BARE_ANAPHORS
                .iter()
                .find(|word| page.starts(at, word))
                .map(|word| (*word, *word));
            let opens = |at: usize| {
                at == scene.sentence.start
                    || is_pause(page.before(at))
                    || RELYING.iter().any(|word| page.ends(at, word).is_some())
            };
            let anaphor = full.or(bare.filter(|_| opens(at)));
            if let Some((word, ending)) = anaphor
                && let Some(subject) = self.last_called(ending, at)
            {
                found.push(Turn {
                    at: at + word.chars().count(),
                    subject: Some(subject),
                });
            }
        }
        self.turns.extend(found);
    }

    fn last_called(&self, ending: &str, before: usize) -> Option<SubjectRef> {
        let here = self
            .turns
            .iter()
            .rev()
            .filter(|turn| turn.at <= before)
            .filter_map(|turn| turn.subject.as_ref());
        here.chain(self.said.iter().rev())
            .find(|subject| subject.zh().ends_with(ending))
            .cloned()
    }

    /// Takes over what the sentence ended with.
    fn settle(&mut self) {
        for turn in std::mem::take(&mut self.turns) {
            if let Some(subject) = &turn.subject {
                self.said.push(subject.clone());
            }
            self.current = turn.subject.map(|subject| Current { subject });
        }
        let surplus = self.said.len().saturating_sub(REMEMBERED);
        self.said.drain(..surplus);
    }
}

impl Scene<'_> {
    /// Names of the catalogue's subjects; those in an enumeration (甲公司等6家企业) are examples.
    fn known_turns(&self) -> Vec<Turn> {
        let known = self.hits_here().filter(|hit| !self.is_example(hit.extent.end));
        known
            .filter_map(|hit| {
                let subject = self.known(hit)?;
                Some(Turn {
                    at: hit.extent.end,
                    subject: Some(subject),
                })
            })
            .collect()
    }

    /// The subject of a name; of several of one name the one in the zone spoken of.
    pub(crate) fn known(&self, hit: &Hit) -> Option<SubjectRef> {
        self.one_of(&self.lexicon.entry(hit.entry)?.subjects)
    }

    fn one_of(&self, names: &[SubjectName]) -> Option<SubjectRef> {
        let lies_here = |name: &&SubjectName| {
            let placements = self.lexicon.subject(name).map(|subject| &subject.placements);
            let zone = |id: &ZoneId| Some(ZoneRef::Known(id.clone())) == self.zone;
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

    fn hits_here(&self) -> impl Iterator<Item = &Hit> {
        let from = self
            .hits
            .partition_point(|hit| hit.extent.start < self.sentence.start);
        self.hits[from..]
            .iter()
            .take_while(|hit| hit.extent.start < self.sentence.end)
    }

    fn is_example(&self, end: usize) -> bool {
        matches!(self.page.at(end), '等' | '、')
    }

    /// A zone at the head of a clause.
    fn zone_turns(&self) -> Vec<Turn> {
        let page = self.page;
        let named = self.zones.iter().filter(|mention| {
            let extent = &mention.extent;
            let clause = self.clause_start(extent.start);
            let follows = LINKS.iter().any(|link| page.starts(extent.end, link));
            let pause =
                (extent.end..self.sentence.end).find(|at| is_pause(page.at(*at)) || page.at(*at) == '、');
            let is_listed = pause.is_some_and(|at| page.at(at) == '、');
            extent.start - clause <= TOPIC && !follows && !is_listed && !mention.is_companion
        });
        let mut turns: Vec<Turn> = named
            .map(|mention| Turn {
                at: mention.extent.start,
                subject: None,
            })
            .collect();
        let heads = self
            .sentence
            .clone()
            .filter(|at| *at == self.sentence.start || is_pause(page.before(*at)));
        let itself = heads.filter(|at| ZONE_ITSELF.iter().any(|word| page.starts(*at, word)));
        turns.extend(itself.map(|at| Turn { at, subject: None }));
        turns
    }

    /// 设立科技金融广场，…: what is founded is what the next clauses are about.
    fn founded_turns(&self) -> Vec<Turn> {
        let page = self.page;
        let mut turns = Vec::new();
        let mut at = self.sentence.start;
        while at < self.sentence.end {
            let Some(verb) = FOUNDING.iter().find(|verb| page.starts(at, verb)) else {
                at += 1;
                continue;
            };
            let start = at + verb.chars().count();
            let start = if page.at(start) == '了' { start + 1 } else { start };
            let limit = self.sentence.end.min(start + NAME.end);
            let end = (start..limit)
                .find(|at| is_pause(page.at(*at)) || page.at(*at) == '、')
                .unwrap_or(limit);
            // 设立首期规模20亿元的某基金: what stands before 的 describes it.
            let described = (start..end)
                .rev()
                .find(|at| page.at(*at) == '的')
                .map_or(start, |at| at + 1);
            // 设立5亿元天使投资基金: so does its size.
            let described = described.max(self.last_token_end(start..end).unwrap_or(described));
            if let Some(subject) = self.proposed(described..end, false) {
                turns.push(Turn {
                    at: end,
                    subject: Some(subject),
                });
            }
            at = start;
        }
        turns
    }

    /// 某项目总投资…: the name that heads a clause, with something said of it.
    fn topic_turns(&self) -> Vec<Turn> {
        let page = self.page;
        let heads = self
            .sentence
            .clone()
            .filter(|at| *at == self.sentence.start || is_pause(page.before(*at)));
        heads
            .filter_map(|head| {
                let start = self.past_opening(head);
                let limit = self.sentence.end.min(start + NAME.end);
                let end = (start..limit).find(|at| is_stop(page.at(*at))).unwrap_or(limit);
                let name_end = (start + NAME.start..end).rev().find(|at| {
                    let kinds = SUBJECT_ENDINGS
                        .iter()
                        .filter(|(_, kind)| TOPIC_KINDS.contains(kind));
                    let ending = kinds.filter_map(|(ending, _)| page.ends(*at, ending)).min();
                    let is_counted = page.at(*at).is_ascii_digit();
                    let is_free = ending.is_some_and(|ending| !self.is_indicator(*at, ending));
                    is_free && !is_counted && !self.is_example(*at)
                })?;
                let subject = self.proposed(start..name_end, true)?;
                Some(Turn {
                    at: name_end,
                    subject: Some(subject),
                })
            })
            .collect()
    }

    /// “科创通”平台: a name in quotation marks with what it is behind them.
    fn quoted_turns(&self) -> Vec<Turn> {
        let page = self.page;
        let closes = self.sentence.clone().filter(|at| page.at(*at) == '”');
        closes
            .filter_map(|close| {
                let open = (self.sentence.start.max(close.saturating_sub(NAME.end))..close)
                    .rev()
                    .find(|at| page.at(*at) == '“')?;
                let kinds = SUBJECT_ENDINGS
                    .iter()
                    .filter(|(_, kind)| TOPIC_KINDS.contains(kind));
                let (ending, _) = kinds
                    .into_iter()
                    .find(|(ending, _)| page.starts(close + 1, ending))?;
                let end = close + 1 + ending.chars().count();
                let subject = self
                    .proposed(open..end, false)
                    .filter(|_| !self.is_example(end))?;
                Some(Turn {
                    at: end,
                    subject: Some(subject),
                })
            })
            .collect()
    }

    /// Whether a name's end lies in, or just behind, the name of an indicator that begins before its last word.
    fn is_indicator(&self, at: usize, last_word: usize) -> bool {
        let from = self.hits.partition_point(|hit| hit.extent.end < at);
        self.hits[from..]
            .iter()
            .take_while(|hit| hit.extent.start < last_word)
            .any(|hit| {
                self.lexicon
                    .entry(hit.entry)
                    .is_some_and(|entry| entry.indicator.is_some())
            })
    }

    /// 印发《…方案》: the document.
    fn title_turns(&self) -> Vec<Turn> {
        let page = self.page;
        let opens = self.sentence.clone().filter(|at| page.at(*at) == '《');
        opens
            .filter_map(|open| {
                let issued = (open.saturating_sub(4)..=open)
                    .any(|at| ISSUING.iter().any(|verb| page.ends(at, verb).is_some()));
                let close = (open..self.sentence.end).find(|at| page.at(*at) == '》')?;
                let inside = self
                    .hits_here()
                    .filter(|hit| hit.extent.start > open && hit.extent.end <= close);
                let known = inside.filter_map(|hit| self.known(hit)).last();
                let title = || {
                    Some(SubjectRef::Proposed {
                        zh: page.text(open + 1..close),
                        kind: kind(TITLE_KIND)?,
                    })
                };
                let subject = known.or_else(title).filter(|_| issued)?;
                Some(Turn {
                    at: close + 1,
                    subject: Some(subject),
                })
            })
            .collect()
    }

    /// “…。”某企业负责人张三说: who speaks, where the paragraph begins with what is said.
    fn speaker(&self) -> Option<SubjectRef> {
        let page = self.page;
        if page.at(self.sentence.start) != '“' {
            return None;
        }
        let limit = (self.sentence.start + 2 * crate::page::LONGEST_SENTENCE).min(page.chars.len());
        let close = (self.sentence.start..limit)
            .find(|at| page.at(*at) == '”' && matches!(page.before(*at), '。' | '!' | '?' | '，'))?;
        let end = (close..page.chars.len().min(close + ATTRIBUTION))
            .find(|at| matches!(page.at(*at), '。' | '“'))?;
        let text = page.text(close + 1..end);
        if !SAYING.iter().any(|word| text.contains(word)) {
            return None;
        }
        let (title, _) =
            (close + 1..end).find_map(|at| Some((at, TITLES.iter().find(|word| page.starts(at, word))?)))?;
        let start = (close + 1..title)
            .rev()
            .find(|at| is_pause(page.before(*at)))
            .unwrap_or(close + 1);
        let zone = self
            .hits_in(start..title)
            .filter(|hit| self.is_zone(hit))
            .map(|hit| hit.extent.end)
            .last();
        let start = zone.unwrap_or(start);
        let ending = (start..=title).rev().find(|at| {
            ["公司", "集团", "项目"]
                .iter()
                .any(|ending| page.ends(*at, ending).is_some())
        });
        let title = ending.filter(|ending| *ending > start).unwrap_or(title);
        let who = page.text(start..title);
        // …有限公司车间，公司总工程师说: the firm is named a clause before.
        let who = if BARE_ANAPHORS.contains(&who.as_str()) {
            self.firm_in(close + 1..start).unwrap_or(who)
        } else {
            who
        };
        if who.chars().count() < 2 || OFFICES.iter().any(|office| who.contains(office)) {
            return None;
        }
        let known = self.one_of(self.lexicon.subjects_named(&who));
        let kind = kind(kind_of(&who).unwrap_or("enterprises"))?;
        Some(known.unwrap_or(SubjectRef::Proposed { zh: who, kind }))
    }

    fn last_token_end(&self, extent: Extent) -> Option<usize> {
        let tokens = &self.tokens.tokens;
        let upto = tokens.partition_point(|token| token.extent().end <= extent.end);
        let last = tokens.get(upto.checked_sub(1)?)?;
        let is_figure = matches!(last, Token::Quantity(_)) && last.extent().start >= extent.start;
        is_figure.then_some(last.extent().end)
    }

    fn firm_in(&self, extent: Extent) -> Option<String> {
        let end = extent
            .clone()
            .rev()
            .find(|at| self.page.ends(*at, "公司").is_some())?;
        let zone = self
            .hits_in(extent.start..end)
            .filter(|hit| self.is_zone(hit))
            .map(|hit| hit.extent.end)
            .last();
        let parts = |at: &usize| matches!(self.page.before(*at), '的' | '在' | '，' | '”');
        let start = (extent.start..end)
            .rev()
            .find(parts)
            .unwrap_or(extent.start)
            .max(zone.unwrap_or(0));
        Some(self.page.text(start..end))
    }

    fn is_zone(&self, hit: &Hit) -> bool {
        let entry = self.lexicon.entry(hit.entry);
        entry.is_some_and(|entry| matches!(entry.zone, Some((_, Mention::Zone))))
    }

    fn hits_in(&self, extent: Extent) -> impl Iterator<Item = &Hit> {
        let from = self.hits.partition_point(|hit| hit.extent.start < extent.start);
        self.hits[from..]
            .iter()
            .take_while(move |hit| hit.extent.end <= extent.end)
    }

    /// The subject that an extent names: one of the catalogue, or one that its ending tells the kind of.
    pub(crate) fn proposed(&self, extent: Extent, is_topic: bool) -> Option<SubjectRef> {
        let name: String = self
            .page
            .text(extent.clone())
            .chars()
            .filter(|c| !matches!(c, '“' | '”'))
            .collect();
        if let Some(known) = self.one_of(self.lexicon.subjects_named(&name)) {
            return Some(known);
        }
        let is_class = CLASS_STARTS.iter().any(|start| name.starts_with(start));
        let has_quantity =
            name.contains(|c: char| matches!(c, '，' | '、' | '《' | '(')) || self.has_token(&extent);
        if !NAME.contains(&name.chars().count()) || is_class || has_quantity {
            return None;
        }
        let bare = name.replace("有限公司", "");
        let says_more = |words: &[&str]| words.iter().any(|word| bare.contains(word));
        if is_topic && (says_more(VERBS) || says_more(TOPIC_STOPS)) {
            return None;
        }
        let kind_id = kind_of(&name).filter(|kind| !is_topic || TOPIC_KINDS.contains(kind))?;
        Some(SubjectRef::Proposed {
            zh: name,
            kind: kind(kind_id)?,
        })
    }

    fn has_token(&self, extent: &Extent) -> bool {
        let tokens = &self.tokens.tokens;
        let from = tokens.partition_point(|token| token.extent().end <= extent.start);
        tokens[from..]
            .iter()
            .take_while(|token| token.extent().start < extent.end)
            .any(|token| {
                // 二期, 5G and the like stand in names; figures and dates do not.
                !matches!(token, Token::Noise(_, kind) if *kind != NoiseKind::Date)
            })
    }

    /// Behind zones, times and light words at the head of a name.
    pub(crate) fn past_leading(&self, start: usize) -> usize {
        self.past(start, LEADING)
    }

    /// The same for the head of a clause, where 将 and 对 open an object, no topic.
    fn past_opening(&self, start: usize) -> usize {
        self.past(start, OPENING)
    }

    fn past(&self, start: usize, words: &[&str]) -> usize {
        let mut at = start;
        loop {
            let zone = self
                .zones
                .iter()
                .find(|mention| mention.extent.start == at)
                .map(|mention| mention.extent.end);
            let times = &self.tokens.times;
            let time = times.get(times.partition_point(|time| time.extent.start < at));
            let time = time
                .filter(|time| time.extent.start == at)
                .map(|time| time.extent.end);
            let word = words
                .iter()
                .filter(|word| self.page.starts(at, word))
                .map(|word| at + word.chars().count())
                .max();
            match zone.or(time).or(word).filter(|end| *end < self.sentence.end) {
                Some(end) => at = end,
                None => return at,
            }
        }
    }

    fn clause_start(&self, at: usize) -> usize {
        let pause = (self.sentence.start..at)
            .rev()
            .find(|at| is_pause(self.page.at(*at)));
        pause.map_or(self.sentence.start, |at| at + 1)
    }
}

fn kind(id: &str) -> Option<KindId> {
    KindId::new(id).ok()
}

fn kind_of(name: &str) -> Option<&'static str> {
    SUBJECT_ENDINGS
        .iter()
        .find(|(ending, _)| name.ends_with(ending))
        .map(|(_, kind)| *kind)
}

/// What ends a clause.
pub(crate) fn is_pause(c: char) -> bool {
    matches!(
        c,
        '，' | ',' | '。' | ';' | ':' | '!' | '?' | '“' | '”' | '\n' | '\0' | '…'
    )
}

fn is_stop(c: char) -> bool {
    is_pause(c) || matches!(c, '、' | '的' | '(' | ')' | '《' | '》')
}
