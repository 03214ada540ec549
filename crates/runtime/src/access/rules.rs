//! What each call takes. A call that is not listed takes what a service of the hub has: nothing is open by oversight.

use zhibiao_model::access::Action;

/// What a call takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Nothing: anybody may ask.
    Open,
    /// A proven identity, of whomever.
    Identified,
    /// One of these actions, granted for what the request is about.
    Granted(&'static [Action]),
    /// To be a service of the hub.
    Service,
}

const READ: Rule = Rule::Granted(&[Action::Read]);
const REPORT: Rule = Rule::Granted(&[Action::Report]);
const ADMINISTER: Rule = Rule::Granted(&[Action::Administer]);
/// Reports that are not published yet are seen by whoever has to do with them.
const SEE_REPORT: Rule = Rule::Granted(&SEE_REPORTS);

/// Actions that show reports.
pub const SEE_REPORTS: [Action; 3] = [Action::Read, Action::Report, Action::Approve];

/// Every call of the hub, by service. Words of the catalogue are for everybody who is known; numbers are not.
const RULES: [(&str, &[(&str, Rule)]); 4] = [
    (
        "zhibiao.catalog.v1.CatalogService",
        &[
            ("GetZone", Rule::Identified),
            ("ListZones", Rule::Identified),
            ("GetSubject", Rule::Identified),
            ("ListSubjects", Rule::Identified),
            ("GetDepartment", Rule::Identified),
            ("ListDepartments", Rule::Identified),
            ("GetIndicator", Rule::Identified),
            ("ListIndicators", Rule::Identified),
            ("GetInterface", Rule::Identified),
            ("ListInterfaces", Rule::Identified),
            ("GetPeerGroup", Rule::Identified),
            ("ListPeerGroups", Rule::Identified),
            ("ListUnits", Rule::Identified),
            ("SearchIndicators", Rule::Identified),
            ("GetZoneLineage", Rule::Identified),
            ("GetSummary", Rule::Identified),
            ("ListFreshness", READ),
            ("ExportCatalog", Rule::Identified),
            ("ApplyCatalog", ADMINISTER),
        ],
    ),
    (
        "zhibiao.observation.v1.ObservationService",
        &[
            ("WriteObservations", Rule::Service),
            ("ReadSeries", READ),
            ("ReadColumns", READ),
            ("ReadObservation", READ),
            ("ExportObservations", READ),
            ("WatchChanges", READ),
        ],
    ),
    (
        "zhibiao.report.v1.ReportService",
        &[
            ("SubmitReport", REPORT),
            ("UploadReport", REPORT),
            ("CheckReport", REPORT),
            ("GetReport", SEE_REPORT),
            ("ListReports", SEE_REPORT),
            ("WatchReports", SEE_REPORT),
            ("ListEntries", SEE_REPORT),
            ("ListFindings", SEE_REPORT),
            ("GetReportSource", SEE_REPORT),
            ("ReviewEntries", Rule::Granted(&[Action::Report, Action::Approve])),
            ("DecideReport", Rule::Granted(&[Action::Approve, Action::Report])),
            ("StreamObservations", REPORT),
        ],
    ),
    (
        "zhibiao.compare.v1.CompareService",
        &[
            ("Compare", READ),
            ("Rank", READ),
            ("WatchRanking", READ),
            ("ApplyFramework", ADMINISTER),
            ("GetFramework", Rule::Identified),
            ("ListFrameworks", Rule::Identified),
            ("EvaluateFramework", READ),
            ("AnalyzeUncertainty", READ),
            ("AnalyzeSensitivity", READ),
            ("AnalyzeStability", READ),
            ("AuditFramework", READ),
            ("ExplainGap", READ),
            ("SolveTarget", READ),
            ("ReplayRanking", READ),
        ],
    ),
];

/// What probes ask, which have no identity.
const HEALTH: &str = "grpc.health.v1.Health";

/// What tools ask to learn which calls there are.
const REFLECTION: [&str; 2] = [
    "grpc.reflection.v1.ServerReflection",
    "grpc.reflection.v1alpha.ServerReflection",
];

/// What a call takes, by its path (`/package.Service/Method`).
#[must_use]
pub fn of_path(path: &str) -> Rule {
    let Some((service, method)) = path.strip_prefix('/').and_then(|rest| rest.split_once('/')) else {
        return Rule::Service;
    };
    if service == HEALTH {
        return Rule::Open;
    }
    if REFLECTION.contains(&service) {
        return Rule::Identified;
    }
    let methods = RULES.iter().find(|(name, _)| *name == service);
    let rule = methods.and_then(|(_, methods)| methods.iter().find(|(name, _)| *name == method));
    rule.map_or(Rule::Service, |(_, rule)| *rule)
}

/// Every call of the hub, as its path, with what it takes.
pub fn all() -> impl Iterator<Item = (String, Rule)> {
    RULES.iter().flat_map(|(service, methods)| {
        let path = move |(method, rule): &(&str, Rule)| (format!("/{service}/{method}"), *rule);
        methods.iter().map(path)
    })
}
