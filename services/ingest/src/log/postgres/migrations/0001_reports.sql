-- Reports: what was sent and found, and every state each had.

-- Numbers in the order of commits: this row is locked as the last step of each change, until it is committed. Identity
-- columns would give numbers that are committed out of order, and a reader that goes by them would miss some.
CREATE TABLE head (
  single  BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK (single),
  arrival BIGINT  NOT NULL,                          -- newest report.sequence
  change  BIGINT  NOT NULL                           -- newest report_change.number
);
INSERT INTO head (arrival, change) VALUES (0, 0);

CREATE TABLE report (
  key          BIGINT  PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  id           TEXT    NOT NULL UNIQUE,              -- ULID
  sequence     BIGINT,                               -- order of arrival; null until its transaction ends
  change       BIGINT,                               -- number of its newest state
  state        BIGINT  NOT NULL,                     -- the newest one, for lists
  department   TEXT    NOT NULL,                     -- resource name
  header       BYTEA   NOT NULL,                     -- zhibiao.report.v1.ReportHeader
  submitter    TEXT    NOT NULL,
  submitted_at BIGINT  NOT NULL,                     -- microseconds since 1970
  structured   BOOLEAN NOT NULL,                     -- true for columns, false for a file
  entries      BIGINT  NOT NULL,
  tables       TEXT[]  NOT NULL,                     -- one element a table
  digest       BYTEA   NOT NULL,                     -- BLAKE3 of the content
  seal         BYTEA   NOT NULL,                     -- BLAKE3 of the chunks
  source_bytes BIGINT  NOT NULL
);
CREATE UNIQUE INDEX report_sequence ON report (sequence);
CREATE INDEX report_by_state ON report (state, sequence);
CREATE INDEX report_by_department ON report (department, sequence);
CREATE INDEX report_by_department_and_state ON report (department, state, sequence);

-- The states of reports, in commit order; a report's newest one is in force.
CREATE TABLE report_change (
  number             BIGINT     PRIMARY KEY,
  report             BIGINT     NOT NULL REFERENCES report (key),
  version            BIGINT     NOT NULL,            -- counts the changes of the report, from 1
  state              BIGINT     NOT NULL,            -- number of zhibiao.report.v1.ReportState
  blocked            BIGINT     NOT NULL,            -- entries blocked and not returned
  returned           BIGINT     NOT NULL,            -- entries returned
  count_codes        TEXT[]     NOT NULL,            -- findings by code and severity, the gravest first
  count_severities   BIGINT[]   NOT NULL,
  counts             BIGINT[]   NOT NULL,
  decided_by         TEXT,
  decided_at         BIGINT,                         -- microseconds since 1970
  decision_reason    TEXT,
  decided_from       TEXT,                           -- etag that the decider saw
  decision_key       BYTEA,                          -- tells decisions apart
  published_revision BIGINT,
  published_token    TEXT,
  seen_revision      BIGINT,                         -- of the store, at which the published figures were seen
  UNIQUE (report, version)
);

-- The source in parts of one size.
CREATE TABLE source_part (
  report BIGINT NOT NULL REFERENCES report (key),
  part   BIGINT NOT NULL,                            -- from 0
  data   BYTEA  NOT NULL,
  PRIMARY KEY (report, part)
);

-- Entries, some thousand a row.
CREATE TABLE entry_chunk (
  report  BIGINT NOT NULL REFERENCES report (key),
  first   BIGINT NOT NULL,                           -- number of the first entry, from 1
  rows    BIGINT NOT NULL,
  blocked BIGINT NOT NULL,
  data    BYTEA  NOT NULL,
  PRIMARY KEY (report, first)
);

-- Findings in the order in which they are listed: the gravest first, then by position.
CREATE TABLE finding (
  report     BIGINT NOT NULL REFERENCES report (key),
  place      BIGINT NOT NULL,
  severity   BIGINT NOT NULL,                        -- number of zhibiao.report.v1.Severity
  name       TEXT   NOT NULL,                        -- of the check
  sheet      TEXT   NOT NULL,
  row        BIGINT NOT NULL,
  col        TEXT   NOT NULL,
  read       TEXT   NOT NULL,
  facts      TEXT[] NOT NULL,                        -- name, value, name, value …
  candidates TEXT[] NOT NULL,
  entry      BIGINT NOT NULL,
  PRIMARY KEY (report, place)
);

CREATE TABLE returned_entry (
  report BIGINT NOT NULL REFERENCES report (key),
  entry  BIGINT NOT NULL,
  reason TEXT   NOT NULL,
  PRIMARY KEY (report, entry)
);
