//! A pull tokenizer for the XML of workbooks: bounded tokens, no entities of its own, no document types, names
//! without their prefixes.

use std::borrow::Cow;
use std::io::{Read, Seek};

use super::archive::Part;
use crate::Unreadable;

/// Longest tag or run of text. A cell's text has at most 32,767 characters; a byte can be written as `_x0041_`.
const LONGEST: usize = 1 << 20;
const BLOCK: usize = 64 << 10;

/// Reads the tokens of a part.
pub(crate) struct Xml<'a, R: Read> {
    part: Part<'a, R>,
    buffer: Vec<u8>,
    at: usize,
    filled: usize,
    /// The tag just read was `<name/>`: its end comes next.
    close_next: Option<(usize, usize)>,
    started: bool,
}

/// One token; its bytes last until the next one is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token<'t> {
    /// `<name attributes>`, also for `<name/>`, which is followed by its [`Token::Close`].
    Open(&'t [u8], Attributes<'t>),
    /// `</name>`.
    Close(&'t [u8]),
    /// Text as it is written, with references.
    Text(&'t [u8]),
    /// Text in a CDATA section.
    Literal(&'t [u8]),
    /// The end of the part.
    End,
}

/// The attributes of a tag, not yet parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Attributes<'t>(&'t [u8]);

/// What the buffer has next.
enum Next {
    Tag { start: usize, end: usize },
    Text { start: usize, end: usize },
    Literal { start: usize, end: usize },
    End,
}

impl<'a, R: Read + Seek> Xml<'a, R> {
    pub(crate) fn new(part: Part<'a, R>) -> Self {
        Self {
            part,
            buffer: vec![0; BLOCK],
            at: 0,
            filled: 0,
            close_next: None,
            started: false,
        }
    }

    /// The fault at this place of the part.
    pub(crate) fn fault(&self, fault: &'static str) -> Unreadable {
        Unreadable::Malformed {
            part: self.part.path().to_owned(),
            row: 0,
            fault,
        }
    }

    /// Reads the next token.
    pub(crate) fn next(&mut self) -> Result<Token<'_>, Unreadable> {
        if let Some((start, end)) = self.close_next.take() {
            return Ok(Token::Close(self.slice(start, end)));
        }
        match self.find()? {
            Next::End => Ok(Token::End),
            Next::Text { start, end } => Ok(Token::Text(self.slice(start, end))),
            Next::Literal { start, end } => Ok(Token::Literal(self.slice(start, end))),
            Next::Tag { start, end } => Ok(self.tag(start, end)),
        }
    }

    /// Skips to the end of the element that was just opened.
    pub(crate) fn skip(&mut self) -> Result<(), Unreadable> {
        let mut depth = 1_usize;
        while depth > 0 {
            match self.next()? {
                Token::Open(..) => depth += 1,
                Token::Close(_) => depth -= 1,
                Token::Text(_) | Token::Literal(_) => {}
                Token::End => return Err(self.fault("an element is never closed")),
            }
        }
        Ok(())
    }

    /// Appends the text of the element that was just opened, without that of elements named `omit`.
    pub(crate) fn text(&mut self, text: &mut String, omit: &[u8], limit: usize) -> Result<(), Unreadable> {
        let mut depth = 1_usize;
        let mut omitted = 0_usize;
        while depth > 0 {
            match self.next()? {
                Token::Open(name, _) => {
                    depth += 1;
                    if omitted > 0 || name == omit {
                        omitted += 1;
                    }
                }
                Token::Close(_) => {
                    depth -= 1;
                    omitted = omitted.saturating_sub(1);
                }
                Token::Text(raw) if omitted == 0 => unescape(raw, text),
                Token::Literal(raw) if omitted == 0 => text.push_str(&String::from_utf8_lossy(raw)),
                Token::Text(_) | Token::Literal(_) => {}
                Token::End => return Err(self.fault("an element is never closed")),
            }
            if text.len() > limit {
                return Ok(());
            }
        }
        Ok(())
    }

    fn slice(&self, start: usize, end: usize) -> &[u8] {
        self.buffer.get(start..end).unwrap_or_default()
    }

    /// Cuts a tag into name and attributes.
    fn tag(&mut self, start: usize, end: usize) -> Token<'_> {
        let inside = self.slice(start, end);
        if let Some(name) = inside.strip_prefix(b"/") {
            let length = local(name.trim_ascii_end()).len();
            let skipped = name.trim_ascii_end().len() - length;
            let from = start + 1 + skipped;
            return Token::Close(self.slice(from, from + length));
        }
        let empty = inside.ends_with(b"/");
        let inside = inside.strip_suffix(b"/").unwrap_or(inside);
        let name_end = inside
            .iter()
            .position(|byte| byte.is_ascii_whitespace())
            .unwrap_or(inside.len());
        let name = local(inside.get(..name_end).unwrap_or_default());
        let name_start = start + name_end - name.len();
        if empty {
            self.close_next = Some((name_start, start + name_end));
        }
        let attributes_end = end - usize::from(empty);
        Token::Open(
            self.slice(name_start, start + name_end),
            Attributes(self.slice(start + name_end, attributes_end)),
        )
    }

    /// Finds the next token that matters and moves behind it.
    fn find(&mut self) -> Result<Next, Unreadable> {
        loop {
            if self.at >= self.filled && self.fill()? == 0 {
                return Ok(Next::End);
            }
            if !self.started {
                self.start()?;
            }
            if self.buffer.get(self.at) != Some(&b'<') {
                let end = self.seek(b"<", 0)?.unwrap_or(self.filled);
                let start = std::mem::replace(&mut self.at, end);
                // Line breaks between tags are no text.
                if start < end {
                    return Ok(Next::Text { start, end });
                }
                continue;
            }
            match self.peek(1)? {
                Some(b'?') => self.pass(b"?>")?,
                Some(b'!') => {
                    if self.looking_at(b"<!--")? {
                        self.pass(b"-->")?;
                    } else if self.looking_at(b"<![CDATA[")? {
                        let end = self
                            .seek(b"]]>", 9)?
                            .ok_or_else(|| self.fault("a section is never closed"))?;
                        let start = self.at + 9;
                        self.at = end + 3;
                        return Ok(Next::Literal { start, end });
                    } else {
                        return Err(self.fault("a document type (DTD), which no such file has"));
                    }
                }
                Some(_) => {
                    let end = self.tag_end()?;
                    let start = self.at + 1;
                    self.at = end + 1;
                    return Ok(Next::Tag { start, end });
                }
                None => return Err(self.fault("a tag is never closed")),
            }
        }
    }

    /// The first bytes tell the encoding.
    fn start(&mut self) -> Result<(), Unreadable> {
        self.started = true;
        while self.filled - self.at < 3 && self.fill()? > 0 {}
        let head = self.slice(self.at, self.filled);
        if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
            return Err(self.fault("an encoding other than UTF-8"));
        }
        if head.starts_with(b"\xef\xbb\xbf") {
            self.at += 3;
        }
        Ok(())
    }

    /// Where the tag that starts here has its `>`; one inside an attribute's value does not count.
    fn tag_end(&mut self) -> Result<usize, Unreadable> {
        let mut quote = None;
        let mut offset = 1;
        loop {
            let unseen = self.slice(self.at + offset, self.filled);
            for (index, &byte) in unseen.iter().enumerate() {
                match quote {
                    Some(open) if byte == open => quote = None,
                    Some(_) => {}
                    None if byte == b'>' => return Ok(self.at + offset + index),
                    None if byte == b'"' || byte == b'\'' => quote = Some(byte),
                    None => {}
                }
            }
            offset = self.filled - self.at;
            if self.fill()? == 0 {
                return Err(self.fault("a tag is never closed"));
            }
        }
    }

    /// Where a mark stands next, from `offset` bytes on; None if it is nowhere up to the end.
    fn seek(&mut self, mark: &[u8], offset: usize) -> Result<Option<usize>, Unreadable> {
        let mut offset = offset;
        let first = mark.first().copied().unwrap_or_default();
        loop {
            while let Some(found) = self
                .slice(self.at + offset, self.filled)
                .iter()
                .position(|&byte| byte == first)
            {
                offset += found;
                let at = self.at + offset;
                if self.slice(at, self.filled).len() < mark.len() {
                    break;
                }
                if self.slice(at, self.filled).starts_with(mark) {
                    return Ok(Some(at));
                }
                offset += 1;
            }
            if self.slice(self.at + offset, self.filled).first() != Some(&first) {
                offset = offset.max(self.filled - self.at);
            }
            if self.fill()? == 0 {
                return Ok(None);
            }
        }
    }

    /// Moves behind a mark.
    fn pass(&mut self, mark: &[u8]) -> Result<(), Unreadable> {
        let end = self
            .seek(mark, 2)?
            .ok_or_else(|| self.fault("a comment is never closed"))?;
        self.at = end + mark.len();
        Ok(())
    }

    fn peek(&mut self, offset: usize) -> Result<Option<u8>, Unreadable> {
        while self.at + offset >= self.filled {
            if self.fill()? == 0 {
                return Ok(None);
            }
        }
        Ok(self.buffer.get(self.at + offset).copied())
    }

    fn looking_at(&mut self, mark: &[u8]) -> Result<bool, Unreadable> {
        self.peek(mark.len() - 1)?;
        Ok(self.slice(self.at, self.filled).starts_with(mark))
    }

    /// Reads on behind what is not consumed yet; returns the number of new bytes.
    fn fill(&mut self) -> Result<usize, Unreadable> {
        if self.at > 0 {
            self.buffer.copy_within(self.at..self.filled, 0);
            self.filled -= self.at;
            self.at = 0;
        }
        if self.filled == self.buffer.len() {
            if self.filled >= LONGEST {
                return Err(self.fault("a tag or text longer than 1 MiB"));
            }
            self.buffer.resize(self.filled * 2, 0);
        }
        let filled = self.filled;
        let free = self.buffer.get_mut(filled..).unwrap_or_default();
        let read = self.part.read_some(free)?;
        self.filled += read;
        Ok(read)
    }
}

impl<'t> Attributes<'t> {
    /// Name without prefix, and value as written.
    pub(crate) fn iter(self) -> impl Iterator<Item = (&'t [u8], &'t [u8])> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let equals = rest.iter().position(|&byte| byte == b'=')?;
            let name = local(rest.get(..equals)?.trim_ascii());
            let value = rest.get(equals + 1..)?.trim_ascii_start();
            let (&quote, value) = value.split_first()?;
            let end = value.iter().position(|&byte| byte == quote)?;
            rest = value.get(end + 1..)?;
            Some((name, value.get(..end)?))
        })
    }

    /// The value of an attribute, with references resolved.
    pub(crate) fn get(self, name: &[u8]) -> Option<Cow<'t, str>> {
        let (_, raw) = self.iter().find(|(known, _)| *known == name)?;
        match std::str::from_utf8(raw) {
            Ok(text) if !text.contains(['&', '_']) => Some(Cow::Borrowed(text)),
            Ok(_) | Err(_) => {
                let mut text = String::new();
                unescape(raw, &mut text);
                Some(Cow::Owned(text))
            }
        }
    }
}

/// A name without its prefix.
fn local(name: &[u8]) -> &[u8] {
    match name.iter().rposition(|&byte| byte == b':') {
        Some(colon) => name.get(colon + 1..).unwrap_or_default(),
        None => name,
    }
}

/// Appends text with its references (`&lt;`, `&#x4E2D;`) and spreadsheet escapes (`_x000D_`) resolved.
pub(crate) fn unescape(raw: &[u8], text: &mut String) {
    let raw = String::from_utf8_lossy(raw);
    let mut rest = raw.as_ref();
    while let Some(at) = rest.find(['&', '_', '\r']) {
        let (plain, marked) = rest.split_at(at);
        text.push_str(plain);
        let (character, length) = reference(marked).unwrap_or_else(|| {
            // What only looks like a reference stands for itself.
            (marked.chars().next().unwrap_or_default(), 1)
        });
        text.push(character);
        rest = marked.get(length..).unwrap_or_default();
    }
    text.push_str(rest);
}

/// The character that the start of the text stands for, and how many bytes do so.
fn reference(text: &str) -> Option<(char, usize)> {
    if let Some(rest) = text.strip_prefix('\r') {
        return Some(('\n', 1 + usize::from(rest.starts_with('\n'))));
    }
    if let Some(rest) = text.strip_prefix("_x") {
        let digits = rest.get(..4)?;
        let character = char::from_u32(u32::from_str_radix(digits, 16).ok()?)?;
        return rest.get(4..)?.starts_with('_').then_some((character, 7));
    }
    let name = text.strip_prefix('&')?;
    let end = name.bytes().take(12).position(|byte| byte == b';')?;
    let name = name.get(..end)?;
    let character = match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    };
    Some((character, end + 2))
}
