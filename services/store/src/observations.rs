//! The observation service.

mod batch;
mod cell;
mod check;
mod columns;
mod compute;
mod digest;
mod export;
mod range;
mod rows;
mod sdmx;
mod series;
mod watch;

use std::sync::Arc;

use tonic::{Request, Response, Status};
use zhibiao_proto::observation::v1::{
    ExportObservationsRequest, ReadColumnsRequest, ReadColumnsResponse, ReadObservationRequest,
    ReadObservationResponse, ReadSeriesRequest, ReadSeriesResponse, WatchChangesRequest,
    WriteObservationsRequest, WriteObservationsResponse, observation_service_server::ObservationService,
};
use zhibiao_runtime::access::Permit;

use crate::core::Core;

/// Serves `zhibiao.observation.v1.ObservationService`.
#[derive(Debug)]
pub(crate) struct ObservationApi(Arc<Core>);

impl ObservationApi {
    pub(crate) fn new(core: Arc<Core>) -> Self {
        Self(core)
    }
}

#[tonic::async_trait]
impl ObservationService for ObservationApi {
    async fn write_observations(
        &self,
        request: Request<WriteObservationsRequest>,
    ) -> Result<Response<WriteObservationsResponse>, Status> {
        Ok(Response::new(batch::write(&self.0, request.into_inner()).await?))
    }

    async fn read_series(
        &self,
        request: Request<ReadSeriesRequest>,
    ) -> Result<Response<ReadSeriesResponse>, Status> {
        let permit = Permit::of(request.extensions())?;
        let answer = series::read(&self.0, &permit, request.into_inner()).await?;
        Ok(Response::new(answer))
    }

    async fn read_columns(
        &self,
        request: Request<ReadColumnsRequest>,
    ) -> Result<Response<ReadColumnsResponse>, Status> {
        let permit = Permit::of(request.extensions())?;
        let answer = columns::read(&self.0, &permit, request.into_inner()).await?;
        Ok(Response::new(answer))
    }

    async fn read_observation(
        &self,
        request: Request<ReadObservationRequest>,
    ) -> Result<Response<ReadObservationResponse>, Status> {
        let permit = Permit::of(request.extensions())?;
        let answer = cell::read(&self.0, &permit, request.into_inner()).await?;
        Ok(Response::new(answer))
    }

    type ExportObservationsStream = export::Parts;

    async fn export_observations(
        &self,
        request: Request<ExportObservationsRequest>,
    ) -> Result<Response<export::Parts>, Status> {
        let permit = Permit::of(request.extensions())?;
        let parts = export::start(&self.0, &permit, request.into_inner()).await?;
        Ok(Response::new(parts))
    }

    type WatchChangesStream = watch::Events;

    async fn watch_changes(
        &self,
        request: Request<WatchChangesRequest>,
    ) -> Result<Response<watch::Events>, Status> {
        let permit = Permit::of(request.extensions())?;
        let events = watch::start(&self.0, &permit, &request.into_inner()).await?;
        Ok(Response::new(events))
    }
}
