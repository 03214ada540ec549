//! Aliases that a review proposes: applied once, whenever the service dies.

use zhibiao_proto::{
    catalog::v1::GetIndicatorRequest,
    report::v1::{
        AliasState, CorrectEntry, Entry, EntryReview, ListEntriesRequest, ReviewEntriesRequest,
        ReviewEntriesResponse, UploadReportRequest, entry_review::Decision, upload_report_request::Part,
    },
};
use zhibiao_testkit::eventually;

use super::*;

const TEXT: &str = "2023年，甲高新区经营收入5亿元。";

fn upload() -> [UploadReportRequest; 2] {
    let header = ReportHeader {
        report_id: REPORT.to_owned(),
        department: "departments/statistics".to_owned(),
        file_name: "a.txt".to_owned(),
        ..ReportHeader::default()
    };
    [Part::Header(header), Part::Chunk(TEXT.as_bytes().to_vec().into())]
        .map(|part| UploadReportRequest { part: Some(part) })
}

fn corrected(report: &Report) -> ReviewEntriesRequest {
    let correct = CorrectEntry {
        indicator: "revenue".to_owned(),
        keep_as_alias: true,
        ..CorrectEntry::default()
    };
    ReviewEntriesRequest {
        report: report.name.clone(),
        etag: report.etag.clone(),
        reviews: vec![EntryReview {
            entry: 1,
            decision: Some(Decision::Correct(correct)),
        }],
    }
}

async fn review(hub: &Hub, request: &ReviewEntriesRequest) -> ReviewEntriesResponse {
    let reviewing = hub.retrying(|| {
        let (mut client, request) = (hub.reports(), request.clone());
        async move { client.review_entries(request).await }
    });
    reviewing.await.unwrap()
}

async fn entries(hub: &Hub) -> Vec<Entry> {
    let request = ListEntriesRequest {
        report: format!("reports/{REPORT}"),
        ..ListEntriesRequest::default()
    };
    hub.reports()
        .list_entries(request)
        .await
        .unwrap()
        .into_inner()
        .entries
}

async fn aliases(store: &Store) -> Vec<String> {
    let request = GetIndicatorRequest {
        name: "indicators/revenue".to_owned(),
        ..GetIndicatorRequest::default()
    };
    let answer = store.hub.catalog().get_indicator(request).await.unwrap();
    answer.into_inner().indicator.unwrap().names.unwrap().aliases
}

#[tokio::test]
async fn a_proposed_alias_survives_a_crash_and_is_applied_once() {
    for hold in [Hold::Before, Hold::After] {
        let store = Store::start().await;
        let (child, hub) = store.intake().await;
        let sending = hub.retrying(|| {
            let mut client = hub.reports();
            async move { client.upload_report(tokio_stream::iter(upload())).await }
        });
        let report = sending.await.unwrap().report.unwrap();
        assert_eq!(report.state(), ReportState::Blocked);
        let request = corrected(&report);
        let held = store.gate.hold("ApplyCatalog", hold);
        let reviewing = {
            let (mut client, request) = (hub.reports(), request.clone());
            tokio::spawn(async move { client.review_entries(request).await })
        };
        held.await.unwrap();
        child.kill();
        assert!(reviewing.await.unwrap().is_err());

        // Nobody asks: the service takes the proposal up by itself, and the review was kept before it.
        let (child, hub) = store.intake().await;
        eventually("the alias is in the catalogue", || async {
            aliases(&store).await == ["经营收入"]
        })
        .await;
        let answer = review(&hub, &request).await;
        assert_eq!(answer.report.unwrap().state(), ReportState::Pending);
        eventually("the proposal is settled", || async {
            let read = entries(&hub).await;
            read[0].reviews.len() == 1 && read[0].reviews[0].aliases[0].state() == AliasState::Applied
        })
        .await;
        assert_eq!(aliases(&store).await, ["经营收入"]);
        child.kill();
    }
}
