//! Fields that can't be read are left out, and hide nothing else.

use zhibiao_proto::{
    catalog::v1::{
        Aggregation, Assumptions, DistanceToReference, Grouping, Imputation, Normalisation, PowerMean,
        Regressor, Treatment, aggregation, imputation, normalisation,
    },
    compare::v1::AnalyzeUncertaintyRequest,
};

use super::*;

#[tokio::test]
async fn what_cannot_be_read_of_a_framework_hides_nothing_else() {
    let hub = Fixture::holding(&catalog()).await;
    hub.serving().await;
    let text = "id = \"bad\"\naggregates = [{ id = \"index\" }, { id = \"a\", parent = \"index\" }]\ndecimals = 99\n\
                indicators = [{ code = \"revenu\", parent = \"a\", weight = -1 }, { code = \"x\", parent = \"index\" }]";
    let mut framework = Small::default()
        .framework(text)
        .message()
        .frameworks
        .swap_remove(0);
    framework.peer_group = "x".into();
    framework.normalise = Some(Normalisation::default());
    framework.aggregates[1].aggregation = Some(Aggregation::default());
    framework.indicators[0].treat = Some(Treatment::default());
    framework.indicators[1].indicator = "no-name".into();
    let uncertainty = framework.uncertainty.get_or_insert_default();
    uncertainty.leave_out = 7.0;
    uncertainty.aggregation.push(Aggregation::default());
    let request = ApplyFrameworkRequest {
        framework: Some(framework),
        ..ApplyFrameworkRequest::default()
    };
    let refused = hub.hub.comparisons().apply_framework(request).await;
    let refused = told(refused.unwrap_err());
    let mut found = fields(&refused);
    found.sort_unstable();
    assert_eq!(
        found,
        [
            "framework.aggregates[1].aggregation",
            "framework.decimals",
            "framework.indicators[0].treat",
            "framework.indicators[1].indicator",
            "framework.indicators[revenu]",
            "framework.indicators[revenu].weight",
            "framework.normalise",
            "framework.peer_group",
            "framework.uncertainty.aggregation[0]",
            "framework.uncertainty.leave_out",
        ]
    );
}

/// The same of what-ifs and of assumptions.
#[tokio::test]
async fn what_cannot_be_read_of_a_question_hides_nothing_else() {
    let hub = Fixture::holding(&catalog()).await;
    hub.serving().await;
    let power = Aggregation {
        method: Some(aggregation::Method::Power(PowerMean { exponent: 99.0 })),
    };
    let overridden = IndexQuery {
        overrides: Some(Overrides {
            normalise: Some(Normalisation::default()),
            aggregation: Some(power),
            ..Overrides::default()
        }),
        ..query()
    };
    let refused = hub.evaluate(asking(overridden)).await.unwrap_err();
    let found = fields(&refused);
    for field in [
        "query.overrides.normalise",
        "query.overrides.aggregation.power.exponent",
    ] {
        assert!(found.contains(&field), "{field}: not among {found:?}");
    }
    let request = AnalyzeUncertaintyRequest {
        query: Some(query()),
        assumptions: Some(Assumptions {
            normalisation: vec![Normalisation::default()],
            aggregation: vec![power],
            leave_out: 7.0,
            ..Assumptions::default()
        }),
        ..AnalyzeUncertaintyRequest::default()
    };
    let refused = hub.hub.comparisons().analyze_uncertainty(request).await;
    let refused = told(refused.unwrap_err());
    let mut found = fields(&refused);
    found.sort_unstable();
    assert_eq!(
        found,
        [
            "assumptions.aggregation[0].power.exponent",
            "assumptions.leave_out",
            "assumptions.normalisation[0]",
        ]
    );
}

fn reference(subject: &str) -> Normalisation {
    let method = normalisation::Method::DistanceToReference(DistanceToReference {
        subject: subject.into(),
    });
    Normalisation { method: Some(method) }
}

fn regression() -> Imputation {
    let method = imputation::Method::Regression(Regressor {
        indicator: "indicators/zz".into(),
    });
    Imputation { method: Some(method) }
}

/// What the engine tells, what the catalogue lacks and what groups nobody: of overrides and of assumptions all at once.
#[tokio::test]
async fn what_the_catalogue_lacks_hides_no_value_and_no_value_hides_it() {
    let hub = Fixture::holding(&catalog()).await;
    hub.serving().await;
    let power = Aggregation {
        method: Some(aggregation::Method::Power(PowerMean { exponent: 99.0 })),
    };
    let overridden = IndexQuery {
        overrides: Some(Overrides {
            weights: [("nobody".to_owned(), 1.0)].into(),
            normalise: Some(reference("zones/zzz")),
            impute: Some(regression()),
            aggregation: Some(power),
            ..Overrides::default()
        }),
        ..query()
    };
    let refused = hub.evaluate(asking(overridden)).await.unwrap_err();
    let mut found = fields(&refused);
    found.sort_unstable();
    assert_eq!(
        found,
        [
            "query.overrides.aggregation.power.exponent",
            "query.overrides.impute.regression.indicator",
            "query.overrides.normalise.distance_to_reference.subject",
            "query.overrides.weights[nobody]",
        ]
    );
    let group = imputation::Method::GroupMedian(Grouping { by: "colour".into() });
    let request = AnalyzeUncertaintyRequest {
        query: Some(query()),
        assumptions: Some(Assumptions {
            imputation: vec![regression(), Imputation { method: Some(group) }],
            normalisation: vec![reference("zones/zzz"), reference("zones/zzy")],
            leave_out: 3.0,
            ..Assumptions::default()
        }),
        ..AnalyzeUncertaintyRequest::default()
    };
    let refused = hub.hub.comparisons().analyze_uncertainty(request).await;
    let refused = told(refused.unwrap_err());
    let mut found = fields(&refused);
    found.sort_unstable();
    found.dedup();
    assert_eq!(
        found,
        [
            "assumptions.imputation[0].regression.indicator",
            "assumptions.imputation[1].group_median.by",
            "assumptions.leave_out",
            "assumptions.normalisation[0].distance_to_reference.subject",
            "assumptions.normalisation[1].distance_to_reference.subject",
        ]
    );
}
