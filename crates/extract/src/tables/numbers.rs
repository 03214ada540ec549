//! Words between the parts of a number.

use zhibiao_model::qualifier::Qualifier;

/// Words of doubt between digits and unit, or digits and scale: 160余家, 1000多万元.
pub(crate) const BETWEEN_PARTS: &[(char, Qualifier)] = &[('余', Qualifier::AtLeast), ('多', Qualifier::AtLeast)];
/// Those that stand only between a round number and its unit: 十来家.
pub(crate) const BEHIND_ROUND: &[(char, Qualifier)] = &[('来', Qualifier::Approximate)];
/// Words of doubt before a scale that stands for itself: 上百家, 过万人.
pub(crate) const BEFORE_SCALE: &[char] = &['上', '过'];
/// What a word before a number makes of it: so many parts of one in its unit are told by that many.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PerPart {
    pub(crate) unit: &'static str,
    pub(crate) of: f64,
}
/// Words before a number that make parts of it; no unit tells ten-thousandths, which are told in percent.
pub(crate) const PER_PARTS: &[(&str, PerPart)] = &[
    ("百分之", PerPart { unit: "%", of: 1.0 }), ("千分之", PerPart { unit: "‰", of: 1.0 }),
    ("万分之", PerPart { unit: "%", of: 100.0 }), ("十万分之", PerPart { unit: "%", of: 1_000.0 }), ("百万分之", PerPart { unit: "%", of: 10_000.0 }),
];
/// What stands between the denominator and the numerator of a fraction: 三分之一.
pub(crate) const FRACTION: &str = "分之";
/// Characters behind 十分 with which it is no adverb: 十分之一, 十分钟.
pub(crate) const NO_VERY: &str = "之钟制点秒多余";
/// What a tenth is divided by: 六成半.
pub(crate) const HALF: char = '半';
/// Before the unit that another is divided by: 元/亩, 件每万人.
pub(crate) const DIVIDING: &[char] = &['/', '每'];
/// Before the second of two units that another is divided by: 元/人·月.
pub(crate) const MULTIPLYING: &[char] = &['·', '•', '・', '/'];
/// What stands between the ends of a range.
pub(crate) const RANGE_MARKS: &[&str] = &["--", "-", "~", "至", "到"];
/// Words of doubt before a number that only running text has; the others are the model's.
pub(crate) const DOUBTS_BEFORE: &[(&str, Qualifier)] = &[
    ("未满", Qualifier::AtMost), ("不下于", Qualifier::AtLeast), ("最少", Qualifier::AtLeast), ("近乎", Qualifier::Approximate), ("约莫", Qualifier::Approximate),
];
/// Words of doubt behind a number that only running text has; the others are the model's.
pub(crate) const DOUBTS_BEHIND: &[(&str, Qualifier)] = &[
    ("许", Qualifier::Approximate), ("之多", Qualifier::AtLeast), ("开外", Qualifier::AtLeast),
];
/// Words that begin like one of them: 许可证300件, 300件许可.
pub(crate) const NO_DOUBTS_BEHIND: &[&str] = &["许可", "许多", "许诺", "许昌"];
/// Words before a proportion by which it is that of two amounts: 城乡居民收入比为2.18:1.
pub(crate) const RATIOS: &[&str] = &["比为", "比达", "比是", "比缩小至", "比缩小到", "比降至", "比降低到", "比下降到", "比例为"];
/// Characters behind a number without a unit that say nothing of what it counts.
pub(crate) const PARTICLES: &str = "的之左上下和与及或并至到在用于由占居位为了";
/// What round numbers are called that are passed: 突破3000亿大关.
pub(crate) const ROUND_MARK: &str = "大关";
/// The word for a minus.
pub(crate) const LOSS: char = '负';
/// Characters before it with which it is another word: 肩负, 担负.
pub(crate) const NO_LOSS: [char; 13] = ['肩', '担', '背', '抱', '胜', '税', '减', '增', '自', '辜', '重', '轻', '费'];
/// Words behind a number that make a bound of it, by which things are picked: 10亿元以上项目.
pub(crate) const BOUNDS: &[&str] = &["以上", "以下", "以内"];
/// The word behind a range that bounds things: 20亿元至50亿元之间的项目.
pub(crate) const BETWEEN_BOUNDS: &str = "之间";

/// Sizes that a slogan counts, with nothing of that size behind them: 1个千亿、4个百亿. All have two characters.
pub(crate) const SIZES: [&str; 4] = ["十亿", "百亿", "千亿", "万亿"];

/// What is told in degrees, of which the unit is called as that of electricity is.
pub(crate) const DEGREES_OF: &[&str] = &["气温", "温度", "水温", "高温", "低温", "室温", "北纬", "南纬", "东经", "西经", "纬度", "经度", "坡度"];

/// Currencies that stand before a number in 元, with the unit that it is in: 出口港币3亿元.
pub(crate) const CURRENCIES_BEFORE: &[(&str, &str)] = &[
    ("港币", "港元"), ("港元", "港元"), ("美金", "美元"), ("美元", "美元"), ("欧元", "欧元"), ("新台币", "新台币"), ("台币", "新台币"), ("日元", "日元"), ("英镑", "英镑"), ("韩元", "韩元"),
    ("US$", "美元"), ("USD", "美元"), ("HK$", "港元"), ("HKD", "港元"), ("EUR", "欧元"),
];
