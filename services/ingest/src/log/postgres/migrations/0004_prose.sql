-- Where in a text a finding stands: bytes of its UTF-8, the ends excluded; null for what is no prose.
ALTER TABLE finding ADD COLUMN sentence_start BIGINT;
ALTER TABLE finding ADD COLUMN sentence_end BIGINT;
ALTER TABLE finding ADD COLUMN number_start BIGINT;
ALTER TABLE finding ADD COLUMN number_end BIGINT;
