-- Interfaces that machines deliver through. `term` counts the streams that were opened: what an older one still notes
-- is refused.
CREATE TABLE stream (
  interface TEXT   NOT NULL PRIMARY KEY,             -- resource name
  term      BIGINT NOT NULL,
  durable   BIGINT NOT NULL                          -- highest sequence that the store has
);

-- The batches of an interface, the last some thousand; the one after `durable` may not be in the store yet.
CREATE TABLE stream_batch (
  interface TEXT   NOT NULL REFERENCES stream (interface),
  sequence  BIGINT NOT NULL,
  digest    BYTEA  NOT NULL,                         -- of the content as it was sent
  note      BYTEA  NOT NULL,                         -- what was decided about it
  revision  BIGINT,                                  -- of the store, once it is there
  token     TEXT,
  PRIMARY KEY (interface, sequence)
);
