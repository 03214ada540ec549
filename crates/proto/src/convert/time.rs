//! Instants.

use jiff::Timestamp;

/// An instant as protobuf has it.
#[must_use]
pub fn from_timestamp(at: Timestamp) -> prost_types::Timestamp {
    let (mut seconds, mut nanos) = (at.as_second(), at.subsec_nanosecond());
    // Protobuf counts nanoseconds forward, also before 1970.
    if nanos < 0 {
        (seconds, nanos) = (seconds - 1, nanos + 1_000_000_000);
    }
    prost_types::Timestamp { seconds, nanos }
}

/// Reads an instant.
///
/// # Errors
/// When it lies outside the years that the hub knows.
pub fn to_timestamp(at: prost_types::Timestamp) -> Result<Timestamp, InvalidTimestamp> {
    let prost_types::Timestamp { seconds, nanos } = at;
    Timestamp::new(seconds, nanos).map_err(|_| InvalidTimestamp)
}

/// An instant that is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidTimestamp;

impl std::fmt::Display for InvalidTimestamp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("is no time between the years 1 and 9999")
    }
}

impl std::error::Error for InvalidTimestamp {}
