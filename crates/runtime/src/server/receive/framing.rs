//! Where the messages of a request begin and end: each has a prefix of five bytes, a flag and its length.

use crate::error::{Code, Problem};

/// Bytes of a message's prefix.
pub(super) const PREFIX: usize = 5;

/// How far a request is in its messages.
#[derive(Debug)]
pub(super) struct Framing {
    /// Bytes of a message, at most.
    most: usize,
    prefix: [u8; PREFIX],
    /// How much of the prefix has come.
    of_prefix: usize,
    /// Bytes that the message of that prefix has, and how many of them are still to come.
    length: usize,
    left: usize,
    /// Messages that have come whole.
    whole: u64,
}

impl Framing {
    pub(super) fn new(most: usize) -> Self {
        Self {
            most,
            prefix: [0; PREFIX],
            of_prefix: 0,
            length: 0,
            left: 0,
            whole: 0,
        }
    }

    /// Goes on over bytes; gives where in them the last message that ends there does.
    ///
    /// # Errors
    /// INVALID_ARGUMENT for a flag that there is not, OUT_OF_RANGE for a message that is too large: told by its prefix,
    /// before any of it comes.
    pub(super) fn pass(&mut self, bytes: &[u8]) -> Result<Option<usize>, Problem> {
        let (mut at, mut end) = (0, None);
        while at < bytes.len() {
            if self.of_prefix < PREFIX {
                let part = (PREFIX - self.of_prefix).min(bytes.len() - at);
                self.prefix[self.of_prefix..self.of_prefix + part].copy_from_slice(&bytes[at..at + part]);
                self.of_prefix += part;
                at += part;
                if self.of_prefix < PREFIX {
                    break;
                }
                self.begin()?;
            }
            let part = self.left.min(bytes.len() - at);
            self.left -= part;
            at += part;
            if self.left == 0 {
                self.whole += 1;
                self.of_prefix = 0;
                end = Some(at);
            }
        }
        Ok(end)
    }

    fn begin(&mut self) -> Result<(), Problem> {
        let [flag, length @ ..] = self.prefix;
        if flag != 0 {
            let message = format!(
                "a message begins with the flag {flag}: send messages as gRPC frames them, uncompressed (flag 0)"
            );
            return Err(invalid(message));
        }
        self.length = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
        if self.length > self.most {
            let message = format!(
                "a message has {} bytes, and this call takes at most {}: send it in parts",
                self.length, self.most
            );
            let problem = Problem::new(Code::OutOfRange, "MESSAGE_TOO_LARGE", message);
            return Err(problem.with("bytes", self.length).with("most", self.most));
        }
        self.left = self.length;
        Ok(())
    }

    /// Bytes of the message that came last, or comes.
    pub(super) fn length(&self) -> usize {
        self.length
    }

    /// Messages that have come whole.
    pub(super) fn whole(&self) -> u64 {
        self.whole
    }

    /// Whether no message has begun that is not whole.
    pub(super) fn is_between(&self) -> bool {
        self.of_prefix == 0
    }
}

/// What is no request as gRPC has it.
pub(super) fn invalid(message: impl Into<String>) -> Problem {
    Problem::new(Code::InvalidArgument, "MESSAGE_INVALID", message)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Messages of so many bytes each, one after the other.
    fn framed(lengths: &[u16]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for length in lengths {
            bytes.push(0);
            bytes.extend_from_slice(&u32::from(*length).to_be_bytes());
            bytes.resize(bytes.len() + usize::from(*length), 7);
        }
        bytes
    }

    proptest! {
        #[test]
        fn messages_end_where_they_do_however_they_come(
            lengths in prop::collection::vec(0_u16..40, 0..8),
            piece in 1_usize..30,
        ) {
            let bytes = framed(&lengths);
            let mut framing = Framing::new(40);
            let mut ended = 0;
            for (number, piece_of) in bytes.chunks(piece).enumerate() {
                if let Some(end) = framing.pass(piece_of).unwrap() {
                    ended = number * piece + end;
                }
                let whole = usize::try_from(framing.whole()).unwrap();
                prop_assert_eq!(ended, framed(&lengths[..whole]).len());
                prop_assert_eq!(framing.is_between(), ended == number * piece + piece_of.len());
            }
            prop_assert_eq!(framing.whole(), lengths.len() as u64);
        }
    }

    #[test]
    fn what_is_no_message_is_told_by_its_prefix() {
        let told = |prefix: [u8; PREFIX]| {
            let problem = Framing::new(256).pass(&prefix).unwrap_err();
            (problem.code, problem.reason)
        };
        let invalid = (Code::InvalidArgument, "MESSAGE_INVALID".to_owned());
        assert_eq!(told([7, 0, 0, 0, 0]), invalid);
        assert_eq!(told([1, 0, 0, 0, 0]), invalid);
        let large = (Code::OutOfRange, "MESSAGE_TOO_LARGE".to_owned());
        assert_eq!(told([0, 0, 0, 1, 1]), large);
        assert_eq!(Framing::new(256).pass(&[0, 0, 0, 1, 0]).unwrap(), None);
    }
}
