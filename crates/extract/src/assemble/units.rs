//! Units that a number takes from the head before it, or from a line above.

use super::{Assembler, HEAD};
use crate::fact::Reason;
use crate::heads::{HeadUnit, split_scale};
use crate::quantity::Quantity;
use crate::scene::Scene;
use crate::tables::cues::Cue;

/// What stands before a unit in the corner of a table.
const CORNER: [char; 3] = ['单', '位', ':'];

impl Assembler<'_> {
    /// Notes what a block says of the units below it: 单位：亿元、%.
    pub(super) fn enter_corner(&mut self, text: &[char]) {
        let Some(corner) = text.windows(CORNER.len()).position(|word| word == CORNER) else {
            return;
        };
        let behind = text.get(corner + CORNER.len()..).unwrap_or_default();
        let is_end = |c: &char| matches!(c, ')' | ' ' | '，' | '、' | '。' | ';');
        let unit = behind.iter().take_while(|c| !is_end(c));
        self.unit_above = split_scale(&unit.collect::<String>(), self.units);
        let mut units = behind.iter().take_while(|c| !matches!(c, ')' | '。' | ';'));
        self.percent_above = units.any(|c| *c == '%');
    }

    /// The unit that a head before a number names, or a line above.
    pub(super) fn unit_ahead(&self, scene: &Scene<'_>, quantity: &Quantity) -> Option<HeadUnit> {
        let from = self.block.start.max(quantity.number.start.saturating_sub(HEAD));
        let head = scene.unit_in_head(from, quantity.number.start);
        head.or_else(|| self.unit_above.clone())
    }

    pub(super) fn carry_unit(&self, scene: &Scene<'_>, quantity: &mut Quantity, reasons: &mut Vec<Reason>) {
        if let Some(HeadUnit { scaled, base }) = self.unit_ahead(scene, quantity)
            && let Ok(value) = scaled.convert(quantity.value, &base)
        {
            (quantity.value, quantity.unit) = (value, Some(base));
            reasons.push(Reason::CarriedUnit);
        }
    }

    /// 增长7.2 below 单位：亿元、% is in percent: what grows is in 亿元.
    pub(super) fn carry_percent(
        &self,
        scene: &Scene<'_>,
        quantity: &mut Quantity,
        from: usize,
        reasons: &mut Vec<Reason>,
    ) {
        let number = quantity.whole.start;
        let grows = || {
            let cues = scene.cues(scene.words_from(quantity, from), number);
            let last = cues.last();
            last.is_some_and(|(extent, cue)| {
                matches!(cue, Cue::Growth | Cue::Decline | Cue::Compare)
                    && scene.is_beside(extent.end, number)
            })
        };
        if self.percent_above && grows() {
            quantity.unit = Some(scene.rules.percent.clone());
            reasons.push(Reason::CarriedUnit);
        }
    }
}
