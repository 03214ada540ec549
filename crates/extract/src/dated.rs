//! Times that are of one number alone: behind it in brackets, or before a value that something had before.

use crate::fact::FactPeriod;
use crate::quantity::Quantity;
use crate::scene::Scene;
use crate::times::Time;

/// How far before a number the time may end that it is told of.
const BESIDE: usize = 8;

impl Scene<'_> {
    /// GDP3350亿元（2024年）: the time in brackets behind a number, with its year.
    pub(crate) fn period_behind(&self, quantity: &Quantity) -> Option<FactPeriod> {
        let open = quantity.extent.end;
        if self.page.at(open) != '(' {
            return None;
        }
        let until = self.rules.times.until.at(self.page, open + 1);
        let start = until.map_or(open + 1, |(end, ())| end);
        let time = self.times_from(|time| time.extent.start < start).first()?;
        let is_alone = time.extent.start == start && self.page.at(time.extent.end) == ')';
        time.time.stated().filter(|_| is_alone)
    }

    /// 由2020年的624家: whether the time of a former value stands before it.
    pub(crate) fn is_dated_former(&self, quantity: &Quantity) -> bool {
        let number = quantity.number.start;
        let times = self.times_from(|time| time.extent.end + BESIDE < number);
        let mut before = times.iter().take_while(|time| time.extent.end <= number);
        before.any(|time| {
            let is_known = match time.time {
                Time::Whole(_) => true,
                Time::Relative(..)
                | Time::Before(_)
                | Time::Past
                | Time::Month(_)
                | Time::Part(_)
                | Time::Same(_) => self.issued.is_some(),
                Time::Now | Time::Years | Time::Since(_) | Time::Other => false,
            };
            is_known
                && time.is_compared
                && time
                    .beside
                    .as_ref()
                    .is_some_and(|beside| beside.contains(&number))
        })
    }
}
