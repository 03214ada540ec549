//! What befalls the hub: one part or several at a time, at random, until the round is over.

use std::time::Duration;

use rand::{RngExt as _, SeedableRng as _, rngs::StdRng, seq::IndexedRandom as _};
use tokio::time::{Instant, sleep};

use zhibiao_testkit::redis::RedisServer;

use crate::world::{Part, World};

/// Something that befalls one part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// A store is killed.
    Store(usize),
    /// Ingest is killed.
    Ingest,
    /// Compare is killed.
    Compare,
    /// PostgreSQL is killed.
    Postgres,
    /// PostgreSQL hangs.
    PostgresHangs,
    /// Redis is killed; it comes back empty.
    Redis,
    /// Redis hangs.
    RedisHangs,
    /// Redis is emptied.
    RedisFlushed,
}

impl Fault {
    const ALL: [Self; 9] = [
        Self::Store(0),
        Self::Store(1),
        Self::Ingest,
        Self::Compare,
        Self::Postgres,
        Self::PostgresHangs,
        Self::Redis,
        Self::RedisHangs,
        Self::RedisFlushed,
    ];

    /// What it befalls: two faults of one thing do not go together.
    fn victim(self) -> Self {
        match self {
            Self::Store(_) | Self::Ingest | Self::Compare | Self::Postgres | Self::Redis => self,
            Self::PostgresHangs => Self::Postgres,
            Self::RedisHangs | Self::RedisFlushed => Self::Redis,
        }
    }

    /// Breaks it, and mends it after a while.
    async fn befall(self, world: &World, pause: Duration) {
        match self {
            Self::Store(at) => kill(&world.stores[at], pause).await,
            Self::Ingest => kill(&world.ingest, pause).await,
            Self::Compare => kill(&world.compare, pause).await,
            Self::Postgres => {
                world.postgres.kill();
                sleep(pause).await;
                world.postgres.restart().await;
            }
            Self::PostgresHangs => {
                world.postgres.pause();
                sleep(pause).await;
                world.postgres.resume();
            }
            Self::Redis | Self::RedisHangs | Self::RedisFlushed => {
                if let Some(redis) = &world.redis {
                    self.befall_redis(redis, pause).await;
                }
            }
        }
    }

    async fn befall_redis(self, redis: &RedisServer, pause: Duration) {
        match self {
            Self::RedisHangs => {
                redis.pause();
                sleep(pause).await;
                redis.resume();
            }
            Self::RedisFlushed => redis.flush(),
            Self::Redis
            | Self::Store(_)
            | Self::Ingest
            | Self::Compare
            | Self::Postgres
            | Self::PostgresHangs => {
                redis.kill();
                sleep(pause).await;
                redis.restart();
            }
        }
    }
}

async fn kill(part: &Part, pause: Duration) {
    part.kill().await;
    sleep(pause).await;
    part.revive().await;
}

/// Breaks and mends until a time; everything is whole again when it returns. Gives what it did.
pub(crate) async fn haunt(world: &World, seed: u64, until: Instant) -> Vec<String> {
    let mut random = StdRng::seed_from_u64(seed);
    let mut done = Vec::new();
    while Instant::now() < until {
        sleep(Duration::from_millis(random.random_range(0..400))).await;
        let count = *[1, 1, 1, 2, 2, 3].choose(&mut random).unwrap_or(&1);
        let mut faults: Vec<Fault> = Fault::ALL.sample(&mut random, count).copied().collect();
        let mut victims = Vec::new();
        faults.retain(|fault| {
            let victim = fault.victim();
            let is_new = !victims.contains(&victim);
            victims.push(victim);
            is_new
        });
        let mut pause = || Duration::from_millis(random.random_range(0..600));
        let befall = faults.iter().map(|fault| fault.befall(world, pause()));
        let befall: Vec<_> = befall.collect();
        futures_util::future::join_all(befall).await;
        done.push(format!("{faults:?}"));
    }
    done
}
