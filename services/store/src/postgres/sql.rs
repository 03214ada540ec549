//! The statements that read and write cells. The rows of those that read have the same columns: number of the key (from 1), what the cells lie
//! along (period or subject), value, qualifier, status, revision; then provenance and evidence where sources are read.
//!
//! One key is asked for by itself: where the cube is spread over several servers, such a statement goes to one shard.

use crate::cube::Detail;

/// The statements for one way of keeping the cube.
#[derive(Debug)]
pub(super) struct Statements {
    /// Series: `$1` indicator, `$2` subject, `$3` the revision.
    pub(super) series: Cells,
    /// Columns: `$1` indicator, `$2` period, `$3` the revision.
    pub(super) columns: Cells,
    /// Every past value that the cells of series held up to a revision, with the revision that ended it last: parameters
    /// as those of series.
    pub(super) ended: Ended,
    /// What stands in the cells of the staged rows: of all when `$1`, else of those in columns that had values.
    pub(super) standing: String,
    /// Moves what differs from the staged rows to the past; it ends with revision `$1`.
    pub(super) supersede: String,
}

/// How cells are read: by one key or many, in force or past.
#[derive(Debug)]
pub(super) struct Cells {
    one: Selects,
    many: Selects,
}

/// How past values of series are read: by one key or many.
#[derive(Debug)]
pub(super) struct Ended {
    one: String,
    many: String,
}

/// Statements without and with sources.
#[derive(Debug)]
struct Selects {
    in_force: [String; 2],
    past: [String; 2],
}

const FIGURE: &str = "o.value, o.qualifier, o.status, o.revision";
const SOURCE: &str = "o.provenance, o.evidence";
const AT: &str = "o.revision <= $3 AND o.until > $3";

impl Cells {
    /// The statement for one key or many.
    pub(super) fn select(&self, one: bool, past: bool, detail: Detail) -> &str {
        let selects = if one { &self.one } else { &self.many };
        let selects = if past { &selects.past } else { &selects.in_force };
        match detail {
            Detail::Figures => &selects[0],
            Detail::Sources => &selects[1],
        }
    }
}

impl Ended {
    /// The statement for one key or many.
    pub(super) fn select(&self, one: bool) -> &str {
        if one { &self.one } else { &self.many }
    }
}

impl Statements {
    /// The statements; `spread` when the cube is spread over several servers.
    pub(super) fn new(spread: bool) -> Self {
        let of_series = "o.indicator = p.indicator AND o.period = p.period AND o.subject = k.subject";
        let of_one_series = "o.indicator = $1 AND o.period = p.period AND o.subject = $2";
        let of_column = "o.indicator = k.indicator AND o.period = k.period";
        let of_row = "o.indicator = s.indicator AND o.period = s.period AND o.subject = s.subject";
        let keys = |second| {
            format!("unnest($1::int[], $2::int[]) WITH ORDINALITY AS k (indicator, {second}, number)")
        };
        let selects = |number: &str, along: &str, from: &dyn Fn(&str) -> String, of: &str| {
            let select = |table: &str, source: &str, at: &str| {
                let from = from(&probe(table, of, spread));
                format!("SELECT {number}, o.{along}, {FIGURE}{source} FROM {from}{at}")
            };
            let with_source = format!(", {SOURCE}");
            let both = |table, at: &str| [select(table, "", at), select(table, &with_source, at)];
            Selects {
                in_force: both("observation", ""),
                past: both("observation_past", &format!(" AND {AT}")),
            }
        };
        let one = "1::bigint";
        let many = "k.number";
        let from_one_series = |probe: &str| format!("indicator_period p {probe} WHERE p.indicator = $1");
        let from_series = |probe: &str| {
            let keys = keys("subject");
            format!("{keys} JOIN indicator_period p ON p.indicator = k.indicator {probe} WHERE TRUE")
        };
        let ended = |number: &str, from: &dyn Fn(&str) -> String, of: &str| {
            let from = from(&probe("observation_past", of, spread));
            format!("SELECT {number}, o.period, {FIGURE}, {SOURCE}, o.until FROM {from} AND o.revision <= $3")
        };
        let in_cells = probe("observation", of_row, spread);
        Self {
            series: Cells {
                one: selects(one, "period", &from_one_series, of_one_series),
                many: selects(many, "period", &from_series, of_series),
            },
            columns: Cells {
                one: Selects::of_one_column(),
                many: selects(
                    many,
                    "subject",
                    &|probe| format!("{} {probe} WHERE TRUE", keys("period")),
                    of_column,
                ),
            },
            ended: Ended {
                one: ended(one, &from_one_series, of_one_series),
                many: ended(many, &from_series, of_series),
            },
            standing: format!("SELECT s.row, {FIGURE} FROM staged s {in_cells} WHERE s.known OR $1"),
            supersede: format!(
                "INSERT INTO observation_past
                    (indicator, period, subject, value, qualifier, status, revision, until, provenance, evidence)
                 SELECT o.indicator, o.period, o.subject, {FIGURE}, $1, {SOURCE} FROM staged s {in_cells}
                 WHERE (o.value, o.qualifier, o.status) IS DISTINCT FROM (s.value, s.qualifier, s.status)"
            ),
        }
    }
}

impl Selects {
    fn of_one_column() -> Self {
        let select = |table: &str, source: &str, at: &str| {
            format!(
                "SELECT 1::bigint, o.subject, {FIGURE}{source} FROM {table} o
                 WHERE o.indicator = $1 AND o.period = $2{at}"
            )
        };
        let with_source = format!(", {SOURCE}");
        let both = |table, at: &str| [select(table, "", at), select(table, &with_source, at)];
        Self {
            in_force: both("observation", ""),
            past: both("observation_past", &format!(" AND {AT}")),
        }
    }
}

/// Looks cells up, for each row of what stands before it. On one server the order is fixed: a planner that has no
/// statistics yet would rather read all that an indicator has. A spread cube takes only plain joins.
fn probe(table: &str, of: &str, spread: bool) -> String {
    if spread {
        format!("JOIN {table} o ON {of}")
    } else {
        format!("CROSS JOIN LATERAL (SELECT * FROM {table} o WHERE {of} OFFSET 0) o")
    }
}

/// The times of revisions.
pub(super) const COMMITTED_AT: &str =
    "SELECT revision, committed_at FROM change_log WHERE revision = ANY($1)";

/// The periods at which the indicators `$1` have or had values up to revision `$2`.
pub(super) const PERIODS: &str = "SELECT indicator, period FROM indicator_period
    WHERE indicator = ANY($1::int[]) AND revision <= $2 ORDER BY indicator, period";
/// The same of the indicator `$1`: goes to one shard.
pub(super) const PERIODS_OF_ONE: &str = "SELECT indicator, period FROM indicator_period
    WHERE indicator = $1 AND revision <= $2 ORDER BY indicator, period";

/// An earlier write of a batch id.
pub(super) const EARLIER: &str = "
    SELECT revision, committed_at, digest, inserted, revised, unchanged, indicators
    FROM change_log WHERE batch_id = $1";

/// Which of these columns have values.
pub(super) const KNOWN: &str = "
    SELECT p.indicator, p.period FROM unnest($1::int[], $2::int[]) AS c (indicator, period)
    JOIN indicator_period p ON p.indicator = c.indicator AND p.period = c.period";

/// Moves the staged rows into cells that have no value.
pub(super) const INSERT: &str = "
    INSERT INTO observation
        (indicator, period, subject, value, qualifier, status, revision, provenance, evidence)
    SELECT indicator, period, subject, value, qualifier, status, $1, provenance, evidence FROM staged";

/// Moves the staged rows over what they differ from.
pub(super) const UPSERT: &str = "
    INSERT INTO observation
        (indicator, period, subject, value, qualifier, status, revision, provenance, evidence)
    SELECT indicator, period, subject, value, qualifier, status, $1, provenance, evidence FROM staged
    ON CONFLICT (indicator, period, subject) DO UPDATE SET
        value = excluded.value, qualifier = excluded.qualifier, status = excluded.status,
        revision = excluded.revision, provenance = excluded.provenance, evidence = excluded.evidence
    WHERE (observation.value, observation.qualifier, observation.status)
        IS DISTINCT FROM (excluded.value, excluded.qualifier, excluded.status)";

/// Notes that indicators have values at periods.
pub(super) const ADD_PERIODS: &str = "
    INSERT INTO indicator_period (indicator, period, revision)
    SELECT c.indicator, c.period, $3 FROM unnest($1::int[], $2::int[]) AS c (indicator, period)
    ON CONFLICT DO NOTHING";

/// Notes that observations refer to indicators.
pub(super) const USE_INDICATORS: &str = "UPDATE indicator SET used = TRUE WHERE id = ANY($1) AND NOT used";
/// Notes that observations refer to subjects.
pub(super) const USE_SUBJECTS: &str = "UPDATE subject SET used = TRUE WHERE id = ANY($1) AND NOT used";

/// The change-log row of a batch.
pub(super) const RECORD: &str = "INSERT INTO change_log VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10)";

/// The fragments of a batch.
pub(super) const CELLS: &str = "
    INSERT INTO change_cells (revision, fragment, cells)
    SELECT $1, c.at - 1, c.cells FROM unnest($2::bytea[]) WITH ORDINALITY AS c (cells, at)";
