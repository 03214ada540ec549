//! Where a setting stands in a message: the engine tells places in the words of files.

use zhibiao_model::framework::{
    Aggregation, Assumptions, Imputation, Normalisation, Overrides, Preference, Spread, Treatment,
    WeightNoise, Weighting,
};

/// The field of a message of overrides, of a place such as `normalise.low`; what is no method stays as it is.
#[must_use]
pub fn field_of_overrides(overrides: &Overrides, path: &str) -> String {
    let (list, rest) = split(path);
    let inner = match list {
        "normalise" => overrides
            .normalise
            .as_ref()
            .map(|one| of_normalisation(one, rest)),
        "treat" => overrides.treat.as_ref().map(|one| of_treatment(one, rest)),
        "impute" => overrides.impute.as_ref().map(|one| of_imputation(one, rest)),
        "weighting" => overrides.weighting.as_ref().map(|one| of_weighting(one, rest)),
        "aggregation" => overrides
            .aggregation
            .as_ref()
            .map(|one| of_aggregation(one, rest)),
        _ => None,
    };
    joined(list, inner.as_deref().unwrap_or(rest))
}

/// The same of assumptions, of a place such as `imputation[0].on`.
#[must_use]
pub fn field_of_assumptions(assumptions: &Assumptions, path: &str) -> String {
    let (list, rest) = split(path);
    let (name, at) = numbered(list);
    let inner = match name {
        "imputation" => item(&assumptions.imputation, at).map(|one| of_imputation(one, rest)),
        "treatment" => item(&assumptions.treatment, at).map(|one| of_treatment(one, rest)),
        "normalisation" => item(&assumptions.normalisation, at).map(|one| of_normalisation(one, rest)),
        "aggregation" => item(&assumptions.aggregation, at).map(|one| of_aggregation(one, rest)),
        "weights" => assumptions
            .weights
            .filter(|_| !rest.is_empty())
            .map(|one| of_weight_noise(one).to_owned()),
        "data" => assumptions.data.kinds().into_iter().find_map(|(kind, spread)| {
            let spread = spread.filter(|_| kind == rest)?;
            Some(format!("{kind}.{}", of_spread(spread)))
        }),
        _ => None,
    };
    joined(list, inner.as_deref().unwrap_or(rest))
}

/// The first part of a path, and what is below it.
fn split(path: &str) -> (&str, &str) {
    path.split_once('.').unwrap_or((path, ""))
}

/// A list and which of it: `imputation[2]`.
fn numbered(list: &str) -> (&str, Option<usize>) {
    match list.strip_suffix(']').and_then(|list| list.split_once('[')) {
        Some((name, at)) => (name, at.parse().ok()),
        None => (list, None),
    }
}

fn item<T>(list: &[T], at: Option<usize>) -> Option<&T> {
    list.get(at?)
}

fn joined(above: &str, below: &str) -> String {
    match below.is_empty() {
        true => above.to_owned(),
        false => format!("{above}.{below}"),
    }
}

/// A key of a method; the method itself has none.
fn of_method(method: &str, key: &str) -> String {
    match key.is_empty() {
        true => String::new(),
        false => format!("{method}.{key}"),
    }
}

fn of_normalisation(normalisation: &Normalisation, key: &str) -> String {
    let method = match normalisation {
        Normalisation::MinMax { .. } => "min_max",
        Normalisation::ZScore { .. } => "z_score",
        Normalisation::Goalposts { .. } => "goalposts",
        Normalisation::DistanceToTarget { .. } => "distance_to_target",
        Normalisation::DistanceToReference { .. } => "distance_to_reference",
        Normalisation::Efficacy { .. } => "efficacy",
        Normalisation::FractionOfMaximum
        | Normalisation::PercentileRank
        | Normalisation::Rank
        | Normalisation::Borda
        | Normalisation::Vector
        | Normalisation::Sum
        | Normalisation::AsIs => return key.to_owned(),
    };
    let key = match key {
        "unit" => "subject",
        key => key,
    };
    of_method(method, key)
}

fn of_treatment(treatment: &Treatment, key: &str) -> String {
    match treatment {
        Treatment::Winsorise { .. } => of_method("winsorise", key),
        Treatment::BoxCox { .. } => of_method("box_cox", key),
        Treatment::None | Treatment::Log => key.to_owned(),
    }
}

fn of_imputation(imputation: &Imputation, key: &str) -> String {
    let (method, key) = match (imputation, key) {
        (Imputation::GroupMean { .. }, key) => ("group_mean", key),
        (Imputation::GroupMedian { .. }, key) => ("group_median", key),
        (Imputation::LastPeriod { .. }, "max_age") => ("last_period", "max_age_years"),
        (Imputation::LinearInTime { .. }, "max_age") => ("linear_in_time", "max_age_years"),
        (Imputation::Regression { .. }, "on") => ("regression", "indicator"),
        (
            Imputation::None
            | Imputation::Mean
            | Imputation::Median
            | Imputation::LastPeriod { .. }
            | Imputation::LinearInTime { .. }
            | Imputation::Regression { .. },
            key,
        ) => return key.to_owned(),
    };
    of_method(method, key)
}

fn of_weighting(weighting: &Weighting, key: &str) -> String {
    match weighting {
        Weighting::Ahp { .. } => match key.strip_prefix("judgements") {
            Some("") => "ahp.rows".to_owned(),
            // A row, and which of its ratios.
            Some(at) => format!("ahp.rows{}", at.replacen("][", "].ratios[", 1)),
            None => of_method("ahp", key),
        },
        Weighting::BestWorst { .. } => of_method("best_worst", key),
        Weighting::Blend { first, second, .. } => {
            let (part, rest) = split(key);
            let inner = match part {
                "first" => of_weighting(first, rest),
                "second" => of_weighting(second, rest),
                _ => rest.to_owned(),
            };
            of_method("blend", &joined(part, &inner))
        }
        Weighting::Given
        | Weighting::Equal
        | Weighting::Entropy { .. }
        | Weighting::Critic { .. }
        | Weighting::StandardDeviation { .. }
        | Weighting::Gini
        | Weighting::Merec
        | Weighting::Pca { .. }
        | Weighting::BenefitOfTheDoubt { .. } => key.to_owned(),
    }
}

fn of_aggregation(aggregation: &Aggregation, key: &str) -> String {
    match aggregation {
        Aggregation::Power { .. } => of_method("power", key),
        Aggregation::Vikor { .. } => of_method("vikor", key),
        Aggregation::GreyRelational { .. } => of_method("grey_relational", key),
        Aggregation::PrometheeIi {
            preference: Preference::Linear { .. },
        } => match key {
            "preference" => "promethee_ii.linear".to_owned(),
            key => of_method("promethee_ii", key),
        },
        Aggregation::PrometheeIi { .. } => of_method("promethee_ii", key),
        Aggregation::Arithmetic
        | Aggregation::Geometric
        | Aggregation::Harmonic
        | Aggregation::Median
        | Aggregation::Minimum
        | Aggregation::Copeland
        | Aggregation::Topsis
        | Aggregation::Copras
        | Aggregation::Edas
        | Aggregation::WeightedProduct => key.to_owned(),
    }
}

fn of_weight_noise(noise: WeightNoise) -> &'static str {
    match noise {
        WeightNoise::Share { .. } => "share",
        WeightNoise::Dirichlet { .. } => "dirichlet_concentration",
    }
}

fn of_spread(spread: Spread) -> &'static str {
    match spread {
        Spread::Normal { .. } => "normal_sd",
        Spread::Uniform { .. } => "uniform_width",
        Spread::Triangular { .. } => "triangular_width",
        Spread::Exponential { .. } => "exponential_mean",
    }
}

#[cfg(test)]
mod tests {
    use zhibiao_model::framework::DataNoise;

    use super::*;

    #[test]
    fn places_of_files_become_fields_of_messages() {
        let overrides = Overrides {
            normalise: Some(Normalisation::default()),
            impute: Some(Imputation::Regression { on: "zz".into() }),
            weighting: Some(Weighting::Blend {
                first: Box::new(Weighting::Ahp {
                    judgements: vec![vec![1.0]],
                    force: false,
                }),
                second: Box::new(Weighting::Equal),
                share: 2.0,
            }),
            aggregation: Some(Aggregation::Power { exponent: 0.0 }),
            ..Overrides::default()
        };
        for (path, field) in [
            ("normalise.low", "normalise.min_max.low"),
            ("normalise", "normalise"),
            ("impute.on", "impute.regression.indicator"),
            ("weighting.first.judgements", "weighting.blend.first.ahp.rows"),
            (
                "weighting.first.judgements[0][1]",
                "weighting.blend.first.ahp.rows[0].ratios[1]",
            ),
            ("weighting.first", "weighting.blend.first"),
            ("weighting.share", "weighting.blend.share"),
            ("aggregation.exponent", "aggregation.power.exponent"),
            ("weights[a]", "weights[a]"),
        ] {
            assert_eq!(field_of_overrides(&overrides, path), field);
        }
        let assumptions = Assumptions {
            weights: Some(WeightNoise::Dirichlet { concentration: 0.0 }),
            imputation: vec![Imputation::Mean, Imputation::LastPeriod { max_age: Some(-1.0) }],
            normalisation: vec![Normalisation::DistanceToReference {
                unit: "zones/zz".into(),
            }],
            data: DataNoise {
                at_least: Some(Spread::Normal { sd: -1.0 }),
                ..DataNoise::default()
            },
            ..Assumptions::default()
        };
        for (path, field) in [
            ("weights.concentration", "weights.dirichlet_concentration"),
            ("weights", "weights"),
            ("imputation[1].max_age", "imputation[1].last_period.max_age_years"),
            (
                "normalisation[0].unit",
                "normalisation[0].distance_to_reference.subject",
            ),
            ("normalisation[0]", "normalisation[0]"),
            ("data.at_least", "data.at_least.normal_sd"),
            ("leave_out", "leave_out"),
        ] {
            assert_eq!(field_of_assumptions(&assumptions, path), field);
        }
    }
}
