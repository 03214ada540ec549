-- A report as the first version kept it.
INSERT INTO report (id, sequence, change, state, department, header, submitter, submitted_at, structured, entries,
                    tables, digest, seal, source_bytes)
VALUES ('01HV3K5Z8Q4J7X2M9N6P0R1S3T', 1, 1, 3, 'departments/statistics', '', '李伟', 1713000000000000, FALSE, 1,
        '{A1:C long}', decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex'), 6);
INSERT INTO report_change (number, report, version, state, blocked, returned, count_codes, count_severities, counts,
                           decided_by, decided_at, decision_reason)
SELECT 1, key, 1, 3, 0, 0, '{}', '{}', '{}', '', 1713000000000000, '' FROM report;
INSERT INTO source_part (report, part, data) SELECT key, 0, 'source' FROM report;
UPDATE head SET arrival = 1, change = 1;
