use super::*;

fn found() -> Sensitivity {
    let estimate = |value: f64| {
        Some(Estimate {
            value,
            q5: value - 0.05,
            q95: value + 0.05,
        })
    };
    let shares = |weights: f64, data: f64| {
        let share = |factor: Factor, first: f64| FactorShare {
            factor: factor.into(),
            first: estimate(first),
            total: estimate(first + 0.1),
        };
        vec![share(Factor::Weights, weights), share(Factor::Data, data)]
    };
    let subject = |subject: &str, rank: Option<f64>, shares: Vec<FactorShare>| SubjectSensitivity {
        subject: subject.to_owned(),
        nominal: rank,
        shares,
        ..SubjectSensitivity::default()
    };
    Sensitivity {
        framework: "frameworks/f".into(),
        period: "2023".into(),
        evaluations: 4_500,
        overall: shares(0.6, 0.2),
        subjects: vec![
            subject("zones/a", Some(1.0), shares(0.1, 0.75)),
            subject("zones/b", Some(2.0), Vec::new()),
            subject("zones/c", None, Vec::new()),
        ],
        ..Sensitivity::default()
    }
}

#[test]
fn each_row_says_what_moves_it_most() {
    for (language, weights, data) in [
        (Language::En, "weights", "figures"),
        (Language::Zh, "权重", "数据"),
    ] {
        let answer = answer(&found(), &EvaluateFrameworkResponse::default(), 10, language).unwrap();
        let table = answer.grid.table(language, false);
        let rows: Vec<&str> = table.lines().skip(2).collect();
        assert_eq!(rows.len(), 3, "whoever has no rank has no row:\n{table}");
        assert!(rows[0].contains(weights) && rows[0].contains("70%"), "{table}");
        assert!(rows[1].contains(data) && rows[1].contains("85%"), "{table}");
        assert!(
            !rows[2].contains('%'),
            "a rank that never moves has no shares:\n{table}"
        );
    }
}

/// Estimates miss what they estimate by the error of the design: people see no share beyond all.
#[test]
fn people_see_no_share_beyond_all_or_below_nothing() {
    let mut off = found();
    for (share, value) in off.overall.iter_mut().zip([1.06, -0.02]) {
        share.total = Some(Estimate {
            value,
            q5: value,
            q95: value,
        });
    }
    let answer = answer(&off, &EvaluateFrameworkResponse::default(), 1, Language::En).unwrap();
    let table = answer.grid.table(Language::En, false);
    assert!(
        table.contains("100%") && !table.contains("106%") && !table.contains("-2%"),
        "{table}"
    );
    assert!(answer.json.contains("1.06"), "machines get the estimate");
}

#[test]
fn with_one_factor_nothing_is_said_to_work_together() {
    let mut one = found();
    let subjects = one.subjects.iter_mut().map(|subject| &mut subject.shares);
    for shares in subjects.chain([&mut one.overall]) {
        shares.truncate(1);
    }
    let below = |found: &Sensitivity| {
        answer(found, &EvaluateFrameworkResponse::default(), 10, Language::En)
            .unwrap()
            .below
    };
    assert!(
        below(&one)[0].starts_with("one assumption alone"),
        "{:?}",
        below(&one)
    );
    assert!(!below(&found())[0].starts_with("one assumption alone"));
}

#[test]
fn machines_get_estimates_with_their_intervals() {
    let mut csv = Vec::new();
    let answer = answer(&found(), &EvaluateFrameworkResponse::default(), 1, Language::En).unwrap();
    answer.grid.write_csv(&mut csv).unwrap();
    let text = String::from_utf8(csv).unwrap();
    let rows: Vec<&str> = text.lines().collect();
    assert!(
        rows[0].starts_with(
            "rank,subject,name,main,total.weights,total_q5.weights,total_q95.weights,first.weights"
        ),
        "{text}"
    );
    assert!(rows[2].starts_with("1,zones/a,zones/a,data,0.2,"), "{text}");
    assert_eq!(
        rows.len(),
        3,
        "the whole ranking, and as many subjects as asked for"
    );
    let json: serde_json::Value = serde_json::from_str(&answer.json).unwrap();
    assert_eq!(json["subjects"].as_array().unwrap().len(), 3);
    assert_eq!(json["overall"][0]["factor"], "weights");
    assert_eq!(json["subjects"][0]["shares"][1]["first"]["value"], 0.75);
}
