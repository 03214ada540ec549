//! The tables of a sheet, one after the other, as their rows stream by.

mod rows;

use std::ops::ControlFlow;

use crate::entry::{Place, Sink, Vocabulary};
use crate::feed::Feed;
use crate::notice::{Notice, NoticeKind};
use crate::row::{Content, Row, Rows};
use crate::shape::{Context, Located, Marks, Plan, Role, is_known_line, is_number, locate, plan_block};
use crate::table::{Summary, Table};
use crate::{Limits, Unreadable};

/// Rows that a table is told from.
const WINDOW: usize = 200;
/// Notices of one sheet; a file of noise gives no more.
const MOST_NOTICES: u32 = 1_000;

/// Work that grows with the number of tables, which noise can have many of.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Work {
    /// Tables, and heads without one.
    tables: u32,
    head_cells: u32,
}

/// What reading a sheet needs.
pub(crate) struct Flow<'a> {
    pub(crate) sheet: u32,
    pub(crate) name: &'a str,
    pub(crate) marks: &'a Marks,
    pub(crate) limits: &'a Limits,
    pub(crate) vocabulary: &'a dyn Vocabulary,
    pub(crate) sink: &'a mut dyn Sink,
    pub(crate) summary: &'a mut Summary,
    /// What was looked at in the whole file.
    pub(crate) work: &'a mut Work,
    /// Given out for this sheet.
    pub(crate) notices: u32,
}

impl Flow<'_> {
    /// Reads a sheet; returns whether it held anything.
    pub(crate) fn run(&mut self, rows: &mut dyn Rows) -> Result<bool, Unreadable> {
        let mut feed = Feed::new(rows);
        let mut context = Context::of_sheet(self.sheet, self.name, self.vocabulary);
        let tables = self.summary.tables;
        let mut first: Option<Notice> = None;
        loop {
            feed.fill(WINDOW)?;
            let held = feed.held();
            let Some(row) = held.first() else {
                break;
            };
            if first.is_none() {
                first = Some(self.row_notice(NoticeKind::NoTable, row));
            }
            match locate(&held, self.marks) {
                Some(located) => {
                    // A head at the end of what is held: look at it again with the rows below it.
                    if located.no_data && located.body == held.len() && located.head > 0 && !feed.is_done() {
                        self.read_context(&mut context, &held, located.head);
                        pop(&mut feed, located.head);
                        continue;
                    }
                    if self.table(&mut feed, located, &mut context)?.is_break() {
                        self.summary.stopped = true;
                        return Ok(true);
                    }
                }
                None => {
                    let count = held.len();
                    if self.summary.tables > tables {
                        self.leftovers(&held);
                    }
                    self.read_context(&mut context, &held, count);
                    pop(&mut feed, count);
                }
            }
        }
        let any = first.is_some();
        if self.summary.tables == tables
            && let Some(mut notice) = first
        {
            notice.place.row = 0;
            self.notice(notice);
        }
        Ok(any)
    }

    fn read_context(&mut self, context: &mut Context, held: &[&Row], head: usize) {
        let lines = held.get(..head).unwrap_or_default();
        lines.iter().for_each(|row| self.notice_formulas(row));
        context.read(self.sheet, lines, self.vocabulary);
    }

    /// Reads one table, or the head of none.
    fn table(
        &mut self,
        feed: &mut Feed<'_>,
        located: Located,
        context: &mut Context,
    ) -> Result<ControlFlow<()>, Unreadable> {
        let held = feed.held();
        self.count(&held, located)?;
        self.read_context(context, &held, located.head);
        let head = held.get(located.head..located.body).unwrap_or_default();
        head.iter().for_each(|row| self.notice_formulas(row));
        let block = if located.no_data {
            None
        } else {
            plan_block(self.sheet, &held, located, context, self.marks, self.vocabulary)
        };
        let Some(block) = block else {
            let kind = if located.no_data {
                NoticeKind::NoDataRows
            } else {
                NoticeKind::UnreadRow
            };
            let consumed = located.body.max(located.head + 1);
            let unread = if located.no_data {
                located.head + 1
            } else {
                consumed
            };
            for row in held.get(located.head..unread).unwrap_or_default() {
                let notice = self.row_notice(kind, row);
                self.notice(notice);
            }
            pop(feed, consumed);
            return Ok(ControlFlow::Continue(()));
        };
        let data_row = held.get(located.body).map_or(0, |row| row.number);
        let first_row = held.get(located.head).map_or(data_row, |row| row.number);
        for plan in &block.plans {
            self.announce(plan, first_row, data_row, &held, located, context);
        }
        pop(feed, located.body);
        self.rows(feed, block, data_row)
    }

    /// Counts a table that is about to be looked at.
    fn count(&mut self, held: &[&Row], located: Located) -> Result<(), Unreadable> {
        let head = held.get(located.head..located.body).unwrap_or_default();
        let cells: usize = head.iter().map(|row| row.cells().len()).sum();
        let row = held.get(located.head).map_or(0, |row| row.number);
        let sheet = || self.name.to_owned();
        self.work.tables = self.work.tables.saturating_add(1);
        self.work.head_cells = self.work.head_cells.saturating_add(cells as u32);
        if self.work.tables > self.limits.tables {
            let limit = self.limits.tables;
            return Err(Unreadable::TooManyTables {
                sheet: sheet(),
                row,
                limit,
            });
        }
        if self.work.head_cells > self.limits.head_cells {
            let limit = self.limits.head_cells;
            return Err(Unreadable::TooManyHeadCells {
                sheet: sheet(),
                row,
                limit,
            });
        }
        Ok(())
    }

    /// Tells of a table and of what in it is not read.
    fn announce(
        &mut self,
        plan: &Plan,
        first_row: u32,
        data_row: u32,
        held: &[&Row],
        located: Located,
        context: &Context,
    ) {
        self.summary.tables += 1;
        let table = Table {
            sheet: self.sheet,
            sheet_name: self.name.to_owned(),
            title: context.title().to_owned(),
            first_row,
            data_row,
            first_column: plan.first_column,
            last_column: plan.last_column(),
            layout: plan.layout,
        };
        if plan.ambiguous {
            let place = Place {
                sheet: self.sheet,
                row: first_row,
                column: plan.first_column,
            };
            self.notice(Notice::new(NoticeKind::AmbiguousHead, place, &table.to_string()));
        }
        self.sink.table(&table);
        for (column, role) in (plan.first_column..).zip(&plan.roles) {
            if *role == Role::Unread {
                let rows = held.get(located.head..).unwrap_or_default();
                let shown = rows
                    .iter()
                    .find_map(|row| Some((row.number, row.shown(row.at(column)?))));
                if let Some((row, text)) = shown {
                    let place = Place {
                        sheet: self.sheet,
                        row,
                        column,
                    };
                    self.notice(Notice::new(NoticeKind::UnreadColumn, place, &text));
                }
            }
        }
    }

    fn unread(&mut self, row: &Row) {
        let notice = self.row_notice(NoticeKind::UnreadRow, row);
        self.notice(notice);
    }

    /// Rows behind the last table: notes and known lines are no surprise.
    fn leftovers(&mut self, rows: &[&Row]) {
        for row in rows {
            if !is_known_line(row, self.marks) {
                self.unread(row);
            }
        }
    }

    fn row_notice(&self, kind: NoticeKind, row: &Row) -> Notice {
        let text: Vec<_> = row.cells().iter().take(8).map(|cell| row.shown(cell)).collect();
        let place = Place {
            sheet: self.sheet,
            row: row.number,
            column: 0,
        };
        Notice::new(kind, place, &text.join(" | "))
    }

    /// Text that a spreadsheet program would run when the file is exported and opened.
    fn notice_formulas(&mut self, row: &Row) {
        for cell in row.cells() {
            let text = row.raw(cell);
            if cell.content == Content::Text && self.is_formula(text) {
                let place = Place {
                    sheet: self.sheet,
                    row: row.number,
                    column: cell.column,
                };
                self.notice(Notice::new(NoticeKind::FormulaText, place, text));
            }
        }
    }

    fn is_formula(&self, text: &str) -> bool {
        let mut chars = text.chars();
        let (first, second) = (chars.next(), chars.next());
        match first {
            Some('=' | '@') => second.is_some(),
            Some('+' | '-') => {
                second.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '(' | '"' | '\'' | '@' | '='))
                    && !is_number(text)
                    && !self.marks.contains(text)
            }
            Some(_) | None => false,
        }
    }

    fn notice(&mut self, notice: Notice) {
        self.notices = self.notices.saturating_add(1);
        if self.notices <= MOST_NOTICES {
            self.sink.notice(notice);
        }
    }
}

fn pop(feed: &mut Feed<'_>, count: usize) {
    for _ in 0..count {
        feed.pop();
    }
}
