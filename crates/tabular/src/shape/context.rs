//! What stands around tables: titles, `单位：亿元` in a corner, `指标：…` and region lines, the sheet's name.

use super::class::{Marks, classify_text, is_period, is_unit, split_unit};
use super::forms::is_form;
use super::names::{looks_like_indicator, looks_like_subject};
use super::plan::Named;
use super::titles::{Terms, find_terms, indicator_in_title, subject_in_title};
use super::words::{HeadWord, head_word, is_note, squeeze};
use crate::entry::{Place, Vocabulary};
use crate::row::Row;

/// Titles of one sheet that are searched for names: each costs thousands of look-ups.
const MOST_TITLES: u32 = 2_000;
/// Cells of a line that are looked at.
const MOST_CELLS: usize = 64;
/// Keys of lines that say nothing about the values.
const IDLE_KEYS: &str = "数据库 制表 制表人 制表机关 填表人 填报人 审核人 负责人 单位负责人 统计负责人 联系人 \
    联系电话 电话 报送日期 填报日期 报出日期 表号 文号 批准文号 有效期 有效期至 批准机关 \
    频率 编号 报送时间 填报时间 填表时间 填表日期 制表时间 制表日期 打印时间 更新时间 \
    发布时间 导出时间 查询时间 抄送 主送 附件";

/// What the surroundings of a table say, by how sure it is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Context {
    /// Lines that say what they are: `地区：郑州高新区`.
    lines: Terms,
    /// Names and periods found in titles.
    titles: Terms,
    /// The sheet's name.
    sheet: Terms,
    /// Guessed from how titles are built.
    built: Terms,
    /// The last title.
    title: Option<Named>,
    /// The sheet's name, unless it is one that programs give.
    sheet_name: Option<Named>,
    /// Titles that were searched for names.
    searched: u32,
}

/// What a line is about.
enum Key {
    Subject,
    Indicator,
    Period,
    Unit,
    Idle,
}

impl Context {
    /// Starts with the name of a sheet.
    pub(crate) fn of_sheet(number: u32, name: &str, vocabulary: &dyn Vocabulary) -> Self {
        let mut context = Self::default();
        let squeezed = squeeze(name);
        let default = ["sheet", "工作表", "表"].iter().any(|word| {
            squeezed
                .strip_prefix(word)
                .is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit() || "()（）".contains(c)))
        });
        if !name.is_empty() && !default {
            let place = Place {
                sheet: number,
                row: 0,
                column: 0,
            };
            find_terms(name, place, vocabulary, &mut context.sheet);
            context.sheet_name = Some(Named {
                text: name.trim().to_owned(),
                place,
            });
        }
        context
    }

    /// Takes in the lines above a table. Units and indicators of an earlier table don't hold for one with lines of
    /// its own.
    pub(crate) fn read(&mut self, sheet: u32, rows: &[&Row], vocabulary: &dyn Vocabulary) {
        let own = rows
            .iter()
            .any(|row| !row.cells().iter().all(|cell| is_note(row.raw(cell))));
        if own {
            self.title = None;
            for terms in [&mut self.lines, &mut self.titles, &mut self.built] {
                terms.unit = None;
                terms.indicator = None;
            }
        }
        for row in rows {
            if self.read_pair(sheet, row) {
                continue;
            }
            let mut key = None;
            for cell in row.cells().iter().take(MOST_CELLS) {
                let shown = row.shown(cell);
                let place = Place {
                    sheet,
                    row: row.number,
                    column: cell.column,
                };
                if is_note(&shown) {
                    continue;
                }
                // `地区：` in one cell, the name in the next.
                if let Some(key) = key.take() {
                    self.set(key, shown.trim(), place);
                    continue;
                }
                for segment in segments(&shown) {
                    match key_and_value(segment) {
                        Some((pending, "")) => key = Some(pending),
                        Some((known, value)) => self.set(known, value, place),
                        None => self.read_title(segment, place, vocabulary),
                    }
                }
            }
        }
    }

    /// A row above a table whose first cell names what the second holds: `地区 | 郑州高新区`.
    fn read_pair(&mut self, sheet: u32, row: &Row) -> bool {
        let [first, second] = row.cells() else {
            return false;
        };
        let line = format!("{}：", row.shown(first));
        match key_and_value(&line) {
            Some((key, "")) if head_word(row.raw(first)).is_some() => {
                let place = Place {
                    sheet,
                    row: row.number,
                    column: second.column,
                };
                self.set(key, &row.shown(second), place);
                true
            }
            Some(_) | None => false,
        }
    }

    /// A text over one of several tables.
    pub(crate) fn read_over(&mut self, text: &str, place: Place, vocabulary: &dyn Vocabulary) {
        for segment in segments(text) {
            match key_and_value(segment) {
                Some((key, value)) => self.set(key, value, place),
                None => self.read_title(segment, place, vocabulary),
            }
        }
    }

    fn set(&mut self, key: Key, value: &str, place: Place) {
        let named = |text: &str| {
            Some(Named {
                text: text.trim().to_owned(),
                place,
            })
        };
        match key {
            Key::Subject => self.lines.subject = named(value),
            Key::Indicator => match split_unit(value) {
                Some((name, unit)) => {
                    self.lines.indicator = named(name);
                    self.lines.unit = named(unit);
                }
                None => self.lines.indicator = named(value),
            },
            Key::Period if is_period(value) => self.lines.period = named(value),
            Key::Unit if is_unit(value) => self.lines.unit = named(value),
            // `单位：郑州高新区管委会`: who reports.
            Key::Unit if looks_like_subject(value) => self.lines.subject = named(value),
            Key::Unit => self.lines.unit = named(value),
            Key::Period | Key::Idle => {}
        }
    }

    fn read_title(&mut self, text: &str, place: Place, vocabulary: &dyn Vocabulary) {
        let bare = text.trim_matches(['(', ')', '（', '）', '[', ']', '【', '】', ' ']);
        if is_period(bare) {
            self.lines.period = Some(Named {
                text: bare.to_owned(),
                place,
            });
        } else if is_unit(bare) {
            self.lines.unit = Some(Named {
                text: bare.to_owned(),
                place,
            });
        } else {
            self.searched = self.searched.saturating_add(1);
            if self.searched > MOST_TITLES {
                return;
            }
            find_terms(text, place, vocabulary, &mut self.titles);
            let title = Named {
                text: text.to_owned(),
                place,
            };
            self.built.subject = subject_in_title(&title).or_else(|| self.built.subject.take());
            self.built.indicator = indicator_in_title(&title).or_else(|| self.built.indicator.take());
            self.title = Some(title);
        }
    }

    /// The title of the table that comes next.
    pub(crate) fn title(&self) -> &str {
        self.title.as_ref().map_or("", |title| &title.text)
    }

    pub(crate) fn period(&self) -> Option<&Named> {
        first([&self.lines.period, &self.titles.period, &self.sheet.period])
    }

    pub(crate) fn unit(&self) -> Option<&Named> {
        first([&self.lines.unit, &self.titles.unit, &self.sheet.unit])
    }

    /// A subject that a line or a known name gives.
    pub(crate) fn subject(&self) -> Option<&Named> {
        first([&self.lines.subject, &self.titles.subject, &self.sheet.subject])
    }

    /// An indicator that a line or a known name gives.
    pub(crate) fn indicator(&self) -> Option<&Named> {
        first([
            &self.lines.indicator,
            &self.titles.indicator,
            &self.sheet.indicator,
        ])
    }

    /// The subject, if need be guessed from how titles and names of sheets are built.
    pub(crate) fn likely_subject(&self) -> Option<Named> {
        let built = |named: &Option<Named>| named.as_ref().and_then(subject_in_title);
        self.subject()
            .cloned()
            .or_else(|| self.built.subject.clone())
            .or_else(|| built(&self.sheet_name))
            .or_else(|| {
                self.sheet_name.clone().filter(|Named { text, .. }| {
                    !is_period(text) && !is_form(text) && !looks_like_indicator(text)
                })
            })
    }

    /// The indicator, if need be guessed from how titles and names of sheets are built.
    pub(crate) fn likely_indicator(&self) -> Option<Named> {
        let built = |named: &Option<Named>| named.as_ref().and_then(indicator_in_title);
        self.indicator()
            .cloned()
            .or_else(|| self.built.indicator.clone())
            .or_else(|| built(&self.sheet_name))
    }
}

/// Whether every cell of a row is a note, a line with a key, a period or a unit: something known that is no data.
pub(crate) fn is_known_line(row: &Row, marks: &Marks) -> bool {
    let mut lone = 0;
    let known = row.cells().iter().all(|cell| {
        let text = row.raw(cell);
        !text.is_empty()
            && (is_note(text)
                || segments(text).all(|segment| {
                    let bare = segment.trim_matches(['(', ')', '（', '）', '[', ']', ' ']);
                    if key_and_value(segment).is_some() {
                        return true;
                    }
                    lone += 1;
                    is_unit(bare) || (is_period(bare) && classify_text(bare, marks) == super::Class::Period)
                }))
    });
    // Several of them side by side are a head.
    known && lone < 2
}

fn first(options: [&Option<Named>; 3]) -> Option<&Named> {
    options.into_iter().find_map(Option::as_ref)
}

/// The parts of a line that stand apart.
fn segments(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '\t', '\u{3000}', '；'])
        .flat_map(|part| part.split("  "))
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

/// `单位：亿元`, also in brackets.
fn key_and_value(text: &str) -> Option<(Key, &str)> {
    let text = text.trim_start_matches(['(', '（', '[', '【']);
    let (key, value) = text.split_once(['：', ':'])?;
    let value = value.trim();
    // Only a bracket that opened before the key is closed by the value's last one.
    let closes = value.ends_with([')', '）', ']', '】']) && !value.contains(['(', '（', '[', '【']);
    let value = if closes {
        value.trim_end_matches([')', '）', ']', '】'])
    } else {
        value
    };
    let squeezed = squeeze(key);
    if squeezed.chars().count() > 12 {
        return None;
    }
    if IDLE_KEYS.split(' ').any(|key| key == squeezed) {
        return Some((Key::Idle, value));
    }
    match head_word(key)? {
        HeadWord::Subject => Some((Key::Subject, value)),
        HeadWord::Indicator => Some((Key::Indicator, value)),
        HeadWord::Period => Some((Key::Period, value)),
        HeadWord::Unit => Some((Key::Unit, value)),
        HeadWord::Value if squeezed == "金额" => Some((Key::Unit, value)),
        HeadWord::Source | HeadWord::Note | HeadWord::Furniture | HeadWord::Serial | HeadWord::Code => {
            Some((Key::Idle, value))
        }
        HeadWord::Value | HeadWord::Qualifier | HeadWord::Status | HeadWord::Absolute | HeadWord::Growth => {
            None
        }
    }
}
