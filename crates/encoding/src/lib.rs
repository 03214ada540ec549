//! The encoding of a text file, told from the whole of it: UTF-8 if all of it is, else strict GB18030; a file that
//! is UTF-8 in some lines and GB18030 in others is refused with the first line that differs, because reading it as
//! either would turn half of its names into other characters.

use std::borrow::Cow;

use encoding_rs::{DecoderResult, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// Bytes that are no text in one encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Undecodable {
    /// The text is in none of the known encodings.
    #[error("line {line} (byte {byte}) is neither UTF-8 nor GB18030; save the text as UTF-8")]
    Unknown {
        /// Line, from 1.
        line: u64,
        /// Offset of the first byte that can't be read.
        byte: u64,
    },
    /// Some lines are UTF-8, others GB18030.
    #[error(
        "line {line} (byte {byte}) is in {encoding}, the lines before it are not; save the whole text in one encoding, best UTF-8"
    )]
    Mixed {
        /// The first line that differs, from 1.
        line: u64,
        /// Offset of that line.
        byte: u64,
        /// Its encoding: `UTF-8` or `GB18030`.
        encoding: &'static str,
    },
    /// A NUL byte, which no text has.
    #[error("line {line} (byte {byte}) has a NUL byte, so this is no text; save it as UTF-8")]
    Nul {
        /// Line, from 1.
        line: u64,
        /// Its offset.
        byte: u64,
    },
}

/// Decoded text in pieces, each ending at a character.
#[derive(Debug)]
pub enum Text<'a> {
    /// UTF-8: one piece, as it stands in the file.
    Whole(&'a str),
    /// Decoded a block at a time.
    Blocks(Box<Blocks<'a>>),
}

/// Text that is decoded a block at a time.
pub struct Blocks<'a> {
    rest: &'a [u8],
    decoder: encoding_rs::Decoder,
    block: String,
    at: usize,
    done: bool,
}

/// Bytes decoded at a time.
const BLOCK: usize = 64 << 10;

/// Tells the encoding and checks the whole text against it.
///
/// # Errors
/// [`Undecodable`] with the line and byte of the first fault.
pub fn decode(bytes: &[u8]) -> Result<Text<'_>, Undecodable> {
    match Encoding::for_bom(bytes) {
        Some((encoding, length)) if encoding == UTF_16LE || encoding == UTF_16BE => {
            let rest = bytes.get(length..).unwrap_or_default();
            check(rest, encoding, length)?;
            Ok(Text::blocks(rest, encoding))
        }
        Some((_, length)) => {
            let rest = bytes.get(length..).unwrap_or_default();
            refuse_nul(rest, length)?;
            match std::str::from_utf8(rest) {
                Ok(text) => Ok(Text::Whole(text)),
                // The mark says UTF-8, so the first byte that is not is where another encoding sets in.
                Err(fault) => Err(foreign_line(rest, fault.valid_up_to(), length)),
            }
        }
        None => {
            refuse_nul(bytes, 0)?;
            match std::str::from_utf8(bytes) {
                Ok(text) => Ok(Text::Whole(text)),
                Err(fault) => {
                    refuse_mixture(bytes)?;
                    check(bytes, GB18030, 0).map_err(|other| farther(other, bytes, fault.valid_up_to()))?;
                    Ok(Text::blocks(bytes, GB18030))
                }
            }
        }
    }
}

impl<'a> Text<'a> {
    fn blocks(rest: &'a [u8], encoding: &'static Encoding) -> Self {
        Self::Blocks(Box::new(Blocks {
            rest,
            decoder: encoding.new_decoder_without_bom_handling(),
            block: String::with_capacity(BLOCK),
            at: 0,
            done: false,
        }))
    }

    /// All that is not yet consumed, in one string.
    #[must_use]
    pub fn whole(mut self) -> Cow<'a, str> {
        if let Self::Whole(text) = self {
            return Cow::Borrowed(text);
        }
        let mut whole = String::new();
        loop {
            let piece = self.piece();
            if piece.is_empty() {
                return Cow::Owned(whole);
            }
            whole.push_str(piece);
            let bytes = piece.len();
            self.consume(bytes);
        }
    }

    /// What is decoded and not yet consumed; empty at the end.
    pub fn piece(&mut self) -> &str {
        match self {
            Self::Whole(text) => text,
            Self::Blocks(blocks) => blocks.piece(),
        }
    }

    /// Takes so many bytes of the piece away.
    pub fn consume(&mut self, bytes: usize) {
        match self {
            Self::Whole(text) => *text = text.get(bytes..).unwrap_or_default(),
            Self::Blocks(blocks) => blocks.at += bytes,
        }
    }
}

impl std::fmt::Debug for Blocks<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let encoding = self.decoder.encoding().name();
        f.debug_struct("Blocks")
            .field("encoding", &encoding)
            .finish_non_exhaustive()
    }
}

impl Blocks<'_> {
    fn piece(&mut self) -> &str {
        if self.at >= self.block.len() {
            self.block.clear();
            self.at = 0;
        }
        while self.block.is_empty() && !self.done {
            // The whole input was checked before, so nothing is replaced here.
            let (result, read, _) = self.decoder.decode_to_string(self.rest, &mut self.block, true);
            self.rest = self.rest.get(read..).unwrap_or_default();
            self.done = result == encoding_rs::CoderResult::InputEmpty;
        }
        self.block.get(self.at..).unwrap_or_default()
    }
}

/// Decodes everything once and keeps nothing: an error has the line and byte of the first fault.
fn check(bytes: &[u8], encoding: &'static Encoding, before: usize) -> Result<(), Undecodable> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut block = String::with_capacity(BLOCK);
    let mut position = 0;
    loop {
        block.clear();
        let rest = bytes.get(position..).unwrap_or_default();
        let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut block, true);
        position += read;
        match result {
            DecoderResult::InputEmpty if block.contains('\0') => return Err(nul(bytes, 0, before)),
            DecoderResult::InputEmpty => return Ok(()),
            DecoderResult::OutputFull if block.contains('\0') => return Err(nul(bytes, 0, before)),
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(length, after) => {
                let at = position.saturating_sub(usize::from(length) + usize::from(after));
                return Err(Undecodable::Unknown {
                    line: line(bytes, at),
                    byte: (before + at) as u64,
                });
            }
        }
    }
}

/// The fault of a text that is in neither of two encodings: it is in the one that reads it farther.
fn farther(fault: Undecodable, bytes: &[u8], utf8: usize) -> Undecodable {
    match fault {
        Undecodable::Unknown { byte, .. } if byte < utf8 as u64 => Undecodable::Unknown {
            line: line(bytes, utf8),
            byte: utf8 as u64,
        },
        Undecodable::Unknown { .. } | Undecodable::Mixed { .. } | Undecodable::Nul { .. } => fault,
    }
}

fn refuse_nul(bytes: &[u8], before: usize) -> Result<(), Undecodable> {
    match bytes.iter().position(|&byte| byte == 0) {
        Some(at) => Err(nul(bytes, at, before)),
        None => Ok(()),
    }
}

fn nul(bytes: &[u8], at: usize, before: usize) -> Undecodable {
    Undecodable::Nul {
        line: line(bytes, at),
        byte: (before + at) as u64,
    }
}

/// Line of an offset, from 1.
fn line(bytes: &[u8], at: usize) -> u64 {
    let before = bytes.get(..at).unwrap_or(bytes);
    1 + before.iter().filter(|&&byte| byte == b'\n').count() as u64
}

/// A file with lines that are surely UTF-8 and others that are surely not.
fn refuse_mixture(bytes: &[u8]) -> Result<(), Undecodable> {
    let mut first = None;
    let mut start = 0;
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        let encoding = sure_encoding(line);
        match (first, encoding) {
            (None, Some(_)) => first = encoding,
            (Some(known), Some(other)) if known != other => return Err(foreign_line(bytes, start, 0)),
            (Some(_), Some(_)) | (_, None) => {}
        }
        start += line.len();
    }
    Ok(())
}

/// What a line is encoded in, where that is beyond doubt.
fn sure_encoding(line: &[u8]) -> Option<&'static Encoding> {
    if line.is_ascii() {
        return None;
    }
    match std::str::from_utf8(line) {
        // A few GB18030 characters happen to be UTF-8 too, but not two ideographs of three bytes in one line.
        Ok(text) => (text
            .chars()
            .filter(|c| ('\u{3000}'..='\u{ffee}').contains(c))
            .count()
            >= 2)
            .then_some(UTF_8),
        Err(_) => Some(GB18030),
    }
}

/// The line of an offset is in another encoding than the ones before, or in none.
fn foreign_line(bytes: &[u8], at: usize, before: usize) -> Undecodable {
    let head = bytes.get(..at).unwrap_or(bytes);
    let start = head
        .iter()
        .rposition(|&byte| byte == b'\n')
        .map_or(0, |newline| newline + 1);
    let text = bytes.get(start..).unwrap_or_default();
    let text = text
        .split_inclusive(|&byte| byte == b'\n')
        .next()
        .unwrap_or_default();
    let byte = (before + start) as u64;
    let line = line(bytes, at);
    if std::str::from_utf8(text).is_ok() {
        Undecodable::Mixed {
            line,
            byte,
            encoding: "UTF-8",
        }
    } else if GB18030
        .decode_without_bom_handling_and_without_replacement(text)
        .is_some()
    {
        Undecodable::Mixed {
            line,
            byte,
            encoding: "GB18030",
        }
    } else {
        Undecodable::Unknown {
            line,
            byte: (before + at) as u64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(bytes: &[u8]) -> Result<String, Undecodable> {
        decode(bytes).map(|text| text.whole().into_owned())
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let text = "园区,指标\n郑州高新区,\"营业收入\"\n".repeat(5000);
        let utf16 = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
            std::iter::once(0xfeff)
                .chain(text.encode_utf16())
                .flat_map(bytes)
                .collect()
        };
        assert_eq!(all(text.as_bytes()).unwrap(), text);
        assert_eq!(all(format!("\u{feff}{text}").as_bytes()).unwrap(), text);
        assert_eq!(all(&GB18030.encode(&text).0).unwrap(), text);
        assert_eq!(all(&utf16(u16::to_le_bytes)).unwrap(), text);
        assert_eq!(all(&utf16(u16::to_be_bytes)).unwrap(), text);
    }

    #[test]
    fn a_mixture_is_refused_at_the_first_line_that_differs() {
        let utf8 = "zone,指标\n".as_bytes();
        let gb = GB18030.encode("郑州高新区,1\n").0;
        let fault = all(&[utf8, b"a,b\n", &gb].concat()).unwrap_err();
        assert!(
            matches!(
                fault,
                Undecodable::Mixed {
                    line: 3,
                    byte: 16,
                    encoding: "GB18030"
                }
            ),
            "{fault:?}"
        );
        let fault = all(&[&gb, utf8, &gb].concat()).unwrap_err();
        assert!(
            matches!(
                fault,
                Undecodable::Mixed {
                    line: 2,
                    byte: 13,
                    encoding: "UTF-8"
                }
            ),
            "{fault:?}"
        );
        let fault = all(&[b"\xef\xbb\xbf", utf8, &gb].concat()).unwrap_err();
        assert!(
            matches!(
                fault,
                Undecodable::Mixed {
                    line: 2,
                    byte: 15,
                    encoding: "GB18030"
                }
            ),
            "{fault:?}"
        );
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_place() {
        let fault = all(b"a,b\nc\xff,d\n").unwrap_err();
        assert!(
            matches!(fault, Undecodable::Unknown { line: 2, byte: 5 }),
            "{fault:?}"
        );
        let fault = all(b"a,b\nc\0,d\n").unwrap_err();
        assert!(
            matches!(fault, Undecodable::Nul { line: 2, byte: 5 }),
            "{fault:?}"
        );
        let fault = all(b"\xff\xfea\0\0\0").unwrap_err();
        assert!(matches!(fault, Undecodable::Nul { .. }), "{fault:?}");
        let fault = all(b"\xff\xfea\0\x00\xd8a\0").unwrap_err();
        assert!(matches!(fault, Undecodable::Unknown { .. }), "{fault:?}");
    }
}
