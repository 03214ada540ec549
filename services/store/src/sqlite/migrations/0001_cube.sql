-- One row: where the store stands. The counts are kept so that a summary never scans.
CREATE TABLE head (
    id               INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    store_id         BLOB    NOT NULL,
    revision         INTEGER NOT NULL,
    catalog_revision INTEGER NOT NULL,
    committed_at     INTEGER NOT NULL, -- microseconds since 1970, never falling
    oldest_change    INTEGER NOT NULL, -- first revision whose cells the change log still has
    observations     INTEGER NOT NULL,
    past             INTEGER NOT NULL
) STRICT;

-- Dictionaries: names kept once.
CREATE TABLE indicator (
    id   INTEGER NOT NULL PRIMARY KEY,
    name TEXT    NOT NULL UNIQUE
) STRICT;

CREATE TABLE subject (
    id   INTEGER NOT NULL PRIMARY KEY,
    name TEXT    NOT NULL UNIQUE
) STRICT;

CREATE TABLE sheet (
    id   INTEGER NOT NULL PRIMARY KEY,
    name TEXT    NOT NULL UNIQUE
) STRICT;

CREATE TABLE provenance (
    id      INTEGER NOT NULL PRIMARY KEY,
    digest  BLOB    NOT NULL UNIQUE,
    payload BLOB    NOT NULL
) STRICT;

-- Periods that an indicator has values at: a series seeks once in each.
CREATE TABLE indicator_period (
    indicator INTEGER NOT NULL,
    period    INTEGER NOT NULL,
    revision  INTEGER NOT NULL, -- that wrote the first value
    PRIMARY KEY (indicator, period)
) STRICT, WITHOUT ROWID;

-- The value in force of each cell. A period is its first day (since 1970) × 8 + frequency, so that it sorts by time.
-- The indicator leads, then the period: a column (a rank, a check, one report's batch) lies together.
CREATE TABLE observation (
    indicator  INTEGER NOT NULL,
    period     INTEGER NOT NULL,
    subject    INTEGER NOT NULL,
    value      REAL,             -- NULL when the status is missing
    qualifier  INTEGER NOT NULL,
    status     INTEGER NOT NULL,
    revision   INTEGER NOT NULL, -- that wrote it
    provenance INTEGER,
    evidence   BLOB,
    PRIMARY KEY (indicator, period, subject)
) STRICT, WITHOUT ROWID;

-- Superseded values, in force in the revisions [revision, until).
CREATE TABLE observation_past (
    indicator  INTEGER NOT NULL,
    period     INTEGER NOT NULL,
    subject    INTEGER NOT NULL,
    value      REAL,
    qualifier  INTEGER NOT NULL,
    status     INTEGER NOT NULL,
    revision   INTEGER NOT NULL,
    until      INTEGER NOT NULL,
    provenance INTEGER,
    evidence   BLOB,
    PRIMARY KEY (indicator, period, subject, revision)
) STRICT, WITHOUT ROWID;

-- What each revision did. Kept for ever: it dates revisions and makes batches idempotent.
CREATE TABLE change_log (
    revision     INTEGER NOT NULL PRIMARY KEY,
    committed_at INTEGER NOT NULL,
    kind         INTEGER NOT NULL, -- 1 observations, 2 catalogue
    batch_id     TEXT UNIQUE,
    digest       BLOB,
    inserted     INTEGER NOT NULL,
    revised      INTEGER NOT NULL,
    unchanged    INTEGER NOT NULL,
    fragments    INTEGER NOT NULL, -- rows in change_cells
    indicators   BLOB    NOT NULL  -- ids of those it touched, 32 bit little endian
) STRICT;

CREATE INDEX change_log_by_time ON change_log (committed_at);

-- The cells a revision inserted or revised, with their new values, as encoded ObservationColumns; trimmed by retention.
CREATE TABLE change_cells (
    revision INTEGER NOT NULL,
    fragment INTEGER NOT NULL,
    cells    BLOB    NOT NULL,
    PRIMARY KEY (revision, fragment)
) STRICT;

-- Items of the catalogue, in force in the revisions [revision, until).
CREATE TABLE catalog_item (
    name     TEXT    NOT NULL,
    revision INTEGER NOT NULL,
    until    INTEGER,
    payload  BLOB    NOT NULL,
    PRIMARY KEY (name, revision)
) STRICT;
