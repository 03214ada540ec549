//! What the tables of yearbooks set before and behind a name: `其中：`, `#`, `一、`, `（一）`, `1.`, `（注）`, `①`.

/// Numerals of an ordinal.
const NUMERALS: [char; 10] = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/// The name in a text; `None` when nothing stands before or behind it.
pub(crate) fn shorter(text: &str) -> Option<&str> {
    let mut name = text.trim();
    while let Some(rest) = without_prefix(name).or_else(|| without_mark(name)) {
        name = rest.trim();
    }
    (name != text && !name.is_empty()).then_some(name)
}

fn without_prefix(text: &str) -> Option<&str> {
    let named = text
        .strip_prefix("其中")
        .and_then(|rest| rest.trim_start().strip_prefix(['：', ':', '，', ',']));
    named
        .or_else(|| text.strip_prefix(['#', '＃']))
        .or_else(|| without_ordinal(text))
}

/// A text without `一、`, `（一）`, `1.`, `(1)` or the like.
fn without_ordinal(text: &str) -> Option<&str> {
    let is_numeral = |c: char| c.is_ascii_digit() || NUMERALS.contains(&c);
    if let Some(inner) = text.strip_prefix(['（', '(']) {
        let rest = inner.trim_start_matches(is_numeral);
        return rest
            .strip_prefix(['）', ')'])
            .filter(|_| rest.len() < inner.len());
    }
    let rest = text.trim_start_matches(is_numeral);
    rest.strip_prefix(['、', '.', '．', '）', ')'])
        .filter(|_| rest.len() < text.len())
}

/// A text without the mark of a note behind it.
fn without_mark(text: &str) -> Option<&str> {
    let sign = |c: char| ('①'..='⑳').contains(&c) || matches!(c, '*' | '＊' | '※');
    text.strip_suffix(sign).or_else(|| {
        let (name, note) = text.strip_suffix(['）', ')'])?.rsplit_once(['（', '('])?;
        let number = note.strip_prefix('注')?;
        number
            .chars()
            .all(|c| c.is_ascii_digit() || NUMERALS.contains(&c))
            .then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_freed_from_what_tables_set_around_them() {
        for text in [
            "其中：工业产值",
            "其中: 工业产值",
            "#工业产值",
            "#其中：工业产值",
            "一、工业产值",
            "十二、工业产值",
            "（一）工业产值",
            "(3) 工业产值",
            "1.工业产值",
            "2、工业产值",
            "工业产值（注）",
            "工业产值(注2)",
            "工业产值①",
            "1.其中：工业产值*",
        ] {
            assert_eq!(shorter(text), Some("工业产值"), "{text}");
        }
        for text in ["工业产值", "三产增加值", "产值（亿元）", "一、", "①", ""] {
            assert_eq!(shorter(text), None, "{text}");
        }
    }
}
