//! The service's calls by their names.

use prost::Message as _;
use prost_types::FileDescriptorSet;
use tokio_util::sync::CancellationToken;
use tonic::{Code, Request, client::Grpc};
use tonic_prost::ProstCodec;
use zhibiao_runtime::channel;
use zhibiao_testkit::catalog::Small;

use crate::Fixture;

#[tokio::test]
async fn every_call_of_the_description_is_served_and_no_other() {
    let fixture = Fixture::holding(&Small::default()).await;
    let service = channel::in_process(fixture.running.routes(), CancellationToken::new());
    let answer = async |call: &str| {
        let path = format!("/{}/{call}", zhibiao_compare::SERVICE).parse().unwrap();
        let mut client = Grpc::new(service.clone());
        client.ready().await.unwrap();
        let codec = ProstCodec::<(), ()>::default();
        let answer = client.unary::<(), (), _>(Request::new(()), path, codec).await;
        answer.map_or_else(|status| status.code(), |_| Code::Ok)
    };
    let described = FileDescriptorSet::decode(zhibiao_proto::DESCRIPTORS).unwrap();
    let services = described.file.iter().flat_map(|file| {
        let package = file.package();
        file.service.iter().map(move |service| (package, service))
    });
    let calls: Vec<&str> = services
        .filter(|(package, service)| format!("{package}.{}", service.name()) == zhibiao_compare::SERVICE)
        .flat_map(|(_, service)| service.method.iter().map(|method| method.name()))
        .collect();
    assert!(calls.contains(&"Rank"), "{calls:?}");
    for call in calls {
        assert_ne!(answer(call).await, Code::Unimplemented, "{call}");
    }
    assert_eq!(answer("Guess").await, Code::Unimplemented);
}
