//! Which period a number is about: the one stated last before it, in its sentence or earlier.

use zhibiao_model::period::{Frequency, Period, PeriodReading};

use crate::fact::{FactPeriod, PeriodBasis};
use crate::page::Extent;
use crate::tables::cues::CLOSING;
use crate::times::{Time, TimeMention};

/// Follows the times that a text states.
#[derive(Debug)]
pub(crate) struct Periods<'a> {
    times: &'a [TimeMention],
    next: usize,
    issued: Option<Period>,
    /// The year stated last.
    year: Option<i16>,
    /// The year that the article looks back on, as its title or a paragraph says: 全年 further down is of it.
    of_article: Option<i16>,
    sentence: usize,
    paragraph: Option<usize>,
    /// What was found last, with the block in which it stands.
    last: Said,
    in_sentence: bool,
    /// Whether the sentence tells of several years together, and of no time behind them.
    is_several: bool,
    /// What was spoken of before a time that is only looked forward to.
    before_aim: Option<Said>,
}

/// A period as it was read, with the block in which it stands.
type Said = Option<(PeriodReading, PeriodBasis, usize)>;

impl<'a> Periods<'a> {
    pub(crate) fn new(times: &'a [TimeMention], issued: Option<Period>) -> Self {
        Self {
            times,
            next: 0,
            issued,
            year: None,
            of_article: None,
            sentence: 0,
            paragraph: None,
            last: None,
            in_sentence: false,
            is_several: false,
            before_aim: None,
        }
    }

    /// Goes on to a sentence of a block.
    pub(crate) fn enter(&mut self, sentence: &Extent, block: usize) {
        self.advance(sentence.start);
        if let Some(last) = self.before_aim.take() {
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

    /// Whether what stands at a position is told of several years together; positions only grow.
    pub(crate) fn is_several(&mut self, position: usize) -> bool {
        self.advance(position);
        self.is_several
    }

    /// Takes a heading's time along as that of what follows, and forgets it where another article begins.
    pub(crate) fn forget(&mut self) {
        self.last = None;
        self.of_article = None;
    }

    /// The period at a position; positions only grow.
    pub(crate) fn at(&mut self, position: usize) -> Option<FactPeriod> {
        if self.is_several(position) {
            return None;
        }
        let default = || {
            Some(FactPeriod {
                period: self.issued?,
                cumulative: false,
                basis: PeriodBasis::Default,
            })
        };
        let Some((reading, basis, block)) = self.last else {
            return default();
        };
        let basis = if self.in_sentence {
            basis
        } else if Some(block) == self.paragraph {
            PeriodBasis::Paragraph
        } else {
            PeriodBasis::Article
        };
        Some(FactPeriod {
            period: reading.period,
            cumulative: reading.cumulative,
            basis,
        })
    }

    fn advance(&mut self, position: usize) {
        while let Some(mention) = self
            .times
            .get(self.next)
            .filter(|mention| mention.extent.start < position)
        {
            self.next += 1;
            let year = self
                .year
                .or_else(|| self.of_article.filter(|_| sums_up(&mention.time)));
            let Some(reading) = mention.time.period(self.issued, year) else {
                // 目前, 今年 and 上半年 without a date of issue: no year stated before is meant any more.
                let is_recent = match &mention.time {
                    Time::Now | Time::Relative(..) => true,
                    Time::Part(part) => !part.contains(['日', '号']),
                    Time::Years | Time::Since(_) => {
                        self.is_several = true;
                        false
                    }
                    Time::Whole(_) | Time::Other => false,
                };
                if is_recent {
                    self.last = None;
                }
                continue;
            };
            let basis = match mention.time {
                Time::Whole(_) => PeriodBasis::Stated,
                Time::Now => PeriodBasis::Now,
                Time::Relative(..) | Time::Part(_) | Time::Since(_) | Time::Years | Time::Other => {
                    PeriodBasis::Relative
                }
            };
            // A day dates the report rather than the figure, unless nothing else does.
            if reading.period.frequency() == Frequency::Daily && self.last.is_some() && !self.in_sentence {
                continue;
            }
            self.is_several = false;
            if basis != PeriodBasis::Now {
                self.year = Some(reading.period.start().year());
            }
            if basis == PeriodBasis::Stated
                && !mention.is_aim
                && reading.period.frequency() == Frequency::Annual
            {
                self.of_article = self.year;
            }
            if mention.is_aim && self.before_aim.is_none() {
                self.before_aim = Some(self.last);
            }
            self.last = Some((reading, basis, self.paragraph.unwrap_or_default()));
            self.in_sentence = mention.extent.start >= self.sentence;
        }
    }
}

/// Words that close a year: no text says them of the year that it is issued in before that is over.
fn sums_up(time: &Time) -> bool {
    matches!(time, Time::Part(part) if CLOSING.contains(&part.as_str()))
}
