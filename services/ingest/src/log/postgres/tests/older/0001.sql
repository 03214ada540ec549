-- Reports of a table of three entries as the first version kept them: approved with an entry returned, blocked, published.
INSERT INTO report (id, sequence, change, state, department, header, submitter, submitted_at, structured, entries, tables,
                    digest, seal, source_bytes)
SELECT id, sequence, sequence, state, 'departments/statistics',
       decode('12166465706172746D656E74732F737461746973746963731A077A6F6E65732F6122043230323242036373764801', 'hex'), '李伟',
       1713000000000000, FALSE, 3, '{A1:C4 long}',
       decode('3C51718BB50DEF1497F6818C94511C5751D10C7A26B48305242FE8525251612F', 'hex'),
       decode('BC7C680D1431DC74B7E482C109AE548472535F8FFE20468DE577A66F96834D2E', 'hex'), 89
FROM (VALUES ('01HV3K5Z8Q4J7X2M9N6P0R1S3T', 1, 3), ('01HV3K5Z8Q4J7X2M9N6P0R1S3V', 2, 1),
             ('01HV3K5Z8Q4J7X2M9N6P0R1S3W', 3, 4)) AS kept (id, sequence, state);
INSERT INTO report_change (number, report, version, state, blocked, returned, count_codes, count_severities, counts,
                           decided_by, decided_at, decision_reason, decided_from, decision_key, published_revision,
                           published_token, seen_revision)
SELECT sequence, key, CASE sequence WHEN 1 THEN 2 WHEN 2 THEN 1 ELSE 3 END, state, CASE sequence WHEN 2 THEN 1 ELSE 0 END,
       CASE sequence WHEN 2 THEN 0 ELSE 1 END, '{NOT_A_NUMBER}', '{3}', '{1}',
       CASE WHEN sequence <> 2 THEN '王芳' END, CASE WHEN sequence <> 2 THEN 1713000060000000 END,
       CASE WHEN sequence <> 2 THEN '核对无误' END, CASE WHEN sequence <> 2 THEN '1-3c51718bb50d' END,
       CASE WHEN sequence <> 2 THEN decode(repeat('AB', 32), 'hex') END, CASE WHEN sequence = 3 THEN 7 END,
       CASE WHEN sequence = 3 THEN 't' END, CASE WHEN sequence = 2 THEN 4 END
FROM report ORDER BY sequence;
INSERT INTO source_part (report, part, data)
SELECT key, 0, decode('E59BADE58CBA2CE5B9B4E4BBBD2CE890A5E4B89AE694B6E585A50AE794B2E9AB98E696B0E58CBA2C323032332C350AE4'
        'B999E9AB98E696B0E58CBA2C323032332CE6969B0AE794B2E9AB98E696B0E58CBA2C323032322C340A', 'hex')
FROM report;
INSERT INTO entry_chunk (report, first, rows, blocked, data)
SELECT key, 1, 3, 1, decode('0A000A0CE794B2E9AB98E696B0E58CBA0A0CE890A5E4B89AE694B6E585A50A077A6F6E65732F610A12696E6469636174'
        '6F72732F726576656E75650A06E4BABFE585830A04323032330A0CE4B999E9AB98E696B0E58CBA0A077A6F6E65732F62'
        '0A043230323212030101011A0301010122030203042A0303030332030208023A030303035A0304090462030505056A03'
        '07070A72030606067A180000000000001440000000000000000000000000000010409201030001009A010535E6969B34'
        'A20103010301AA0103010101B20103020202', 'hex')
FROM report;
INSERT INTO finding (report, place, severity, name, sheet, row, col, read, facts, candidates, entry)
SELECT key, 1, 3, 'NotANumber', '', 3, 'C', '斛', '{count,1}', '{}', 2 FROM report;
INSERT INTO returned_entry (report, entry, reason) SELECT key, 2, '单位不明' FROM report WHERE sequence <> 2;
UPDATE head SET arrival = 3, change = 3;
