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
        Ok(Response::new(series::read(&self.0, request.into_inner()).await?))
    }

    async fn read_columns(
        &self,
        request: Request<ReadColumnsRequest>,
    ) -> Result<Response<ReadColumnsResponse>, Status> {
        Ok(Response::new(columns::read(&self.0, request.into_inner()).await?))
    }

    async fn read_observation(
        &self,
        request: Request<ReadObservationRequest>,
    ) -> Result<Response<ReadObservationResponse>, Status> {
        Ok(Response::new(cell::read(&self.0, request.into_inner()).await?))
    }

    type ExportObservationsStream = export::Parts;

    async fn export_observations(
        &self,
        request: Request<ExportObservationsRequest>,
    ) -> Result<Response<export::Parts>, Status> {
        Ok(Response::new(export::start(&self.0, request.into_inner()).await?))
    }

    type WatchChangesStream = watch::Events;

    async fn watch_changes(
        &self,
        request: Request<WatchChangesRequest>,
    ) -> Result<Response<watch::Events>, Status> {
        Ok(Response::new(watch::start(&self.0, &request.into_inner()).await?))
    }
}
