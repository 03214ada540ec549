//! Lists of numbers of which some are missing, and bits over cells.

use crate::compare::v1::Numbers;

/// Bits, one a cell; no bytes as long as none is set.
#[derive(Debug, Default)]
pub struct Bits {
    bytes: Vec<u8>,
    cells: usize,
}

impl Bits {
    /// Adds a cell.
    pub fn push(&mut self, set: bool) {
        if set {
            self.bytes.resize(self.cells / 8 + 1, 0);
            if let Some(last) = self.bytes.last_mut() {
                *last |= 1 << (self.cells % 8);
            }
        }
        self.cells += 1;
    }

    /// The bytes: one for every eight cells, or none at all.
    #[must_use]
    pub fn into_bytes(mut self) -> Vec<u8> {
        if !self.bytes.is_empty() {
            self.bytes.resize(self.cells.div_ceil(8), 0);
        }
        self.bytes
    }

    /// Whether the bit of a cell is set.
    #[must_use]
    pub fn is_set(bytes: &[u8], cell: usize) -> bool {
        bytes
            .get(cell / 8)
            .is_some_and(|byte| byte >> (cell % 8) & 1 == 1)
    }
}

impl Numbers {
    /// The number at a place; none where it is missing, and beyond the end.
    #[must_use]
    pub fn get(&self, at: usize) -> Option<f64> {
        let value = self.values.get(at)?;
        (!Bits::is_set(&self.missing, at)).then_some(*value)
    }

    /// The numbers; none where they are missing.
    pub fn iter(&self) -> impl Iterator<Item = Option<f64>> + '_ {
        (0..self.values.len()).map(|at| self.get(at))
    }
}

impl Numbers {
    /// Numbers of which about so many are expected: room is made once.
    pub fn expecting(count: usize, cells: impl IntoIterator<Item = Option<f64>>) -> Self {
        let mut values = Vec::with_capacity(count);
        let mut missing = Bits::default();
        for cell in cells {
            missing.push(cell.is_none());
            values.push(cell.unwrap_or(0.0));
        }
        Self {
            values,
            missing: missing.into_bytes(),
        }
    }
}

impl FromIterator<Option<f64>> for Numbers {
    fn from_iter<I: IntoIterator<Item = Option<f64>>>(cells: I) -> Self {
        let cells = cells.into_iter();
        Self::expecting(cells.size_hint().0, cells)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_told_apart_from_zero() {
        let cells: Vec<Option<f64>> = (0..20).map(|at| (at % 7 != 3).then_some(f64::from(at))).collect();
        let sent: Numbers = cells.iter().copied().collect();
        assert_eq!(sent.missing.len(), 3);
        assert_eq!(sent.missing[0], 0b0000_1000);
        assert_eq!(sent.iter().collect::<Vec<_>>(), cells);
        assert_eq!(sent.get(20), None);
        let whole: Numbers = [Some(0.0), Some(1.0)].into_iter().collect();
        assert!(whole.missing.is_empty());
        assert_eq!(whole.iter().collect::<Vec<_>>(), [Some(0.0), Some(1.0)]);
    }
}
