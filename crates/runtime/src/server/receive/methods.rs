//! How each call's request comes in: as one message or as a stream of them, and how large a message may be.

use std::collections::HashMap;

use crate::telemetry::rpc::{self, Described};

/// Largest message of a call that brings no content: gRPC's own default.
const USUAL: usize = 4 << 20;

/// Largest message with observations or a report: 32 MiB of content, and room for what says what it is.
pub const MAX_CONTENT: usize = (32 << 20) + (64 << 10);

/// Largest message with a catalogue.
pub const MAX_CATALOG: usize = 64 << 20;

/// Calls that bring content.
const LARGE: [(&str, usize); 6] = [
    ("zhibiao.catalog.v1.CatalogService/ApplyCatalog", MAX_CATALOG),
    (
        "zhibiao.observation.v1.ObservationService/WriteObservations",
        MAX_CONTENT,
    ),
    ("zhibiao.report.v1.ReportService/SubmitReport", MAX_CONTENT),
    ("zhibiao.report.v1.ReportService/UploadReport", MAX_CONTENT),
    ("zhibiao.report.v1.ReportService/CheckReport", MAX_CONTENT),
    ("zhibiao.report.v1.ReportService/StreamObservations", MAX_CONTENT),
];

/// How a request comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Method {
    /// Whether it is a stream of messages, which the service takes one by one.
    pub(super) is_streamed: bool,
    /// Bytes of a message, at most.
    pub(super) most: usize,
}

/// Every call that is served.
#[derive(Debug)]
pub(super) struct Methods(HashMap<String, Method>);

impl Methods {
    pub(super) fn new() -> Self {
        let sets = [
            zhibiao_proto::DESCRIPTORS,
            tonic_health::pb::FILE_DESCRIPTOR_SET,
            tonic_reflection::pb::v1::FILE_DESCRIPTOR_SET,
            tonic_reflection::pb::v1alpha::FILE_DESCRIPTOR_SET,
        ];
        let described = sets.into_iter().flat_map(rpc::described);
        let method = |Described { name, is_streamed }| {
            let large = LARGE.iter().find(|(large, _)| *large == name);
            let most = large.map_or(USUAL, |(_, most)| *most);
            (name, Method { is_streamed, most })
        };
        Self(described.map(method).collect())
    }

    /// How a call's request comes in, by its path. Of a call that nobody serves nothing is read.
    pub(super) fn of_path(&self, path: &str) -> Method {
        let name = path.strip_prefix('/').unwrap_or(path);
        self.0.get(name).copied().unwrap_or(Method {
            is_streamed: true,
            most: USUAL,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_that_bring_content_are_calls_and_may_bring_it() {
        let methods = Methods::new();
        for (name, most) in LARGE {
            assert!(methods.0.contains_key(name), "{name}");
            assert_eq!(methods.of_path(&format!("/{name}")).most, most);
        }
        let upload = methods.of_path("/zhibiao.report.v1.ReportService/UploadReport");
        assert!(upload.is_streamed);
        for path in [
            "/grpc.health.v1.Health/Watch",
            "/zhibiao.observation.v1.ObservationService/WatchChanges",
        ] {
            let asked = Method {
                is_streamed: false,
                most: USUAL,
            };
            assert_eq!(methods.of_path(path), asked, "{path}");
        }
        let listing = "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo";
        assert!(methods.of_path(listing).is_streamed);
    }
}
