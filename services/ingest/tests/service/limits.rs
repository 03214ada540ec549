//! Work under way is bounded.

use std::time::Duration;

use tokio_stream::StreamExt;
use tonic::Request;
use zhibiao_ingest::Limits;
use zhibiao_proto::report::v1::{UploadReportRequest, WatchReportsRequest, upload_report_request::Part};
use zhibiao_runtime::error::Code;
use zhibiao_testkit::eventually;

use crate::hub::{TestHub, answer, automatic, catalog, revenue};

#[tokio::test]
async fn without_room_every_way_in_says_when_to_come_back() {
    let limits = Limits {
        receiving: 0,
        ..Limits::default()
    };
    let hub = TestHub::with(catalog(), limits).await;
    let submitted = hub
        .submit(automatic(), revenue(&[("zones/a", "2023", 5.0)]))
        .await
        .unwrap_err();
    let uploaded = hub.upload(automatic(), b"x").await.unwrap_err();
    let checked = hub.check(automatic(), b"x").await.unwrap_err();
    for problem in [submitted, uploaded, checked] {
        assert_eq!(
            (problem.code, problem.reason.as_str()),
            (Code::ResourceExhausted, "TOO_MANY_UPLOADS")
        );
        assert!(problem.retry_after.is_some());
    }
}

#[tokio::test]
async fn a_silent_upload_gives_its_room_up() {
    let limits = Limits {
        receiving: 1,
        idle: Duration::from_millis(50),
        ..Limits::default()
    };
    let hub = TestHub::with(catalog(), limits).await;
    let header = UploadReportRequest {
        part: Some(Part::Header(automatic())),
    };
    let silent = tokio_stream::iter([header]).chain(tokio_stream::pending());
    let mut client = hub.by("li").reports();
    let problem = answer(client.upload_report(Request::new(silent)).await).unwrap_err();
    assert_eq!(
        (problem.code, problem.reason.as_str()),
        (Code::DeadlineExceeded, "STREAM_IDLE")
    );
    hub.submit(automatic(), revenue(&[("zones/a", "2023", 5.0)]))
        .await
        .unwrap();
}

#[tokio::test]
async fn watchers_are_bounded_and_one_that_goes_makes_room() {
    let limits = Limits {
        watchers: 1,
        ..Limits::default()
    };
    let hub = TestHub::with(catalog(), limits).await;
    let watch = async || {
        let mut client = hub.reports.reports();
        answer(client.watch_reports(WatchReportsRequest::default()).await)
    };
    let first = watch().await.unwrap();
    let problem = watch().await.unwrap_err();
    assert_eq!(
        (problem.code, problem.reason.as_str()),
        (Code::ResourceExhausted, "TOO_MANY_WATCHERS")
    );
    assert!(problem.retry_after.is_some());
    drop(first);
    eventually("there is room again", async || watch().await.is_ok()).await;
}
