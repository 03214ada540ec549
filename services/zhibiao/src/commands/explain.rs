//! `zhibiao explain`: why two scores differ, or one moved.

use clap::{ArgGroup, Args};
use serde::Serialize;
use zhibiao_proto::compare::v1::{
    EarlierEdition, ExplainGapRequest, Gap, GapAttribution, GapPart, RankMovement,
    explain_gap_request::Against,
};
use zhibiao_runtime::language::Language;

use crate::{
    commands::index::{IndexArgs, note_period, stream},
    failure::Failure,
    names::{Resolver, sent_in_language},
    output::{
        Answer,
        grid::{Cell, Column, Grid},
        number,
    },
    settings::Session,
    text::Text,
    wire::{JsonNames, PastMoment, word},
};

/// Says by indicator why a score is another than somebody else's, or than it was.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("against").required(true).multiple(true))]
pub(crate) struct ExplainArgs {
    /// Subject whose score is explained
    subject: String,
    /// Compare with another subject of the same ranking
    #[arg(long, value_name = "SUBJECT", group = "against", conflicts_with_all = ["since", "since_moment"])]
    than: Option<String>,
    /// Compare with its own score at another period
    #[arg(long, value_name = "PERIOD", group = "against")]
    since: Option<String>,
    /// Compare with its own score as it stood at a revision, a day or a time
    #[arg(long, value_name = "MOMENT", group = "against")]
    since_moment: Option<PastMoment>,
    #[command(flatten)]
    index: IndexArgs,
}

/// Runs the command.
///
/// # Errors
/// When a name is not known or the hub refuses.
pub(crate) async fn run(args: ExplainArgs, session: &Session) -> Result<(), Failure> {
    let mut resolver = Resolver::load(session).await?;
    let query = args.index.query(&mut resolver)?;
    let subject = resolver.subject(&args.subject);
    note_period(&mut resolver, "--since", args.since.as_deref());
    let against = match &args.than {
        Some(other) => resolver
            .subject(other)
            .map(|name| Against::Other(name.to_string())),
        None => Some(Against::Earlier(EarlierEdition {
            period: args.since.unwrap_or_default(),
            as_of: args.since_moment.as_ref().map(PastMoment::as_of),
        })),
    };
    resolver.finish()?;
    let request = ExplainGapRequest {
        query: Some(query),
        subject: subject.map(|name| name.to_string()).unwrap_or_default(),
        against,
    };
    let answer = session.hub.comparisons().explain_gap(request).await;
    let read = stream::events!(ExplainGapResponse, explain_gap_response, Gap);
    let gap = stream::result(answer, &session.ui, read).await?;
    let since = args.since_moment.as_ref().map(PastMoment::written);
    session
        .ui
        .answer(&self::answer(&gap, since, session.ui.language)?)
}

fn answer(gap: &Gap, since: Option<&str>, language: Language) -> Result<Answer, Failure> {
    let mut grid = Grid::new(vec![
        Column::machine("indicator"),
        Column::text("name", Text::HeadIndicator),
        Column::number("value", Text::HeadValue),
        Column::number("other_value", Text::HeadOtherValue),
        Column::text("unit", Text::HeadUnit),
        Column::number("normalised", Text::HeadNormalised),
        Column::number("other_normalised", Text::HeadOtherNormalised),
        Column::number("part", Text::HeadPart),
    ]);
    let mut parts: Vec<&GapPart> = gap.parts.iter().collect();
    parts.sort_by(|a, b| b.part.abs().total_cmp(&a.part.abs()));
    let figure = |value: Option<f64>| value.map_or(Cell::Empty, Cell::figure);
    for part in parts {
        grid.row(vec![
            Cell::text(&part.indicator),
            Cell::text(sent_in_language(part.names.as_ref(), &part.indicator, language)),
            figure(part.value),
            figure(part.other_value),
            Cell::text(&part.unit),
            figure(part.normalised),
            figure(part.other_normalised),
            Cell::Number(part.part, number::signed(part.part)),
        ]);
    }
    let mut answer = Answer::new(&JsonGap::from(gap), grid)?.above(title(gap, since, language).say(language));
    if gap.rest != 0.0 {
        let rest = number::signed(gap.rest);
        answer.below.push(Text::GapRest { rest }.say(language));
    }
    answer
        .below
        .extend(gap.movement.map(|moved| movement(moved, language)));
    let split = match gap.attribution() {
        GapAttribution::Unspecified => Text::Nothing,
        GapAttribution::Additive => Text::SplitAdditive,
        GapAttribution::Shapley => Text::SplitShapley,
        GapAttribution::SampledShapley => Text::SplitSampled {
            orders: number::count(gap.orders),
        },
    };
    answer.below.push(split.say(language));
    let revision = gap.revision;
    Ok(answer.below(Text::AtRevision { revision }.say(language)))
}

/// Both sides, each with its moment where they may have all else in common.
fn title(gap: &Gap, since: Option<&str>, language: Language) -> Text<'static> {
    let side = |names, subject: &str, period: &str| {
        format!("{} {period}", sent_in_language(names, subject, language))
    };
    let mut name = side(gap.names.as_ref(), &gap.subject, &gap.period);
    let mut other = side(gap.other_names.as_ref(), &gap.other, &gap.other_period);
    if let Some(since) = since {
        let revision = gap.revision;
        name = Text::SideAtRevision { name, revision }.say(language);
        let text = match since.parse() {
            Ok(revision) => Text::SideAtRevision {
                name: other,
                revision,
            },
            Err(_) => Text::SideAsOf {
                name: other,
                moment: since.to_owned(),
            },
        };
        other = text.say(language);
    }
    Text::GapTitle {
        name,
        score: number::figure(gap.score),
        rank: number::figure(gap.rank),
        other,
        other_score: number::figure(gap.other_score),
        other_rank: number::figure(gap.other_rank),
        difference: number::signed(gap.score - gap.other_score),
    }
}

/// By what so many places were won or lost.
fn movement(moved: RankMovement, language: Language) -> String {
    let RankMovement {
        before,
        after,
        own,
        revision,
        method,
        peers,
    } = moved;
    let [own, revision, method, peers] = [own, revision, method, peers].map(number::signed);
    Text::Movement {
        before: number::figure(before),
        after: number::figure(after),
        own,
        revision,
        method,
        peers,
    }
    .say(language)
}

/// An explanation in JSON. The field names are stable.
#[derive(Debug, Serialize)]
struct JsonGap<'a> {
    subject: &'a str,
    names: JsonNames,
    period: &'a str,
    score: f64,
    rank: f64,
    other: &'a str,
    other_names: JsonNames,
    other_period: &'a str,
    other_score: f64,
    other_rank: f64,
    parts: Vec<JsonPart<'a>>,
    rest: f64,
    attribution: String,
    orders: u64,
    movement: Option<JsonMovement>,
    revision: i64,
    token: &'a str,
}

#[derive(Debug, Serialize)]
struct JsonPart<'a> {
    indicator: &'a str,
    names: JsonNames,
    unit: &'a str,
    part: f64,
    value: Option<f64>,
    other_value: Option<f64>,
    normalised: Option<f64>,
    other_normalised: Option<f64>,
}

#[derive(Debug, Serialize)]
struct JsonMovement {
    before: f64,
    after: f64,
    own: f64,
    revision: f64,
    method: f64,
    peers: f64,
}

impl<'a> From<&'a Gap> for JsonGap<'a> {
    fn from(gap: &'a Gap) -> Self {
        let parts = gap.parts.iter().map(|part| JsonPart {
            indicator: &part.indicator,
            names: part.names.as_ref().into(),
            unit: &part.unit,
            part: part.part,
            value: part.value,
            other_value: part.other_value,
            normalised: part.normalised,
            other_normalised: part.other_normalised,
        });
        Self {
            subject: &gap.subject,
            names: gap.names.as_ref().into(),
            period: &gap.period,
            score: gap.score,
            rank: gap.rank,
            other: &gap.other,
            other_names: gap.other_names.as_ref().into(),
            other_period: &gap.other_period,
            other_score: gap.other_score,
            other_rank: gap.other_rank,
            parts: parts.collect(),
            rest: gap.rest,
            attribution: word(gap.attribution().as_str_name(), "GAP_ATTRIBUTION_"),
            orders: gap.orders,
            movement: gap.movement.map(JsonMovement::from),
            revision: gap.revision,
            token: &gap.token,
        }
    }
}

impl From<RankMovement> for JsonMovement {
    fn from(moved: RankMovement) -> Self {
        let RankMovement {
            before,
            after,
            own,
            revision,
            method,
            peers,
        } = moved;
        Self {
            before,
            after,
            own,
            revision,
            method,
            peers,
        }
    }
}
