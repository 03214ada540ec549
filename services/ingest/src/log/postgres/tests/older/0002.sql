-- A process that publishes a report and died long ago.
UPDATE report SET leased_by = 'gone', leased_until = now() - interval '1 day' WHERE sequence = 1;
