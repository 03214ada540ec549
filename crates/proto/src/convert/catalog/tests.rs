//! Frameworks with every method there is.

use zhibiao_model::framework::{
    Aggregation, Bounds, FrameworkForm, Imputation, Normalisation, Otherwise, Treatment, Weighting,
};

use crate::{
    catalog::v1::{self, aggregation, imputation, normalisation, spread, treatment, weight_noise, weighting},
    convert::InvalidMessage,
};

fn impute(method: imputation::Method) -> v1::Imputation {
    v1::Imputation { method: Some(method) }
}

fn treat(method: treatment::Method) -> v1::Treatment {
    v1::Treatment { method: Some(method) }
}

fn normalise(method: normalisation::Method) -> v1::Normalisation {
    v1::Normalisation { method: Some(method) }
}

fn weigh(method: weighting::Method) -> v1::Weighting {
    v1::Weighting { method: Some(method) }
}

fn aggregate(method: aggregation::Method) -> v1::Aggregation {
    v1::Aggregation { method: Some(method) }
}

fn imputations() -> Vec<v1::Imputation> {
    use imputation::Method;
    let reach = |max_age_years| v1::Reach { max_age_years };
    let by = |by: &str| v1::Grouping { by: by.into() };
    [
        Method::None(()),
        Method::Mean(()),
        Method::Median(()),
        Method::GroupMean(by("class")),
        Method::GroupMedian(by("parent")),
        Method::LastPeriod(reach(Some(2.0))),
        Method::LinearInTime(reach(None)),
        Method::Regression(v1::Regressor {
            indicator: "indicators/gdp".into(),
        }),
    ]
    .map(impute)
    .into()
}

fn treatments() -> Vec<v1::Treatment> {
    use treatment::Method;
    [
        Method::None(()),
        Method::Winsorise(v1::Winsorisation {
            max_points: Some(3),
            skew: Some(1.5),
            kurtosis: Some(3.0),
            otherwise: v1::AfterWinsorisation::BoxCox.into(),
        }),
        Method::Log(()),
        Method::BoxCox(v1::BoxCox { lambda: Some(0.5) }),
    ]
    .map(treat)
    .into()
}

fn normalisations() -> Vec<v1::Normalisation> {
    use normalisation::Method;
    [
        Method::MinMax(v1::MinMax {
            low: 1.0,
            high: Some(10.0),
            bounds: v1::Bounds::Panel.into(),
        }),
        Method::ZScore(v1::ZScore {
            mean: 50.0,
            spread: Some(10.0),
            bounds: v1::Bounds::Period.into(),
        }),
        Method::Goalposts(v1::Goalposts {
            lower: 100.0,
            upper: 75_000.0,
            low: 0.0,
            high: Some(1.0),
            log: true,
            uncapped: true,
        }),
        Method::DistanceToTarget(v1::DistanceToTarget {
            target: 5.0,
            uncapped: false,
        }),
        Method::DistanceToReference(v1::DistanceToReference {
            subject: "zones/a".into(),
        }),
        Method::FractionOfMaximum(()),
        Method::PercentileRank(()),
        Method::Rank(()),
        Method::Borda(()),
        Method::Vector(()),
        Method::Sum(()),
        Method::Efficacy(v1::Efficacy {
            satisfactory: Some(9.0),
            unacceptable: None,
            base: Some(50.0),
            span: Some(50.0),
        }),
        Method::AsIs(()),
    ]
    .map(normalise)
    .into()
}

fn weightings() -> Vec<v1::Weighting> {
    use weighting::Method;
    let scaled = |scale: v1::ColumnScale| v1::Scaled { scale: scale.into() };
    let blend = v1::Blend {
        first: Some(Box::new(weigh(Method::Equal(())))),
        second: Some(Box::new(weigh(Method::Given(())))),
        share: 0.25,
    };
    [
        Method::Given(()),
        Method::Equal(()),
        Method::Entropy(scaled(v1::ColumnScale::MinMax)),
        Method::Critic(scaled(v1::ColumnScale::None)),
        Method::StandardDeviation(scaled(v1::ColumnScale::MinMax)),
        Method::Gini(()),
        Method::Merec(()),
        Method::Pca(v1::PrincipalComponents {
            rule: v1::PcaRule::FirstComponent.into(),
        }),
        Method::Ahp(v1::PairwiseJudgements {
            rows: vec![v1::JudgementRow {
                ratios: vec![1.0, 3.0],
            }],
            force: true,
        }),
        Method::BestWorst(v1::BestWorst {
            best: "gdp".into(),
            worst: "green".into(),
            best_to_others: vec![1.0, 4.0],
            others_to_worst: vec![4.0, 1.0],
        }),
        Method::BenefitOfTheDoubt(v1::BenefitOfTheDoubt {
            min_share: 0.1,
            max_share: Some(0.6),
        }),
        Method::Blend(Box::new(blend)),
    ]
    .map(weigh)
    .into()
}

fn aggregations() -> Vec<v1::Aggregation> {
    use aggregation::Method;
    [
        Method::Arithmetic(()),
        Method::Geometric(()),
        Method::Harmonic(()),
        Method::Power(v1::PowerMean { exponent: -2.0 }),
        Method::Median(()),
        Method::Minimum(()),
        Method::Copeland(()),
        Method::Topsis(()),
        Method::Vikor(v1::Vikor { v: Some(0.4) }),
        Method::GreyRelational(v1::GreyRelational { rho: Some(0.6) }),
        Method::Copras(()),
        Method::Edas(()),
        Method::PrometheeIi(v1::Promethee {
            preference: Some(v1::promethee::Preference::Linear(v1::LinearPreference {
                indifference: 0.1,
                preference: 0.5,
            })),
        }),
        Method::WeightedProduct(()),
    ]
    .map(aggregate)
    .into()
}

fn uncertainty() -> v1::Assumptions {
    use spread::Distribution;
    let spread = |distribution| {
        Some(v1::Spread {
            distribution: Some(distribution),
        })
    };
    v1::Assumptions {
        weights: Some(v1::WeightNoise {
            distribution: Some(weight_noise::Distribution::DirichletConcentration(50.0)),
        }),
        imputation: imputations(),
        treatment: treatments(),
        normalisation: normalisations(),
        aggregation: aggregations(),
        leave_out: 0.5,
        data: Some(v1::DataNoise {
            provisional: spread(Distribution::NormalSd(0.02)),
            estimated: spread(Distribution::UniformWidth(0.1)),
            forecast: None,
            imputed: spread(Distribution::TriangularWidth(0.2)),
            extracted: None,
            carried: None,
            at_least: spread(Distribution::ExponentialMean(0.1)),
            at_most: None,
            approximate: None,
        }),
    }
}

/// A framework that has every method somewhere.
pub(in crate::convert) fn framework() -> v1::Framework {
    let leaf = |code: &str| v1::FrameworkIndicator {
        indicator: format!("indicators/{code}"),
        number: "1.1".into(),
        parent: "a0".into(),
        weight: Some(0.8),
        weight_source: "official reprint".into(),
        direction: v1::Direction::Down.into(),
        denominator: Some(v1::Denominator {
            indicator: "indicators/people".into(),
            scale: Some(1e4),
        }),
        impute: imputations().pop(),
        treat: treatments().pop(),
        normalise: normalisations().pop(),
    };
    let node = |(at, weighting): (usize, v1::Weighting)| v1::FrameworkAggregate {
        id: format!("a{at}"),
        names: Some(v1::Names {
            zh: format!("第{at}项"),
            ..v1::Names::default()
        }),
        number: at.to_string(),
        parent: if at == 0 { String::new() } else { "a0".into() },
        weight: Some(20.0),
        weight_source: "assumed_equal".into(),
        weighting: Some(weighting),
        aggregation: aggregations().get(at).cloned(),
        min_available: Some(0.5),
    };
    v1::Framework {
        name: "frameworks/all-methods".into(),
        names: Some(v1::Names {
            zh: "全部方法".into(),
            ..v1::Names::default()
        }),
        edition: "2021".into(),
        source: "s".into(),
        note: "n".into(),
        peer_group: "peerGroups/national".into(),
        decimals: Some(3),
        ties: v1::TieRule::Average.into(),
        screen: Some(v1::Screen {
            overall: 0.65,
            branch: 0.5,
        }),
        impute: Some(imputations().swap_remove(3)),
        treat: Some(treatments().swap_remove(1)),
        normalise: Some(normalisations().swap_remove(0)),
        min_available: 0.25,
        levels: vec![v1::FrameworkLevel {
            weighting: Some(weightings().swap_remove(2)),
            aggregation: Some(aggregations().swap_remove(1)),
        }],
        aggregates: weightings().into_iter().enumerate().map(node).collect(),
        indicators: vec![leaf("gdp"), leaf("tax")],
        uncertainty: Some(uncertainty()),
        version: 4,
    }
}

#[test]
fn a_framework_that_says_little_has_the_defaults_of_files() {
    let message = v1::Framework {
        name: "frameworks/f".into(),
        treat: Some(treat(treatment::Method::Winsorise(v1::Winsorisation::default()))),
        normalise: Some(normalise(
            normalisation::Method::Efficacy(v1::Efficacy::default()),
        )),
        aggregates: vec![v1::FrameworkAggregate {
            id: "index".into(),
            weighting: Some(weigh(weighting::Method::Entropy(v1::Scaled::default()))),
            aggregation: Some(aggregate(aggregation::Method::Vikor(v1::Vikor::default()))),
            ..v1::FrameworkAggregate::default()
        }],
        indicators: vec![v1::FrameworkIndicator {
            indicator: "indicators/x".into(),
            parent: "index".into(),
            ..v1::FrameworkIndicator::default()
        }],
        ..v1::Framework::default()
    };
    let read = FrameworkForm::try_from(message).unwrap();
    assert_eq!((read.decimals, read.indicators[0].weight), (2, 1.0));
    let winsorised = Treatment::Winsorise {
        max_points: 5,
        skew: 2.0,
        kurtosis: 3.5,
        otherwise: Otherwise::Log,
    };
    assert_eq!(read.treat, winsorised);
    assert!(matches!(
        read.normalise,
        Normalisation::Efficacy {
            base: 60.0,
            span: 40.0,
            ..
        }
    ));
    assert!(matches!(
        read.aggregates[0].weighting,
        Some(Weighting::Entropy {
            scale: zhibiao_model::framework::Scale::None
        })
    ));
    assert_eq!(
        read.aggregates[0].aggregation,
        Some(Aggregation::Vikor { v: 0.5 })
    );
    assert_eq!(read.impute, Imputation::None);
    let usual = Normalisation::MinMax {
        low: 0.0,
        high: 100.0,
        bounds: Bounds::Period,
    };
    assert_eq!(Normalisation::default(), usual);
}

#[test]
fn every_fault_of_a_framework_is_told_with_its_path() {
    let mut message = framework();
    message.name = "htz".into();
    message.ties = 9;
    message.treat = Some(v1::Treatment::default());
    message.indicators[1].indicator = "GDP".into();
    message.indicators[1].direction = v1::Direction::None.into();
    message.levels[0].weighting = Some(weigh(weighting::Method::Blend(Box::default())));
    let data = message.uncertainty.as_mut().unwrap().data.as_mut().unwrap();
    data.carried = Some(v1::Spread::default());
    let invalid: InvalidMessage = FrameworkForm::try_from(message).unwrap_err();
    let paths: Vec<&str> = invalid.fields.iter().map(|field| field.field.as_str()).collect();
    assert_eq!(
        paths,
        [
            "name",
            "ties",
            "treat",
            "levels[0].weighting.blend.first",
            "levels[0].weighting.blend.second",
            "indicators[1].indicator",
            "indicators[1].direction",
            "uncertainty.data.carried",
        ]
    );
}
