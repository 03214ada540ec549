//! The findings about names, units and periods, one for all the values they concern.

use jiff::civil::Date;
use zhibiao_model::{
    catalog::{Candidate, Lookup},
    period::{self, Frequency, Period},
};

use super::{
    Draft, entry_number,
    groups::{About, Group, Groups, Topic},
};
use crate::{
    content::{Part, TextId},
    finding::{Check, Finding, MAX_CANDIDATES, MAX_READ},
    resolve::is_year_to_date,
};

/// Most distinct unknown texts for which the nearest names are looked for: each costs a walk through all names.
const MAX_NEAREST: u32 = 200;

impl Draft {
    /// Turns groups into findings.
    pub(super) fn add_groups(&mut self, groups: Groups) {
        let mut nearest = 0;
        for (about, group) in groups.into_iter() {
            let (_, check, ..) = about;
            if matches!(check, Check::UnknownSubject | Check::UnknownIndicator) {
                nearest += 1;
            }
            let finding = self.group_finding(about, &group, nearest <= MAX_NEAREST);
            let finding = Finding {
                others: group.others,
                ..finding
            };
            self.findings.add(check, || finding);
        }
    }

    fn group_finding(&self, (topic, check, a, b): About, group: &Group, near: bool) -> Finding {
        let content = &self.content;
        let text = TextId::at(a as usize);
        let of = |part, read: &str| {
            self.finding(check, group.first, part, read)
                .fact("count", group.count)
        };
        match topic {
            Topic::Subject => {
                let read = content.subjects.text(text);
                of(Part::Subject, read).candidates(self.subject_candidates(check, read, near))
            }
            Topic::Indicator => {
                let read = content.indicators.text(text);
                of(Part::Indicator, read).candidates(self.indicator_candidates(check, read, near))
            }
            Topic::Unit => of(Part::Unit, content.units.text(text))
                .fact("unit", self.unit_symbol(b))
                .fact("indicator", self.indicator_name(b)),
            Topic::PeriodText => {
                let finding = of(Part::Period, &self.period_text(text));
                if matches!(check, Check::PeriodOfWrongFrequency | Check::YearToDate) {
                    self.misfit(finding, b)
                } else if matches!(check, Check::StockOfOtherTime | Check::PartOfYear) {
                    self.of_part_of_year(finding, text, group)
                } else {
                    finding
                }
            }
            Topic::Period => of(
                Part::Period,
                &self.period_text(self.content.rows[group.first].period),
            )
            .fact("period", self.period_name(a))
            .fact("indicator", self.indicator_name(b)),
            Topic::Kind => self.kind_finding(of(Part::Subject, &self.subject_name(a)), a, b),
            Topic::Life => {
                let (from, until) = self.span_of(a);
                let date = if check == Check::SubjectNotYet {
                    from
                } else {
                    until
                };
                of(
                    Part::Subject,
                    content.subjects.text(content.rows[group.first].subject),
                )
                .fact("subject", self.subject_name(a))
                .fact("period", self.period_name(b))
                .fact("date", date.map(|date| date.to_string()).unwrap_or_default())
            }
            Topic::Owner => of(
                Part::Indicator,
                content.indicators.text(content.rows[group.first].indicator),
            )
            .fact("indicator", self.indicator_name(a))
            .fact("owner", self.owner_name(a)),
        }
    }

    /// The period of a group: as written, or the report's.
    fn period_text(&self, text: TextId) -> String {
        match (text.index(), self.header.period) {
            (None, Some(period)) => period.to_string(),
            (Some(_), _) | (None, None) => self.content.periods.text(text).to_owned(),
        }
    }

    /// What one review settles: the entries of a period that is no year, and its year.
    fn of_part_of_year(&self, finding: Finding, text: TextId, group: &Group) -> Finding {
        let read = period::read(&self.period_text(text));
        let year = read.map_or_else(String::new, |read| year_of(read.period).to_string());
        let numbers = std::iter::once(entry_number(group.first)).chain(group.others.iter().copied());
        finding.fact("entries", spans(numbers)).fact("year", year)
    }

    /// A period that does not fit: breakdowns of the indicator that it would fit are candidates.
    fn misfit(&self, finding: Finding, indicator: u32) -> Finding {
        let of = &self.keys.indicators[indicator as usize];
        let wanted_span = finding.check == Check::YearToDate;
        let siblings = self.atlas.breakdowns(&of.code).iter();
        let candidates = siblings
            .filter_map(|code| self.atlas.catalog.indicator(code))
            .filter(|sibling| {
                if wanted_span {
                    is_year_to_date(sibling)
                } else {
                    sibling.frequency != of.frequency
                }
            })
            .map(|sibling| sibling.names.zh.clone());
        let frequency = of.frequency.to_string();
        finding
            .candidates(candidates.collect::<Vec<_>>())
            .fact("indicator", &of.names.zh)
            .fact("frequency", frequency)
    }

    fn kind_finding(&self, finding: Finding, subject: u32, indicator: u32) -> Finding {
        let kinds = &self.atlas.catalog.items().kinds;
        let name = |id: &str| {
            let kind = kinds.values().find(|kind| kind.id.id() == id);
            kind.map_or_else(|| id.to_owned(), |kind| kind.names.zh.clone())
        };
        let of = &self.keys.indicators[indicator as usize];
        let taken: Vec<_> = of.subject_kinds.iter().map(|kind| name(kind.id())).collect();
        finding
            .fact("indicator", &of.names.zh)
            .fact("kinds", taken.join("、"))
            .fact("kind", name(self.keys.subjects[subject as usize].kind()))
    }

    fn owner_name(&self, indicator: u32) -> String {
        let owner = self.keys.indicators[indicator as usize].owner.as_ref();
        let department = owner.and_then(|id| self.atlas.catalog.items().departments.get(id));
        department.map_or_else(String::new, |department| department.names.zh.clone())
    }

    fn subject_candidates(&self, check: Check, read: &str, near: bool) -> Vec<String> {
        let directory = &self.atlas.directory;
        match (check, self.atlas.subject(read, self.header.zone.as_ref())) {
            (Check::AmbiguousSubject, Lookup::Ambiguous(several)) => {
                several.iter().map(ToString::to_string).collect()
            }
            (Check::UnknownSubject, _) if near => spellings(directory.nearest_subjects(read, MAX_CANDIDATES)),
            (_, Lookup::Found(_) | Lookup::Ambiguous(_) | Lookup::Unknown) => Vec::new(),
        }
    }

    fn indicator_candidates(&self, check: Check, read: &str, near: bool) -> Vec<String> {
        let directory = &self.atlas.directory;
        match (check, self.atlas.indicator(read)) {
            (Check::AmbiguousIndicator, Lookup::Ambiguous(several)) => {
                several.iter().map(ToString::to_string).collect()
            }
            (Check::UnknownIndicator, _) if near => {
                spellings(directory.nearest_indicators(read, MAX_CANDIDATES))
            }
            (_, Lookup::Found(_) | Lookup::Ambiguous(_) | Lookup::Unknown) => Vec::new(),
        }
    }

    /// The days in which a subject exists: a zone's validity, or the span of a subject's placements.
    pub(super) fn span_of(&self, subject: u32) -> (Option<Date>, Option<Date>) {
        let name = &self.keys.subjects[subject as usize];
        let items = self.atlas.catalog.items();
        if let Some(zone) = name.zone().and_then(|id| items.zones.get(&id)) {
            return (zone.validity.from, zone.validity.until);
        }
        let Some(subject) = items.subjects.get(name) else {
            return (None, None);
        };
        let open_start = subject.placements.iter().any(|p| p.validity.from.is_none());
        let open_end = subject.placements.iter().any(|p| p.validity.until.is_none());
        let from = subject.placements.iter().filter_map(|p| p.validity.from).min();
        let until = subject.placements.iter().filter_map(|p| p.validity.until).max();
        (from.filter(|_| !open_start), until.filter(|_| !open_end))
    }
}

/// The year that a part of a year is of: a week is of that of its Thursday (ISO 8601).
fn year_of(period: Period) -> i16 {
    match period.frequency() {
        Frequency::Weekly => period.start().iso_week_date().year(),
        Frequency::Annual
        | Frequency::Semiannual
        | Frequency::Quarterly
        | Frequency::Monthly
        | Frequency::Daily => period.start().year(),
    }
}

/// Ascending numbers as a review names them: 2,5-7. As many whole spans as a fact holds: what is cut in the middle of a
/// number would be another entry, which nobody meant.
fn spans(numbers: impl Iterator<Item = u32>) -> String {
    let mut spans: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match spans.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => spans.push((number, number)),
        }
    }
    let mut said = String::new();
    for (first, last) in spans {
        let between = if said.is_empty() { "" } else { "," };
        let span = match first == last {
            true => format!("{between}{first}"),
            false => format!("{between}{first}-{last}"),
        };
        if said.len() + span.len() > MAX_READ {
            break;
        }
        said.push_str(&span);
    }
    said
}

fn spellings<T>(candidates: Vec<Candidate<T>>) -> Vec<String> {
    candidates.into_iter().map(|candidate| candidate.name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_is_of_the_year_of_its_thursday() {
        let years = ["2025-W01", "2025-01", "2024-S2"].map(|text| year_of(text.parse().unwrap()));
        assert_eq!(years, [2025, 2025, 2024]);
    }

    #[test]
    fn what_a_review_is_to_name_is_cut_at_a_whole_number() {
        assert_eq!(spans([2, 5, 6, 7, 9].into_iter()), "2,5-7,9");
        for step in [2, 3, 7] {
            for from in 1..=40 {
                let numbers: Vec<u32> = (0..200).map(|at| from + at * step).collect();
                let said = spans(numbers.iter().copied());
                assert_eq!(crate::finding::clean(&said), said, "the fact keeps it whole");
                let told: Vec<u32> = said.split(',').map(|number| number.parse().unwrap()).collect();
                assert!(numbers.starts_with(&told), "{said}");
                assert!(told.len() > 30, "{said}");
            }
        }
    }
}
