//! PostgreSQL as the services use it: a pool with bounds, migrations that run once, and errors told apart.
