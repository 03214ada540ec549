//! `zhibiao rank`: who ranks where on one indicator, or by a framework.

mod index;
mod watch;

use std::collections::BTreeMap;

use clap::{Args, ValueEnum};
use serde::Serialize;
use zhibiao_proto::{
    catalog::v1::Direction,
    compare::v1::{
        Against, RankRequest, RankResponse, RankedSubject, TieMethod, UnrankedSubject, against::Baseline,
        watch_ranking_request::Question,
    },
};
use zhibiao_runtime::language::Language;

use crate::{
    failure::Failure,
    names::{Resolver, sent_in_language},
    output::{
        Answer,
        grid::{Cell, Column, Grid},
        number,
    },
    settings::Session,
    text::{Text, list},
    wire::{
        JsonNames, PastMoment, PeersArgs, When, direction_text, qualified, qualifier_word, reason_text,
        remarks, status_text, status_word, word,
    },
};

/// Ranks the subjects of a peer group on one indicator, or by a framework.
#[derive(Debug, Args)]
pub(crate) struct RankArgs {
    /// Indicator: code, resource name, Chinese or English name
    #[arg(required_unless_present = "framework", conflicts_with = "framework")]
    indicator: Option<String>,
    /// Period, such as 2023, 2023-Q4, 2023-09 [default: the last one with a value]
    #[arg(long, short)]
    period: Option<String>,
    #[command(flatten)]
    peers: PeersArgs,
    /// Which way is better [default: as the indicator says]
    #[arg(long, value_enum)]
    better: Option<Better>,
    /// Most subjects with a rank that are listed; by a framework in tables and CSV, JSON has all of them
    #[arg(long, short = 'n', value_name = "ROWS", default_value_t = 100)]
    limit: i32,
    /// Decimals that values are rounded to before ties are found
    #[arg(long)]
    decimals: Option<u32>,
    /// How ties are ranked [default: standard, or as the framework says]
    #[arg(long, value_enum)]
    ties: Option<Ties>,
    /// Show the change of rank since another period
    #[arg(long, value_name = "PERIOD", conflicts_with = "against_moment")]
    against: Option<String>,
    /// Show the change of rank since the same ranking stood at a revision, a day or a time
    #[arg(long, value_name = "MOMENT")]
    against_moment: Option<PastMoment>,
    /// Show the ranking anew each time that it changes, until interrupted
    #[arg(long, conflicts_with = "as_of")]
    watch: bool,
    /// End after so many rankings
    #[arg(long, value_name = "RANKINGS", requires = "watch")]
    count: Option<u64>,
    #[command(flatten)]
    when: When,
    #[command(flatten)]
    index: index::IndexRankArgs,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Better {
    /// Higher is better
    Up,
    /// Lower is better
    Down,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Ties {
    /// 1 2 2 4
    Standard,
    /// 1 2 2 3
    Dense,
    /// 1 2.5 2.5 4
    Average,
}

impl RankArgs {
    /// What changes of rank are since.
    fn baseline(&self) -> Option<Baseline> {
        match (&self.against, &self.against_moment) {
            (Some(period), _) => Some(Baseline::Period(period.clone())),
            (None, Some(moment)) => Some(Baseline::AsOf(moment.as_of())),
            (None, None) => None,
        }
    }
}

/// Runs the command.
///
/// # Errors
/// When a name is not known or the hub refuses.
pub(crate) async fn run(args: RankArgs, session: &Session) -> Result<(), Failure> {
    if let Some(framework) = &args.index.framework {
        return index::run(&args, framework, session).await;
    }
    args.index.check_absent()?;
    let mut resolver = Resolver::load(session).await?;
    let request = request(&args, &mut resolver)?;
    if args.watch {
        return watch::run(session, Question::Rank(request), 0, args.count).await;
    }
    let response = session
        .hub
        .retrying(|| {
            let (mut client, request) = (session.hub.comparisons(), request.clone());
            async move { client.rank(request).await }
        })
        .await?;
    session.ui.answer(&answer(&response, session.ui.language)?)
}

fn request(args: &RankArgs, resolver: &mut Resolver) -> Result<RankRequest, Failure> {
    let indicator = args
        .indicator
        .as_deref()
        .and_then(|text| resolver.indicator(text));
    let peers = args.peers.peers(resolver);
    resolver.finish()?;
    let direction = match args.better {
        None => Direction::Unspecified,
        Some(Better::Up) => Direction::Up,
        Some(Better::Down) => Direction::Down,
    };
    let ties = match args.ties {
        None => TieMethod::Unspecified,
        Some(Ties::Standard) => TieMethod::Standard,
        Some(Ties::Dense) => TieMethod::Dense,
        Some(Ties::Average) => TieMethod::Average,
    };
    Ok(RankRequest {
        indicator: indicator.map(|code| code.to_string()).unwrap_or_default(),
        period: args.period.clone().unwrap_or_default(),
        peers,
        direction: direction.into(),
        limit: args.limit,
        decimals: args.decimals,
        ties: ties.into(),
        carry: args.peers.carry(),
        against: args.baseline().map(|baseline| Against {
            baseline: Some(baseline),
        }),
        consistency: args.when.consistency(),
        as_of: args.when.as_of(),
    })
}

/// A ranking as an answer; also what the demo shows at its start.
///
/// # Errors
/// When the answer can't be written, which would be a fault of this program.
pub(crate) fn answer(response: &RankResponse, language: Language) -> Result<Answer, Failure> {
    let mut grid = Grid::new(vec![
        Column::number("rank", Text::HeadRank),
        Column::machine("subject"),
        Column::text("name", Text::HeadName),
        Column::number("value", Text::HeadValue),
        Column::machine("unit"),
        Column::machine("qualifier"),
        Column::machine("status"),
        Column::machine("period"),
        Column::text("rank_change", Text::HeadChange),
        Column::number("baseline_value", Text::HeadBefore),
        Column::text("remarks", Text::HeadRemarks),
    ]);
    let asked_change = response.ranked.iter().any(|row| row.baseline_rank.is_some());
    for row in &response.ranked {
        grid.row(vec![
            Cell::Number(row.rank, number::figure(row.rank)),
            Cell::text(&row.subject),
            Cell::text(sent_in_language(row.names.as_ref(), &row.subject, language)),
            Cell::Number(row.value, qualified(row.value, row.qualifier())),
            Cell::text(&response.unit),
            Cell::text(qualifier_word(row.qualifier())),
            Cell::text(status_word(row.status())),
            Cell::text(&row.period),
            change(row, asked_change, language),
            row.baseline_value.map_or(Cell::Empty, Cell::figure),
            flags(row, language),
        ]);
    }
    let name = sent_in_language(response.names.as_ref(), &response.indicator, language).to_owned();
    // Without a period the hub takes the last one with a value; none comes back when there is none.
    let title = if response.period.is_empty() {
        Text::RankNowhere { name }
    } else {
        Text::RankTitle {
            name,
            unit: response.unit.clone(),
            period: response.period.clone(),
            direction: direction_text(response.direction()).say(language),
        }
    };
    let mut answer = Answer::new(&JsonRanking::from(response), grid)?.above(title.say(language));
    let counts = Text::RankCounts {
        ranked: response.ranked_count,
        unranked: response.unranked_count,
        revision: response.revision,
    };
    answer.below.push(counts.say(language));
    answer.below.extend(missing(response, language));
    Ok(answer)
}

/// A ranking as one line of JSON.
fn json_line(response: &RankResponse) -> Result<String, Failure> {
    serde_json::to_string(&JsonRanking::from(response)).map_err(Failure::internal)
}

/// Places gained or lost, with an arrow.
fn change(row: &RankedSubject, asked: bool, language: Language) -> Cell {
    match row.rank_change {
        None if asked => Cell::Word(String::new(), Text::NewInRanking.say(language)),
        None => Cell::Empty,
        Some(gained) => Cell::Number(gained, number::gained(gained)),
    }
}

fn flags(row: &RankedSubject, language: Language) -> Cell {
    let mut words = Vec::new();
    let mut texts = Vec::new();
    for (is, word, text) in [
        (
            row.carried,
            "carried",
            Text::Carried {
                period: row.period.clone(),
            },
        ),
        (row.tied, "tied", Text::Tied),
        (row.computed, "computed", Text::Computed),
    ] {
        if is {
            words.push(word);
            texts.push(text);
        }
    }
    texts.push(status_text(row.status()));
    match remarks(texts, language) {
        shown if shown.is_empty() => Cell::Empty,
        shown => Cell::Word(words.join(" "), shown),
    }
}

/// Who has no rank, by reason: nobody is left out silently.
fn missing(response: &RankResponse, language: Language) -> Vec<String> {
    let mut by_reason: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for UnrankedSubject {
        subject,
        names,
        reason,
        last_period,
    } in &response.unranked
    {
        let name = sent_in_language(names.as_ref(), subject, language);
        let shown = if last_period.is_empty() {
            name.to_owned()
        } else {
            format!("{name} ({last_period})")
        };
        by_reason.entry(reason).or_default().push(shown);
    }
    by_reason
        .into_iter()
        .map(|(reason, names)| {
            let reason = reason_text(reason).say(language);
            Text::WithoutRank {
                reason,
                count: names.len(),
                names: list(&names, language),
            }
            .say(language)
        })
        .collect()
}

/// A ranking in JSON. The field names are stable.
#[derive(Debug, Serialize)]
struct JsonRanking<'a> {
    indicator: &'a str,
    names: JsonNames,
    unit: &'a str,
    direction: String,
    period: &'a str,
    revision: i64,
    token: &'a str,
    ranked_count: u32,
    unranked_count: u32,
    ranked: Vec<JsonRanked<'a>>,
    unranked: Vec<JsonUnranked<'a>>,
}

#[derive(Debug, Serialize)]
struct JsonRanked<'a> {
    rank: f64,
    subject: &'a str,
    names: JsonNames,
    value: f64,
    qualifier: String,
    status: String,
    period: &'a str,
    carried: bool,
    tied: bool,
    computed: bool,
    baseline_rank: Option<f64>,
    rank_change: Option<f64>,
    baseline_value: Option<f64>,
    revision: i64,
}

#[derive(Debug, Serialize)]
struct JsonUnranked<'a> {
    subject: &'a str,
    names: JsonNames,
    reason: &'a str,
    last_period: &'a str,
}

impl<'a> From<&'a RankResponse> for JsonRanking<'a> {
    fn from(response: &'a RankResponse) -> Self {
        Self {
            indicator: &response.indicator,
            names: response.names.as_ref().into(),
            unit: &response.unit,
            direction: word(response.direction().as_str_name(), "DIRECTION_"),
            period: &response.period,
            revision: response.revision,
            token: &response.token,
            ranked_count: response.ranked_count,
            unranked_count: response.unranked_count,
            ranked: response.ranked.iter().map(JsonRanked::from).collect(),
            unranked: response.unranked.iter().map(JsonUnranked::from).collect(),
        }
    }
}

impl<'a> From<&'a RankedSubject> for JsonRanked<'a> {
    fn from(row: &'a RankedSubject) -> Self {
        Self {
            rank: row.rank,
            subject: &row.subject,
            names: row.names.as_ref().into(),
            value: row.value,
            qualifier: qualifier_word(row.qualifier()),
            status: status_word(row.status()),
            period: &row.period,
            carried: row.carried,
            tied: row.tied,
            computed: row.computed,
            baseline_rank: row.baseline_rank,
            rank_change: row.rank_change,
            baseline_value: row.baseline_value,
            revision: row.revision,
        }
    }
}

impl<'a> From<&'a UnrankedSubject> for JsonUnranked<'a> {
    fn from(row: &'a UnrankedSubject) -> Self {
        Self {
            subject: &row.subject,
            names: row.names.as_ref().into(),
            reason: &row.reason,
            last_period: &row.last_period,
        }
    }
}
