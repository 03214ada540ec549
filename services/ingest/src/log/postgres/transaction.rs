//! A transaction on a borrowed session.

use zhibiao_postgres::Session;

use crate::log::LogError;

/// A transaction under way. A session on which it was neither committed nor rolled back is closed, never lent again.
pub(super) struct Transaction<'s> {
    session: &'s Session,
    ended: bool,
}

impl<'s> Transaction<'s> {
    pub(super) async fn begin(session: &'s Session) -> Result<Self, LogError> {
        let begun = Self {
            session,
            ended: false,
        };
        session.batch_execute("BEGIN").await?;
        Ok(begun)
    }

    /// Commits, and tells those that listen on a channel.
    ///
    /// # Errors
    /// When it is not known whether it was committed, too.
    pub(super) async fn commit(mut self, channel: &str) -> Result<(), LogError> {
        let commands = format!("NOTIFY {channel}; COMMIT");
        self.session.batch_execute(&commands).await?;
        self.ended = true;
        Ok(())
    }

    pub(super) async fn roll_back(mut self) {
        self.ended = self.session.batch_execute("ROLLBACK").await.is_ok();
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        if !self.ended {
            self.session.give_up();
        }
    }
}
