//! Every call × every sort of caller.

use zhibiao_client::Hub;
use zhibiao_runtime::{
    access::rules::{self, Rule},
    error::{Code, Problem},
};
use zhibiao_testkit::issuer::{Issuer, Signed};

use crate::{
    calls::{Span, call},
    world::{AUDIENCE, SERVICE, World, claims, seconds_from_now},
};

/// Sorts of callers whom nobody knows, with what each is told.
fn unknown(world: &World) -> Vec<(&'static str, Hub, &'static str)> {
    let changed = |key: &str, value: serde_json::Value| {
        let mut claims = claims("li", &["right", "all-zones"]);
        claims[key] = value;
        world.bearing(&world.issuer.token(Signed::Es256, &claims))
    };
    let forged = Issuer::new().token(Signed::EdDsa, &claims("li", &["right"]));
    vec![
        ("no token", world.anonymous(), "CREDENTIALS_MISSING"),
        (
            "expired",
            changed("exp", seconds_from_now(-120).into()),
            "TOKEN_EXPIRED",
        ),
        (
            "wrong audience",
            changed("aud", format!("{AUDIENCE}-test").into()),
            "TOKEN_AUDIENCE_WRONG",
        ),
        ("forged", world.bearing(&forged), "TOKEN_SIGNATURE_INVALID"),
    ]
}

fn told(answer: &Result<(), Problem>) -> (Option<Code>, &str) {
    match answer {
        Ok(()) => (None, ""),
        Err(problem) => (Some(problem.code), problem.reason.as_str()),
    }
}

fn let_in(answer: &Result<(), Problem>) -> bool {
    let code = told(answer).0;
    !matches!(
        code,
        Some(Code::Unauthenticated | Code::PermissionDenied | Code::Unimplemented)
    )
}

#[tokio::test]
async fn only_who_may() {
    let world = World::start().await;
    let with_role = |role: &str| world.bearing(&world.token("zhao", &[role]));
    let (wrong_department, wrong_zone) = (with_role("wrong-department"), with_role("wrong-zone"));
    let (right, all_zones, nothing) = (with_role("right"), with_role("all-zones"), with_role("nobody"));
    let service = world.certified(SERVICE);
    let unknown = unknown(&world);
    let mut calls = 0;
    for (path, rule) in rules::all() {
        calls += 1;
        for (sort, hub, reason) in &unknown {
            let (answer, _) = call(hub, &path, &world.report).await;
            assert_eq!(
                told(&answer),
                (Some(Code::Unauthenticated), *reason),
                "{path}: {sort}"
            );
        }
        let (answer, span) = call(&right, &path, &world.report).await;
        let (who, answer) = match span {
            Span::Zone => ("right", answer),
            Span::AllZones => {
                let denied = (Some(Code::PermissionDenied), "RIGHT_MISSING");
                assert_eq!(told(&answer), denied, "{path}: one zone of all");
                ("all zones", call(&all_zones, &path, &world.report).await.0)
            }
        };
        match rule {
            Rule::Granted(_) => {
                assert!(let_in(&answer), "{path}: {who}: {answer:?}");
                for (sort, hub) in [
                    ("wrong department", &wrong_department),
                    ("wrong zone", &wrong_zone),
                    ("no grant", &nothing),
                ] {
                    let (answer, _) = call(hub, &path, &world.report).await;
                    let denied = (Some(Code::PermissionDenied), "RIGHT_MISSING");
                    assert_eq!(told(&answer), denied, "{path}: {sort}");
                }
            }
            Rule::Identified => {
                for (sort, hub) in [("right", &right), ("no grant", &nothing)] {
                    let (answer, _) = call(hub, &path, &world.report).await;
                    assert!(let_in(&answer), "{path}: {sort}: {answer:?}");
                }
            }
            Rule::Service => {
                let denied = (Some(Code::PermissionDenied), "SERVICES_ONLY");
                assert_eq!(told(&answer), denied, "{path}: {who}");
            }
            Rule::Open => panic!("{path} is open to anybody"),
        }
        let (answer, _) = call(&service, &path, &world.report).await;
        assert!(
            let_in(&answer) || told(&answer).1 == "CALLER_UNKNOWN" || told(&answer).1 == "FOUR_EYES",
            "{path}: service: {answer:?}"
        );
    }
    assert_eq!(calls, served(), "a call without a rule, or a rule without a call");
}

/// How many calls the protos declare.
fn served() -> usize {
    use prost::Message as _;
    let set = prost_types::FileDescriptorSet::decode(zhibiao_proto::DESCRIPTORS).unwrap();
    let ours = |file: &&prost_types::FileDescriptorProto| file.package().starts_with("zhibiao.");
    let services = set.file.iter().filter(ours).flat_map(|file| &file.service);
    services.map(|service| service.method.len()).sum()
}
