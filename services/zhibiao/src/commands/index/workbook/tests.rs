use calamine::{Data, Reader as _, Xlsx, open_workbook};
use zhibiao_proto::compare::v1::Numbers;

use super::*;

/// A result whose tables come in several answers ends up with each of them.
#[test]
fn tables_of_several_answers_are_put_together() {
    let numbers = |number: f64| Some([Some(number)].into_iter().collect::<Numbers>());
    let mut whole = EvaluateFrameworkResponse::default();
    for (at, detail) in (0..).zip(DETAILS) {
        let part = EvaluateFrameworkResponse {
            contributions: numbers(f64::from(at)),
            raw: numbers(f64::from(at)),
            denominated: numbers(f64::from(at)),
            imputed: numbers(f64::from(at)),
            treated: numbers(f64::from(at)),
            normalised: numbers(f64::from(at)),
            ..EvaluateFrameworkResponse::default()
        };
        take(detail, part, &mut whole);
    }
    let tables = [
        whole.contributions,
        whole.raw,
        whole.denominated,
        whole.imputed,
        whole.treated,
        whole.normalised,
    ];
    let first = tables.map(|table| table.and_then(|table| table.get(0)));
    assert_eq!(first, [0.0, 1.0, 2.0, 3.0, 4.0, 5.0].map(Some));
}

/// As of a hub that is newer than this program.
#[test]
fn a_framework_that_can_t_be_computed_here_is_written_without_its_methods() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xlsx");
    let evaluation = EvaluateFrameworkResponse::default();
    let whole = Whole {
        evaluation: &evaluation,
        marks: &Marks::of(&evaluation),
        methods: &Methods::default(),
        analysis: None,
        answer: &Answer::default(),
    };
    whole.write(&path, Language::En).unwrap();
    let mut book: Xlsx<_> = open_workbook(&path).unwrap();
    let sheet = |text: Text<'_>| text.say(Language::En);
    assert!(!book.sheet_names().contains(&sheet(Text::SheetMethods)));
    let notes = book.worksheet_range(&sheet(Text::SheetNotes)).unwrap();
    let said = Data::String(Text::MethodsUnknown.say(Language::En));
    assert!(notes.rows().any(|row| row.contains(&said)), "{notes:?}");
}
