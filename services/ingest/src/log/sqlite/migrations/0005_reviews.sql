-- What reviewers decided about entries of prose, every decision. Entries and findings are kept as they are after the last.

ALTER TABLE report ADD COLUMN rejected INTEGER NOT NULL DEFAULT 0;  -- entries rejected in reviews

CREATE TABLE review (
  report      INTEGER NOT NULL REFERENCES report (sequence),
  entry       INTEGER NOT NULL,
  version     INTEGER NOT NULL,                      -- of the report, that the review made
  reviewer    TEXT    NOT NULL,
  reviewed_at INTEGER NOT NULL,                      -- microseconds since 1970
  decision    BLOB    NOT NULL,                      -- zhibiao.report.v1.EntryReview
  before      BLOB    NOT NULL,                      -- zhibiao.report.v1.Entry
  PRIMARY KEY (report, entry, version)
) STRICT, WITHOUT ROWID;

-- Aliases that reviews propose to the catalogue.
CREATE TABLE review_alias (
  report   INTEGER NOT NULL,
  entry    INTEGER NOT NULL,
  version  INTEGER NOT NULL,
  item     TEXT    NOT NULL,                         -- resource name
  alias    TEXT    NOT NULL,
  state    INTEGER NOT NULL,                         -- number of zhibiao.report.v1.AliasState
  revision INTEGER,                                  -- of the catalogue, once it is applied
  reason   TEXT,                                     -- once it is refused
  PRIMARY KEY (report, entry, version, item),
  FOREIGN KEY (report, entry, version) REFERENCES review (report, entry, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX review_alias_pending ON review_alias (report) WHERE state = 1;
