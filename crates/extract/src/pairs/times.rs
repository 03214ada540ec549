//! Lists of times, each with a number of its own: 2023年和2024年分别为….

use zhibiao_model::period::{PeriodReading, read};

use super::Items;
use crate::page::Extent;
use crate::scene::Scene;

impl Scene<'_> {
    /// 研发投入强度2023年、2024年分别: times with their years, and the name that stands before the first or behind the last.
    pub(super) fn times_of(&self, items: &[Extent]) -> Option<Items> {
        let (first, last) = (items.first()?, items.last()?);
        let start_of = |item: &Extent| self.span_ending(item.end).filter(|start| *start >= item.start);
        // 2021年、2022年税收收入.
        let behind = self.time_at(last.start).filter(|end| *end < last.end);
        let times = items.iter().map(|item| {
            let end = behind.filter(|_| item == last).unwrap_or(item.end);
            let start = self.span_ending(end).filter(|start| *start >= item.start)?;
            // What else stands in an item makes none of a list of times.
            let is_whole = start == item.start || item == first;
            read(&self.page.text(start..end)).filter(|_| is_whole)
        });
        let times = times.collect::<Option<Vec<PeriodReading>>>()?;
        let name = match behind {
            Some(end) => self.name_in(end..last.end),
            None => self.name_in(first.start..start_of(first)?),
        };
        Some(Items::Times(times, name))
    }
}
