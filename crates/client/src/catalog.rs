//! The catalogue as a domain type.

use zhibiao_model::{
    catalog::{Catalog, Draft},
    revision::Token,
};
use zhibiao_proto::{catalog::v1::ExportCatalogRequest, convert::consistency::ReadAt};
use zhibiao_runtime::error::Problem;

use crate::Hub;

/// Reads the whole newest catalogue, at one revision of one store.
///
/// # Errors
/// When the store can't be reached, or what it sent does not fit together.
pub async fn load(hub: &Hub) -> Result<(Catalog, Token), Problem> {
    load_at(hub, ReadAt::FullyConsistent).await
}

/// Reads the whole catalogue as a token's revision or a later one left it, whichever replica answers.
///
/// # Errors
/// Those of [`load`], and when the store that answers has no such revision.
pub async fn load_since(hub: &Hub, token: Token) -> Result<(Catalog, Token), Problem> {
    load_at(hub, ReadAt::AtLeast(token)).await
}

/// Reads the whole catalogue as fresh as asked for, or as it was at a moment of the past.
///
/// # Errors
/// Those of [`load`], and when the store that answers has no such revision.
pub async fn load_at(hub: &Hub, at: ReadAt) -> Result<(Catalog, Token), Problem> {
    let (consistency, as_of) = at.fields();
    let mut parts = hub.read(ExportCatalogRequest { consistency, as_of }).await?;
    let mut draft = Draft::default();
    let mut token = String::new();
    while let Some(part) = parts
        .message()
        .await
        .map_err(|status| Problem::from_status(&status))?
    {
        token = part.token;
        let part = Draft::try_from(part.catalog.unwrap_or_default()).map_err(Problem::internal)?;
        draft.merge(part);
    }
    let catalog = Catalog::build(draft)
        .map_err(|faults| Problem::internal(faults.first().map(ToString::to_string).unwrap_or_default()))?;
    Ok((catalog, token.parse().map_err(Problem::internal)?))
}
