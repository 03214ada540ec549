//! `index`: `EvaluateFramework` over 178 zones × 46 indicators with contributions, against the engine alone: where all
//! ask the same, so that answers are kept, and where every call asks what if a weight were another, so that none is.

use std::{
    path::Path,
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

use zhibiao_client::Hub;
use zhibiao_proto::{
    catalog::v1::Framework as FrameworkMessage,
    compare::v1::{
        ApplyFrameworkRequest, Detail, EvaluateFrameworkRequest, EvaluateFrameworkResponse, IndexQuery,
        Overrides,
    },
    observation::v1::{Consistency, ObservationColumns, consistency::Requirement},
};
use zhibiao_scoring::{Error, Framework, Index, Table};

use super::{LOAD, panel};
use crate::{
    Outcome, hub,
    load::calls_per_second_of,
    measure::{Bar, Row},
};

const PATH: &str = "/zhibiao.compare.v1.CompareService/EvaluateFramework";
const ZONES: usize = 178;
const INDICATORS: usize = 46;

/// Different questions: more than are asked in one run.
const QUESTIONS: u32 = 20_000;

pub(super) async fn run(program: &Path, runs: usize) -> Outcome<Vec<Row>> {
    let (process, client) = hub::start(program).await?;
    hub::apply_catalog(&client, ZONES, INDICATORS).await?;
    let form = panel::framework(INDICATORS, "", "")?;
    let apply = ApplyFrameworkRequest {
        framework: Some(FrameworkMessage::from(&form)),
        ..ApplyFrameworkRequest::default()
    };
    client.comparisons().apply_framework(apply).await?;
    write(&client).await?;
    let fully = Consistency {
        requirement: Some(Requirement::FullyConsistent(true)),
    };
    let mut request = EvaluateFrameworkRequest {
        query: Some(IndexQuery {
            framework: "frameworks/generated".into(),
            period: hub::month(0),
            consistency: Some(fully),
            ..IndexQuery::default()
        }),
        details: vec![Detail::Contributions.into()],
        ..EvaluateFrameworkRequest::default()
    };
    let answer = client.comparisons().evaluate_framework(request.clone()).await?;
    let ranked = answer.into_inner().ranked_count;
    if ranked as usize != ZONES {
        return Err(format!("ranked {ranked} of {ZONES}").into());
    }
    if let Some(query) = &mut request.query {
        query.consistency = None;
    }
    let what_if: Vec<EvaluateFrameworkRequest> =
        (0..QUESTIONS).map(|number| what_if(&request, number)).collect();
    let (framework, table) = (Framework::new(form)?, panel::table(ZONES, INDICATORS)?);
    let (mut same, mut other) = (Vec::new(), Vec::new());
    for _ in 0..runs {
        let floor = tokio::task::block_in_place(|| floor(&framework, &table, LOAD))?;
        for (requests, pairs) in [
            (std::slice::from_ref(&request), &mut same),
            (&what_if, &mut other),
        ] {
            let ours =
                calls_per_second_of::<_, EvaluateFrameworkResponse>(process.address(), PATH, requests, LOAD)
                    .await?;
            pairs.push((ours, floor));
        }
    }
    let row = |name, what, pairs, bar| Row {
        name,
        what,
        unit: "calls/s",
        pairs,
        bar,
    };
    Ok(vec![
        row(
            "index",
            "EvaluateFramework with contributions, 178 × 46 / the engine alone",
            same,
            Bar::AtLeast(0.50),
        ),
        // Computed and sent each time, where the engine alone sends nothing.
        row(
            "index-what-if",
            "the same, each call with another weight: no answer is kept for it",
            other,
            Bar::Told,
        ),
    ])
}

/// The same question with one weight changed.
fn what_if(request: &EvaluateFrameworkRequest, number: u32) -> EvaluateFrameworkRequest {
    let mut request = request.clone();
    if let Some(query) = &mut request.query {
        let weight = 1.0 + f64::from(number) / f64::from(QUESTIONS);
        query.overrides = Some(Overrides {
            weights: [("i0".to_owned(), weight)].into(),
            ..Overrides::default()
        });
    }
    request
}

async fn write(client: &Hub) -> Outcome<()> {
    let (zones, indicators) = (ZONES as u32, INDICATORS as u32);
    let cells = ZONES * INDICATORS;
    let columns = ObservationColumns {
        subjects: (0..ZONES).map(hub::zone).collect(),
        indicators: (0..INDICATORS).map(hub::indicator).collect(),
        periods: vec![hub::month(0)],
        subject: (0..indicators).flat_map(|_| 0..zones).collect(),
        indicator: (0..indicators)
            .flat_map(|one| std::iter::repeat_n(one, ZONES))
            .collect(),
        period: vec![0; cells],
        value: panel::figures(ZONES, INDICATORS).concat(),
        ..ObservationColumns::default()
    };
    hub::write(client, "index", columns).await
}

/// Evaluations a second, with all contributions, on all cores.
fn floor(framework: &Framework, table: &Table, time: Duration) -> Result<f64, Error> {
    let threads = std::thread::available_parallelism().map_or(1, Into::into);
    let (count, end) = (AtomicU64::new(0), Instant::now() + time);
    let work = || {
        while Instant::now() < end {
            let evaluation = Index::new(framework, table)?.evaluate()?;
            let mut contributions = evaluation.all_contributions();
            for unit in 0..ZONES {
                std::hint::black_box(contributions.unit(unit));
            }
            count.fetch_add(1, Ordering::Relaxed);
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let handles: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        handles
            .into_iter()
            .try_for_each(|handle| handle.join().unwrap_or(Err(Error::Cancelled)))
    })?;
    Ok(count.load(Ordering::Relaxed) as f64 / time.as_secs_f64())
}
