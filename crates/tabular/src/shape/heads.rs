//! The heads of value columns: up to three rows, each cell spread over the columns below it.

use super::class::{Class, Marks, classify_text, is_part_of_year, is_period, is_unit, split_unit};
use super::facts::Facts;
use super::plan::Named;
use super::titles::period_within;
use super::words::{HeadWord, head_word, is_total, squeeze};
use crate::entry::{Place, Vocabulary};
use crate::row::Row;

/// A longer text is no head of several columns, and would be copied for each of them.
const LONGEST_SPREAD: usize = 300;

/// A text of a head that is neither period nor unit.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    /// Index of the head row.
    pub(crate) row: usize,
    pub(crate) named: Named,
}

/// What the head of a value column says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Head {
    /// From the top.
    pub(crate) pieces: Vec<Piece>,
    pub(crate) period: Option<Named>,
    /// A part of a year, to be put together with the year from elsewhere.
    pub(crate) part_of_year: Option<Named>,
    pub(crate) unit: Option<Named>,
    /// 本月, 累计.
    pub(crate) absolute: Option<Named>,
    /// 同比增长.
    pub(crate) growth: Option<Named>,
    pub(crate) total: bool,
    /// All of it, squeezed.
    pub(crate) whole: String,
}

/// Reads the heads of the value columns.
pub(crate) fn read_heads(
    sheet: u32,
    rows: &[&Row],
    values: &[&Facts],
    marks: &Marks,
    vocabulary: &dyn Vocabulary,
) -> Vec<Head> {
    let unit_rows: Vec<bool> = (0..rows.len()).map(|row| is_unit_row(row, values)).collect();
    let mut heads: Vec<Head> = Vec::with_capacity(values.len());
    // The last cell of each head row, for the columns that it spreads over.
    let mut spread: Vec<Option<Named>> = vec![None; rows.len()];
    for facts in values {
        let mut head = Head::default();
        for (index, row) in rows.iter().enumerate() {
            let own = row.at(facts.column).map(|cell| Named {
                text: row.shown(cell).into_owned(),
                place: Place {
                    sheet,
                    row: row.number,
                    column: facts.column,
                },
            });
            let deeper = facts.head.iter().any(|(row, _)| *row > index);
            let Some(slot) = spread.get_mut(index) else {
                continue;
            };
            if own.is_some() || !deeper {
                *slot = own.clone().filter(|named| named.text.len() <= LONGEST_SPREAD);
            }
            let named = own.or_else(|| slot.clone().filter(|_| deeper));
            if let Some(named) = named {
                head.whole.push_str(&squeeze(&named.text));
                read_cell(
                    &mut head,
                    index,
                    named,
                    unit_rows.get(index) == Some(&true),
                    marks,
                    vocabulary,
                );
            }
        }
        heads.push(head);
    }
    heads
}

/// Whether a head row has units only.
fn is_unit_row(row: usize, values: &[&Facts]) -> bool {
    let mut cells = values
        .iter()
        .flat_map(|facts| &facts.head)
        .filter(|(index, _)| *index == row)
        .peekable();
    cells.peek().is_some() && cells.all(|(_, text)| is_unit(text))
}

/// Sorts what one cell of a head says.
fn read_cell(
    head: &mut Head,
    row: usize,
    named: Named,
    unit_row: bool,
    marks: &Marks,
    vocabulary: &dyn Vocabulary,
) {
    let place = named.place;
    let part = |text: &str| Named {
        text: text.trim().to_owned(),
        place,
    };
    let text = named.text.trim();
    let bracketed = text.starts_with(['(', '（', '[', '【']);
    if (unit_row || bracketed) && is_unit(text) {
        head.unit = Some(part(
            text.trim_matches(['(', '（', '[', '【', ')', '）', ']', '】']),
        ));
        return;
    }
    let known = vocabulary.is_indicator(text) || vocabulary.is_subject(text);
    if known {
        head.total |= is_total(text);
        head.pieces.push(Piece { row, named });
        return;
    }
    let (text, unit) = split_unit(text).map_or((text, None), |(name, unit)| (name, Some(unit)));
    if let Some(unit) = unit {
        head.unit = Some(part(unit));
    }
    if matches!(classify_text(text, marks), Class::Period | Class::YearNumber) {
        set_period(head, part(text));
        return;
    }
    let rest = match period_within(text) {
        Some((start, end)) => {
            set_period(head, part(text.get(start..end).unwrap_or_default()));
            let outside = [text.get(..start), text.get(end..)]
                .map(Option::unwrap_or_default)
                .concat();
            outside
                .trim_matches([
                    ' ', '\n', '年', '度', '(', ')', '（', '）', '-', '_', '：', ':', '，', ',',
                ])
                .to_owned()
        }
        None => text.to_owned(),
    };
    if rest.is_empty() {
        return;
    }
    match head_word(&rest) {
        Some(HeadWord::Value) => {}
        Some(HeadWord::Absolute) => head.absolute = Some(part(&rest)),
        Some(HeadWord::Growth) => head.growth = Some(part(&rest)),
        Some(
            HeadWord::Subject
            | HeadWord::Indicator
            | HeadWord::Period
            | HeadWord::Unit
            | HeadWord::Qualifier
            | HeadWord::Status
            | HeadWord::Note
            | HeadWord::Source
            | HeadWord::Serial
            | HeadWord::Code
            | HeadWord::Furniture,
        )
        | None => {
            head.total |= is_total(&rest);
            head.pieces.push(Piece {
                row,
                named: part(&rest),
            });
        }
    }
}

/// A year above a month gives one period; otherwise the deepest one counts.
fn set_period(head: &mut Head, named: Named) {
    let text = named.text.clone();
    match (&head.period, is_part_of_year(&text)) {
        (Some(year), true) => {
            head.period = Some(Named {
                text: in_year(&year.text, &text),
                place: named.place,
            })
        }
        (None, true) => head.part_of_year = Some(named),
        (_, false) => {
            head.period = match head.part_of_year.take() {
                Some(part) => Some(Named {
                    text: in_year(&text, &part.text),
                    place: part.place,
                }),
                None => Some(named),
            };
        }
    }
}

/// A year and a part of it as one text: `2023` and `1-6月` give `2023年1-6月`.
pub(crate) fn in_year(year: &str, part: &str) -> String {
    let year = year.trim();
    let joint = if year.ends_with('年') { "" } else { "年" };
    let part = part.trim();
    // A bare number in a column of months is a month.
    let month = if part.chars().all(|c| c.is_ascii_digit()) {
        "月"
    } else {
        ""
    };
    let whole = format!("{}{joint}{part}{month}", year.trim_end_matches("度"));
    if is_period(&whole) {
        whole
    } else {
        format!("{year} {part}")
    }
}
