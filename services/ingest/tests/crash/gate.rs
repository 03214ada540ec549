//! A gate before the store: it holds a call, or lets it fail.

use std::{
    collections::HashMap,
    convert::Infallible,
    future::Future,
    net::SocketAddr,
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll},
};

use tokio::{net::TcpListener, sync::oneshot};
use tokio_stream::wrappers::TcpListenerStream;
use tokio_util::sync::CancellationToken;
use tonic::{Code, Status, body::Body, service::Routes, transport::Server};
use tower::{Layer, Service};
use zhibiao_runtime::{access::Permit, identity::Identity};

/// Where a call is held for ever.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Hold {
    /// Before the store sees it.
    Before,
    /// After the store has answered it.
    After,
}

/// What happens to the next calls of a name.
enum Plan {
    Hold(Hold, oneshot::Sender<()>),
    Fail(u32, Code),
}

/// Plans by the name of the call.
#[derive(Clone, Default)]
pub(crate) struct Gate(Arc<Mutex<HashMap<&'static str, Plan>>>);

impl Gate {
    /// Holds the next call of a name; the receiver is told when it is held.
    pub(crate) fn hold(&self, call: &'static str, hold: Hold) -> oneshot::Receiver<()> {
        let (tell, told) = oneshot::channel();
        self.0.lock().unwrap().insert(call, Plan::Hold(hold, tell));
        told
    }

    /// Lets the next calls of a name fail as if the store were not there.
    pub(crate) fn fail(&self, call: &'static str, times: u32) {
        self.0
            .lock()
            .unwrap()
            .insert(call, Plan::Fail(times, Code::Unavailable));
    }

    /// Lets the next call of a name be refused, as one that can't ever be made.
    pub(crate) fn refuse(&self, call: &'static str) {
        let plan = Plan::Fail(1, Code::InvalidArgument);
        self.0.lock().unwrap().insert(call, plan);
    }

    /// Serves routes behind the gate.
    pub(crate) async fn serve(&self, routes: Routes, shutdown: CancellationToken) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let served = Server::builder()
            .layer(self.clone())
            .add_routes(routes)
            .serve_with_incoming_shutdown(TcpListenerStream::new(listener), shutdown.cancelled_owned());
        tokio::spawn(served);
        address
    }

    /// What to do with a call that arrives.
    fn plan(&self, path: &str) -> Option<Plan> {
        let mut plans = self.0.lock().unwrap();
        let call = *plans.keys().find(|call| path.ends_with(*call))?;
        match plans.remove(call)? {
            Plan::Fail(times, code) if times > 1 => {
                plans.insert(call, Plan::Fail(times - 1, code));
                Some(Plan::Fail(times, code))
            }
            plan @ (Plan::Fail(..) | Plan::Hold(..)) => Some(plan),
        }
    }
}

impl<S> Layer<S> for Gate {
    type Service = Gated<S>;

    fn layer(&self, inner: S) -> Gated<S> {
        Gated {
            gate: self.clone(),
            inner,
        }
    }
}

/// A service behind the gate.
#[derive(Clone)]
pub(crate) struct Gated<S> {
    gate: Gate,
    inner: S,
}

type Answering = Pin<Box<dyn Future<Output = Result<http::Response<Body>, Infallible>> + Send>>;

impl<S> Service<http::Request<Body>> for Gated<S>
where
    S: Service<http::Request<Body>, Response = http::Response<Body>, Error = Infallible>
        + Clone
        + Send
        + 'static,
    S::Future: Send,
{
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = Answering;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: http::Request<Body>) -> Answering {
        // Whoever comes through the gate is believed, as on loopback.
        request
            .extensions_mut()
            .insert(Permit::new(Identity::Trusted(None)));
        let plan = self.gate.plan(request.uri().path());
        // The one that is ready answers; its clone waits for the next call.
        let next = self.inner.clone();
        let mut inner = std::mem::replace(&mut self.inner, next);
        Box::pin(async move {
            match plan {
                None => inner.call(request).await,
                Some(Plan::Fail(_, code)) => Ok(Status::new(code, "the gate is shut").into_http()),
                Some(Plan::Hold(hold, tell)) => {
                    if let Hold::After = hold {
                        inner.call(request).await?;
                    }
                    tell.send(()).unwrap();
                    std::future::pending().await
                }
            }
        })
    }
}
