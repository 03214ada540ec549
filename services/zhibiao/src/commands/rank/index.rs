//! `zhibiao rank --framework`: who ranks where by a framework, and how sure that is.

use std::path::PathBuf;

use clap::Args;
use zhibiao_proto::{
    catalog::v1::TieRule,
    compare::v1::{
        Against, Detail, EvaluateFrameworkRequest, EvaluateFrameworkResponse, IndexQuery, SubjectPair,
        watch_ranking_request::Question,
    },
};

use super::{Baseline, RankArgs, Ties, watch};
use crate::{
    commands::index::{
        WhatIf,
        analysis::Analysis,
        evaluation, note_period, query,
        sensitivity::Design,
        stability,
        uncertainty::Draws,
        workbook::{self, Marks, Methods},
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
    #[arg(long, requires = "framework", conflicts_with_all = ["watch", "uncertainty", "against", "against_moment"], group = "simulated")]
    sensitivity: bool,
    /// Show how far each weight may move before a rank changes
    #[arg(long, requires = "framework", conflicts_with_all = ["watch", "uncertainty", "sensitivity", "against", "against_moment", "seed", "draws", "top", "base"])]
    stability: bool,
    #[command(flatten)]
    draws: Draws,
    #[command(flatten)]
    design: Design,
    #[command(flatten)]
    weights: stability::Question,
    /// Write the whole result to a workbook (.xlsx): ranking, what is analysed beside it, every table, its manifest
    #[arg(long, value_name = "FILE", requires = "framework", conflicts_with = "watch", value_parser = workbook_path)]
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

/// A file of a workbook; one of another name would be taken for what it is not.
fn workbook_path(path: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(path);
    let extension = path.extension().and_then(|extension| extension.to_str());
    match extension.is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx")) {
        true => Ok(path),
        false => Err("a workbook is an .xlsx file: give it a name that ends so".to_owned()),
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
    let asked = Asked {
        args,
        query,
        swaps,
        resolver: &resolver,
        session,
    };
    let ranked = if index.stability || index.sensitivity {
        asked.analysed().await
    } else {
        asked.evaluated().await
    };
    ranked.map_err(|failure| resolver.named(failure))
}

fn rule(ties: Ties) -> TieRule {
    match ties {
        Ties::Standard => TieRule::Standard,
        Ties::Dense => TieRule::Dense,
        Ties::Average => TieRule::Average,
    }
}

/// What the hub calls questions that can't be asked of a result.
const INAPPLICABLE: &str = "INAPPLICABLE";

/// What is asked, and of whom.
struct Asked<'a> {
    args: &'a RankArgs,
    query: IndexQuery,
    swaps: Vec<SubjectPair>,
    resolver: &'a Resolver,
    session: &'a Session,
}

impl Asked<'_> {
    /// The ranking itself, with how sure it is when that is asked for.
    async fn evaluated(&self) -> Result<(), Failure> {
        let Self {
            args,
            query,
            resolver,
            session,
            ..
        } = self;
        let index = &args.index;
        let limit = self.limit();
        if args.watch {
            let question = Question::Evaluation(request(args, query.clone()));
            return watch::run(session, question, limit, args.count).await;
        }
        let evaluation = if index.workbook.is_some() {
            every_table(args, query.clone(), session).await
        } else {
            evaluate(request(args, query.clone()), session).await
        };
        let evaluation = match evaluation {
            Ok(evaluation) => evaluation,
            Err(failure) => return Err(self.beside_analysis(failure).await),
        };
        let query = at(&evaluation, query.clone());
        let analysis = self.analysis(query, evaluation.subjects.len()).await?;
        self.keep(&evaluation, analysis.as_ref()).await?;
        session.ui.answer(&match &analysis {
            Some(found) => found.answer(&evaluation.framework, Some(&evaluation), limit, resolver)?,
            None => evaluation::answer(&evaluation, limit, session.ui.language)?,
        })
    }

    /// What moves ranks, or how far weights may move; a workbook holds it with the ranking that it is about.
    async fn analysed(&self) -> Result<(), Failure> {
        let index = &self.args.index;
        let evaluation = match &index.workbook {
            Some(_) => match every_table(self.args, self.query.clone(), self.session).await {
                Ok(evaluation) => Some(evaluation),
                Err(failure) => return Err(self.beside_analysis(failure).await),
            },
            None => None,
        };
        let query = match &evaluation {
            Some(evaluation) => at(evaluation, self.query.clone()),
            None => self.query.clone(),
        };
        let Some(analysis) = self.analysis(query, 0).await? else {
            return Ok(());
        };
        if let Some(evaluation) = &evaluation {
            self.keep(evaluation, Some(&analysis)).await?;
        }
        let framework = &self.query.framework;
        let answer = analysis.answer(framework, evaluation.as_ref(), self.limit(), self.resolver)?;
        self.session.ui.answer(&answer)
    }

    /// The analysis that is asked for, of a ranking of so many subjects where that is known.
    async fn analysis(&self, query: IndexQuery, subjects: usize) -> Result<Option<Analysis>, Failure> {
        let (index, session) = (&self.args.index, self.session);
        Ok(if index.uncertainty {
            let found = index.draws.ask(session, query, subjects).await?;
            Some(Analysis::Uncertainty(Box::new(found)))
        } else if index.sensitivity {
            let found = index.design.ask(session, query, index.draws.seed()).await?;
            Some(Analysis::Sensitivity(Box::new(found)))
        } else if index.stability {
            let found = index.weights.ask(session, query, self.swaps.clone()).await;
            let found = found.map_err(|failure| self.without_swaps(failure))?;
            Some(Analysis::Stability(Box::new(found)))
        } else {
            None
        })
    }

    /// What is wrong with the ranking, and with the analysis that is asked of it: one would hide the other.
    async fn beside_analysis(&self, failure: Failure) -> Failure {
        if failure.exit != Exit::Data {
            return failure;
        }
        let analysis = self.analysis(self.query.clone(), 0).await;
        let others = analysis.err().filter(|other| other.exit == Exit::Data);
        let mut places = failure.places.clone();
        for place in others.into_iter().flat_map(|other| other.places) {
            if !places.contains(&place) {
                places.push(place);
            }
        }
        Failure { places, ..failure }
    }

    /// A refusal that pairs may be the reason of, with what is told without them.
    fn without_swaps(&self, failure: Failure) -> Failure {
        if !self.swaps.is_empty() && failure.reason == INAPPLICABLE && failure.next.is_none() {
            failure.next(Text::NextSwap)
        } else {
            failure
        }
    }

    /// Writes the workbook that is asked for.
    async fn keep(
        &self,
        evaluation: &EvaluateFrameworkResponse,
        analysis: Option<&Analysis>,
    ) -> Result<(), Failure> {
        let Some(path) = &self.args.index.workbook else {
            return Ok(());
        };
        let ui = &self.session.ui;
        let marks = Marks::of(evaluation);
        let query = at(evaluation, self.query.clone());
        let methods = Methods::ask(evaluation, &query, self.session).await?;
        let answer = match analysis {
            Some(found) => {
                found.answer(&evaluation.framework, Some(evaluation), usize::MAX, self.resolver)?
            }
            None => evaluation::answer(evaluation, usize::MAX, ui.language)?,
        };
        let whole = workbook::Whole {
            evaluation,
            marks: &marks,
            methods: &methods,
            analysis,
            answer: &answer,
        };
        whole.write(path, ui.language)?;
        if !methods.is_known() {
            ui.aside(&ui.text(Text::MethodsUnknown));
        }
        ui.aside(&ui.text(Text::Exported {
            path: path.display().to_string(),
            revision: evaluation.revision,
        }));
        Ok(())
    }

    /// Most rows for people.
    fn limit(&self) -> usize {
        usize::try_from(self.args.limit).unwrap_or_default()
    }
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
