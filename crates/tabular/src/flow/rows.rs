//! The rows of a table, until it ends.

use std::ops::ControlFlow;

use super::Flow;
use crate::Unreadable;
use crate::emit::Emitter;
use crate::entry::Place;
use crate::feed::Feed;
use crate::notice::{Notice, NoticeKind};
use crate::row::Row;
use crate::shape::{
    Block, Dimension, Named, Role, RowKind, is_known_line, is_period, looks_like_indicator,
    looks_like_subject,
};

impl Flow<'_> {
    /// Reads rows until the table ends.
    pub(super) fn rows(
        &mut self,
        feed: &mut Feed<'_>,
        block: Block,
        data_row: u32,
    ) -> Result<ControlFlow<()>, Unreadable> {
        let mut emitters: Vec<Emitter> = block.plans.iter().cloned().map(Emitter::new).collect();
        let mut last = data_row.saturating_sub(1);
        loop {
            feed.fill(2)?;
            let Some(row) = feed.get(0) else {
                return Ok(ControlFlow::Continue(()));
            };
            let gap = row.number > last.saturating_add(1);
            // The first row was planned as data: it can't end the table, or the same table would begin again.
            let first = row.number == data_row;
            last = row.number;
            let goes_on = match block.kind(row, self.marks, self.vocabulary) {
                RowKind::Data => {
                    if self.data(row, &block, &mut emitters)?.is_break() {
                        return Ok(ControlFlow::Break(()));
                    }
                    true
                }
                RowKind::Labels if is_known_line(row, self.marks) => false,
                RowKind::Labels => self.labels(row, feed.get(1), gap, &block, &mut emitters),
                RowKind::Head => false,
                RowKind::Foreign if gap || is_known_line(row, self.marks) => false,
                RowKind::Foreign => {
                    self.unread(row);
                    true
                }
            };
            if !goes_on {
                if !first {
                    return Ok(ControlFlow::Continue(()));
                }
                self.unread(row);
            }
            feed.pop();
        }
    }

    fn data(
        &mut self,
        row: &Row,
        block: &Block,
        emitters: &mut [Emitter],
    ) -> Result<ControlFlow<()>, Unreadable> {
        self.notice_formulas(row);
        for cell in row.cells() {
            let role = block.plans.iter().find_map(|plan| plan.role(cell.column));
            if matches!(role, None | Some(Role::Blank)) {
                let place = Place {
                    sheet: self.sheet,
                    row: row.number,
                    column: cell.column,
                };
                self.notice(Notice::new(NoticeKind::UnreadCell, place, &row.shown(cell)));
            }
        }
        for emitter in emitters {
            let flow = emitter.emit(
                self.sheet,
                row,
                self.vocabulary,
                self.sink,
                &mut self.summary.entries,
            );
            if self.summary.entries > self.limits.entries {
                return Err(Unreadable::TooManyEntries {
                    sheet: self.name.to_owned(),
                    row: row.number,
                    limit: self.limits.entries,
                });
            }
            if flow.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// A row with labels only: the name of a section, a row whose values are blank, or the end of the table, for
    /// which false is returned.
    fn labels(
        &mut self,
        row: &Row,
        next: Option<&Row>,
        gap: bool,
        block: &Block,
        emitters: &mut [Emitter],
    ) -> bool {
        let next_kind = next
            .filter(|next| next.number == row.number + 1 && !is_known_line(next, self.marks))
            .map(|next| block.kind(next, self.marks, self.vocabulary));
        match next_kind {
            Some(RowKind::Data) => {
                for emitter in emitters {
                    self.section(row, emitter);
                }
                true
            }
            Some(RowKind::Head) => false,
            Some(RowKind::Labels | RowKind::Foreign) | None if gap => false,
            Some(RowKind::Labels | RowKind::Foreign) | None => {
                let known = row.cells().iter().any(|cell| {
                    let text = row.raw(cell);
                    self.vocabulary.is_subject(text)
                        || self.vocabulary.is_indicator(text)
                        || looks_like_subject(text)
                        || looks_like_indicator(text)
                        || is_period(text)
                });
                if !known {
                    self.unread(row);
                }
                true
            }
        }
    }

    /// Takes the name of a section where it says what the rows below don't.
    fn section(&self, row: &Row, emitter: &mut Emitter) {
        let plan = emitter.plan();
        let Some((label, cell)) = plan
            .labels
            .iter()
            .find_map(|label| Some((label, row.at(label.column)?)))
        else {
            return;
        };
        let text = row.shown(cell).into_owned();
        let place = Place {
            sheet: self.sheet,
            row: row.number,
            column: cell.column,
        };
        let own_subject = plan.has(Dimension::Subject) || plan.values.iter().all(|one| one.subject.is_some());
        let own_period = plan.has(Dimension::Period) || plan.values.iter().all(|one| one.period.is_some());
        let subject = self.vocabulary.is_subject(&text)
            || (looks_like_subject(&text)
                && !looks_like_indicator(&text)
                && !self.vocabulary.is_indicator(&text));
        if label.dimension == Dimension::Indicator && !own_subject && subject {
            emitter.set_section_subject(Named { text, place });
        } else if !own_period && is_period(&text) {
            emitter.set_section_period(Named { text, place });
        }
    }
}
