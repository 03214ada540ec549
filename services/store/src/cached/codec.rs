//! Entries as Redis holds them.
//!
//! An entry is its format (1 byte), the revision it was read at (8 bytes, big-endian, where the script that stores it
//! finds it), the cells column by column, and a checksum (8 bytes) over its name and all of that. So bytes that were
//! cut, altered, or moved to another name are told from an entry: they are never served.

use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};
use zhibiao_model::{
    ids::SubjectName,
    observation::Figure,
    period::{Frequency, Period},
    qualifier::Qualifier,
    revision::Revision,
    status::Status,
};

use crate::cube::Cells;

/// Version of what is written here; also part of each entry's name, so that versions live side by side.
pub(super) const FORMAT: u8 = 1;

/// Bytes before the cells.
const HEAD: usize = 1 + 8;

/// Bytes of the checksum at the end.
const SUM: usize = 8;

/// Stands for a column whose parts differ and are written one by one.
const MIXED: u8 = u8::MAX;

/// Bits of a mark that hold the qualifier; the status is above them.
const QUALIFIER_BITS: u32 = 4;

/// Bytes that are no entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Damaged;

/// An entry whose cells are not read yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sealed<'a> {
    /// The revision that it was read at.
    pub(super) read_at: Revision,
    cells: &'a [u8],
}

/// What tells cells apart, as it stands in an entry.
pub(super) trait Along: Sized + Send + Sync + 'static {
    /// Writes keys, which ascend.
    fn write(keys: &[Self], bytes: &mut Vec<u8>);

    /// Reads so many keys.
    fn read(count: usize, bytes: &mut &[u8]) -> Option<Vec<Self>>;
}

/// Writes an entry.
pub(super) fn encode<K: Along>(name: &[u8], read_at: Revision, cells: &Cells<K>) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(HEAD + SUM + 16 + cells.keys.len() * 12);
    bytes.push(FORMAT);
    bytes.extend(read_at.get().to_be_bytes());
    write_number(cells.keys.len() as u64, &mut bytes);
    K::write(&cells.keys, &mut bytes);
    write_figures(&cells.figures, &mut bytes);
    write_revisions(&cells.revisions, &mut bytes);
    let sum = checksum(name, &bytes);
    bytes.extend(sum.to_le_bytes());
    bytes
}

/// Checks that bytes are an entry of this name.
pub(super) fn open<'a>(name: &[u8], bytes: &'a [u8]) -> Result<Sealed<'a>, Damaged> {
    let (body, sum) = bytes.split_last_chunk::<SUM>().ok_or(Damaged)?;
    if u64::from_le_bytes(*sum) != checksum(name, body) {
        return Err(Damaged);
    }
    let (format, rest) = body.split_first().ok_or(Damaged)?;
    let (read_at, cells) = rest.split_first_chunk().ok_or(Damaged)?;
    if *format != FORMAT {
        return Err(Damaged);
    }
    let read_at = Revision::new(i64::from_be_bytes(*read_at)).ok_or(Damaged)?;
    Ok(Sealed { read_at, cells })
}

impl Sealed<'_> {
    /// Reads the cells.
    pub(super) fn cells<K: Along>(&self) -> Result<Cells<K>, Damaged> {
        let mut rest = self.cells;
        read_cells(&mut rest).filter(|_| rest.is_empty()).ok_or(Damaged)
    }
}

fn read_cells<K: Along>(rest: &mut &[u8]) -> Option<Cells<K>> {
    let count = usize::try_from(read_number(rest)?).ok()?;
    // Each cell takes a byte at least: more of them would only reserve memory.
    if count > rest.len() {
        return None;
    }
    Some(Cells {
        keys: K::read(count, rest)?,
        figures: read_figures(count, rest)?,
        revisions: read_revisions(count, rest)?,
        ..Cells::default()
    })
}

fn checksum(name: &[u8], body: &[u8]) -> u64 {
    xxh3_64_with_seed(body, xxh3_64(name))
}

impl Along for Period {
    /// The frequency, then where each period stands from the one before; of several frequencies each in full.
    fn write(keys: &[Self], bytes: &mut Vec<u8>) {
        let Some(first) = keys.first() else { return };
        if keys.iter().any(|key| key.frequency() != first.frequency()) {
            bytes.push(MIXED);
            for key in keys {
                bytes.push(key.frequency() as u8);
                bytes.extend(key.ordinal().to_le_bytes());
            }
            return;
        }
        bytes.push(first.frequency() as u8);
        bytes.extend(first.ordinal().to_le_bytes());
        for pair in keys.windows(2) {
            write_number(u64::from(pair[0].ordinal().abs_diff(pair[1].ordinal())), bytes);
        }
    }

    fn read(count: usize, bytes: &mut &[u8]) -> Option<Vec<Self>> {
        let mut keys = Vec::with_capacity(count);
        if count == 0 {
            return Some(keys);
        }
        let marked = take(bytes)?;
        if marked == MIXED {
            for _ in 0..count {
                let frequency = frequency(take(bytes)?)?;
                keys.push(Self::from_ordinal(frequency, read_ordinal(bytes)?).ok()?);
            }
            return Some(keys);
        }
        let frequency = frequency(marked)?;
        let mut ordinal = read_ordinal(bytes)?;
        keys.push(Self::from_ordinal(frequency, ordinal).ok()?);
        for _ in 1..count {
            ordinal = ordinal.checked_add(i32::try_from(read_number(bytes)?).ok()?)?;
            keys.push(Self::from_ordinal(frequency, ordinal).ok()?);
        }
        Some(keys)
    }
}

impl Along for SubjectName {
    /// How many bytes each shares with the one before, then the others.
    fn write(keys: &[Self], bytes: &mut Vec<u8>) {
        let mut before = "";
        for key in keys {
            let name = key.as_str();
            let same = before
                .bytes()
                .zip(name.bytes())
                .take_while(|(a, b)| a == b)
                .count();
            write_number(same as u64, bytes);
            write_number((name.len() - same) as u64, bytes);
            bytes.extend(&name.as_bytes()[same..]);
            before = name;
        }
    }

    fn read(count: usize, bytes: &mut &[u8]) -> Option<Vec<Self>> {
        let mut keys = Vec::with_capacity(count);
        let mut name = Vec::new();
        for _ in 0..count {
            name.truncate(usize::try_from(read_number(bytes)?).ok()?);
            let more = usize::try_from(read_number(bytes)?).ok()?;
            let (suffix, rest) = bytes.split_at_checked(more)?;
            *bytes = rest;
            name.extend(suffix);
            keys.push(std::str::from_utf8(&name).ok()?.parse().ok()?);
        }
        Some(keys)
    }
}

/// Marks (one for all where they are alike), then the values of what is not missing.
fn write_figures(figures: &[Figure], bytes: &mut Vec<u8>) {
    let mark = |figure: &Figure| figure.qualifier() as u8 | (figure.status() as u8) << QUALIFIER_BITS;
    let Some(first) = figures.first().map(mark) else {
        return;
    };
    if figures.iter().any(|figure| mark(figure) != first) {
        bytes.push(MIXED);
        bytes.extend(figures.iter().map(mark));
    } else {
        bytes.push(first);
    }
    for value in figures.iter().filter_map(Figure::value) {
        bytes.extend(value.to_le_bytes());
    }
}

fn read_figures(count: usize, bytes: &mut &[u8]) -> Option<Vec<Figure>> {
    let mut figures = Vec::with_capacity(count);
    if count == 0 {
        return Some(figures);
    }
    let marked = take(bytes)?;
    if marked == MIXED {
        let (marks, mut rest) = bytes.split_at_checked(count)?;
        for mark in marks {
            figures.push(read_figure(*mark, &mut rest)?);
        }
        *bytes = rest;
    } else {
        for _ in 0..count {
            figures.push(read_figure(marked, bytes)?);
        }
    }
    Some(figures)
}

fn read_figure(mark: u8, bytes: &mut &[u8]) -> Option<Figure> {
    let qualifier = *Qualifier::ALL.get(usize::from(mark & ((1 << QUALIFIER_BITS) - 1)))?;
    let status = *Status::ALL.get(usize::from(mark >> QUALIFIER_BITS))?;
    if status == Status::Missing {
        return Some(Figure::missing());
    }
    let (value, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Figure::new(f64::from_le_bytes(*value), qualifier, status).ok()
}

/// The least of them, then how far each is above it; nothing more where all are alike.
fn write_revisions(revisions: &[Revision], bytes: &mut Vec<u8>) {
    let Some(least) = revisions.iter().min() else {
        return;
    };
    write_number(least.get().unsigned_abs(), bytes);
    let mixed = revisions.iter().any(|revision| revision != least);
    bytes.push(u8::from(mixed));
    if mixed {
        for revision in revisions {
            write_number(revision.get().abs_diff(least.get()), bytes);
        }
    }
}

fn read_revisions(count: usize, bytes: &mut &[u8]) -> Option<Vec<Revision>> {
    if count == 0 {
        return Some(Vec::new());
    }
    let least = i64::try_from(read_number(bytes)?).ok()?;
    if take(bytes)? == 0 {
        return Some(vec![Revision::new(least)?; count]);
    }
    let mut revisions = Vec::with_capacity(count);
    for _ in 0..count {
        let above = i64::try_from(read_number(bytes)?).ok()?;
        revisions.push(Revision::new(least.checked_add(above)?)?);
    }
    Some(revisions)
}

fn frequency(code: u8) -> Option<Frequency> {
    Frequency::ALL.get(usize::from(code)).copied()
}

fn read_ordinal(bytes: &mut &[u8]) -> Option<i32> {
    let (ordinal, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(i32::from_le_bytes(*ordinal))
}

fn take(bytes: &mut &[u8]) -> Option<u8> {
    let (first, rest) = bytes.split_first()?;
    *bytes = rest;
    Some(*first)
}

/// Writes a number in groups of seven bits, the lowest first (LEB128).
fn write_number(mut number: u64, bytes: &mut Vec<u8>) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn read_number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0_u64;
    for shift in (0..64).step_by(7) {
        let byte = take(bytes)?;
        number |= u64::from(byte & 0x7f).checked_shl(shift)?;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests;
