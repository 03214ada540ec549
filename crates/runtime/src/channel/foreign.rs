//! Answers that are not the hub's: a gateway or proxy in front of it speaks HTTP where it can't pass a call on. Such an
//! answer becomes the status that gRPC's "HTTP to gRPC Status Code Mapping" gives it, rather than a message that can't be
//! read.

use std::time::Duration;

use tonic::{
    Status,
    body::Body,
    codegen::http::{
        HeaderMap, Response, StatusCode,
        header::{CONTENT_TYPE, RETRY_AFTER},
    },
};

use crate::error::{CONNECTION_FAILED, Code, Problem};

const GRPC_STATUS: &str = "grpc-status";
const GRPC: &[u8] = b"application/grpc";

/// An answer as gRPC has them, whoever gave it.
pub(super) fn as_grpc(answer: Response<Body>) -> Response<Body> {
    match problem(answer.status(), answer.headers()) {
        Some(problem) => Status::from(problem).into_http(),
        None => answer,
    }
}

/// What is told in place of an answer; `None` where it is one of gRPC's.
fn problem(status: StatusCode, headers: &HeaderMap) -> Option<Problem> {
    let is_grpc = || {
        let kind = headers.get(CONTENT_TYPE);
        kind.is_some_and(|kind| kind.as_bytes().starts_with(GRPC))
    };
    if headers.contains_key(GRPC_STATUS) || (status == StatusCode::OK && is_grpc()) {
        return None;
    }
    let number = status.as_u16();
    let code = match number {
        400 => Code::Internal,
        401 => Code::Unauthenticated,
        403 => Code::PermissionDenied,
        404 => Code::Unimplemented,
        429 | 502..=504 => Code::Unavailable,
        _ => Code::Unknown,
    };
    if code != Code::Unavailable {
        let message = format!(
            "something that is no hub answered, with HTTP {number}: is the address right, and does the proxy in front of \
             the hub pass gRPC on?"
        );
        return Some(Problem::new(code, "ANSWER_NOT_GRPC", message));
    }
    let message =
        format!("the gateway answered HTTP {number}: the service behind it can't be reached just now");
    // It may have passed the call on before it lost the service.
    let problem = Problem::new(code, CONNECTION_FAILED, message).maybe_committed();
    Some(match retry_after(headers) {
        Some(wait) => problem.retry_after(wait),
        None => problem,
    })
}

/// The wait that a gateway asks for in seconds; dates are left aside, as clocks differ.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds = headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(status: u16, headers: &[(&'static str, &'static str)]) -> Result<(), Problem> {
        let mut answer = Response::new(Body::empty());
        *answer.status_mut() = StatusCode::from_u16(status).unwrap();
        for (name, value) in headers {
            answer.headers_mut().insert(*name, value.parse().unwrap());
        }
        let answer = as_grpc(answer);
        match Status::from_header_map(answer.headers()) {
            Some(status) => Err(Problem::from_status(&status)),
            None => Ok(()),
        }
    }

    #[test]
    fn a_gateway_s_page_is_a_status_of_grpc() {
        for (status, code) in [
            (400, Code::Internal),
            (401, Code::Unauthenticated),
            (403, Code::PermissionDenied),
            (404, Code::Unimplemented),
            (429, Code::Unavailable),
            (431, Code::Unknown),
            (500, Code::Unknown),
            (502, Code::Unavailable),
            (503, Code::Unavailable),
            (504, Code::Unavailable),
            (200, Code::Unknown),
        ] {
            let problem = told(status, &[("content-type", "text/html")]).unwrap_err();
            assert_eq!(problem.code, code, "{status}");
            assert!(problem.message.contains(&status.to_string()), "{problem}");
            assert_eq!(problem.is_retryable(), code == Code::Unavailable, "{status}");
        }
    }

    #[test]
    fn a_gateway_s_wait_is_obeyed() {
        let asked = |value| told(503, &[("retry-after", value)]).unwrap_err().retry_after;
        assert_eq!(asked("7"), Some(Duration::from_secs(7)));
        assert_eq!(asked("Sat, 28 Nov 2026 12:00:00 GMT"), None);
    }

    #[test]
    fn what_grpc_says_is_left_as_it_is() {
        assert_eq!(told(200, &[("content-type", "application/grpc+proto")]), Ok(()));
        let refused = told(200, &[("content-type", "application/grpc"), ("grpc-status", "5")]);
        assert_eq!(refused.unwrap_err().code, Code::NotFound);
        // gRPC over HTTP's own codes: the status that is told goes before.
        assert_eq!(
            told(503, &[("grpc-status", "8")]).unwrap_err().code,
            Code::ResourceExhausted
        );
    }
}
