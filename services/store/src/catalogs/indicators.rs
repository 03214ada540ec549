//! Indicators.

use zhibiao_model::ids::DepartmentId;
use zhibiao_proto::catalog::v1::*;
use zhibiao_runtime::error::Problem;

use super::{CatalogApi, filter, list::Paging, name, search};
use crate::core;

impl CatalogApi {
    pub(super) async fn indicator(
        &self,
        request: GetIndicatorRequest,
    ) -> Result<GetIndicatorResponse, Problem> {
        let GetIndicatorRequest {
            name: text,
            consistency,
        } = request;
        let (code, at) = (name(&text)?, self.at(consistency, None).await?);
        let indicator = core::indicator(&at.edition, &code)?;
        Ok(GetIndicatorResponse {
            indicator: Some(indicator.as_ref().into()),
            revision: at.revision,
            token: at.token,
        })
    }

    pub(super) async fn indicators(
        &self,
        request: ListIndicatorsRequest,
    ) -> Result<ListIndicatorsResponse, Problem> {
        let ListIndicatorsRequest {
            page_size,
            page_token,
            theme,
            owner,
            subject_kind,
            consistency,
        } = request;
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
        Ok(ListIndicatorsResponse {
            indicators: page.items,
            next_page_token: page.next,
            total_size: page.total,
            revision: at.revision,
            token: at.token,
        })
    }

    pub(super) async fn found(
        &self,
        request: SearchIndicatorsRequest,
    ) -> Result<SearchIndicatorsResponse, Problem> {
        let SearchIndicatorsRequest {
            query,
            limit,
            consistency,
        } = request;
        let at = self.at(consistency, None).await?;
        Ok(SearchIndicatorsResponse {
            matches: search::find(&at.edition, &query, limit)?,
            revision: at.revision,
            token: at.token,
        })
    }
}
