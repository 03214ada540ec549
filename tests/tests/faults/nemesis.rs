//! What befalls the hub: one part or several at a time, at random, until the round is over.

use std::time::Duration;

use rand::{RngExt as _, SeedableRng as _, rngs::StdRng, seq::IndexedRandom as _};
use tokio::time::{Instant, sleep};

use crate::world::World;

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
}

impl Fault {
    const ALL: [Self; 6] = [
        Self::Store(0),
        Self::Store(1),
        Self::Ingest,
        Self::Compare,
        Self::Postgres,
        Self::PostgresHangs,
    ];

    /// Breaks the part, and mends it after a while.
    async fn befall(self, world: &World, pause: Duration) {
        match self {
            Self::Store(_) | Self::Ingest | Self::Compare => {
                let part = match self {
                    Self::Store(at) => &world.stores[at],
                    Self::Ingest => &world.ingest,
                    Self::Compare | Self::Postgres | Self::PostgresHangs => &world.compare,
                };
                part.kill().await;
                sleep(pause).await;
                part.revive().await;
            }
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
        }
    }
}

/// Breaks and mends until a time; everything is whole again when it returns. Gives what it did.
pub(crate) async fn haunt(world: &World, seed: u64, until: Instant) -> Vec<String> {
    let mut random = StdRng::seed_from_u64(seed);
    let mut done = Vec::new();
    while Instant::now() < until {
        sleep(Duration::from_millis(random.random_range(0..400))).await;
        let count = *[1, 1, 1, 2, 2, 3].choose(&mut random).unwrap_or(&1);
        let mut faults: Vec<Fault> = Fault::ALL.sample(&mut random, count).copied().collect();
        if faults.contains(&Fault::Postgres) {
            // It can't hang and be dead.
            faults.retain(|fault| *fault != Fault::PostgresHangs);
        }
        let mut pause = || Duration::from_millis(random.random_range(0..600));
        let befall = faults.iter().map(|fault| fault.befall(world, pause()));
        let befall: Vec<_> = befall.collect();
        futures_util::future::join_all(befall).await;
        done.push(format!("{faults:?}"));
    }
    done
}
