//! Looks who calls before anything of the call is read, and refuses what needs no look into it.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use tonic::{
    Status,
    body::Body,
    codegen::{Service, http},
};

use super::line::About;
use crate::{
    access::{
        Permit,
        rules::{self, Rule},
    },
    error::{Code, Problem},
    identity::{Authenticator, Identity, Peer},
};

/// Gives every call the permit of its caller.
#[derive(Debug, Clone)]
pub(super) struct Identify<S> {
    inner: S,
    authenticator: Authenticator,
}

impl<S> Identify<S> {
    pub(super) fn new(inner: S, authenticator: Authenticator) -> Self {
        Self { inner, authenticator }
    }
}

impl<S> Service<http::Request<Body>> for Identify<S>
where
    S: Service<http::Request<Body>, Response = http::Response<Body>> + Clone + Send + 'static,
    S::Future: Send + 'static,
{
    type Response = http::Response<Body>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<http::Response<Body>, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: http::Request<Body>) -> Self::Future {
        let rule = rules::of_path(request.uri().path());
        if rule == Rule::Open {
            return Box::pin(self.inner.call(request));
        }
        let about = request.extensions().get::<About>();
        let address = about.and_then(|about| about.address);
        let peer = about.map_or(Peer::Unknown, |about| about.peer.clone());
        if let Some(recognised) = self.authenticator.recognise(&peer, request.headers()) {
            if let Err(problem) = &recognised {
                self.authenticator
                    .tell_refusal(address, request.headers(), problem);
            }
            return match recognised.and_then(|who| admit(who, rule)) {
                Ok(permit) => {
                    request.extensions_mut().insert(permit);
                    Box::pin(self.inner.call(request))
                }
                Err(problem) => Box::pin(async { Ok(Status::from(problem).into_http()) }),
            };
        }
        // The service that was ready is the one that is called.
        let clone = self.inner.clone();
        let mut inner = std::mem::replace(&mut self.inner, clone);
        let authenticator = self.authenticator.clone();
        Box::pin(async move {
            let identified = authenticator.identify(&peer, request.headers()).await;
            if let Err(problem) = &identified {
                authenticator.tell_refusal(address, request.headers(), problem);
            }
            match identified.and_then(|who| admit(who, rule)) {
                Ok(permit) => {
                    request.extensions_mut().insert(permit);
                    inner.call(request).await
                }
                Err(problem) => Ok(Status::from(problem).into_http()),
            }
        })
    }
}

fn admit(who: Identity, rule: Rule) -> Result<Permit, Problem> {
    match (rule, &who) {
        (Rule::Service, Identity::User { caller, .. }) => {
            tracing::info!(user = %caller, "permission denied: a call of services");
            let message = "only services of the hub make this call: numbers come in as reports";
            Err(Problem::new(Code::PermissionDenied, "SERVICES_ONLY", message))
        }
        (Rule::Open | Rule::Identified | Rule::Granted(_) | Rule::Service, _) => Ok(Permit::new(who)),
    }
}
