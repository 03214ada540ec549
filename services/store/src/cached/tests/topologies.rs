//! Redis as a Cluster, and behind a Sentinel.

use zhibiao_testkit::redis::{RedisCluster, RedisSentinel};

use super::{key, of, shared::Shared};
use crate::cube::{CubeReader as _, Detail, SeriesKey};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_are_spread_over_a_cluster() {
    let Some(cluster) = RedisCluster::start() else {
        return;
    };
    let shared = Shared::new(&cluster.uri()).await;
    let [one, other] = &shared.processes;
    let codes: Vec<String> = (0..60).map(|i| format!("i{i}")).collect();
    let at = shared
        .tell(codes.iter().flat_map(|code| of(code, 1.0)).collect())
        .await;
    let keys: Vec<SeriesKey> = codes.iter().map(|code| key(code)).collect();
    one.until_up().await;
    zhibiao_testkit::eventually("every key is found", || async {
        let before = other.cached.outcomes().redis_hits;
        one.cached.series(&keys, at, Detail::Figures).await.unwrap();
        let read = other.cached.series(&keys, at, Detail::Figures).await.unwrap();
        assert!(read.iter().all(|cells| cells.figures[0].value() == Some(1.0)));
        other.cached.outcomes().redis_hits == before + 60
    })
    .await;
    for server in cluster.servers() {
        assert_ne!(server.cli(&["DBSIZE"]), "0");
    }
    // Without one of its masters a Cluster serves nothing: reads go on all the same.
    cluster.servers()[1].kill();
    let read = other.cached.series(&keys, at, Detail::Figures).await.unwrap();
    assert!(read.iter().all(|cells| cells.figures[0].value() == Some(1.0)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sentinel_leads_to_the_new_master() {
    let Some(sentinel) = RedisSentinel::start() else {
        return;
    };
    let shared = Shared::new(&sentinel.uri()).await;
    let [one, _] = &shared.processes;
    let at = shared.tell(of("a", 1.0)).await;
    one.until_hit("a", at).await;
    sentinel.master().kill();
    assert_eq!(one.read("a", at).await, Some(1.0));
    let later = shared.tell(of("a", 2.0)).await;
    // The entry of the first change may have reached the replica; that of the second must be stored anew.
    one.until_hit("a", later).await;
    assert!(sentinel.replica().cli(&["ROLE"]).starts_with("master"));
    assert_eq!(one.held("a").await, Some(later));
}
