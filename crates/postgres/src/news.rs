//! News of what other processes committed, through LISTEN: it saves waiting for the next look and is never the only
//! way, since poolers swallow it and a connection can break unheard.

use std::{sync::Arc, time::Duration};

use futures_util::future;
use tokio::{sync::Notify, task::JoinHandle};
use tokio_postgres::AsyncMessage;

use crate::{failure::Failure, pool::Options};

/// Wait before the next try to connect.
const PAUSE: Duration = Duration::from_secs(1);

/// Listens on one channel until it is dropped.
#[derive(Debug)]
pub struct News {
    heard: Arc<Notify>,
    task: JoinHandle<()>,
}

impl News {
    /// Begins to listen on a channel, a plain lower-case name.
    #[must_use]
    pub fn listen(options: &Options, channel: &str) -> Self {
        let heard = Arc::new(Notify::new());
        let task = tokio::spawn(run(options.clone(), channel.to_owned(), Arc::clone(&heard)));
        Self { heard, task }
    }

    /// Waits until something was heard since the last time; also after a connection was lost and made again, since
    /// what was said meanwhile was missed.
    pub async fn heard(&self) {
        self.heard.notified().await;
    }
}

impl Drop for News {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn run(options: Options, channel: String, heard: Arc<Notify>) {
    loop {
        if let Err(error) = listen(&options, &channel, &heard).await {
            tracing::debug!(%error, "not listening for commits");
        }
        tokio::time::sleep(PAUSE).await;
    }
}

async fn listen(options: &Options, channel: &str, heard: &Notify) -> Result<(), Failure> {
    // A server that hangs takes connections and says nothing; once subscribed, keep-alives notice one that is gone.
    let late = || Failure::Unavailable(format!("no answer within {:?}", options.patience));
    let patience = tokio::time::sleep(options.patience);
    tokio::pin!(patience);
    let (config, secure) = (options.config(), options.url.secure()?);
    let (client, mut connection) = tokio::select! {
        connected = config.connect(secure.clone()) => connected?,
        () = &mut patience => return Err(late()),
    };
    let command = format!("LISTEN {channel}");
    let subscribed = client.batch_execute(&command);
    tokio::pin!(subscribed);
    let mut is_subscribed = false;
    loop {
        let message = future::poll_fn(|context| connection.poll_message(context));
        tokio::select! {
            answer = &mut subscribed, if !is_subscribed => {
                answer?;
                is_subscribed = true;
                heard.notify_one();
            }
            () = &mut patience, if !is_subscribed => return Err(late()),
            message = message => match message {
                Some(Ok(AsyncMessage::Notification(_))) => heard.notify_one(),
                Some(Ok(_)) => {}
                Some(Err(error)) => return Err(error.into()),
                None => return Ok(()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_server_that_says_nothing_is_asked_again() {
        let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("postgres://hub@{}/hub", silent.local_addr().unwrap());
        let _news = News::listen(&Options::new(url.parse().unwrap(), "hub"), "hub");
        let twice = async { (silent.accept().await.unwrap(), silent.accept().await.unwrap()) };
        tokio::time::timeout(Duration::from_secs(3_600), twice)
            .await
            .unwrap();
    }
}
