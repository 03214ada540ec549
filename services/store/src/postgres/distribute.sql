-- Spreads the cube over the workers of a Citus cluster: its tables by indicator, side by side. Everything else stays on
-- the coordinator. Tables that are spread already stay as they are.
DO $$
DECLARE
    cube TEXT;
    first TEXT;
BEGIN
    FOREACH cube IN ARRAY ARRAY['indicator_period', 'observation', 'observation_past'] LOOP
        IF NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = cube::regclass) THEN
            PERFORM create_distributed_table(cube, 'indicator', colocate_with => coalesce(first, 'none'));
        END IF;
        first := coalesce(first, cube);
    END LOOP;
END $$;
