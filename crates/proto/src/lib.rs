//! The wire: messages, clients and servers generated from `proto/`, and the descriptor set that reflection serves.

pub mod convert;

/// The encoded `FileDescriptorSet` of every service, for reflection.
pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/zhibiao.descriptor.bin"));

macro_rules! generated {
    ($area:ident, $package:literal) => {
        #[allow(
            clippy::all,
            clippy::unwrap_used,
            clippy::wildcard_enum_match_arm,
            missing_docs,
            unreachable_pub,
            rustdoc::all
        )]
        pub mod $area {
            pub mod v1 {
                tonic::include_proto!($package);
            }
        }
    };
}

generated!(catalog, "zhibiao.catalog.v1");
generated!(observation, "zhibiao.observation.v1");
generated!(report, "zhibiao.report.v1");
generated!(compare, "zhibiao.compare.v1");
