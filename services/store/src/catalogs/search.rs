//! SearchIndicators.

use zhibiao_proto::catalog::v1::IndicatorMatch;
use zhibiao_runtime::error::{Code, Problem};

use crate::{library::Edition, search::MAX_QUERY};

const DEFAULT_LIMIT: usize = 20;
const MAX_LIMIT: usize = 100;

pub(super) fn find(edition: &Edition, query: &str, limit: i32) -> Result<Vec<IndicatorMatch>, Problem> {
    let length = query.chars().count();
    if !(1..=MAX_QUERY).contains(&length) {
        let text = format!("has {length} characters: give 1 to {MAX_QUERY}");
        let problem = Problem::new(Code::InvalidArgument, "QUERY_INVALID", format!("query {text}"));
        return Err(problem.violation("query", text));
    }
    let limit = zhibiao_runtime::page::size(limit, DEFAULT_LIMIT, MAX_LIMIT)?;
    let matches = edition
        .search
        .find(query, limit)
        .into_iter()
        .map(|found| IndicatorMatch {
            indicator: edition
                .catalog
                .indicator(&found.indicator)
                .map(|one| one.as_ref().into()),
            matched: found.matched,
            score: found.score,
        })
        .collect();
    Ok(matches)
}
