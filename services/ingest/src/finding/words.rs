//! Words of the hub in the languages that findings speak.

use zhibiao_runtime::language::Language;

/// A word of the hub in a language; every other text as it is.
pub(super) fn word(text: &str, language: Language) -> &str {
    match (language, text) {
        (Language::Zh, "annual") => "年度",
        (Language::Zh, "semiannual") => "半年",
        (Language::Zh, "quarterly") => "季度",
        (Language::Zh, "monthly") => "月度",
        (Language::Zh, "weekly") => "周",
        (Language::Zh, "daily") => "日",
        (Language::Zh, "yoy") => "增速",
        (Language::En, "yoy") => "the growth",
        (Language::Zh, "share") => "占比",
        (Language::En, "share") => "a share",
        (Language::Zh, "ratio") => "比率",
        (Language::En, "ratio") => "a ratio",
        (Language::Zh, "rank") => "位次",
        (Language::En, "rank") => "a rank",
        (Language::Zh, "delta") => "增减量",
        (Language::En, "delta") => "a change",
        (Language::Zh, "target") => "目标",
        (Language::En, "target") => "a target",
        (Language::Zh, "forecast") => "预计数",
        (Language::En, "forecast") => "a forecast",
        (Language::Zh, "no-unit") => "没有单位",
        (Language::En, "no-unit") => "no unit stands with it",
        (Language::Zh, "no-name") => "没有说明是什么的数",
        (Language::En, "no-name") => "nothing says what it counts",
        (Language::Zh, "other-place") => "说的是其他地方",
        (Language::En, "other-place") => "it is about another place",
        (Language::Zh, "no-number") => "写法不成数",
        (Language::En, "no-number") => "its digits are no number",
        (Language::Zh, "numeral") => "汉字数字，可能是词语的一部分",
        (Language::En, "numeral") => "Chinese numerals that may be part of a word",
        (Language::Zh | Language::En, other) => other,
    }
}
