//! Rows of tables: a time in one is of its row alone, and of none of the text behind.

use super::{Periods, Said};
use crate::cells::BETWEEN;
use crate::page::{Extent, Page};

/// Characters of a row.
const LONGEST_ROW: usize = 1024;
/// Marks between cells, of the fewest that make a row: a sentence may stand behind one tab.
const FEWEST: usize = 2;

/// What a text speaks of where a table stands in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spoken {
    last: Said,
    lead: Said,
    lead_before: Said,
    headed: Said,
    of_article: Option<i16>,
    of_title: Option<i16>,
    is_of_subject: bool,
}

/// Whether a block is the row of a table.
pub(crate) fn is_row(page: &Page<'_>, block: &Extent) -> bool {
    let chars = page.slice(block.clone());
    block.len() <= LONGEST_ROW && chars.iter().filter(|c| **c == BETWEEN).nth(FEWEST - 1).is_some()
}

impl Periods<'_> {
    /// | 指标 | 2023年 | 2022年 | 增速 |: before a row, and behind the last one, the text speaks of what it did before the table.
    pub(super) fn enter_row(&mut self, is_row: bool) {
        match self.before_table {
            None if is_row => {
                self.before_table = Some(Spoken {
                    last: self.last,
                    lead: self.lead,
                    lead_before: self.lead_before,
                    headed: self.headed,
                    of_article: self.of_article,
                    of_title: self.of_title,
                    is_of_subject: self.is_of_subject,
                });
            }
            None => {}
            Some(before) => {
                self.last = before.last;
                self.lead = before.lead;
                self.lead_before = before.lead_before;
                self.headed = before.headed;
                self.of_article = before.of_article;
                self.of_title = before.of_title;
                self.is_of_subject = before.is_of_subject;
                self.before_table = self.before_table.filter(|_| is_row);
            }
        }
    }
}
