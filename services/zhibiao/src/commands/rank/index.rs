//! `zhibiao rank --framework`: who ranks where by a framework, and how sure that is.

use std::path::PathBuf;

use clap::Args;
use zhibiao_proto::{
    catalog::v1::TieRule,
    compare::v1::{
        Against, Detail, EvaluateFrameworkRequest, EvaluateFrameworkResponse, IndexQuery,
        watch_ranking_request::Question,
    },
};

use super::{Baseline, RankArgs, Ties, watch};
use crate::{
    commands::index::{
        WhatIf, evaluation, note_period, query,
        sensitivity::{self, Design},
        stability,
        uncertainty::{self, Draws},
        workbook,
    },
    exit::Exit,
    failure::Failure,
    names::Resolver,
    settings::Session,
    text::Text,
};

/// What a ranking by a framework takes beside.
#[derive(Debug, Args)]
#[command(next_help_heading = "Ranking by a framework")]
pub(super) struct IndexRankArgs {
    /// Rank by this framework: id, resource name, Chinese or English name
    #[arg(long, short, conflicts_with_all = ["better", "decimals"])]
    pub(super) framework: Option<String>,
    /// Show how sure ranks are: where nine in ten draws of what is uncertain lie, and who is tied
    #[arg(long, requires = "framework", conflicts_with = "watch", group = "simulated")]
    uncertainty: bool,
    /// Show which assumption moves ranks: all of them, and each subject's
    #[arg(long, requires = "framework", conflicts_with_all = ["watch", "uncertainty", "workbook", "against", "against_moment"], group = "simulated")]
    sensitivity: bool,
    /// Show how far each weight may move before a rank changes
    #[arg(long, requires = "framework", conflicts_with_all = ["watch", "uncertainty", "sensitivity", "workbook", "against", "against_moment"])]
    stability: bool,
    #[command(flatten)]
    draws: Draws,
    #[command(flatten)]
    design: Design,
    #[command(flatten)]
    weights: stability::Question,
    /// Write the whole result with its manifest to a workbook (.xlsx)
    #[arg(long, value_name = "FILE", requires = "framework", conflicts_with = "watch")]
    workbook: Option<PathBuf>,
    #[command(flatten)]
    what_if: WhatIf,
}

impl IndexRankArgs {
    /// Refuses what has no meaning without a framework: beside an indicator the parser requires none.
    ///
    /// # Errors
    /// When any of it is given.
    pub(super) fn check_absent(&self) -> Result<(), Failure> {
        let analysed = self.uncertainty || self.sensitivity || self.stability;
        if analysed || self.workbook.is_some() || self.what_if.is_given() {
            let failure = Failure::new(Exit::Usage, "FRAMEWORK_MISSING", Text::FrameworkMissing);
            return Err(failure.next(Text::NextFramework));
        }
        Ok(())
    }
}

/// Ranks by a framework.
///
/// # Errors
/// When a name is not known, the hub refuses, or a file can't be written.
pub(super) async fn run(args: &RankArgs, framework: &str, session: &Session) -> Result<(), Failure> {
    let mut resolver = Resolver::load(session).await?;
    let index = &args.index;
    let period = args.period.as_deref();
    let mut query = query(
        &mut resolver,
        framework,
        period,
        &args.peers,
        &index.what_if,
        &args.when,
    )?;
    if let Some(ties) = args.ties {
        let overrides = query.overrides.get_or_insert_default();
        overrides.set_ties(rule(ties));
    }
    let swaps = index.weights.swaps(&mut resolver);
    note_period(&mut resolver, "--against", args.against.as_deref());
    resolver.finish()?;
    let limit = usize::try_from(args.limit).unwrap_or_default();
    let language = session.ui.language;
    if index.stability {
        let framework = query.framework.clone();
        let found = index.weights.ask(session, query, swaps).await?;
        let answer = stability::answer(&found, &framework, &resolver, language)?;
        return session.ui.answer(&answer);
    }
    if index.sensitivity {
        let found = index.design.ask(session, query, index.draws.seed()).await?;
        return session.ui.answer(&sensitivity::answer(&found, limit, language)?);
    }
    let ranked = evaluated(args, query, limit, session).await;
    ranked.map_err(|failure| resolver.named(failure))
}

fn rule(ties: Ties) -> TieRule {
    match ties {
        Ties::Standard => TieRule::Standard,
        Ties::Dense => TieRule::Dense,
        Ties::Average => TieRule::Average,
    }
}

/// The ranking itself, with how sure it is when that is asked for.
async fn evaluated(
    args: &RankArgs,
    query: IndexQuery,
    limit: usize,
    session: &Session,
) -> Result<(), Failure> {
    let index = &args.index;
    if args.watch {
        let question = Question::Evaluation(request(args, query));
        return watch::run(session, question, limit, args.count).await;
    }
    let evaluation = if index.workbook.is_some() {
        every_table(args, query.clone(), session).await?
    } else {
        evaluate(request(args, query.clone()), session).await?
    };
    let ui = &session.ui;
    let uncertainty = if index.uncertainty {
        let found = index
            .draws
            .ask(session, at(&evaluation, query), evaluation.subjects.len());
        Some(found.await?)
    } else {
        None
    };
    if let Some(path) = &index.workbook {
        workbook::write(path, &evaluation, uncertainty.as_ref(), ui.language)?;
        ui.aside(&ui.text(Text::Exported {
            path: path.display().to_string(),
            revision: evaluation.revision,
        }));
    }
    ui.answer(&match &uncertainty {
        Some(found) => uncertainty::answer(found, &evaluation, limit, ui.language)?,
        None => evaluation::answer(&evaluation, limit, ui.language)?,
    })
}

/// The same index at the revision of an evaluation, so that both are of the same figures.
fn at(evaluation: &EvaluateFrameworkResponse, query: IndexQuery) -> IndexQuery {
    use zhibiao_proto::observation::v1::{AsOf, as_of::Moment};
    IndexQuery {
        period: evaluation.period.clone(),
        consistency: None,
        as_of: Some(AsOf {
            moment: Some(Moment::Revision(evaluation.revision)),
        }),
        ..query
    }
}

/// The evaluation with every table of a workbook; in several answers of one revision where one would hold too many
/// numbers.
async fn every_table(
    args: &RankArgs,
    query: IndexQuery,
    session: &Session,
) -> Result<EvaluateFrameworkResponse, Failure> {
    let asking = |query: IndexQuery, details: &[Detail]| EvaluateFrameworkRequest {
        details: details.iter().map(|detail| (*detail).into()).collect(),
        ..request(args, query)
    };
    let whole = evaluate(asking(query.clone(), &workbook::DETAILS), session).await;
    if !matches!(&whole, Err(failure) if failure.reason == "LIMIT_EXCEEDED") {
        return whole;
    }
    let [first, others @ ..] = workbook::DETAILS;
    let mut evaluation = evaluate(asking(query.clone(), &[first]), session).await?;
    for detail in others {
        let request = EvaluateFrameworkRequest {
            against: None,
            ..asking(at(&evaluation, query.clone()), &[detail])
        };
        let part = evaluate(request, session).await?;
        workbook::take(detail, part, &mut evaluation);
    }
    Ok(evaluation)
}

fn request(args: &RankArgs, query: IndexQuery) -> EvaluateFrameworkRequest {
    let details = [Detail::Contributions];
    EvaluateFrameworkRequest {
        query: Some(query),
        details: details.map(Into::into).into(),
        against: args.baseline().map(|baseline: Baseline| Against {
            baseline: Some(baseline),
        }),
        group_by: String::new(),
    }
}

async fn evaluate(
    request: EvaluateFrameworkRequest,
    session: &Session,
) -> Result<EvaluateFrameworkResponse, Failure> {
    let answer = session.hub.retrying(|| {
        let (mut client, request) = (session.hub.comparisons(), request.clone());
        async move { client.evaluate_framework(request).await }
    });
    Ok(answer.await?)
}
