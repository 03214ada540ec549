//! `read-db`: series of 24 values without any cache, each read from PostgreSQL, against a prepared SELECT of the same
//! rows through the same driver, as many under way at once.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

use tokio_postgres::NoTls;
use zhibiao_proto::observation::v1::{ObservationColumns, ReadSeriesRequest, ReadSeriesResponse, SeriesKey};

use super::LOAD;
use crate::{
    Outcome,
    deployment::Deployment,
    hub,
    load::{CALLERS, calls_per_second_of},
    measure::{Bar, Row},
};

const PATH: &str = "/zhibiao.observation.v1.ObservationService/ReadSeries";
const VALUES: usize = 24;

/// Connections to the database, as many as a store has.
const CONNECTIONS: usize = 16;

/// The rows of a series, by the keys that they have in the store's tables.
const SELECT: &str = "
    SELECT o.period, o.value, o.qualifier, o.status, o.revision
    FROM zhibiao_store.indicator_period p
    CROSS JOIN LATERAL (
        SELECT * FROM zhibiao_store.observation o
        WHERE o.indicator = p.indicator AND o.period = p.period AND o.subject = $2 OFFSET 0) o
    WHERE p.indicator = $1";

pub(super) async fn run(runs: usize) -> Outcome<Vec<Row>> {
    let Some(deployment) = Deployment::start(&["--near-cache", "0"]).await? else {
        return Ok(Vec::new());
    };
    let client = deployment.of_store()?;
    hub::apply_catalog(&client, CALLERS, 1).await?;
    hub::write(&client, "read-db", columns()).await?;
    let requests: Vec<ReadSeriesRequest> = (0..CALLERS).map(request).collect();
    let mut pairs = Vec::new();
    for _ in 0..runs {
        let address = deployment.store.address();
        let ours = calls_per_second_of::<_, ReadSeriesResponse>(address, PATH, &requests, LOAD).await?;
        pairs.push((ours, selects_per_second(&deployment.server.url()).await?));
    }
    Ok(vec![Row {
        name: "read-db",
        what: "ReadSeries, 24 values, from PostgreSQL / prepared SELECT of the same rows",
        unit: "calls/s",
        pairs,
        bar: Bar::AtLeast(0.60),
    }])
}

/// The floor: as many callers share the connections, whose driver pipelines what they ask; each reads a series of its
/// own, over and over.
async fn selects_per_second(url: &str) -> Outcome<f64> {
    let mut clients = Vec::new();
    for _ in 0..CONNECTIONS {
        let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
        tokio::spawn(connection);
        client
            .batch_execute(
                "SET jit = off; SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off",
            )
            .await?;
        let select = client.prepare(SELECT).await?;
        clients.push(Arc::new((client, select)));
    }
    let subjects = clients[0]
        .0
        .query("SELECT id FROM zhibiao_store.subject ORDER BY id", &[])
        .await?;
    let (done, end) = (Arc::new(AtomicU64::new(0)), Instant::now() + LOAD);
    let mut callers = Vec::new();
    for caller in 0..CALLERS {
        let (client, done) = (Arc::clone(&clients[caller % CONNECTIONS]), Arc::clone(&done));
        let subject: i32 = subjects[caller % subjects.len()].get(0);
        callers.push(tokio::spawn(async move {
            let (client, select) = client.as_ref();
            while Instant::now() < end {
                let rows = client.query(select, &[&1, &subject]).await?;
                let sum: f64 = rows.iter().map(|row| row.get::<_, f64>(1)).sum();
                if rows.len() != VALUES || sum <= 0.0 {
                    return Err("the floor's series is not whole".into());
                }
                done.fetch_add(1, Ordering::Relaxed);
            }
            Outcome::Ok(())
        }));
    }
    for caller in callers {
        caller.await??;
    }
    Ok(done.load(Ordering::Relaxed) as f64 / LOAD.as_secs_f64())
}

/// A series for each caller.
pub(super) fn columns() -> ObservationColumns {
    let cells = || (0..CALLERS).flat_map(|caller| (0..VALUES).map(move |month| (caller, month)));
    ObservationColumns {
        subjects: (0..CALLERS).map(hub::zone).collect(),
        indicators: vec![hub::indicator(0)],
        periods: (0..VALUES).map(hub::month).collect(),
        subject: cells().map(|(caller, _)| caller as u32).collect(),
        indicator: vec![0; CALLERS * VALUES],
        period: cells().map(|(_, month)| month as u32).collect(),
        value: cells().map(|(_, month)| month as f64 * 1.25 + 100.0).collect(),
        ..ObservationColumns::default()
    }
}

/// A caller's read of its series.
pub(super) fn request(caller: usize) -> ReadSeriesRequest {
    let key = SeriesKey {
        subject: hub::zone(caller),
        indicator: hub::indicator(0),
    };
    ReadSeriesRequest {
        keys: vec![key],
        ..ReadSeriesRequest::default()
    }
}
