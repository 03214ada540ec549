//! What a pod tells Prometheus.

use super::{HUB, kubectl::Kubectl};
use crate::Outcome;

/// The histogram of calls that a process answered.
const CALLS: &str = "rpc_server_call_duration_seconds_count";

/// Calls of the hub's own services that a pod has answered.
///
/// # Errors
/// When it tells nothing.
pub(crate) async fn calls(kubectl: &Kubectl, pod: &str) -> Outcome<f64> {
    let path = format!("/api/v1/namespaces/{HUB}/pods/{pod}:9464/proxy/metrics");
    let told = kubectl.run(&["get", "--raw", &path]).await?;
    Ok(sum(&told))
}

/// Probes and reflection do not count.
fn sum(told: &str) -> f64 {
    told.lines()
        .filter(|line| line.starts_with(CALLS) && line.contains("zhibiao."))
        .filter_map(|line| line.rsplit_once(' ')?.1.parse::<f64>().ok())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_of_the_hub_are_counted_and_probes_are_not() {
        let told = "\
# TYPE rpc_server_call_duration_seconds histogram
rpc_server_call_duration_seconds_count{rpc_method=\"grpc.health.v1.Health/Check\"} 40
rpc_server_call_duration_seconds_count{rpc_method=\"zhibiao.compare.v1.CompareService/Rank\"} 3
rpc_server_call_duration_seconds_count{rpc_method=\"zhibiao.compare.v1.CompareService/Compare\"} 2
rpc_server_call_duration_seconds_sum{rpc_method=\"zhibiao.compare.v1.CompareService/Rank\"} 0.5
";
        assert_eq!(sum(told), 5.0);
    }
}
