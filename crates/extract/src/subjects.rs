//! What inside a zone a text speaks of: a platform, project, fund or firm that a sentence founds, names or refers
//! back to. A zone that begins a clause ends what was said about the one before.

use crate::fact::SubjectRef;
use crate::page::{BlockKind, Extent, Page};
use crate::parts::PartTold;
use crate::scene::{Scene, is_pause};
use crate::tables::kinds::{CARRIERS, ENTERPRISES, INSTITUTIONS, PROJECTS};
use crate::tables::subjects::MEASURED_KINDS;
use crate::turns::Marks;

/// Subjects remembered for 该平台 and its like.
const REMEMBERED: usize = 32;

/// What a firm is called further on: its figures are never the zone's.
const FIRM: &str = "公司";
/// Kinds that a firm stands behind.
const PROJECT_KINDS: [&str; 2] = [PROJECTS, ENTERPRISES];

/// Follows the subjects that a text speaks of.
#[derive(Debug, Default)]
pub(crate) struct Subjects {
    /// The last one said last.
    said: Vec<SubjectRef>,
    current: Option<SubjectRef>,
    /// Whether the block at hand is a heading or an item of a list: nothing goes on from it.
    is_line: bool,
    /// Where the sentence at hand says 公司 of none that was named.
    unnamed: Option<usize>,
    /// Whether somebody is come to in the block at hand whom no rule knows, and no zone was spoken of since.
    is_visiting: bool,
    /// Turns in the sentence at hand, in order.
    turns: Vec<Turn>,
    /// Parts of the zone that its clauses say something of.
    parts: Vec<PartTold>,
    marks: Marks,
}

/// From a position on the text is about something else; None for the zone itself.
#[derive(Clone, Debug)]
pub(crate) struct Turn {
    pub(crate) at: usize,
    /// Where brackets end that it is told in: what stands behind goes on about what was told before them.
    pub(crate) until: Option<usize>,
    pub(crate) subject: Option<SubjectRef>,
}

impl Subjects {
    /// Goes on to a block. A paragraph that opens with a quotation goes on about what the one before ended with.
    pub(crate) fn enter_block(&mut self, page: &Page<'_>, extent: &Extent, kind: BlockKind) {
        self.settle();
        match kind {
            BlockKind::Prose => {
                let goes_on = page.at(extent.start) == '“' && !self.is_line;
                self.current = self.current.take().filter(|_| goes_on);
            }
            BlockKind::Line => self.current = None,
            // A caption stands between two paragraphs and says nothing of either.
            BlockKind::Furniture => return,
        }
        self.is_line = kind == BlockKind::Line;
        self.is_visiting = false;
    }

    /// Goes on to a sentence, finding where it turns to a subject.
    pub(crate) fn enter(&mut self, scene: &Scene<'_>) {
        self.settle();
        self.unnamed = None;
        let mut marks = std::mem::take(&mut self.marks);
        scene.mark(&mut marks);
        self.end_with_sentence(scene);
        self.turns = scene.turns(&marks, self.current.is_none());
        scene.parts_told(&marks, &mut self.parts);
        let is_park = self
            .current
            .as_ref()
            .is_some_and(|subject| subject.kind() == CARRIERS);
        if let Some(at) = scene.opens_with_part_told(&self.parts, is_park) {
            let (until, subject) = (None, None);
            self.turns.push(Turn { at, until, subject });
        }
        self.leave(scene);
        self.turns.sort_by_key(|turn| turn.at);
        self.leave_in_sentence(scene, &marks);
        self.unnamed = self.unnamed.or_else(|| scene.unnamed_firm(&marks, &self.turns));
        let is_nobody = self.current.is_none() && self.turns.iter().all(|turn| turn.subject.is_none());
        if self.unnamed.is_none() && is_nobody && scene.is_unnamed_speaker() {
            self.unnamed = Some(scene.sentence.start);
        }
        if let Some(at) = scene.counted_done(&marks) {
            self.unnamed = self.unnamed.or(Some(at + 1));
            let (until, subject) = (None, None);
            self.turns.push(Turn { at, until, subject });
        }
        self.visit(scene, &marks, is_nobody);
        self.turns.sort_by_key(|turn| turn.at);
        self.said.extend(scene.agents(&marks));
        self.refer_back(scene, &marks);
        self.turns.sort_by_key(|turn| turn.at);
        self.marks = marks;
    }

    /// 走进远迈精工，…。年产值5亿元: what is told behind whom nobody knows is theirs, until a zone or somebody else is spoken of.
    fn visit(&mut self, scene: &Scene<'_>, marks: &Marks, is_nobody: bool) {
        self.is_visiting &= is_nobody && !scene.comes_home(marks);
        if self.is_visiting {
            self.unnamed = self.unnamed.or(Some(scene.sentence.start));
        } else if is_nobody && let Some(at) = scene.visited_unknown(marks).or_else(|| scene.acting_unknown())
        {
            self.is_visiting = true;
            self.unnamed = self.unnamed.or(Some(at));
        }
    }

    /// The subject at a position, and whether it stands in the sentence.
    pub(crate) fn at(&self, position: usize) -> (Option<SubjectRef>, bool) {
        let holds = |turn: &&Turn| turn.at <= position && turn.until.is_none_or(|end| position < end);
        match self.turns.iter().rev().find(holds) {
            Some(turn) => (turn.subject.clone(), true),
            None => (self.current.clone(), false),
        }
    }

    /// Parts of the zone that the sentence says something of.
    pub(crate) fn parts(&self) -> &[PartTold] {
        &self.parts
    }

    /// Whether a firm is spoken of at a position that the text has not named.
    pub(crate) fn is_unnamed(&self, position: usize) -> bool {
        let last = self.turns.iter().rev().find(|turn| turn.at <= position);
        self.unnamed
            .is_some_and(|at| at <= position && last.is_none_or(|turn| turn.at < at))
    }

    /// 某基金规模20亿元。2024年营业收入300亿元: what zones are measured by, at the head of a sentence, is none of a fund's.
    /// Nobody says so, and a reviewer is asked.
    fn leave(&mut self, scene: &Scene<'_>) {
        let Some(subject) = self.current.as_ref() else {
            return;
        };
        let start = scene
            .time_at(scene.sentence.start)
            .unwrap_or(scene.sentence.start);
        let is_measured = MEASURED_KINDS.contains(&subject.kind());
        if let Some(name) = scene.opening_measure(start, subject.kind())
            && (!is_measured || scene.opens_with_zones(start))
        {
            self.unnamed = Some(name);
            self.turns.push(Turn {
                at: scene.sentence.start,
                until: None,
                subject: None,
            });
        }
    }

    /// 推出人才平台，高新技术企业达2800家: the same of a clause that is headed by what zones are measured by.
    fn leave_in_sentence(&mut self, scene: &Scene<'_>, marks: &Marks) {
        // Most sentences name nothing.
        if self.turns.iter().all(|turn| turn.subject.is_none()) {
            return;
        }
        let left = marks.heads.iter().find_map(|head| {
            let holds = |turn: &&Turn| turn.at <= *head && turn.until.is_none_or(|end| *head < end);
            let turn = self.turns.iter().rev().find(holds)?;
            let subject = turn.subject.as_ref()?;
            let is_proposed = matches!(subject, SubjectRef::Proposed { .. });
            // 某项目总投资5亿元，税收2亿元: a project is expected to pay, as firms are.
            let is_measured = MEASURED_KINDS.contains(&subject.kind()) || subject.kind() == PROJECTS;
            let is_measured = is_measured || scene.page.before(*head) != '，';
            let name = scene.opening_measure(*head, subject.kind());
            Some((*head, name.filter(|_| is_proposed && !is_measured)?))
        });
        if let Some((at, name)) = left {
            self.unnamed = self.unnamed.or(Some(name));
            let (until, subject) = (None, None);
            self.turns.push(Turn { at, until, subject });
        }
    }

    /// 该平台, and 平台 at the head of a clause, stand for the last subject whose name ends so.
    fn refer_back(&mut self, scene: &Scene<'_>, marks: &Marks) {
        let (page, words) = (scene.page, &scene.rules.scope);
        let mut found = Vec::new();
        for at in marks.openings.iter().copied() {
            let opens = |at: usize| {
                at == scene.sentence.start || is_pause(page.before(at)) || words.relying.ends(page, at)
            };
            let bare = || {
                let (end, ()) = words.bare_anaphors.at(page, at).filter(|_| opens(at))?;
                Some((end, page.text(at..end)))
            };
            let firm = || self.bare_firm(scene, at).filter(|_| opens(at));
            let full = words
                .anaphors
                .at(page, at)
                .map(|(end, ending)| (end, ending.to_owned()));
            let is_full = full.is_some();
            let Some((end, ending)) = full.or_else(firm).or_else(bare) else {
                continue;
            };
            let here = || {
                self.turns
                    .iter()
                    .any(|turn| turn.at <= at && turn.subject.is_some())
            };
            let identified = (is_full && !here())
                .then(|| scene.identified(at, &ending))
                .flatten();
            match identified.or_else(|| self.last_called(&ending, at)) {
                Some(subject) => found.push(Turn {
                    at: end,
                    until: None,
                    subject: Some(subject),
                }),
                None if ending == FIRM => {
                    self.unnamed = Some(end);
                    // What was spoken of before is no firm.
                    found.push(Turn {
                        at: end - 1,
                        until: None,
                        subject: None,
                    });
                }
                // 该项目 of none that was taken up is somebody's all the same.
                None if is_full => self.unnamed = self.unnamed.or(Some(end)),
                None => {}
            }
        }
        self.turns.extend(found);
    }

    fn last_called(&self, ending: &str, before: usize) -> Option<SubjectRef> {
        let here = self.turns.iter().rev().filter(|turn| turn.at <= before);
        let is_called = |subject: &&SubjectRef| match ending {
            FIRM => subject.kind() == ENTERPRISES,
            ending => subject.zh().ends_with(ending),
        };
        here.filter_map(|turn| turn.subject.as_ref())
            .chain(self.said.iter().rev())
            .find(is_called)
            .cloned()
    }

    /// 企业成立于2012年 behind a project: what firms are told of, said of the one that builds it.
    fn bare_firm(&self, scene: &Scene<'_>, at: usize) -> Option<(usize, String)> {
        let (end, ()) = scene.rules.scope.bare_firms.at(scene.page, at)?;
        let is_told = scene.rules.scope.told_of_firm.begins(scene.page, end) || scene.time_at(end).is_some();
        let (subject, _) = self.at(at);
        let is_behind = subject.is_some_and(|subject| PROJECT_KINDS.contains(&subject.kind()));
        (is_told && is_behind).then(|| (end, FIRM.to_owned()))
    }

    /// 研究院转化成果76项。企业开办时间…: an institute is what its own sentence is about, and the next one goes on about it
    /// only where it names nobody.
    fn end_with_sentence(&mut self, scene: &Scene<'_>) {
        let is_institute = self
            .current
            .as_ref()
            .is_some_and(|subject| subject.kind() == INSTITUTIONS);
        if is_institute && !scene.opens_elided() {
            self.current = None;
        }
    }

    /// Takes over what the sentence ended with.
    fn settle(&mut self) {
        for turn in std::mem::take(&mut self.turns) {
            self.said.extend(turn.subject.clone());
            if turn.until.is_none() {
                self.current = turn.subject;
            }
        }
        let surplus = self.said.len().saturating_sub(REMEMBERED);
        self.said.drain(..surplus);
    }
}
