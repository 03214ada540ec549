-- Spreads the cube over the workers of a Citus cluster: its tables by indicator, side by side. Everything else stays on
-- the coordinator. Tables that are spread already stay as they are.

-- The newest revision that touched each indicator: as the coordinator has committed it, and, spread with the cells, as it
-- has arrived beside them. What was committed before these tables are there is held to have arrived.
CREATE TABLE IF NOT EXISTS indicator_committed (
    indicator INTEGER PRIMARY KEY,
    revision  BIGINT NOT NULL
) WITH (fillfactor = 50);
CREATE TABLE IF NOT EXISTS indicator_arrived (
    indicator INTEGER PRIMARY KEY,
    revision  BIGINT NOT NULL
) WITH (fillfactor = 50);

DO $$
DECLARE
    cube TEXT;
    first TEXT;
BEGIN
    FOREACH cube IN ARRAY ARRAY['indicator_period', 'observation', 'observation_past', 'indicator_arrived'] LOOP
        IF NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = cube::regclass) THEN
            PERFORM create_distributed_table(cube, 'indicator', colocate_with => coalesce(first, 'none'));
        END IF;
        first := coalesce(first, cube);
    END LOOP;
END $$;
