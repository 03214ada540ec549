//! Units that the head of a list or table names for what stands below: 总额（亿元）.

use zhibiao_model::unit::Unit;

use crate::scene::Scene;

/// A unit in the head of a list, with and without its scale: 亿元 and 元.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct HeadUnit {
    pub(crate) scaled: Unit,
    pub(crate) base: Unit,
}

impl Scene<'_> {
    /// The unit in brackets before a position in its block, with the scale that it has: 总额（亿元）.
    pub(crate) fn unit_in_head(&self, from: usize, at: usize) -> Option<HeadUnit> {
        let open = (from..at)
            .rev()
            .find(|at| self.page.at(*at) == '(' && self.head_of(*at).is_some())?;
        self.head_of(open)
    }

    fn head_of(&self, open: usize) -> Option<HeadUnit> {
        let close = (open..open + 14).find(|at| self.page.at(*at) == ')')?;
        let text = self.page.text(open + 1..close);
        let text = text.trim_start_matches("单位").trim_start_matches([':', ' ']);
        split_scale(text)
    }
}

/// 亿元 is 元 with a scale; 千瓦 is 千瓦.
pub(crate) fn split_scale(text: &str) -> Option<HeadUnit> {
    let scaled = Unit::parse(text).ok().filter(|unit| *unit != Unit::one())?;
    // 亿千瓦时 has the scale 亿: the longest spelling of the model that is left is the unit.
    let is_scale = |c: char| matches!(c, '十' | '百' | '千' | '万' | '亿');
    let scales = text.chars().take_while(|c| is_scale(*c)).count();
    let base = (0..=scales)
        .map(|scale| text.chars().skip(scale).collect::<String>())
        .find(|rest| Unit::known().any(|known| known.symbol == rest || known.names.contains(&rest.as_str())))
        .and_then(|rest| Unit::parse(&rest).ok())
        .filter(|unit| *unit != Unit::one() && unit.converts_to(&scaled));
    Some(HeadUnit {
        base: base.unwrap_or_else(|| scaled.clone()),
        scaled,
    })
}
