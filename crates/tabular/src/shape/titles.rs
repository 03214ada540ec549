//! What titles and names of sheets say: periods, units and names in running text.

use zhibiao_model::period;

use super::class::{half_width, is_part_of_year, split_unit};
use super::names::{looks_like_indicator, looks_like_subject};
use super::plan::Named;
use crate::entry::{Place, Vocabulary};

/// Longest title that is searched for names, in characters.
const LONGEST_TITLE: usize = 80;
/// Words of titles that name nothing.
const GENERIC: [&str; 24] = [
    "主要经济指标",
    "主要指标",
    "经济指标",
    "指标体系",
    "完成情况",
    "情况统计表",
    "统计表",
    "一览表",
    "情况表",
    "汇总表",
    "明细表",
    "报表",
    "情况",
    "排名",
    "统计",
    "数据",
    "各国家高新区",
    "国家高新区",
    "各高新区",
    "各地区",
    "各园区",
    "各市",
    "分地区",
    "表",
];
/// What is known from one kind of surroundings.
#[derive(Clone, Debug, Default)]
pub(crate) struct Terms {
    pub(crate) subject: Option<Named>,
    pub(crate) indicator: Option<Named>,
    pub(crate) period: Option<Named>,
    pub(crate) unit: Option<Named>,
}

/// Finds a period, a unit and known names in a title.
pub(crate) fn find_terms(text: &str, place: Place, vocabulary: &dyn Vocabulary, terms: &mut Terms) {
    let named = |text: &str| {
        Some(Named {
            text: text.trim().to_owned(),
            place,
        })
    };
    if let Some((start, end)) = period_within(text) {
        terms.period = text.get(start..end).and_then(named);
    }
    if let Some((_, unit)) = split_unit(text) {
        terms.unit = named(unit);
    }
    if text.chars().count() > LONGEST_TITLE {
        return;
    }
    if let Some(subject) = known_within(text, |part| vocabulary.is_subject(part)) {
        terms.subject = named(subject);
    }
    if let Some(indicator) = known_within(text, |part| vocabulary.is_indicator(part)) {
        terms.indicator = named(indicator);
    }
}

/// The longest part of a text that is known, of at least two characters.
fn known_within(text: &str, known: impl Fn(&str) -> bool) -> Option<&str> {
    let cuts: Vec<usize> = text
        .char_indices()
        .map(|(at, _)| at)
        .chain([text.len()])
        .collect();
    let count = cuts.len() - 1;
    for length in (2..=count).rev() {
        for start in 0..=count - length {
            if let (Some(&from), Some(&to)) = (cuts.get(start), cuts.get(start + length))
                && let Some(part) = text.get(from..to)
                && known(part)
            {
                return Some(part);
            }
        }
    }
    None
}

/// Where a period stands in a text: the longest one that starts first.
pub(crate) fn period_within(text: &str) -> Option<(usize, usize)> {
    let mut before = ' ';
    for (start, c) in text.char_indices() {
        let starts = half_width(c).is_ascii_digit() || c == '二';
        if starts && !half_width(before).is_ascii_digit() {
            let rest = text.get(start..)?;
            let ends = rest.char_indices().map(|(at, c)| at + c.len_utf8()).take(20);
            let longest = ends
                .filter(|&end| {
                    rest.get(..end)
                        .is_some_and(|part| is_whole_period(part, rest, end))
                })
                .last();
            if let Some(end) = longest {
                return Some((start, start + end));
            }
        }
        before = c;
    }
    None
}

/// A period with its year that no further digit follows.
fn is_whole_period(part: &str, rest: &str, end: usize) -> bool {
    let next = rest.get(end..).and_then(|rest| rest.chars().next());
    !part.ends_with(' ')
        && !next.is_some_and(|c| half_width(c).is_ascii_digit())
        && period::read(part).is_some()
        && !is_part_of_year(part)
}

/// `2023年郑州高新区主要经济指标` → `郑州高新区`.
pub(crate) fn subject_in_title(title: &Named) -> Option<Named> {
    let rest = without_period(&title.text);
    let head = GENERIC
        .iter()
        .filter_map(|word| rest.find(word))
        .min()
        .map_or(rest.as_str(), |at| rest.get(..at).unwrap_or_default());
    let ends: Vec<usize> = head.char_indices().map(|(at, c)| at + c.len_utf8()).collect();
    let name = ends
        .iter()
        .rev()
        .filter_map(|&end| head.get(..end))
        .find(|name| name.chars().count() > 2 && looks_like_subject(name) && !looks_like_indicator(name))?;
    Some(Named {
        text: name.trim().to_owned(),
        place: title.place,
    })
}

/// `2023年各高新区营业收入（千元）` → `营业收入`.
pub(crate) fn indicator_in_title(title: &Named) -> Option<Named> {
    let text = split_unit(&title.text).map_or(title.text.as_str(), |(name, _)| name);
    let mut rest = without_period(text);
    for word in GENERIC {
        rest = rest.replace(word, " ");
    }
    let name = rest
        .trim_matches([' ', '：', ':', '（', '）', '(', ')', '-', '—', '_'])
        .to_owned();
    let length = name.chars().count();
    ((2..=20).contains(&length) && !name.contains(' ') && looks_like_indicator(&name)).then_some(Named {
        text: name,
        place: title.place,
    })
}

/// A title without its period, its number (`表1-2`) and blanks at its ends.
fn without_period(text: &str) -> String {
    let text = match period_within(text) {
        Some((start, end)) => [text.get(..start), text.get(end..)]
            .into_iter()
            .flatten()
            .collect(),
        None => text.to_owned(),
    };
    let text = text.trim();
    let numbered = text
        .strip_prefix('表')
        .map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit() || "-—.、 ：:".contains(c)));
    numbered
        .unwrap_or(text)
        .trim_matches([' ', '年', '度', '《', '》'])
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> Named {
        Named {
            text: text.to_owned(),
            place: Place::default(),
        }
    }

    #[test]
    fn periods_in_titles() {
        for (text, period) in [
            ("2023年郑州高新区主要指标", Some("2023年")),
            ("郑州高新区2023年1-9月主要指标", Some("2023年1-9月")),
            ("截至2023年末", Some("2023年末")),
            ("表1 主要指标", None),
            ("第12345号", None),
        ] {
            assert_eq!(
                period_within(text).map(|(start, end)| &text[start..end]),
                period,
                "{text}"
            );
        }
    }

    #[test]
    fn names_in_titles() {
        for (text, subject) in [
            ("2023年郑州高新区主要经济指标", Some("郑州高新区")),
            ("表2-1 郑州市高新区2023年工业统计表", Some("郑州市高新区")),
            ("2023年主要指标", None),
        ] {
            assert_eq!(
                subject_in_title(&named(text)).map(|name| name.text).as_deref(),
                subject,
                "{text}"
            );
        }
        for (text, indicator) in [
            ("2023年各高新区营业收入（千元）", Some("营业收入")),
            ("营业收入情况表", Some("营业收入")),
            ("2023年主要指标", None),
        ] {
            assert_eq!(
                indicator_in_title(&named(text)).map(|name| name.text).as_deref(),
                indicator,
                "{text}"
            );
        }
    }
}
