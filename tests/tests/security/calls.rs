//! Every call of the hub, about statistics' numbers in zone a.

use std::time::Duration;

use tokio_stream::{StreamExt as _, iter, wrappers::ReceiverStream};
use tonic::{Response, Status, Streaming};
use zhibiao_client::{Hub, Retry};
use zhibiao_proto::{catalog::v1::*, observation::v1::*, report::v1::*};
use zhibiao_runtime::error::{Code, Problem};

use crate::{
    comparisons,
    world::{entries, entries_of, header},
};

/// What a call is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Span {
    /// Statistics in zone a, or nobody's numbers.
    Zone,
    /// Statistics in all zones.
    AllZones,
    /// Everything that there is.
    Everything,
}

/// Longest time that a stream is listened to.
const LISTEN: Duration = Duration::from_millis(500);

pub(crate) const GDP: &str = "indicators/gdp";
pub(crate) const ZONE: &str = "zones/a";

pub(crate) type Answer = Result<(), Problem>;

/// Makes a call by its path, and says what it is about.
pub(crate) async fn call(hub: &Hub, path: &str, report: &Report) -> (Answer, Span) {
    let hub = hub.clone().with_retry(Retry::never());
    let (service, method) = path.rsplit_once('/').unwrap();
    let span = match method {
        "ApplyCatalog" | "ListFreshness" | "WatchChanges" => Span::AllZones,
        "ApplyFramework" => Span::Everything,
        _ => Span::Zone,
    };
    let answer = match service {
        "/zhibiao.catalog.v1.CatalogService" => catalog(&hub, method).await,
        "/zhibiao.observation.v1.ObservationService" => observations(&hub, method).await,
        "/zhibiao.report.v1.ReportService" => reports(&hub, method, report).await,
        "/zhibiao.compare.v1.CompareService" => comparisons::call(&hub, method).await,
        _ => panic!("no call is made of {service}"),
    };
    (answer, span)
}

pub(crate) fn done<T>(answer: Result<Response<T>, Status>) -> Answer {
    answer.map(|_| ()).map_err(|status| Problem::from_status(&status))
}

/// The first word of a stream: a refusal may come as late as that.
pub(crate) async fn heard<T>(answer: Result<Response<Streaming<T>>, Status>) -> Answer {
    let mut stream = answer
        .map_err(|status| Problem::from_status(&status))?
        .into_inner();
    match tokio::time::timeout(LISTEN, stream.next()).await {
        Ok(Some(Err(status))) => Err(Problem::from_status(&status)),
        Ok(_) | Err(_) => Ok(()),
    }
}

async fn catalog(hub: &Hub, method: &str) -> Answer {
    let mut catalog = hub.catalog();
    let name = |collection: &str, id: &str| format!("{collection}/{id}");
    macro_rules! get {
        ($call:ident, $request:ident, $name:expr) => {
            done(
                catalog
                    .$call($request {
                        name: $name,
                        ..$request::default()
                    })
                    .await,
            )
        };
    }
    match method {
        "GetZone" => get!(get_zone, GetZoneRequest, ZONE.into()),
        "ListZones" => done(catalog.list_zones(ListZonesRequest::default()).await),
        "GetSubject" => get!(get_subject, GetSubjectRequest, name("platforms", "p")),
        "ListSubjects" => done(catalog.list_subjects(ListSubjectsRequest::default()).await),
        "GetDepartment" => get!(
            get_department,
            GetDepartmentRequest,
            name("departments", "statistics")
        ),
        "ListDepartments" => done(catalog.list_departments(ListDepartmentsRequest::default()).await),
        "GetIndicator" => get!(get_indicator, GetIndicatorRequest, GDP.into()),
        "ListIndicators" => done(catalog.list_indicators(ListIndicatorsRequest::default()).await),
        "GetInterface" => get!(
            get_interface,
            GetInterfaceRequest,
            name("interfaces", "science-feed")
        ),
        "ListInterfaces" => done(catalog.list_interfaces(ListInterfacesRequest::default()).await),
        "GetPeerGroup" => get!(get_peer_group, GetPeerGroupRequest, name("peerGroups", "g")),
        "ListPeerGroups" => done(catalog.list_peer_groups(ListPeerGroupsRequest::default()).await),
        "ListUnits" => done(catalog.list_units(ListUnitsRequest::default()).await),
        "SearchIndicators" => {
            let query = "gdp".to_owned();
            let request = SearchIndicatorsRequest {
                query,
                ..SearchIndicatorsRequest::default()
            };
            done(catalog.search_indicators(request).await)
        }
        "GetZoneLineage" => get!(get_zone_lineage, GetZoneLineageRequest, ZONE.into()),
        "GetSummary" => done(catalog.get_summary(GetSummaryRequest {}).await),
        "ListFreshness" => {
            let request = ListFreshnessRequest {
                department: name("departments", "statistics"),
                ..ListFreshnessRequest::default()
            };
            done(catalog.list_freshness(request).await)
        }
        "ExportCatalog" => heard(catalog.export_catalog(ExportCatalogRequest::default()).await).await,
        "ApplyCatalog" => {
            let mut whole = crate::world::catalog();
            whole.indicators.retain(|indicator| indicator.name == GDP);
            whole.indicators[0].definition_en = "gross domestic product".into();
            let request = ApplyCatalogRequest {
                catalog: Some(Catalog {
                    indicators: whole.indicators,
                    ..Catalog::default()
                }),
                dry_run: true,
                ..ApplyCatalogRequest::default()
            };
            done(catalog.apply_catalog(request).await)
        }
        _ => panic!("no call is made of {method}"),
    }
}

async fn observations(hub: &Hub, method: &str) -> Answer {
    let mut observations = hub.observations();
    match method {
        "WriteObservations" => {
            let request = WriteObservationsRequest::default();
            done(observations.write_observations(request).await)
        }
        "ReadSeries" => {
            let key = SeriesKey {
                subject: ZONE.into(),
                indicator: GDP.into(),
            };
            let request = ReadSeriesRequest {
                keys: vec![key],
                ..ReadSeriesRequest::default()
            };
            done(observations.read_series(request).await)
        }
        "ReadColumns" => {
            let request = ReadColumnsRequest {
                indicators: vec![GDP.into()],
                periods: vec!["2023".into()],
                subjects: vec![ZONE.into()],
                ..ReadColumnsRequest::default()
            };
            done(observations.read_columns(request).await)
        }
        "ReadObservation" => {
            let request = ReadObservationRequest {
                subject: ZONE.into(),
                indicator: GDP.into(),
                period: "2023".into(),
                ..ReadObservationRequest::default()
            };
            done(observations.read_observation(request).await)
        }
        "ExportObservations" => {
            let request = ExportObservationsRequest {
                indicators: vec![GDP.into()],
                subjects: vec![ZONE.into()],
                ..ExportObservationsRequest::default()
            };
            heard(observations.export_observations(request).await).await
        }
        "WatchChanges" => {
            let request = WatchChangesRequest {
                indicators: vec![GDP.into()],
                ..WatchChangesRequest::default()
            };
            heard(observations.watch_changes(request).await).await
        }
        _ => panic!("no call is made of {method}"),
    }
}

async fn reports(hub: &Hub, method: &str, report: &Report) -> Answer {
    let mut reports = hub.reports();
    let name = report.name.clone();
    match method {
        "SubmitReport" => {
            let request = SubmitReportRequest {
                header: Some(header("statistics", ZONE)),
                entries: Some(entries(ZONE)),
            };
            done(reports.submit_report(request).await)
        }
        "UploadReport" => {
            use upload_report_request::Part;
            let part = |part| UploadReportRequest { part: Some(part) };
            let csv = "indicator,value\ngdp,98.75\n".as_bytes().into();
            let parts = [
                part(Part::Header(header("statistics", ZONE))),
                part(Part::Chunk(csv)),
            ];
            done(reports.upload_report(iter(parts)).await)
        }
        "CheckReport" => {
            use check_report_request::Part;
            let part = |part| CheckReportRequest { part: Some(part) };
            let parts = [
                part(Part::Header(header("statistics", ZONE))),
                part(Part::Entries(entries(ZONE))),
            ];
            done(reports.check_report(iter(parts)).await)
        }
        "GetReport" => done(reports.get_report(GetReportRequest { name }).await),
        "ListReports" => {
            let request = ListReportsRequest {
                department: "departments/statistics".into(),
                ..ListReportsRequest::default()
            };
            let answer = reports.list_reports(request).await;
            let listed = answer
                .map_err(|status| Problem::from_status(&status))?
                .into_inner();
            shown(&listed.reports, report)
        }
        "WatchReports" => {
            let request = WatchReportsRequest {
                department: "departments/statistics".into(),
            };
            heard(reports.watch_reports(request).await).await
        }
        "ListEntries" => {
            let request = ListEntriesRequest {
                report: name,
                ..ListEntriesRequest::default()
            };
            done(reports.list_entries(request).await)
        }
        "ListFindings" => {
            let request = ListFindingsRequest {
                report: name,
                ..ListFindingsRequest::default()
            };
            done(reports.list_findings(request).await)
        }
        "GetReportSource" => {
            let request = GetReportSourceRequest {
                report: name,
                entry: 1,
                ..GetReportSourceRequest::default()
            };
            done(reports.get_report_source(request).await)
        }
        "ReviewEntries" => {
            let request = ReviewEntriesRequest {
                report: name,
                etag: "as seen before".into(),
                reviews: vec![EntryReview {
                    entry: 1,
                    decision: Some(entry_review::Decision::Confirm(ConfirmEntry::default())),
                }],
            };
            done(reports.review_entries(request).await)
        }
        "DecideReport" => {
            use decide_report_request::Decision;
            let request = DecideReportRequest {
                name,
                etag: "as seen before".into(),
                decision: Some(Decision::Approve(ApproveReport::default())),
            };
            done(reports.decide_report(request).await)
        }
        "StreamObservations" => stream(hub).await,
        _ => panic!("no call is made of {method}"),
    }
}

/// Opens a stream and sends the batch that comes next.
async fn stream(hub: &Hub) -> Answer {
    use stream_observations_request::Part;
    use stream_observations_response::Answer as Word;
    let part = |part| StreamObservationsRequest { part: Some(part) };
    let (give, parts) = tokio::sync::mpsc::channel(2);
    let open = OpenStream {
        interface: "interfaces/science-feed".into(),
        ..OpenStream::default()
    };
    give.send(part(Part::Open(open))).await.unwrap();
    let answers = hub
        .reports()
        .stream_observations(ReceiverStream::new(parts))
        .await;
    let mut answers = answers
        .map_err(|status| Problem::from_status(&status))?
        .into_inner();
    while let Some(word) = answers.next().await {
        let word = word.map_err(|status| Problem::from_status(&status))?;
        match word.answer.unwrap() {
            Word::Opened(opened) => {
                let batch = ObservationBatch {
                    sequence: opened.durable_sequence + 1,
                    entries: Some(entries_of("patents", ZONE)),
                };
                give.send(part(Part::Batch(batch))).await.unwrap();
            }
            _ => return Ok(()),
        }
    }
    Ok(())
}

/// A list that leaves a report out is as good as a refusal.
fn shown(listed: &[Report], report: &Report) -> Answer {
    if listed.iter().any(|one| one.name == report.name) {
        return Ok(());
    }
    Err(Problem::new(
        Code::PermissionDenied,
        "RIGHT_MISSING",
        "not listed",
    ))
}
