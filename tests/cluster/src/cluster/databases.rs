//! The given endpoints: of the test's own, or of whoever runs it.

use std::time::Duration;

use zhibiao_testkit::{postgres::Postgres, redis::RedisServer};

use super::{Options, Part};
use crate::Outcome;

const NOBODY_SAID_HOW: &str = "nobody said how the given Redis is stopped and started: say so with --redis-stop and \
                               --redis-start, or leave that part out with --only restart,delete,scale,laptop";

/// PostgreSQL and Redis, as pods see them.
#[derive(Debug)]
pub(crate) struct Databases {
    pub(crate) postgres: String,
    pub(crate) redis: String,
    stopping: Stopping,
}

/// How Redis is stopped and started again.
#[derive(Debug)]
enum Stopping {
    /// It is the test's own.
    Own {
        redis: Box<RedisServer>,
        _postgres: Box<Postgres>,
    },
    /// By commands.
    Given { stop: String, start: String },
    /// It isn't, and no part that is run wants it to be.
    Never,
}

impl Databases {
    /// Starts them, or takes what is given.
    ///
    /// # Errors
    /// When they are not installed, or Redis shall be gone and nobody said how.
    pub(crate) async fn start(options: &Options) -> Outcome<Self> {
        if let (Some(postgres), Some(redis)) = (&options.postgres, &options.redis) {
            let stopping = match (&options.redis_stop, &options.redis_start) {
                (Some(stop), Some(start)) => Stopping::Given {
                    stop: stop.clone(),
                    start: start.clone(),
                },
                _ if options.wants(Part::Redis) => return Err(NOBODY_SAID_HOW.into()),
                _ => Stopping::Never,
            };
            return Ok(Self {
                postgres: postgres.clone(),
                redis: redis.clone(),
                stopping,
            });
        }
        let host = options
            .host
            .ok_or("neither servers nor an address for them are given")?;
        let postgres = Postgres::start_on(host, &["max_connections=400"]).await;
        let postgres = postgres.ok_or("PostgreSQL is not installed")?;
        let redis = RedisServer::start_on(host).ok_or("Redis is not installed")?;
        Ok(Self {
            postgres: postgres.url(),
            redis: redis.uri(),
            stopping: Stopping::Own {
                redis: Box::new(redis),
                _postgres: Box::new(postgres),
            },
        })
    }

    /// Takes Redis away for a while.
    ///
    /// # Errors
    /// When a command that was given fails, or none was.
    pub(crate) async fn without_redis(&self, span: Duration) -> Outcome<()> {
        match &self.stopping {
            Stopping::Own { redis, .. } => {
                redis.kill();
                tokio::time::sleep(span).await;
                redis.restart();
            }
            Stopping::Given { stop, start } => {
                run(stop).await?;
                tokio::time::sleep(span).await;
                run(start).await?;
            }
            Stopping::Never => return Err(NOBODY_SAID_HOW.into()),
        }
        Ok(())
    }
}

async fn run(words: &str) -> Outcome<()> {
    let status = tokio::process::Command::new("sh")
        .args(["-c", words])
        .status()
        .await?;
    status
        .success()
        .then_some(())
        .ok_or_else(|| format!("`{words}` failed").into())
}
