//! ReadObservation.

use std::sync::Arc;

use zhibiao_model::{
    catalog::Indicator,
    computed::{Answer, Computed, shifted},
    ids::{IndicatorCode, SubjectName},
    observation::Vintage,
    period::Period,
    revision::Revision,
};
use zhibiao_proto::{
    convert::{Faults, cell, consistency::ReadAt},
    observation::v1::{FormulaInput, ReadObservationRequest, ReadObservationResponse},
};
use zhibiao_runtime::{
    access::{self, Demand, Permit},
    error::{Code, Problem},
};

use super::compute::SubjectInputs;
use crate::{
    core::{self, Core},
    cube::{Detail, SeriesKey},
    gate,
    library::Edition,
};

pub(super) async fn read(
    core: &Core,
    permit: &Permit,
    request: ReadObservationRequest,
) -> Result<ReadObservationResponse, Problem> {
    let ReadObservationRequest {
        subject,
        indicator,
        period,
        consistency,
        as_of,
    } = request;
    let mut faults = Faults::default();
    let subject = faults.take(|| "subject".into(), subject.parse::<SubjectName>());
    let code = faults.take(|| "indicator".into(), indicator.parse::<IndicatorCode>());
    let period = faults.take(|| "period".into(), period.parse::<Period>());
    let at = faults
        .nested(String::new, ReadAt::read(consistency, as_of))
        .unwrap_or_default();
    faults.finish()?;
    let (Some(subject), Some(code), Some(period)) = (subject, code, period) else {
        return Err(Problem::invalid(Vec::new()));
    };
    gate::may_read(core, permit, |catalog, today| {
        let places = access::cells(catalog, today, [&subject], [&code]).into_iter();
        places.map(|place| Demand::new("subject", place)).collect()
    })
    .await?;
    let (revision, edition) = core.moment(at).await?;
    core::subject(&edition, &subject)?;
    let indicator = core::indicator(&edition, &code)?;
    if period.frequency() != indicator.frequency {
        let text = format!(
            "{period} is {}, but {code} is {}",
            period.frequency(),
            indicator.frequency
        );
        let problem = Problem::new(Code::InvalidArgument, "PERIOD_OF_ANOTHER_FREQUENCY", text.clone());
        return Err(problem.violation("period", text));
    }
    let key = SeriesKey {
        indicator: code,
        subject,
    };
    let histories = core.cube.histories(std::slice::from_ref(&key), revision).await?;
    let mut history = histories.into_iter().next().unwrap_or_default();
    history.retain(|(at, _)| *at == period);
    let mut answer = ReadObservationResponse {
        history: history
            .iter()
            .rev()
            .map(|(at, vintage)| cell::vintage(*at, vintage))
            .collect(),
        unit: indicator.unit.symbol().to_owned(),
        revision: revision.get(),
        token: core.token(revision),
        ..ReadObservationResponse::default()
    };
    let in_force = history.iter().find(|(_, vintage)| vintage.until.is_none());
    answer.current = in_force.map(|(at, vintage)| cell::vintage(*at, vintage));
    let reported = in_force.is_some_and(|(_, vintage)| vintage.figure.value().is_some());
    if indicator.formula.is_some() && !reported {
        let cell = Cell {
            core,
            edition: &edition,
            subject: &key.subject,
            revision,
        };
        cell.compute(indicator, period, &mut answer).await?;
    }
    Ok(answer)
}

/// A cell whose indicator has a formula and that nobody reported.
struct Cell<'a> {
    core: &'a Core,
    edition: &'a Edition,
    subject: &'a SubjectName,
    revision: Revision,
}

impl Cell<'_> {
    async fn compute(
        &self,
        indicator: &Arc<Indicator>,
        period: Period,
        answer: &mut ReadObservationResponse,
    ) -> Result<(), Problem> {
        match self.answer(indicator, period).await? {
            Answer::Computed(computed) => {
                answer.current = Some(cell::vintage(period, &self.vintage(&computed).await?));
            }
            Answer::Unanswered(reason) => answer.unanswered_reason = reason.reason().to_owned(),
            // A mark of "missing" stands already; an empty cell says nothing.
            Answer::Stored(_) | Answer::Empty => return Ok(()),
        }
        let Some(formula) = &indicator.formula else {
            return Ok(());
        };
        answer.formula = formula.to_string();
        for (code, shift) in formula.references() {
            let code = IndicatorCode::new(&code).map_err(Problem::internal)?;
            let input = core::indicator(self.edition, &code)?;
            let Some(at) = shifted(period, shift) else {
                continue;
            };
            let value = self
                .answer(input, at)
                .await?
                .figure()
                .and_then(|figure| figure.value());
            answer.inputs.push(FormulaInput {
                indicator: code.to_string(),
                period: at.to_string(),
                value,
                unit: input.unit.symbol().to_owned(),
            });
        }
        Ok(())
    }

    async fn answer(&self, indicator: &Arc<Indicator>, period: Period) -> Result<Answer, Problem> {
        let plan = self.edition.plan(indicator);
        let keys: Vec<SeriesKey> = plan.indicators().map(|input| self.key(&input.code)).collect();
        let series = self
            .core
            .reader
            .series(&keys, self.revision, Detail::Figures)
            .await?;
        Ok(SubjectInputs::new(&plan, &series).answer(&plan, period))
    }

    /// A computed value as a vintage: dated and attributed by its newest input.
    async fn vintage(&self, computed: &Computed) -> Result<Vintage, Problem> {
        let (code, at) = &computed.newest;
        let key = self.key(code);
        let histories = self.core.cube.histories(&[key], self.revision).await?;
        let newest = histories
            .into_iter()
            .flatten()
            .find(|(period, vintage)| period == at && vintage.from == computed.revision)
            .ok_or_else(|| Problem::internal(format!("{code} at {at} was read but has no history")))?;
        Ok(Vintage {
            figure: computed.figure,
            evidence: None,
            ..newest.1
        })
    }

    fn key(&self, code: &IndicatorCode) -> SeriesKey {
        SeriesKey {
            indicator: code.clone(),
            subject: self.subject.clone(),
        }
    }
}
