//! Streams with what they must not take.

use zhibiao_proto::report::v1::{
    EntryColumns, OpenStream, StreamObservationsRequest, stream_observations_request::Part,
};
use zhibiao_runtime::error::{Code, Problem};

use crate::{
    hub::{TestHub, revenue},
    line::{INTERFACE, Line},
};

/// What the hub says to parts of a stream.
async fn refused(hub: &TestHub, parts: Vec<Part>) -> Problem {
    let mut line = Line::begin(&hub.by("li")).await.unwrap();
    for part in parts {
        line.send(part).await;
    }
    line.problem().await
}

fn open(interface: &str) -> Part {
    Part::Open(OpenStream {
        interface: interface.to_owned(),
        source: String::new(),
    })
}

fn kind(problem: &Problem) -> (Code, &str) {
    (problem.code, problem.reason.as_str())
}

/// A batch about one cell a row, so many rows.
fn rows(count: usize) -> EntryColumns {
    EntryColumns {
        subjects: vec!["zones/a".to_owned()],
        indicators: vec!["营业收入".to_owned()],
        periods: vec!["2024".to_owned()],
        subject: vec![0; count],
        indicator: vec![0; count],
        period: vec![0; count],
        value: vec![1.0; count],
        ..EntryColumns::default()
    }
}

#[tokio::test]
async fn a_stream_begins_with_its_opening() {
    let hub = TestHub::start().await;
    let batch = || {
        Part::Batch(zhibiao_proto::report::v1::ObservationBatch {
            sequence: 1,
            entries: Some(rows(1)),
        })
    };
    let problem = refused(&hub, vec![batch()]).await;
    assert_eq!(kind(&problem), (Code::InvalidArgument, "STREAM_NOT_OPEN"));
    let problem = refused(&hub, vec![open(INTERFACE), open(INTERFACE)]).await;
    assert_eq!(kind(&problem), (Code::InvalidArgument, "STREAM_OPEN_ALREADY"));
    assert_eq!(hub.value("zones/a", "indicators/revenue", "2024").await, None);

    let nothing = tokio_stream::iter([StreamObservationsRequest { part: None }]);
    let answers = hub.by("li").reports().stream_observations(nothing).await;
    let status = answers.unwrap().into_inner().message().await.unwrap_err();
    assert_eq!(
        kind(&Problem::from_status(&status)),
        (Code::InvalidArgument, "PART_EMPTY")
    );
    let answers = hub
        .by("li")
        .reports()
        .stream_observations(tokio_stream::empty())
        .await;
    let status = answers.unwrap().into_inner().message().await.unwrap_err();
    assert_eq!(Problem::from_status(&status).reason, "STREAM_NOT_OPEN");
}

#[tokio::test]
async fn everything_that_is_wrong_with_an_opening_is_told() {
    let hub = TestHub::start().await;
    let opening = Part::Open(OpenStream {
        interface: "interfaces/torch-montly".to_owned(),
        source: "长".repeat(501),
    });
    let problem = refused(&hub, vec![opening]).await;
    assert_eq!(problem.code, Code::InvalidArgument);
    let fields: Vec<_> = problem.violations.iter().map(|v| v.field.as_str()).collect();
    assert_eq!(fields, ["open.interface", "open.source"]);
    assert!(
        problem.violations[0]
            .description
            .contains("did you mean interfaces/torch-monthly")
    );
    let problem = refused(&hub, vec![open("")]).await;
    assert!(problem.violations[0].description.contains("is empty"));
}

#[tokio::test]
async fn nobody_streams_without_a_name() {
    let hub = TestHub::start().await;
    let problem = Line::begin(&hub.reports).await.err().unwrap();
    assert_eq!(kind(&problem), (Code::Unauthenticated, "CALLER_UNKNOWN"));
}

#[tokio::test]
async fn what_a_second_person_approves_is_not_streamed() {
    let hub = TestHub::start().await;
    let problem = refused(&hub, vec![open("interfaces/statistics-feed")]).await;
    assert_eq!(kind(&problem), (Code::FailedPrecondition, "FOUR_EYES_REQUIRED"));
    assert_eq!(problem.facts["department"], "departments/statistics");
}

#[tokio::test]
async fn a_gap_in_the_sequence_is_refused_and_what_came_before_it_acknowledged() {
    let hub = TestHub::start().await;
    let (mut line, _) = Line::open(&hub.by("li"), INTERFACE).await.unwrap();
    line.batch(1, rows(1)).await;
    line.batch(3, rows(1)).await;
    assert_eq!(line.acknowledged().await.sequence, 1);
    let problem = line.problem().await;
    assert_eq!(kind(&problem), (Code::FailedPrecondition, "SEQUENCE_GAP"));
    assert_eq!(
        (
            problem.facts["expected"].as_str(),
            problem.facts["sequence"].as_str()
        ),
        ("2", "3")
    );
}

#[tokio::test]
async fn a_sequence_keeps_its_content() {
    let hub = TestHub::start().await;
    let (mut line, _) = Line::open(&hub.by("li"), INTERFACE).await.unwrap();
    line.batch(1, rows(1)).await;
    line.batch(1, revenue(&[("zones/a", "2024", 2.0)])).await;
    assert_eq!(line.acknowledged().await.sequence, 1);
    let problem = line.problem().await;
    assert_eq!(kind(&problem), (Code::AlreadyExists, "SEQUENCE_CONTENT_DIFFERS"));
    assert_eq!(
        hub.value("zones/a", "indicators/revenue", "2024").await,
        Some(1.0)
    );
}

#[tokio::test]
async fn as_many_rows_as_the_limit_and_no_more() {
    let hub = TestHub::start().await;
    let (mut line, opened) = Line::open(&hub.by("li"), INTERFACE).await.unwrap();
    let most = opened.max_rows as usize;
    line.batch(1, rows(most)).await;
    let told = line.acknowledged().await;
    assert_eq!((told.written_rows, told.rejected_rows), (1, 0));
    line.batch(2, rows(most + 1)).await;
    let problem = line.problem().await;
    assert_eq!(problem.code, Code::InvalidArgument);
    assert_eq!(problem.violations[0].field, "batch.entries.value");
    let (line, opened) = Line::open(&hub.by("li"), INTERFACE).await.unwrap();
    assert_eq!(opened.durable_sequence, 1);
    line.close().await;
}

#[tokio::test]
async fn an_empty_batch_says_nothing() {
    let hub = TestHub::start().await;
    let (mut line, _) = Line::open(&hub.by("li"), INTERFACE).await.unwrap();
    line.batch(1, rows(0)).await;
    let problem = line.problem().await;
    assert!(problem.violations[0].description.contains("is empty"));
}

#[tokio::test]
async fn columns_that_do_not_fit_together_are_told_with_every_place() {
    let hub = TestHub::start().await;
    let (mut line, _) = Line::open(&hub.by("li"), INTERFACE).await.unwrap();
    let mut entries = rows(3);
    entries.subject.pop();
    entries.status = vec![1; 4];
    line.batch(1, entries).await;
    let problem = line.problem().await;
    let fields: Vec<_> = problem.violations.iter().map(|v| v.field.as_str()).collect();
    assert_eq!(fields, ["batch.entries.subject", "batch.entries.status"]);
    assert_eq!(problem.facts["sequence"], "1");

    let (mut line, _) = Line::open(&hub.by("li"), INTERFACE).await.unwrap();
    let mut entries = rows(3);
    entries.subject[1] = 7;
    entries.period[2] = 1;
    entries.qualifier = vec![1, 99, 1];
    line.batch(1, entries).await;
    let problem = line.problem().await;
    let fields: Vec<_> = problem.violations.iter().map(|v| v.field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "batch.entries.subject[1]",
            "batch.entries.period[2]",
            "batch.entries.qualifier[1]"
        ]
    );
}
