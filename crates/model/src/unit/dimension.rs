//! What a unit measures, apart from its size: a product of base quantities.

use std::fmt;

/// A currency, by the symbol of its unit; amounts in different ones are different quantities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency(pub(super) &'static str);

impl Currency {
    /// 人民币
    pub const CNY: Self = Self("元");
}

/// A base quantity. Two units convert only when they measure the same product of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Base {
    /// An amount of one currency.
    Money(Currency),
    /// Things counted, whatever the measure word.
    Count,
    /// Persons.
    People,
    /// Households and subscribers (户).
    Households,
    /// Visits (人次): one person may count often.
    Visits,
    /// Area; kept apart from squared length, as statistics do.
    Area,
    /// Length.
    Length,
    /// Volume.
    Volume,
    /// Mass.
    Mass,
    /// Energy counted as burnt standard coal (标准煤).
    CoalEquivalent,
    /// Emissions counted as carbon dioxide.
    CarbonDioxide,
    /// Power.
    Power,
    /// Apparent power of transformers (千伏安).
    ApparentPower,
    /// Voltage.
    Voltage,
    /// Energy.
    Energy,
    /// Time in exact lengths: seconds, hours, calendar days, weeks.
    Duration,
    /// Time in calendar months and years, which have no fixed number of days.
    Months,
    /// Working days (工作日), which depend on a calendar of holidays.
    WorkingDays,
    /// Data.
    Data,
    /// Computing power, in floating-point operations a second.
    Computing,
    /// Containers of twenty feet (标准箱).
    Containers,
    /// Temperature in degrees Celsius.
    Temperature,
    /// Sound level in decibels.
    Sound,
    /// Points of a score or an index.
    Score,
    /// A place in a ranking (名次).
    Rank,
    /// A difference of ratios, given in 百分点 (a hundredth of it); no ratio itself.
    PercentagePoints,
}

/// A product of base quantities with exponents, kept sorted and without zeros. Plain ratios are [`Self::ONE`].
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dimension(Vec<(Base, i32)>);

impl Base {
    /// The symbol of the canonical unit of this quantity, in which values are compared and computed.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Money(Currency(symbol)) => symbol,
            Self::Count => "个",
            Self::People => "人",
            Self::Households => "户",
            Self::Visits => "人次",
            Self::Area => "平方米",
            Self::Length => "米",
            Self::Volume => "立方米",
            Self::Mass => "千克",
            Self::CoalEquivalent => "千克标准煤",
            Self::CarbonDioxide => "千克二氧化碳当量",
            Self::Power => "千瓦",
            Self::ApparentPower => "千伏安",
            Self::Voltage => "伏",
            Self::Energy => "千瓦时",
            Self::Duration => "秒",
            Self::Months => "个月",
            Self::WorkingDays => "工作日",
            Self::Data => "B",
            Self::Computing => "FLOPS",
            Self::Containers => "标准箱",
            Self::Temperature => "℃",
            Self::Sound => "分贝",
            Self::Score => "分",
            Self::Rank => "名次",
            Self::PercentagePoints => "比率差",
        }
    }
}

impl Dimension {
    /// A plain ratio: %, ‰, 倍, 成 and numbers without a unit.
    pub const ONE: Self = Self(Vec::new());

    /// The dimension of one base quantity.
    pub fn of(base: Base) -> Self {
        Self(vec![(base, 1)])
    }

    /// Whether this is a plain ratio.
    pub fn is_one(&self) -> bool {
        self.0.is_empty()
    }

    /// The base quantities with their exponents, in order; no exponent is zero.
    pub fn factors(&self) -> impl Iterator<Item = (Base, i32)> + '_ {
        self.0.iter().copied()
    }

    /// The dimension of a product.
    #[must_use]
    pub fn mul(&self, other: &Self) -> Self {
        self.times_power(other, 1)
    }

    /// The dimension of a quotient.
    #[must_use]
    pub fn div(&self, other: &Self) -> Self {
        self.times_power(other, -1)
    }

    /// This times `other` to the power of `exponent`.
    pub(super) fn times_power(&self, other: &Self, exponent: i32) -> Self {
        let mut product = self.0.clone();
        for (base, n) in other.factors() {
            let n = n.saturating_mul(exponent);
            match product.binary_search_by_key(&base, |(base, _)| *base) {
                Ok(at) => product[at].1 = product[at].1.saturating_add(n),
                Err(at) => product.insert(at, (base, n)),
            }
        }
        product.retain(|(_, n)| *n != 0);
        Self(product)
    }

    /// The same with every currency taken for one: tells a mere mix of currencies from other mismatches.
    pub(super) fn ignoring_currency(&self) -> Self {
        self.factors().fold(Self::ONE, |product, (base, n)| {
            let base = if let Base::Money(_) = base {
                Base::Money(Currency::CNY)
            } else {
                base
            };
            product.times_power(&Self::of(base), n)
        })
    }
}

/// Prints the canonical unit: `元`, `元/平方米`, `千克·米/人^2`, `1/人`; `无` for a plain ratio.
impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = |sign: i32| {
            let factors = self.factors().filter(|(_, n)| n.signum() == sign);
            let texts = factors.map(|(base, n)| match n.unsigned_abs() {
                1 => base.symbol().to_owned(),
                n => format!("{}^{n}", base.symbol()),
            });
            texts.collect::<Vec<_>>().join("·")
        };
        match (side(1), side(-1)) {
            (over, under) if over.is_empty() && under.is_empty() => f.pad("无"),
            (over, under) if under.is_empty() => f.pad(&over),
            (over, under) if over.is_empty() => f.pad(&format!("1/{under}")),
            (over, under) => f.pad(&format!("{over}/{under}")),
        }
    }
}
