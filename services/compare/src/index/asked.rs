//! What an evaluation is asked for: an index, what its answer has, and what it is compared with.

use std::{collections::BTreeSet, sync::Arc};

use zhibiao_model::framework::GROUPINGS;
use zhibiao_proto::compare::v1::{Detail, EvaluateFrameworkRequest};
use zhibiao_runtime::error::Problem;

use super::query::{self, Query};
use crate::{baseline::Baseline, request::Reader, snapshot::CatalogAt};

/// A request that was read.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) query: Arc<Query>,
    pub(super) details: BTreeSet<Detail>,
    pub(super) against: Option<Baseline>,
    pub(super) group_by: Option<&'static str>,
}

impl Asked {
    /// Reads a request.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub(super) fn read(request: EvaluateFrameworkRequest, known: &CatalogAt) -> Result<Self, Problem> {
        let EvaluateFrameworkRequest {
            query,
            details,
            against,
            group_by,
        } = request;
        let mut reader = Reader::new(known);
        let framework = query.as_ref().and_then(|query| {
            let id = query.framework.parse().ok()?;
            known.catalog.items().frameworks.get(&id)
        });
        let query = Query::read(&mut reader, query);
        let of = framework.and_then(|form| Some((&form.id, query::frequency(&known.catalog, form)?)));
        let against = Baseline::read(&mut reader, against, of);
        let mut once: BTreeSet<Detail> = BTreeSet::new();
        for (at, number) in details.into_iter().enumerate() {
            let field = format!("details[{at}]");
            match Detail::try_from(number) {
                Ok(Detail::Unspecified) | Err(_) => {
                    reader.faults.add(field, "is no detail that this hub knows");
                }
                Ok(detail) if once.contains(&detail) => {
                    let wrong = format!("`{}` stands there twice: name it once", detail.as_str_name());
                    reader.faults.add(field, wrong);
                }
                Ok(detail) => {
                    once.insert(detail);
                }
            }
        }
        let group_by = grouping(&mut reader, &group_by);
        reader.faults.finish()?;
        let query = query.ok_or_else(|| Problem::internal("an index without framework passed"))?;
        Ok(Self {
            query: Arc::new(query),
            details: once,
            against,
            group_by,
        })
    }
}

fn grouping(reader: &mut Reader<'_>, group_by: &str) -> Option<&'static str> {
    if group_by.is_empty() {
        return None;
    }
    let known = GROUPINGS.into_iter().find(|by| *by == group_by);
    if known.is_none() {
        let wrong = format!(
            "`{group_by}` groups no subjects: give one of {}",
            GROUPINGS.join(", ")
        );
        reader.faults.add("group_by", wrong);
    }
    known
}
