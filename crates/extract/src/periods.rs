//! Which period a number is about: the one stated last before it, in its sentence or earlier.

mod before;
mod events;
mod rows;

use zhibiao_model::period::{Frequency, Period, PeriodReading};

use crate::fact::{FactPeriod, PeriodBasis};
use crate::page::{BlockKind, Extent, Page};
use crate::times::{Time, TimeMention};

use rows::Spoken;
pub(crate) use rows::is_row;

/// The last month in which texts still tell of the year before without saying so.
const EARLY: i8 = 3;
/// The month of reports on the year that ends with it.
const LAST_MONTH: i8 = 12;
/// Blocks that are the head of a text: title, date and first paragraph.
const HEAD: usize = 3;
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
    in_sentence: bool,
    /// Whether the last time was stated behind a firm or the like, of which it is.
    is_of_subject: bool,
    /// Whether the sentence tells of several years together, and of no time behind them.
    is_several: bool,
    /// What was spoken of before a time that is only looked forward to.
    before_aim: Option<Said>,
    /// What a time is of one number only, and where that begins.
    beside: Option<(PeriodReading, PeriodBasis, Extent)>,
    /// Whether the last time is that of an event long ago.
    is_event: bool,
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
            in_sentence: false,
            is_of_subject: false,
            is_several: false,
            before_aim: None,
            beside: None,
            is_event: false,
            before_table: None,
        }
    }

    /// Goes on to a sentence of a block. 到2025年，产值达到300亿元；企业达到260家: one that `goes_on` with a plan is of its time.
    pub(crate) fn enter(&mut self, sentence: &Extent, block: usize, goes_on: bool) {
        self.advance(sentence.start);
        if !goes_on && let Some(last) = self.before_aim.take() {
            self.last = last;
        }
        self.sentence = sentence.start;
        if self.paragraph != Some(block) {
            // 4月15日 in another paragraph is in the year of issue, not in one that was looked back to.
            self.year = None;
        }
        self.paragraph = Some(block);
        self.in_sentence = false;
        self.is_several = false;
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
            self.last = None;
            self.lead = None;
            self.of_article = None;
            self.of_title = None;
            self.headed = None;
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

impl Periods<'_> {
    /// Takes up what a time says of the figures behind it, or of the number beside it.
    fn take(&mut self, mention: &TimeMention) {
        if self.dates_nothing(mention) {
            return;
        }
        let looked_back = self
            .of_article
            .filter(|_| self.year.is_none() && mention.time.closes_year());
        let year = self.year.or(looked_back).or(self.of_title);
        let basis = match looked_back {
            Some(_) => PeriodBasis::Article,
            None => basis_of(&mention.time),
        };
        let told = match mention.time {
            Time::Same(same) => self.same(same),
            Time::Before(ref part) => self.year_before(part, mention.beside.is_some()),
            Time::Past => self.past_year(),
            Time::Whole(_)
            | Time::Relative(..)
            | Time::Month(_)
            | Time::Part(_)
            | Time::Now
            | Time::Years
            | Time::Since(_)
            | Time::Other => mention.time.period(self.issued, year),
        };
        let told = told.map(|told| self.not_to_come(mention, told, year));
        let is_of_number = mention.is_compared || told.is_some_and(|told| self.is_earlier(mention, told));
        self.note_day(mention);
        match told {
            _ if is_of_number => {
                let beside = told.zip(mention.beside.clone());
                self.beside = beside.map(|(reading, beside)| (reading, basis, beside));
            }
            Some(reading) => self.turn_to(mention, reading, basis),
            None => self.turn_away(&mention.time, year),
        }
    }

    /// 目前, 今年 and 上半年 without a date of issue: no year stated before is meant any more.
    fn turn_away(&mut self, time: &Time, year: Option<i16>) {
        let is_recent = match time {
            Time::Now | Time::Relative(..) | Time::Before(_) | Time::Month(_) => true,
            // 年初 in a year that is known is no other time.
            Time::Part(part) => !part.contains(['日', '号']) && year.is_none(),
            Time::Years | Time::Since(_) | Time::Past => {
                self.is_several = true;
                false
            }
            Time::Whole(_) | Time::Same(_) | Time::Other => false,
        };
        if is_recent {
            (self.last, self.lead) = (None, None);
        }
    }

    /// The figures behind a time are of it.
    fn turn_to(&mut self, mention: &TimeMention, reading: PeriodReading, basis: PeriodBasis) {
        // A day dates the report rather than the figure, unless nothing else does.
        let is_daily = reading.period.frequency() == Frequency::Daily;
        if is_daily && !mention.is_until && self.last.is_some() && !self.in_sentence {
            return;
        }
        self.is_several = false;
        self.is_event = self.may_end(mention);
        if basis != PeriodBasis::Now {
            self.year = Some(reading.period.start().year());
        }
        if basis == PeriodBasis::Stated && self.heading.contains(&mention.extent.start) {
            self.of_title = self.year;
        }
        let looks_back = basis == PeriodBasis::Stated || mention.time == Time::Past;
        let is_referred_to = self.is_referred_to(mention);
        let ends_soon = mention.is_aim || is_referred_to;
        if looks_back && !ends_soon && reading.period.frequency() == Frequency::Annual {
            self.of_article = self.year;
        }
        if ends_soon && self.before_aim.is_none() {
            self.before_aim = Some(self.last);
        }
        self.last = Some((reading, basis, self.paragraph.unwrap_or_default()));
        self.is_of_subject = false;
        let is_part = reading.cumulative || reading.period.frequency() != Frequency::Annual;
        if self.heading.contains(&mention.extent.start) {
            self.headed = self.last.filter(|_| is_part && !mention.is_aim);
        }
        // 目前 looks back on nothing: what a text goes on with is of now.
        let leads = self.block.contains(&mention.extent.start) && !is_referred_to;
        if leads || basis == PeriodBasis::Now {
            self.lead_before = std::mem::replace(&mut self.lead, self.last);
        }
        self.in_sentence = mention.extent.start >= self.sentence;
    }

    /// The day of a meeting or of issue at the head of a text says when it was told.
    fn note_day(&mut self, mention: &TimeMention) {
        let Time::Whole(reading) = mention.time else {
            return;
        };
        let is_head = self.paragraph.is_none_or(|block| block < HEAD);
        let is_day = reading.period.frequency() == Frequency::Daily && !mention.is_until;
        if self.day.is_none() && is_head && is_day && !mention.is_compared {
            self.day = Some(reading.period);
        }
    }

    /// The year of what was said last, else of issue.
    pub(crate) fn year_spoken(&self) -> Option<i16> {
        let said = self.last.map(|(reading, ..)| reading.period);
        said.or(self.issued).map(|period| period.start().year())
    }

    /// When the text was issued, as the caller knows or its head says.
    fn told_on(&self) -> Option<Period> {
        self.issued.or(self.day)
    }

    /// Whether a time had not ended when the text was issued: no result is of all of it.
    pub(crate) fn is_open(&self, told: FactPeriod) -> bool {
        self.told_on().is_some_and(|on| told.period.end() > on.end())
    }

    /// 全年 in a text of January: a year that can't have ended is the one before, whatever year its meeting was in.
    fn whole_year_before(&self, mention: &TimeMention, told: PeriodReading) -> Option<PeriodReading> {
        let on = self.told_on()?;
        // 预计2025年一季度增长6%，全年增长7%: behind an aim the year is aimed at too.
        let is_closed = mention.time.closes_year() && !mention.is_aim && self.before_aim.is_none();
        let is_early = on.start().month() <= EARLY && told.period.end() > on.end();
        let period = told.period.year_ago().filter(|_| is_closed && is_early)?;
        Some(PeriodReading { period, ..told })
    }

    /// 1至11月, 截至6月底 in a text of February: months that have gone by are of the year before, unless a year was stated or
    /// they are aimed at; so is 上半年 early in the year.
    fn not_to_come(&self, mention: &TimeMention, told: PeriodReading, year: Option<i16>) -> PeriodReading {
        if let Some(before) = self.whole_year_before(mention, told) {
            return before;
        }
        let is_part = matches!(mention.time, Time::Part(_)) && year.is_none() && !mention.is_aim;
        let (Some(issued), true) = (self.issued, is_part) else {
            return told;
        };
        let is_sum = told.cumulative || mention.is_until;
        let is_past = is_sum && told.period.start() >= issued.end();
        let is_long = matches!(
            told.period.frequency(),
            Frequency::Quarterly | Frequency::Semiannual
        );
        let is_early = issued.start().month() <= EARLY && told.period.end() > issued.end();
        match told.period.year_ago() {
            Some(period) if is_past || is_long && is_early => PeriodReading { period, ..told },
            Some(_) | None => told,
        }
    }

    /// 2024年营业收入5亿元，2023年为4亿元，增长25%: an earlier time with nothing but its number is told to compare.
    fn is_earlier(&self, mention: &TimeMention, told: PeriodReading) -> bool {
        let is_told_beside = self.in_sentence || matches!(mention.time, Time::Before(_));
        let spoken = self.last.filter(|_| is_told_beside && mention.beside.is_some());
        spoken.is_some_and(|(spoken, ..)| {
            spoken.period.frequency() == told.period.frequency()
                && told.period.start() < spoken.period.start()
        })
    }
}

/// Whether a time is a shorter one within another: 1—2月 of 一季度.
fn lies_within(said: Said, (whole, ..): (PeriodReading, PeriodBasis, usize)) -> bool {
    said.is_some_and(|(part, ..)| {
        part.period.start() >= whole.period.start() && part.period.end() < whole.period.end()
    })
}

/// What a time by itself is known by.
fn basis_of(time: &Time) -> PeriodBasis {
    match time {
        Time::Whole(_) => PeriodBasis::Stated,
        Time::Now => PeriodBasis::Now,
        Time::Relative(..)
        | Time::Before(_)
        | Time::Past
        | Time::Month(_)
        | Time::Part(_)
        | Time::Same(_)
        | Time::Years
        | Time::Since(_)
        | Time::Other => PeriodBasis::Relative,
    }
}
