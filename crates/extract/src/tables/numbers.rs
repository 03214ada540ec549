//! Words between the parts of a number.

use zhibiao_model::qualifier::Qualifier;

/// Words of doubt between digits and unit, or digits and scale: 160余家, 1000多万元.
pub(crate) const BETWEEN_PARTS: &[(char, Qualifier)] = &[('余', Qualifier::AtLeast), ('多', Qualifier::AtLeast)];
/// Those that stand only between a round number and its unit: 十来家.
pub(crate) const BEHIND_ROUND: &[(char, Qualifier)] = &[('来', Qualifier::Approximate)];
/// Words of doubt before a scale that stands for itself: 上百家, 过万人.
pub(crate) const BEFORE_SCALE: &[char] = &['上', '过'];
/// Words before a number that make parts of it, with the unit that tells them.
pub(crate) const PER_PARTS: &[(&str, &str)] = &[("百分之", "%"), ("千分之", "‰")];
/// What stands between the denominator and the numerator of a fraction: 三分之一.
pub(crate) const FRACTION: &str = "分之";
/// What a tenth is divided by: 六成半.
pub(crate) const HALF: char = '半';
/// Before the unit that another is divided by: 元/亩, 件每万人.
pub(crate) const DIVIDING: &[char] = &['/', '每'];
/// What stands between the ends of a range.
pub(crate) const RANGE_MARKS: &[&str] = &["--", "-", "~", "至", "到"];
/// Words of doubt before a number that only running text has; the others are the model's.
pub(crate) const DOUBTS_BEFORE: &[(&str, Qualifier)] = &[
    ("未满", Qualifier::AtMost), ("最少", Qualifier::AtLeast), ("近乎", Qualifier::Approximate), ("约莫", Qualifier::Approximate),
];
/// The word for a minus.
pub(crate) const LOSS: char = '负';
/// Characters before it with which it is another word: 肩负, 担负.
pub(crate) const NO_LOSS: [char; 13] = ['肩', '担', '背', '抱', '胜', '税', '减', '增', '自', '辜', '重', '轻', '费'];
