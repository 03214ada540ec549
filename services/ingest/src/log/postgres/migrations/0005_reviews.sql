-- What reviewers decided about entries of prose, every decision. Entries and findings are kept as they are after the last.

ALTER TABLE report_change ADD COLUMN rejected BIGINT NOT NULL DEFAULT 0;  -- entries rejected in reviews

CREATE TABLE review (
  report      BIGINT NOT NULL REFERENCES report (key),
  entry       BIGINT NOT NULL,
  version     BIGINT NOT NULL,                       -- of the report, that the review made
  reviewer    TEXT   NOT NULL,
  reviewed_at BIGINT NOT NULL,                       -- microseconds since 1970
  decision    BYTEA  NOT NULL,                       -- zhibiao.report.v1.EntryReview
  before      BYTEA  NOT NULL,                       -- zhibiao.report.v1.Entry
  PRIMARY KEY (report, entry, version)
);

-- Aliases that reviews propose to the catalogue.
CREATE TABLE review_alias (
  report   BIGINT NOT NULL,
  entry    BIGINT NOT NULL,
  version  BIGINT NOT NULL,
  item     TEXT   NOT NULL,                          -- resource name
  alias    TEXT   NOT NULL,
  state    BIGINT NOT NULL,                          -- number of zhibiao.report.v1.AliasState
  revision BIGINT,                                   -- of the catalogue, once it is applied
  reason   TEXT,                                     -- once it is refused
  PRIMARY KEY (report, entry, version, item),
  FOREIGN KEY (report, entry, version) REFERENCES review (report, entry, version)
);
CREATE INDEX review_alias_pending ON review_alias (report) WHERE state = 1;
