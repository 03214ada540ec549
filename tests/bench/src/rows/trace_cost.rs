//! `trace-cost`: the read of `read-hot` with one trace in ten kept and sent to a collector, against no tracing at all.

use std::path::Path;

use zhibiao_proto::observation::v1::ReadSeriesResponse;
use zhibiao_tests::Process;

use super::{LOAD, read_hot};
use crate::{
    Outcome,
    hub::Echo,
    load::calls_per_second,
    measure::{Bar, Row},
};

pub(super) async fn run(program: &Path, runs: usize) -> Outcome<Vec<Row>> {
    let collector = Echo::start().await?;
    let variables = [
        ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", collector.address.as_str()),
        ("OTEL_TRACES_SAMPLER", "parentbased_traceidratio"),
        ("OTEL_TRACES_SAMPLER_ARG", "0.1"),
    ];
    let traced = Process::start_with(program, &variables).await?;
    let plain = Process::start(program, &[]).await?;
    let (request, _) = read_hot::prepare(&traced.client("bench")?).await?;
    read_hot::prepare(&plain.client("bench")?).await?;
    let mut pairs = Vec::new();
    for _ in 0..runs {
        let mut measured = [0.0; 2];
        for (speed, process) in measured.iter_mut().zip([&traced, &plain]) {
            *speed = calls_per_second::<_, ReadSeriesResponse>(
                process.address(),
                read_hot::PATH,
                request.clone(),
                LOAD,
            )
            .await?;
        }
        pairs.push(measured.into());
    }
    Ok(vec![Row {
        name: "trace-cost",
        what: "ReadSeries of read-hot, 1 trace in 10 kept / tracing off",
        unit: "calls/s",
        pairs,
        bar: Bar::AtLeast(0.95),
    }])
}
