-- Aliases that wait in reports which are blocked, pending, returned or withdrawn: those of reports that went back were never
-- refused, nor those that a later review overruled, and of the others whoever approves has not been told.

UPDATE review_alias
SET state = 3, reason = 'it was kept before aliases were shown to whoever approves the report; keep it again'
WHERE state = 1 AND report IN (SELECT key FROM report WHERE state IN (1, 2, 5, 6));
