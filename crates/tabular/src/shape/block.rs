//! One table, or several side by side, from head to plan.

use std::collections::BTreeSet;

use super::axes::{Across, Likeness, likeness};
use super::class::Marks;
use super::columns::{Kind, is_worded, kinds, split};
use super::context::Context;
use super::facts::{Facts, count};
use super::heads::{Head, in_year, read_heads};
use super::locate::{Located, is_column_numbers};
use super::naming::Planner;
use super::plan::{Dimension, Label, Named, Plan, Role, ValueColumn};
use super::rows::{Block, has_number};
use super::words::squeeze;
use crate::entry::{Place, Vocabulary};
use crate::row::Row;
use crate::table::Layout;

/// Rows that the columns are told from, fewer where they are wide.
const SAMPLE_ROWS: usize = 100;
const SAMPLE_CELLS: usize = 40_000;

/// Plans how a located table is read; None when it has no column of values.
pub(crate) fn plan_block(
    sheet: u32,
    rows: &[&Row],
    located: Located,
    context: &Context,
    marks: &Marks,
    vocabulary: &dyn Vocabulary,
) -> Option<Block> {
    let head: Vec<&Row> = rows
        .get(located.head..located.body)?
        .iter()
        .copied()
        .filter(|row| !is_column_numbers(row))
        .collect();
    let head = head.as_slice();
    let body = sample(rows.get(located.body..)?, marks);
    let facts = count(head, body, marks);
    let plans: Vec<Plan> = split(&facts)
        .into_iter()
        .filter_map(|columns| {
            Planner {
                sheet,
                head,
                columns,
                marks,
                vocabulary,
            }
            .plan(context)
        })
        .collect();
    (!plans.is_empty()).then_some(Block { plans })
}

/// The rows up to the next note or title.
fn sample<'r, 'a>(rows: &'r [&'a Row], marks: &Marks) -> &'r [&'a Row] {
    let mut end = 0;
    let mut cells = 0;
    let mut before: Option<&Row> = None;
    for row in rows.iter().take(SAMPLE_ROWS) {
        cells += row.cells().len();
        if cells > SAMPLE_CELLS && end > 0 {
            break;
        }
        let gap = before.is_some_and(|before| before.number + 1 < row.number);
        if super::is_known_line(row, marks) || gap && (row.cells().len() == 1 || !has_number(row, marks)) {
            break;
        }
        let worded = row.cells().iter().filter(|cell| is_worded(row.raw(cell))).count();
        if end > 0 && worded > 1 && !has_number(row, marks) {
            break;
        }
        end += 1;
        before = Some(row);
    }
    rows.get(..end.max(1)).unwrap_or(rows)
}

impl Planner<'_> {
    fn plan(&self, context: &Context) -> Option<Plan> {
        let context = self.own_context(context);
        let mut kinds = kinds(self.columns, self.vocabulary);
        let values: Vec<&Facts> = self.of_kind(&kinds, |kind| kind == Kind::Value).collect();
        if values.is_empty() {
            return None;
        }
        let heads = read_heads(self.sheet, self.head, &values, self.marks, self.vocabulary);
        let axes = self.axes(&kinds, &heads, &context);
        for (kind, dimension) in kinds.iter_mut().zip(&axes.dimensions) {
            if *kind == Kind::Names {
                *kind = dimension.map_or(Kind::Unread, Kind::Label);
            }
        }
        let mut plan = self.columns_of(&kinds, &heads, axes.across, &context)?;
        plan.ambiguous = axes.ambiguous;
        period_of_growth(&mut plan);
        self.fill_from_context(&mut plan, &context);
        plan.layout = layout(&plan);
        Some(plan)
    }

    /// The context, with what stands in the upper head rows over the label columns: titles of tables side by side.
    fn own_context(&self, context: &Context) -> Context {
        let mut own = context.clone();
        let Some(first) = self.columns.first() else {
            return own;
        };
        if let [(row, text), .., _] = first.head.as_slice()
            && !is_worded(text)
            && let Some(above) = self.head.get(*row)
        {
            let place = Place {
                sheet: self.sheet,
                row: above.number,
                column: first.column,
            };
            own.read_over(text, place, self.vocabulary);
        }
        own
    }

    fn of_kind<'s>(
        &'s self,
        kinds: &'s [Kind],
        wanted: impl Fn(Kind) -> bool + 's,
    ) -> impl Iterator<Item = &'s Facts> {
        self.columns
            .iter()
            .zip(kinds)
            .filter(move |(_, kind)| wanted(**kind))
            .map(|(column, _)| column)
    }

    /// Turns kinds and heads into roles.
    fn columns_of(&self, kinds: &[Kind], heads: &[Head], across: Across, context: &Context) -> Option<Plan> {
        let first_column = self.columns.first()?.column;
        let last_column = self.columns.last()?.column;
        let mut plan = Plan {
            first_column,
            roles: vec![Role::Blank; (last_column - first_column + 1) as usize],
            labels: Vec::new(),
            values: Vec::new(),
            subject: None,
            indicator: None,
            period: None,
            unit: None,
            layout: Layout::Other,
            ambiguous: false,
        };
        let subject_row = self.subject_row(heads, across);
        let absolutes: BTreeSet<&str> = heads
            .iter()
            .filter_map(|head| Some(head.absolute.as_ref()?.text.as_str()))
            .collect();
        let several_absolutes = absolutes.len() > 1;
        let mut heads_in_order = heads.iter();
        for (column, kind) in self.columns.iter().zip(kinds) {
            let role = match kind {
                Kind::Label(dimension) => {
                    plan.labels.push(Label {
                        column: column.column,
                        dimension: *dimension,
                        carry: column.grouped
                            && matches!(
                                dimension,
                                Dimension::Subject | Dimension::Period | Dimension::Indicator
                            ),
                        head: squeeze(column.head_text()),
                    });
                    Role::Label(plan.labels.len() - 1)
                }
                Kind::Value => {
                    let head = heads_in_order.next()?;
                    plan.values.push(self.value_column(
                        head,
                        across,
                        subject_row,
                        several_absolutes,
                        context,
                    ));
                    Role::Value(plan.values.len() - 1)
                }
                Kind::Furniture => Role::Furniture,
                Kind::Names | Kind::Unread => Role::Unread,
                Kind::Blank => Role::Blank,
            };
            if let Some(slot) = plan.roles.get_mut((column.column - first_column) as usize) {
                *slot = role;
            }
        }
        // Only labels of groups are written once: another column has to tell the rows apart.
        let tell_apart = |label: &Label| {
            matches!(
                label.dimension,
                Dimension::Subject | Dimension::Indicator | Dimension::Period
            ) && !label.carry
        };
        if !plan.labels.iter().any(tell_apart) {
            plan.labels.iter_mut().for_each(|label| label.carry = false);
        }
        Some(plan)
    }

    /// The head row with subjects, where another has indicators.
    fn subject_row(&self, heads: &[Head], across: Across) -> Option<usize> {
        if across != Across::Indicators && across != Across::Subjects {
            return None;
        }
        let of_row = |row: usize| {
            let pieces = heads
                .iter()
                .flat_map(|head| &head.pieces)
                .filter(move |piece| piece.row == row);
            likeness(pieces.map(|piece| piece.named.text.as_str()), self.vocabulary)
        };
        let likenesses: Vec<Likeness> = (0..self.head.len()).map(of_row).collect();
        let subject = likenesses
            .iter()
            .position(|one| one.subject >= 0.5 && one.subject > one.indicator)?;
        let others = likenesses.iter().enumerate().filter(|(row, _)| *row != subject);
        others
            .into_iter()
            .any(|(_, one)| one.indicator > one.subject)
            .then_some(subject)
    }

    fn value_column(
        &self,
        head: &Head,
        across: Across,
        subject_row: Option<usize>,
        several_absolutes: bool,
        context: &Context,
    ) -> ValueColumn {
        let (of_subject, of_rest): (Vec<_>, Vec<_>) = head
            .pieces
            .iter()
            .map(|piece| (piece.row, &piece.named))
            .partition(|(row, _)| Some(*row) == subject_row);
        let rest: Vec<&Named> = of_rest.into_iter().map(|(_, named)| named).collect();
        let mut subject = of_subject.into_iter().next_back().map(|(_, named)| named.clone());
        let (mut indicator, mut measure) = (None, None);
        let told_apart = head
            .growth
            .clone()
            .or_else(|| head.absolute.clone().filter(|_| several_absolutes));
        match across {
            Across::Subjects if subject.is_none() => subject = self.compose(&rest),
            Across::Indicators | Across::Subjects => {
                indicator = self.compose(&rest.iter().copied().chain(&told_apart).collect::<Vec<_>>());
            }
            Across::Measures => {
                measure = self.compose(&rest.iter().copied().chain(&told_apart).collect::<Vec<_>>());
            }
            Across::Nothing => {}
        }
        ValueColumn {
            subject,
            indicator,
            measure,
            period: period_of(head, context),
            unit: head.unit.clone(),
            growth: head.growth.is_some(),
            total: head.total,
            head: head.whole.clone(),
        }
    }

    /// Puts the texts of several head rows together, unless the last alone is known.
    fn compose(&self, pieces: &[&Named]) -> Option<Named> {
        let (last, before) = pieces.split_last()?;
        let known = |text: &str| self.vocabulary.is_indicator(text) || self.vocabulary.is_subject(text);
        if before.is_empty() || known(&last.text) {
            return Some((*last).clone());
        }
        let texts: Vec<&str> = pieces.iter().map(|named| named.text.as_str()).collect();
        let joined = texts.concat();
        let text = if known(&joined) { joined } else { texts.join(" ") };
        Some(Named {
            text,
            place: last.place,
        })
    }

    /// What no axis has comes from the context.
    fn fill_from_context(&self, plan: &mut Plan, context: &Context) {
        let lacks = |named: fn(&ValueColumn) -> &Option<Named>| {
            plan.values.iter().any(|value| named(value).is_none())
        };
        let period = (!plan.has(Dimension::Period) && lacks(|value| &value.period))
            .then(|| context.period().cloned())
            .flatten();
        let subject = (!plan.has(Dimension::Subject) && lacks(|value| &value.subject))
            .then(|| context.likely_subject())
            .flatten();
        let indicator = (!plan.has(Dimension::Indicator) && lacks(|value| &value.indicator))
            .then(|| context.likely_indicator())
            .flatten();
        plan.period = period.or_else(|| {
            plan.has(Dimension::Period)
                .then(|| context.period().cloned())
                .flatten()
        });
        plan.subject = subject;
        plan.indicator = indicator;
        plan.unit = context.unit().cloned();
    }
}

/// The period of a head; a part of a year needs the year of the title.
fn period_of(head: &Head, context: &Context) -> Option<Named> {
    match (&head.period, &head.part_of_year, context.period()) {
        (Some(period), _, _) => Some(period.clone()),
        (None, Some(part), Some(year)) => Some(Named {
            text: in_year(&year.text, &part.text),
            place: part.place,
        }),
        (None, part, _) => part.clone(),
    }
}

/// A growth rate without a period of its own is of the period of the column before it.
fn period_of_growth(plan: &mut Plan) {
    let mut before: Option<Named> = None;
    for value in &mut plan.values {
        if value.growth && value.period.is_none() {
            value.period = before.clone();
        } else {
            before = value.period.clone();
        }
    }
}

fn layout(plan: &Plan) -> Layout {
    let across =
        |named: fn(&ValueColumn) -> &Option<Named>| plan.values.iter().any(|value| named(value).is_some());
    let (subjects, indicators, periods) = (
        plan.has(Dimension::Subject),
        plan.has(Dimension::Indicator),
        plan.has(Dimension::Period),
    );
    let (subjects_across, indicators_across, periods_across) = (
        across(|value| &value.subject),
        across(|value| &value.indicator),
        across(|value| &value.period),
    );
    match (subjects, indicators) {
        (true, true) if periods_across => Layout::SeriesByPeriods,
        (true, true) => Layout::Long,
        (true, false) if indicators_across && periods => Layout::PanelByIndicators,
        (true, false) if indicators_across => Layout::SubjectsByIndicators,
        (true, false) if periods_across => Layout::SubjectsByPeriods,
        (true, false) => Layout::OneIndicatorForSubjects,
        (false, true) if subjects_across => Layout::IndicatorsBySubjects,
        (false, true) if periods_across => Layout::IndicatorsByPeriods,
        (false, true) if periods => Layout::Long,
        (false, true) => Layout::IndicatorsForOneSubject,
        (false, false) if periods && subjects_across => Layout::PeriodsBySubjects,
        (false, false) if periods && indicators_across => Layout::PeriodsByIndicators,
        (false, false) => Layout::Other,
    }
}
