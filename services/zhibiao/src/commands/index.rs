//! Composite indices on the command line: what every command about them takes, and how long ones are waited for.

pub(crate) mod evaluation;
mod factors;
mod names;
pub(crate) mod sensitivity;
pub(crate) mod stability;
pub(crate) mod stream;
pub(crate) mod uncertainty;
pub(crate) mod workbook;

use std::{fs, path::PathBuf, str::FromStr};

use clap::Args;
use zhibiao_model::framework::Overrides;
use zhibiao_proto::compare::v1::{EvaluationWarning, IndexQuery, UnscoredSubject};
use zhibiao_runtime::language::Language;

pub(crate) use names::Labels;

use crate::{
    exit::Exit,
    failure::{Failure, Place},
    names::{Resolver, sent_in_language},
    output::number,
    text::{Text, list},
    wire::{PeersArgs, When},
};

/// Which index: a framework on the figures of one period.
#[derive(Debug, Clone, Args)]
pub(crate) struct IndexArgs {
    /// Framework: id, resource name, Chinese or English name
    #[arg(long, short, value_name = "FRAMEWORK")]
    framework: String,
    /// Period, such as 2023 [default: the last one with a figure]
    #[arg(long, short)]
    period: Option<String>,
    #[command(flatten)]
    peers: PeersArgs,
    #[command(flatten)]
    what_if: WhatIf,
    #[command(flatten)]
    when: When,
}

/// Changes to a framework for a what-if.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "What if")]
pub(crate) struct WhatIf {
    /// Take another weight, by aggregate id or indicator code; may be given several times
    #[arg(long = "weight", value_name = "COMPONENT=WEIGHT", requires = "framework")]
    weights: Vec<OtherWeight>,
    /// TOML file with other weights or methods: [weights], normalise, treat, impute, weighting, aggregation, ties
    #[arg(long, value_name = "FILE", requires = "framework")]
    what_if: Option<PathBuf>,
}

/// A weight for a what-if.
#[derive(Debug, Clone, PartialEq)]
struct OtherWeight {
    component: String,
    weight: f64,
}

impl FromStr for OtherWeight {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = "write COMPONENT=WEIGHT, for example innovation=30";
        let (component, weight) = text.rsplit_once('=').ok_or(wrong)?;
        Ok(Self {
            component: component.to_owned(),
            weight: weight.parse().map_err(|_| wrong)?,
        })
    }
}

impl WhatIf {
    /// Whether any change is asked for.
    pub(crate) fn is_given(&self) -> bool {
        self.what_if.is_some() || !self.weights.is_empty()
    }

    /// The changes; weights of the command line go before those of the file.
    ///
    /// # Errors
    /// When the file can't be read.
    pub(crate) fn overrides(&self) -> Result<Option<Overrides>, Failure> {
        if !self.is_given() {
            return Ok(None);
        }
        let mut overrides = match &self.what_if {
            None => Overrides::default(),
            Some(path) => {
                let text = fs::read_to_string(path).map_err(|error| Failure::file(path, &error))?;
                toml::from_str(&text).map_err(|error| unreadable(path, &text, &error))?
            }
        };
        let given = self.weights.iter().cloned();
        overrides
            .weights
            .extend(given.map(|OtherWeight { component, weight }| (component, weight)));
        Ok(Some(overrides))
    }
}

/// A TOML file that is not of the form it should have.
pub(crate) fn unreadable(path: &std::path::Path, text: &str, error: &toml::de::Error) -> Failure {
    let before = error.span().and_then(|span| text.get(..span.start));
    let row = before.map_or(1, |before| before.matches('\n').count() + 1);
    let place = Place {
        at: format!("{}:{row}", path.display()),
        what: error.message().to_owned(),
    };
    Failure::new(Exit::Data, "FILE_INVALID", Text::FileInvalid).at(vec![place])
}

impl IndexArgs {
    /// The index as the hub takes it.
    ///
    /// # Errors
    /// When a file can't be read. Names that lead nowhere are noted with the resolver.
    pub(crate) fn query(&self, resolver: &mut Resolver) -> Result<IndexQuery, Failure> {
        let Self {
            framework,
            period,
            peers,
            what_if,
            when,
        } = self;
        query(resolver, framework, period.as_deref(), peers, what_if, when)
    }
}

/// An index as the hub takes it.
///
/// # Errors
/// When a file can't be read. Names that lead nowhere are noted with the resolver.
pub(crate) fn query(
    resolver: &mut Resolver,
    framework: &str,
    period: Option<&str>,
    peers: &PeersArgs,
    what_if: &WhatIf,
    when: &When,
) -> Result<IndexQuery, Failure> {
    let framework = resolver.framework(framework);
    Ok(IndexQuery {
        framework: framework.map(|id| id.to_string()).unwrap_or_default(),
        period: period.unwrap_or_default().to_owned(),
        peers: peers.peers(resolver),
        carry: peers.carry(),
        overrides: what_if.overrides()?.as_ref().map(Into::into),
        consistency: when.consistency(),
        as_of: when.as_of(),
    })
}

/// Who has no rank, and what readers should know, as lines below a table.
pub(crate) fn remarks(
    unscored: &[UnscoredSubject],
    warnings: &[EvaluationWarning],
    language: Language,
) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest = unscored;
    while let Some(first) = rest.first() {
        let of = rest.iter().take_while(|one| one.reason == first.reason).count();
        let (group, others) = rest.split_at(of);
        let names: Vec<String> = group.iter().map(|one| unscored_text(one, language)).collect();
        let reason = unscored_reason(&first.reason).say(language);
        lines.push(
            Text::WithoutRank {
                reason,
                count: group.len(),
                names: list(&names, language),
            }
            .say(language),
        );
        rest = others;
    }
    lines.extend(warnings.iter().map(|warning| {
        Text::Warned {
            about: warning.about.clone(),
            message: warning.message.clone(),
        }
        .say(language)
    }));
    lines
}

fn unscored_text(one: &UnscoredSubject, language: Language) -> String {
    let name = sent_in_language(one.names.as_ref(), &one.subject, language);
    if one.reason == "TOO_FEW_FIGURES" {
        format!("{name} ({})", number::percent(one.available))
    } else {
        name.to_owned()
    }
}

/// Why a subject has no rank, for people.
pub(crate) fn unscored_reason(reason: &str) -> Text<'_> {
    match reason {
        "TOO_FEW_FIGURES" => Text::ReasonTooFewFigures,
        "NO_SCORE" => Text::ReasonNoScore,
        "NOT_YET" => Text::ReasonNotYet,
        "NO_LONGER" => Text::ReasonNoLonger,
        other => Text::Quoted(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_of_the_command_line_go_before_those_of_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("if.toml");
        fs::write(
            &path,
            "normalise = { method = \"rank\" }\n[weights]\na = 1\nb = 2\n",
        )
        .unwrap();
        let what_if = WhatIf {
            weights: vec!["a=0.5".parse().unwrap(), "x=y=3".parse().unwrap()],
            what_if: Some(path.clone()),
        };
        let overrides = what_if.overrides().unwrap().unwrap();
        let weights: Vec<(&str, f64)> = overrides
            .weights
            .iter()
            .map(|(name, weight)| (name.as_str(), *weight))
            .collect();
        assert_eq!(weights, [("a", 0.5), ("b", 2.0), ("x=y", 3.0)]);
        assert!(overrides.normalise.is_some());
        assert_eq!(WhatIf::default().overrides().unwrap(), None);
        assert!("a".parse::<OtherWeight>().is_err() && "a=b".parse::<OtherWeight>().is_err());
        fs::write(&path, "\nweight = 1\n").unwrap();
        let failure = what_if.overrides().unwrap_err();
        assert!(failure.places[0].at.ends_with("if.toml:2"), "{failure:?}");
    }
}
