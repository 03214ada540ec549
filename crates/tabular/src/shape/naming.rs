//! Which columns of names have the subjects and which the indicators, in view of the heads across.

use super::axes::{Across, Clues, Down, Likeness, decide, decide_across, head_likeness, likeness};
use super::class::Marks;
use super::columns::Kind;
use super::context::Context;
use super::facts::Facts;
use super::heads::Head;
use super::plan::Dimension;
use crate::entry::Vocabulary;
use crate::row::Row;

/// Plans one table.
pub(crate) struct Planner<'a> {
    pub(crate) sheet: u32,
    pub(crate) head: &'a [&'a Row],
    pub(crate) columns: &'a [Facts],
    pub(crate) marks: &'a Marks,
    pub(crate) vocabulary: &'a dyn Vocabulary,
}

/// The dimensions that the axes have.
pub(crate) struct Axes {
    pub(crate) dimensions: Vec<Option<Dimension>>,
    pub(crate) across: Across,
    pub(crate) ambiguous: bool,
}

impl Planner<'_> {
    /// Decides what the columns of names and the heads are.
    pub(crate) fn axes(&self, kinds: &[Kind], heads: &[Head], context: &Context) -> Axes {
        let has = |dimension| kinds.contains(&Kind::Label(dimension));
        let (subject, indicator) = (has(Dimension::Subject), has(Dimension::Indicator));
        let across = head_likeness(heads, self.vocabulary);
        let names: Vec<usize> = (0..kinds.len())
            .filter(|&index| kinds.get(index) == Some(&Kind::Names))
            .collect();
        let mut axes = Axes {
            dimensions: vec![None; kinds.len()],
            across: Across::Nothing,
            ambiguous: false,
        };
        let texts = heads.iter().any(|head| !head.pieces.is_empty());
        let down = match (subject, indicator) {
            (true, true) => Some(Down::Indicators),
            (true, false) => self.missing_axis(Down::Subjects, &names, texts, across, &mut axes),
            (false, true) => self.missing_axis(Down::Indicators, &names, texts, across, &mut axes),
            (false, false) => match names.as_slice() {
                [] => None,
                [only] => {
                    let (down, across, guess) = self.one_axis(*only, kinds, across, heads, context);
                    axes.ambiguous = guess;
                    axes.across = across;
                    set(&mut axes.dimensions, *only, down);
                    return axes;
                }
                [..] => self.two_axes(&names, heads, across, &mut axes),
            },
        };
        let both = (subject || axes.dimensions.contains(&Some(Dimension::Subject)))
            && (indicator || axes.dimensions.contains(&Some(Dimension::Indicator)));
        axes.across = if both {
            if heads.len() > 1
                && (texts
                    || heads
                        .iter()
                        .any(|head| head.growth.is_some() || head.absolute.is_some()))
            {
                Across::Measures
            } else {
                Across::Nothing
            }
        } else {
            decide_across(down, across, heads, context.indicator().is_some())
        };
        axes
    }

    /// Rows name one dimension: a column of names may have the other, unless the heads do.
    fn missing_axis(
        &self,
        rows: Down,
        names: &[usize],
        texts: bool,
        across: Likeness,
        axes: &mut Axes,
    ) -> Option<Down> {
        let (missing, of): (_, fn(Likeness) -> f64) = match rows {
            Down::Subjects => (Dimension::Indicator, |likeness| likeness.indicator),
            Down::Indicators => (Dimension::Subject, |likeness| likeness.subject),
        };
        let best = names
            .iter()
            .filter_map(|&index| {
                let column = self.columns.get(index)?;
                let likeness = of(self.likeness(column));
                // Names that are written once for several rows, and look like none, are headings of groups.
                (likeness > 0.0 || !column.grouped).then_some((index, likeness))
            })
            .max_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((index, likeness)) = best
            && (!texts || (likeness > of(across) && likeness > 0.3))
            && let Some(slot) = axes.dimensions.get_mut(index)
        {
            *slot = Some(missing);
        }
        Some(rows)
    }

    fn one_axis(
        &self,
        names: usize,
        kinds: &[Kind],
        across: Likeness,
        heads: &[Head],
        context: &Context,
    ) -> (Down, Across, bool) {
        let column = self.columns.get(names);
        let clues = Clues {
            corner: column.map_or("", Facts::head_text),
            unit_column: kinds.contains(&Kind::Label(Dimension::Unit)),
            context_subject: context.subject().is_some(),
            context_indicator: context.indicator().is_some(),
            periods_across: heads.iter().any(|head| head.period.is_some()),
        };
        decide(
            column.map(|column| self.likeness(column)).unwrap_or_default(),
            across,
            heads,
            clues,
        )
    }

    /// Two or more columns of names: subject and indicator both go down, unless the heads have one of them.
    fn two_axes(&self, names: &[usize], heads: &[Head], across: Likeness, axes: &mut Axes) -> Option<Down> {
        let scored: Vec<(usize, Likeness)> = names
            .iter()
            .filter_map(|&index| Some((index, self.likeness(self.columns.get(index)?))))
            .collect();
        let lean = |likeness: &Likeness| likeness.subject - likeness.indicator;
        let texts = heads.iter().any(|head| !head.pieces.is_empty());
        // Of equals the first is the subject and the last the indicator: what is broader comes first.
        let subject = scored
            .iter()
            .rev()
            .max_by(|a, b| lean(&a.1).total_cmp(&lean(&b.1)))?;
        let indicator = scored
            .iter()
            .filter(|one| one.0 != subject.0)
            .min_by(|a, b| lean(&a.1).total_cmp(&lean(&b.1)).then(b.0.cmp(&a.0)))?;
        if texts && across.subject <= across.indicator && indicator.1.indicator < 0.5 {
            set(&mut axes.dimensions, subject.0, Down::Subjects);
            return Some(Down::Subjects);
        }
        if texts && across.subject > across.indicator {
            set(&mut axes.dimensions, indicator.0, Down::Indicators);
            return Some(Down::Indicators);
        }
        axes.ambiguous = (lean(&subject.1) - lean(&indicator.1)).abs() < 0.05;
        set(&mut axes.dimensions, indicator.0, Down::Indicators);
        // Groups of indicators are no subjects.
        if subject.1.subject > 0.0 || subject.1.indicator == 0.0 {
            set(&mut axes.dimensions, subject.0, Down::Subjects);
        }
        Some(Down::Indicators)
    }

    fn likeness(&self, column: &Facts) -> Likeness {
        likeness(column.sample.iter().map(String::as_str), self.vocabulary)
    }
}

fn set(dimensions: &mut [Option<Dimension>], index: usize, down: Down) {
    if let Some(slot) = dimensions.get_mut(index) {
        *slot = Some(match down {
            Down::Subjects => Dimension::Subject,
            Down::Indicators => Dimension::Indicator,
        });
    }
}
