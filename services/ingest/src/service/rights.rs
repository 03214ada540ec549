//! What callers may do with reports.
//!
//! A report's place is its department in the zone of its header, or in all zones. Who sent it sees it whatever the
//! catalogue grants since.

use std::collections::BTreeSet;

use jiff::civil::Date;
use zhibiao_model::{
    access::{Action, Place},
    ids::{DepartmentId, IndicatorCode, InvalidName, SubjectName, ZoneId},
};
use zhibiao_proto::report::v1::ReportHeader;
use zhibiao_runtime::{
    access::{Demand, Permit, rules::SEE_REPORTS},
    error::{Code, MAX_VIOLATIONS, Problem, Violation},
};

use super::Shared;
use crate::{atlas::Atlas, header::Header, log::LogError, report::Report, resolve::Keys};

/// Actions that let somebody review what was read from prose.
pub(super) const REVIEW: [Action; 2] = [Action::Report, Action::Approve];

/// Where a report belongs.
pub(super) fn place(header: &ReportHeader) -> Place {
    Place {
        department: header.department.parse().ok(),
        zone: header.zone.parse().ok(),
    }
}

/// Whether a caller may see a report.
pub(super) fn sees(permit: &Permit, atlas: &Atlas, report: &Report) -> bool {
    let own = permit
        .caller()
        .is_ok_and(|caller| caller.name() == report.submitter);
    own || permit.allows(&atlas.catalog, &SEE_REPORTS, &place(&report.header))
}

/// Checks that a caller may report what a header says, before the content is received: at the header's zone, or where it
/// names none, somewhere.
fn may_report(permit: &Permit, atlas: &Atlas, header: &ReportHeader) -> Result<(), Problem> {
    // What can't be read is told by who reads the header.
    let Ok(department) = header.department.parse::<DepartmentId>() else {
        return Ok(());
    };
    if header.zone.is_empty() && permit.allows_somewhere(&atlas.catalog, &[Action::Report], &department) {
        return Ok(());
    }
    let demand = Demand::new("header.department", place(header));
    permit.check(&atlas.catalog, &[Action::Report], [demand])
}

/// Checks that a caller may report, or do one of some other actions, on every subject of a report; those of a report for
/// a zone lie in it, so that whoever approves for the zone decides about nothing else. What another department owns takes a
/// grant for that department too: checks tell what is published, and a report may replace it.
pub(super) fn may_report_on(
    permit: &Permit,
    atlas: &Atlas,
    header: &Header,
    keys: &Keys,
    today: Date,
    any_of: &[Action],
) -> Result<(), Problem> {
    if !permit.is_bounded() {
        return Ok(());
    }
    let zone = |subject| atlas.catalog.zone_of(subject, today);
    let zones: BTreeSet<Option<ZoneId>> = keys.subjects.iter().map(zone).collect();
    if let Some(within) = &header.zone {
        let lies_in = |zone: &&Option<ZoneId>| {
            zone.as_ref()
                .is_some_and(|zone| atlas.catalog.lies_in(zone, within))
        };
        let beyond: Vec<&Option<ZoneId>> = zones.iter().filter(|zone| !lies_in(zone)).collect();
        if !beyond.is_empty() {
            return Err(beyond_zone(within, &beyond));
        }
    }
    let owners = keys
        .indicators
        .iter()
        .filter_map(|indicator| indicator.owner.clone());
    let departments: BTreeSet<DepartmentId> = owners.chain([header.department.clone()]).collect();
    let demands = departments.iter().flat_map(|department| {
        zones.iter().map(|zone| {
            let place = Place {
                department: Some(department.clone()),
                zone: zone.clone(),
            };
            Demand::new("entries", place)
        })
    });
    permit.check(&atlas.catalog, any_of, demands)
}

/// Checks that a caller may give items of the catalogue more names: each with the field that proposes it.
pub(super) fn may_name<'a>(
    permit: &Permit,
    atlas: &Atlas,
    items: impl IntoIterator<Item = (String, &'a str)>,
) -> Result<(), Problem> {
    let demands = items.into_iter().flat_map(|(field, item)| {
        let demand = move |place| Demand::new(field.clone(), place);
        item_places(atlas, item).into_iter().map(demand)
    });
    permit.check(&atlas.catalog, &[Action::Administer], demands)
}

/// Where an item that texts name belongs: an indicator to its owner, what lies in zones to them.
fn item_places(atlas: &Atlas, item: &str) -> Vec<Place> {
    let in_zone = |zone: ZoneId| Place {
        department: None,
        zone: Some(zone),
    };
    if let Ok(code) = item.parse::<IndicatorCode>() {
        let owner = atlas
            .catalog
            .indicator(&code)
            .and_then(|known| known.owner.clone());
        return vec![Place {
            department: owner,
            zone: None,
        }];
    }
    if let Ok(zone) = item.parse::<ZoneId>() {
        return vec![in_zone(zone)];
    }
    let name: Option<SubjectName> = item.parse().ok();
    let subject = name.and_then(|name| atlas.catalog.items().subjects.get(&name));
    let placements = subject.iter().flat_map(|subject| &subject.placements);
    let zones: Vec<Place> = placements
        .map(|placement| in_zone(placement.zone.clone()))
        .collect();
    if zones.is_empty() {
        vec![Place::EVERYWHERE]
    } else {
        zones
    }
}

/// A report without a zone belongs to all of them, whatever its rows are about: whoever has a grant for one alone is told
/// what helps beside a wider grant.
fn with_zone(header: &ReportHeader, mut problem: Problem) -> Problem {
    if header.zone.is_empty() {
        problem.message.push_str(
            ", or have the report withdrawn and sent anew with the zone that its rows are about (command line: --zone ZONE)",
        );
    }
    problem
}

fn invalid(field: &str, error: &InvalidName) -> Problem {
    Problem::invalid(vec![Violation {
        field: field.to_owned(),
        description: error.to_string(),
    }])
}

fn beyond_zone(within: &ZoneId, beyond: &[&Option<ZoneId>]) -> Problem {
    let name = |zone: &Option<ZoneId>| {
        zone.as_ref()
            .map_or_else(|| "no zone".to_owned(), ToString::to_string)
    };
    let message = format!(
        "the report is for {within}, but rows are about {}: send those as a report of their own, or leave the header's zone \
         out",
        name(beyond[0])
    );
    let problem = Problem::new(Code::PermissionDenied, "ROWS_BEYOND_ZONE", message);
    beyond.iter().take(MAX_VIOLATIONS).fold(problem, |problem, zone| {
        problem.violation(
            "entries.subject",
            format!("{} does not lie in {within}", name(zone)),
        )
    })
}

impl Shared {
    /// Checks that a caller may report what a header says.
    pub(super) async fn admit(&self, permit: &Permit, header: &ReportHeader) -> Result<(), Problem> {
        if !permit.is_bounded() {
            return Ok(());
        }
        // Whoever can't say for whom sends nothing: the content is not waited for.
        if let Err(error) = header.department.parse::<DepartmentId>() {
            return Err(invalid("header.department", &error));
        }
        may_report(permit, self.atlases.current().await?.as_ref(), header)
    }

    /// A report by its resource name, for a caller who may see it: to others it is as if it were not there, or names could
    /// be tried to learn which there are.
    pub(super) async fn report_for(
        &self,
        permit: &Permit,
        field: &'static str,
        name: &str,
    ) -> Result<Report, Problem> {
        let report = self.report(field, name).await?;
        match self.sees(permit, &report).await? {
            true => Ok(report),
            false => Err(LogError::NotFound(report.id).into()),
        }
    }

    /// Whether a caller may see a report.
    pub(super) async fn sees(&self, permit: &Permit, report: &Report) -> Result<bool, Problem> {
        if !permit.is_bounded() {
            return Ok(true);
        }
        Ok(sees(permit, self.atlases.current().await?.as_ref(), report))
    }

    /// Checks that a caller may review a report that the caller sees: whoever reports there, and whoever approves.
    pub(super) async fn may_review(&self, permit: &Permit, report: &Report) -> Result<(), Problem> {
        if !permit.is_bounded() {
            return Ok(());
        }
        let atlas = self.atlases.current().await?;
        let header = &report.header;
        // As of who reports: where the header names no zone, the subjects of the entries decide.
        let department = header.department.parse::<DepartmentId>();
        let names_none = header.zone.is_empty();
        if names_none
            && department
                .is_ok_and(|department| permit.allows_somewhere(&atlas.catalog, &REVIEW, &department))
        {
            return Ok(());
        }
        permit
            .check(&atlas.catalog, &REVIEW, [Demand::new("report", place(header))])
            .map_err(|problem| with_zone(header, problem))
    }

    /// Checks that a caller may decide about a report: withdraw what the caller sent, approve or return the rest.
    pub(super) async fn may_decide(
        &self,
        permit: &Permit,
        report: &Report,
        withdraws: bool,
    ) -> Result<(), Problem> {
        if !permit.is_bounded() {
            return Ok(());
        }
        let atlas = self.atlases.current().await?;
        let action = if withdraws {
            Action::Report
        } else {
            Action::Approve
        };
        let demand = Demand::new("name", place(&report.header));
        permit
            .check(&atlas.catalog, &[action], [demand])
            .map_err(|problem| with_zone(&report.header, problem))
    }

    /// Checks that a caller may ask for reports of a department, or of some department, at all; which ones are shown is
    /// looked at one by one.
    pub(super) async fn may_list(&self, permit: &Permit, department: &str) -> Result<(), Problem> {
        if !permit.is_bounded() {
            return Ok(());
        }
        let atlas = self.atlases.current().await?;
        if department.is_empty() {
            if permit.allows_anywhere(&atlas.catalog, &SEE_REPORTS) {
                return Ok(());
            }
            let demand = Demand::everything("department");
            return permit.check(&atlas.catalog, &SEE_REPORTS, [demand]);
        }
        let department = department
            .parse::<DepartmentId>()
            .map_err(|error| invalid("department", &error))?;
        if permit.allows_somewhere(&atlas.catalog, &SEE_REPORTS, &department) {
            return Ok(());
        }
        let place = Place {
            department: Some(department),
            zone: None,
        };
        permit.check(&atlas.catalog, &SEE_REPORTS, [Demand::new("department", place)])
    }
}
