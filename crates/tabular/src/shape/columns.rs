//! What each column of a table is, as far as its own head and content tell.

use super::class::split_unit;
use super::facts::Facts;
use super::plan::Dimension;
use super::words::{HeadWord, head_word, squeeze};
use crate::entry::Vocabulary;

/// What a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Labels of a dimension that the head or the content names.
    Label(Dimension),
    /// Labels that are names of subjects or of indicators.
    Names,
    Value,
    Furniture,
    Unread,
    Blank,
}

/// Cuts columns into tables that stand side by side: behind a blank column, or where the first head comes again.
pub(crate) fn split(facts: &[Facts]) -> Vec<&[Facts]> {
    let mut groups = Vec::new();
    let mut start = 0;
    for (index, column) in facts.iter().enumerate() {
        let group = facts.get(start..index).unwrap_or_default();
        let (Some(first), Some(last)) = (group.first(), group.last()) else {
            continue;
        };
        let numbers_before = group.iter().any(|column| column.is_numeric() && !column.serial);
        let rest = facts.get(index + 1..).unwrap_or_default();
        let values_follow = rest
            .first()
            .is_some_and(|column| column.is_numeric() || column.is_units() || column.is_texts());
        let apart = column.column > last.column + 1 && !column.is_numeric() && column.filled > 0;
        let again = !column.head_text().is_empty()
            && squeeze(column.head_text()) == squeeze(first.head_text())
            && !column.is_numeric();
        if numbers_before && values_follow && (apart || again) {
            groups.push(group);
            start = index;
        }
    }
    groups.extend(facts.get(start..));
    groups
}

/// Tells what the columns of one table are.
pub(crate) fn kinds(facts: &[Facts], vocabulary: &dyn Vocabulary) -> Vec<Kind> {
    let first_value = first_value(facts, vocabulary);
    let mut kinds: Vec<Kind> = facts
        .iter()
        .enumerate()
        .map(|(index, column)| {
            by_word(column).unwrap_or_else(|| by_content(column, index, first_value, facts, vocabulary))
        })
        .collect();
    if !kinds.contains(&Kind::Value) {
        promote(facts, &mut kinds);
    }
    settle_periods(facts, &mut kinds);
    settle_levels(facts, &mut kinds);
    if !kinds.iter().any(|kind| {
        matches!(
            kind,
            Kind::Names | Kind::Label(Dimension::Subject | Dimension::Indicator)
        )
    }) {
        // Codes are all the names there are.
        let code = facts
            .iter()
            .position(|column| column.word() == Some(HeadWord::Code));
        if let Some(kind) = code.and_then(|code| kinds.get_mut(code)) {
            *kind = Kind::Names;
        }
    }
    kinds
}

fn by_word(column: &Facts) -> Option<Kind> {
    let label = |dimension| (!column.is_numeric()).then_some(Kind::Label(dimension));
    match column.word()? {
        HeadWord::Subject => label(Dimension::Subject),
        // 项目 is a line of a table as well as a project.
        HeadWord::Indicator if is_item(column.head_text()) => None,
        HeadWord::Indicator => label(Dimension::Indicator),
        // 单位 is an office as well as a unit.
        HeadWord::Unit if column.texts > column.units => label(Dimension::Subject),
        HeadWord::Unit => label(Dimension::Unit),
        HeadWord::Period => Some(Kind::Label(Dimension::Period)),
        HeadWord::Qualifier => Some(Kind::Label(Dimension::Qualifier)),
        HeadWord::Status => Some(Kind::Label(Dimension::Status)),
        HeadWord::Note => Some(Kind::Label(Dimension::Note)),
        HeadWord::Source => Some(Kind::Label(Dimension::Source)),
        HeadWord::Serial | HeadWord::Code => Some(Kind::Furniture),
        HeadWord::Furniture => (!column.is_numeric()).then_some(Kind::Furniture),
        HeadWord::Value | HeadWord::Absolute | HeadWord::Growth => Some(Kind::Value),
    }
}

fn by_content(
    column: &Facts,
    index: usize,
    first_value: usize,
    facts: &[Facts],
    vocabulary: &dyn Vocabulary,
) -> Kind {
    let head = column.head_text();
    let known_indicator = is_known_indicator(head, vocabulary);
    if is_serial(column, index, facts) {
        Kind::Furniture
    } else if column.filled == 0 {
        if index >= first_value || index > 0 {
            Kind::Value
        } else {
            Kind::Blank
        }
    } else if index < first_value && column.is_years() && !known_indicator || column.is_periods() {
        Kind::Label(Dimension::Period)
    } else if column.is_numeric() {
        Kind::Value
    } else if column.is_units() {
        Kind::Label(Dimension::Unit)
    } else if index < first_value {
        Kind::Names
    } else if known_indicator {
        Kind::Value
    } else {
        Kind::Unread
    }
}

fn is_known_indicator(head: &str, vocabulary: &dyn Vocabulary) -> bool {
    vocabulary.is_indicator(head) || split_unit(head).is_some_and(|(name, _)| vocabulary.is_indicator(name))
}

/// Numbers of rows without a head, before the names.
fn is_serial(column: &Facts, index: usize, facts: &[Facts]) -> bool {
    column.serial
        && column.head_text().is_empty()
        && facts
            .get(index + 1)
            .is_some_and(|next| next.is_texts() && !next.is_units())
        && facts
            .iter()
            .enumerate()
            .any(|(other, column)| other != index && column.is_numeric())
}

/// Index of the first column of values.
fn first_value(facts: &[Facts], vocabulary: &dyn Vocabulary) -> usize {
    let worded = |column: &Facts| {
        matches!(
            column.word(),
            Some(HeadWord::Value | HeadWord::Absolute | HeadWord::Growth)
        )
    };
    let certain = facts.iter().enumerate().position(|(index, column)| {
        worded(column)
            || (by_word(column).is_none()
                && column.is_numeric()
                && !is_serial(column, index, facts)
                && (!column.is_years() || is_known_indicator(column.head_text(), vocabulary)))
    });
    // Where every number could be a year, heads that are years or the last such column have the values.
    certain.unwrap_or_else(|| {
        let years = |column: &Facts| by_word(column).is_none() && column.is_years();
        let headed = facts
            .iter()
            .position(|column| years(column) && super::class::is_period(column.head_text()));
        headed
            .or_else(|| facts.iter().rposition(years))
            .unwrap_or(facts.len())
    })
}

/// Without any numbers the columns behind the first names have the values: whoever reads them sees what is wrong.
fn promote(facts: &[Facts], kinds: &mut [Kind]) {
    let names = kinds
        .iter()
        .position(|kind| matches!(kind, Kind::Names | Kind::Label(_)));
    let Some(names) = names else {
        return;
    };
    for (column, kind) in facts.iter().zip(kinds.iter_mut()).skip(names + 1) {
        if matches!(kind, Kind::Names | Kind::Unread) && !column.head_text().is_empty() {
            *kind = Kind::Value;
        }
    }
}

/// Of several columns of periods one is the year, another the month or quarter; more are not read.
fn settle_periods(facts: &[Facts], kinds: &mut [Kind]) {
    let periods: Vec<usize> = (0..kinds.len())
        .filter(|&index| kinds.get(index) == Some(&Kind::Label(Dimension::Period)))
        .collect();
    if periods.len() < 2 {
        return;
    }
    let is_part = |index: usize| {
        facts.get(index).is_some_and(|column| {
            let part = matches!(
                squeeze(column.head_text()).as_str(),
                "月" | "月份" | "季度" | "month" | "quarter"
            );
            part || column
                .sample
                .iter()
                .all(|text| super::class::is_part_of_year(text))
        })
    };
    let whole = periods.iter().copied().find(|&index| !is_part(index));
    let part = periods
        .iter()
        .copied()
        .find(|&index| Some(index) != whole && is_part(index));
    for index in periods {
        if let Some(kind) = kinds.get_mut(index) {
            *kind = if Some(index) == whole || whole.is_none() && Some(index) == part {
                Kind::Label(Dimension::Period)
            } else if Some(index) == part {
                Kind::Label(Dimension::PartOfYear)
            } else {
                Kind::Unread
            };
        }
    }
}

/// Where indicators stand in columns of levels (一级指标, 二级指标), the last level has their names.
fn settle_levels(facts: &[Facts], kinds: &mut [Kind]) {
    let level = |column: &Facts| squeeze(column.head_text()).ends_with("级指标");
    if !kinds.contains(&Kind::Label(Dimension::Indicator))
        && let Some(last) = facts.iter().rposition(level)
        && let Some(kind @ Kind::Furniture) = kinds.get_mut(last)
    {
        *kind = Kind::Label(Dimension::Indicator);
    }
}

/// A head that does not tell indicators from projects.
pub(crate) fn is_item(head: &str) -> bool {
    squeeze(head) == "项目"
}

/// Whether a column's head is one of the words that only heads have.
pub(crate) fn is_worded(text: &str) -> bool {
    head_word(text).is_some()
}
