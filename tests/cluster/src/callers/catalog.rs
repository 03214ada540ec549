//! What the callers report about, and what they may do.

use zhibiao_client::Hub;
use zhibiao_model::access::Action;
use zhibiao_proto::catalog::v1::ApplyCatalogRequest;
use zhibiao_runtime::error::Problem;
use zhibiao_testkit::catalog::Small;

/// Callers who file reports, each about an indicator of its own: two would refuse each other's figures.
pub(crate) const REPORTERS: usize = 2;

/// The machine's interface.
pub(crate) const INTERFACE: &str = "machine";

/// Whose reports they are. Nobody has to approve them.
pub(crate) const DEPARTMENT: &str = "stats";

/// Who all of them are: also the name of the key that they show.
pub(crate) const CALLER: &str = "callers";

/// Zones.
pub(crate) const ZONES: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

/// Periods.
pub(crate) const PERIODS: [&str; 4] = ["2020", "2021", "2022", "2023"];

/// The indicator of a writer: the reporters come first, the machine last.
pub(crate) fn indicator(writer: usize) -> String {
    format!("own-{writer}")
}

/// Writers: every one has an indicator.
pub(crate) const WRITERS: usize = REPORTERS + 1;

/// The machine, among the writers.
pub(crate) const MACHINE: usize = REPORTERS;

/// Applies the catalogue.
///
/// # Errors
/// When the hub refuses it, or is away for longer than the client waits.
pub(crate) async fn apply(hub: &Hub) -> Result<(), Problem> {
    let catalog = Small::default()
        .department(DEPARTMENT, "统计局")
        .interface(INTERFACE, DEPARTMENT)
        .grant(CALLER, &format!("users/{CALLER}"), "*", "*", &Action::ALL);
    let catalog = ZONES
        .iter()
        .fold(catalog, |catalog, zone| catalog.zone(zone, &format!("{zone}区")));
    let catalog = (0..WRITERS).fold(catalog, |catalog, writer| {
        catalog.indicator(&indicator(writer), "亿元")
    });
    let request = ApplyCatalogRequest {
        catalog: Some(catalog.message()),
        ..ApplyCatalogRequest::default()
    };
    let applied = hub.retrying(|| {
        let (mut client, request) = (hub.catalog(), request.clone());
        async move { client.apply_catalog(request).await }
    });
    applied.await.map(|_| ())
}
