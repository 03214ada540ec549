//! `ExplainGap`.

use std::sync::Arc;

use zhibiao_model::{ids::SubjectName, period::Period};
use zhibiao_proto::{
    catalog::v1::Names,
    compare::v1::{
        EarlierEdition, ExplainGapRequest, ExplainGapResponse, Gap, GapAttribution, GapPart, Progress,
        RankMovement, explain_gap_request::Against, explain_gap_response::Event,
    },
    convert::consistency::ReadAt,
};
use zhibiao_runtime::error::Problem;
use zhibiao_scoring::{Attribution, Edition, Evaluation, Run, Since, Stage, explain_movement};

use super::{
    Made, answer, basis,
    calls::Lasting,
    engine,
    evaluation::{self, Ask, Indices, evaluated},
    query::Query,
    question::Question,
};
use crate::{freshness::Moment, long, request::Reader};

/// A question whose parts are laid out.
#[derive(Debug)]
pub(super) struct Asked {
    made: Made,
    subject: SubjectName,
    against: Other,
}

/// What a score is compared with.
#[derive(Debug)]
enum Other {
    Subject(SubjectName),
    Edition { before: Box<Made>, since: Revised },
}

/// What became of the earlier edition's figures since.
#[derive(Debug)]
enum Revised {
    /// They were read at the same moment.
    Nothing,
    /// Another period's at another moment: as they stand now.
    Figures(Box<Made>),
    /// Both editions are of one period.
    OnePeriod,
}

/// What a request says.
enum Named {
    Subject(SubjectName),
    Edition {
        period: Option<Period>,
        at: Option<ReadAt>,
    },
}

impl long::Answer for ExplainGapResponse {
    type Outcome = Gap;

    fn progress(progress: Progress) -> Self {
        Self {
            event: Some(Event::Progress(progress)),
        }
    }

    fn result(outcome: Gap) -> Self {
        Self {
            event: Some(Event::Gap(outcome)),
        }
    }
}

impl Lasting for Asked {
    type Request = ExplainGapRequest;
    type Response = ExplainGapResponse;

    async fn read(indices: &Indices, ask: &Ask<'_>, request: ExplainGapRequest) -> Result<Self, Problem> {
        let ExplainGapRequest {
            query,
            subject,
            against,
        } = request;
        let reading = move |reader: &mut Reader<'_>, query: Option<&Query>| {
            let subject = reader.subject("subject", &subject);
            (subject, named(reader, against, query))
        };
        let Question {
            made,
            asked: (subject, named),
            moment,
        } = indices.question(ask, query, reading).await?;
        let (subject, named) = subject
            .zip(named)
            .ok_or_else(|| Problem::internal("a question without subject passed"))?;
        let (made, against) = match named {
            Named::Subject(other) => (made, Other::Subject(other)),
            Named::Edition { period, at } => {
                let period = period.unwrap_or(made.basis.period);
                match at {
                    None => against_period(indices, ask, made, &moment, period).await?,
                    Some(at) => against_moment(indices, ask, made, &moment, (period, at)).await?,
                }
            }
        };
        Ok(Self {
            made,
            subject,
            against,
        })
    }

    fn answer(self, threads: usize, gauge: &long::Gauge) -> Result<Gap, Problem> {
        let run = Run {
            threads,
            progress: gauge,
        };
        let (index, evaluation) = evaluated(&self.made, gauge)?;
        let of_subject = |error| engine::problem_of(error, &[("unit", "subject")]);
        let unit = index.unit(self.subject.as_str()).map_err(of_subject)?;
        match &self.against {
            Other::Subject(other) => {
                let of_other = |error| engine::problem_of(error, &[("unit", "other")]);
                let place = index.unit(other.as_str()).map_err(of_other)?;
                let gap = index
                    .explain_gap(&evaluation, unit, place, &run)
                    .map_err(of_subject)?;
                let side = Side {
                    name: other,
                    period: self.made.basis.period,
                    evaluation: &evaluation,
                    unit: place,
                };
                Ok(self.gap(&evaluation, unit, &side, gap))
            }
            Other::Edition { before, since } => {
                let (_, earlier) = evaluated(before, gauge)?;
                let gap = index
                    .explain_change(&evaluation, unit, &earlier, &run)
                    .map_err(|error| {
                        engine::problem_of(error, &[("unit", "subject"), ("other", "earlier")])
                    })?;
                let place = earlier
                    .units()
                    .iter()
                    .position(|code| code == self.subject.as_str());
                let side = Side {
                    name: &self.subject,
                    period: before.basis.period,
                    evaluation: &earlier,
                    unit: place.unwrap_or_default(),
                };
                let movement = self.movement(before, since, &run)?;
                Ok(Gap {
                    movement: Some(movement),
                    ..self.gap(&evaluation, unit, &side, gap)
                })
            }
        }
    }
}

impl Asked {
    fn movement(&self, before: &Made, since: &Revised, run: &Run<'_>) -> Result<RankMovement, Problem> {
        let since = match since {
            Revised::Nothing => Since::Unrevised,
            Revised::Figures(revised) => Since::Revised(&revised.basis.table),
            Revised::OnePeriod => Since::OnePeriod,
        };
        let moved = explain_movement(
            self.subject.as_str(),
            edition(before),
            since,
            edition(&self.made),
            run,
        )
        .map_err(|error| engine::problem_of(error, &[("unit", "subject")]))?;
        Ok(RankMovement {
            before: moved.before,
            after: moved.after,
            own: moved.own,
            revision: moved.revision,
            method: moved.method,
            peers: moved.peers,
        })
    }

    fn gap(&self, evaluation: &Evaluation, unit: usize, other: &Side<'_>, gap: zhibiao_scoring::Gap) -> Gap {
        let catalog = &self.made.catalog.catalog;
        let (attribution, orders) = match gap.attribution {
            Attribution::Additive => (GapAttribution::Additive, 0),
            Attribution::Shapley => (GapAttribution::Shapley, 0),
            Attribution::SampledShapley { orders } => (GapAttribution::SampledShapley, orders),
        };
        let parts = gap.parts.iter().enumerate();
        let rank = |side: &Evaluation, unit: usize| side.rank(unit, side.root()).unwrap_or_default();
        Gap {
            subject: self.subject.to_string(),
            names: Some(answer::called(catalog, self.subject.as_str())),
            period: self.made.basis.period.to_string(),
            other: other.name.to_string(),
            other_names: Some(answer::called(catalog, other.name.as_str())),
            other_period: other.period.to_string(),
            score: gap.score,
            other_score: gap.other,
            rank: rank(evaluation, unit),
            other_rank: rank(other.evaluation, other.unit),
            parts: parts
                .map(|(at, part)| self.part(at, *part, (evaluation, unit), other))
                .collect(),
            rest: gap.rest,
            attribution: attribution.into(),
            orders,
            movement: None,
            revision: self.made.token.revision.get(),
            token: self.made.token.to_string(),
        }
    }

    fn part(&self, at: usize, part: f64, own: (&Evaluation, usize), other: &Side<'_>) -> GapPart {
        let (evaluation, unit) = own;
        let code = evaluation.framework().indicators().nth(at).unwrap_or_default();
        let indicator = basis::by_code(&self.made.query.reads, code);
        let there = other
            .evaluation
            .framework()
            .indicators()
            .position(|one| one == code);
        let of_other = |stage| other.evaluation.cell(stage, other.unit, there?);
        GapPart {
            indicator: indicator.map(|one| one.code.to_string()).unwrap_or_default(),
            names: indicator.map(|one| Names::from(&one.names)),
            unit: indicator
                .map(|one| one.unit.symbol().to_owned())
                .unwrap_or_default(),
            part,
            value: evaluation.cell(Stage::Raw, unit, at),
            other_value: of_other(Stage::Raw),
            normalised: evaluation.cell(Stage::Normalised, unit, at),
            other_normalised: of_other(Stage::Normalised),
        }
    }
}

/// Whose score is compared with, and where it stands.
struct Side<'a> {
    name: &'a SubjectName,
    period: Period,
    evaluation: &'a Evaluation,
    unit: usize,
}

fn named(reader: &mut Reader<'_>, against: Option<Against>, query: Option<&Query>) -> Option<Named> {
    match against {
        None => {
            let wrong = "is missing: name another subject, or an earlier edition";
            reader.faults.add("against", wrong);
            None
        }
        Some(Against::Other(name)) => reader.subject("other", &name).map(Named::Subject),
        Some(Against::Earlier(EarlierEdition { period, as_of })) => {
            if period.is_empty() && as_of.is_none() {
                let wrong = "says neither period nor moment: it would be the same edition";
                reader.faults.add("earlier", wrong);
                return None;
            }
            let at = as_of.map(|as_of| reader.moment("earlier", as_of));
            let Some(query) = query else {
                reader.any_period("earlier.period", &period);
                return None;
            };
            let period = reader.period_of("earlier.period", &period, &query.form.id, query.frequency);
            Some(Named::Edition { period, at })
        }
    }
}

/// A framework with the figures that it is computed on.
fn edition(made: &Made) -> Edition<'_> {
    Edition {
        framework: &made.query.framework,
        table: &made.basis.table,
    }
}

/// Lays out the edition of another period at the same moment.
async fn against_period(
    indices: &Indices,
    ask: &Ask<'_>,
    made: Made,
    moment: &Moment,
    period: Period,
) -> Result<(Made, Other), Problem> {
    let before = indices.make(ask, Arc::new(made.query.at(period)), moment).await?;
    let against = Other::Edition {
        before: Box::new(before),
        since: Revised::Nothing,
    };
    Ok((made, against))
}

/// Lays out the edition of an earlier moment. Its framework may read other figures: then both are laid out so that each
/// framework finds what it reads in the figures of the other.
async fn against_moment(
    indices: &Indices,
    ask: &Ask<'_>,
    mut made: Made,
    moment: &Moment,
    (period, at): (Period, ReadAt),
) -> Result<(Made, Other), Problem> {
    let then = ask.states.moment(at).await?;
    let mut query = evaluation::asked_then(made.query.asked_at(period), &then, "earlier").await?;
    let (own, other) = (Arc::clone(&made.query), query.clone());
    if let Some(both) = own.reading_also(&other, &moment.catalog.catalog) {
        let both = both.at(made.basis.period);
        made = indices.make(ask, Arc::new(both), moment).await?;
        query = other.reading_also(&own, &then.catalog.catalog).unwrap_or(other);
    }
    let since = if period == made.basis.period {
        Revised::OnePeriod
    } else {
        let now = Arc::new(made.query.at(period));
        Revised::Figures(Box::new(indices.make(ask, now, moment).await?))
    };
    let before = indices.make(ask, Arc::new(query), &then).await?;
    let against = Other::Edition {
        before: Box::new(before),
        since,
    };
    Ok((made, against))
}
