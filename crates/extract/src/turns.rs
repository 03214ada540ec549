//! Where a sentence turns to a subject: by the catalogue's name, a founding, a topic, a title, or back to the zone.

mod acting;
mod firms;
mod identity;
mod topics;
mod visits;

use std::ops::Range;

use zhibiao_model::ids::KindId;

use crate::fact::SubjectRef;
use crate::page::Extent;
use crate::reading::NoiseKind;
use crate::scene::{Scene, is_pause};
use crate::sides::is_output;
use crate::subjects::Turn;
use crate::tables::kinds::CARRIERS;
use crate::tables::names::{ALL_OF, OUTPUT_OF};
use crate::tables::subjects::{FIRMS_OF, PARKS, TITLE_KIND};
use crate::tables::zones::SURE_ENDINGS;
use crate::tokens::Token;

/// Characters of a subject's name.
const NAME: Range<usize> = 3..26;
/// How far from the head of its clause a zone may stand to be what the clause is about.
const TOPIC: usize = 6;
/// How far behind a name in quotation marks its kind may end.
const KIND: usize = 8;
/// How far before a title the verb may stand that issues it.
const ISSUED: usize = 4;

/// Where a sentence may turn, found in one walk: most of its characters open, close and end nothing.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    /// Where a word or a mark may stand that turns it.
    pub(crate) openings: Vec<usize>,
    /// Where clauses begin.
    pub(crate) heads: Vec<usize>,
    /// Behind the endings of topics.
    pub(crate) endings: Vec<usize>,
}

impl Marks {
    fn clear(&mut self) {
        self.openings.clear();
        self.heads.clear();
        self.endings.clear();
    }
}

impl Scene<'_> {
    /// Walks through the sentence once for all its turns. `marks` are those of another sentence, whose room is used again.
    pub(crate) fn mark(&self, marks: &mut Marks) {
        let scope = &self.rules.scope;
        marks.clear();
        marks.heads.push(self.sentence.start);
        for (at, c) in self.sentence.clone().zip(self.page.slice(self.sentence.clone())) {
            if !scope.marking.contains(*c) {
                continue;
            }
            if scope.turning.contains(*c) {
                marks.openings.push(at);
                if is_pause(*c) && at + 1 < self.sentence.end {
                    marks.heads.push(at + 1);
                }
            }
            // 甲项目总投资50亿元、乙项目总投资30亿元: a figure before it makes a head of what stands behind.
            if *c == '、' && self.figure_ends(at) {
                marks.heads.push(at + 1);
            }
            if scope.topic_endings.ends(self.page, at + 1) {
                marks.endings.push(at + 1);
            }
        }
    }

    /// Every turn of the sentence, in no order. Who speaks counts only where nothing else is spoken of.
    pub(crate) fn turns(&self, marks: &Marks, may_speak: bool) -> Vec<Turn> {
        let mut turns = Vec::new();
        self.zone_turns(marks, &mut turns);
        self.known_turns(&mut turns);
        self.founded_turns(marks, &mut turns);
        self.topic_turns(marks, &mut turns);
        self.firm_turns(marks, &mut turns);
        self.trade_turns(marks, &mut turns);
        self.visited_turns(marks, &mut turns);
        self.bracketed_turns(marks, &mut turns);
        self.marked_turns(marks, &mut turns);
        if may_speak && let Some(subject) = self.speaker() {
            turns.push(turn(self.sentence.start, subject));
        }
        turns
    }

    /// Names of the catalogue's subjects; those in an enumeration (甲公司等6家企业) are examples.
    fn known_turns(&self, turns: &mut Vec<Turn>) {
        let known = self
            .hits_in(self.sentence.clone())
            .filter(|hit| !self.is_example(hit.extent.end));
        turns.extend(known.filter_map(|hit| Some(turn(hit.extent.end, self.known(hit)?))));
    }

    fn is_example(&self, end: usize) -> bool {
        matches!(self.page.at(end), '等' | '、')
    }

    /// A zone at the head of a clause; a zone in a list, or with something of its own behind it, is no topic.
    fn zone_turns(&self, marks: &Marks, turns: &mut Vec<Turn>) {
        let page = self.page;
        for mention in self.zones.iter().filter(|mention| !mention.is_companion) {
            let extent = &mention.extent;
            let clause = self.clause_start(extent.start);
            let is_owner = self.rules.scope.links.begins(page, extent.end);
            let pause =
                (extent.end..self.sentence.end).find(|at| is_pause(page.at(*at)) || page.at(*at) == '、');
            let is_listed = pause.is_some_and(|at| page.at(at) == '、');
            if extent.start - clause <= TOPIC && !is_owner && !is_listed {
                turns.push(Turn {
                    at: extent.start,
                    until: None,
                    subject: None,
                });
            }
        }
        // 全区营业收入…, 2024年全区营业收入…, 日本企业到账资金….
        let itself = marks.heads.iter().filter(|at| {
            let start = self.time_at(**at).unwrap_or(**at);
            let firms = || self.rules.scope.countries.at(page, start);
            self.rules.scope.zone_itself.begins(page, start)
                || firms().is_some_and(|(end, ())| page.starts(end, FIRMS_OF))
        });
        turns.extend(itself.map(|at| Turn {
            at: *at,
            until: None,
            subject: None,
        }));
    }

    /// 设立科技金融广场，…: what is founded is what the next clauses are about.
    fn founded_turns(&self, marks: &Marks, turns: &mut Vec<Turn>) {
        let page = self.page;
        let mut behind = self.sentence.start;
        for at in &marks.openings {
            let Some((verb, ())) = self.rules.scope.founding.at(page, *at).filter(|_| *at >= behind) else {
                continue;
            };
            behind = verb;
            let start = verb + usize::from(page.at(verb) == '了');
            let limit = self.sentence.end.min(start + NAME.end);
            let end = (start..limit).find(|at| is_pause(page.at(*at)) || page.at(*at) == '、');
            let end = end.unwrap_or(limit);
            // 引进甲项目、乙基金等项目82个: none of them is what the text goes on about.
            if end < limit && page.at(end) == '、' {
                continue;
            }
            // 设立首期规模20亿元的某基金, 设立5亿元天使投资基金: size and 的 describe it.
            let described = (start..end)
                .rev()
                .find(|at| page.at(*at) == '的')
                .map(|at| at + 1);
            let sized = self.last_figure_end(start..end);
            let start = described.max(sized).unwrap_or(start);
            turns.extend(self.proposed(start..end).map(|subject| turn(end, subject)));
        }
    }

    fn figure_ends(&self, at: usize) -> bool {
        let token = self.tokens.tokens.get(self.token_past(at.saturating_sub(1)));
        token.is_some_and(|token| matches!(token, Token::Quantity(_)) && token.extent().end == at)
    }

    fn last_figure_end(&self, extent: Extent) -> Option<usize> {
        let figures = self
            .tokens_over(&extent)
            .filter(|token| matches!(token, Token::Quantity(_)));
        figures
            .map(|token| token.extent().end)
            .last()
            .filter(|end| *end <= extent.end)
    }

    /// Names that marks make: “科创通”平台, 印发《…方案》.
    fn marked_turns(&self, marks: &Marks, turns: &mut Vec<Turn>) {
        for at in &marks.openings {
            match self.page.at(*at) {
                '”' => turns.extend(self.quoted(*at)),
                '《' => turns.extend(self.titled(*at)),
                _ => {}
            }
        }
    }

    fn quoted(&self, close: usize) -> Option<Turn> {
        let from = self.sentence.start.max(close.saturating_sub(NAME.end));
        let open = (from..close).rev().find(|at| self.page.at(*at) == '“')?;
        // “智慧园区”管理平台: a word may stand between.
        let names = |end: &usize| {
            let ending = self.rules.scope.topic_endings.before(self.page, *end);
            ending.is_some_and(|(start, _)| start > close)
        };
        let plain = |at: &usize| !is_stop(self.page.at(*at));
        let limit = (close + 1..close + KIND)
            .find(|at| !plain(at))
            .unwrap_or(close + KIND);
        let Some(end) = (close + 2..=limit).find(names) else {
            return self.place(open, close);
        };
        // “三个一批”新开工项目: things that a slogan is told of.
        let is_told = self.rules.naming.changes.begins(self.page, close + 1);
        let is_named = !self.is_example(end) && !self.is_predicate(open) && !is_told;
        let subject = self.proposed(open..end).filter(|_| is_named)?;
        Some(turn(end, subject))
    }

    /// 某软件园是“新基建”领衔项目: what is said of somebody is not who is spoken of; but 亮眼的是“新基建”服务平台.
    fn is_predicate(&self, open: usize) -> bool {
        let said = self.clause_start(open) + 2..open;
        said.into_iter()
            .any(|at| self.page.at(at) == '是' && self.page.before(at) != '的')
    }

    /// “中国声谷”入园企业2300家, “生物医药加速器”在孵企业286家: a name that tells its kind by itself, at the head of a clause.
    fn place(&self, open: usize, close: usize) -> Option<Turn> {
        let heads = self.past_opening(self.clause_start(open)) == open || self.clause_start(open) == open;
        if !heads || self.is_example(close + 1) {
            return None;
        }
        let named = || self.topic(open + 1..close);
        let subject = match self.rules.scope.quoted_endings.before(self.page, close) {
            Some((_, kind_id)) => SubjectRef::Proposed {
                zh: self.page.text(open + 1..close),
                kind: kind(kind_id).filter(|_| NAME.contains(&(close - open - 1)))?,
            },
            None => named()?,
        };
        Some(turn(close + 1, subject))
    }

    fn titled(&self, open: usize) -> Option<Turn> {
        let issuing = &self.rules.scope.issuing;
        let is_issued = (open.saturating_sub(ISSUED)..=open).any(|at| issuing.ends(self.page, at));
        let close = (open..self.sentence.end).find(|at| self.page.at(*at) == '》')?;
        let known = self
            .hits_in(open + 1..close)
            .filter_map(|hit| self.known(hit))
            .last();
        let title = || {
            let zh = self.page.text(open + 1..close);
            Some(SubjectRef::Proposed {
                zh,
                kind: kind(TITLE_KIND)?,
            })
        };
        let subject = known.or_else(title).filter(|_| is_issued)?;
        Some(turn(close + 1, subject))
    }

    /// The subject that an extent names: one of the catalogue, or one that its ending tells the kind of.
    pub(crate) fn proposed(&self, extent: Extent) -> Option<SubjectRef> {
        if extent.len() > 2 * NAME.end {
            return None;
        }
        let name = self.page.text(extent.clone()).replace(['“', '”'], "");
        if let Some(known) = self.one_of(self.lexicon.subjects_named(&name)) {
            return Some(known);
        }
        let scope = &self.rules.scope;
        let is_class = PARKS.contains(&name.as_str())
            || scope.class_starts.opens(&name) == Some(true)
            || scope.class_endings.end(&name)
            // 高新区园区: the zone itself.
            || name.strip_suffix("园区").is_some_and(|zone| SURE_ENDINGS.contains(&zone))
            // 四大园区: all that the zone has.
            || name.starts_with(|c| "二三四五六七八九十两".contains(c)) && name.chars().nth(1) == Some(ALL_OF);
        // 信达生物制药（苏州）有限公司.
        let is_firm = scope.firm_forms.ends(self.page, extent.end);
        let open = extent.clone().find(|at| self.page.at(*at) == '(');
        let is_bracketed = !is_firm && open.is_some_and(|open| self.place_in_firm(open).is_none());
        let says_more = name.contains(['，', '、', '《']) || is_bracketed || self.has_figure(&extent);
        if !NAME.contains(&name.chars().count()) || is_class || says_more {
            return None;
        }
        let end = extent.end - usize::from(self.page.before(extent.end) == '”');
        let (ending, kind_id) = scope.endings.before(self.page, end)?;
        // 孵化器 alone is a kind of things, 综合保税区 that of the zone.
        let is_kind = ending == extent.start && !self.rules.zone_names.endings.ends(self.page, end);
        if is_kind && kind_id == CARRIERS {
            return None;
        }
        Some(SubjectRef::Proposed {
            zh: name,
            kind: kind(kind_id)?,
        })
    }

    /// 某年产3万吨电机项目: whether a figure is the output that a name holds.
    pub(crate) fn is_output_named(&self, token: &Token) -> bool {
        let Token::Quantity(output) = token else {
            return false;
        };
        let is_output = output.unit.as_deref().is_some_and(is_output);
        is_output
            && OUTPUT_OF
                .iter()
                .any(|word| self.page.ends(output.extent.start, word).is_some())
    }

    /// 二期, 5G and the like stand in names, and so does 年产3万吨; figures and dates do not.
    fn has_figure(&self, extent: &Extent) -> bool {
        self.tokens_over(extent).any(|token| match token {
            Token::Quantity(_) if self.is_output_named(token) => false,
            Token::Quantity(_) | Token::Rank(_) | Token::Year(_) | Token::Malformed(_) => true,
            Token::Noise(_, kind) => *kind == NoiseKind::Date,
            Token::Numeral(_) => false,
        })
    }
}

fn turn(at: usize, subject: SubjectRef) -> Turn {
    Turn {
        at,
        until: None,
        subject: Some(subject),
    }
}

pub(crate) fn kind(id: &str) -> Option<KindId> {
    KindId::new(id).ok()
}

fn is_stop(c: char) -> bool {
    is_pause(c) || matches!(c, '、' | '的' | '(' | ')' | '《' | '》')
}
