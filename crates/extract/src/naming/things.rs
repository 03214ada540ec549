//! What a number of things is called by what holds them or puts them out: 70项指标数据库, 100万吨甲醇项目.

use zhibiao_model::unit::Base;

use super::Named;
use crate::quantity::Quantity;
use crate::scene::Scene;
use crate::sides::Sides;
use crate::tables::names::{CAPACITY, HOLDER_TAILS, HOLDERS, INSTALLED, OUTPUT_OF};
use crate::units::is_of;

impl Scene<'_> {
    /// 年产742万吨甲醇: what is put out stands behind the number.
    pub(super) fn with_product(
        &self,
        named: Named,
        sides: &Sides,
        behind: impl Fn() -> Option<Named>,
    ) -> Named {
        let is_output = OUTPUT_OF.iter().any(|word| named.indicator.zh().ends_with(word));
        let product = (is_output && !sides.behind.is_empty()).then(behind).flatten();
        match product {
            Some(product) => Named {
                indicator: self.indicator_called(format!(
                    "{}{}",
                    named.indicator.zh(),
                    product.indicator.zh()
                )),
                extent: named.extent.start..product.extent.end,
            },
            None => named,
        }
    }
}

/// 70项指标数据库, 120项重点项目清单: the items are in it.
pub(super) fn held_items(zh: &str, quantity: &Quantity) -> Option<String> {
    let counts_items = quantity
        .unit
        .as_deref()
        .is_some_and(|unit| matches!(unit.symbol(), "项" | "条"));
    let held = HOLDER_TAILS
        .iter()
        .find_map(|tail| zh.strip_suffix(tail))
        .unwrap_or(zh);
    let items = HOLDERS.iter().find_map(|holder| held.strip_suffix(holder))?;
    (counts_items && !items.is_empty()).then(|| items.to_owned())
}

/// What the output of a plant is called.
pub(crate) fn capacity(quantity: &Quantity) -> &'static str {
    if quantity
        .unit
        .as_deref()
        .is_some_and(|unit| is_of(unit, Base::Power))
    {
        INSTALLED
    } else {
        CAPACITY
    }
}
