//! Who reports, and by which interface.

use zhibiao_model::ids::{DepartmentId, InterfaceId};
use zhibiao_proto::catalog::v1::*;
use zhibiao_runtime::error::Problem;

use super::{CatalogApi, filter, list::Paging, name};
use crate::core;

impl CatalogApi {
    pub(super) async fn department(
        &self,
        request: GetDepartmentRequest,
    ) -> Result<GetDepartmentResponse, Problem> {
        let GetDepartmentRequest {
            name: text,
            consistency,
        } = request;
        let (id, at) = (name::<DepartmentId>(&text)?, self.at(consistency, None).await?);
        let department = at.edition.catalog.items().departments.get(&id).ok_or_else(|| {
            let departments = &at.edition.catalog.items().departments;
            core::not_found(
                "DEPARTMENT_NOT_FOUND",
                &id,
                &core::nearest(&id, departments.keys()),
            )
        })?;
        Ok(GetDepartmentResponse {
            department: Some(department.into()),
            revision: at.revision,
            token: at.token,
        })
    }

    pub(super) async fn departments(
        &self,
        request: ListDepartmentsRequest,
    ) -> Result<ListDepartmentsResponse, Problem> {
        let ListDepartmentsRequest {
            page_size,
            page_token,
            consistency,
        } = request;
        let at = self.at(consistency, None).await?;
        let departments = at.edition.catalog.items().departments.values();
        let paging = Paging {
            size: page_size,
            token: &page_token,
            query: &["departments"],
        };
        let page = paging.cut(departments, |one| one.id.to_string(), |one| (*one).into())?;
        Ok(ListDepartmentsResponse {
            departments: page.items,
            next_page_token: page.next,
            total_size: page.total,
            revision: at.revision,
            token: at.token,
        })
    }

    pub(super) async fn interface(
        &self,
        request: GetInterfaceRequest,
    ) -> Result<GetInterfaceResponse, Problem> {
        let GetInterfaceRequest {
            name: text,
            consistency,
        } = request;
        let (id, at) = (name::<InterfaceId>(&text)?, self.at(consistency, None).await?);
        let interfaces = &at.edition.catalog.items().interfaces;
        let interface = interfaces.get(&id).ok_or_else(|| {
            core::not_found("INTERFACE_NOT_FOUND", &id, &core::nearest(&id, interfaces.keys()))
        })?;
        Ok(GetInterfaceResponse {
            interface: Some(interface.into()),
            revision: at.revision,
            token: at.token,
        })
    }

    pub(super) async fn interfaces(
        &self,
        request: ListInterfacesRequest,
    ) -> Result<ListInterfacesResponse, Problem> {
        let ListInterfacesRequest {
            page_size,
            page_token,
            department,
            consistency,
        } = request;
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
        Ok(ListInterfacesResponse {
            interfaces: page.items,
            next_page_token: page.next,
            total_size: page.total,
            revision: at.revision,
            token: at.token,
        })
    }
}
