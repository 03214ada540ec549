//! What reads answer: consistency, the past, sources, names that are not there.

use jiff::Timestamp;
use zhibiao_model::{
    observation::{Evidence, Observation, Place, Provenance},
    qualifier::Qualifier,
    revision::{Revision, StoreId, Token},
};
use zhibiao_proto::{
    convert::consistency::ReadAt,
    observation::v1::{
        self, ReadColumnsRequest, ReadObservationRequest, ReadSeriesRequest, ReadSeriesResponse,
    },
};
use zhibiao_runtime::error::{Code, Problem};
use zhibiao_testkit::observations::{cell, missing};

use super::BACKEND;
use crate::store::{Store, key, small};

async fn series(store: &Store, at: ReadAt) -> Result<ReadSeriesResponse, Problem> {
    let (consistency, as_of) = at.fields();
    let keys = vec![key("zones/east", "revenue")];
    let request = ReadSeriesRequest {
        keys,
        consistency,
        as_of,
        ..Default::default()
    };
    let answer = store.observations.clone().read_series(request).await;
    answer
        .map(tonic::Response::into_inner)
        .map_err(|status| Problem::from_status(&status))
}

async fn history(store: &Store) {
    store.apply(&small()).await;
    store
        .write("b1", [cell("revenue", "zones/east", "2023", 1.0)])
        .await;
    store
        .write("b2", [cell("revenue", "zones/east", "2023", 2.0)])
        .await;
}

#[tokio::test]
async fn reads_are_as_fresh_as_they_ask() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    history(&store).await;
    let newest = series(&store, ReadAt::FullyConsistent).await.unwrap();
    assert_eq!((newest.revision, &newest.series[0].values), (3, &vec![2.0]));
    let token: Token = newest.token.parse().unwrap();
    assert_eq!(token.revision.get(), 3);
    assert_eq!(series(&store, ReadAt::AtLeast(token)).await.unwrap().revision, 3);

    let beyond = Token {
        revision: token.revision.next(),
        ..token
    };
    let problem = series(&store, ReadAt::AtLeast(beyond)).await.unwrap_err();
    assert_eq!(
        (problem.code, problem.reason.as_str()),
        (Code::OutOfRange, "REVISION_NOT_YET")
    );
    assert_eq!(problem.facts["head"], "3");
    let other = Token {
        store: StoreId(1),
        ..token
    };
    let problem = series(&store, ReadAt::AtLeast(other)).await.unwrap_err();
    assert_eq!(
        (problem.code, problem.reason.as_str()),
        (Code::InvalidArgument, "TOKEN_OF_ANOTHER_STORE")
    );
}

#[tokio::test]
async fn the_past_is_read_by_revision_and_by_time() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    history(&store).await;
    let at = |number| ReadAt::Revision(Revision::new(number).unwrap());
    for (number, values) in [(1, vec![]), (2, vec![1.0]), (3, vec![2.0])] {
        let answer = series(&store, at(number)).await.unwrap();
        assert_eq!((answer.revision, &answer.series[0].values), (number, &values));
        assert_eq!(answer.token.parse::<Token>().unwrap().revision.get(), number);
    }
    assert_eq!(
        series(&store, at(4)).await.unwrap_err().reason,
        "REVISION_NOT_YET"
    );
    let now: Timestamp = crate::store::NOW.parse().unwrap();
    assert_eq!(series(&store, ReadAt::Time(now)).await.unwrap().revision, 3);
    let early = series(&store, ReadAt::Time("2000-01-01T00:00:00Z".parse().unwrap()))
        .await
        .unwrap_err();
    assert_eq!(
        (early.code, early.reason.as_str()),
        (Code::NotFound, "SUBJECT_NOT_FOUND"),
        "no catalogue then"
    );
}

#[tokio::test]
async fn names_that_are_not_there_are_told_with_the_nearest() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    store.apply(&small()).await;
    for (subject, indicator, reason, nearest) in [
        ("zones/eastt", "revenue", "SUBJECT_NOT_FOUND", ""),
        (
            "zones/east",
            "revenu",
            "INDICATOR_NOT_FOUND",
            "indicators/revenue",
        ),
    ] {
        let request = ReadSeriesRequest {
            keys: vec![key(subject, indicator)],
            ..Default::default()
        };
        let status = store.observations.clone().read_series(request).await.unwrap_err();
        let problem = Problem::from_status(&status);
        assert_eq!((problem.code, problem.reason.as_str()), (Code::NotFound, reason));
        assert!(problem.facts["nearest"].contains(nearest), "{problem:?}");
    }
    let request = ReadSeriesRequest {
        keys: vec![key("east", "Revenue"), key("zones/x", "")],
        ..Default::default()
    };
    let status = store.observations.clone().read_series(request).await.unwrap_err();
    let problem = Problem::from_status(&status);
    let fields: Vec<&str> = problem.violations.iter().map(|v| v.field.as_str()).collect();
    assert_eq!(
        fields,
        ["keys[0].subject", "keys[0].indicator", "keys[1].indicator"]
    );
}

#[tokio::test]
async fn a_span_of_periods_is_cut_out() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    let monthly = small().indicator_with("output", "亿元", |i| {
        i.frequency = zhibiao_model::period::Frequency::Monthly;
    });
    store.apply(&monthly).await;
    let months = (1..=12).map(|m| cell("output", "zones/east", &format!("2023-{m:02}"), f64::from(m)));
    store.write("b1", months).await;
    let read = async |from: &str, to: &str| {
        let keys = vec![key("zones/east", "output")];
        let request = ReadSeriesRequest {
            keys,
            from: from.into(),
            to: to.into(),
            ..Default::default()
        };
        let answer = store.observations.clone().read_series(request).await;
        answer
            .map(|a| a.into_inner().series.remove(0).values)
            .map_err(|s| Problem::from_status(&s))
    };
    assert_eq!(read("2023-Q2", "2023-Q2").await.unwrap(), [4.0, 5.0, 6.0]);
    assert_eq!(read("2023-11", "").await.unwrap(), [11.0, 12.0]);
    assert_eq!(read("", "2023-02").await.unwrap(), [1.0, 2.0]);
    assert_eq!(read("2024", "").await.unwrap(), Vec::<f64>::new());
    assert_eq!(
        read("2023-09-17", "").await.unwrap_err().reason,
        "PERIOD_TOO_FINE"
    );
    assert_eq!(read("2024", "2023").await.unwrap_err().violations[0].field, "to");
    assert_eq!(read("2023-13", "").await.unwrap_err().violations[0].field, "from");
}

#[tokio::test]
async fn a_cell_is_told_with_its_evidence_and_history() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    store.apply(&small()).await;
    let mut first = cell("revenue", "zones/east", "2023", 1.0);
    first.provenance = Some(std::sync::Arc::new(Provenance {
        report: "reports/1".into(),
        ..Provenance::default()
    }));
    let place = Place::Cell {
        sheet: "表1".into(),
        row: 3,
        column: 2,
    };
    first.evidence = Some(Evidence {
        place,
        excerpt: "超1亿元".into(),
    });
    first.figure =
        zhibiao_model::observation::Figure::new(1.0, Qualifier::AtLeast, Default::default()).unwrap();
    store.write("b1", [first]).await;
    store
        .write("b2", [missing("revenue", "zones/east", "2023")])
        .await;

    let request = |period: &str| ReadObservationRequest {
        subject: "zones/east".into(),
        indicator: "indicators/revenue".into(),
        period: period.into(),
        ..Default::default()
    };
    let answer = store
        .observations
        .clone()
        .read_observation(request("2023"))
        .await
        .unwrap()
        .into_inner();
    assert_eq!((answer.revision, answer.unit.as_str()), (3, "亿元"));
    let [now, before] = answer.history.try_into().unwrap();
    assert_eq!(answer.current, Some(now.clone()));
    assert_eq!(
        (now.value, now.status(), now.revision, now.superseded_at),
        (None, v1::Status::Missing, 3, 0)
    );
    assert_eq!(
        (before.value, before.revision, before.superseded_at),
        (Some(1.0), 2, 3)
    );
    assert_eq!(before.qualifier(), v1::Qualifier::AtLeast);
    assert_eq!(before.provenance.unwrap().report, "reports/1");
    assert_eq!(before.evidence.unwrap().excerpt, "超1亿元");

    let empty = store
        .observations
        .clone()
        .read_observation(request("2020"))
        .await
        .unwrap()
        .into_inner();
    assert_eq!((empty.current, empty.history.len()), (None, 0));
    let status = store
        .observations
        .clone()
        .read_observation(request("2023-Q1"))
        .await
        .unwrap_err();
    assert_eq!(
        Problem::from_status(&status).reason,
        "PERIOD_OF_ANOTHER_FREQUENCY"
    );
}

#[tokio::test]
async fn sources_and_vintages_come_when_asked_for() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    store.apply(&small()).await;
    let said_by = |report: &str, year: &str, value: f64| Observation {
        provenance: Some(std::sync::Arc::new(Provenance {
            report: report.into(),
            ..Provenance::default()
        })),
        ..cell("revenue", "zones/east", year, value)
    };
    store
        .write(
            "b1",
            [
                said_by("reports/1", "2022", 1.0),
                said_by("reports/1", "2023", 1.0),
            ],
        )
        .await;
    store.write("b2", [said_by("reports/2", "2023", 2.0)]).await;
    let request = ReadSeriesRequest {
        keys: vec![key("zones/east", "revenue")],
        include_provenance: true,
        include_vintages: true,
        ..Default::default()
    };
    let answer = store
        .observations
        .clone()
        .read_series(request)
        .await
        .unwrap()
        .into_inner();
    let series = &answer.series[0];
    let reports: Vec<&str> = series
        .provenance
        .iter()
        .map(|i| series.provenances[*i as usize].report.as_str())
        .collect();
    assert_eq!(reports, ["reports/1", "reports/2"]);
    let vintages: Vec<_> = series
        .vintages
        .iter()
        .map(|v| (v.period.as_str(), v.value, v.superseded_at))
        .collect();
    assert_eq!(
        vintages,
        [
            ("2022", Some(1.0), 0),
            ("2023", Some(1.0), 3),
            ("2023", Some(2.0), 0)
        ]
    );

    let request = ReadColumnsRequest {
        indicators: vec!["indicators/revenue".into()],
        include_provenance: true,
        ..Default::default()
    };
    let answer = store
        .observations
        .clone()
        .read_columns(request)
        .await
        .unwrap()
        .into_inner();
    let reports: Vec<&str> = answer
        .columns
        .iter()
        .flat_map(|c| &c.provenance)
        .map(|i| answer.provenances[*i as usize].report.as_str())
        .collect();
    assert_eq!(reports, ["reports/1", "reports/2"]);
}

#[tokio::test]
async fn columns_are_of_the_subjects_asked_for() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    let catalog = small()
        .subject("platforms/p", "平台", "east")
        .indicator_with("users", "户", |i| {
            i.subject_kinds = ["zones", "platforms"]
                .map(|k| zhibiao_model::ids::KindId::new(k).unwrap())
                .into();
        });
    store.apply(&catalog).await;
    let users = ["zones/west", "platforms/p", "zones/east"]
        .into_iter()
        .zip([1.0, 2.0, 3.0]);
    store
        .write(
            "b1",
            users.map(|(subject, value)| cell("users", subject, "2023", value)),
        )
        .await;
    let read = async |subjects: &[&str], kind: &str| {
        let request = ReadColumnsRequest {
            indicators: vec!["indicators/users".into()],
            subjects: subjects.iter().map(ToString::to_string).collect(),
            kind: kind.into(),
            ..Default::default()
        };
        let answer = store.observations.clone().read_columns(request).await;
        answer
            .map(|a| {
                let a = a.into_inner();
                (
                    a.subjects,
                    a.columns.into_iter().flat_map(|c| c.values).collect::<Vec<f64>>(),
                )
            })
            .map_err(|s| Problem::from_status(&s))
    };
    let names = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<String>>();
    let all = (
        names(&["platforms/p", "zones/east", "zones/west"]),
        vec![2.0, 3.0, 1.0],
    );
    assert_eq!(read(&[], "").await.unwrap(), all);
    assert_eq!(
        read(&[], "platforms").await.unwrap(),
        (names(&["platforms/p"]), vec![2.0])
    );
    assert_eq!(
        read(&["zones/west"], "").await.unwrap(),
        (names(&["zones/west"]), vec![1.0])
    );
    assert_eq!(
        read(&["zones/none"], "").await.unwrap_err().reason,
        "SUBJECT_NOT_FOUND"
    );
}
