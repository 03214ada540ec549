//! Several stores over one database: who passes a token on sees what it stands for, whichever of them answers.

use zhibiao_proto::{
    catalog::v1::{ExportCatalogRequest, GetIndicatorRequest},
    observation::v1::{Consistency, consistency::Requirement},
};
use zhibiao_testkit::postgres;

use crate::store::{NOW, Store, small};

#[tokio::test]
async fn a_catalogue_is_seen_by_its_token_in_every_store() {
    let Some(schema) = postgres::shared().await else {
        return;
    };
    let stores = [Store::over(&schema, NOW).await, Store::over(&schema, NOW).await];
    stores[0].apply(&small()).await;
    // By turns, so that each has to hear of what the other one did; at once, so that it can't have heard by itself.
    for number in 0..20 {
        let code = format!("new-{number}");
        let [applies, asked] = if number % 2 == 0 {
            [&stores[0], &stores[1]]
        } else {
            [&stores[1], &stores[0]]
        };
        let token = applies.apply(&small().indicator(&code, "家")).await.token;
        let consistency = Some(Consistency {
            requirement: Some(Requirement::AtLeastAsFresh(token)),
        });
        let request = GetIndicatorRequest {
            name: format!("indicators/{code}"),
            consistency: consistency.clone(),
        };
        let mut client = asked.catalog.clone();
        let found = client.get_indicator(request).await.unwrap().into_inner();
        assert_eq!(found.indicator.unwrap().name, format!("indicators/{code}"));
        let request = ExportCatalogRequest {
            consistency,
            as_of: None,
        };
        let mut parts = client.export_catalog(request).await.unwrap().into_inner();
        let part = parts.message().await.unwrap().unwrap();
        assert!(part.revision >= found.revision);
        let name = format!("indicators/{code}");
        let catalog = part.catalog.unwrap();
        assert!(catalog.indicators.iter().any(|indicator| indicator.name == name));
    }
}
