//! Words between the parts of a number.

use zhibiao_model::qualifier::Qualifier;

/// Words of doubt between digits and unit, or digits and scale: 160余家, 1000多万元.
pub(crate) const BETWEEN_PARTS: &[(char, Qualifier)] = &[('余', Qualifier::AtLeast), ('多', Qualifier::AtLeast)];
/// Those that stand only between a round number and its unit: 十来家.
pub(crate) const BEHIND_ROUND: &[(char, Qualifier)] = &[('来', Qualifier::Approximate)];
/// Words of doubt before a scale that stands for itself: 上百家, 过万人.
pub(crate) const BEFORE_SCALE: &[char] = &['上', '过'];
/// What stands between the ends of a range.
pub(crate) const RANGE_MARKS: &[&str] = &["--", "-", "~", "至", "到"];
