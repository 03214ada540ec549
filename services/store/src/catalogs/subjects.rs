//! Subjects that are no zones, and the groups in which subjects are compared.

use zhibiao_model::ids::{PeerGroupId, SubjectName, ZoneId};
use zhibiao_proto::catalog::v1::*;
use zhibiao_runtime::error::{Code, Problem};

use super::{CatalogApi, filter, list::Paging, name};
use crate::core;

impl CatalogApi {
    pub(super) async fn subject(&self, request: GetSubjectRequest) -> Result<GetSubjectResponse, Problem> {
        let GetSubjectRequest {
            name: text,
            consistency,
        } = request;
        let (id, at) = (name::<SubjectName>(&text)?, self.at(consistency, None).await?);
        core::subject(&at.edition, &id)?;
        let subject = at.edition.catalog.items().subjects.get(&id).ok_or_else(|| {
            let message = format!("`{id}` is a zone: ask for it as one");
            Problem::new(Code::NotFound, "SUBJECT_NOT_FOUND", message).with("nearest", &id)
        })?;
        Ok(GetSubjectResponse {
            subject: Some(subject.into()),
            revision: at.revision,
            token: at.token,
        })
    }

    pub(super) async fn subjects(
        &self,
        request: ListSubjectsRequest,
    ) -> Result<ListSubjectsResponse, Problem> {
        let ListSubjectsRequest {
            page_size,
            page_token,
            kind,
            zone,
            consistency,
        } = request;
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
        Ok(ListSubjectsResponse {
            subjects: page.items,
            next_page_token: page.next,
            total_size: page.total,
            revision: at.revision,
            token: at.token,
        })
    }

    pub(super) async fn peer_group(
        &self,
        request: GetPeerGroupRequest,
    ) -> Result<GetPeerGroupResponse, Problem> {
        let GetPeerGroupRequest {
            name: text,
            consistency,
        } = request;
        let (id, at) = (name::<PeerGroupId>(&text)?, self.at(consistency, None).await?);
        let groups = &at.edition.catalog.items().peer_groups;
        let group = groups.get(&id).ok_or_else(|| {
            core::not_found("PEER_GROUP_NOT_FOUND", &id, &core::nearest(&id, groups.keys()))
        })?;
        Ok(GetPeerGroupResponse {
            peer_group: Some(group.into()),
            revision: at.revision,
            token: at.token,
        })
    }

    pub(super) async fn peer_groups(
        &self,
        request: ListPeerGroupsRequest,
    ) -> Result<ListPeerGroupsResponse, Problem> {
        let ListPeerGroupsRequest {
            page_size,
            page_token,
            consistency,
        } = request;
        let at = self.at(consistency, None).await?;
        let groups = at.edition.catalog.items().peer_groups.values();
        let paging = Paging {
            size: page_size,
            token: &page_token,
            query: &["peerGroups"],
        };
        let page = paging.cut(groups, |group| group.id.to_string(), |group| (*group).into())?;
        Ok(ListPeerGroupsResponse {
            peer_groups: page.items,
            next_page_token: page.next,
            total_size: page.total,
            revision: at.revision,
            token: at.token,
        })
    }
}
