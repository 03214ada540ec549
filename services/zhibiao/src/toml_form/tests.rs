//! Everything wrong in a form is told at once, and nothing that is not.

use zhibiao_model::framework::FrameworkForm;

use super::*;

fn faults(text: &str) -> (Option<FrameworkForm>, Vec<(usize, String)>) {
    let reading = read(text);
    let row = |fault: Fault| (1 + text[..fault.at].matches('\n').count(), fault.what);
    (reading.form, reading.faults.into_iter().map(row).collect())
}

#[test]
fn everything_that_cannot_be_read_is_told() {
    let text = "id = \"Not An Id\"\n\
                decimal = 3\n\
                colour = \"red\"\n\
                decimals = -1\n\
                normalise = { method = \"min_max\", lowest = 0 }\n\
                treat = { method = \"winsorise\", max_points = -1 }\n\
                [[aggregates]]\n\
                id = \"index\"\n\
                aggregation = { method = \"promethee_ii\", preference = { linear = {} } }\n\
                [[indicators]]\n\
                code = \"x\"\n\
                parent = \"index\"\n\
                weigth = 3\n\
                [[indicators]]\n\
                parent = \"index\"\n\
                [[indicators]]\n\
                code = 5\n\
                parent = \"index\"\n";
    let (form, faults) = faults(text);
    let mut rows: Vec<usize> = faults.iter().map(|(row, _)| *row).collect();
    rows.sort_unstable();
    assert_eq!(rows, [1, 2, 3, 4, 5, 6, 9, 13, 14, 17], "{faults:#?}");
    let what = |row| &faults.iter().find(|(at, _)| *at == row).unwrap().1;
    assert!(what(2).ends_with("the nearest is `decimals`"), "{}", what(2));
    assert!(what(13).ends_with("the nearest is `weight`"), "{}", what(13));
    assert!(what(14).contains("the key `code` is missing"), "{}", what(14));
    let form = form.unwrap();
    assert!(form.id.id().starts_with("unnamed-"), "{}", form.id);
    assert_eq!(form.indicators.len(), 3);
}

#[test]
fn a_fault_of_the_grammar_ends_the_reading() {
    let (form, faults) = faults("id = \"x\"\naggregates = [\n");
    assert!(form.is_none());
    assert!(!faults.is_empty());
}

#[test]
fn everything_that_is_missing_is_told_once() {
    for (text, missing) in [
        ("", vec!["id", "aggregates", "indicators"]),
        ("id = \"x\"\naggregates = []\n", vec!["indicators"]),
    ] {
        let (form, faults) = faults(text);
        let told: Vec<&str> = faults
            .iter()
            .filter_map(|(_, what)| what.split('`').nth(1))
            .collect();
        assert_eq!(told, missing);
        assert!(form.is_some());
    }
}

/// Each line of a table is wrong, and each is told where it stands.
#[test]
fn no_fault_of_a_table_hides_another() {
    let head = "id = \"x\"\naggregates = []\nindicators = []\n";
    for (text, rows) in [
        // A key without a neighbour, and no tag in what it holds.
        (
            "[uncertainty.data]\nrumour = { sd = 1 }\nhearsay = { width = 1 }\n",
            vec![5, 5, 6, 6],
        ),
        // Several values of one method.
        (
            "[treat]\nmethod = \"winsorise\"\nmax_points = -1\nskew = \"x\"\nskw = 3\n",
            vec![6, 7, 8],
        ),
        // No method at all, and a value that is none.
        ("[uncertainty.weights]\nshare = \"x\"\n", vec![4, 5]),
        // A method that is misspelt, and its values.
        (
            "[treat]\nmethod = \"winsorize\"\nmax_points = -1\ncolour = 1\n",
            vec![5, 6, 7],
        ),
        // A method within a method.
        (
            "[[levels]]\n[levels.weighting]\nmethod = \"blend\"\nshare = \"x\"\nfirst = { method = \"x\" }\nsecond = { metod = \"equal\" }\n",
            vec![7, 8, 9],
        ),
        ("[normalise]\nlower = \"x\"\n", vec![4, 4, 5]),
    ] {
        let (form, faults) = faults(&format!("{head}{text}"));
        let mut told: Vec<usize> = faults.iter().map(|(row, _)| *row).collect();
        told.sort_unstable();
        assert_eq!(told, rows, "{text}{faults:#?}");
        assert!(form.is_some(), "{text}");
    }
}

/// Readings are bounded, however many faults there are.
#[test]
fn a_file_with_nothing_but_faults_is_read_to_an_end() {
    let lines: String = (0..1_000)
        .map(|at| format!("key-{at} = {{ sd = -1 }}\n"))
        .collect();
    let (_, faults) = faults(&lines);
    assert_eq!(faults.len(), 200);
}
