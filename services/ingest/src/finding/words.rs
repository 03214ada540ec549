//! Words of the hub in the languages that findings speak.

use std::borrow::Cow;

use zhibiao_runtime::language::Language;

/// A fact of the hub in words: a word of it, a place, or the doubts that codes of reasons stand for; every other text as it
/// is.
pub(super) fn told(text: &str, language: Language) -> Cow<'_, str> {
    if let (Language::Zh, Some(place)) = (language, chinese_place(text)) {
        return Cow::Owned(place);
    }
    let is_code = |c: char| c.is_ascii_uppercase() || c == '_' || c == ' ';
    if text.is_empty() || !text.chars().all(is_code) {
        return Cow::Borrowed(word(text, language));
    }
    let between = match language {
        Language::Zh => "；",
        Language::En => "; ",
    };
    let doubts: Vec<&str> = text.split(' ').filter_map(|code| doubt(code, language)).collect();
    Cow::Owned(doubts.join(between))
}

/// A row or a line as a place names it, `line 7` or `Sheet1!row 7`; none for cells, which are called alike in every language.
fn chinese_place(text: &str) -> Option<String> {
    let at = text.rfind('!').map_or(0, |mark| mark + 1);
    let (sheet, place) = text.split_at(at);
    let number = place
        .strip_prefix("line ")
        .or_else(|| place.strip_prefix("row "))?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| format!("{sheet}第{number}行"))
}

/// What the code of a reason makes doubtful; none for what makes a reading sure. A code without words tells itself.
fn doubt(code: &str, language: Language) -> Option<&str> {
    if SURE.contains(&code) {
        return None;
    }
    let row = DOUBTS.iter().find(|(known, ..)| *known == code);
    Some(row.map_or(code, |(_, en, zh)| match language {
        Language::En => en,
        Language::Zh => zh,
    }))
}

/// Codes of what makes a reading sure.
const SURE: [&str; 3] = ["CATALOG_NAME", "ZONE_IN_SENTENCE", "PERIOD_STATED"];

/// Codes of what makes a reading doubtful, with what that is in English and Chinese.
#[rustfmt::skip]
const DOUBTS: &[(&str, &str, &str)] = &[
    ("PROPOSED_NAME", "its name is told from the words beside it, and is not in the catalogue", "名称由旁边的词语推定，不在目录中"),
    ("MODIFIED_NAME", "a word near its name may pick a part of what the name stands for, or tell of a plan or of another time", "名称附近的词可能只指其中一部分，或所说为计划数、其他时期"),
    ("CONTRADICTED", "the text tells another value of the same indicator and time", "文中另有同一指标同一时期的不同数值"),
    ("CARRIED_NAME", "its name was said earlier in the sentence", "名称承自句中前文"),
    ("CARRIED_ZONE", "its zone was said earlier or with the report", "园区承自前文或报表"),
    ("NO_ZONE", "no zone was said", "未说明园区"),
    ("PROPOSED_ZONE", "its zone is not in the catalogue", "园区不在目录中"),
    ("PROPOSED_SUBJECT", "its subject is not in the catalogue", "对象不在目录中"),
    ("CARRIED_SUBJECT", "its subject was said in an earlier sentence", "对象承自前面的句子"),
    ("CARRIED_UNIT", "its unit stands in the head of a list or behind another number", "单位承自列表标题或其他数值"),
    ("PAIRED", "names and numbers were paired in their order (分别, 依次)", "名称与数值按“分别”“依次”的顺序对应"),
    ("RANGE_END", "it is one end of a range", "是区间的一端"),
    ("CHINESE_NUMERAL", "the number is in Chinese numerals", "数值为汉字写法"),
    ("UNIT_DIFFERS", "its unit is none that the indicator has", "单位与该指标不符"),
    ("CALIBER_UNKNOWN", "what the ratio is taken of was not said", "未说明比率的分母"),
    ("NO_PERIOD", "no period was said", "未说明时期"),
    ("PERIOD_RELATIVE", "its period is told from the year of issue", "时期由发布年份推定"),
    ("PERIOD_NOW", "its period is taken to be the month of issue", "时期取发布月份"),
    ("PERIOD_PARAGRAPH", "its period was said earlier in the paragraph", "时期承自本段前文"),
    ("PERIOD_ARTICLE", "its period was said in an earlier paragraph", "时期承自前面的段落"),
    ("SEVERAL_YEARS", "it is of several years", "涉及多个年份"),
    ("SEVERAL_ZONES", "several zones are named together, and the words don't tell which it is of", "同时提到几个园区，未说明属于哪一个"),
    ("UNKNOWN_SUBJECT", "what it is of was not said", "所指对象未说明"),
    ("CONVERSION", "it is the same money in another currency", "同一金额的另一币种折算"),
    ("OPEN_PERIOD", "its period had not ended when the text was issued", "文章发布时该时期尚未结束"),
    ("PERIOD_DEFAULT", "its period is that of the report", "时期取自报表"),
];

/// A word of the hub in a language; every other text as it is.
fn word(text: &str, language: Language) -> &str {
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
        (Language::Zh, "former-value") => "变动之前的数值，未说明时期",
        (Language::En, "former-value") => "it is the value before a change, of no time that is told",
        (Language::Zh, "no-number") => "写法不成数",
        (Language::En, "no-number") => "its digits are no number",
        (Language::Zh, "numeral") => "汉字数字，可能是词语的一部分",
        (Language::En, "numeral") => "Chinese numerals that may be part of a word",
        (Language::Zh | Language::En, other) => other,
    }
}

#[cfg(test)]
mod tests {
    use zhibiao_extract::{PeriodBasis, Reason};

    use super::*;

    #[test]
    fn codes_of_reasons_become_doubts_in_words() {
        let codes = "CATALOG_NAME CARRIED_ZONE ZONE_IN_SENTENCE PERIOD_DEFAULT";
        assert_eq!(
            told(codes, Language::En),
            "its zone was said earlier or with the report; its period is that of the report"
        );
        assert_eq!(told(codes, Language::Zh), "园区承自前文或报表；时期取自报表");
        assert_eq!(told("NEWER_REASON", Language::Zh), "NEWER_REASON");
        assert_eq!(told("yoy", Language::Zh), "增速");
        assert_eq!(told("", Language::En), "");
    }

    #[test]
    fn places_are_told_in_the_language() {
        for (place, en, zh) in [
            ("line 7", "line 7", "第7行"),
            ("表1!row 12", "表1!row 12", "表1!第12行"),
            ("Sheet1!C7", "Sheet1!C7", "Sheet1!C7"),
            ("line dance", "line dance", "line dance"),
        ] {
            assert_eq!(told(place, Language::En), en);
            assert_eq!(told(place, Language::Zh), zh);
        }
    }

    #[test]
    fn every_reason_of_the_reader_has_words_or_is_none_to_doubt() {
        let periods = PeriodBasis::ALL.map(|basis| format!("period-{}", basis.code()));
        let codes = Reason::ALL
            .iter()
            .map(|reason| reason.code())
            .chain(periods.iter().map(String::as_str));
        for code in codes {
            let code = code.to_uppercase().replace('-', "_");
            assert!(
                SURE.contains(&code.as_str()) || DOUBTS.iter().any(|(known, ..)| *known == code),
                "{code}"
            );
        }
        // What costs confidence is a doubt, and nothing else is.
        for reason in Reason::ALL {
            let code = reason.code().to_uppercase().replace('-', "_");
            assert_eq!(reason.cost() > 0.0, !SURE.contains(&code.as_str()), "{code}");
        }
    }
}
