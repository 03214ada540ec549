//! Zones, and what they came of.

use zhibiao_model::ids::{SubjectName, ZoneId};
use zhibiao_proto::catalog::v1::*;
use zhibiao_runtime::error::Problem;

use super::{CatalogApi, filter, lineage, list::Paging, name};
use crate::core;

impl CatalogApi {
    pub(super) async fn zone(&self, request: GetZoneRequest) -> Result<GetZoneResponse, Problem> {
        let GetZoneRequest {
            name: text,
            consistency,
        } = request;
        let (id, at) = (name::<ZoneId>(&text)?, self.at(consistency, None).await?);
        let zone = at.edition.catalog.items().zones.get(&id).ok_or_else(|| {
            let zones = &at.edition.catalog.items().zones;
            core::not_found("ZONE_NOT_FOUND", &id, &core::nearest(&id, zones.keys()))
        })?;
        Ok(GetZoneResponse {
            zone: Some(zone.into()),
            revision: at.revision,
            token: at.token,
        })
    }

    pub(super) async fn zones(&self, request: ListZonesRequest) -> Result<ListZonesResponse, Problem> {
        let ListZonesRequest {
            page_size,
            page_token,
            class,
            parent,
            consistency,
        } = request;
        let (place, at) = (
            filter::<ZoneId>("parent", &parent)?,
            self.at(consistency, None).await?,
        );
        let zones = at.edition.catalog.items().zones.values().filter(|zone| {
            let inside = |place: &ZoneId| zone.id != *place && at.edition.catalog.lies_in(&zone.id, place);
            (class.is_empty() || zone.class == class) && place.as_ref().is_none_or(inside)
        });
        let paging = Paging {
            size: page_size,
            token: &page_token,
            query: &["zones", &class, &parent],
        };
        let page = paging.cut(zones, |zone| zone.id.to_string(), |zone| (*zone).into())?;
        Ok(ListZonesResponse {
            zones: page.items,
            next_page_token: page.next,
            total_size: page.total,
            revision: at.revision,
            token: at.token,
        })
    }

    pub(super) async fn zone_lineage(
        &self,
        request: GetZoneLineageRequest,
    ) -> Result<GetZoneLineageResponse, Problem> {
        let GetZoneLineageRequest {
            name: text,
            consistency,
        } = request;
        let (id, at) = (name::<ZoneId>(&text)?, self.at(consistency, None).await?);
        core::subject(&at.edition, &SubjectName::from(&id))?;
        let events = lineage::of(&at.edition.catalog, &id);
        Ok(GetZoneLineageResponse {
            events: events.into_iter().map(Into::into).collect(),
            revision: at.revision,
            token: at.token,
        })
    }
}
