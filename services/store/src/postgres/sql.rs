//! The statements that read cells. Their rows have the same columns: number of the key (from 1), what the cells lie
//! along (period or subject), value, qualifier, status, revision; then provenance and evidence where sources are read.
//!
//! One key is asked for by itself: such a statement goes to one shard where the cube is spread over several servers.

use crate::cube::Detail;

/// How cells are read: by one key or many, in force or past.
#[derive(Debug)]
pub(super) struct Cells {
    one: Selects,
    many: Selects,
}

/// Statements without and with sources.
#[derive(Debug)]
struct Selects {
    in_force: [&'static str; 2],
    past: [&'static str; 2],
}

impl Cells {
    /// The statement for one key or many.
    pub(super) fn select(&self, one: bool, past: bool, detail: Detail) -> &'static str {
        let selects = if one { &self.one } else { &self.many };
        let selects = if past { &selects.past } else { &selects.in_force };
        match detail {
            Detail::Figures => selects[0],
            Detail::Sources => selects[1],
        }
    }
}

macro_rules! both {
    ($head:literal, $rest:expr) => {
        [
            concat!($head, ", o.value, o.qualifier, o.status, o.revision", $rest),
            concat!(
                $head,
                ", o.value, o.qualifier, o.status, o.revision, o.provenance, o.evidence",
                $rest
            ),
        ]
    };
}

/// Series: `$1` indicator, `$2` subject, `$3` the revision.
pub(super) const SERIES: Cells = Cells {
    one: Selects {
        in_force: both!(
            "SELECT 1::bigint, o.period",
            " FROM indicator_period p
              JOIN observation o ON o.indicator = p.indicator AND o.period = p.period
              WHERE p.indicator = $1 AND o.indicator = $1 AND o.subject = $2"
        ),
        past: both!(
            "SELECT 1::bigint, o.period",
            " FROM indicator_period p
              JOIN observation_past o ON o.indicator = p.indicator AND o.period = p.period
              WHERE p.indicator = $1 AND o.indicator = $1 AND o.subject = $2 AND o.revision <= $3 AND o.until > $3"
        ),
    },
    many: Selects {
        in_force: both!(
            "SELECT k.number, o.period",
            " FROM unnest($1::int[], $2::int[]) WITH ORDINALITY AS k (indicator, subject, number)
              JOIN indicator_period p ON p.indicator = k.indicator
              JOIN observation o
              ON o.indicator = p.indicator AND o.period = p.period AND o.subject = k.subject"
        ),
        past: both!(
            "SELECT k.number, o.period",
            " FROM unnest($1::int[], $2::int[]) WITH ORDINALITY AS k (indicator, subject, number)
              JOIN indicator_period p ON p.indicator = k.indicator
              JOIN observation_past o
              ON o.indicator = p.indicator AND o.period = p.period AND o.subject = k.subject
              WHERE o.revision <= $3 AND o.until > $3"
        ),
    },
};

/// Columns: `$1` indicator, `$2` period, `$3` the revision.
pub(super) const COLUMNS: Cells = Cells {
    one: Selects {
        in_force: both!(
            "SELECT 1::bigint, o.subject",
            " FROM observation o WHERE o.indicator = $1 AND o.period = $2"
        ),
        past: both!(
            "SELECT 1::bigint, o.subject",
            " FROM observation_past o
              WHERE o.indicator = $1 AND o.period = $2 AND o.revision <= $3 AND o.until > $3"
        ),
    },
    many: Selects {
        in_force: both!(
            "SELECT k.number, o.subject",
            " FROM unnest($1::int[], $2::int[]) WITH ORDINALITY AS k (indicator, period, number)
              JOIN observation o ON o.indicator = k.indicator AND o.period = k.period"
        ),
        past: both!(
            "SELECT k.number, o.subject",
            " FROM unnest($1::int[], $2::int[]) WITH ORDINALITY AS k (indicator, period, number)
              JOIN observation_past o ON o.indicator = k.indicator AND o.period = k.period
              WHERE o.revision <= $3 AND o.until > $3"
        ),
    },
};

/// Every value that the cells of a series held up to a revision, with the revision that ended it.
pub(super) const HISTORY: &str = "
    SELECT 1::bigint, o.period, o.value, o.qualifier, o.status, o.revision, o.provenance, o.evidence,
        NULL::bigint AS until
    FROM indicator_period p JOIN observation o ON o.indicator = p.indicator AND o.period = p.period
    WHERE p.indicator = $1 AND o.indicator = $1 AND o.subject = $2 AND o.revision <= $3
    UNION ALL
    SELECT 1::bigint, o.period, o.value, o.qualifier, o.status, o.revision, o.provenance, o.evidence, o.until
    FROM indicator_period p JOIN observation_past o ON o.indicator = p.indicator AND o.period = p.period
    WHERE p.indicator = $1 AND o.indicator = $1 AND o.subject = $2 AND o.revision <= $3
    ORDER BY 2, 6";

/// The times of revisions.
pub(super) const COMMITTED_AT: &str =
    "SELECT revision, committed_at FROM change_log WHERE revision = ANY($1)";

/// The periods at which an indicator has or had values.
pub(super) const PERIODS: &str =
    "SELECT period FROM indicator_period WHERE indicator = $1 AND revision <= $2 ORDER BY period";
