//! Who has no rank and why, and what readers of a result should know.

use std::collections::{BTreeMap, BTreeSet};

use zhibiao_proto::compare::v1::{EvaluationWarning, UnscoredSubject};
use zhibiao_runtime::language::Language;

use crate::{
    names::sent_in_language,
    output::number,
    text::{Text, faults, list},
};

/// Who has no rank, by reason, as lines for people: nobody is left out silently, nor told twice for one reason.
pub(crate) fn without_rank<'a>(
    unscored: &'a [UnscoredSubject],
    called: impl Fn(&'a str) -> &'a str,
    language: Language,
) -> Vec<String> {
    let mut by_reason: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut told: BTreeSet<(&str, &str)> = BTreeSet::new();
    for one in unscored
        .iter()
        .filter(|one| told.insert((&one.reason, &one.subject)))
    {
        let shown = Unranked(one).called(&called, language);
        by_reason.entry(&one.reason).or_default().push(shown);
    }
    let line = |(reason, names): (&str, Vec<String>)| {
        let reason = unscored_reason(reason).say(language);
        Text::WithoutRank {
            reason,
            count: names.len(),
            names: list(&names, language),
        }
        .say(language)
    };
    by_reason.into_iter().map(line).collect()
}

/// What readers should know, a line each; `called` is what the parts of the framework and the subjects are called.
pub(crate) fn warnings<'a>(
    warnings: &'a [EvaluationWarning],
    called: impl Fn(&'a str) -> &'a str,
    language: Language,
) -> Vec<String> {
    let line = |warning: &'a EvaluationWarning| {
        Text::Warned {
            about: called(&warning.about).to_owned(),
            message: warning_text(warning, &called, language).say(language),
        }
        .say(language)
    };
    warnings.iter().map(line).collect()
}

/// What happened, to whom and what to do.
pub(crate) fn warning_text<'a>(
    warning: &'a EvaluationWarning,
    called: &impl Fn(&'a str) -> &'a str,
    language: Language,
) -> Text<'a> {
    if warning.reason != "NEGATIVE" {
        return Text::Said(named(&warning.message, called, language));
    }
    let subjects = warning.subjects.iter().zip(&warning.values);
    let listed: Vec<String> = subjects
        .map(|(subject, value)| format!("{} ({})", called(subject), number::figure(*value)))
        .collect();
    Text::WarnNegative {
        component: called(&warning.component).to_owned(),
        count: warning.count,
        names: list(&listed, language),
    }
}

/// A message of the hub in a language, with subjects and parts of the framework called by their names.
fn named<'a>(message: &'a str, called: &impl Fn(&'a str) -> &'a str, language: Language) -> String {
    let mut said = faults::told(message, language).into_owned();
    for id in message.split('`').skip(1).step_by(2) {
        let name = called(id);
        if name != id {
            said = said.replace(&format!("`{id}`"), name);
        }
    }
    said
}

/// Why a subject has no rank, for people.
fn unscored_reason(reason: &str) -> Text<'_> {
    match reason {
        "TOO_FEW_FIGURES" => Text::ReasonTooFewFigures,
        "NO_SCORE" => Text::ReasonNoScore,
        "NOT_YET" => Text::ReasonNotYet,
        "NO_LONGER" => Text::ReasonNoLonger,
        other => Text::Quoted(other),
    }
}

/// Somebody without a rank.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unranked<'a>(pub(crate) &'a UnscoredSubject);

impl<'a> Unranked<'a> {
    pub(crate) fn name(self, language: Language) -> &'a str {
        sent_in_language(self.0.names.as_ref(), &self.0.subject, language)
    }

    /// The name with what is lacking, or what is to blame.
    fn called(self, called: &impl Fn(&'a str) -> &'a str, language: Language) -> String {
        let name = self.name(language);
        match (self.0.available, self.0.value) {
            (Some(available), _) => format!("{name} ({})", number::percent(available)),
            (None, Some(value)) => {
                let component = called(&self.0.component);
                format!("{name} ({component} {})", number::figure(value))
            }
            (None, None) => name.to_owned(),
        }
    }

    /// The reason with what it is about, for people.
    pub(crate) fn explained(self, language: Language) -> String {
        let reason = unscored_reason(&self.0.reason).say(language);
        match language {
            Language::En if !self.0.message.is_empty() => self.0.message.clone(),
            Language::En | Language::Zh => match self.0.value {
                Some(value) => format!("{reason} ({} {})", self.0.component, number::figure(value)),
                None => reason,
            },
        }
    }
}
