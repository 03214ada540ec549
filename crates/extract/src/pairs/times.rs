//! Lists of times, each with a number of its own: 2023年和2024年分别为….

use zhibiao_model::period::{PeriodReading, read};

use super::Items;
use crate::page::Extent;
use crate::scene::Scene;

impl Scene<'_> {
    /// 研发投入强度2023年、2024年分别, 2023年、2024年税收收入分别: times with their years, and the name that stands before the
    /// first or behind the last.
    pub(super) fn times_of(&self, items: &[Extent]) -> Option<Items> {
        let first = items.first()?;
        let (last, others) = items.split_last()?;
        let behind = self
            .time_at(last.start)
            .filter(|end| *end < last.end && !others.is_empty());
        let (items, shared) = match behind {
            Some(end) => {
                let dated = others.iter().cloned().chain(std::iter::once(last.start..end));
                (dated.collect::<Vec<Extent>>(), Some(end..last.end))
            }
            None => (items.to_vec(), None),
        };
        let start_of = |item: &Extent| self.span_ending(item.end).filter(|start| *start >= item.start);
        let times = items.iter().map(|item| {
            let start = start_of(item)?;
            // What else stands in an item makes none of a list of times.
            let is_whole = start == item.start || item == first;
            read(&self.page.text(start..item.end)).filter(|_| is_whole)
        });
        let times = times.collect::<Option<Vec<PeriodReading>>>()?;
        let before = self.name_in(first.start..start_of(first)?);
        let name = match shared {
            Some(extent) => Some(self.name_in(extent)?),
            None => before,
        };
        Some(Items::Times(times, name))
    }
}
