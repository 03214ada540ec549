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
use zhibiao_scoring::{Attribution, Edition, Evaluation, Run, Stage, explain_movement};

use super::{
    Made, answer, basis, engine,
    evaluation::{Ask, Indices, evaluated},
    query::Query,
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
    Edition {
        before: Box<Made>,
        /// The earlier period's figures as they stand now, when that is another period and another moment.
        revised: Option<Box<Made>>,
    },
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

impl Asked {
    /// Reads a request and lays out what it is about.
    ///
    /// # Errors
    /// Everything that is wrong with the request; what [`Indices::make`] says.
    pub(super) async fn read(
        indices: &Indices,
        ask: &Ask<'_>,
        request: ExplainGapRequest,
    ) -> Result<Self, Problem> {
        let ExplainGapRequest {
            query,
            subject,
            against,
        } = request;
        let moment = ask.moment(query.as_ref()).await?;
        let mut reader = Reader::new(&moment.catalog);
        let query = Query::read(&mut reader, query);
        let subject = reader.subject("subject", &subject);
        let named = named(&mut reader, against, query.as_ref());
        let made = indices.made(ask, reader, query, &moment).await?;
        let (subject, named) = subject
            .zip(named)
            .ok_or_else(|| Problem::internal("a question without subject passed"))?;
        let against = match named {
            Named::Subject(other) => Other::Subject(other),
            Named::Edition { period, at } => {
                earlier(
                    indices,
                    ask,
                    &made,
                    &moment,
                    period.unwrap_or(made.basis.period),
                    at,
                )
                .await?
            }
        };
        Ok(Self {
            made,
            subject,
            against,
        })
    }

    /// Explains.
    ///
    /// # Errors
    /// What the engine says.
    pub(super) fn answer(self, threads: usize, gauge: &long::Gauge) -> Result<Gap, Problem> {
        let run = Run {
            threads,
            progress: gauge,
        };
        let (index, evaluation) = evaluated(&self.made)?;
        let unit = index.unit(self.subject.as_str()).map_err(engine::problem)?;
        match &self.against {
            Other::Subject(other) => {
                let place = index.unit(other.as_str()).map_err(engine::problem)?;
                let gap = index
                    .explain_gap(&evaluation, unit, place, &run)
                    .map_err(engine::problem)?;
                let side = Side {
                    name: other,
                    period: self.made.basis.period,
                    evaluation: &evaluation,
                    unit: place,
                };
                Ok(self.gap(&evaluation, unit, &side, gap))
            }
            Other::Edition { before, revised } => {
                let (_, earlier) = evaluated(before)?;
                let gap = index
                    .explain_change(&evaluation, unit, &earlier, &run)
                    .map_err(engine::problem)?;
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
                let movement = self.movement(before, revised.as_deref(), &run)?;
                Ok(Gap {
                    movement: Some(movement),
                    ..self.gap(&evaluation, unit, &side, gap)
                })
            }
        }
    }

    fn movement(
        &self,
        before: &Made,
        revised: Option<&Made>,
        run: &Run<'_>,
    ) -> Result<RankMovement, Problem> {
        let revised = revised.map(|made| &made.basis.table);
        let moved = explain_movement(
            self.subject.as_str(),
            edition(before),
            revised,
            edition(&self.made),
            run,
        )
        .map_err(engine::problem)?;
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
            let query = query?;
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

/// Lays out an earlier edition.
async fn earlier(
    indices: &Indices,
    ask: &Ask<'_>,
    made: &Made,
    moment: &Moment,
    period: Period,
    at: Option<ReadAt>,
) -> Result<Other, Problem> {
    let now = Arc::new(made.query.at(period));
    let Some(at) = at else {
        let before = indices.make(ask, now, moment).await?;
        return Ok(Other::Edition {
            before: Box::new(before),
            revised: None,
        });
    };
    let revised = if period == made.basis.period {
        None
    } else {
        Some(Box::new(indices.make(ask, now, moment).await?))
    };
    let before = indices.made_at(ask, made, period, at).await?;
    Ok(Other::Edition {
        before: Box::new(before),
        revised,
    })
}
