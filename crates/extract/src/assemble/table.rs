//! Facts from rows of tables that stand in a text.

use std::ops::Range;

use super::facts::Draft;
use super::{Assembler, Candidate, Topics};
use crate::cells::{Cell, Row};
use crate::fact::{FactPeriod, Measure, Reason};
use crate::heads::HeadUnit;
use crate::reading::{Missing, NoiseKind};
use crate::scene::Scene;

impl Assembler<'_> {
    /// Notes the row of a table; one without figures is the head of those that follow.
    pub(super) fn enter_row(&mut self, scene: &Scene<'_>, numbers: &Range<usize>) {
        if scene.is_rule(&self.block) {
            return;
        }
        let cells = self.cells.get_or_insert_with(|| scene.cells(&self.block)).clone();
        let is_row = !cells.is_empty() && scene.has_figures(&cells, &scene.tokens.tokens[numbers.clone()]);
        if is_row {
            self.row = scene.row(cells);
        } else {
            let follows = self.row.is_empty();
            self.row = Row::default();
            self.heads = std::mem::take(&mut self.heads).with_row(cells, follows);
        }
    }

    /// A number that looks like a year: a figure where its row has a name and the table a unit for it.
    pub(super) fn year(&mut self, scene: &Scene<'_>, topics: &mut Topics<'_, '_>, candidate: &Candidate<'_>) {
        let quantity = candidate.quantity;
        let cell = scene.cell(quantity, &self.row, &self.heads);
        let has_unit = |cell: &Cell| cell.unit.is_some() || self.unit_ahead(scene, quantity).is_some();
        match cell.filter(|cell| !cell.is_time && has_unit(cell)) {
            Some(cell) => self.cell(scene, topics, candidate, cell),
            None => self.noise(&quantity.extent, NoiseKind::Date),
        }
    }

    /// A number in a row of a table.
    pub(super) fn cell(
        &mut self,
        scene: &Scene<'_>,
        topics: &mut Topics<'_, '_>,
        candidate: &Candidate<'_>,
        cell: Cell,
    ) {
        let mut quantity = candidate.quantity.clone();
        let mut reasons = Vec::new();
        let Cell {
            name,
            said,
            unit,
            period,
            is_year_before,
            from,
            is_time: _,
        } = cell;
        let period = match is_year_before {
            true => {
                let told = period.or_else(|| topics.periods.at(quantity.extent.start));
                told.and_then(year_before)
            }
            false => period,
        };
        let is_growth = said.as_ref().is_some_and(|said| said.measure == Measure::Yoy);
        if quantity.unit.is_none() && is_growth {
            quantity.unit = Some(scene.rules.percent.clone());
        }
        if quantity.unit.is_none()
            && let Some(HeadUnit { scaled, base }) = unit
            && let Ok(value) = scaled.convert(quantity.value, &base)
        {
            (quantity.value, quantity.unit) = (value, Some(base));
            reasons.push(Reason::CarriedUnit);
        }
        if quantity.unit.is_none() {
            self.carry_unit(scene, &mut quantity, from, false, &mut reasons);
        }
        let unit = quantity.unit.clone().or_else(|| scene.unit_of(&name.indicator));
        let Some(unit) = unit else {
            return self.unmatched(&quantity.extent, Missing::Unit);
        };
        reasons.push(match name.indicator.code() {
            Some(_) => Reason::CatalogName,
            None => Reason::ProposedName,
        });
        let said = said.unwrap_or_else(|| scene.measure(&quantity, from, candidate.is_rank));
        let draft = Draft {
            quantity,
            unit,
            said,
            name,
            period,
            reasons,
        };
        self.fact(scene, topics, candidate, draft);
    }
}

/// The same time of the year before.
fn year_before(told: FactPeriod) -> Option<FactPeriod> {
    let period = told.period.year_ago()?;
    Some(FactPeriod { period, ..told })
}
