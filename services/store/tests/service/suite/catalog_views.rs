//! What is told about the catalogue as a whole: search, lineage, freshness, units, counts.

use zhibiao_model::{
    catalog::{Interface, LineageEvent, LineageKind},
    ids::{IndicatorCode, InterfaceId, ZoneId},
    period::Frequency,
};
use zhibiao_proto::catalog::v1::{self, *};
use zhibiao_runtime::error::Problem;
use zhibiao_testkit::{catalog::Small, observations::cell};

use super::BACKEND;
use crate::store::{Store, small};

fn problem(status: tonic::Status) -> Problem {
    Problem::from_status(&status)
}

#[tokio::test]
async fn indicators_are_found_by_what_people_type() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    let catalog = Small::default()
        .indicator_with("5g-base-stations", "个", |i| {
            i.names.zh = "5G基站数".into();
            i.names.en = "5G base stations".into();
        })
        .indicator_with("revenue", "亿元", |i| {
            i.names.zh = "营业收入".into();
            i.names.aliases = ["营收".to_owned()].into();
        })
        .indicator_with("tech-revenue", "亿元", |i| i.names.zh = "技术营业收入".into());
    store.apply(&catalog).await;
    let find = async |query: &str| {
        let request = SearchIndicatorsRequest {
            query: query.into(),
            limit: 0,
            consistency: None,
        };
        let answer = store
            .catalog
            .clone()
            .search_indicators(request)
            .await
            .unwrap()
            .into_inner();
        answer
            .matches
            .into_iter()
            .map(|m| (m.indicator.unwrap().name, m.matched, m.score))
            .collect::<Vec<_>>()
    };
    for (query, code, matched, exact) in [
        ("营业收入", "revenue", "营业收入", true),
        ("营收", "revenue", "营收", true),
        ("yingyeshouru", "revenue", "营业收入", false),
        ("yysr", "revenue", "营业收入", false),
        ("5g基站", "5g-base-stations", "5G基站数", false),
        ("5gjzs", "5g-base-stations", "5G基站数", false),
        ("BASE", "5g-base-stations", "5G base stations", false),
        ("tech-rev", "tech-revenue", "tech-revenue", false),
    ] {
        let found = find(query).await;
        let (name, by, score) = &found[0];
        assert_eq!(
            (name.as_str(), by.as_str()),
            (format!("indicators/{code}").as_str(), matched),
            "{query}"
        );
        assert_eq!(*score == 1.0, exact, "{query}: {score}");
        assert!(found.is_sorted_by(|a, b| a.2 >= b.2) && found.iter().all(|m| m.2 > 0.0 && m.2 <= 1.0));
    }
    assert_eq!(find("营业").await.len(), 2);
    assert_eq!(find("绿化").await, []);
    for query in [String::new(), "a".repeat(101)] {
        let status = store
            .catalog
            .clone()
            .search_indicators(SearchIndicatorsRequest {
                query,
                limit: 0,
                consistency: None,
            })
            .await;
        assert_eq!(problem(status.unwrap_err()).violations[0].field, "query");
    }
}

#[tokio::test]
async fn lineage_reaches_back_and_forward() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    let zones = ["a", "b", "c", "d", "e", "x", "y"];
    let catalog = zones
        .iter()
        .fold(Small::default(), |catalog, id| catalog.zone(id, id));
    let event = |date: &str, kind, from: &[&str], to: &[&str]| {
        let zones = |ids: &[&str]| ids.iter().map(|id| ZoneId::new(id).unwrap()).collect();
        let (from, to) = (zones(from), zones(to));
        v1::LineageEvent::from(&LineageEvent {
            date: date.parse().unwrap(),
            kind,
            from,
            to,
            note: "".into(),
        })
    };
    let mut message = catalog.message();
    message.lineage = vec![
        event("2001-01-01", LineageKind::Merge, &["a", "b"], &["c"]),
        event("2010-01-01", LineageKind::Split, &["c"], &["d", "e"]),
        event("2011-01-01", LineageKind::Rename, &["x"], &["y"]),
    ];
    let mut client = store.catalog.clone();
    let request = ApplyCatalogRequest {
        catalog: Some(message),
        ..Default::default()
    };
    client.apply_catalog(request).await.unwrap();
    let mut dates = async |id: &str| {
        let request = GetZoneLineageRequest {
            name: format!("zones/{id}"),
            consistency: None,
        };
        let events = client
            .get_zone_lineage(request)
            .await
            .unwrap()
            .into_inner()
            .events;
        events
            .into_iter()
            .map(|event| event.date[..4].to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(dates("c").await, ["2001", "2010"]);
    assert_eq!(dates("a").await, ["2001", "2010"]);
    assert_eq!(dates("e").await, ["2001", "2010"]);
    assert_eq!(dates("y").await, ["2011"]);
}

#[tokio::test]
async fn freshness_tells_due_and_received() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    let catalog = small()
        .department("statistics", "统计局")
        .indicator_with("output", "亿元", |i| i.frequency = Frequency::Monthly)
        .indicator_with("tax", "亿元", |i| i.frequency = Frequency::Monthly);
    let mut message = catalog.message();
    let interface = |id: &str, frequency, due_days, codes: &[&str]| {
        v1::Interface::from(&Interface {
            id: InterfaceId::new(id).unwrap(),
            names: zhibiao_model::catalog::Names {
                zh: id.into(),
                ..Default::default()
            },
            department: zhibiao_model::ids::DepartmentId::new("statistics").unwrap(),
            frequency,
            due_days,
            indicators: codes
                .iter()
                .map(|code| IndicatorCode::new(code).unwrap())
                .collect(),
        })
    };
    message.interfaces = vec![
        interface("monthly", Frequency::Monthly, 20, &["tax", "output"]),
        interface("yearly", Frequency::Annual, 400, &["revenue"]),
    ];
    let mut client = store.catalog.clone();
    let request = ApplyCatalogRequest {
        catalog: Some(message),
        ..Default::default()
    };
    client.apply_catalog(request).await.unwrap();
    store
        .write(
            "b1",
            [
                cell("output", "zones/east", "2024-04", 1.0),
                cell("tax", "zones/east", "2024-03", 1.0),
            ],
        )
        .await;
    let mut list = async |overdue_only, page_size, page_token: String| {
        let request = ListFreshnessRequest {
            overdue_only,
            page_size,
            page_token,
            ..Default::default()
        };
        let answer = client.list_freshness(request).await.unwrap().into_inner();
        let rows = answer.freshness.into_iter();
        let rows: Vec<_> = rows
            .map(|f| (f.indicator, f.due_period, f.due_date, f.received_period, f.fresh))
            .collect();
        (rows, answer.next_page_token)
    };
    // It is 1 June 2024 in China: April was due on 20 May, and of the years 2022 on 4 February.
    let row = |code: &str, due: &str, by: &str, received: &str, fresh| {
        (
            format!("indicators/{code}"),
            due.to_owned(),
            by.to_owned(),
            received.to_owned(),
            fresh,
        )
    };
    let all = [
        row("output", "2024-04", "2024-05-20", "2024-04", true),
        row("tax", "2024-04", "2024-05-20", "2024-03", false),
        row("revenue", "2022", "2024-02-04", "", false),
    ];
    assert_eq!(list(false, 0, String::new()).await.0, all);
    assert_eq!(list(true, 0, String::new()).await.0, all[1..]);
    let (first, token) = list(false, 2, String::new()).await;
    assert_eq!(first, all[..2]);
    assert_eq!(list(false, 2, token).await, (all[2..].to_vec(), String::new()));
    let (first, token) = list(true, 1, String::new()).await;
    assert_eq!(first, all[1..2]);
    assert_eq!(list(true, 1, token).await, (all[2..].to_vec(), String::new()));
}

#[tokio::test]
async fn units_are_listed_by_dimension_and_size() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    let units = store
        .catalog
        .clone()
        .list_units(ListUnitsRequest {})
        .await
        .unwrap()
        .into_inner()
        .units;
    assert!(units.len() > 10);
    assert!(units.is_sorted_by(|a, b| (&a.dimension, a.factor) <= (&b.dimension, b.factor)));
    assert!(units.iter().any(|unit| unit.symbol == "元"));
}

#[tokio::test]
async fn the_summary_counts() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    let empty = store.summary().await;
    assert_eq!((empty.revision, empty.zones, empty.committed_at), (0, 0, None));
    store.apply(&small().subject("platforms/p", "平台", "east")).await;
    store
        .write("b1", [cell("revenue", "zones/east", "2023", 1.0)])
        .await;
    store
        .write("b2", [cell("revenue", "zones/east", "2023", 2.0)])
        .await;
    let summary = store.summary().await;
    assert_eq!((summary.zones, summary.subjects, summary.indicators), (2, 1, 3));
    assert_eq!(
        (summary.observations, summary.past_observations, summary.revision),
        (1, 1, 3)
    );
    assert_eq!((summary.store_id.len(), summary.store_id), (32, empty.store_id));
}

#[tokio::test]
async fn the_whole_catalogue_is_streamed_in_parts() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    let mut catalog = small();
    for z in 0..2_100 {
        catalog = catalog.zone(&format!("z{z}"), &format!("区{z}"));
    }
    store.apply(&catalog).await;
    let mut parts = store
        .catalog
        .clone()
        .export_catalog(ExportCatalogRequest::default())
        .await
        .unwrap()
        .into_inner();
    let (mut sizes, mut whole) = (Vec::new(), zhibiao_model::catalog::Draft::default());
    while let Some(part) = parts.message().await.unwrap() {
        assert_eq!(part.revision, 1);
        let part = part.catalog.unwrap();
        sizes.push(part.kinds.len() + part.zones.len() + part.indicators.len());
        whole.merge(part.try_into().unwrap());
    }
    assert_eq!(sizes, [1_000, 1_000, 106]);
    assert_eq!(whole, catalog.build().into_draft());
}
