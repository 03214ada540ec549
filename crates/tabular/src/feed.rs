//! Rows with a look ahead, bounded in rows and bytes.

use std::collections::VecDeque;

use crate::Unreadable;
use crate::row::{Row, Rows};

/// Bytes of text that are held at most, besides the last row read.
const MOST_BYTES: usize = 4 << 20;

/// Bytes of text of a row whose buffers are used again.
const LONGEST_SPARE: usize = 64 << 10;

/// Reads ahead as far as a decision needs.
pub(crate) struct Feed<'a> {
    rows: &'a mut dyn Rows,
    queue: VecDeque<Row>,
    /// Rows whose buffers are used again.
    spare: Vec<Row>,
    bytes: usize,
    done: bool,
}

impl<'a> Feed<'a> {
    pub(crate) fn new(rows: &'a mut dyn Rows) -> Self {
        Self {
            rows,
            queue: VecDeque::new(),
            spare: Vec::new(),
            bytes: 0,
            done: false,
        }
    }

    /// Reads on until so many rows are held, if there are as many and their text is not too long.
    pub(crate) fn fill(&mut self, count: usize) -> Result<(), Unreadable> {
        while !self.done && self.queue.len() < count && (self.bytes < MOST_BYTES || self.queue.is_empty()) {
            let mut row = self.spare.pop().unwrap_or_default();
            if self.rows.read(&mut row)? {
                self.bytes += row.bytes();
                self.queue.push_back(row);
            } else {
                self.done = true;
            }
        }
        Ok(())
    }

    /// Whether all rows have been read.
    pub(crate) fn is_done(&self) -> bool {
        self.done
    }

    pub(crate) fn get(&self, index: usize) -> Option<&Row> {
        self.queue.get(index)
    }

    pub(crate) fn held(&self) -> Vec<&Row> {
        self.queue.iter().collect()
    }

    /// Lets the first row go.
    pub(crate) fn pop(&mut self) {
        if let Some(row) = self.queue.pop_front() {
            self.bytes = self.bytes.saturating_sub(row.bytes());
            // A rare long row does not keep its buffers.
            if row.bytes() <= LONGEST_SPARE {
                self.spare.push(row);
            }
        }
    }
}
