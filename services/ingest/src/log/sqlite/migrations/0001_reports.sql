-- Reports: what was sent, found and decided, and how far each got.

CREATE TABLE report (
  sequence           INTEGER PRIMARY KEY,            -- order of arrival
  id                 TEXT    NOT NULL UNIQUE,        -- ULID
  state              INTEGER NOT NULL,               -- number of zhibiao.report.v1.ReportState
  version            INTEGER NOT NULL,               -- counts the changes
  department         TEXT    NOT NULL,               -- resource name
  header             BLOB    NOT NULL,               -- zhibiao.report.v1.ReportHeader
  submitter          TEXT    NOT NULL,
  submitted_at       INTEGER NOT NULL,               -- microseconds since 1970
  structured         INTEGER NOT NULL,               -- 1 for columns, 0 for a file
  entries            INTEGER NOT NULL,
  blocked            INTEGER NOT NULL,               -- blocked and not returned
  returned           INTEGER NOT NULL,
  tables             TEXT    NOT NULL,               -- one line a table
  digest             BLOB    NOT NULL,               -- BLAKE3 of the content
  seal               BLOB    NOT NULL,               -- BLAKE3 of the chunks
  source_bytes       INTEGER NOT NULL,
  decided_by         TEXT,
  decided_at         INTEGER,                        -- microseconds since 1970
  decision_reason    TEXT,
  decided_from       TEXT,                           -- etag that the decider saw
  decision_key       BLOB,                           -- tells decisions apart
  published_revision INTEGER,
  published_token    TEXT
) STRICT;

CREATE INDEX report_by_state ON report (state, sequence);
CREATE INDEX report_by_department ON report (department, sequence);
CREATE INDEX report_by_department_and_state ON report (department, state, sequence);

-- The source in parts of one size; large rows, so they are kept by rowid.
CREATE TABLE source_part (
  report INTEGER NOT NULL REFERENCES report (sequence),
  part   INTEGER NOT NULL,                           -- from 0
  data   BLOB    NOT NULL
) STRICT;
CREATE UNIQUE INDEX source_part_key ON source_part (report, part);

-- Entries, some thousand a row.
CREATE TABLE entry_chunk (
  report  INTEGER NOT NULL REFERENCES report (sequence),
  first   INTEGER NOT NULL,                          -- number of the first entry, from 1
  rows    INTEGER NOT NULL,
  blocked INTEGER NOT NULL,
  data    BLOB    NOT NULL
) STRICT;
CREATE UNIQUE INDEX entry_chunk_key ON entry_chunk (report, first);

-- Findings in the order in which they are listed: the gravest first, then by position.
CREATE TABLE finding (
  report     INTEGER NOT NULL REFERENCES report (sequence),
  place      INTEGER NOT NULL,
  severity   INTEGER NOT NULL,                       -- number of zhibiao.report.v1.Severity
  name       TEXT    NOT NULL,                       -- of the check
  sheet      TEXT    NOT NULL,
  row        INTEGER NOT NULL,
  col        TEXT    NOT NULL,
  read       TEXT    NOT NULL,
  facts      TEXT    NOT NULL,                       -- name, value, name, value … with U+001F between
  candidates TEXT    NOT NULL,                       -- with U+001F between
  entry      INTEGER NOT NULL,
  PRIMARY KEY (report, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE finding_count (
  report   INTEGER NOT NULL REFERENCES report (sequence),
  severity INTEGER NOT NULL,
  code     TEXT    NOT NULL,
  count    INTEGER NOT NULL,
  PRIMARY KEY (report, severity, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE returned_entry (
  report INTEGER NOT NULL REFERENCES report (sequence),
  entry  INTEGER NOT NULL,
  reason TEXT    NOT NULL,
  PRIMARY KEY (report, entry)
) STRICT, WITHOUT ROWID;
