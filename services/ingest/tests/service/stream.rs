//! Streams: numbered batches in, acknowledged when durable, rejects told.

use zhibiao_proto::{
    observation::v1::{Evidence, evidence::Place},
    report::v1::{EntryColumns, stream_observations_request::Part},
};
use zhibiao_runtime::error::Code;
use zhibiao_testkit::catalog::Small;

use crate::{
    hub::{TestHub, apply, automatic, catalog, revenue},
    line::{INTERFACE, Line},
};

#[tokio::test]
async fn a_batch_is_durable_once_it_is_acknowledged() {
    let hub = TestHub::start().await;
    let (mut line, opened) = Line::open(&hub.by("li"), INTERFACE).await.unwrap();
    assert_eq!(
        (opened.durable_sequence, opened.max_rows, opened.max_batches),
        (0, 100_000, 6)
    );
    line.batch(
        1,
        revenue(&[("甲高新区", "2024", 120.5), ("乙高新区", "2024", 98.0)]),
    )
    .await;
    let first = line.acknowledged().await;
    assert_eq!(
        (first.sequence, first.written_rows, first.rejected_rows),
        (1, 2, 0)
    );
    assert!(first.revision > 0 && !first.token.is_empty() && !first.repeated);
    line.batch(2, revenue(&[("zones/a", "2025", 130.0)])).await;
    let second = line.acknowledged().await;
    assert_eq!((second.sequence, second.revision), (2, first.revision + 1));
    line.close().await;

    let cell = hub.cell("zones/b", "indicators/revenue", "2024").await;
    let current = cell.current.unwrap();
    assert_eq!(current.value, Some(98.0));
    let Some(Evidence {
        place: Some(Place::Row(row)),
        ..
    }) = current.evidence
    else {
        panic!("no evidence");
    };
    assert_eq!((row.sequence, row.row), (1, 1));
    let provenance = current.provenance.unwrap();
    assert_eq!(provenance.report, INTERFACE);
    assert_eq!(provenance.department, "departments/yearbook");
    assert_eq!(
        (provenance.submitter.as_str(), provenance.source.as_str()),
        ("li", "火炬统计直报")
    );
    assert!(provenance.received_at.is_some());
}

#[tokio::test]
async fn values_come_in_any_unit_and_go_out_in_the_indicator_s() {
    let hub = TestHub::start().await;
    let (mut line, _) = Line::open(&hub.by("li"), INTERFACE).await.unwrap();
    let mut entries = revenue(&[("zones/a", "2024", 12_000.0)]);
    entries.units = vec!["万元".to_owned()];
    entries.unit = vec![0];
    entries.qualifier = vec![2];
    entries.status = vec![2];
    line.batch(1, entries).await;
    line.acknowledged().await;
    let current = hub
        .cell("zones/a", "indicators/revenue", "2024")
        .await
        .current
        .unwrap();
    assert_eq!(
        (current.value, current.qualifier, current.status),
        (Some(1.2), 2, 2)
    );
}

#[tokio::test]
async fn rejected_rows_are_told_and_the_others_written() {
    let hub = TestHub::start().await;
    let (mut line, _) = Line::open(&hub.by("li"), INTERFACE).await.unwrap();
    let mut entries = revenue(&[
        ("zones/a", "2024", 1.0),
        ("zones/nowhere", "2024", 2.0),
        ("zones/b", "2024", f64::NAN),
        ("zones/nowhere", "2023", 3.0),
        ("zones/b", "2022", 4.0),
        ("zones/a", "2022-03", 5.0),
        ("zones/b", "2021", 6.0),
        ("zones/b", "2021", 7.0),
        ("zones/b", "2021", 6.0),
        ("zones/a", "2020", 8.0),
        ("zones/a", "2020", 8.0),
    ]);
    entries.indicators.push("地区生产总值".to_owned());
    entries.indicator[4] = 1;
    entries.value[4] = -4.0;
    line.batch(1, entries.clone()).await;
    let told = line.acknowledged().await;
    let rejected: Vec<(u32, &str)> = told
        .rejected
        .iter()
        .map(|reject| (reject.row, reject.finding.as_ref().unwrap().code.as_str()))
        .collect();
    assert_eq!(
        rejected,
        [
            (1, "UNKNOWN_SUBJECT"),
            (2, "NOT_FINITE"),
            (3, "UNKNOWN_SUBJECT"),
            (4, "OUT_OF_RANGE"),
            (5, "PERIOD_OF_WRONG_FREQUENCY"),
            (6, "DUPLICATE_CELL"),
            (7, "DUPLICATE_CELL"),
            (8, "DUPLICATE_CELL"),
        ]
    );
    assert_eq!((told.written_rows, told.rejected_rows), (2, 8));
    let finding = told.rejected[1].finding.as_ref().unwrap();
    let position = finding.position.as_ref().unwrap();
    assert_eq!((position.row, position.column.as_str()), (3, "value"));
    assert!(!finding.message.is_empty() && !finding.action.is_empty());
    let counts: Vec<_> = told.findings.iter().map(|count| count.code.as_str()).collect();
    assert!(counts.contains(&"DUPLICATE_CELL") && counts.contains(&"OUT_OF_RANGE"));
    assert_eq!(
        hub.value("zones/a", "indicators/revenue", "2024").await,
        Some(1.0)
    );
    assert_eq!(
        hub.value("zones/a", "indicators/revenue", "2020").await,
        Some(8.0)
    );
    assert_eq!(hub.value("zones/b", "indicators/revenue", "2021").await, None);

    // The same again is told the same.
    line.batch(1, entries).await;
    let again = line.acknowledged().await;
    assert!(again.repeated);
    assert_eq!((&again.rejected, again.revision), (&told.rejected, told.revision));
}

#[tokio::test]
async fn an_interface_goes_on_after_its_last_durable_batch() {
    let hub = TestHub::start().await;
    let (mut line, _) = Line::open(&hub.by("li"), INTERFACE).await.unwrap();
    let batches = [("2022", 1.0), ("2023", 2.0), ("2024", 3.0)];
    for ((period, value), sequence) in batches.iter().zip(1..) {
        line.batch(sequence, revenue(&[("zones/a", period, *value)]))
            .await;
    }
    for sequence in 1..=3 {
        assert_eq!(line.acknowledged().await.sequence, sequence);
    }
    drop(line);
    let (mut line, opened) = Line::open(&hub.by("li"), INTERFACE).await.unwrap();
    assert_eq!(opened.durable_sequence, 3);
    // A client whose acknowledgement was lost sends again.
    line.batch(3, revenue(&[("zones/a", "2024", 3.0)])).await;
    let again = line.acknowledged().await;
    assert!(again.repeated && again.sequence == 3);
    line.batch(4, revenue(&[("zones/a", "2025", 4.0)])).await;
    let next = line.acknowledged().await;
    assert_eq!((next.sequence, next.revision), (4, again.revision + 1));
    let history = hub.cell("zones/a", "indicators/revenue", "2024").await.history;
    assert_eq!(history.len(), 1);
}

#[tokio::test]
async fn batches_that_revise_each_other_end_as_sent() {
    let hub = TestHub::start().await;
    let (mut line, _) = Line::open(&hub.by("li"), INTERFACE).await.unwrap();
    for sequence in 1..=6_u32 {
        let value = f64::from(sequence);
        line.batch(sequence.into(), revenue(&[("zones/a", "2024", value)]))
            .await;
    }
    for _ in 0..6 {
        line.acknowledged().await;
    }
    let cell = hub.cell("zones/a", "indicators/revenue", "2024").await;
    let values: Vec<_> = cell.history.iter().filter_map(|vintage| vintage.value).collect();
    assert_eq!(values, [6.0, 5.0, 4.0, 3.0, 2.0, 1.0]);
}

#[tokio::test]
async fn another_department_s_figure_is_not_replaced() {
    let hub = TestHub::start().await;
    hub.submit(automatic(), revenue(&[("zones/a", "2024", 5.0)]))
        .await
        .unwrap();
    let (mut line, _) = Line::open(&hub.by("li"), "interfaces/science-feed")
        .await
        .unwrap();
    line.batch(1, revenue(&[("zones/a", "2024", 6.0), ("zones/b", "2024", 7.0)]))
        .await;
    let told = line.acknowledged().await;
    assert_eq!((told.written_rows, told.rejected_rows), (1, 1));
    let finding = told.rejected[0].finding.as_ref().unwrap();
    assert_eq!(
        (told.rejected[0].row, finding.code.as_str()),
        (0, "SOURCES_DISAGREE")
    );
    assert_eq!(
        hub.value("zones/a", "indicators/revenue", "2024").await,
        Some(5.0)
    );
    assert_eq!(
        hub.value("zones/b", "indicators/revenue", "2024").await,
        Some(7.0)
    );
    // Its own figures a department revises as it likes; what is out of the ordinary is counted.
    line.batch(
        2,
        revenue(&[("zones/b", "2024", 700.0), ("zones/b", "2025", 7.0)]),
    )
    .await;
    let told = line.acknowledged().await;
    assert_eq!((told.written_rows, told.rejected_rows), (2, 0));
    let counts: Vec<_> = told.findings.iter().map(|count| count.code.as_str()).collect();
    assert_eq!(counts, ["REVISION", "UNUSUAL_CHANGE"]);
}

#[tokio::test]
async fn a_batch_of_nothing_but_rejects_is_acknowledged_too() {
    let hub = TestHub::start().await;
    let (mut line, _) = Line::open(&hub.by("li"), INTERFACE).await.unwrap();
    line.batch(1, revenue(&[("zones/nowhere", "2024", 1.0)])).await;
    let told = line.acknowledged().await;
    assert_eq!((told.sequence, told.written_rows, told.rejected_rows), (1, 0, 1));
    assert!(told.revision > 0);
}

#[tokio::test]
async fn of_many_rejects_all_are_counted_and_some_told() {
    let hub = TestHub::start().await;
    let (mut line, _) = Line::open(&hub.by("li"), INTERFACE).await.unwrap();
    let rows = 3_000;
    let entries = EntryColumns {
        subjects: vec!["zones/nowhere".to_owned()],
        indicators: vec!["营业收入".to_owned()],
        periods: vec!["2024".to_owned()],
        subject: vec![0; rows],
        indicator: vec![0; rows],
        period: vec![0; rows],
        value: vec![1.0; rows],
        ..EntryColumns::default()
    };
    line.batch(1, entries).await;
    let told = line.acknowledged().await;
    assert_eq!((told.rejected_rows, told.rejected.len()), (3_000, 1_000));
    let rows: Vec<u32> = told.rejected.iter().map(|reject| reject.row).collect();
    assert_eq!(rows, (0..1_000).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_catalogue_that_changes_under_a_stream_counts_from_then_on() {
    let hub = TestHub::start().await;
    let (mut line, _) = Line::open(&hub.by("li"), INTERFACE).await.unwrap();
    line.batch(1, revenue(&[("zones/new", "2024", 1.0)])).await;
    assert_eq!(line.acknowledged().await.rejected_rows, 1);
    apply(&hub.store, Small::default().zone("new", "新区").message()).await;
    line.batch(2, revenue(&[("zones/new", "2024", 1.0)])).await;
    assert_eq!(line.acknowledged().await.written_rows, 1);
    // Who approves is looked at again too.
    let mut catalog = catalog();
    let yearbook = catalog
        .departments
        .iter_mut()
        .find(|d| d.name.ends_with("yearbook"));
    yearbook.unwrap().approval = zhibiao_proto::catalog::v1::Approval::FourEyes.into();
    apply(&hub.store, catalog).await;
    line.batch(3, revenue(&[("zones/new", "2025", 1.0)])).await;
    let problem = line.problem().await;
    assert_eq!(
        (problem.code, problem.reason.as_str()),
        (Code::FailedPrecondition, "FOUR_EYES_REQUIRED")
    );
}

#[tokio::test]
async fn a_newer_stream_takes_over() {
    let hub = TestHub::start().await;
    let (mut old, _) = Line::open(&hub.by("li"), INTERFACE).await.unwrap();
    old.batch(1, revenue(&[("zones/a", "2024", 1.0)])).await;
    old.acknowledged().await;
    let (mut new, opened) = Line::open(&hub.by("li"), INTERFACE).await.unwrap();
    assert_eq!(opened.durable_sequence, 1);
    let problem = old.problem().await;
    assert_eq!(
        (problem.code, problem.reason.as_str()),
        (Code::Aborted, "STREAM_TAKEN_OVER")
    );
    new.batch(2, revenue(&[("zones/a", "2025", 2.0)])).await;
    assert_eq!(new.acknowledged().await.sequence, 2);
    // Streams of other interfaces go on beside it.
    let (mut other, opened) = Line::open(&hub.by("wang"), "interfaces/science-feed")
        .await
        .unwrap();
    assert_eq!(opened.durable_sequence, 0);
    other.batch(1, revenue(&[("zones/b", "2025", 2.0)])).await;
    other.acknowledged().await;
    new.send(Part::Batch(Default::default())).await;
    assert_eq!(new.problem().await.reason, "SEQUENCE_INVALID");
}
