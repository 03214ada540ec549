//! A connection to the hub.

use std::{sync::Arc, time::Duration};

use tonic::{
    Request, Status,
    codegen::http::header::AUTHORIZATION,
    metadata::{Ascii, MetadataValue},
    service::{Interceptor, interceptor::InterceptedService},
    transport::Endpoint,
};
use tonic_health::pb::{
    HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient,
};
use zhibiao_proto::{
    catalog::v1::catalog_service_client::CatalogServiceClient,
    compare::v1::compare_service_client::CompareServiceClient,
    observation::v1::observation_service_client::ObservationServiceClient,
    report::v1::report_service_client::ReportServiceClient,
};
use zhibiao_runtime::{
    caller::{Caller, USER_KEY},
    channel::{self, Replicas, Route, TracedRoute, Tried},
    config::redacted,
    deadline::{self, Deadline},
    error::{Code, Problem},
    language::{LANGUAGE_KEY, Language},
    telemetry::Tracer,
};
use zhibiao_tls::Tls;

use crate::{
    read::{Hedge, Read, hedged},
    retry::{Budget, Retry},
};

/// Largest message that the client takes or gives: what the protos promise for bulk calls, with room for framing.
const MAX_MESSAGE: usize = 64 << 20;

/// A channel that says on every call who calls, in which language, and by when an answer is needed.
pub type Identified = InterceptedService<TracedRoute, Identity>;

/// A connection to the hub, or to one of its roles. Cheap to clone; clones share the connection.
#[derive(Debug, Clone)]
pub struct Hub {
    route: TracedRoute,
    identity: Identity,
    retry: Retry,
    budget: Arc<Budget>,
    hedge: Arc<Hedge>,
}

/// What a caller says of itself with every call.
#[derive(Debug, Clone, Default)]
pub struct Identity {
    user: Option<MetadataValue<Ascii>>,
    credential: Option<MetadataValue<Ascii>>,
    language: Option<MetadataValue<Ascii>>,
    timeout: Option<Duration>,
    deadline: Deadline,
    tried: Option<Tried>,
}

impl Interceptor for Identity {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        if let Some(user) = &self.user {
            request.metadata_mut().insert(USER_KEY, user.clone());
        }
        if let Some(credential) = &self.credential {
            let key = AUTHORIZATION.as_str();
            request.metadata_mut().insert(key, credential.clone());
        }
        if let Some(language) = &self.language {
            request.metadata_mut().insert(LANGUAGE_KEY, language.clone());
        }
        if let Some(tried) = &self.tried {
            request.extensions_mut().insert(tried.clone());
        }
        let timeout = self.timeout.map_or(Deadline::NONE, Deadline::within);
        match self.deadline.earlier(timeout).left() {
            // Nobody waits for the answer: the call is not made.
            Some(Duration::ZERO) => return Err(deadline::exceeded().into()),
            Some(left) => request.set_timeout(left),
            None => {}
        }
        Ok(request)
    }
}

impl Hub {
    /// Connects when first used.
    ///
    /// # Errors
    /// When the address is no URI.
    pub fn connect(address: &str) -> Result<Self, Problem> {
        Self::connect_over(address, None)
    }

    /// The same with certificates of one's own; without, the system's authorities are believed.
    ///
    /// # Errors
    /// When the address is no URI.
    pub fn connect_over(address: &str, tls: Option<Tls>) -> Result<Self, Problem> {
        let bad = || {
            let address = redacted(address);
            let message = format!(
                "`{address}` is no address: write for example http://127.0.0.1:7890, without user and password"
            );
            Problem::new(Code::InvalidArgument, "ADDRESS_INVALID", message)
        };
        if address.contains('@') {
            return Err(bad());
        }
        let endpoint = Endpoint::from_shared(address.to_owned()).map_err(|_| bad())?;
        Ok(Self::over(channel::lazy(endpoint, tls)))
    }

    /// Calls over a channel that is there already, or over the replicas of a service.
    #[must_use]
    pub fn over(route: impl Into<Route>) -> Self {
        Self {
            route: TracedRoute::new(route.into(), Tracer::default()),
            identity: Identity::default(),
            retry: Retry::default(),
            budget: Arc::default(),
            hedge: Arc::default(),
        }
    }

    /// Calls whichever replica of a service is free: those at the addresses, and at every address that a name among
    /// them has, now or later. Connects when first used.
    ///
    /// # Errors
    /// When one is no address, or there is none.
    pub fn balanced(addresses: &[String]) -> Result<Self, Problem> {
        Self::balanced_over(addresses, None)
    }

    /// The same with certificates of one's own; without, the system's authorities are believed.
    ///
    /// # Errors
    /// When one is no address, or there is none.
    pub fn balanced_over(addresses: &[String], tls: Option<Tls>) -> Result<Self, Problem> {
        let replicas = Replicas::new(addresses, tls)
            .map_err(|bad| Problem::new(Code::InvalidArgument, "ADDRESS_INVALID", bad.to_string()))?;
        Ok(Self::over(replicas))
    }

    /// Sends a read to a second replica when the first has not answered after so long, instead of after the time that
    /// 19 of 20 such reads take. Writes are never sent twice at once.
    #[must_use]
    pub fn hedging_after(mut self, delay: Duration) -> Self {
        self.hedge = Arc::new(Hedge::after(delay));
        self
    }

    /// The same connection for what is done for one call: nothing is asked, awaited or tried again past its deadline.
    #[must_use]
    pub fn within(&self, deadline: Deadline) -> Self {
        let mut bounded = self.clone();
        bounded.identity.deadline = deadline.earlier(bounded.identity.deadline);
        bounded
    }

    /// The same connection for what is done for one call: its deadline holds, and services are told whom it is for.
    #[must_use]
    pub fn for_call(&self, deadline: Deadline, caller: Option<&Caller>) -> Self {
        let bounded = self.within(deadline);
        caller
            .into_iter()
            .fold(bounded, |hub, caller| hub.as_user(caller))
    }

    /// Calls in somebody's name.
    #[must_use]
    pub fn as_user(mut self, caller: &Caller) -> Self {
        self.identity.user = caller.to_metadata().parse().ok();
        self
    }

    /// Shows a token or a key with every call.
    ///
    /// # Errors
    /// When it holds characters that no token or key has.
    pub fn bearing(mut self, credential: &str) -> Result<Self, Problem> {
        let value = format!("Bearer {}", credential.trim()).parse::<MetadataValue<Ascii>>();
        let mut value = value.map_err(|_| {
            let message = "the token holds characters that no token or key has: was the right file read?";
            Problem::new(Code::InvalidArgument, "TOKEN_MALFORMED", message)
        })?;
        value.set_sensitive(true);
        self.identity.credential = Some(value);
        Ok(self)
    }

    /// Asks for messages in a language.
    #[must_use]
    pub fn in_language(mut self, language: Language) -> Self {
        self.identity.language = language.tag().parse().ok();
        self
    }

    /// Gives every call a deadline. Not for streams that are to last.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.identity.timeout = Some(timeout);
        self
    }

    /// Traces the calls that are made for a span: each try is a span of its own, and whoever answers goes on with its
    /// trace.
    #[must_use]
    pub fn traced_by(mut self, tracer: Tracer) -> Self {
        self.route = self.route.with_tracer(tracer);
        self
    }

    /// Retries otherwise than by default.
    #[must_use]
    pub fn with_retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// Makes a call until it succeeds, fails for good, or the retries are used up. Every call of the hub is safe to
    /// repeat.
    ///
    /// # Errors
    /// What the last try failed with.
    pub async fn retrying<T, F>(&self, call: impl FnMut() -> F) -> Result<T, Problem>
    where
        F: Future<Output = Result<tonic::Response<T>, Status>>,
    {
        self.retry.run(&self.budget, self.identity.deadline, call).await
    }

    /// Reads, until it succeeds, fails for good, or the retries are used up: each try at another replica where there are
    /// several, and at two at once when the first is slow.
    ///
    /// # Errors
    /// What the last try failed with.
    pub async fn read<R: Read>(&self, request: R) -> Result<R::Answer, Problem> {
        let tried = Tried::default();
        let mut once = self.clone();
        once.identity.tried = Some(tried);
        self.retrying(|| hedged(&once, &self.hedge, request.clone()))
            .await
    }

    /// Whether a second copy of a read may be sent: somewhere else, and to a service that is well.
    pub(crate) fn may_hedge(&self) -> bool {
        self.route.live() > 1 && self.budget.allows()
    }

    /// Whether the process takes calls, as it tells probes; asked once, of whoever is behind the address.
    ///
    /// # Errors
    /// When nobody answers.
    pub async fn is_serving(&self) -> Result<bool, Problem> {
        let mut probe = HealthClient::with_interceptor(self.route.clone(), self.identity.clone());
        let answer = probe.check(HealthCheckRequest::default()).await;
        let answer = answer.map_err(|status| Problem::from_status(&status))?;
        Ok(answer.into_inner().status() == ServingStatus::Serving)
    }

    /// The catalogue's client.
    #[must_use]
    pub fn catalog(&self) -> CatalogServiceClient<Identified> {
        CatalogServiceClient::with_interceptor(self.route.clone(), self.identity.clone())
            .max_decoding_message_size(MAX_MESSAGE)
            .max_encoding_message_size(MAX_MESSAGE)
    }

    /// The observations' client.
    #[must_use]
    pub fn observations(&self) -> ObservationServiceClient<Identified> {
        ObservationServiceClient::with_interceptor(self.route.clone(), self.identity.clone())
            .max_decoding_message_size(MAX_MESSAGE)
            .max_encoding_message_size(MAX_MESSAGE)
    }

    /// The reports' client.
    #[must_use]
    pub fn reports(&self) -> ReportServiceClient<Identified> {
        ReportServiceClient::with_interceptor(self.route.clone(), self.identity.clone())
            .max_decoding_message_size(MAX_MESSAGE)
            .max_encoding_message_size(MAX_MESSAGE)
    }

    /// The comparisons' client.
    #[must_use]
    pub fn comparisons(&self) -> CompareServiceClient<Identified> {
        CompareServiceClient::with_interceptor(self.route.clone(), self.identity.clone())
            .max_decoding_message_size(MAX_MESSAGE)
            .max_encoding_message_size(MAX_MESSAGE)
    }
}
