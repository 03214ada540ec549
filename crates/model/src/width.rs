//! Full-width forms: what a Chinese input method writes for ASCII, folded before anything is read.

/// The half-width form of a full-width ASCII character or ideographic space; every other character as it is.
#[must_use]
pub fn half_width(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}
