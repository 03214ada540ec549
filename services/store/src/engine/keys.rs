//! A batch by the keys of its rows, in the order in which tables keep them.

use zhibiao_model::ids::{IndicatorCode, SubjectName};
use zhibiao_proto::convert::columns::Columns;

use super::codec;

/// A row by the ids of its key, and its place in the batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) indicator: u32,
    pub(crate) period: i64,
    pub(crate) subject: u32,
    pub(crate) row: u32,
}

/// The rows' keys in the order of the primary key. Ids are asked for those dictionary entries only that a row uses.
pub(crate) fn keys(
    columns: &Columns,
    indicator: impl FnMut(&IndicatorCode) -> u32,
    subject: impl FnMut(&SubjectName) -> u32,
) -> Vec<Key> {
    let rows = columns.rows();
    let indicators = ids(
        columns.indicators(),
        rows.iter().map(|row| row.indicator),
        indicator,
    );
    let subjects = ids(columns.subjects(), rows.iter().map(|row| row.subject), subject);
    let periods: Vec<i64> = columns
        .periods()
        .iter()
        .map(|period| codec::period_key(*period))
        .collect();
    let mut keys: Vec<Key> = (0..)
        .zip(rows)
        .map(|(at, row)| Key {
            indicator: indicators[row.indicator as usize],
            period: periods[row.period as usize],
            subject: subjects[row.subject as usize],
            row: at,
        })
        .collect();
    if !keys.is_sorted() {
        keys.sort_unstable();
    }
    keys
}

/// The ids of those entries of a dictionary that are used, by their index.
fn ids<T>(entries: &[T], used: impl Iterator<Item = u32>, mut id: impl FnMut(&T) -> u32) -> Vec<u32> {
    let mut ids: Vec<Option<u32>> = vec![None; entries.len()];
    for index in used.map(|index| index as usize) {
        ids[index].get_or_insert_with(|| id(&entries[index]));
    }
    ids.into_iter().map(Option::unwrap_or_default).collect()
}
