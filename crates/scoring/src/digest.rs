//! What a result was made from and what came out, in 32 bytes each: equal inputs and results have equal digests.

use crate::{
    evaluation::Evaluation,
    framework::Framework,
    table::{Cell, Column, Table},
    uncertainty::{Sensitivity, Uncertainty},
};

/// A digest.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest([u8; 32]);

/// Digests of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableDigest {
    /// Of the whole table.
    pub whole: Digest,
    /// Of the units, their groups and the period.
    pub units: Digest,
    /// Of each column, in the order of the table.
    pub columns: Vec<Digest>,
}

impl Framework {
    /// Digest of what is computed with; names and notes have no part in it.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let mut hasher = Hasher::new("zhibiao scoring 2026 framework digest v1");
        // Debug output of plain data is total, and shortest round-trip for numbers; TOML can't write all of them.
        hasher.text(&format!("{:?}", self.form().computed()));
        hasher.finish()
    }
}

impl Table {
    /// Its digests; `-0` is `0`, and past values count in the order of unit and time.
    #[must_use]
    pub fn digest(&self) -> TableDigest {
        let mut hasher = Hasher::new("zhibiao scoring 2026 units digest v1");
        hasher.number(self.time());
        hasher.count(self.units().len());
        for unit in self.units() {
            hasher.text(&unit.code);
            hasher.count(unit.groups.len());
            for (grouping, group) in &unit.groups {
                hasher.text(grouping);
                hasher.text(group);
            }
        }
        let units = hasher.finish();
        let columns: Vec<Digest> = self.columns().iter().map(column).collect();
        let mut hasher = Hasher::new("zhibiao scoring 2026 table digest v1");
        hasher.digest(units);
        hasher.count(columns.len());
        for (column, digest) in self.columns().iter().zip(&columns) {
            hasher.text(&column.code);
            hasher.digest(*digest);
        }
        TableDigest {
            whole: hasher.finish(),
            units,
            columns,
        }
    }
}

impl Evaluation {
    /// Digest of the scores and ranks of every unit in every aggregate, bit for bit.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let mut hasher = Hasher::new("zhibiao scoring 2026 evaluation digest v1");
        hasher.count(self.units().len());
        self.units().iter().for_each(|unit| hasher.text(unit));
        for aggregate in 0..self.scores.nodes.columns() {
            for unit in 0..self.units().len() {
                hasher.optional(self.score(unit, aggregate));
                hasher.optional(self.rank(unit, aggregate));
            }
        }
        hasher.finish()
    }
}

impl Uncertainty {
    /// Digest of every statistic, bit for bit, and of who stands above whom how often.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let mut hasher = Hasher::new("zhibiao scoring 2026 uncertainty digest v1");
        hasher.count(self.draws);
        hasher.count(self.units.len());
        for unit in &self.units {
            hasher.text(&unit.code);
            hasher.optional(unit.nominal);
            for statistic in [
                unit.ranks.map(|ranks| ranks.mean),
                unit.ranks.map(|ranks| ranks.median),
                unit.ranks.map(|ranks| ranks.q5),
                unit.ranks.map(|ranks| ranks.q95),
            ] {
                hasher.optional(statistic);
            }
            for share in [unit.top, unit.bottom, unit.ranked] {
                hasher.number(share);
            }
        }
        if let Some(pairs) = &self.pairwise {
            for unit in 0..self.units.len() {
                (0..self.units.len()).for_each(|other| hasher.number(pairs.above(unit, other)));
            }
        }
        hasher.finish()
    }
}

impl Sensitivity {
    /// Digest of every estimate, bit for bit.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let mut hasher = Hasher::new("zhibiao scoring 2026 sensitivity digest v1");
        hasher.count(self.evaluations);
        hasher.text(&format!("{:?}", self.factors));
        for shares in std::iter::once(&self.overall).chain(&self.units) {
            hasher.count(shares.as_ref().map_or(0, Vec::len));
            for estimate in shares
                .iter()
                .flatten()
                .flat_map(|share| [share.first, share.total])
            {
                for number in [estimate.value, estimate.q5, estimate.q95] {
                    hasher.number(number);
                }
            }
        }
        hasher.finish()
    }
}

fn column(column: &Column) -> Digest {
    let mut hasher = Hasher::new("zhibiao scoring 2026 column digest v1");
    hasher.count(column.cells.len());
    for cell in &column.cells {
        hasher.cell(cell);
    }
    hasher.count(column.past.len());
    for past in &column.past {
        hasher.count(past.unit);
        hasher.number(past.time);
        hasher.number(past.value);
    }
    hasher.finish()
}

impl Digest {
    /// The bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The first eight bytes as a number: enough to tell which of a few hundred columns differs.
    #[must_use]
    pub fn short(&self) -> u64 {
        let [a, b, c, d, e, f, g, h, ..] = self.0;
        u64::from_be_bytes([a, b, c, d, e, f, g, h])
    }
}

impl std::fmt::Display for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl std::fmt::Debug for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Digest({self})")
    }
}

/// Writes values so that no two lists of them have the same bytes. It gathers before it hashes: BLAKE3 takes many small
/// pieces slowly.
pub(crate) struct Hasher {
    hasher: blake3::Hasher,
    gathered: Vec<u8>,
}

/// Bytes that are hashed at once.
const GATHERED: usize = 8 << 10;

impl Hasher {
    pub(crate) fn new(context: &str) -> Self {
        Self {
            hasher: blake3::Hasher::new_derive_key(context),
            gathered: Vec::with_capacity(GATHERED + 256),
        }
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.gathered.extend_from_slice(bytes);
        if self.gathered.len() >= GATHERED {
            self.hasher.update(&self.gathered);
            self.gathered.clear();
        }
    }

    pub(crate) fn count(&mut self, count: usize) {
        self.bytes(&(count as u64).to_le_bytes());
    }

    pub(crate) fn number(&mut self, number: f64) {
        self.bytes(&(number + 0.0).to_bits().to_le_bytes());
    }

    pub(crate) fn optional(&mut self, number: Option<f64>) {
        self.bytes(&[u8::from(number.is_some())]);
        self.number(number.unwrap_or(0.0));
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.count(text.len());
        self.bytes(text.as_bytes());
    }

    pub(crate) fn digest(&mut self, digest: Digest) {
        self.bytes(digest.as_bytes());
    }

    fn cell(&mut self, cell: &Cell) {
        self.bytes(&[
            u8::from(cell.extracted),
            u8::from(cell.carried),
            cell.figure.status().code() as u8,
        ]);
        self.text(cell.figure.qualifier().code());
        self.optional(cell.value());
    }

    pub(crate) fn finish(mut self) -> Digest {
        self.hasher.update(&self.gathered);
        Digest(*self.hasher.finalize().as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use zhibiao_model::framework::FrameworkForm;

    use super::*;
    use crate::{
        index::Index,
        table::{PastValue, Unit},
    };

    fn framework(weight: f64) -> Framework {
        let text = format!(
            "id = \"f\"\nnormalise = {{ method = \"as_is\" }}\naggregates = [{{ id = \"index\" }}]\n\
             indicators = [{{ code = \"x\", parent = \"index\", weight = {weight:?} }}]"
        );
        Framework::new(toml::from_str::<FrameworkForm>(&text).unwrap()).unwrap()
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
    fn tables_are_told_apart_and_known_again() {
        let past = |time| PastValue {
            unit: 0,
            time,
            value: 1.0,
        };
        let first = table(Some(0.0), &[past(2022.5), past(2023.5)], false).digest();
        let same = table(Some(-0.0), &[past(2023.5), past(2022.5)], false).digest();
        assert_eq!(first, same);
        assert_eq!(first.whole.to_string().len(), 64);
        let others = [
            table(None, &[past(2022.5), past(2023.5)], false).digest(),
            table(Some(0.0), &[past(2022.5)], false).digest(),
            table(Some(0.0), &[past(2022.5), past(2023.5)], true).digest(),
        ];
        for (at, other) in others.iter().enumerate() {
            assert_ne!(other.whole, first.whole, "{at}");
            assert_ne!(other.columns[0].short(), first.columns[0].short(), "{at}");
            assert_eq!(other.units, first.units, "{at}");
            assert!(
                others[..at].iter().all(|before| before.whole != other.whole),
                "{at}"
            );
        }
    }

    #[test]
    fn frameworks_are_told_apart_by_what_is_computed() {
        let named = |zh: &str| {
            let mut form = framework(1.0).form().clone();
            form.names.zh = zh.to_owned();
            form.version = 7;
            Framework::new(form).unwrap()
        };
        assert_eq!(named("甲").digest(), named("乙").digest());
        assert_ne!(framework(1.0).digest(), framework(2.0).digest());
    }

    #[test]
    fn results_are_told_apart_by_their_bits() {
        let digest = |value| {
            let (framework, table) = (framework(1.0), table(Some(value), &[], false));
            let index = Index::new(&framework, &table).unwrap();
            index.evaluate().unwrap().digest()
        };
        assert_eq!(digest(3.0), digest(3.0));
        assert_ne!(digest(3.0), digest(3.0_f64.next_up()));
    }
}
