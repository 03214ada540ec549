-- Which process publishes an approved report, and until when the others leave it to that one.

ALTER TABLE report ADD COLUMN leased_by TEXT;
ALTER TABLE report ADD COLUMN leased_until TIMESTAMPTZ;
