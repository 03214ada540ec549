//! Answers that take a while: how far they are on standard error, the result at the end.

use indicatif::{ProgressBar, ProgressStyle};
use tonic::{Response, Status, Streaming};
use zhibiao_proto::compare::v1::Progress;

use crate::{failure::Failure, output::Ui, wire::present};

/// What one message of such an answer says.
pub(crate) enum Event<T> {
    /// How far it is.
    Progress(Progress),
    /// The result.
    Result(T),
}

/// Waits for the result of a call.
///
/// # Errors
/// What the hub says; when it ends without a result.
pub(crate) async fn result<M, T>(
    answer: Result<Response<Streaming<M>>, Status>,
    ui: &Ui,
    read: impl Fn(M) -> Option<Event<T>>,
) -> Result<T, Failure> {
    let mut messages = answer?.into_inner();
    let bar = bar(ui);
    let mut result = None;
    while let Some(message) = messages.message().await? {
        match read(message) {
            Some(Event::Progress(Progress { done, total })) => {
                bar.set_length(total);
                bar.set_position(done);
            }
            Some(Event::Result(found)) => result = Some(found),
            None => {}
        }
    }
    bar.finish_and_clear();
    present(result)
}

fn bar(ui: &Ui) -> ProgressBar {
    let bar = if ui.watched() {
        ProgressBar::new(0)
    } else {
        ProgressBar::hidden()
    };
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {percent}% {eta}") {
        bar.set_style(style);
    }
    bar
}

/// Reads the messages of a call whose events are progress and one kind of result.
macro_rules! events {
    ($message:ident, $module:ident, $result:ident) => {
        |message: zhibiao_proto::compare::v1::$message| {
            use zhibiao_proto::compare::v1::$module::Event as Message;
            message.event.map(|event| match event {
                Message::Progress(progress) => crate::commands::index::stream::Event::Progress(progress),
                Message::$result(result) => crate::commands::index::stream::Event::Result(result),
            })
        }
    };
}
pub(crate) use events;
