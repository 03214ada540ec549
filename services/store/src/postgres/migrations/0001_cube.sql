-- One row: where the store stands. Locked last by whoever commits. The counts are kept so that a summary never scans.
CREATE TABLE head (
    id               INTEGER PRIMARY KEY CHECK (id = 1),
    store_id         BYTEA   NOT NULL,
    revision         BIGINT  NOT NULL,
    catalog_revision BIGINT  NOT NULL,
    committed_at     BIGINT  NOT NULL, -- microseconds since 1970, never falling
    oldest_change    BIGINT  NOT NULL, -- first revision whose cells the change log still has
    observations     BIGINT  NOT NULL,
    past             BIGINT  NOT NULL
) WITH (fillfactor = 10);
INSERT INTO head VALUES (1, uuid_send(gen_random_uuid()), 0, 0, 0, 1, 0, 0);

-- Dictionaries: names kept once. A name may be added before the batch that needs it is refused; `used` is set by the
-- batch that refers to it.
CREATE TABLE indicator (
    id   INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL UNIQUE,
    used BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE TABLE subject (
    id   INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL UNIQUE,
    used BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE TABLE sheet (
    id   INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL UNIQUE
);

CREATE TABLE provenance (
    id      INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    digest  BYTEA NOT NULL UNIQUE,
    payload BYTEA NOT NULL
);

-- Periods that an indicator has values at: a series seeks once in each.
CREATE TABLE indicator_period (
    indicator INTEGER NOT NULL,
    period    INTEGER NOT NULL,
    revision  BIGINT  NOT NULL, -- that wrote the first value
    PRIMARY KEY (indicator, period)
);

-- The value in force of each cell. A period is its first day (since 1970) × 8 + frequency, so that it sorts by time.
-- The indicator leads, then the period: a column (a rank, a check, one report's batch) lies together.
CREATE TABLE observation (
    revision   BIGINT           NOT NULL, -- that wrote it
    value      DOUBLE PRECISION,          -- NULL when the status is missing
    indicator  INTEGER          NOT NULL,
    period     INTEGER          NOT NULL,
    subject    INTEGER          NOT NULL,
    provenance INTEGER,
    qualifier  SMALLINT         NOT NULL,
    status     SMALLINT         NOT NULL,
    evidence   BYTEA,
    PRIMARY KEY (indicator, period, subject)
);

-- Superseded values, in force in the revisions [revision, until).
CREATE TABLE observation_past (
    revision   BIGINT           NOT NULL,
    until      BIGINT           NOT NULL,
    value      DOUBLE PRECISION,
    indicator  INTEGER          NOT NULL,
    period     INTEGER          NOT NULL,
    subject    INTEGER          NOT NULL,
    provenance INTEGER,
    qualifier  SMALLINT         NOT NULL,
    status     SMALLINT         NOT NULL,
    evidence   BYTEA,
    PRIMARY KEY (indicator, period, subject, revision)
);

-- What each revision did. Kept for ever: it dates revisions and makes batches idempotent.
CREATE TABLE change_log (
    revision     BIGINT   PRIMARY KEY,
    committed_at BIGINT   NOT NULL,
    kind         SMALLINT NOT NULL, -- 1 observations, 2 catalogue
    batch_id     TEXT COLLATE "C" UNIQUE,
    digest       BYTEA,
    inserted     BIGINT   NOT NULL,
    revised      BIGINT   NOT NULL,
    unchanged    BIGINT   NOT NULL,
    fragments    INTEGER  NOT NULL, -- rows in change_cells
    indicators   INTEGER[] NOT NULL -- those it touched
);
CREATE INDEX change_log_by_time ON change_log (committed_at, revision);
CREATE INDEX change_log_of_catalog ON change_log (revision) WHERE kind = 2;

-- The cells a revision inserted or revised, with their new values, as encoded ObservationColumns; trimmed by retention.
CREATE TABLE change_cells (
    revision BIGINT  NOT NULL,
    fragment INTEGER NOT NULL,
    cells    BYTEA   NOT NULL,
    PRIMARY KEY (revision, fragment)
);
-- The cells are numbers that compress little: the time is better spent otherwise.
ALTER TABLE change_cells ALTER COLUMN cells SET STORAGE EXTERNAL;

-- Items of the catalogue, in force in the revisions [revision, until).
CREATE TABLE catalog_item (
    name     TEXT COLLATE "C" NOT NULL,
    revision BIGINT NOT NULL,
    until    BIGINT,
    payload  BYTEA  NOT NULL,
    PRIMARY KEY (name, revision)
);
CREATE INDEX catalog_item_in_force ON catalog_item (name) WHERE until IS NULL;
