//! Which period a number is about: the one stated last before it, in its sentence or earlier.

mod ahead;
mod before;
mod events;
mod issue;
mod rows;
mod turns;

use zhibiao_model::period::{Period, PeriodReading};

use crate::fact::{FactPeriod, PeriodBasis};
use crate::page::{BlockKind, Extent, Page};
use crate::times::TimeMention;

pub(crate) use issue::{EARLY, issue_stated};
use rows::Spoken;
pub(crate) use rows::is_row;

/// How far from the head of a paragraph a time may stand that it is about.
const LEAD: usize = 12;
/// Characters of a title.
const LONGEST_TITLE: usize = 40;

/// Follows the times that a text states.
#[derive(Debug)]
pub(crate) struct Periods<'a> {
    page: &'a Page<'a>,
    times: &'a [TimeMention],
    next: usize,
    issued: Option<Period>,
    /// The first day that the head of the text states.
    day: Option<Period>,
    /// The year stated last.
    year: Option<i16>,
    /// The year that the article looks back on, as its title or a paragraph says: 全年 further down is of it.
    of_article: Option<i16>,
    /// The year that the title states, and the heading that may: 1—10月 below is of it.
    of_title: Option<i16>,
    heading: Extent,
    /// The part of a year that the last heading with one states: a paragraph that tells of a part of that ends with it.
    headed: Said,
    sentence: usize,
    paragraph: Option<usize>,
    /// What was found last, with the block in which it stands.
    last: Said,
    /// What the last heading, or the head of the last paragraph that says so, states.
    lead: Said,
    /// What it was before that.
    lead_before: Said,
    block: Extent,
    /// The block, where it is a line or the page's own.
    line: Extent,
    in_sentence: bool,
    /// Whether the last time was stated behind a firm or the like, of which it is.
    is_of_subject: bool,
    /// Whether the sentence tells of several years together, and of no time behind them.
    is_several: bool,
    /// Those years, as the sentence or one that goes on in it states them.
    years: Option<Extent>,
    /// What was spoken of before a time that is only looked forward to.
    before_aim: Option<Said>,
    /// The time of which a part is told in passing (1—11月…，11月当月…), for the sentences and clauses behind.
    whole: Option<Said>,
    /// The time around one at its end by which things stand (截至6月底 within 上半年), for the sentences behind.
    around: Said,
    /// That end, for what stands at it in those sentences.
    point: Said,
    /// What a time is of one number only, and where that begins.
    beside: Option<(PeriodReading, PeriodBasis, Extent)>,
    /// Whether the last time is that of an event long ago, or a month within those spoken of: it may end with its sentence.
    is_event: bool,
    /// Whether it is that of an event so long ago that the figures of its own sentence may be of now.
    is_long_ago: bool,
    /// Whether all is planned that is told at hand.
    is_ahead: bool,
    /// What was spoken of before the table at hand.
    before_table: Option<Spoken>,
}

/// A period as it was read, with the block in which it stands.
type Said = Option<(PeriodReading, PeriodBasis, usize)>;

impl<'a> Periods<'a> {
    pub(crate) fn new(page: &'a Page<'a>, times: &'a [TimeMention], issued: Option<Period>) -> Self {
        Self {
            page,
            times,
            next: 0,
            issued,
            day: None,
            year: None,
            of_article: None,
            of_title: None,
            heading: 0..0,
            headed: None,
            sentence: 0,
            paragraph: None,
            last: None,
            lead: None,
            lead_before: None,
            block: 0..0,
            line: 0..0,
            in_sentence: false,
            is_of_subject: false,
            is_several: false,
            years: None,
            before_aim: None,
            whole: None,
            around: None,
            point: None,
            beside: None,
            is_event: false,
            is_long_ago: false,
            is_ahead: false,
            before_table: None,
        }
    }

    /// Goes on to a sentence of a block. 到2025年，产值达到300亿元；企业达到260家: one that `goes_on` with a plan is of its time.
    pub(crate) fn enter(&mut self, sentence: &Extent, block: usize, goes_on: bool) {
        self.advance(sentence.start);
        if let Some(whole) = self.whole.take() {
            self.last = whole;
        }
        if !goes_on {
            let around = self.around.take();
            self.point = self.last.filter(|_| around.is_some()).or(self.point);
            if let Some(last) = self.before_aim.take().or(around.map(Some)) {
                self.last = last;
            }
        }
        self.sentence = sentence.start;
        if self.paragraph != Some(block) {
            // 4月15日 in another paragraph is in the year of issue, not in one that was looked back to.
            (self.year, self.point) = (None, None);
        }
        self.paragraph = Some(block);
        self.in_sentence = false;
        self.is_several = self.is_several && goes_on || self.opens_unread(sentence);
        self.years = self.years.take().filter(|_| goes_on);
    }

    /// Takes up that the time stated last was that of a firm or the like.
    pub(crate) fn note_subject(&mut self) {
        let is_now = self.last.is_some_and(|(_, basis, _)| basis == PeriodBasis::Now);
        if !self.in_sentence || self.is_of_subject || is_now {
            return;
        }
        self.is_of_subject = true;
        if self.lead == self.last {
            self.lead = self.lead_before.take();
        }
    }

    /// 某科技前三季度签订订单…。税收收入72亿元: where the time of a subject may have ended with it, that of what its paragraph is about.
    pub(crate) fn behind_subject(&self, told: FactPeriod) -> Option<FactPeriod> {
        let (reading, basis, _) = self.lead.filter(|_| self.is_of_subject && !self.in_sentence)?;
        let is_same = reading.period == told.period && reading.cumulative == told.cumulative;
        (!is_same).then(|| FactPeriod::told(reading, basis))
    }

    /// Whether what stands at a position is told of several years together; positions only grow.
    pub(crate) fn is_several(&mut self, position: usize) -> bool {
        self.advance(position);
        let beside = self.beside.as_ref();
        self.is_several && !beside.is_some_and(|(.., beside)| beside.contains(&position))
    }

    /// Goes on to a block. Another article forgets the time of the one before; a heading's is taken along as that of what
    /// follows, where a longer line is an item of a list.
    pub(crate) fn enter_block(&mut self, extent: &Extent, kind: BlockKind, is_article: bool) {
        let is_row = is_row(self.page, extent);
        self.enter_row(is_row);
        if is_article && !is_row {
            // 今年前三季度 on a line of its own goes on in the next one.
            self.headed = self.headed.filter(|headed| self.is_headed_by(extent, headed.0));
            (self.last, self.lead) = (self.headed, self.headed);
            self.of_article = None;
            self.of_title = self.of_title.filter(|_| self.headed.is_some());
        }
        // 一季度…。去年研发投入3亿元: what a time in the middle of a paragraph tells ends with it.
        if kind == BlockKind::Prose && self.lead.is_some() {
            self.last = self.lead;
        }
        if kind == BlockKind::Prose && self.headed.is_some_and(|headed| lies_within(self.last, headed)) {
            (self.last, self.lead) = (self.headed, self.headed);
        }
        self.block = match kind {
            BlockKind::Prose => extent.start..extent.start + LEAD,
            BlockKind::Line => extent.clone(),
            BlockKind::Furniture => 0..0,
        };
        self.line = match kind {
            BlockKind::Prose => 0..0,
            BlockKind::Line | BlockKind::Furniture => extent.clone(),
        };
        if kind == BlockKind::Line && extent.len() <= LONGEST_TITLE && !is_row {
            self.heading = extent.clone();
        }
    }

    /// The period at a position; positions only grow.
    pub(crate) fn at(&mut self, position: usize) -> Option<FactPeriod> {
        if self.is_several(position) {
            return None;
        }
        let default = || Some(FactPeriod::told(self.issued?.into(), PeriodBasis::Default));
        let beside = self.beside.as_ref();
        if let Some((reading, basis, _)) = beside.filter(|(.., beside)| beside.contains(&position)) {
            return Some(FactPeriod::told(*reading, *basis));
        }
        let Some((reading, basis, block)) = self.last else {
            return default();
        };
        if let Some(of_now) = self.of_now(position, self.last) {
            return of_now;
        }
        let basis = if self.in_sentence {
            basis
        } else if Some(block) == self.paragraph {
            PeriodBasis::Paragraph
        } else {
            PeriodBasis::Article
        };
        Some(FactPeriod::told(reading, basis))
    }

    /// The time at which things stand that a sentence before in the paragraph told of, unless that of the position states one;
    /// positions only grow.
    pub(crate) fn standing(&mut self, position: usize) -> Option<FactPeriod> {
        self.advance(position);
        let (reading, ..) = self.point.filter(|_| !self.in_sentence)?;
        Some(FactPeriod::told(reading, PeriodBasis::Paragraph))
    }

    /// The years together that the sentence has spoken of before its last semicolon.
    pub(crate) fn years_spoken(&self) -> Option<Extent> {
        self.years.clone()
    }

    /// The year of what was said last, else of issue.
    pub(crate) fn year_spoken(&self) -> Option<i16> {
        let said = self.last.map(|(reading, ..)| reading.period);
        said.or(self.issued).map(|period| period.start().year())
    }

    fn advance(&mut self, position: usize) {
        while let Some(mention) = self
            .times
            .get(self.next)
            .filter(|mention| mention.extent.start < position)
        {
            self.next += 1;
            self.take(mention);
        }
    }
}

/// Whether a time is a shorter one within another: 1—2月 of 一季度.
fn lies_within(said: Said, (whole, ..): (PeriodReading, PeriodBasis, usize)) -> bool {
    // 1—9月 is told as September, with all that came before.
    let start = |told: PeriodReading| {
        let year = Period::annual(told.period.start().year()).ok();
        let whole = year.filter(|_| told.cumulative).unwrap_or(told.period);
        whole.start()
    };
    said.is_some_and(|(part, ..)| {
        let (begins, ends) = (start(part), part.period.end());
        let (from, to) = (start(whole), whole.period.end());
        begins >= from && ends <= to && (begins, ends) != (from, to)
    })
}
