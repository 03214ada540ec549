-- An interface with a batch that the store has, and one that it may have.
INSERT INTO stream (interface, term, durable) VALUES ('interfaces/torch-monthly', 2, 1);
INSERT INTO stream_batch (interface, sequence, digest, note, revision, token)
VALUES ('interfaces/torch-monthly', 1, X'0101010101010101010101010101010101010101010101010101010101010101',
        X'6F6E65', 9, 'u'),
       ('interfaces/torch-monthly', 2, X'0202020202020202020202020202020202020202020202020202020202020202',
        X'74776F', NULL, NULL);
