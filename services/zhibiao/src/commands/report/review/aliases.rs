//! The aliases that reviews keep, for people and machines.

use serde::Serialize;
use zhibiao_proto::report::v1::{AliasProposal, AliasState};

use crate::{text::Text, wire::word};

/// What became of a proposed alias.
pub(super) fn text(alias: &AliasProposal) -> Text<'static> {
    let (name, item) = (alias.alias.clone(), alias.item.clone());
    match alias.state() {
        AliasState::Applied => Text::AliasApplied {
            alias: name,
            item,
            revision: alias.revision,
        },
        AliasState::Refused => Text::AliasRefused {
            alias: name,
            item,
            reason: alias.reason.clone(),
        },
        AliasState::Pending if !alias.reason.is_empty() => Text::AliasDoubtful {
            alias: name,
            item,
            reason: alias.reason.clone(),
        },
        AliasState::Pending | AliasState::Unspecified => Text::AliasPending { alias: name, item },
    }
}

/// A proposed alias in JSON. The field names are stable.
#[derive(Debug, Serialize)]
pub(in super::super) struct JsonAlias<'a> {
    item: &'a str,
    alias: &'a str,
    state: String,
    revision: i64,
    reason: &'a str,
}

impl<'a> From<&'a AliasProposal> for JsonAlias<'a> {
    fn from(alias: &'a AliasProposal) -> Self {
        Self {
            item: &alias.item,
            alias: &alias.alias,
            state: word(alias.state().as_str_name(), "ALIAS_STATE_"),
            revision: alias.revision,
            reason: &alias.reason,
        }
    }
}
