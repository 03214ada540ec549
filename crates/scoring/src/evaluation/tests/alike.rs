//! Columns that tell nobody apart, whatever the normalisation.

use super::*;

/// What is told of one indicator with such figures.
fn told(normalise: &str, figures: &[f64]) -> Vec<Note> {
    let text = format!(
        "id = \"f\"\nnormalise = {{ {normalise} }}\naggregates = [{{ id = \"index\" }}]\n\
         indicators = [{{ code = \"x\", parent = \"index\" }}]"
    );
    let framework = Framework::new(toml::from_str::<FrameworkForm>(&text).unwrap()).unwrap();
    let units = ('a'..).take(figures.len()).map(|code| Unit {
        code: code.to_string(),
        ..Unit::default()
    });
    let column = Column {
        code: "x".to_owned(),
        cells: figures.iter().map(|value| Cell::plain(known(*value))).collect(),
        past: Vec::new(),
    };
    let table = Table::new(units.collect(), 2024.5, vec![column]).unwrap();
    let found = Index::new(&framework, &table).unwrap().evaluate().unwrap();
    found.warnings().iter().map(|one| one.note.clone()).collect()
}

#[test]
fn a_constant_column_and_a_single_unit_are_told_whatever_the_normalisation() {
    for normalise in [
        "method = \"as_is\"",
        "method = \"goalposts\", lower = 1, upper = 9",
        "method = \"distance_to_target\", target = 9",
        "method = \"vector\"",
        "method = \"sum\"",
        "method = \"fraction_of_maximum\"",
        "method = \"min_max\"",
        "method = \"rank\"",
    ] {
        for figures in [&[4.0][..], &[4.0, 4.0, f64::NAN, 4.0]] {
            let told = told(normalise, figures);
            let [Note::Constant | Note::SameForAll] = told.as_slice() else {
                panic!("{normalise} of {figures:?}: {told:?}")
            };
        }
        assert_eq!(told(normalise, &[4.0, 5.0]), [], "{normalise}");
    }
}

#[test]
fn everybody_beyond_a_post_or_at_the_target_is_told() {
    let posts = "method = \"goalposts\", lower = 1, upper = 3";
    assert_eq!(told(posts, &[4.0, 5.0]), [Note::BeyondForAll]);
    assert_eq!(told(posts, &[2.0, 5.0]), []);
    let target = "method = \"distance_to_target\", target = 3, cap = true";
    assert_eq!(told(target, &[4.0, 5.0]), [Note::BeyondForAll]);
}
