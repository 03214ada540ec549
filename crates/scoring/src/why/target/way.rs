//! Ways that figures can go, and the places on them that are tried.

use zhibiao_model::{catalog::Range, framework::Direction};

use super::TargetRequest;
use crate::{elementary, index::Index, moments::range};

/// Steps of the way that are tried before the least one is narrowed down: a rank need not rise steadily with a figure
/// when outliers are treated or units compared with each other.
const STEPS: usize = 32;

/// How near the least figure is found, as a share of it; finer than it is ever printed. A limit that is far away makes
/// steps long, and more halvings needed.
const PRECISION: f64 = 1e-12;

/// A way that an indicator can go.
#[derive(Debug, Clone, Copy)]
pub(super) struct Way {
    pub(super) leaf: usize,
    /// As denominated.
    from: f64,
    to: f64,
    /// What a denominated figure is divided by to be one as reported.
    pub(super) factor: f64,
}

impl Index<'_> {
    /// The shares of the ways that are tried, in order: even steps as far as the figures of all units are spread, or to
    /// the limits where those are not many times as far; beyond, each step is longer than the one before.
    pub(super) fn steps(&self, ways: &[Way]) -> Vec<f64> {
        let even = |to: f64| (1..=STEPS).map(move |step| step as f64 / STEPS as f64 * to);
        let near = ways.iter().map(|way| self.near(*way)).fold(1.0, f64::min);
        if near * STEPS as f64 >= 1.0 {
            return even(1.0).collect();
        }
        let beyond = even(1.0).map(|done| {
            if done == 1.0 {
                1.0
            } else {
                elementary::exp((1.0 - done) * elementary::ln(near))
            }
        });
        even(near).chain(beyond).collect()
    }

    /// The share of a way that is as far as the figures of all units are spread.
    fn near(&self, way: Way) -> f64 {
        let spread = range(self.denominated.column(way.leaf)).map_or(0.0, |(min, max)| max - min);
        let spread = if spread > 0.0 { spread } else { way.from.abs() };
        let share = spread / (way.to - way.from).abs();
        if share > 0.0 { share } else { 1.0 }
    }

    /// The way from a unit's figure to the limit; none when there is no way to go.
    pub(super) fn way(&self, row: usize, leaf: usize, request: &TargetRequest) -> Option<Way> {
        let from = self.denominated.value(row, leaf)?;
        let raw = self.raw.value(row, leaf)?;
        // A figure of zero tells nothing of its denominator, which then stands in the table.
        let factor = if raw != 0.0 {
            from / raw
        } else {
            self.factor(row, leaf)?
        };
        let direction = self.framework.leaves()[leaf].direction;
        let (min, max) = range(self.denominated.column(leaf))?;
        let best = match direction {
            Direction::Up => max,
            Direction::Down => min,
        };
        let code = &self.framework.leaves()[leaf].code;
        let possible = request.possible.get(code).copied().unwrap_or_default();
        let to = match request.limits.get(code) {
            Some(limit) => limit * factor,
            // Over another denominator the best unit's figure may be one that the indicator can't have.
            None => within(possible, best / factor).map_or(best, |end| end * factor),
        };
        ((to - from) * direction.sign() > 0.0).then_some(Way {
            leaf,
            from,
            to,
            factor,
        })
    }

    fn factor(&self, row: usize, leaf: usize) -> Option<f64> {
        let Some(denominator) = &self.framework.leaves()[leaf].denominator else {
            return Some(1.0);
        };
        let by = self.table.column(&denominator.by)?.cells[self.units[row]].value()?;
        Some(denominator.scale / by)
    }
}

/// The possible value nearest to one that is not; none of one that is.
fn within(possible: Range, value: f64) -> Option<f64> {
    if possible.contains(value) {
        return None;
    }
    let Range { min, max } = possible;
    max.filter(|max| value > *max).or(min)
}

impl Way {
    /// Whether the figures at two shares are the same as far as it matters.
    pub(super) fn is_near(self, low: f64, high: f64) -> bool {
        let size = self.from.abs().max((self.at(high) - self.from).abs());
        (high - low) * (self.to - self.from).abs() <= PRECISION * size
    }

    pub(super) fn at(self, share: f64) -> f64 {
        // The end itself, not what rounding makes of it.
        if share == 1.0 {
            self.to
        } else {
            self.from + (self.to - self.from) * share
        }
    }
}
