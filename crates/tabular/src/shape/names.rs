//! How names of subjects and of indicators are built, for files about which nothing is known.

use super::words::squeeze;

/// Ends of names of places and bodies.
const SUBJECT_ENDS: &str = "区 市 省 县 州 盟 旗 镇 乡 街道 村 园 城 港 岛 公司 集团 厂 研究院 研究所 中心 平台 基地 \
    大学 学院 医院 银行 实验室 基金 项目 谷 全国 zone park city province district county";
/// Short names of the provinces, which have no such end.
const PROVINCES: &str = "北京 天津 上海 重庆 河北 山西 内蒙古 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 \
    湖北 湖南 广东 广西 海南 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 香港 澳门 台湾";
/// Ends of names of indicators.
const INDICATOR_ENDS: &str = "数 率 额 值 量 比 比重 占比 比例 收入 支出 利润 税 税收 面积 人口 人员 投资 增速 增长 强度 \
    能耗 工资 价格 指数 产出 gdp";
/// Parts that only names of indicators have.
const INDICATOR_PARTS: [&str; 22] = [
    "增加值",
    "生产总值",
    "产值",
    "收入",
    "支出",
    "投资",
    "税收",
    "利润",
    "进出口",
    "零售总额",
    "专利",
    "人均",
    "从业人员",
    "gdp",
    "rate",
    "ratio",
    "number of",
    "population",
    "revenue",
    "growth",
    "per capita",
    "share of",
];

/// Whether a text is built like the name of a subject.
pub(crate) fn looks_like_subject(text: &str) -> bool {
    let text = squeeze(text);
    let text = text.split(['（', '(']).next().unwrap_or_default();
    text.chars().count() > 1 && SUBJECT_ENDS.split(' ').any(|end| text.ends_with(end))
        || PROVINCES.split(' ').any(|name| name == text)
}

/// Whether a text is built like the name of an indicator.
pub(crate) fn looks_like_indicator(text: &str) -> bool {
    let lower = text.to_lowercase();
    let name = lower
        .split(['（', '(', '['])
        .next()
        .unwrap_or_default()
        .trim_end();
    INDICATOR_ENDS.split(' ').any(|end| name.ends_with(end))
        || INDICATOR_PARTS.iter().any(|part| lower.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for text in [
            "郑州高新区",
            "北京市",
            "内蒙古",
            "肇庆大数据云服务平台",
            "某某有限公司（总部）",
            "Science Park",
        ] {
            assert!(looks_like_subject(text), "{text}");
        }
        for text in ["营业收入", "区", "研发投入强度", ""] {
            assert!(!looks_like_subject(text), "{text}");
        }
        for text in [
            "营业收入（千元）",
            "从业人员",
            "R&D经费占比",
            "GDP per capita",
            "人均可支配收入",
        ] {
            assert!(looks_like_indicator(text), "{text}");
        }
        for text in ["郑州高新区", "北京", "备注"] {
            assert!(!looks_like_indicator(text), "{text}");
        }
    }
}
