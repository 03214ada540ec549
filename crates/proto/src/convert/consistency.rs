//! How fresh a read must be, and as of when.

use jiff::Timestamp;
use zhibiao_model::revision::{Revision, Token};

use super::{Faults, InvalidMessage, from_timestamp, to_timestamp};
use crate::observation::v1::{AsOf, Consistency, as_of, consistency};

/// Which state a read answers from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ReadAt {
    /// Whatever is quickest.
    #[default]
    MinimizeLatency,
    /// At least the token's revision.
    AtLeast(Token),
    /// The newest revision there is.
    FullyConsistent,
    /// The state right after a revision.
    Revision(Revision),
    /// The state after the last revision committed at or before a time.
    Time(Timestamp),
}

impl ReadAt {
    /// Reads the two fields that every read request has.
    ///
    /// # Errors
    /// When one can't be read, or both are given.
    pub fn read(consistency: Option<Consistency>, as_of: Option<AsOf>) -> Result<Self, InvalidMessage> {
        let mut faults = Faults::default();
        if consistency.is_some() && as_of.is_some() {
            faults.add("as_of", "excludes `consistency`: give one of the two");
            faults.finish()?;
            return Ok(Self::default());
        }
        let at = match (consistency, as_of) {
            (Some(message), _) => faults.nested(|| "consistency".into(), fresh(message)),
            (None, Some(message)) => faults.nested(|| "as_of".into(), past(message)),
            (None, None) => Some(Self::MinimizeLatency),
        };
        faults.give(at)
    }

    /// The two fields of a read request.
    #[must_use]
    pub fn fields(self) -> (Option<Consistency>, Option<AsOf>) {
        use consistency::Requirement;
        let fresh = |requirement| {
            (
                Some(Consistency {
                    requirement: Some(requirement),
                }),
                None,
            )
        };
        let past = |moment| (None, Some(AsOf { moment: Some(moment) }));
        match self {
            Self::MinimizeLatency => (None, None),
            Self::AtLeast(token) => fresh(Requirement::AtLeastAsFresh(token.to_string())),
            Self::FullyConsistent => fresh(Requirement::FullyConsistent(true)),
            Self::Revision(revision) => past(as_of::Moment::Revision(revision.get())),
            Self::Time(time) => past(as_of::Moment::Time(from_timestamp(time))),
        }
    }
}

fn fresh(message: Consistency) -> Result<ReadAt, InvalidMessage> {
    use consistency::Requirement;
    let Consistency { requirement } = message;
    let mut faults = Faults::default();
    let must_be_true = "a requirement is true or left out";
    let at = match requirement {
        None | Some(Requirement::MinimizeLatency(true)) => Some(ReadAt::MinimizeLatency),
        Some(Requirement::FullyConsistent(true)) => Some(ReadAt::FullyConsistent),
        Some(Requirement::AtLeastAsFresh(text)) => {
            faults.take(|| "at_least_as_fresh".into(), text.parse().map(ReadAt::AtLeast))
        }
        Some(Requirement::MinimizeLatency(false)) => {
            faults.add("minimize_latency", must_be_true);
            None
        }
        Some(Requirement::FullyConsistent(false)) => {
            faults.add("fully_consistent", must_be_true);
            None
        }
    };
    faults.give(at)
}

fn past(message: AsOf) -> Result<ReadAt, InvalidMessage> {
    let AsOf { moment } = message;
    let mut faults = Faults::default();
    let at = match moment {
        None => {
            faults.add(
                "moment",
                "is empty: give a revision or a time, or leave `as_of` out",
            );
            None
        }
        Some(as_of::Moment::Revision(number)) => {
            let revision = Revision::new(number).ok_or("a revision is not negative");
            faults.take(|| "revision".into(), revision).map(ReadAt::Revision)
        }
        Some(as_of::Moment::Time(time)) => faults
            .take(|| "time".into(), to_timestamp(time))
            .map(ReadAt::Time),
    };
    faults.give(at)
}
