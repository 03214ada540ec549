//! The catalogue service.

mod apply;
mod freshness;
mod indicators;
mod lineage;
mod list;
mod ownership;
mod reporters;
mod search;
mod subjects;
mod summary;
mod zones;

use std::sync::Arc;

use tonic::{Request, Response, Status};
use zhibiao_model::{
    access::{Action, Place},
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

use crate::{core::Core, library::Edition};

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
        Ok(Response::new(self.zone(request.into_inner()).await?))
    }

    async fn list_zones(
        &self,
        request: Request<ListZonesRequest>,
    ) -> Result<Response<ListZonesResponse>, Status> {
        Ok(Response::new(self.zones(request.into_inner()).await?))
    }

    async fn get_subject(
        &self,
        request: Request<GetSubjectRequest>,
    ) -> Result<Response<GetSubjectResponse>, Status> {
        Ok(Response::new(self.subject(request.into_inner()).await?))
    }

    async fn list_subjects(
        &self,
        request: Request<ListSubjectsRequest>,
    ) -> Result<Response<ListSubjectsResponse>, Status> {
        Ok(Response::new(self.subjects(request.into_inner()).await?))
    }

    async fn get_department(
        &self,
        request: Request<GetDepartmentRequest>,
    ) -> Result<Response<GetDepartmentResponse>, Status> {
        Ok(Response::new(self.department(request.into_inner()).await?))
    }

    async fn list_departments(
        &self,
        request: Request<ListDepartmentsRequest>,
    ) -> Result<Response<ListDepartmentsResponse>, Status> {
        Ok(Response::new(self.departments(request.into_inner()).await?))
    }

    async fn get_indicator(
        &self,
        request: Request<GetIndicatorRequest>,
    ) -> Result<Response<GetIndicatorResponse>, Status> {
        Ok(Response::new(self.indicator(request.into_inner()).await?))
    }

    async fn list_indicators(
        &self,
        request: Request<ListIndicatorsRequest>,
    ) -> Result<Response<ListIndicatorsResponse>, Status> {
        Ok(Response::new(self.indicators(request.into_inner()).await?))
    }

    async fn get_interface(
        &self,
        request: Request<GetInterfaceRequest>,
    ) -> Result<Response<GetInterfaceResponse>, Status> {
        Ok(Response::new(self.interface(request.into_inner()).await?))
    }

    async fn list_interfaces(
        &self,
        request: Request<ListInterfacesRequest>,
    ) -> Result<Response<ListInterfacesResponse>, Status> {
        Ok(Response::new(self.interfaces(request.into_inner()).await?))
    }

    async fn get_peer_group(
        &self,
        request: Request<GetPeerGroupRequest>,
    ) -> Result<Response<GetPeerGroupResponse>, Status> {
        Ok(Response::new(self.peer_group(request.into_inner()).await?))
    }

    async fn list_peer_groups(
        &self,
        request: Request<ListPeerGroupsRequest>,
    ) -> Result<Response<ListPeerGroupsResponse>, Status> {
        Ok(Response::new(self.peer_groups(request.into_inner()).await?))
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
        Ok(Response::new(self.found(request.into_inner()).await?))
    }

    async fn get_zone_lineage(
        &self,
        request: Request<GetZoneLineageRequest>,
    ) -> Result<Response<GetZoneLineageResponse>, Status> {
        Ok(Response::new(self.zone_lineage(request.into_inner()).await?))
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
