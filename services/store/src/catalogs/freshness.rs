//! ListFreshness: which period of an interface's indicator is due, and which was received last.

use jiff::{Span, civil::Date};
use zhibiao_model::{
    access::Place,
    catalog::{Catalog, Interface},
    ids::IndicatorCode,
    period::Period,
};
use zhibiao_proto::{
    catalog::v1::{Freshness, ListFreshnessRequest, ListFreshnessResponse},
    convert::consistency::ReadAt,
};
use zhibiao_runtime::{
    access::{Demand, Permit},
    error::{Code, Problem},
    page,
};

use super::list::{DEFAULT_SIZE, MAX_SIZE};
use crate::{core::Core, gate};

/// Pairs of interface and indicator that are looked at together for those that are overdue.
const CHUNK: usize = 1_000;

pub(super) async fn list(
    core: &Core,
    permit: &Permit,
    request: ListFreshnessRequest,
) -> Result<ListFreshnessResponse, Problem> {
    let ListFreshnessRequest {
        page_size,
        page_token,
        department,
        overdue_only,
        consistency,
    } = request;
    gate::may_read(core, permit, |_, _| {
        let place = Place {
            department: department.parse().ok(),
            zone: None,
        };
        vec![Demand::new("department", place)]
    })
    .await?;
    let size = page::size(page_size, DEFAULT_SIZE, MAX_SIZE)?;
    let overdue = if overdue_only { "overdue" } else { "all" };
    let query = ["freshness", &department, overdue];
    let after = page::decode(&query, &page_token)?;
    let (revision, edition) = core.moment(ReadAt::read(consistency, None)?).await?;
    let today = core.clock.today();
    let mut pairs = pairs(&edition.catalog, &department);
    if let Some(after) = after {
        pairs.retain(|(interface, code)| format!("{} {code}", interface.id) > after);
    }
    // One more than a page tells whether there is another.
    let looked_at = if overdue_only {
        CHUNK.max(size + 1)
    } else {
        size + 1
    };
    let mut freshness = Vec::new();
    for pairs in pairs.chunks(looked_at) {
        let codes: Vec<IndicatorCode> = pairs.iter().map(|(_, code)| (*code).clone()).collect();
        let periods = core.cube.periods(&codes, revision).await?;
        for ((interface, code), periods) in pairs.iter().zip(periods) {
            let one = fresh(interface, code, periods.last().copied(), today)?;
            if !(overdue_only && one.fresh) {
                freshness.push(one);
            }
        }
        if freshness.len() > size {
            break;
        }
    }
    let is_last = freshness.len() <= size;
    freshness.truncate(size);
    let last = last_name(&freshness).filter(|_| !is_last);
    let next_page_token = last.map(|last| page::encode(&query, &last)).unwrap_or_default();
    Ok(ListFreshnessResponse {
        freshness,
        next_page_token,
        revision: revision.get(),
        token: core.token(revision),
    })
}

/// What is delivered by a department, or by all: in the order of the answer.
fn pairs<'a>(catalog: &'a Catalog, department: &str) -> Vec<(&'a Interface, &'a IndicatorCode)> {
    let interfaces = catalog.items().interfaces.values();
    interfaces
        .filter(|interface| department.is_empty() || interface.department.to_string() == department)
        .flat_map(|interface| interface.indicators.iter().map(move |code| (interface, code)))
        .collect()
}

fn last_name(freshness: &[Freshness]) -> Option<String> {
    freshness
        .last()
        .map(|one| format!("{} {}", one.interface, one.indicator))
}

fn fresh(
    interface: &Interface,
    code: &IndicatorCode,
    received: Option<Period>,
    today: Date,
) -> Result<Freshness, Problem> {
    let due = due(interface, today);
    let due_date = due.map(|period| due_date(interface, period)).transpose()?;
    Ok(Freshness {
        interface: interface.id.to_string(),
        department: interface.department.to_string(),
        indicator: code.to_string(),
        due_period: due.map(|period| period.to_string()).unwrap_or_default(),
        due_date: due_date.map(|date| date.to_string()).unwrap_or_default(),
        received_period: received.map(|period| period.to_string()).unwrap_or_default(),
        fresh: due.is_none_or(|due| received.is_some_and(|received| due <= received)),
    })
}

/// The last period whose due date is not after today.
fn due(interface: &Interface, today: Date) -> Option<Period> {
    let days = Span::new().days(i64::from(interface.due_days.min(MAX_DUE_DAYS)));
    let ended_by = today.checked_sub(days).ok()?;
    let current = Period::containing(ended_by, interface.frequency);
    // Due `due_days` after its last day, which is the day before its end.
    if current.end().checked_sub(Span::new().days(1)).ok()? <= ended_by {
        Some(current)
    } else {
        current.previous()
    }
}

/// Longer than any delivery takes; keeps the sum within the calendar.
const MAX_DUE_DAYS: u32 = 36_500;

fn due_date(interface: &Interface, period: Period) -> Result<Date, Problem> {
    let days = i64::from(interface.due_days.min(MAX_DUE_DAYS)) - 1;
    let date = period.end().checked_add(Span::new().days(days));
    date.map_err(|error| Problem::new(Code::OutOfRange, "DATE_OUT_OF_RANGE", error.to_string()))
}
