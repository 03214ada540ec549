-- Interfaces that machines deliver through. `term` counts the streams that were opened: what an older one still notes
-- is refused.
CREATE TABLE stream (
  interface TEXT    NOT NULL PRIMARY KEY,            -- resource name
  term      INTEGER NOT NULL,
  durable   INTEGER NOT NULL                         -- highest sequence that the store has
) STRICT, WITHOUT ROWID;

-- The batches of an interface, the last some thousand; the one after `durable` may not be in the store yet.
CREATE TABLE stream_batch (
  interface TEXT    NOT NULL REFERENCES stream (interface),
  sequence  INTEGER NOT NULL,
  digest    BLOB    NOT NULL,                        -- of the content as it was sent
  note      BLOB    NOT NULL,                        -- what was decided about it
  revision  INTEGER,                                 -- of the store, once it is there
  token     TEXT,
  PRIMARY KEY (interface, sequence)
) STRICT, WITHOUT ROWID;
