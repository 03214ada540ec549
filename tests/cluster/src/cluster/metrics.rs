//! What a pod tells Prometheus.

use super::{HUB, kubectl::Kubectl};
use crate::Outcome;

/// The histogram of calls that a process answered.
const CALLS: &str = "rpc_server_call_duration_seconds_count";

/// What the test's callers call and no role does by itself: summaries, columns and the change feed of a store are asked for
/// by the other roles too, whether or not a caller's call ever gets there.
const OF_CALLERS: [&str; 4] = [
    "zhibiao.observation.v1.ObservationService/ReadSeries",
    "zhibiao.report.v1.ReportService/SubmitReport",
    "zhibiao.report.v1.ReportService/StreamObservations",
    "zhibiao.compare.v1.CompareService/Rank",
];

/// Calls of the test's callers that a pod has answered.
///
/// # Errors
/// When it tells nothing.
pub(crate) async fn calls(kubectl: &Kubectl, pod: &str) -> Outcome<f64> {
    let path = format!("/api/v1/namespaces/{HUB}/pods/{pod}:9464/proxy/metrics");
    let told = kubectl.run(&["get", "--raw", &path]).await?;
    Ok(sum(&told))
}

fn sum(told: &str) -> f64 {
    let is_of_callers = |line: &&str| {
        let mut methods = OF_CALLERS.iter();
        methods.any(|method| line.contains(&format!("rpc_method=\"{method}\"")))
    };
    told.lines()
        .filter(|line| line.starts_with(CALLS))
        .filter(is_of_callers)
        .filter_map(|line| line.rsplit_once(' ')?.1.parse::<f64>().ok())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_of_callers_are_counted_and_those_of_roles_and_probes_are_not() {
        let told = "\
# TYPE rpc_server_call_duration_seconds histogram
rpc_server_call_duration_seconds_count{rpc_method=\"grpc.health.v1.Health/Check\"} 40
rpc_server_call_duration_seconds_count{rpc_method=\"zhibiao.catalog.v1.CatalogService/GetSummary\"} 30
rpc_server_call_duration_seconds_count{rpc_method=\"zhibiao.observation.v1.ObservationService/WatchChanges\"} 9
rpc_server_call_duration_seconds_count{rpc_method=\"zhibiao.observation.v1.ObservationService/ReadColumns\"} 7
rpc_server_call_duration_seconds_count{rpc_method=\"zhibiao.observation.v1.ObservationService/ReadSeries\",rpc_response_status_code=\"OK\"} 2
rpc_server_call_duration_seconds_count{rpc_method=\"zhibiao.compare.v1.CompareService/Rank\"} 3
rpc_server_call_duration_seconds_sum{rpc_method=\"zhibiao.compare.v1.CompareService/Rank\"} 0.5
";
        assert_eq!(sum(told), 5.0);
    }
}
