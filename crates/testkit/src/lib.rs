//! What tests of several crates share: small catalogues and observations, the real store behind a client, a real
//! PostgreSQL and Redis, a certificate authority and an identity provider, and waiting for what comes about in the background.

pub mod authority;
pub mod catalog;
pub mod issuer;
pub mod link;
pub mod observations;
pub mod port;
#[cfg(unix)]
pub mod postgres;
#[cfg(unix)]
pub mod redis;
pub mod store;

use std::time::Duration;

/// Longest wait of [`eventually`].
const PATIENCE: Duration = Duration::from_secs(10);

/// Waits until a condition holds that nothing announces. Where something does announce it (a channel, a feed, a token
/// to wait for), wait for that instead.
///
/// # Panics
/// When the condition does not come to hold within ten seconds.
pub async fn eventually<F>(what: &str, mut holds: impl FnMut() -> F)
where
    F: Future<Output = bool>,
{
    let poll = async {
        let mut pause = Duration::from_millis(1);
        while !holds().await {
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(Duration::from_millis(100));
        }
    };
    let held = tokio::time::timeout(PATIENCE, poll).await;
    assert!(held.is_ok(), "{what}: not within {PATIENCE:?}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_comes_about_is_seen() {
        let mut asked = 0;
        eventually("asked often enough", || {
            asked += 1;
            let enough = asked == 5;
            async move { enough }
        })
        .await;
        assert_eq!(asked, 5);
    }

    #[tokio::test(start_paused = true)]
    #[should_panic(expected = "never: not within")]
    async fn what_does_not_is_told() {
        eventually("never", async || false).await;
    }
}
