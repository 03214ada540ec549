//! When plans are for: 达产后可实现税收24亿元 is of no time that anybody knows, 1—3月完成年任务75亿元的24% of the year.

use zhibiao_model::period::{Frequency, Period};

use crate::fact::{FactPeriod, Measure};
use crate::measures::Said;
use crate::page::Extent;
use crate::quantity::Quantity;
use crate::scene::Scene;

/// How far before a number it may be told that it comes about once something is built.
const REACH: usize = 80;

impl Scene<'_> {
    /// Whether a forecast is for when something is built, with no time beside it.
    pub(crate) fn is_once_built(&self, said: &Said, quantity: &Quantity) -> bool {
        if said.measure != Measure::Forecast {
            return false;
        }
        let number = quantity.extent.start;
        let from = self.sentence.start.max(number.saturating_sub(REACH));
        let words = &self.rules.plans.once_built;
        let Some(word) = (from..number).rev().find(|at| words.begins(self.page, *at)) else {
            return false;
        };
        let told = |extent: Extent| !self.times_in(extent).is_empty();
        !told(self.clause_start(word)..number)
    }

    /// The year of a plan that is the year's, where a part of it is spoken of.
    pub(crate) fn period_of_years_plan(
        &self,
        said: &Said,
        quantity: &Quantity,
        period: FactPeriod,
    ) -> FactPeriod {
        let is_part = period.cumulative || period.period.frequency() != Frequency::Annual;
        let is_years = is_part
            && said.measure == Measure::Target
            && self
                .rules
                .plans
                .years_plans
                .ends(self.page, quantity.extent.start);
        let year = is_years
            .then(|| Period::annual(period.period.start().year()).ok())
            .flatten();
        year.map_or(period, |year| FactPeriod {
            period: year,
            cumulative: false,
            ..period
        })
    }
}
