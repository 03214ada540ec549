//! `ingest-pg`: the load of `ingest-sqlite` with every role a process of its own over PostgreSQL, against COPY into a
//! staging table and INSERT … ON CONFLICT of the same rows on the same server.

use std::time::Instant;

use bytes::{BufMut as _, Bytes, BytesMut};
use futures_util::SinkExt as _;
use tokio_postgres::{Client, NoTls};

use super::ingest::{self, BATCH, BATCHES, INDICATORS, ZONES, value};
use crate::{
    Outcome,
    deployment::Deployment,
    hub,
    measure::{Bar, Row},
};

const TABLES: &str = "
    DROP SCHEMA IF EXISTS floor CASCADE;
    CREATE SCHEMA floor;
    CREATE TABLE floor.observation (
        revision BIGINT NOT NULL, value DOUBLE PRECISION, indicator INTEGER NOT NULL, period INTEGER NOT NULL,
        subject INTEGER NOT NULL, provenance INTEGER, qualifier SMALLINT NOT NULL, status SMALLINT NOT NULL,
        evidence BYTEA, PRIMARY KEY (indicator, period, subject));
    CREATE TEMPORARY TABLE staged (LIKE floor.observation) ON COMMIT DELETE ROWS;";

const MOVE: &str = "
    INSERT INTO floor.observation SELECT * FROM staged
    ON CONFLICT (indicator, period, subject) DO UPDATE SET value = excluded.value, revision = excluded.revision";

/// Header of the binary form of COPY.
const HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";

pub(super) async fn run(runs: usize) -> Outcome<Vec<Row>> {
    let rows = f64::from(BATCH * BATCHES);
    let mut pairs = Vec::new();
    for _ in 0..runs {
        let Some(deployment) = Deployment::start(&[]).await? else {
            return Ok(Vec::new());
        };
        let store = deployment.of_store()?;
        hub::apply_catalog(&store, ZONES as usize, INDICATORS as usize).await?;
        let ours = rows / ingest::deliver(&deployment.of_ingest()?).await?;
        pairs.push((ours, rows / floor(&deployment.server.url()).await?));
    }
    Ok(vec![Row {
        name: "ingest-pg",
        what: "2 million observations, gRPC, all checks, durable / COPY + INSERT … ON CONFLICT",
        unit: "rows/s",
        pairs,
        bar: Bar::AtLeast(0.60),
    }])
}

/// Seconds that the floor takes.
async fn floor(url: &str) -> Outcome<f64> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    tokio::spawn(connection);
    client.batch_execute(TABLES).await?;
    let begun = Instant::now();
    for batch in 0..BATCHES {
        write(&client, batch).await?;
    }
    let seconds = begun.elapsed().as_secs_f64();
    client.batch_execute("DROP SCHEMA floor CASCADE").await?;
    Ok(seconds)
}

async fn write(client: &Client, batch: u32) -> Outcome<()> {
    client.batch_execute("BEGIN").await?;
    let sink = client
        .copy_in::<_, Bytes>("COPY staged FROM STDIN (FORMAT binary)")
        .await?;
    let mut sink = std::pin::pin!(sink);
    let mut bytes = BytesMut::with_capacity(300 << 10);
    bytes.put_slice(HEADER);
    // In the order of the primary key, as the store copies them.
    for row in 0..BATCH {
        put_row(&mut bytes, batch, row);
        if bytes.len() > 256 << 10 {
            sink.feed(bytes.split().freeze()).await?;
        }
    }
    bytes.put_i16(-1);
    sink.feed(bytes.freeze()).await?;
    sink.finish().await?;
    client.execute(MOVE, &[]).await?;
    client.batch_execute("COMMIT").await?;
    Ok(())
}

fn put_row(bytes: &mut BytesMut, batch: u32, row: u32) {
    let number = |bytes: &mut BytesMut, number: u32| {
        bytes.put_i32(4);
        bytes.put_u32(number);
    };
    bytes.put_i16(9);
    bytes.put_i32(8);
    bytes.put_i64(batch.into());
    bytes.put_i32(8);
    bytes.put_f64(value(batch, row));
    number(bytes, row / ZONES);
    number(bytes, batch);
    number(bytes, row % ZONES);
    number(bytes, 1);
    for _ in 0..2 {
        bytes.put_i32(2);
        bytes.put_i16(0);
    }
    // Evidence: kind, sequence and row.
    bytes.put_i32(4);
    bytes.put_u32(row);
}
