//! Shares whose whole stands before the number and what is shared behind: 创造了全市19.3%的地区生产总值.

use super::Said;
use crate::fact::{Caliber, Measure};
use crate::quantity::Quantity;
use crate::scene::Scene;
use crate::tables::cues::WHOLES;
use crate::tokens::Token;

impl Scene<'_> {
    /// 全市62%以上的高新技术企业, and 全市19.3%的GDP、31%的税收收入.
    pub(crate) fn share_of_place(&self, quantity: &Quantity) -> Option<Said> {
        // Most numbers stand before no 的.
        if !is_part(self, quantity) {
            return None;
        }
        let whole = self.whole_before(quantity).or_else(|| {
            let is_listed = matches!(self.page.before(quantity.extent.start), '、' | '和' | '与' | '及');
            let last = self.first_token(|token| token.extent().end < quantity.extent.start);
            let before = self
                .tokens
                .tokens
                .get(last.checked_sub(1)?)
                .filter(|_| is_listed)?;
            match before {
                Token::Quantity(before) => self.whole_before(before),
                Token::Rank(_)
                | Token::Year(_)
                | Token::Noise(..)
                | Token::Malformed(_)
                | Token::Numeral(_) => None,
            }
        })?;
        Some(Said {
            caliber: Some(Caliber::Stated(whole)),
            ..Said::plain(Measure::Share)
        })
    }

    /// The whole that stands right before a part: 全市 of 全市62%的.
    fn whole_before(&self, quantity: &Quantity) -> Option<String> {
        if !is_part(self, quantity) {
            return None;
        }
        let end = quantity.extent.start;
        let (start, ()) = self.rules.scope.elsewhere.before(self.page, end)?;
        let whole = self.page.text(start..end);
        WHOLES.contains(&whole.as_str()).then_some(whole)
    }
}

/// Whether a ratio is told of what stands behind it.
fn is_part(scene: &Scene<'_>, quantity: &Quantity) -> bool {
    let unit = quantity.unit.as_deref();
    scene.page.at(quantity.extent.end) == '的' && unit.is_some_and(|unit| unit.dimension().is_one())
}
