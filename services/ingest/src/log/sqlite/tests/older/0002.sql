-- The revision at which the figures were seen that a report is held against.
UPDATE report SET seen_revision = 4 WHERE sequence = 2;
