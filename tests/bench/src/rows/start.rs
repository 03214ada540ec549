//! `start`: `zhibiao up` on an empty folder until it serves, and its memory when idle.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use zhibiao_client::Hub;
use zhibiao_proto::compare::v1::RankRequest;
use zhibiao_runtime::error::{Code, Problem};

use crate::{
    Outcome, hub,
    measure::{Bar, Row},
};

/// Time after which a process that does nothing is idle.
const SETTLE: Duration = Duration::from_secs(3);

pub(super) async fn run(program: &Path, runs: usize) -> Outcome<Vec<Row>> {
    let (mut times, mut memory) = (Vec::new(), Vec::new());
    for _ in 0..runs {
        let begun = Instant::now();
        let (process, client) = hub::start(program).await?;
        serving(&client).await?;
        times.push((begun.elapsed().as_secs_f64(), 1.0));
        tokio::time::sleep(SETTLE).await;
        memory.push((process.memory("VmRSS")?, 80.0));
    }
    let serving = "zhibiao up, empty folder, to SERVING / 1 s";
    let idle = "resident memory of all roles, idle / 80 MiB";
    Ok(vec![
        Row {
            name: "start",
            what: serving,
            unit: "s",
            pairs: times,
            bar: Bar::AtMost(1.0),
        },
        Row {
            name: "start",
            what: idle,
            unit: "MiB",
            pairs: memory,
            bar: Bar::AtMost(1.0),
        },
    ])
}

/// The last role to serve is compare, once its columns are loaded: it serves when it answers for itself.
async fn serving(client: &Hub) -> Outcome<()> {
    let end = Instant::now() + Duration::from_secs(30);
    while Instant::now() < end {
        let request = RankRequest {
            indicator: "indicators/none".into(),
            ..RankRequest::default()
        };
        match client.comparisons().rank(request).await {
            Err(status) if Problem::from_status(&status).code == Code::NotFound => return Ok(()),
            Ok(_) | Err(_) => tokio::time::sleep(Duration::from_millis(2)).await,
        }
    }
    Err("the hub does not serve".into())
}
