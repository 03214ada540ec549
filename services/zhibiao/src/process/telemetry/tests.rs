use std::collections::BTreeMap;

use super::*;

const ENDPOINT: (&str, &str) = ("OTEL_EXPORTER_OTLP_ENDPOINT", "https://localhost:4317");

fn read(variables: &[(&str, &str)]) -> Result<TelemetrySettings, BadSettings> {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    TelemetrySettings::of(&variables.iter().map(owned).collect::<BTreeMap<_, _>>())
}

#[test]
fn what_cannot_be_used_is_refused_by_name() {
    for (name, value) in [
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "http/protobuf"),
        ("OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", "http/json"),
        ("OTEL_EXPORTER_OTLP_TIMEOUT", "10s"),
        ("OTEL_EXPORTER_OTLP_TIMEOUT", "0"),
        ("OTEL_RESOURCE_ATTRIBUTES", "abc"),
        ("OTEL_RESOURCE_ATTRIBUTES", "a=%zz"),
        ("OTEL_BSP_SCHEDULE_DELAY", "abc"),
        ("OTEL_BSP_EXPORT_TIMEOUT", "1s"),
        ("OTEL_BSP_MAX_QUEUE_SIZE", "abc"),
        ("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "0"),
        ("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "2049"),
        ("OTEL_METRIC_EXPORT_INTERVAL", "abc"),
        ("OTEL_METRIC_EXPORT_TIMEOUT", "-1"),
        ("OTEL_EXPORTER_OTLP_HEADERS", "s3cret"),
        ("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "authorization=s3cret\u{e9}"),
        ("OTEL_EXPORTER_OTLP_METRICS_HEADERS", "a b=s3cret"),
    ] {
        let refused = read(&[(name, value)]).unwrap_err().to_string();
        assert!(refused.contains(name) && !refused.contains("s3cret"), "{refused}");
    }
    let lone = read(&[("OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", "tls.crt")]);
    let refused = lone.unwrap_err().to_string();
    assert!(refused.contains("OTEL_EXPORTER_OTLP_CLIENT_KEY"), "{refused}");
}

#[test]
fn a_process_is_called_as_it_is_said() {
    let by_attribute = ("OTEL_RESOURCE_ATTRIBUTES", "service.name=by%20attribute,a=b");
    let named = |variables: &[_]| read(variables).unwrap().service;
    assert_eq!(named(&[]), None);
    assert_eq!(named(&[by_attribute]).as_deref(), Some("by attribute"));
    let both = [by_attribute, ("OTEL_SERVICE_NAME", "by-name")];
    assert_eq!(named(&both).as_deref(), Some("by-name"));
    let usual = [
        ("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "4096"),
        ("OTEL_BSP_MAX_QUEUE_SIZE", "4096"),
        ("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20x, a=b=,"),
    ];
    assert!(read(&usual).is_ok());
}

#[test]
fn a_signals_own_variables_go_before_those_of_all() {
    let settings = read(&[
        ENDPOINT,
        ("OTEL_EXPORTER_OTLP_TIMEOUT", "500"),
        ("OTEL_EXPORTER_OTLP_METRICS_TIMEOUT", "700"),
    ]);
    let export = settings.unwrap().export;
    let after = |milliseconds| {
        Collector::at(ENDPOINT.1.parse().unwrap()).with_timeout(Some(Duration::from_millis(milliseconds)))
    };
    assert_eq!(export.traces, Some(after(500)));
    assert_eq!(export.metrics, Some(after(700)));
}

#[test]
fn files_that_cannot_be_used_are_told_once_with_their_variables() {
    let files = [
        ENDPOINT,
        ("OTEL_EXPORTER_OTLP_CERTIFICATE", "absent.crt"),
        ("OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE", "traces.crt"),
        ("OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", "tls.crt"),
        ("OTEL_EXPORTER_OTLP_CLIENT_KEY", "tls.key"),
    ];
    let BadSettings(bad) = read(&files).unwrap_err();
    let told: Vec<String> = bad.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: tls.crt: there is no such file; name a certificate, with its chain, \
             as PEM",
            "OTEL_EXPORTER_OTLP_CLIENT_KEY: tls.key: there is no such file; name the key of the certificate, as PEM",
            "OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE: traces.crt: there is no such file; name certificates of \
             authorities, as PEM",
            "OTEL_EXPORTER_OTLP_CERTIFICATE: absent.crt: there is no such file; name certificates of authorities, as PEM",
        ]
    );
    for off in [("OTEL_SDK_DISABLED", "true"), ("OTEL_EXPORTER_OTLP_ENDPOINT", "")] {
        let unsent: Vec<_> = files[1..]
            .iter()
            .copied()
            .chain([off])
            .filter(|(_, value)| !value.is_empty())
            .collect();
        assert!(read(&unsent).is_ok(), "{off:?}");
    }
}
