//! The page of the methods' keys has every method with every key, and examples that are read.

#![allow(clippy::unwrap_used, reason = "a test that can't go on panics")]

use std::{collections::BTreeSet, path::Path};

use serde::de::DeserializeOwned;
use zhibiao_model::framework::{Aggregation, Imputation, Normalisation, Treatment, WeightNoise, Weighting};

/// A row of the page: a method, its keys, an example.
struct Row {
    method: String,
    keys: BTreeSet<String>,
    example: String,
}

fn quoted(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split('`').skip(1).step_by(2).map(str::to_owned)
}

/// The rows below a heading.
fn rows(page: &str, step: &str) -> Vec<Row> {
    let heading = format!("## {step} ");
    let (_, behind) = page.split_once(&heading).unwrap();
    let part = behind.split("\n## ").next().unwrap();
    let part = part.split("\n### ").next().unwrap();
    let lines = part.lines().filter(|line| line.starts_with("| `"));
    lines
        .map(|line| {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let ["", method, keys, example, ""] = cells[..] else {
                panic!("{line}: three cells")
            };
            // A key stands at the beginning of its entry; what a key may be is quoted too.
            let keys = keys.split("; ").filter_map(|entry| quoted(entry).next());
            Row {
                method: quoted(method).next().unwrap(),
                keys: keys.collect(),
                example: quoted(example).next().unwrap(),
            }
        })
        .collect()
}

/// What a section says of each of its methods: formula, range, edges, source.
fn computed(page: &str, step: &str) -> Vec<(String, Vec<String>)> {
    let heading = format!("## {step} ");
    let (_, behind) = page.split_once(&heading).unwrap();
    let section = behind.split("\n## ").next().unwrap();
    let (_, part) = section.split_once("\n### What each computes\n").unwrap();
    let part = part.split("\n### ").next().unwrap();
    assert!(
        part.contains("missing"),
        "{step}: says what becomes of what is missing"
    );
    let bars = part.replace("\\|", "");
    let lines = bars.lines().filter(|line| line.starts_with("| `"));
    lines
        .map(|line| {
            let mut cells = line
                .trim_matches('|')
                .split('|')
                .map(|cell| cell.trim().to_owned());
            let method = cells.next().unwrap();
            (quoted(&method).next().unwrap(), cells.collect())
        })
        .collect()
}

/// Each method has formula, range, edges and source, and says what it does with a constant column; of weights the section
/// says what zero does.
fn check_computed<T: DeserializeOwned>(page: &str, step: &str) {
    let methods = computed(page, step);
    let named: BTreeSet<String> = methods.iter().map(|(method, _)| method.clone()).collect();
    let known = expected::<T>("{ method = \"no such method\" }");
    assert_eq!((named, methods.len()), (known.clone(), known.len()), "{step}");
    for (method, cells) in methods {
        let [formula, range, edges, source] = cells.as_slice() else {
            panic!("{step}: {method}: formula, range, edges, source: {cells:?}")
        };
        for cell in [formula, range, edges, source] {
            assert!(!cell.is_empty(), "{step}: {method}: {cells:?}");
        }
        assert!(edges.contains("constant"), "{step}: {method}: {edges}");
        if step != "normalise" {
            assert!(edges.contains("one "), "{step}: {method}: {edges}");
        }
    }
}

fn read<T: DeserializeOwned>(inline: &str) -> Result<T, String> {
    #[derive(serde::Deserialize)]
    struct File<T> {
        method: T,
    }
    let read: Result<File<T>, _> = toml::from_str(&format!("method = {inline}"));
    read.map(|file| file.method)
        .map_err(|error| error.message().to_owned())
}

/// Words in backticks behind `expected` of what the reader says.
fn expected<T: DeserializeOwned>(inline: &str) -> BTreeSet<String> {
    let said = read::<T>(inline).err().unwrap_or_default();
    said.split_once("expected ")
        .map(|(_, words)| quoted(words).collect())
        .unwrap_or_default()
}

fn check<T: DeserializeOwned>(page: &str, step: &str) {
    let rows = rows(page, step);
    let methods: BTreeSet<String> = rows.iter().map(|row| row.method.clone()).collect();
    assert_eq!(
        methods,
        expected::<T>("{ method = \"no such method\" }"),
        "{step}"
    );
    for Row {
        method,
        keys,
        example,
    } in rows
    {
        assert!(
            example.contains(&format!("method = \"{method}\"")),
            "{step}: {example}"
        );
        if let Err(error) = read::<T>(&example) {
            panic!("{step}: {example}: {error}");
        }
        for key in &keys {
            let shown = example.contains(&format!("{key} = "));
            assert!(shown, "{step}: {example} shows no {key}");
        }
        let with_another = example.replacen("{ ", "{ no_such_key = 1, ", 1);
        assert_eq!(keys, expected::<T>(&with_another), "{step}: keys of {method}");
    }
}

fn page() -> String {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../services/compare/METHODS.md");
    std::fs::read_to_string(page).unwrap()
}

#[test]
fn the_page_of_keys_is_what_is_read() {
    let page = page();
    check::<Imputation>(&page, "impute");
    check::<Treatment>(&page, "treat");
    check::<Normalisation>(&page, "normalise");
    check::<Weighting>(&page, "weighting");
    check::<Aggregation>(&page, "aggregation");
    check::<WeightNoise>(&page, "uncertainty.weights");
}

#[test]
fn every_method_has_its_formula_range_edges_and_source() {
    let page = page();
    check_computed::<Imputation>(&page, "impute");
    check_computed::<Treatment>(&page, "treat");
    check_computed::<Normalisation>(&page, "normalise");
    check_computed::<Weighting>(&page, "weighting");
    check_computed::<Aggregation>(&page, "aggregation");
    check_computed::<WeightNoise>(&page, "uncertainty.weights");
    let once = "component of weight zero";
    assert_eq!(
        page.matches(once).count(),
        2,
        "for scores, and for draws of weights"
    );
}
