//! Columns of observations, row by row and both ways.

use std::sync::Arc;

use proptest::prelude::*;
use zhibiao_model::{
    observation::{CellKey, Evidence, Figure, Observation, Place, Provenance},
    period::{Frequency, Period},
    qualifier::Qualifier,
    status::Status,
};

use super::{
    super::{MAX_INVALID_FIELDS, columns::Columns, from_timestamp, to_timestamp},
    paths,
};
use crate::observation::v1;

fn columns() -> v1::ObservationColumns {
    v1::ObservationColumns {
        subjects: vec!["zones/a".into(), "zones/b".into()],
        indicators: vec!["indicators/gdp".into()],
        periods: vec!["2023".into()],
        subject: vec![0, 1],
        indicator: vec![0, 0],
        period: vec![0, 0],
        value: vec![1.5, 2.5],
        ..Default::default()
    }
}

#[test]
fn columns_of_other_lengths_are_refused() {
    let mut message = columns();
    message.subject.pop();
    message.status.push(1);
    message.evidence = Some(v1::EvidenceColumns {
        kind: vec![0],
        ..Default::default()
    });
    let invalid = Columns::try_from(message).unwrap_err();
    assert_eq!(
        paths(&invalid),
        [
            "subject",
            "status",
            "evidence.kind",
            "evidence.first",
            "evidence.second"
        ]
    );
}

#[test]
fn every_wrong_row_is_told() {
    let mut message = columns();
    message.value = vec![f64::NAN, f64::INFINITY];
    message.subject = vec![0, 2];
    message.qualifier = vec![9, 1];
    assert_eq!(
        paths(&Columns::try_from(message).unwrap_err()),
        ["qualifier[0]", "value[1]", "subject[1]"]
    );

    let mut message = columns();
    message.status = vec![v1::Status::Missing.into(), v1::Status::Normal.into()];
    assert_eq!(
        paths(&Columns::try_from(message.clone()).unwrap_err()),
        ["value[0]"]
    );
    message.value[0] = 0.0;
    assert_eq!(
        Columns::try_from(message).unwrap().rows()[0].figure,
        Figure::missing()
    );

    let mut message = columns();
    message.subjects[0] = "甲".into();
    message.periods[0] = "2023-13".into();
    assert_eq!(
        paths(&Columns::try_from(message).unwrap_err()),
        ["subjects[0]", "periods[0]"]
    );
}

#[test]
fn the_list_of_faults_is_bounded() {
    let rows = MAX_INVALID_FIELDS + 5;
    let message = v1::ObservationColumns {
        subject: vec![0; rows],
        indicator: vec![0; rows],
        period: vec![0; rows],
        value: vec![f64::NAN; rows],
        ..columns()
    };
    let invalid = Columns::try_from(message).unwrap_err();
    assert_eq!((invalid.fields.len(), invalid.more), (MAX_INVALID_FIELDS, 5));
    assert!(invalid.to_string().ends_with("(and 1004 more)"), "{invalid}");
}

#[test]
fn texts_are_bounded() {
    let evidence = |length: usize| v1::Evidence {
        place: Some(v1::evidence::Place::Span(v1::TextSpan { start: 1, end: 2 })),
        excerpt: "区".repeat(length),
    };
    assert!(Evidence::try_from(evidence(200)).is_ok());
    assert_eq!(
        paths(&Evidence::try_from(evidence(201)).unwrap_err()),
        ["excerpt"]
    );
}

fn figures() -> impl Strategy<Value = Figure> {
    let qualifiers = [
        Qualifier::Exact,
        Qualifier::AtLeast,
        Qualifier::AtMost,
        Qualifier::Approximate,
    ];
    let statuses = [
        Status::Normal,
        Status::Provisional,
        Status::Estimated,
        Status::Imputed,
        Status::Forecast,
        Status::Break,
    ];
    prop_oneof![
        1 => Just(Figure::missing()),
        9 => (-1e308..1e308, prop::sample::select(qualifiers.to_vec()), prop::sample::select(statuses.to_vec()))
            .prop_map(|(value, qualifier, status)| Figure::new(value, qualifier, status).unwrap()),
    ]
}

fn evidence() -> impl Strategy<Value = Evidence> {
    let place = prop_oneof![
        ("[a-c]?", 1..9_u32, 1..9_u32).prop_map(|(sheet, row, column)| Place::Cell {
            sheet: sheet.into(),
            row,
            column
        }),
        (0..9_u64, 0..9_u64).prop_map(|(start, length)| Place::Span {
            start,
            end: start + length
        }),
        (1..9_u64, 0..9_u32).prop_map(|(sequence, row)| Place::Row { sequence, row }),
    ];
    (place, ".{0,20}").prop_map(|(place, excerpt)| Evidence { place, excerpt })
}

fn provenances() -> impl Strategy<Value = Arc<Provenance>> {
    (
        "[a-c]{1,2}",
        prop::option::of("[a-c]"),
        prop::option::of(-9_000_i64..9_000),
    )
        .prop_map(|(report, department, received_at)| {
            Arc::new(Provenance {
                report: format!("reports/{report}"),
                department: department.map(|id| zhibiao_model::ids::DepartmentId::new(&id).unwrap()),
                received_at: received_at.map(|at| jiff::Timestamp::from_millisecond(at).unwrap()),
                ..Provenance::default()
            })
        })
}

prop_compose! {
    fn observation()(
        indicator in "[a-c]",
        subject in "(zones|platforms)/[a-c]",
        year in 2000..2030_i32,
        figure in figures(),
        provenance in prop::option::of(provenances()),
        evidence in prop::option::of(evidence()),
    ) -> Observation {
        let key = CellKey {
            indicator: zhibiao_model::ids::IndicatorCode::new(&indicator).unwrap(),
            period: Period::from_ordinal(Frequency::Annual, year).unwrap(),
            subject: subject.parse().unwrap(),
        };
        Observation { key, figure, provenance, evidence }
    }
}

proptest! {
    #[test]
    fn observations_survive_both_ways(observations in prop::collection::vec(observation(), 0..40)) {
        let columns: Columns = observations.iter().cloned().collect();
        let message = v1::ObservationColumns::from(&columns);
        let read = Columns::try_from(message).unwrap();
        prop_assert_eq!(read.observations().collect::<Vec<_>>(), observations);
    }

    #[test]
    fn instants_survive_both_ways(seconds in -10_000_000_000_i64..10_000_000_000, nanos in 0..1_000_000_000) {
        let message = prost_types::Timestamp { seconds, nanos };
        let at = to_timestamp(message).unwrap();
        prop_assert_eq!(from_timestamp(at), message);
    }
}
