//! A connection to the hub.

use std::time::Duration;

use tonic::{
    Request, Status,
    metadata::{Ascii, MetadataValue},
    service::{Interceptor, interceptor::InterceptedService},
    transport::{Channel, Endpoint},
};
use zhibiao_proto::{
    catalog::v1::catalog_service_client::CatalogServiceClient,
    compare::v1::compare_service_client::CompareServiceClient,
    observation::v1::observation_service_client::ObservationServiceClient,
    report::v1::report_service_client::ReportServiceClient,
};
use zhibiao_runtime::{
    caller::{Caller, USER_KEY},
    channel,
    error::{Code, Problem},
    language::{LANGUAGE_KEY, Language},
};

use crate::retry::Retry;

/// Largest message that the client takes or gives: what the protos promise for bulk calls, with room for framing.
const MAX_MESSAGE: usize = 64 << 20;

/// A channel that says on every call who calls, in which language, and by when an answer is needed.
pub type Identified = InterceptedService<Channel, Identity>;

/// A connection to the hub, or to one of its roles. Cheap to clone; clones share the connection.
#[derive(Debug, Clone)]
pub struct Hub {
    channel: Channel,
    identity: Identity,
    retry: Retry,
}

/// What a caller says of itself with every call.
#[derive(Debug, Clone, Default)]
pub struct Identity {
    user: Option<MetadataValue<Ascii>>,
    language: Option<MetadataValue<Ascii>>,
    timeout: Option<Duration>,
}

impl Interceptor for Identity {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        if let Some(user) = &self.user {
            request.metadata_mut().insert(USER_KEY, user.clone());
        }
        if let Some(language) = &self.language {
            request.metadata_mut().insert(LANGUAGE_KEY, language.clone());
        }
        if let Some(timeout) = self.timeout {
            request.set_timeout(timeout);
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
        let endpoint = Endpoint::from_shared(address.to_owned()).map_err(|_| {
            let message = format!("`{address}` is no address: write for example http://127.0.0.1:7890");
            Problem::new(Code::InvalidArgument, "ADDRESS_INVALID", message)
        })?;
        Ok(Self::over(channel::lazy(endpoint)))
    }

    /// Calls over a channel that is there already.
    #[must_use]
    pub fn over(channel: Channel) -> Self {
        Self {
            channel,
            identity: Identity::default(),
            retry: Retry::default(),
        }
    }

    /// Calls in somebody's name.
    #[must_use]
    pub fn as_user(mut self, caller: &Caller) -> Self {
        self.identity.user = caller.to_metadata().parse().ok();
        self
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
        self.retry.run(call).await
    }

    /// The catalogue's client.
    #[must_use]
    pub fn catalog(&self) -> CatalogServiceClient<Identified> {
        CatalogServiceClient::with_interceptor(self.channel.clone(), self.identity.clone())
            .max_decoding_message_size(MAX_MESSAGE)
            .max_encoding_message_size(MAX_MESSAGE)
    }

    /// The observations' client.
    #[must_use]
    pub fn observations(&self) -> ObservationServiceClient<Identified> {
        ObservationServiceClient::with_interceptor(self.channel.clone(), self.identity.clone())
            .max_decoding_message_size(MAX_MESSAGE)
            .max_encoding_message_size(MAX_MESSAGE)
    }

    /// The reports' client.
    #[must_use]
    pub fn reports(&self) -> ReportServiceClient<Identified> {
        ReportServiceClient::with_interceptor(self.channel.clone(), self.identity.clone())
            .max_decoding_message_size(MAX_MESSAGE)
            .max_encoding_message_size(MAX_MESSAGE)
    }

    /// The comparisons' client.
    #[must_use]
    pub fn comparisons(&self) -> CompareServiceClient<Identified> {
        CompareServiceClient::with_interceptor(self.channel.clone(), self.identity.clone())
            .max_decoding_message_size(MAX_MESSAGE)
            .max_encoding_message_size(MAX_MESSAGE)
    }
}
