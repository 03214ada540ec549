//! Requests that never come in, and such as are none.

use std::time::Duration;

use zhibiao_runtime::{
    error::{Code, Problem},
    server::{Admission, Reception},
};

use crate::wire::{Call, GET_ZONE, Serving, prefix};

/// A call with one message that has come whole.
async fn well(serving: &Serving) -> Result<(), Problem> {
    let mut call = Call::begin(&serving.connect().await, GET_ZONE).await;
    call.send(prefix(0, 0), true);
    call.end().await
}

fn told(end: Result<(), Problem>) -> (Code, String) {
    let problem = end.unwrap_err();
    (problem.code, problem.reason)
}

#[tokio::test]
async fn requests_that_never_come_in_take_nobody_s_place() {
    let one = Admission {
        calls: 1,
        waiting: 0,
        patience: Duration::ZERO,
    };
    let serving = Serving::start(|server| server.with_admission(one)).await;
    let calls = serving.connect().await;
    let mut begun = Vec::new();
    for _ in 0..100 {
        let mut call = Call::begin(&calls, GET_ZONE).await;
        call.send(prefix(0, 1_000_000), false);
        begun.push(call);
    }
    // The answer to a call of the same connection comes after all of them were seen.
    let mut last = Call::begin(&calls, GET_ZONE).await;
    last.send(prefix(0, 0), true);
    assert_eq!(last.end().await, Ok(()));
    assert_eq!(well(&serving).await, Ok(()));
    assert!(
        serving
            .telemetry
            .exposition()
            .contains("zhibiao_server_calls{state=\"working\"} 0")
    );
}

#[tokio::test]
async fn a_request_has_a_time_to_come_in() {
    let reception = Reception {
        patience: Duration::from_millis(20),
        ..Reception::default()
    };
    let serving = Serving::start(|server| server.with_reception(reception)).await;
    let calls = serving.connect().await;
    let silent = Call::begin(&calls, GET_ZONE).await;
    let mut half = Call::begin(&calls, GET_ZONE).await;
    half.send([prefix(0, 100), vec![0; 50]].concat(), false);
    let slow = (Code::Cancelled, "REQUEST_TOO_SLOW".to_owned());
    assert_eq!(told(silent.end().await), slow);
    assert_eq!(told(half.end().await), slow);
    let health = Call::begin(&calls, "/grpc.health.v1.Health/Check").await;
    assert_eq!(told(health.end().await), slow);
    assert_eq!(serving.metric("zhibiao_server_faults_total"), 0.0);
}

#[tokio::test]
async fn requests_have_so_much_memory_and_no_more() {
    let reception = Reception {
        bytes: 400_000,
        ..Reception::default()
    };
    let serving = Serving::start(|server| server.with_reception(reception)).await;
    let calls = serving.connect().await;
    let mut first = Call::begin(&calls, GET_ZONE).await;
    first.send([prefix(0, 250_000), vec![0; 200_000]].concat(), false);
    let mut second = Call::begin(&calls, GET_ZONE).await;
    second.send([prefix(0, 250_000), vec![0; 200_000]].concat(), false);
    // Both are read at once, so that either may be the one that finds no room.
    let problem = tokio::select! {
        end = first.end() => end.unwrap_err(),
        end = second.end() => end.unwrap_err(),
    };
    assert_eq!(
        (problem.code, problem.reason.as_str()),
        (Code::ResourceExhausted, "OVERLOADED")
    );
    assert!(problem.retry_after.is_some());
    assert_eq!(serving.metric("zhibiao_server_calls_refused_total"), 1.0);
    assert_eq!(well(&serving).await, Ok(()), "a small one finds room");
}

#[tokio::test]
async fn a_message_has_a_most_of_bytes_which_is_told_at_its_prefix() {
    let serving = Serving::start(|server| server).await;
    let calls = serving.connect().await;
    let mut over = Call::begin(&calls, GET_ZONE).await;
    over.send(prefix(0, (4 << 20) + 1), false);
    let problem = over.end().await.unwrap_err();
    assert_eq!(
        (problem.code, problem.reason.as_str()),
        (Code::OutOfRange, "MESSAGE_TOO_LARGE")
    );
    assert_eq!(problem.facts["most"], (4 << 20).to_string());
    // A text field of nearly that length, as protobuf writes it.
    let mut under = Call::begin(&calls, GET_ZONE).await;
    let length = (4 << 20) - 5;
    let field = [0x0a, 0xfb, 0xff, 0xff, 0x01];
    under.send(
        [prefix(0, 4 << 20), field.to_vec(), vec![b'z'; length]].concat(),
        true,
    );
    assert_eq!(under.end().await, Ok(()));
}

#[tokio::test]
async fn what_is_no_request_is_the_caller_s_mistake_and_no_fault() {
    let serving = Serving::start(|server| server).await;
    let calls = serving.connect().await;
    for wrong in [
        prefix(7, 0),
        prefix(1, 0),
        Vec::new(),
        [prefix(0, 2), vec![0xff, 0xff]].concat(),
        [prefix(0, 0), prefix(0, 0)].concat(),
        [prefix(0, 9), vec![0; 4]].concat(),
    ] {
        let mut call = Call::begin(&calls, GET_ZONE).await;
        call.send(wrong.clone(), true);
        let invalid = (Code::InvalidArgument, "MESSAGE_INVALID".to_owned());
        assert_eq!(told(call.end().await), invalid, "{wrong:?}");
    }
    let broken = serving.connect().await;
    let mut call = Call::begin(&broken, GET_ZONE).await;
    call.send(prefix(0, 100), false);
    call.request.send_reset(h2::Reason::INTERNAL_ERROR);
    assert_eq!(well(&serving).await, Ok(()));
    assert_eq!(serving.metric("zhibiao_server_faults_total"), 0.0);
}

#[tokio::test]
async fn a_connection_has_fewer_calls_than_a_process() {
    let serving = Serving::start(|server| server).await;
    let calls = serving.connect().await;
    let mut last = Call::begin(&calls, GET_ZONE).await;
    last.send(prefix(0, 0), true);
    assert_eq!(last.end().await, Ok(()), "its settings have come");
    assert!(calls.current_max_send_streams() < Admission::default().calls);
}
