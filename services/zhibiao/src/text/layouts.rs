//! How a table or text was read, as the reader tells it in a line.

use std::borrow::Cow;

use zhibiao_runtime::language::Language;

/// Layouts behind the place of a table, in both languages.
const LAYOUTS: [(&str, &str); 12] = [
    ("long, a row a value", "长表，每行一个数值"),
    (
        "wide, subjects down, indicators across",
        "宽表，行为对象，列为指标",
    ),
    ("wide, subjects down, periods across", "宽表，行为对象，列为时期"),
    (
        "wide, indicators down, periods across",
        "宽表，行为指标，列为时期",
    ),
    (
        "wide, indicators down, subjects across",
        "宽表，行为指标，列为对象",
    ),
    (
        "wide, subjects and indicators down, periods across",
        "宽表，行为对象与指标，列为时期",
    ),
    (
        "wide, periods down, indicators across",
        "宽表，行为时期，列为指标",
    ),
    ("wide, periods down, subjects across", "宽表，行为时期，列为对象"),
    (
        "wide, subjects and periods down, indicators across",
        "宽表，行为对象与时期，列为指标",
    ),
    ("indicators down, one subject", "行为指标，单一对象"),
    ("subjects down, one indicator", "行为对象，单一指标"),
    ("columns of values", "数值列"),
];

/// A line about a table: `Sheet1!A3:F wide, subjects down, indicators across`; or about a text.
pub(crate) fn told(line: &str, language: Language) -> Cow<'_, str> {
    let chinese = match language {
        Language::En => None,
        Language::Zh => of_table(line).or_else(|| of_text(line)),
    };
    chinese.map_or(Cow::Borrowed(line), Cow::Owned)
}

fn of_table(line: &str) -> Option<String> {
    LAYOUTS.iter().find_map(|(english, chinese)| {
        let place = line.strip_suffix(english)?.strip_suffix(' ')?;
        Some(format!("{place} {chinese}"))
    })
}

fn of_text(line: &str) -> Option<String> {
    let rest = line.strip_prefix("text: ")?;
    let (facts, rest) = rest.split_once(" facts, ")?;
    let numbers = rest.strip_suffix(" numbers that no rule explains")?;
    Some(format!("文本：事实 {facts} 条，没有规则可解释的数 {numbers} 个"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The reader's own words, from its source.
    #[test]
    fn every_layout_is_told_in_chinese() {
        let source = include_str!("../../../../crates/tabular/src/table.rs");
        let describe = source.split("fn describe").nth(1).unwrap_or_default();
        let describe = describe.split("\n    }\n").next().unwrap_or_default();
        let layouts: Vec<&str> = describe.split('"').skip(1).step_by(2).collect();
        assert_eq!(layouts.len(), LAYOUTS.len(), "{layouts:?}");
        for layout in layouts {
            let told = told(&format!("表!A1:C {layout}"), Language::Zh).into_owned();
            assert!(told.starts_with("表!A1:C ") && !told.contains(layout), "{told}");
        }
    }

    #[test]
    fn a_text_is_told_in_chinese_and_nothing_else_is_changed() {
        let line = "text: 3 facts, 1 numbers that no rule explains";
        assert_eq!(
            told(line, Language::Zh),
            "文本：事实 3 条，没有规则可解释的数 1 个"
        );
        for language in [Language::En, Language::Zh] {
            assert_eq!(told("A1:C4 long", language), "A1:C4 long");
        }
        assert_eq!(told(line, Language::En), line);
    }
}
