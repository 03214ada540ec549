//! The catalogue service.

mod apply;
mod freshness;
mod lineage;
mod list;
mod ownership;
mod search;
mod summary;

use std::sync::Arc;

use tonic::{Request, Response, Status};
use zhibiao_model::{
    access::{Action, Place},
    ids::{DepartmentId, InterfaceId, PeerGroupId, SubjectName, ZoneId},
    unit::Unit as KnownUnit,
};
use zhibiao_proto::{
    catalog::v1::{catalog_service_server::CatalogService, *},
    convert::consistency::ReadAt,
    observation::v1::{AsOf, Consistency},
};
use zhibiao_runtime::{
    access::Permit,
    error::{Code, Problem},
    outlet::Sent,
};

use self::list::Paging;
use crate::{
    core::{self, Core},
    library::Edition,
};

/// Serves `zhibiao.catalog.v1.CatalogService`.
#[derive(Debug)]
pub(crate) struct CatalogApi(Arc<Core>);

impl CatalogApi {
    pub(crate) fn new(core: Arc<Core>) -> Self {
        Self(core)
    }

    /// The catalogue, as fresh as a request asks for or of the moment that it names.
    async fn at(&self, consistency: Option<Consistency>, as_of: Option<AsOf>) -> Result<At, Problem> {
        let (revision, edition) = self.0.moment(ReadAt::read(consistency, as_of)?).await?;
        Ok(At {
            edition,
            revision: revision.get(),
            token: self.0.token(revision),
        })
    }
}

/// The catalogue that a read is answered from.
struct At {
    edition: Arc<Edition>,
    revision: i64,
    token: String,
}

/// Reads the resource name of a request.
fn name<T: std::str::FromStr>(text: &str) -> Result<T, Problem>
where
    T::Err: std::fmt::Display,
{
    text.parse().map_err(|error: T::Err| {
        let problem = Problem::new(Code::InvalidArgument, "NAME_INVALID", error.to_string());
        problem.violation("name", error.to_string())
    })
}

/// Reads a filter that may be left empty.
fn filter<T: std::str::FromStr>(field: &str, text: &str) -> Result<Option<T>, Problem>
where
    T::Err: std::fmt::Display,
{
    let parse = |text: &str| {
        text.parse().map_err(|error: T::Err| {
            let message = format!("{field}: {error}");
            let problem = Problem::new(Code::InvalidArgument, "FILTER_INVALID", message);
            problem.violation(field, error.to_string())
        })
    };
    (!text.is_empty()).then(|| parse(text)).transpose()
}

#[tonic::async_trait]
impl CatalogService for CatalogApi {
    async fn get_zone(&self, request: Request<GetZoneRequest>) -> Result<Response<GetZoneResponse>, Status> {
        let GetZoneRequest {
            name: text,
            consistency,
        } = request.into_inner();
        let (id, at) = (name::<ZoneId>(&text)?, self.at(consistency, None).await?);
        let zone = at.edition.catalog.items().zones.get(&id).ok_or_else(|| {
            let zones = &at.edition.catalog.items().zones;
            core::not_found("ZONE_NOT_FOUND", &id, &core::nearest(&id, zones.keys()))
        })?;
        Ok(Response::new(GetZoneResponse {
            zone: Some(zone.into()),
            revision: at.revision,
            token: at.token,
        }))
    }

    async fn list_zones(
        &self,
        request: Request<ListZonesRequest>,
    ) -> Result<Response<ListZonesResponse>, Status> {
        let ListZonesRequest {
            page_size,
            page_token,
            class,
            parent,
            consistency,
        } = request.into_inner();
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
        Ok(Response::new(ListZonesResponse {
            zones: page.items,
            next_page_token: page.next,
            total_size: page.total,
            revision: at.revision,
            token: at.token,
        }))
    }

    async fn get_subject(
        &self,
        request: Request<GetSubjectRequest>,
    ) -> Result<Response<GetSubjectResponse>, Status> {
        let GetSubjectRequest {
            name: text,
            consistency,
        } = request.into_inner();
        let (id, at) = (name::<SubjectName>(&text)?, self.at(consistency, None).await?);
        core::subject(&at.edition, &id)?;
        let subject = at.edition.catalog.items().subjects.get(&id).ok_or_else(|| {
            let message = format!("`{id}` is a zone: ask for it as one");
            Problem::new(Code::NotFound, "SUBJECT_NOT_FOUND", message).with("nearest", &id)
        })?;
        Ok(Response::new(GetSubjectResponse {
            subject: Some(subject.into()),
            revision: at.revision,
            token: at.token,
        }))
    }

    async fn list_subjects(
        &self,
        request: Request<ListSubjectsRequest>,
    ) -> Result<Response<ListSubjectsResponse>, Status> {
        let ListSubjectsRequest {
            page_size,
            page_token,
            kind,
            zone,
            consistency,
        } = request.into_inner();
        let (place, at) = (
            filter::<ZoneId>("zone", &zone)?,
            self.at(consistency, None).await?,
        );
        let today = self.0.clock.today();
        let subjects = at.edition.catalog.items().subjects.values().filter(|subject| {
            let inside = |place: &ZoneId| {
                subject
                    .zone_on(today)
                    .is_some_and(|zone| at.edition.catalog.lies_in(zone, place))
            };
            (kind.is_empty() || subject.name.kind() == kind) && place.as_ref().is_none_or(inside)
        });
        let paging = Paging {
            size: page_size,
            token: &page_token,
            query: &["subjects", &kind, &zone],
        };
        let page = paging.cut(
            subjects,
            |subject| subject.name.to_string(),
            |subject| (*subject).into(),
        )?;
        Ok(Response::new(ListSubjectsResponse {
            subjects: page.items,
            next_page_token: page.next,
            total_size: page.total,
            revision: at.revision,
            token: at.token,
        }))
    }

    async fn get_department(
        &self,
        request: Request<GetDepartmentRequest>,
    ) -> Result<Response<GetDepartmentResponse>, Status> {
        let GetDepartmentRequest {
            name: text,
            consistency,
        } = request.into_inner();
        let (id, at) = (name::<DepartmentId>(&text)?, self.at(consistency, None).await?);
        let department = at.edition.catalog.items().departments.get(&id).ok_or_else(|| {
            let departments = &at.edition.catalog.items().departments;
            core::not_found(
                "DEPARTMENT_NOT_FOUND",
                &id,
                &core::nearest(&id, departments.keys()),
            )
        })?;
        Ok(Response::new(GetDepartmentResponse {
            department: Some(department.into()),
            revision: at.revision,
            token: at.token,
        }))
    }

    async fn list_departments(
        &self,
        request: Request<ListDepartmentsRequest>,
    ) -> Result<Response<ListDepartmentsResponse>, Status> {
        let ListDepartmentsRequest {
            page_size,
            page_token,
            consistency,
        } = request.into_inner();
        let at = self.at(consistency, None).await?;
        let departments = at.edition.catalog.items().departments.values();
        let paging = Paging {
            size: page_size,
            token: &page_token,
            query: &["departments"],
        };
        let page = paging.cut(departments, |one| one.id.to_string(), |one| (*one).into())?;
        Ok(Response::new(ListDepartmentsResponse {
            departments: page.items,
            next_page_token: page.next,
            total_size: page.total,
            revision: at.revision,
            token: at.token,
        }))
    }

    async fn get_indicator(
        &self,
        request: Request<GetIndicatorRequest>,
    ) -> Result<Response<GetIndicatorResponse>, Status> {
        let GetIndicatorRequest {
            name: text,
            consistency,
        } = request.into_inner();
        let (code, at) = (name(&text)?, self.at(consistency, None).await?);
        let indicator = core::indicator(&at.edition, &code)?;
        Ok(Response::new(GetIndicatorResponse {
            indicator: Some(indicator.as_ref().into()),
            revision: at.revision,
            token: at.token,
        }))
    }

    async fn list_indicators(
        &self,
        request: Request<ListIndicatorsRequest>,
    ) -> Result<Response<ListIndicatorsResponse>, Status> {
        let ListIndicatorsRequest {
            page_size,
            page_token,
            theme,
            owner,
            subject_kind,
            consistency,
        } = request.into_inner();
        let (department, at) = (
            filter::<DepartmentId>("owner", &owner)?,
            self.at(consistency, None).await?,
        );
        let indicators = at
            .edition
            .catalog
            .items()
            .indicators
            .values()
            .filter(|indicator| {
                (theme.is_empty() || indicator.theme == theme)
                    && (department.is_none() || indicator.owner == department)
                    && (subject_kind.is_empty()
                        || indicator.subject_kinds.iter().any(|k| k.id() == subject_kind))
            });
        let query = ["indicators", &theme, &owner, &subject_kind];
        let paging = Paging {
            size: page_size,
            token: &page_token,
            query: &query,
        };
        let page = paging.cut(indicators, |one| one.code.to_string(), |one| one.as_ref().into())?;
        Ok(Response::new(ListIndicatorsResponse {
            indicators: page.items,
            next_page_token: page.next,
            total_size: page.total,
            revision: at.revision,
            token: at.token,
        }))
    }

    async fn get_interface(
        &self,
        request: Request<GetInterfaceRequest>,
    ) -> Result<Response<GetInterfaceResponse>, Status> {
        let GetInterfaceRequest {
            name: text,
            consistency,
        } = request.into_inner();
        let (id, at) = (name::<InterfaceId>(&text)?, self.at(consistency, None).await?);
        let interfaces = &at.edition.catalog.items().interfaces;
        let interface = interfaces.get(&id).ok_or_else(|| {
            core::not_found("INTERFACE_NOT_FOUND", &id, &core::nearest(&id, interfaces.keys()))
        })?;
        Ok(Response::new(GetInterfaceResponse {
            interface: Some(interface.into()),
            revision: at.revision,
            token: at.token,
        }))
    }

    async fn list_interfaces(
        &self,
        request: Request<ListInterfacesRequest>,
    ) -> Result<Response<ListInterfacesResponse>, Status> {
        let ListInterfacesRequest {
            page_size,
            page_token,
            department,
            consistency,
        } = request.into_inner();
        let (of, at) = (
            filter::<DepartmentId>("department", &department)?,
            self.at(consistency, None).await?,
        );
        let interfaces = at.edition.catalog.items().interfaces.values();
        let interfaces = interfaces.filter(|one| of.as_ref().is_none_or(|id| one.department == *id));
        let paging = Paging {
            size: page_size,
            token: &page_token,
            query: &["interfaces", &department],
        };
        let page = paging.cut(interfaces, |one| one.id.to_string(), |one| (*one).into())?;
        Ok(Response::new(ListInterfacesResponse {
            interfaces: page.items,
            next_page_token: page.next,
            total_size: page.total,
            revision: at.revision,
            token: at.token,
        }))
    }

    async fn get_peer_group(
        &self,
        request: Request<GetPeerGroupRequest>,
    ) -> Result<Response<GetPeerGroupResponse>, Status> {
        let GetPeerGroupRequest {
            name: text,
            consistency,
        } = request.into_inner();
        let (id, at) = (name::<PeerGroupId>(&text)?, self.at(consistency, None).await?);
        let groups = &at.edition.catalog.items().peer_groups;
        let group = groups.get(&id).ok_or_else(|| {
            core::not_found("PEER_GROUP_NOT_FOUND", &id, &core::nearest(&id, groups.keys()))
        })?;
        Ok(Response::new(GetPeerGroupResponse {
            peer_group: Some(group.into()),
            revision: at.revision,
            token: at.token,
        }))
    }

    async fn list_peer_groups(
        &self,
        request: Request<ListPeerGroupsRequest>,
    ) -> Result<Response<ListPeerGroupsResponse>, Status> {
        let ListPeerGroupsRequest {
            page_size,
            page_token,
            consistency,
        } = request.into_inner();
        let at = self.at(consistency, None).await?;
        let groups = at.edition.catalog.items().peer_groups.values();
        let paging = Paging {
            size: page_size,
            token: &page_token,
            query: &["peerGroups"],
        };
        let page = paging.cut(groups, |group| group.id.to_string(), |group| (*group).into())?;
        Ok(Response::new(ListPeerGroupsResponse {
            peer_groups: page.items,
            next_page_token: page.next,
            total_size: page.total,
            revision: at.revision,
            token: at.token,
        }))
    }

    async fn list_units(&self, _: Request<ListUnitsRequest>) -> Result<Response<ListUnitsResponse>, Status> {
        Ok(Response::new(ListUnitsResponse {
            units: summary::units(KnownUnit::known()),
        }))
    }

    async fn search_indicators(
        &self,
        request: Request<SearchIndicatorsRequest>,
    ) -> Result<Response<SearchIndicatorsResponse>, Status> {
        let SearchIndicatorsRequest {
            query,
            limit,
            consistency,
        } = request.into_inner();
        let at = self.at(consistency, None).await?;
        Ok(Response::new(SearchIndicatorsResponse {
            matches: search::find(&at.edition, &query, limit)?,
            revision: at.revision,
            token: at.token,
        }))
    }

    async fn get_zone_lineage(
        &self,
        request: Request<GetZoneLineageRequest>,
    ) -> Result<Response<GetZoneLineageResponse>, Status> {
        let GetZoneLineageRequest {
            name: text,
            consistency,
        } = request.into_inner();
        let (id, at) = (name::<ZoneId>(&text)?, self.at(consistency, None).await?);
        core::subject(&at.edition, &SubjectName::from(&id))?;
        let events = lineage::of(&at.edition.catalog, &id);
        Ok(Response::new(GetZoneLineageResponse {
            events: events.into_iter().map(Into::into).collect(),
            revision: at.revision,
            token: at.token,
        }))
    }

    async fn get_summary(
        &self,
        _: Request<GetSummaryRequest>,
    ) -> Result<Response<GetSummaryResponse>, Status> {
        Ok(Response::new(summary::get(&self.0).await?))
    }

    async fn list_freshness(
        &self,
        request: Request<ListFreshnessRequest>,
    ) -> Result<Response<ListFreshnessResponse>, Status> {
        let permit = Permit::of(request.extensions())?;
        let answer = freshness::list(&self.0, &permit, request.into_inner()).await?;
        Ok(Response::new(answer))
    }

    type ExportCatalogStream = Sent<ExportCatalogResponse>;

    async fn export_catalog(
        &self,
        request: Request<ExportCatalogRequest>,
    ) -> Result<Response<Self::ExportCatalogStream>, Status> {
        let permit = Permit::of(request.extensions())?;
        let ExportCatalogRequest { consistency, as_of } = request.into_inner();
        let at = self.at(consistency, as_of).await?;
        let newest = self.0.library.newest().await.map_err(Problem::from)?;
        let with_grants = permit.allows(&newest.catalog, &[Action::Administer], &Place::EVERYWHERE);
        let patience = self.0.limits.watch_patience;
        Ok(Response::new(summary::export(at, with_grants, patience)))
    }

    async fn apply_catalog(
        &self,
        request: Request<ApplyCatalogRequest>,
    ) -> Result<Response<ApplyCatalogResponse>, Status> {
        let permit = Permit::of(request.extensions())?;
        let answer = apply::apply(&self.0, permit, request.into_inner()).await?;
        Ok(Response::new(answer))
    }
}
