//! News of what other processes committed, through LISTEN: it saves waiting for the next look and is never the only
//! way, since poolers swallow it and a connection can break unheard.

use std::{sync::Arc, time::Duration};

use futures_util::future;
use tokio::{sync::Notify, task::JoinHandle};
use tokio_postgres::{AsyncMessage, NoTls};

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
        let task = tokio::spawn(run(options.config(), channel.to_owned(), Arc::clone(&heard)));
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

async fn run(config: tokio_postgres::Config, channel: String, heard: Arc<Notify>) {
    loop {
        if let Err(error) = listen(&config, &channel, &heard).await {
            tracing::debug!(%error, "not listening for commits");
        }
        tokio::time::sleep(PAUSE).await;
    }
}

async fn listen(config: &tokio_postgres::Config, channel: &str, heard: &Notify) -> Result<(), Failure> {
    let (client, mut connection) = config.connect(NoTls).await?;
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
            message = message => match message {
                Some(Ok(AsyncMessage::Notification(_))) => heard.notify_one(),
                Some(Ok(_)) => {}
                Some(Err(error)) => return Err(error.into()),
                None => return Ok(()),
            }
        }
    }
}
