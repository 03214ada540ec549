//! What a result was made from, in 32 bytes.

use crate::{framework::Framework, table::Table};

/// Digest of a framework and a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct InputDigest([u8; 32]);

impl InputDigest {
    /// The digest. Equal inputs have equal digests; `-0` is `0`, and past values count in the order of unit and time.
    #[must_use]
    pub fn of(framework: &Framework, table: &Table) -> Self {
        let mut hasher = blake3::Hasher::new_derive_key("zhibiao scoring 2026 input digest v1");
        // Debug output of plain data is total, and shortest round-trip for numbers; TOML can't write all of them.
        text(&mut hasher, &format!("{:?}", framework.form()));
        hasher.update(&table.time().to_bits().to_le_bytes());
        count(&mut hasher, table.units().len());
        for unit in table.units() {
            text(&mut hasher, &unit.code);
            count(&mut hasher, unit.groups.len());
            for (grouping, group) in &unit.groups {
                text(&mut hasher, grouping);
                text(&mut hasher, group);
            }
        }
        count(&mut hasher, table.columns().len());
        for column in table.columns() {
            text(&mut hasher, &column.code);
            for cell in &column.cells {
                let marks = [
                    u8::from(cell.extracted),
                    u8::from(cell.carried),
                    u8::from(cell.value().is_some()),
                ];
                hasher.update(&marks);
                hasher.update(cell.figure.qualifier().code().as_bytes());
                hasher.update(&[0]);
                hasher.update(&(cell.figure.status().code() as u32).to_le_bytes());
                hasher.update(&cell.value().unwrap_or(0.0).to_bits().to_le_bytes());
            }
            count(&mut hasher, column.past.len());
            for past in &column.past {
                count(&mut hasher, past.unit);
                hasher.update(&past.time.to_bits().to_le_bytes());
                hasher.update(&(past.value + 0.0).to_bits().to_le_bytes());
            }
        }
        Self(*hasher.finalize().as_bytes())
    }

    /// The bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl std::fmt::Display for InputDigest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

fn count(hasher: &mut blake3::Hasher, count: usize) {
    hasher.update(&(count as u64).to_le_bytes());
}

fn text(hasher: &mut blake3::Hasher, text: &str) {
    count(hasher, text.len());
    hasher.update(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        framework::FrameworkForm,
        table::{Cell, Column, PastValue, Unit},
    };

    fn framework(weight: f64) -> Framework {
        let text = format!(
            "id = \"f\"\naggregates = [{{ id = \"index\" }}]\n\
             indicators = [{{ code = \"x\", parent = \"index\", weight = {weight:?} }}]"
        );
        Framework::new(FrameworkForm::from_toml(&text).unwrap()).unwrap()
    }

    fn table(value: Option<f64>, past: &[PastValue], extracted: bool) -> Table {
        let unit = Unit {
            code: "u".to_owned(),
            ..Unit::default()
        };
        let cell = Cell {
            extracted,
            ..Cell::plain(value)
        };
        let column = Column {
            code: "x".to_owned(),
            cells: vec![cell],
            past: past.to_vec(),
        };
        Table::new(vec![unit], 2024.5, vec![column]).unwrap()
    }

    #[test]
    fn digests_tell_inputs_apart_and_know_them_again() {
        let past = |time| PastValue {
            unit: 0,
            time,
            value: 1.0,
        };
        let digest = |weight, table: &Table| InputDigest::of(&framework(weight), table);
        let first = digest(1.0, &table(Some(0.0), &[past(2022.5), past(2023.5)], false));
        assert_eq!(
            first,
            digest(1.0, &table(Some(-0.0), &[past(2023.5), past(2022.5)], false))
        );
        assert_eq!(first.to_string().len(), 64);
        let others = [
            digest(2.0, &table(Some(0.0), &[past(2022.5), past(2023.5)], false)),
            digest(1.0, &table(None, &[past(2022.5), past(2023.5)], false)),
            digest(1.0, &table(Some(0.0), &[past(2022.5)], false)),
            digest(1.0, &table(Some(0.0), &[past(2022.5), past(2023.5)], true)),
        ];
        for (at, other) in others.iter().enumerate() {
            assert_ne!(*other, first, "{at}");
            assert!(!others[..at].contains(other), "{at}");
        }
    }
}
