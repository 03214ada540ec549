//! `trace-cost`: the read of `read-hot` with one trace in ten kept and sent to a collector, against no tracing at all.

use std::{path::Path, time::Duration};

use zhibiao_proto::observation::v1::ReadSeriesResponse;
use zhibiao_tests::Process;

use super::{LOAD, read_hot};
use crate::{
    Outcome,
    hub::Echo,
    load::calls_per_second,
    measure::{Bar, Row},
};

/// The share of the traces that is kept.
const KEPT: f64 = 0.1;

/// Turns that each of the two has within a run. What the machine does beside it comes and goes within seconds: of long turns
/// it would fall on one of the two alone, and outweigh what is measured.
const TURNS: u32 = 30;

/// Rest behind each turn: what was recorded in it is sent before the other one's begins.
const REST: Duration = Duration::from_millis(50);

/// The least of the kept spans that has to arrive: what is not sent costs nothing, and a queue that runs over loses some.
const ARRIVED: f64 = 0.8;

pub(super) async fn run(program: &Path, runs: usize) -> Outcome<Vec<Row>> {
    let collector = Echo::start().await?;
    let kept = KEPT.to_string();
    let variables = [
        ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", collector.address.as_str()),
        ("OTEL_TRACES_SAMPLER", "parentbased_traceidratio"),
        ("OTEL_TRACES_SAMPLER_ARG", kept.as_str()),
    ];
    let mut traced = Process::start_with(program, &variables).await?;
    let plain = Process::start(program, &[]).await?;
    let (request, _) = read_hot::prepare(&traced.client("bench")?).await?;
    read_hot::prepare(&plain.client("bench")?).await?;
    let mut pairs = Vec::new();
    for _ in 0..runs {
        let mut measured = [0.0; 2];
        for turn in 0..TURNS {
            let mut order = [0, 1];
            // Neither is always the one that comes after the other.
            order.rotate_left(turn as usize % 2);
            for which in order {
                measured[which] += calls_per_second::<_, ReadSeriesResponse>(
                    [&traced, &plain][which].address(),
                    read_hot::PATH,
                    request.clone(),
                    LOAD / TURNS,
                )
                .await?;
                tokio::time::sleep(REST).await;
            }
        }
        let [traced, plain] = measured.map(|sum| sum / f64::from(TURNS));
        pairs.push((traced, plain));
    }
    // What it still has to send is sent as it ends.
    traced.terminate().await?;
    let arrived = collector.end().await? as f64;
    let speeds: f64 = pairs.iter().map(|(traced, _): &(f64, f64)| traced).sum();
    let expected = speeds * LOAD.as_secs_f64() * KEPT;
    if arrived < expected * ARRIVED {
        return Err(format!("only {arrived:.0} of about {expected:.0} spans arrived").into());
    }
    Ok(vec![Row {
        name: "trace-cost",
        what: "ReadSeries of read-hot, 1 trace in 10 kept / tracing off",
        unit: "calls/s",
        pairs,
        bar: Bar::AtLeast(0.95),
    }])
}
