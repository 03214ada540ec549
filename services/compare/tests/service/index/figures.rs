//! Which figures an index is made from.

use super::*;

#[tokio::test]
async fn the_period_and_older_values_are_chosen_as_for_a_ranking() {
    let hub = Fixture::holding(&catalog()).await;
    hub.store.write(figures("2022")).await;
    hub.store.write([cell("revenue", "zones/c", "2023", 80.0)]).await;
    hub.serving().await;
    let newest_period = IndexQuery {
        period: String::new(),
        carry: Some(CarryRule { max_periods: 1 }),
        ..query()
    };
    let answer = hub.evaluate(asking(newest_period)).await.unwrap();
    assert_eq!(answer.period, "2023");
    assert_eq!(answer.subjects[0], "zones/c", "80 over 8 people, the best");
    // Rows c, a, b by columns revenue, energy: only c's revenue is of the period itself, and what it is divided by is not.
    assert_eq!(answer.carried_cells, [0b0011_1111]);
    assert!(answer.earlier_figures.is_empty(), "nobody asked for them");
    let alone = hub.evaluate(asking(query())).await.unwrap_err();
    assert_eq!(
        (alone.code, alone.reason.as_str()),
        (Code::FailedPrecondition, "INAPPLICABLE"),
        "revenue alone, without people to divide it by: {alone:?}"
    );
}

/// Figures of two periods that are the same: only the hub knows which of them it took.
#[tokio::test]
async fn figures_of_earlier_periods_say_of_which() {
    let framework = "id = \"last\"\nimpute = { method = \"last_period\" }\naggregates = [{ id = \"index\" }]\n\
                     indicators = [{ code = \"revenue\", parent = \"index\", direction = \"up\", denominator = { by = \"people\" } },\
                     { code = \"energy\", parent = \"index\", direction = \"up\" }]";
    let hub = Fixture::holding(&catalog().framework(framework)).await;
    let of = |code: &str, zone: &str, period: &str, value: f64| {
        cell(code, &format!("zones/{zone}"), period, value)
    };
    let figures = [
        // b's revenue is divided by people of the same year, who were counted in 2020 last: 2023 has no quotient.
        of("revenue", "a", "2023", 8.0),
        of("people", "a", "2023", 2.0),
        of("energy", "a", "2023", 5.0),
        of("revenue", "b", "2023", 9.0),
        of("revenue", "b", "2021", 9.0),
        of("revenue", "b", "2020", 9.0),
        of("people", "b", "2020", 3.0),
        of("energy", "b", "2020", 7.0),
        of("energy", "b", "2022", 7.0),
        of("energy", "c", "2021", 7.0),
        of("revenue", "c", "2023", 4.0),
        of("people", "c", "2022", 4.0),
    ];
    hub.store.write(figures).await;
    hub.serving().await;
    let request = EvaluateFrameworkRequest {
        query: Some(IndexQuery {
            framework: "frameworks/last".into(),
            period: "2023".into(),
            carry: Some(CarryRule { max_periods: 1 }),
            ..query()
        }),
        details: vec![Detail::EarlierPeriods.into()],
        ..EvaluateFrameworkRequest::default()
    };
    let answer = hub.evaluate(request).await.unwrap();
    let called = |cells: &[u32]| -> Vec<(String, String)> {
        let rows = answer.subjects.len();
        let place = |cell: &u32| (*cell as usize % rows, *cell as usize / rows);
        let name = |(row, column): (usize, usize)| {
            let indicator = &answer.indicators[column].indicator;
            (answer.subjects[row].clone(), indicator.clone())
        };
        cells.iter().map(place).map(name).collect()
    };
    let told: Vec<_> = answer
        .earlier_figures
        .iter()
        .map(|one| {
            let cells = [&one.carried, &one.denominators, &one.imputed].map(|cells| called(cells));
            (one.period.as_str(), cells)
        })
        .collect();
    let place = |zone: &str, code: &str| (format!("zones/{zone}"), format!("indicators/{code}"));
    assert_eq!(
        told,
        [
            // c's revenue is of the period itself, but divided by the people of the one before.
            (
                "2022",
                [vec![place("b", "energy")], vec![place("c", "revenue")], vec![]]
            ),
            ("2021", [vec![], vec![], vec![place("c", "energy")]]),
            ("2020", [vec![], vec![], vec![place("b", "revenue")]]),
        ]
    );
}

/// A figure whose evidence is a span of a text enters as one that a program read, where the framework doubts such ones.
#[tokio::test]
async fn values_read_out_of_text_are_told_apart() {
    let doubtful = format!(
        "{FRAMEWORK}\n[uncertainty]\ndata = {{ extracted = {{ distribution = \"normal\", sd = 0.1 }} }}\n"
    );
    let typed = cell("energy", "zones/a", "2023", 10.0);
    let read = Observation {
        evidence: Some(Evidence {
            place: Place::Span { start: 3, end: 5 },
            excerpt: "约10".into(),
        }),
        ..typed.clone()
    };
    for (framework, told_apart) in [(doubtful.as_str(), true), (FRAMEWORK, false)] {
        let mut digests = Vec::new();
        for origin in [&typed, &read] {
            let hub = Fixture::holding(&catalog().framework(framework)).await;
            let others = figures("2023").into_iter().filter(|one| one.key != origin.key);
            hub.store.write(others.chain([origin.clone()])).await;
            hub.serving().await;
            let answer = hub.evaluate(asking(query())).await.unwrap();
            digests.push(answer.manifest.unwrap().columns);
        }
        let differ: Vec<&str> = digests[0]
            .iter()
            .zip(&digests[1])
            .filter(|(a, b)| a != b)
            .map(|(a, _)| a.indicator.as_str())
            .collect();
        let expected: &[&str] = if told_apart { &["indicators/energy"] } else { &[] };
        assert_eq!(differ, expected);
    }
}
