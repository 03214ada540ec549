-- The store's revision at which the check, or whoever was asked again, saw the published figures.

ALTER TABLE report ADD COLUMN seen_revision INTEGER;
