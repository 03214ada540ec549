//! Rows of a table that stands in a text, `指标 | 2023年 | 增速(%)` or with tabs between: what a number means stands in
//! the first cell of its row and in the head of its column.

use zhibiao_model::period::Period;
use zhibiao_model::unit::Base;

use crate::fact::{FactPeriod, Measure, PeriodBasis};
use crate::heads::{HeadUnit, split_scale};
use crate::measures::Said;
use crate::naming::Named;
use crate::page::Extent;
use crate::quantity::Quantity;
use crate::scene::Scene;
use crate::tables::cues::{Cue, PLANNED, YEAR_BEFORE};
use crate::tables::names::{HEAD_LABELS, TIME_HEADS};
use crate::times::Time;
use crate::tokens::Token;
use crate::units::{is_of, is_relative};

/// What parts cells; tabs are folded to it.
pub(crate) const BETWEEN: char = '|';
/// Most columns of a table in a text.
const MOST: usize = 32;
/// Characters of a row. A longer block is a paragraph, which is not looked through again for each of its sentences.
const LONGEST_ROW: usize = 1024;
/// Cells at the head of a row that may name what its figures are of.
const LABELS: usize = 2;
/// Fewest columns of a table whose cells only spaces part: 营业收入 200亿元 is a sentence.
const LEAST: usize = 3;
/// Characters of a column's head in such a table.
const LONGEST_HEAD: usize = 14;

/// The cells of a row with figures, and the unit that one of them names for the others; no cells outside tables.
#[derive(Debug, Default)]
pub(crate) struct Row {
    cells: Vec<Extent>,
    unit: Option<HeadUnit>,
}

/// The head of a table: its last row, and the one over it where heads of groups stand.
#[derive(Debug, Default)]
pub(crate) struct TableHead {
    cells: Vec<Extent>,
    above: Vec<Extent>,
}

impl TableHead {
    /// The head with another row; `follows` says that it stands right below the last.
    pub(crate) fn with_row(self, cells: Vec<Extent>, follows: bool) -> Self {
        let is_below = follows && self.cells.len() == cells.len() && self.cells != cells;
        let above = if is_below { self.cells } else { Vec::new() };
        Self { cells, above }
    }

    /// The head of a column of a row with so many cells, and the one over it.
    fn of(&self, column: usize, cells: usize) -> (Option<&Extent>, Option<&Extent>) {
        let in_row = |row: &'_ Vec<Extent>| (row.len() >= cells).then_some(column);
        (
            in_row(&self.cells).and_then(|column| self.cells.get(column)),
            in_row(&self.above).and_then(|column| self.above.get(column)),
        )
    }
}

impl Row {
    /// Whether it has figures.
    pub(crate) fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }
}

/// What the cells around a number say of it.
pub(crate) struct Cell {
    pub(crate) name: Named,
    pub(crate) said: Option<Said>,
    pub(crate) unit: Option<HeadUnit>,
    pub(crate) period: Option<FactPeriod>,
    /// Whether the head says that it is of the year before that.
    pub(crate) is_year_before: bool,
    /// Where the number's cell begins: it may say 增长 before it.
    pub(crate) from: usize,
    /// Whether the head says that times stand below it.
    pub(crate) is_time: bool,
}

impl Scene<'_> {
    /// The cells of a block; none where it is no row.
    pub(crate) fn cells(&self, block: &Extent) -> Vec<Extent> {
        let mut cells = Vec::new();
        let chars = self.page.slice(block.clone());
        if block.len() > LONGEST_ROW || !chars.iter().any(|c| matches!(*c, BETWEEN | ' ')) {
            return cells;
        }
        // A row of Markdown begins with what parts its cells; before a tab stands an empty cell.
        let is_mark = self.page.at(block.start) == BETWEEN && !self.page.is_tab(block.start);
        let begin = block.start + usize::from(is_mark);
        let mut start = begin;
        for at in (begin..block.end)
            .filter(|at| self.page.at(*at) == BETWEEN)
            .take(MOST)
        {
            cells.push(start..at);
            start = at + 1;
        }
        if cells.is_empty() {
            return self.spaced_cells(block);
        }
        cells.push(start..block.end);
        cells
    }

    /// A row of such cells.
    pub(crate) fn row(&self, cells: Vec<Extent>) -> Row {
        let unit = cells.iter().skip(1).find_map(|cell| self.unit_cell(cell));
        Row { cells, unit }
    }

    /// |---|---:|, which stands between the head and the rows of a table in Markdown.
    pub(crate) fn is_rule(&self, block: &Extent) -> bool {
        let is_mark = |at: usize| matches!(self.page.at(at), BETWEEN | '-' | ':' | ' ');
        self.page.at(block.start) == BETWEEN && block.len() <= LONGEST_ROW && block.clone().all(is_mark)
    }

    /// Cells that only spaces part, as tables look that were copied from a page: a label, then figures; or the heads of
    /// such rows.
    fn spaced_cells(&self, block: &Extent) -> Vec<Extent> {
        let mut cells: Vec<Extent> = Vec::new();
        // 营业收入 100 亿元。税收 20 亿元: a sentence with spaces around its numbers.
        if self
            .page
            .slice(block.clone())
            .iter()
            .any(|c| matches!(*c, '。' | ';'))
        {
            return cells;
        }
        let mut start = block.start;
        for at in block.start..=block.end {
            if at < block.end && self.page.at(at) != ' ' {
                continue;
            }
            if at > start {
                cells.push(start..at);
            }
            start = at + 1;
        }
        let holds = |cell: &Extent, may_be_year: bool| {
            self.tokens_over(cell).any(|token| match token {
                Token::Quantity(_) | Token::Rank(_) => true,
                Token::Year(_) => may_be_year,
                Token::Noise(..) | Token::Malformed(_) | Token::Numeral(_) => false,
            })
        };
        let is_head = || {
            cells
                .iter()
                .all(|cell| !holds(cell, false) && cell.len() <= LONGEST_HEAD)
        };
        let is_row = || {
            cells
                .split_first()
                .is_some_and(|(label, rest)| !holds(label, true) && rest.iter().all(|cell| holds(cell, true)))
        };
        let fits = (LEAST..=MOST).contains(&cells.len()) && (is_row() || is_head());
        if fits { cells } else { Vec::new() }
    }

    /// Whether a row has figures, or numbers that may be years behind a name: 指标 | 2022 | 2023 is a head.
    pub(crate) fn has_figures(&self, cells: &[Extent], tokens: &[Token]) -> bool {
        let is_year = |token: &Token| matches!(token, Token::Year(_));
        tokens.iter().any(Token::is_figure)
            || tokens.iter().any(is_year) && cells.first().is_some_and(|label| !self.is_head_label(label))
    }

    /// Whether a row's first cell says what stands below it, and nothing of its own row.
    fn is_head_label(&self, label: &Extent) -> bool {
        let text = self.page.text(self.cell_text(label));
        let name = text.split_once('(').map_or(text.as_str(), |(name, _)| name);
        name.is_empty() || HEAD_LABELS.iter().any(|head| name.ends_with(head))
    }

    /// What the first cell of a number's row and the head of its column say; None where the row has no label.
    pub(crate) fn cell(&self, quantity: &Quantity, row: &Row, heads: &TableHead) -> Option<Cell> {
        let cells = &row.cells;
        let column = cells
            .iter()
            .position(|cell| cell.contains(&quantity.number.start))?;
        let inside = cells.get(column)?;
        if column == 0 || !self.is_alone(inside, quantity) {
            return None;
        }
        let (below, above) = heads.of(column, cells.len());
        let said = |cell: &Extent| self.name_in(self.cell_text(cell));
        // 营业收入（亿元） over 2023年 | 2024年: a head of times leaves name and unit to the one over it.
        let head = below.map(|below| above.filter(|_| said(below).is_none()).unwrap_or(below));
        let is_known = |named: &Named| named.indicator.code().is_some();
        // 经济 | 营业收入 | 600: a group of rows stands before their names.
        let labels = cells.get(..column.min(LABELS))?;
        let known = labels
            .iter()
            .find(|label| said(label).as_ref().is_some_and(is_known));
        let label = known.or(labels.first())?;
        let is_zone = self.zones.iter().any(|zone| label.contains(&zone.extent.start));
        // 东部片区 below 营业收入 is where, not what.
        let named = match head.map(said) {
            Some(told) if is_zone => told?,
            Some(Some(told)) if is_known(&told) && !said(label).as_ref().is_some_and(is_known) => told,
            Some(_) | None => said(label)?,
        };
        Some(Cell {
            name: Named {
                extent: self.cell_text(label),
                ..named
            },
            said: [below, head]
                .into_iter()
                .flatten()
                .find_map(|head| self.said_by_head(head, quantity)),
            unit: head
                .and_then(|head| self.unit_in_head(head.start, head.end))
                .or_else(|| row.unit.clone()),
            is_year_before: below
                .is_some_and(|head| YEAR_BEFORE.contains(&self.page.text(self.cell_text(head)).as_str())),
            period: [below, above]
                .into_iter()
                .flatten()
                .find_map(|head| self.period_of_head(head))
                .or_else(|| self.period_of_table(heads)),
            from: inside.start,
            is_time: below
                .is_some_and(|head| TIME_HEADS.contains(&self.page.text(self.cell_text(head)).as_str())),
        })
    }

    /// Whether a cell holds a number with its unit and marks alone: 经济运行：⇥营业收入5亿元 is a sentence behind a tab.
    fn is_alone(&self, cell: &Extent, quantity: &Quantity) -> bool {
        let is_mark = |c: char| " ()[]*#+-~↑↓▲▼△▽%".contains(c);
        let mut at = cell.start;
        while at < quantity.whole.start {
            let word = self.rules.naming.linking.at(self.page, at).map(|(end, ())| end);
            match word.or_else(|| is_mark(self.page.at(at)).then_some(at + 1)) {
                Some(end) => at = end,
                None => return false,
            }
        }
        (quantity.whole.end..cell.end).all(|at| is_mark(self.page.at(at)))
    }

    /// A cell without the spaces around what it says.
    fn cell_text(&self, cell: &Extent) -> Extent {
        let is_space = |at: usize| self.page.at(at) == ' ';
        let start = cell.clone().find(|at| !is_space(*at)).unwrap_or(cell.end);
        let end = (start..cell.end).rev().find(|at| !is_space(*at));
        start..end.map_or(start, |end| end + 1)
    }

    /// A cell that holds nothing but a unit.
    fn unit_cell(&self, cell: &Extent) -> Option<HeadUnit> {
        let text = self.cell_text(cell);
        let is_number = self.page.at(text.start).is_ascii_digit();
        (!is_number).then(|| split_scale(&self.page.text(text), &self.rules.units))?
    }

    /// 增速, 同比: the numbers below are growths, in percent where they say nothing else.
    fn said_by_head(&self, head: &Extent, quantity: &Quantity) -> Option<Said> {
        // 年度目标 | 实际完成: what is aimed at is no result.
        let text = self.page.text(self.cell_text(head));
        let name = text.split_once('(').map_or(text.as_str(), |(name, _)| name);
        if PLANNED.iter().any(|plan| name.ends_with(plan)) {
            return Some(Said::plain(Measure::Target));
        }
        let cues = self.cues(head.start, head.end);
        let grows = cues
            .iter()
            .any(|(_, cue)| matches!(cue, Cue::Growth | Cue::Compare | Cue::Base));
        let is_ratio = quantity.unit.as_deref().is_none_or(is_relative);
        let is_points = quantity
            .unit
            .as_deref()
            .is_some_and(|unit| is_of(unit, Base::PercentagePoints));
        // 占全市比重: what the numbers below are a part of.
        let share = cues.iter().find(|(_, cue)| *cue == Cue::Share);
        if let Some((word, _)) = share.filter(|_| is_ratio && !is_points && !grows) {
            return Some(self.share(word.start, head.end));
        }
        let base = cues.iter().find(|(_, cue)| *cue == Cue::Base);
        (grows && is_ratio && !is_points).then(|| Said {
            base: base.map(|(extent, _)| extent.clone()),
            ..Said::plain(Measure::Yoy)
        })
    }

    /// 增速 beside 2023年 and 2022年: what no head dates is of the last time that the heads state, plans aside.
    fn period_of_table(&self, heads: &TableHead) -> Option<FactPeriod> {
        let is_plan = |head: &&Extent| {
            let text = self.page.text(self.cell_text(head));
            PLANNED.iter().any(|plan| text.contains(plan))
        };
        let cells = heads.cells.iter().chain(&heads.above);
        let periods = cells
            .filter(|head| !is_plan(head))
            .filter_map(|head| self.period_of_head(head));
        periods.max_by_key(|told| told.period.start())
    }

    fn period_of_head(&self, head: &Extent) -> Option<FactPeriod> {
        let first = self.times_from(|time| time.extent.start < head.start).first();
        let Some(time) = first.filter(|time| time.extent.end <= head.end) else {
            return self.bare_year(head);
        };
        let relative = || match time.time {
            Time::Relative(..) | Time::Part(_) => time.time.period(self.issued, self.year),
            Time::Whole(_)
            | Time::Before(_)
            | Time::Past
            | Time::Month(_)
            | Time::Same(_)
            | Time::Now
            | Time::Years
            | Time::Since(_)
            | Time::Other => None,
        };
        let told = || Some(FactPeriod::told(relative()?, PeriodBasis::Relative));
        time.time.stated().or_else(told)
    }

    /// 2023 over a column.
    fn bare_year(&self, head: &Extent) -> Option<FactPeriod> {
        let year = self.tokens_over(head).find_map(|token| match token {
            Token::Year(quantity) => Some(quantity.value),
            Token::Quantity(_)
            | Token::Rank(_)
            | Token::Noise(..)
            | Token::Malformed(_)
            | Token::Numeral(_) => None,
        })?;
        // Four digits.
        Some(FactPeriod::stated(Period::annual(year as i16).ok()?.into()))
    }
}
