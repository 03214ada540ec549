//! Reading the catalogue.

use zhibiao_model::{catalog::PeerGroup, ids::ZoneId};
use zhibiao_proto::catalog::v1::*;
use zhibiao_runtime::error::{Code, Problem};
use zhibiao_testkit::catalog::Small;

use super::BACKEND;
use crate::store::{Store, small};

fn problem(status: tonic::Status) -> Problem {
    Problem::from_status(&status)
}

#[tokio::test]
async fn items_are_got_by_name() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    let catalog = small()
        .subject("platforms/big-data", "大数据平台", "east")
        .department("statistics", "统计局");
    store
        .apply(&catalog.group_with("all", |group: &mut PeerGroup| group.class = "htz".into()))
        .await;
    let mut client = store.catalog.clone();
    let zone = client
        .get_zone(GetZoneRequest {
            name: "zones/east".into(),
            consistency: None,
        })
        .await
        .unwrap()
        .into_inner();
    assert_eq!(zone.zone.unwrap().names.unwrap().zh, "东区");
    let name = "platforms/big-data".to_owned();
    let subject = client
        .get_subject(GetSubjectRequest {
            name,
            consistency: None,
        })
        .await
        .unwrap()
        .into_inner()
        .subject
        .unwrap();
    assert_eq!(subject.placements[0].zone, "zones/east");
    let name = "indicators/profit-rate".to_owned();
    let indicator = client
        .get_indicator(GetIndicatorRequest {
            name,
            consistency: None,
        })
        .await
        .unwrap()
        .into_inner()
        .indicator
        .unwrap();
    assert_eq!(
        (indicator.formula.as_str(), indicator.version),
        ("{profit} / {revenue}", 1)
    );
    let name = "departments/statistics".to_owned();
    assert!(
        client
            .get_department(GetDepartmentRequest {
                name,
                consistency: None
            })
            .await
            .is_ok()
    );
    let name = "peerGroups/all".to_owned();
    let group = client
        .get_peer_group(GetPeerGroupRequest {
            name,
            consistency: None,
        })
        .await
        .unwrap()
        .into_inner();
    assert_eq!(group.peer_group.unwrap().class, "htz");
}

#[tokio::test]
async fn what_is_not_there_is_told_with_the_nearest() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    let catalog = small()
        .subject("platforms/big-data", "大数据平台", "east")
        .department("statistics", "统计局");
    store.apply(&catalog.group_with("national", |_| {})).await;
    let mut client = store.catalog.clone();
    let told = |status: tonic::Status, reason: &str, nearest: &str| {
        let problem = problem(status);
        assert_eq!((problem.code, problem.reason.as_str()), (Code::NotFound, reason));
        assert!(problem.facts["nearest"].contains(nearest), "{problem:?}");
    };
    let name = "zones/easst".to_owned();
    told(
        client
            .get_zone(GetZoneRequest {
                name,
                consistency: None,
            })
            .await
            .unwrap_err(),
        "ZONE_NOT_FOUND",
        "zones/east",
    );
    let name = "platforms/big-date".to_owned();
    let status = client
        .get_subject(GetSubjectRequest {
            name,
            consistency: None,
        })
        .await
        .unwrap_err();
    told(status, "SUBJECT_NOT_FOUND", "platforms/big-data");
    let name = "indicators/revenues".to_owned();
    let status = client
        .get_indicator(GetIndicatorRequest {
            name,
            consistency: None,
        })
        .await
        .unwrap_err();
    told(status, "INDICATOR_NOT_FOUND", "indicators/revenue");
    let name = "departments/statistic".to_owned();
    let status = client
        .get_department(GetDepartmentRequest {
            name,
            consistency: None,
        })
        .await
        .unwrap_err();
    told(status, "DEPARTMENT_NOT_FOUND", "departments/statistics");
    let name = "peerGroups/nationals".to_owned();
    let status = client
        .get_peer_group(GetPeerGroupRequest {
            name,
            consistency: None,
        })
        .await
        .unwrap_err();
    told(status, "PEER_GROUP_NOT_FOUND", "peerGroups/national");
    let name = "interfaces/x".to_owned();
    let status = client
        .get_interface(GetInterfaceRequest {
            name,
            consistency: None,
        })
        .await
        .unwrap_err();
    told(status, "INTERFACE_NOT_FOUND", "");
    let status = client
        .get_zone(GetZoneRequest {
            name: "east".into(),
            consistency: None,
        })
        .await
        .unwrap_err();
    assert_eq!(problem(status).violations[0].field, "name");
}

#[tokio::test]
async fn lists_come_in_pages_bound_to_their_query() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    let mut catalog = Small::default().zone_with("province", "省", |zone| zone.class = "province".into());
    for z in 0..25 {
        catalog = catalog.zone_with(&format!("z{z:02}"), &format!("区{z}"), |zone| {
            zone.parent = Some(ZoneId::new("province").unwrap());
        });
    }
    store.apply(&catalog).await;
    let mut client = store.catalog.clone();
    let mut request = ListZonesRequest {
        page_size: 10,
        parent: "zones/province".into(),
        ..Default::default()
    };
    let mut names = Vec::new();
    loop {
        let page = client.list_zones(request.clone()).await.unwrap().into_inner();
        assert_eq!(page.total_size, 25);
        names.extend(page.zones.into_iter().map(|zone| zone.name));
        request.page_token = page.next_page_token;
        if request.page_token.is_empty() {
            break;
        }
        assert_eq!(names.len() % 10, 0);
    }
    assert_eq!(
        (
            names.len(),
            names.is_sorted(),
            names.contains(&"zones/province".to_owned())
        ),
        (25, true, false)
    );

    let first = client
        .list_zones(ListZonesRequest {
            page_size: 5,
            ..Default::default()
        })
        .await
        .unwrap();
    let page_token = first.into_inner().next_page_token;
    let other = ListZonesRequest {
        page_token,
        class: "htz".into(),
        ..Default::default()
    };
    assert_eq!(
        problem(client.list_zones(other).await.unwrap_err()).reason,
        "PAGE_TOKEN_OF_ANOTHER_QUERY"
    );
    let negative = ListZonesRequest {
        page_size: -1,
        ..Default::default()
    };
    assert_eq!(
        problem(client.list_zones(negative).await.unwrap_err()).reason,
        "PAGE_SIZE_NEGATIVE"
    );
    let wrong = ListZonesRequest {
        parent: "province".into(),
        ..Default::default()
    };
    assert_eq!(
        problem(client.list_zones(wrong).await.unwrap_err()).violations[0].field,
        "parent"
    );
}

#[tokio::test]
async fn lists_take_their_filters() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    let catalog = small()
        .zone_with("inner", "内区", |zone| {
            zone.parent = Some(ZoneId::new("east").unwrap())
        })
        .subject("platforms/p", "平台", "inner")
        .subject("funds/f", "基金", "west")
        .department("statistics", "统计局")
        .indicator_with("themed", "个", |i| {
            i.theme = "innovation".into();
            i.owner = Some(zhibiao_model::ids::DepartmentId::new("statistics").unwrap());
            i.subject_kinds = [zhibiao_model::ids::KindId::new("platforms").unwrap()].into();
        });
    store.apply(&catalog).await;
    let mut client = store.catalog.clone();
    let subjects = |page: ListSubjectsResponse| page.subjects.into_iter().map(|s| s.name).collect::<Vec<_>>();
    let in_east = ListSubjectsRequest {
        zone: "zones/east".into(),
        ..Default::default()
    };
    assert_eq!(
        subjects(client.list_subjects(in_east).await.unwrap().into_inner()),
        ["platforms/p"]
    );
    let funds = ListSubjectsRequest {
        kind: "funds".into(),
        ..Default::default()
    };
    assert_eq!(
        subjects(client.list_subjects(funds).await.unwrap().into_inner()),
        ["funds/f"]
    );
    let mut indicators = async |request: ListIndicatorsRequest| {
        let page = client.list_indicators(request).await.unwrap().into_inner();
        page.indicators.into_iter().map(|i| i.name).collect::<Vec<_>>()
    };
    let themed = ["indicators/themed"];
    assert_eq!(
        indicators(ListIndicatorsRequest {
            theme: "innovation".into(),
            ..Default::default()
        })
        .await,
        themed
    );
    let owner = "departments/statistics".to_owned();
    assert_eq!(
        indicators(ListIndicatorsRequest {
            owner,
            ..Default::default()
        })
        .await,
        themed
    );
    let subject_kind = "platforms".to_owned();
    assert_eq!(
        indicators(ListIndicatorsRequest {
            subject_kind,
            ..Default::default()
        })
        .await,
        themed
    );
    assert_eq!(indicators(ListIndicatorsRequest::default()).await.len(), 4);
}
