//! Words that tell what a column, a row or a line is.

/// What a head says about its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HeadWord {
    Subject,
    Indicator,
    Period,
    Value,
    Unit,
    Qualifier,
    Status,
    Note,
    Source,
    /// Numbers of rows.
    Serial,
    /// Codes beside names.
    Code,
    /// Groups of rows, bodies in charge and other columns that say nothing about the value itself.
    Furniture,
    /// The value itself where several columns stand side by side: this month, since January.
    Absolute,
    /// A growth rate of the row's indicator.
    Growth,
}

/// The words of each meaning, squeezed, with spaces between them.
const WORDS: [(HeadWord, &str); 14] = [
    (
        HeadWord::Subject,
        "subject zone region area park entity name country city province refarea uname unitname \
         zonename regionname subjectname 对象 园区 高新区 国家高新区 经开区 开发区 园区名称 \
         高新区名称 开发区名称 地区 地区名称 区域 区域名称 城市 省份 省市 省市区 单位名称 填报单位 \
         企业 企业名称 平台 平台名称 项目名称 主体 主体名称 统计对象 对象名称 名称 区县 县区 县市区 \
         区市县",
    ),
    (
        HeadWord::Indicator,
        "indicator indicatorname measure item series variable metric 指标 指标名称 统计指标 项目 \
         主要指标 经济指标 三级指标 具体指标 评价指标 指标项",
    ),
    (
        HeadWord::Period,
        "period time date year month quarter datayear timeperiod 时期 时间 年份 年度 年 月 月份 季度 \
         日期 统计时间 统计时期 统计年份 数据年份 数据时间 报告期 数据期 所属期 统计期",
    ),
    (
        HeadWord::Value,
        "value obsvalue amount figure data 数值 值 指标值 数据 数据值 数量 金额 观测值 填报值 统计值 \
         数额",
    ),
    (HeadWord::Unit, "unit units uom 单位 计量单位 数据单位 指标单位"),
    (HeadWord::Qualifier, "qualifier 限定 限定词 修饰"),
    (HeadWord::Status, "status obsstatus flag 状态 数据状态"),
    (
        HeadWord::Note,
        "note notes remark remarks comment comments 备注 说明 注 附注",
    ),
    (HeadWord::Source, "source sources 来源 数据来源 资料来源 出处"),
    (HeadWord::Serial, "no no. # 序号 编号 行次 行号 序 栏次"),
    (
        HeadWord::Code,
        "code ucode unitcode id 代码 编码 指标代码 园区代码 地区代码 行政区划代码 区划代码 \
         统一社会信用代码 指标编码 zonecode indicatorcode",
    ),
    (
        HeadWord::Furniture,
        "department theme category 类别 分类 类型 一级指标 二级指标 维度 板块 领域 责任单位 责任部门 \
         牵头单位 部门 填报部门 指标类别 填报人 联系人 联系电话",
    ),
    (
        HeadWord::Absolute,
        "本期 本期值 本月 当月 本年 本年累计 累计 累计值 绝对量 绝对值 绝对数 总量 实际 实际值 \
         实际完成 完成值 完成情况 本季 本季度 本月止累计 自年初累计 上年同期 去年同期 上年 上期 目标 \
         目标值 年度目标 计划 年度计划",
    ),
    (
        HeadWord::Growth,
        "同比 同比增长 同比增速 同比增减 环比 环比增长 增长 增长率 增速 比上年增长 比上年同期增长 \
         比去年同期增长 比上年 增幅 同比增幅 累计同比 累计增长 本月同比 growth yoy 增减",
    ),
];

const TOTALS: [&str; 12] = [
    "合计",
    "总计",
    "小计",
    "共计",
    "全国",
    "全部",
    "全省",
    "全市",
    "total",
    "subtotal",
    "grandtotal",
    "sum",
];
const TOTAL_PARTS: [&str; 4] = ["合计", "总计", "小计", "共计"];

const NOTES: [&str; 14] = [
    "注",
    "备注",
    "附注",
    "说明",
    "数据来源",
    "资料来源",
    "来源",
    "本表",
    "note",
    "source",
    "填表说明",
    "指标解释",
    "*注",
    "※",
];

/// Reads a head as a word, whatever its spaces and case; a second language below or behind it does not matter.
pub(crate) fn head_word(text: &str) -> Option<HeadWord> {
    let text = without_brackets(text);
    let whole = squeeze(text);
    word(&whole).or_else(|| {
        let first = text.split_whitespace().next()?;
        let rest = text.get(first.len()..)?;
        // `指标 Indicator`, but not `地区 生产总值`.
        (!rest.is_empty() && rest.is_ascii())
            .then(|| word(&squeeze(first)))
            .flatten()
    })
}

/// The two words of a corner such as `指标\地区`.
pub(crate) fn corner_words(text: &str) -> Option<(HeadWord, HeadWord)> {
    let (one, other) = text.split_once(['\\', '＼', '/', '／', '|', '｜'])?;
    Some((head_word(one)?, head_word(other)?))
}

fn word(squeezed: &str) -> Option<HeadWord> {
    if squeezed.is_empty() || squeezed.len() > 40 {
        return None;
    }
    let known = WORDS
        .iter()
        .find(|(_, words)| words.split(' ').any(|word| word == squeezed));
    known.map(|&(meaning, _)| meaning)
}

/// Whether a label is that of a total.
pub(crate) fn is_total(text: &str) -> bool {
    // Most labels are none, and a total has one of these characters.
    if !text.contains(['计', '全', 't', 'T', 's', 'S']) || text.len() > 120 {
        return false;
    }
    let text = squeeze(text);
    let bare = text.split(['（', '(', '[']).next().unwrap_or_default();
    TOTALS.contains(&bare)
        || TOTAL_PARTS
            .iter()
            .any(|part| bare.starts_with(part) && bare.len() <= part.len() + 3)
        || TOTAL_PARTS.iter().any(|part| bare.ends_with(part))
}

/// Whether a line is a note or a source below a table.
pub(crate) fn is_note(text: &str) -> bool {
    let text = text.trim_start_matches(['*', '※', '（', '(', '[', ' ', '\u{3000}']);
    let lower = squeeze(text.get(..text.floor_char_boundary(40)).unwrap_or_default());
    NOTES.iter().any(|note| {
        lower.strip_prefix(note).is_some_and(|rest| {
            let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            let mark = |c| matches!(c, '：' | ':' | '.' | '、' | '】' | ']' | '）' | ')' | 's');
            (rest.is_empty() && text.chars().count() > 2 && !note.ends_with('注')) || rest.starts_with(mark)
        })
    }) || lower.starts_with("数据来源")
        || lower.starts_with("资料来源")
}

/// Lower case, without any white space, underscores and hyphens.
pub(crate) fn squeeze(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-' | '\u{200b}' | '\u{feff}'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Without a bracket at the end.
fn without_brackets(text: &str) -> &str {
    let text = text.trim();
    let open = if text.ends_with('）') || text.ends_with(')') {
        text.rfind(['（', '('])
    } else if text.ends_with(']') || text.ends_with('】') {
        text.rfind(['[', '【'])
    } else {
        None
    };
    match open {
        Some(at) if at > 0 => text.get(..at).unwrap_or(text).trim_end(),
        Some(_) | None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads() {
        for (text, word) in [
            ("指标", Some(HeadWord::Indicator)),
            ("指 标", Some(HeadWord::Indicator)),
            ("指标名称\nIndicator", Some(HeadWord::Indicator)),
            ("OBS_VALUE", Some(HeadWord::Value)),
            ("数值（亿元）", Some(HeadWord::Value)),
            ("同比增长(%)", Some(HeadWord::Growth)),
            ("地区 生产总值", None),
            ("营业收入", None),
            ("", None),
        ] {
            assert_eq!(head_word(text), word, "{text}");
        }
        assert_eq!(
            corner_words("指标\\地区"),
            Some((HeadWord::Indicator, HeadWord::Subject))
        );
        assert_eq!(corner_words("营业收入/千元"), None);
    }

    #[test]
    fn totals() {
        for text in [
            "合计",
            "合  计",
            "合计（全部国家高新区）",
            "全省合计",
            "小计",
            "Total",
            "全国",
            "总计：",
        ] {
            assert!(is_total(text), "{text}");
        }
        for text in [
            "会计师事务所",
            "设计院",
            "统计数",
            "合计划拨",
            "全国重点实验室数",
            "郑州",
            "total assets",
        ] {
            assert!(!is_total(text), "{text}");
        }
    }

    #[test]
    fn notes() {
        for text in [
            "注：不含台湾",
            "注1：含",
            "数据来源：国家统计局",
            "说明: x",
            "* 注：",
            "Source: x",
            "（注：约数）",
        ] {
            assert!(is_note(text), "{text}");
        }
        for text in ["注册资本", "注册企业数", "来源地", "说明书", "郑州高新区"] {
            assert!(!is_note(text), "{text}");
        }
    }
}
