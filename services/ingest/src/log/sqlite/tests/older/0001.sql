-- Reports of a table of three entries as the first version kept them: approved with an entry returned, blocked, published.
INSERT INTO report (sequence, id, state, version, department, header, submitter, submitted_at, structured, entries, blocked,
                    returned, tables, digest, seal, source_bytes, decided_by, decided_at, decision_reason, decided_from,
                    decision_key)
VALUES (1, '01HV3K5Z8Q4J7X2M9N6P0R1S3T', 3, 2, 'departments/statistics', X'12166465706172746D656E74732F737461746973746963731A077A6F6E65732F6122043230323242036373764801',
        '李伟', 1713000000000000, 0, 3, 0, 1, 'A1:C4 long',
        X'3C51718BB50DEF1497F6818C94511C5751D10C7A26B48305242FE8525251612F',
        X'BC7C680D1431DC74B7E482C109AE548472535F8FFE20468DE577A66F96834D2E', 89, '王芳', 1713000060000000,
        '核对无误', '1-3c51718bb50d', X'ABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABAB');
INSERT INTO report (sequence, id, state, version, department, header, submitter, submitted_at, structured, entries, blocked,
                    returned, tables, digest, seal, source_bytes)
SELECT 2, '01HV3K5Z8Q4J7X2M9N6P0R1S3V', 1, 1, department, header, submitter, submitted_at, structured, entries, 1, 0, tables,
       digest, seal, source_bytes
FROM report WHERE sequence = 1;
INSERT INTO report (sequence, id, state, version, department, header, submitter, submitted_at, structured, entries, blocked,
                    returned, tables, digest, seal, source_bytes, decided_by, decided_at, decision_reason, decided_from,
                    decision_key, published_revision, published_token)
SELECT 3, '01HV3K5Z8Q4J7X2M9N6P0R1S3W', 4, 3, department, header, submitter, submitted_at, structured, entries, blocked, returned,
       tables, digest, seal, source_bytes, decided_by, decided_at, decision_reason, decided_from, decision_key, 7, 't'
FROM report WHERE sequence = 1;

INSERT INTO source_part (report, part, data)
SELECT sequence, 0, X'E59BADE58CBA2CE5B9B4E4BBBD2CE890A5E4B89AE694B6E585A50AE794B2E9AB98E696B0E58CBA2C323032332C350AE4B999E9AB98E696B0E58CBA2C323032332CE6969B0AE794B2E9AB98E696B0E58CBA2C323032322C340A'
FROM report;
INSERT INTO entry_chunk (report, first, rows, blocked, data)
SELECT sequence, 1, 3, 1,
       X'0A000A0CE794B2E9AB98E696B0E58CBA0A0CE890A5E4B89AE694B6E585A50A077A6F6E65732F610A12696E64696361746F72732F726576656E75650A06E4BABFE585830A04323032330A0CE4B999E9AB98E696B0E58CBA0A077A6F6E65732F620A043230323212030101011A0301010122030203042A0303030332030208023A030303035A0304090462030505056A0307070A72030606067A180000000000001440000000000000000000000000000010409201030001009A010535E6969B34A20103010301AA0103010101B20103020202'
FROM report;
INSERT INTO finding (report, place, severity, name, sheet, row, col, read, facts, candidates, entry)
SELECT sequence, 1, 3, 'NotANumber', '', 3, 'C', '斛', 'count' || char(31) || '1', '', 2 FROM report;
INSERT INTO finding_count (report, severity, code, count) SELECT sequence, 3, 'NOT_A_NUMBER', 1 FROM report;
INSERT INTO returned_entry (report, entry, reason) VALUES (1, 2, '单位不明'), (3, 2, '单位不明');
