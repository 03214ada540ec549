//! Many readers of the same while the engine is slow, fails, or the reader that loads goes away.

use tokio::{
    task::JoinSet,
    time::{Duration, Instant, pause, resume, sleep},
};

use super::{
    super::flights::{LOADS, PATIENCE, ROUNDS},
    *,
};

type Values = Result<Vec<Option<f64>>, EngineError>;

impl Fixture {
    /// Begins reads of the same keys.
    fn readers(&self, number: usize, keys: &[SeriesKey], at: Revision) -> JoinSet<Values> {
        let read = |_| {
            let (cached, keys) = (Arc::clone(&self.cached), keys.to_vec());
            async move {
                let read = cached.series(&keys, at, Detail::Figures).await?;
                Ok(read.iter().map(|cells| cells.figures[0].value()).collect())
            }
        };
        (0..number).map(read).collect()
    }

    async fn until_loads(&self, keys: usize) {
        while self.counting.keys.load(Ordering::Relaxed) < keys {
            tokio::task::yield_now().await;
        }
    }
}

#[tokio::test]
async fn a_slow_engine_is_asked_twice_and_answers_all() {
    let fixture = Fixture::new().await;
    let at = fixture.write(of("a", 1.0)).await;
    let gate = fixture.counting.shut().await;
    pause();
    let readers = fixture.readers(50, &[key("a")], at);
    sleep(PATIENCE * 3 / 2).await;
    resume();
    drop(gate);
    for read in readers.join_all().await {
        assert_eq!(read.unwrap(), [Some(1.0)]);
    }
    assert_eq!(fixture.loads(), LOADS);
    assert_eq!(fixture.value("a", at).await, Some(1.0));
    assert_eq!(fixture.loads(), 0, "what was read is kept");
}

#[tokio::test]
async fn those_who_wait_too_long_are_told_and_do_not_load() {
    let fixture = Fixture::new().await;
    let at = fixture.write(of("a", 1.0)).await;
    let gate = fixture.counting.shut().await;
    pause();
    let begun = Instant::now();
    let mut readers = fixture.readers(50, &[key("a")], at);
    for _ in LOADS..50 {
        let given_up = readers.join_next().await.unwrap().unwrap();
        assert!(
            matches!(given_up, Err(EngineError::Unavailable(_))),
            "{given_up:?}"
        );
    }
    let rounds = PATIENCE * u32::try_from(ROUNDS).unwrap();
    let waited = begun.elapsed();
    assert!(
        waited >= rounds && waited < rounds + Duration::from_millis(50),
        "{waited:?}"
    );
    // Whoever comes now waits for the same two loads.
    let late = fixture.readers(50, &[key("a")], at);
    sleep(PATIENCE * 3 / 2).await;
    assert_eq!(fixture.loads(), LOADS);
    resume();
    drop(gate);
    for read in [readers.join_all().await, late.join_all().await].concat() {
        assert_eq!(read.unwrap(), [Some(1.0)]);
    }
    assert_eq!(fixture.loads(), 0);
}

#[tokio::test]
async fn a_load_outlives_the_reader_that_began_it() {
    let fixture = Fixture::new().await;
    let at = fixture.write(of("a", 1.0)).await;
    let gate = fixture.counting.shut().await;
    let mut first = fixture.readers(1, &[key("a")], at);
    fixture.until_loads(1).await;
    let others = fixture.readers(50, &[key("a")], at);
    first.abort_all();
    assert!(first.join_next().await.unwrap().unwrap_err().is_cancelled());
    drop(gate);
    for read in others.join_all().await {
        assert_eq!(read.unwrap(), [Some(1.0)]);
    }
    assert_eq!(fixture.loads(), 1);
}

#[tokio::test]
async fn what_is_read_for_nobody_is_kept() {
    let fixture = Fixture::new().await;
    let at = fixture.write(of("a", 1.0)).await;
    let gate = fixture.counting.shut().await;
    let mut only = fixture.readers(1, &[key("a")], at);
    fixture.until_loads(1).await;
    only.shutdown().await;
    drop(gate);
    assert_eq!(fixture.value("a", at).await, Some(1.0));
    assert_eq!(fixture.value("a", at).await, Some(1.0));
    assert_eq!(fixture.loads(), 1);
}

#[tokio::test]
async fn of_those_whose_load_failed_one_tries_again() {
    let fixture = Fixture::new().await;
    let at = fixture.write(of("a", 1.0)).await;
    let gate = fixture.counting.shut().await;
    let readers = fixture.readers(50, &[key("a")], at);
    fixture.until_loads(1).await;
    fixture.counting.turns.close();
    for read in readers.join_all().await {
        assert!(matches!(read, Err(EngineError::Unavailable(_))), "{read:?}");
    }
    assert_eq!(fixture.loads(), ROUNDS);
    drop(gate);
}

#[tokio::test]
async fn many_keys_of_others_are_waited_for_together() {
    let fixture = Fixture::new().await;
    let codes: Vec<String> = (0..20).map(|i| format!("i{i}")).collect();
    let at = fixture
        .write(codes.iter().flat_map(|code| of(code, 1.0)).collect())
        .await;
    let keys: Vec<SeriesKey> = codes.iter().map(|code| key(code)).collect();
    let gate = fixture.counting.shut().await;
    pause();
    let others: Vec<_> = keys.chunks(1).map(|key| fixture.readers(1, key, at)).collect();
    fixture.until_loads(20).await;
    let all = fixture.readers(1, &keys, at);
    sleep(PATIENCE - Duration::from_millis(10)).await;
    assert_eq!(fixture.loads(), 20);
    sleep(Duration::from_millis(20)).await;
    assert_eq!(fixture.loads(), 20, "all are read again after one patience");
    resume();
    drop(gate);
    assert_eq!(all.join_all().await.remove(0).unwrap(), [Some(1.0); 20]);
    for other in others {
        assert_eq!(other.join_all().await.remove(0).unwrap(), [Some(1.0)]);
    }
}

#[tokio::test]
async fn who_asks_for_a_later_state_does_not_wait_for_the_earlier_one() {
    let fixture = Fixture::new().await;
    let first = fixture.write(of("a", 1.0)).await;
    let second = fixture.write(of("a", 2.0)).await;
    let third = fixture.write(of("b", 3.0)).await;
    let gate = fixture.counting.shut().await;
    let before = fixture.readers(10, &[key("a")], first);
    let after = fixture.readers(10, &[key("a")], second);
    let same = fixture.readers(10, &[key("a")], third);
    fixture.until_loads(2).await;
    drop(gate);
    for (readers, value) in [(before, 1.0), (after, 2.0), (same, 2.0)] {
        for read in readers.join_all().await {
            assert_eq!(read.unwrap(), [Some(value)]);
        }
    }
    assert_eq!(fixture.loads(), 2);
}
