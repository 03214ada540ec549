//! `AnalyzeStability`.

use zhibiao_model::ids::SubjectName;
use zhibiao_proto::compare::v1::{
    AnalyzeStabilityRequest, AnalyzeStabilityResponse, SubjectPair, WeightChange, WeightInterval, WeightSwap,
};
use zhibiao_runtime::error::Problem;
use zhibiao_scoring::{Bound, Error, Evaluation, Index, Progress as _, Swap};

use super::{
    Made, answer, engine,
    evaluation::{Ask, Indices, evaluated},
    query::Query,
};
use crate::{long::Gauge, request::Reader, turns::Takes};

/// Most pairs of which the smallest change is sought: each is found by some hundred projections.
const MAX_SWAPS: usize = 100;

/// A question that was read.
#[derive(Debug)]
struct Asked {
    made: Made,
    place: usize,
    swaps: Vec<(SubjectName, SubjectName)>,
}

/// Says how far weights may move.
///
/// # Errors
/// Everything that is wrong with the request; what [`Indices::make`] and the engine say.
pub(super) async fn stability(
    indices: &Indices,
    ask: &Ask<'_>,
    request: AnalyzeStabilityRequest,
) -> Result<AnalyzeStabilityResponse, Problem> {
    let AnalyzeStabilityRequest { query, place, swaps } = request;
    let reading = move |reader: &mut Reader<'_>, query: Option<&Query>| {
        if let Some(query) = query {
            among_peers(reader, query, place);
        }
        pairs(reader, swaps)
    };
    let question = indices.question(ask, query, reading).await?;
    let asked = Asked {
        made: question.made,
        place: (place as usize).max(1),
        swaps: question.asked,
    };
    indices
        .compute(Takes::Long, ask.deadline, move |gauge| asked.answer(gauge))
        .await
}

/// Notes a place beyond all who can ever be ranked; how many are is known when they are.
fn among_peers(reader: &mut Reader<'_>, query: &Query, place: u32) {
    let peers = query.everybody(&reader.known.catalog).len();
    if place as usize > peers && peers > 0 {
        reader
            .faults
            .add("place", format!("is {place}: give 1 to {peers}"));
    }
}

fn pairs(reader: &mut Reader<'_>, swaps: Vec<SubjectPair>) -> Vec<(SubjectName, SubjectName)> {
    if swaps.len() > MAX_SWAPS {
        let wrong = format!("names {} pairs: give at most {MAX_SWAPS}", swaps.len());
        reader.faults.add("swaps", wrong);
    }
    let mut pair = |(at, pair): (usize, SubjectPair)| {
        let SubjectPair { subject, other } = pair;
        let one = reader.subject(&format!("swaps[{at}].subject"), &subject);
        if subject == other && !subject.is_empty() {
            let wrong = "is the subject itself: name another one";
            reader.faults.add(format!("swaps[{at}].other"), wrong);
            // A name that is wrong is told of the subject.
            return None;
        }
        let other = reader.subject(&format!("swaps[{at}].other"), &other);
        one.zip(other)
    };
    let swaps = swaps.into_iter().take(MAX_SWAPS).enumerate();
    swaps.filter_map(&mut pair).collect()
}

impl Asked {
    fn answer(&self, gauge: &Gauge) -> Result<AnalyzeStabilityResponse, Problem> {
        let (index, evaluation) = evaluated(&self.made, gauge)?;
        let intervals = evaluation
            .weight_intervals_until(self.place, gauge)
            .map_err(|error| engine::problem_of(error, &[("rank", "place")]))?;
        let ranking = evaluation.ranking(evaluation.root());
        let holder = ranking.get(self.place - 1);
        let subject = holder.map(|standing| standing.code.clone()).unwrap_or_default();
        let swaps = self.sought(&index, &evaluation, gauge)?;
        Ok(AnalyzeStabilityResponse {
            names: Some(answer::called(&self.made.catalog.catalog, &subject)),
            subject,
            period: self.made.basis.period.to_string(),
            intervals: intervals
                .into_iter()
                .map(|found| interval(found, &evaluation))
                .collect(),
            swaps,
            revision: self.made.token.revision.get(),
            token: self.made.token.to_string(),
            rank: holder.map(|standing| standing.rank).unwrap_or_default(),
            decimals: evaluation.framework().form().decimals,
        })
    }

    /// The smallest change for each pair.
    ///
    /// # Errors
    /// CANCELLED; every pair for which none can be sought, with the reason; one that all have once.
    fn sought(
        &self,
        index: &Index<'_>,
        evaluation: &Evaluation,
        gauge: &Gauge,
    ) -> Result<Vec<WeightSwap>, Problem> {
        let (mut swaps, mut refused) = (Vec::with_capacity(self.swaps.len()), Vec::new());
        for (at, (one, other)) in self.swaps.iter().enumerate() {
            if !gauge.keep_going(0, 0) {
                return Err(engine::problem(Error::Cancelled));
            }
            let pair = format!("swaps[{at}]");
            let named = |error, place: &str| engine::placed_at(error, &[("unit", place)]);
            let of_one = index.unit(one.as_str());
            let of_one = of_one.map_err(|error| named(error, &format!("{pair}.subject")));
            let of_other = index.unit(other.as_str());
            let of_other = of_other.map_err(|error| named(error, &format!("{pair}.other")));
            let found = match (of_one, of_other) {
                (Ok(one), Ok(other)) => evaluation
                    .smallest_swap(one, other)
                    .map_err(|error| engine::placed_at(error, &[("aggregates", "swaps"), ("units", &pair)])),
                (Err(Error::Inapplicable(one)), Err(Error::Inapplicable(other))) => {
                    Err(Error::Inapplicable([one, other].concat()))
                }
                (Err(error), _) | (_, Err(error)) => Err(error),
            };
            match found {
                Ok(swap) => swaps.push(self.swap(one, other, swap)),
                Err(Error::Inapplicable(faults)) => {
                    refused.extend(
                        faults
                            .into_iter()
                            .filter(|fault| !refused.contains(fault))
                            .collect::<Vec<_>>(),
                    );
                }
                Err(error) => return Err(engine::problem(error)),
            }
        }
        if refused.is_empty() {
            Ok(swaps)
        } else {
            Err(engine::problem(Error::Inapplicable(refused)))
        }
    }

    fn swap(&self, one: &SubjectName, other: &SubjectName, swap: Option<Swap>) -> WeightSwap {
        let none = WeightSwap {
            subject: one.to_string(),
            other: other.to_string(),
            ..WeightSwap::default()
        };
        let Some(Swap {
            from,
            to,
            distance,
            moved,
        }) = swap
        else {
            return none;
        };
        let forms = self.made.query.framework.form().indicators.iter();
        let changes = forms.zip(from.into_iter().zip(to));
        WeightSwap {
            possible: true,
            distance,
            moved,
            changes: changes
                .filter(|(_, (from, to))| from != to)
                .map(|(form, (from, to))| WeightChange {
                    indicator: format!("indicators/{}", form.code),
                    from,
                    to,
                })
                .collect(),
            ..none
        }
    }
}

fn interval(interval: zhibiao_scoring::WeightInterval, evaluation: &Evaluation) -> WeightInterval {
    let zhibiao_scoring::WeightInterval {
        aggregate,
        component,
        weight,
        low,
        high,
    } = interval;
    let meets = |bound: Bound| {
        let unit = bound.meets.map(|unit| evaluation.units()[unit].clone());
        unit.unwrap_or_default()
    };
    WeightInterval {
        aggregate,
        component,
        weight,
        low: low.weight,
        low_meets: meets(low),
        high: high.weight,
        high_meets: meets(high),
    }
}
