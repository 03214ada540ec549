//! Calls as OpenTelemetry's semantic conventions for RPC name them.

use std::{collections::BTreeSet, sync::LazyLock};

use prost::Message as _;
use prost_types::FileDescriptorSet;
use tonic::Code;

/// The system that calls go by, and its one value here.
pub(crate) const SYSTEM: &str = "rpc.system.name";
pub(crate) const GRPC: &str = "grpc";

/// The method, by its full name: `zhibiao.compare.v1.CompareService/Rank`.
pub(crate) const METHOD: &str = "rpc.method";

/// The method of calls that nobody serves: names that callers make up must not become series.
pub(crate) const OTHER: &str = "_OTHER";

/// How the call ended.
pub(crate) const STATUS: &str = "rpc.response.status_code";

/// How it failed; not there when it did not.
pub(crate) const ERROR: &str = "error.type";

/// Every code.
pub(crate) const CODES: [Code; 17] = [
    Code::Ok,
    Code::Cancelled,
    Code::Unknown,
    Code::InvalidArgument,
    Code::DeadlineExceeded,
    Code::NotFound,
    Code::AlreadyExists,
    Code::PermissionDenied,
    Code::ResourceExhausted,
    Code::FailedPrecondition,
    Code::Aborted,
    Code::OutOfRange,
    Code::Unimplemented,
    Code::Internal,
    Code::Unavailable,
    Code::DataLoss,
    Code::Unauthenticated,
];

/// The name of a code, as gRPC writes it.
pub(crate) fn name(code: Code) -> &'static str {
    match code {
        Code::Ok => "OK",
        Code::Cancelled => "CANCELLED",
        Code::Unknown => "UNKNOWN",
        Code::InvalidArgument => "INVALID_ARGUMENT",
        Code::DeadlineExceeded => "DEADLINE_EXCEEDED",
        Code::NotFound => "NOT_FOUND",
        Code::AlreadyExists => "ALREADY_EXISTS",
        Code::PermissionDenied => "PERMISSION_DENIED",
        Code::ResourceExhausted => "RESOURCE_EXHAUSTED",
        Code::FailedPrecondition => "FAILED_PRECONDITION",
        Code::Aborted => "ABORTED",
        Code::OutOfRange => "OUT_OF_RANGE",
        Code::Unimplemented => "UNIMPLEMENTED",
        Code::Internal => "INTERNAL",
        Code::Unavailable => "UNAVAILABLE",
        Code::DataLoss => "DATA_LOSS",
        Code::Unauthenticated => "UNAUTHENTICATED",
    }
}

/// Whether a code is an error of the server, rather than of the caller.
pub(crate) fn is_fault_of_server(code: Code) -> bool {
    match code {
        Code::Unknown
        | Code::DeadlineExceeded
        | Code::Unimplemented
        | Code::Internal
        | Code::Unavailable
        | Code::DataLoss => true,
        Code::Ok
        | Code::Cancelled
        | Code::InvalidArgument
        | Code::NotFound
        | Code::AlreadyExists
        | Code::PermissionDenied
        | Code::ResourceExhausted
        | Code::FailedPrecondition
        | Code::Aborted
        | Code::OutOfRange
        | Code::Unauthenticated => false,
    }
}

/// A method of a descriptor set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Described {
    /// Its full name.
    pub(crate) name: String,
    /// Whether its request is a stream.
    pub(crate) is_streamed: bool,
}

/// The methods of a descriptor set.
pub(crate) fn described(descriptors: &[u8]) -> Vec<Described> {
    // The set is made with the program: one that can't be read would have failed the reflection service.
    let set = FileDescriptorSet::decode(descriptors).unwrap_or_default();
    let mut methods = Vec::new();
    for file in &set.file {
        for service in &file.service {
            let described = service.method.iter().map(|method| Described {
                name: format!("{}.{}/{}", file.package(), service.name(), method.name()),
                is_streamed: method.client_streaming(),
            });
            methods.extend(described);
        }
    }
    methods
}

/// The full name of one of the hub's methods; that of others is [`OTHER`].
pub(crate) fn known(path: &str) -> &'static str {
    static METHODS: LazyLock<BTreeSet<String>> =
        LazyLock::new(|| methods(zhibiao_proto::DESCRIPTORS).into_iter().collect());
    METHODS.get(path).map_or(OTHER, String::as_str)
}

/// The methods of a descriptor set, by their full names.
pub(crate) fn methods(descriptors: &[u8]) -> Vec<String> {
    described(descriptors)
        .into_iter()
        .map(|method| method.name)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_stands_at_its_number() {
        for (number, code) in CODES.into_iter().enumerate() {
            assert_eq!(Code::from_bytes(number.to_string().as_bytes()), code);
            let name: String = name(code).chars().filter(|c| *c != '_').collect();
            assert_eq!(name.to_lowercase(), format!("{code:?}").to_lowercase());
        }
    }

    #[test]
    fn methods_have_their_full_names() {
        let methods = methods(zhibiao_proto::DESCRIPTORS);
        let rank = "zhibiao.compare.v1.CompareService/Rank";
        assert!(methods.iter().any(|method| method == rank), "{methods:?}");
        assert_eq!((known(rank), known("made.up.Service/Call")), (rank, OTHER));
    }
}
