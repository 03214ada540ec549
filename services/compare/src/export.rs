//! Filling columns from the store.

use zhibiao_client::Hub;
use zhibiao_model::revision::{Revision, Token};
use zhibiao_proto::{
    convert::{columns::Columns as Batch, consistency::ReadAt},
    observation::v1::{
        ExportFormat, ExportObservationsRequest, ExportObservationsResponse,
        export_observations_response::Part,
    },
};
use zhibiao_runtime::error::Problem;

use crate::cube::Cube;

/// Reads observations at one revision into a cube: all, or those of the indicators named. Gives the revision.
///
/// # Errors
/// When the store can't be reached or has no such revision; the cube then holds a part and must not be used.
pub(crate) async fn fill(
    hub: &Hub,
    cube: &mut Cube,
    indicators: &[String],
    at: ReadAt,
) -> Result<Token, Problem> {
    let (consistency, as_of) = at.fields();
    let request = ExportObservationsRequest {
        indicators: indicators.to_vec(),
        consistency,
        as_of,
        format: ExportFormat::Columns.into(),
        ..ExportObservationsRequest::default()
    };
    let mut parts = hub.read(request).await?;
    let mut token = None;
    while let Some(sent) = parts
        .message()
        .await
        .map_err(|status| Problem::from_status(&status))?
    {
        let ExportObservationsResponse {
            part,
            revision: _,
            token: at,
            revisions,
        } = sent;
        token = Some(at.parse::<Token>().map_err(Problem::internal)?);
        match part {
            Some(Part::Columns(columns)) => {
                let batch = Batch::try_from(columns).map_err(Problem::internal)?;
                if batch.rows().len() != revisions.len() {
                    return Err(Problem::internal(
                        "an export says of some values only which revision wrote them",
                    ));
                }
                cube.merge(&batch, |row| {
                    revisions
                        .get(row)
                        .copied()
                        .and_then(Revision::new)
                        .unwrap_or_default()
                });
            }
            Some(Part::SdmxCsv(_)) => {
                return Err(Problem::internal("an export came as text, not in columns"));
            }
            None => {}
        }
    }
    token.ok_or_else(|| Problem::internal("an export ended without saying its revision"))
}
