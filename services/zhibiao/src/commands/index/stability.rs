//! How far weights may move, as an answer.

use clap::Args;
use serde::Serialize;
use zhibiao_proto::compare::v1::{
    AnalyzeStabilityRequest, AnalyzeStabilityResponse, IndexQuery, SubjectPair, WeightChange, WeightInterval,
    WeightSwap,
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
    wire::JsonNames,
};

/// What is asked about weights.
#[derive(Debug, Clone, Args)]
pub(crate) struct Question {
    /// The place in the ranking whose holder's rank must not change
    #[arg(long, requires = "stability", value_name = "PLACE", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    place: u32,
    /// Also show the smallest change of weights that makes two subjects tie; may be given several times
    #[arg(long, requires = "stability", num_args = 2, value_names = ["SUBJECT", "OTHER"])]
    swap: Vec<String>,
}

impl Question {
    /// The pairs that are asked about; names that lead nowhere are noted with the resolver.
    pub(crate) fn swaps(&self, resolver: &mut Resolver) -> Vec<SubjectPair> {
        let mut name = |text: &String| {
            let found = resolver.subject(text);
            found.map(|name| name.to_string()).unwrap_or_default()
        };
        let pairs = self.swap.chunks_exact(2);
        pairs
            .map(|pair| SubjectPair {
                subject: name(&pair[0]),
                other: name(&pair[1]),
            })
            .collect()
    }

    /// Asks the hub.
    ///
    /// # Errors
    /// What the hub says.
    pub(crate) async fn ask(
        &self,
        session: &Session,
        query: IndexQuery,
        swaps: Vec<SubjectPair>,
    ) -> Result<AnalyzeStabilityResponse, Failure> {
        let request = AnalyzeStabilityRequest {
            query: Some(query),
            place: self.place,
            swaps,
        };
        let answer = session.hub.retrying(|| {
            let (mut client, request) = (session.hub.comparisons(), request.clone());
            async move { client.analyze_stability(request).await }
        });
        Ok(answer.await?)
    }
}

/// How far weights may move.
///
/// # Errors
/// When the answer can't be written, which would be a fault of this program.
pub(crate) fn answer(
    found: &AnalyzeStabilityResponse,
    framework: &str,
    resolver: &Resolver,
    language: Language,
) -> Result<Answer, Failure> {
    let mut grid = Grid::new(vec![
        Column::machine("aggregate"),
        Column::text("aggregate_name", Text::HeadParent),
        Column::machine("component"),
        Column::text("component_name", Text::HeadName),
        Column::number("weight", Text::HeadWeight),
        Column::number("low", Text::HeadLow),
        Column::text("low_meets", Text::HeadMetBelow),
        Column::number("high", Text::HeadHigh),
        Column::text("high_meets", Text::HeadMetAbove),
    ]);
    for interval in &found.intervals {
        grid.row(row(interval, framework, resolver));
    }
    let title = Text::StabilityTitle {
        name: resolver.framework_label(framework).to_owned(),
        period: found.period.clone(),
        subject: sent_in_language(found.names.as_ref(), &found.subject, language).to_owned(),
        rank: number::figure(found.rank),
    };
    let mut answer = Answer::new(&JsonStability::from(found), grid)?.above(title.say(language));
    let read = Text::IntervalsRead {
        decimals: found.decimals,
    };
    answer.below.push(read.say(language));
    let swaps = found.swaps.iter();
    answer
        .below
        .extend(swaps.map(|swap| swap_text(swap, resolver, language)));
    let revision = found.revision;
    Ok(answer.below(Text::AtRevision { revision }.say(language)))
}

fn row(interval: &WeightInterval, framework: &str, resolver: &Resolver) -> Vec<Cell> {
    let WeightInterval {
        aggregate,
        component,
        weight,
        low,
        low_meets,
        high,
        high_meets,
    } = interval;
    let share = |share: f64| Cell::Number(share, percent(share));
    let met = |subject: &str| match subject {
        "" => Cell::Empty,
        subject => Cell::Word(subject.to_owned(), resolver.subject_label(subject).to_owned()),
    };
    vec![
        Cell::text(aggregate),
        Cell::text(resolver.component_label(framework, aggregate)),
        Cell::text(component),
        Cell::text(resolver.component_label(framework, component)),
        share(*weight),
        share(*low),
        met(low_meets),
        share(*high),
        met(high_meets),
    ]
}

/// A weight; what moves ranks is often less than a percent of it.
fn percent(share: f64) -> String {
    match format!("{:.2}%", 100.0 * share) {
        // An end that is not reached.
        shown if shown == "100.00%" && share < 1.0 => format!("<{shown}"),
        shown if shown == "0.00%" && share > 0.0 => format!(">{shown}"),
        shown => shown,
    }
}

fn swap_text(swap: &WeightSwap, resolver: &Resolver, language: Language) -> String {
    let subject = resolver.subject_label(&swap.subject).to_owned();
    let other = resolver.subject_label(&swap.other).to_owned();
    if !swap.possible {
        return Text::NoSwap { subject, other }.say(language);
    }
    let change = |one: &WeightChange| {
        let WeightChange { indicator, from, to } = one;
        let (name, _) = resolver.indicator_label(indicator);
        format!("{name} {} → {}", percent(*from), percent(*to))
    };
    let changes: Vec<String> = swap.changes.iter().map(change).collect();
    let moved = percent(swap.moved);
    let changes = list(&changes, language);
    Text::Swap {
        subject,
        other,
        moved,
        changes,
    }
    .say(language)
}

/// How far weights may move, in JSON. The field names are stable.
#[derive(Debug, Serialize)]
struct JsonStability<'a> {
    subject: &'a str,
    names: JsonNames,
    period: &'a str,
    rank: f64,
    decimals: u32,
    intervals: Vec<JsonInterval<'a>>,
    swaps: Vec<JsonSwap<'a>>,
    revision: i64,
    token: &'a str,
}

#[derive(Debug, Serialize)]
struct JsonInterval<'a> {
    aggregate: &'a str,
    component: &'a str,
    weight: f64,
    low: f64,
    low_meets: Option<&'a str>,
    high: f64,
    high_meets: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct JsonSwap<'a> {
    subject: &'a str,
    other: &'a str,
    possible: bool,
    distance: f64,
    moved: f64,
    changes: Vec<JsonChange<'a>>,
}

#[derive(Debug, Serialize)]
struct JsonChange<'a> {
    indicator: &'a str,
    from: f64,
    to: f64,
}

impl<'a> From<&'a AnalyzeStabilityResponse> for JsonStability<'a> {
    fn from(found: &'a AnalyzeStabilityResponse) -> Self {
        Self {
            subject: &found.subject,
            names: found.names.as_ref().into(),
            period: &found.period,
            rank: found.rank,
            decimals: found.decimals,
            intervals: found.intervals.iter().map(JsonInterval::from).collect(),
            swaps: found.swaps.iter().map(JsonSwap::from).collect(),
            revision: found.revision,
            token: &found.token,
        }
    }
}

impl<'a> From<&'a WeightInterval> for JsonInterval<'a> {
    fn from(interval: &'a WeightInterval) -> Self {
        let met = |subject: &'a str| (!subject.is_empty()).then_some(subject);
        Self {
            aggregate: &interval.aggregate,
            component: &interval.component,
            weight: interval.weight,
            low: interval.low,
            low_meets: met(&interval.low_meets),
            high: interval.high,
            high_meets: met(&interval.high_meets),
        }
    }
}

impl<'a> From<&'a WeightSwap> for JsonSwap<'a> {
    fn from(swap: &'a WeightSwap) -> Self {
        let change = |one: &'a WeightChange| JsonChange {
            indicator: &one.indicator,
            from: one.from,
            to: one.to,
        };
        Self {
            subject: &swap.subject,
            other: &swap.other,
            possible: swap.possible,
            distance: swap.distance,
            moved: swap.moved,
            changes: swap.changes.iter().map(change).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use zhibiao_model::catalog::Catalog;

    use super::*;

    fn found() -> AnalyzeStabilityResponse {
        let interval = |component: &str, low: f64, low_meets: &str| WeightInterval {
            aggregate: "index".into(),
            component: component.into(),
            weight: 0.5,
            low,
            low_meets: low_meets.into(),
            high: 1.0,
            high_meets: String::new(),
        };
        let swap = |other: &str, possible: bool| WeightSwap {
            subject: "zones/a".into(),
            other: other.into(),
            possible,
            moved: 0.0325,
            changes: vec![WeightChange {
                indicator: "indicators/x".into(),
                from: 0.5,
                to: 0.5325,
            }],
            ..WeightSwap::default()
        };
        AnalyzeStabilityResponse {
            subject: "zones/a".into(),
            period: "2023".into(),
            rank: 2.0,
            decimals: 3,
            intervals: vec![interval("x", 0.4321, "zones/b"), interval("y", 0.0, "")],
            swaps: vec![swap("zones/b", true), swap("zones/c", false)],
            ..AnalyzeStabilityResponse::default()
        }
    }

    fn shown(language: Language) -> (Answer, String) {
        let resolver = Resolver::new(Catalog::default(), language);
        let answer = answer(&found(), "frameworks/f", &resolver, language).unwrap();
        let lines = [
            &answer.above[..],
            &[answer.grid.table(language, false)],
            &answer.below[..],
        ]
        .concat();
        (answer, lines.join("\n"))
    }

    #[test]
    fn people_read_how_far_weights_may_move_and_what_makes_a_tie() {
        let (_, text) = shown(Language::En);
        for part in [
            "zones/a keeps rank 2",
            "43.21%",
            "3 decimals",
            "zones/a and zones/b tie",
            "3.25% of all weight",
            "indicators/x 50.00% → 53.25%",
            "no weights make zones/a and zones/c tie",
        ] {
            assert!(text.contains(part), "{part}:\n{text}");
        }
        let (_, text) = shown(Language::Zh);
        assert!(text.contains("第 2 名") && text.contains("3 位小数"), "{text}");
    }

    #[test]
    fn machines_get_numbers() {
        let (answer, _) = shown(Language::En);
        let mut csv = Vec::new();
        answer.grid.write_csv(&mut csv).unwrap();
        let text = String::from_utf8(csv).unwrap();
        let rows: Vec<&str> = text.lines().collect();
        assert_eq!(rows[1], "index,index,x,x,0.5,0.4321,zones/b,1,");
        let json: serde_json::Value = serde_json::from_str(&answer.json).unwrap();
        assert_eq!(json["intervals"][0]["low_meets"], "zones/b");
        assert_eq!(json["intervals"][1]["low_meets"], serde_json::Value::Null);
        assert_eq!(json["swaps"][0]["changes"][0]["to"], 0.5325);
    }
}
