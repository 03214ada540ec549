//! Any client with server reflection can list and call every RPC: this one knows nothing but what reflection tells.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use std::collections::{BTreeMap, BTreeSet};

use bytes::{Buf, BufMut, Bytes};
use prost::Message as _;
use prost_types::{FileDescriptorProto, FileDescriptorSet, MethodDescriptorProto};
use tokio_stream::StreamExt as _;
use tonic::{
    Code, Request, Status,
    client::Grpc,
    codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder},
    codegen::http::uri::PathAndQuery,
    transport::{Channel, Endpoint},
};
use tonic_reflection::pb::v1::{
    ServerReflectionRequest, server_reflection_client::ServerReflectionClient,
    server_reflection_request::MessageRequest, server_reflection_response::MessageResponse,
};
use zhibiao_tests::Process;

/// Messages as bytes: a generic client builds them from descriptors, and the empty message is no bytes at all.
#[derive(Debug, Clone, Copy, Default)]
struct Raw;

impl Codec for Raw {
    type Encode = Bytes;
    type Decode = Bytes;
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        Self
    }

    fn decoder(&mut self) -> Self {
        Self
    }
}

impl Encoder for Raw {
    type Item = Bytes;
    type Error = Status;

    fn encode(&mut self, item: Bytes, buffer: &mut EncodeBuf<'_>) -> Result<(), Status> {
        buffer.put(item);
        Ok(())
    }
}

impl Decoder for Raw {
    type Item = Bytes;
    type Error = Status;

    fn decode(&mut self, buffer: &mut DecodeBuf<'_>) -> Result<Option<Bytes>, Status> {
        Ok(Some(buffer.copy_to_bytes(buffer.remaining())))
    }
}

async fn ask(channel: &Channel, question: MessageRequest) -> MessageResponse {
    let request = ServerReflectionRequest {
        host: String::new(),
        message_request: Some(question),
    };
    let mut answers = ServerReflectionClient::new(channel.clone())
        .server_reflection_info(tokio_stream::once(request))
        .await
        .unwrap()
        .into_inner();
    answers.next().await.unwrap().unwrap().message_response.unwrap()
}

async fn services(channel: &Channel) -> BTreeSet<String> {
    let answer = ask(channel, MessageRequest::ListServices(String::new())).await;
    let MessageResponse::ListServicesResponse(list) = answer else {
        panic!("{answer:?}")
    };
    list.service.into_iter().map(|service| service.name).collect()
}

async fn methods(channel: &Channel, service: &str) -> Vec<MethodDescriptorProto> {
    let answer = ask(channel, MessageRequest::FileContainingSymbol(service.to_owned())).await;
    let MessageResponse::FileDescriptorResponse(files) = answer else {
        panic!("{service}: {answer:?}")
    };
    let files = files
        .file_descriptor_proto
        .iter()
        .map(|bytes| FileDescriptorProto::decode(bytes.as_slice()).unwrap());
    let mut found = files.flat_map(|file| {
        let package = file.package().to_owned();
        file.service
            .into_iter()
            .filter(move |s| format!("{package}.{}", s.name()) == service)
    });
    found.next().unwrap().method
}

/// Calls a method with an empty message (or none, where the client streams) and tells how it went.
async fn call(channel: &Channel, service: &str, method: &MethodDescriptorProto) -> Result<(), Status> {
    let path: PathAndQuery = format!("/{service}/{}", method.name()).parse().unwrap();
    let mut grpc = Grpc::new(channel.clone());
    grpc.ready().await.unwrap();
    let (one, none) = (Bytes::new(), tokio_stream::empty::<Bytes>());
    match (method.client_streaming(), method.server_streaming()) {
        (false, false) => grpc.unary(Request::new(one), path, Raw).await.map(|_| ()),
        (true, false) => grpc
            .client_streaming(Request::new(none), path, Raw)
            .await
            .map(|_| ()),
        (false, true) => grpc
            .server_streaming(Request::new(one), path, Raw)
            .await
            .map(|_| ()),
        (true, true) => grpc.streaming(Request::new(none), path, Raw).await.map(|_| ()),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_rpc_can_be_listed_and_called() {
    let process = Process::start(&Process::built(), &[]).await.unwrap();
    let channel = Endpoint::from_shared(process.address().to_owned())
        .unwrap()
        .connect()
        .await
        .unwrap();
    let mut called = BTreeMap::new();
    for service in services(&channel).await {
        if !service.starts_with("zhibiao.") {
            continue;
        }
        for method in methods(&channel, &service).await {
            let code = call(&channel, &service, &method)
                .await
                .err()
                .map_or(Code::Ok, |status| status.code());
            assert!(
                !matches!(code, Code::Unimplemented | Code::Internal | Code::Unknown),
                "{service}/{}: {code:?}",
                method.name()
            );
            called.insert(format!("{service}/{}", method.name()), code);
        }
    }
    let declared = FileDescriptorSet::decode(zhibiao_proto::DESCRIPTORS).unwrap();
    let declared = declared
        .file
        .iter()
        .filter(|file| file.package().starts_with("zhibiao."));
    let count: usize = declared
        .flat_map(|file| &file.service)
        .map(|service| service.method.len())
        .sum();
    assert_eq!(called.len(), count, "{called:#?}");
    assert!(count > 30);
}
