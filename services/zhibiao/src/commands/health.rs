//! `zhibiao health`: whether a process takes calls, for whoever can run a program but ask no gRPC: the health check of a
//! container without a shell, a supervisor, a person.

use serde::Serialize;

use crate::{
    exit::Exit,
    failure::Failure,
    output::{
        Answer,
        grid::{Cell, Column, Grid},
    },
    settings::Session,
    text::Text,
};

/// What a probe is told, in JSON. The field names are stable.
#[derive(Debug, Serialize)]
struct Json<'a> {
    server: &'a str,
    serving: bool,
}

/// Runs the command: negative where the process answers that it does not take calls.
///
/// # Errors
/// When nobody answers.
pub(crate) async fn run(session: &Session) -> Result<Exit, Failure> {
    let serving = session.hub.is_serving().await?;
    let (state, exit) = match serving {
        true => (Text::Serving, Exit::Ok),
        false => (Text::NotServing, Exit::Negative),
    };
    let mut grid = Grid::new(vec![
        Column::text("server", Text::HeadServer),
        Column::text("state", Text::HeadState),
    ]);
    grid.row(vec![
        Cell::text(&session.server),
        Cell::text(session.ui.text(state)),
    ]);
    let json = Json {
        server: &session.server,
        serving,
    };
    session.ui.answer(&Answer::new(&json, grid)?)?;
    Ok(exit)
}
