//! What processes export, held against the list that dashboard and alert rules are checked with.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use crate::guide::source;

/// A metric: its type, and its labels.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Metric {
    kind: String,
    labels: BTreeSet<String>,
}

/// Metrics by their names.
pub(crate) type Metrics = BTreeMap<String, Metric>;

/// The metrics of `deploy/observability/metrics.csv`.
pub(crate) fn listed() -> Metrics {
    let file = source().join("deploy/observability/metrics.csv");
    let text = fs::read_to_string(file).unwrap();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("metric,type,labels"));
    lines
        .map(|line| {
            let fields: Vec<&str> = line.split(',').collect();
            let [name, kind, labels] = fields[..] else {
                panic!("metrics.csv: {line}")
            };
            let labels = labels.split('|').filter(|label| !label.is_empty());
            let metric = Metric {
                kind: kind.to_owned(),
                labels: labels.map(ToOwned::to_owned).collect(),
            };
            (name.to_owned(), metric)
        })
        .collect()
}

/// The metrics of an answer to `GET /metrics`.
pub(crate) fn exported(told: &str) -> Metrics {
    let mut metrics = Metrics::new();
    let mut current = String::new();
    for line in told.lines() {
        if let Some(declared) = line.strip_prefix("# TYPE ") {
            let (name, kind) = declared.split_once(' ').unwrap();
            name.clone_into(&mut current);
            metrics.entry(current.clone()).or_default().kind = kind.to_owned();
        } else if !line.starts_with('#') {
            let labels = &mut metrics.get_mut(&current).unwrap().labels;
            labels.extend(labels_of(line).filter(|label| label != "le"));
        }
    }
    metrics
}

fn labels_of(sample: &str) -> impl Iterator<Item = String> {
    let inside = sample.split_once('{').and_then(|(_, rest)| rest.rsplit_once('}'));
    let inside = inside.map(|(inside, _)| inside).unwrap_or_default();
    // Every second text is a value, in quotes.
    let names = inside.split('"').step_by(2);
    names
        .filter_map(|name| Some(name.trim_start_matches(',').strip_suffix('=')?.to_owned()))
        .collect::<Vec<_>>()
        .into_iter()
}

/// Holds what several processes exported against the list.
pub(crate) fn agree<'a>(answers: impl IntoIterator<Item = &'a str>) {
    let mut seen = Metrics::new();
    for answer in answers {
        for (name, metric) in exported(answer) {
            let known = seen.entry(name).or_default();
            known.kind = metric.kind;
            known.labels.extend(metric.labels);
        }
    }
    let listed = listed();
    let names = |metrics: &Metrics| -> Vec<(String, String)> {
        let named = metrics.iter();
        named
            .map(|(name, metric)| (name.clone(), metric.kind.clone()))
            .collect()
    };
    assert_eq!(
        names(&seen),
        names(&listed),
        "metrics.csv does not list what is exported"
    );
    for (name, metric) in &seen {
        let unlisted: Vec<&String> = metric.labels.difference(&listed[name].labels).collect();
        assert!(
            unlisted.is_empty(),
            "metrics.csv: {name} has labels {unlisted:?} besides"
        );
    }
}

#[test]
fn names_types_and_labels_are_read() {
    let told = "# HELP calls Calls\n# TYPE calls histogram\ncalls_bucket{method=\"a,b=}\",le=\"1\"} 0\ncalls_sum{code=\"OK\"} 1\n\
                # TYPE up gauge\nup 1\n";
    let metrics = exported(told);
    assert_eq!(metrics["calls"].kind, "histogram");
    assert_eq!(metrics["up"].labels, BTreeSet::new());
    assert!(metrics["calls"].labels.contains("method") && metrics["calls"].labels.contains("code"));
}
