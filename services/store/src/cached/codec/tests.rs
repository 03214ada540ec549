use proptest::prelude::*;

use super::*;

const NAME: &[u8] = b"an entry";

fn figures() -> impl Strategy<Value = Figure> {
    let marks = (
        proptest::sample::select(Qualifier::ALL.to_vec()),
        proptest::sample::select(Status::ALL.to_vec()),
    );
    (-1e12..1e12, marks).prop_map(|(value, (qualifier, status))| {
        Figure::new(value, qualifier, status).unwrap_or_else(|_| Figure::missing())
    })
}

/// The figures and revisions of so many cells, all alike or not.
fn content<K: std::fmt::Debug + Clone>(keys: Vec<K>) -> impl Strategy<Value = Cells<K>> {
    let count = keys.len();
    let figures = prop_oneof![
        proptest::collection::vec(figures(), count),
        figures().prop_map(move |figure| vec![figure; count]),
    ];
    let revision = || (0..i64::MAX).prop_map(|number| Revision::new(number).unwrap());
    let revisions = prop_oneof![
        proptest::collection::vec(revision(), count),
        revision().prop_map(move |revision| vec![revision; count]),
    ];
    (figures, revisions).prop_map(move |(figures, revisions)| Cells {
        keys: keys.clone(),
        figures,
        revisions,
        ..Cells::default()
    })
}

fn series() -> impl Strategy<Value = Cells<Period>> {
    let frequencies = prop_oneof![
        proptest::sample::select(Frequency::ALL.to_vec()).prop_map(|one| vec![one]),
        Just(Frequency::ALL.to_vec()),
    ];
    frequencies
        .prop_flat_map(|some| {
            let period = (proptest::sample::select(some), 0..20_000_i32)
                .prop_filter_map("a period", |(frequency, ordinal)| {
                    Period::from_ordinal(frequency, ordinal).ok()
                });
            proptest::collection::btree_set(period, 0..40)
        })
        .prop_flat_map(|keys| content(keys.into_iter().collect()))
}

fn columns() -> impl Strategy<Value = Cells<SubjectName>> {
    let name = "(zones|parks)/[a-z0-9]{1,6}(-[a-z0-9]{1,4}){0,2}"
        .prop_map(|name| name.parse::<SubjectName>().unwrap());
    proptest::collection::btree_set(name, 0..40).prop_flat_map(|keys| content(keys.into_iter().collect()))
}

proptest! {
    #[test]
    fn series_are_read_back(cells in series(), at in 0..i64::MAX) {
        let at = Revision::new(at).unwrap();
        let bytes = encode(NAME, at, &cells);
        let sealed = open(NAME, &bytes).unwrap();
        prop_assert_eq!(sealed.read_at, at);
        prop_assert_eq!(sealed.cells(), Ok(cells));
    }

    #[test]
    fn columns_are_read_back(cells in columns()) {
        let bytes = encode(NAME, Revision::ZERO, &cells);
        prop_assert_eq!(open(NAME, &bytes).unwrap().cells(), Ok(cells));
    }

    #[test]
    fn altered_bytes_are_told(cells in series(), at: prop::sample::Index, other: u8) {
        let mut bytes = encode(NAME, Revision::ZERO, &cells);
        let at = at.index(bytes.len());
        prop_assume!(bytes[at] != other);
        bytes[at] = other;
        prop_assert_eq!(open(NAME, &bytes), Err(Damaged));
        bytes.truncate(at);
        prop_assert_eq!(open(NAME, &bytes), Err(Damaged));
    }

    #[test]
    fn any_bytes_are_answered(mut bytes: Vec<u8>) {
        prop_assert_eq!(open(NAME, &bytes), Err(Damaged));
        // Also where format and checksum are right.
        bytes.insert(0, FORMAT);
        let sum = checksum(NAME, &bytes);
        bytes.extend(sum.to_le_bytes());
        if let Ok(sealed) = open(NAME, &bytes) {
            let _ = sealed.cells::<Period>();
            let _ = sealed.cells::<SubjectName>();
        }
    }
}

#[test]
fn an_entry_of_another_name_is_told() {
    let bytes = encode(NAME, Revision::ZERO, &Cells::<Period>::default());
    assert_eq!(open(b"another entry", &bytes), Err(Damaged));
}

#[test]
fn a_series_is_small() {
    let keys: Vec<Period> = (0..24)
        .map(|month| Period::from_ordinal(Frequency::Monthly, 24_000 + month).unwrap())
        .collect();
    let figure = Figure::new(12.5, Qualifier::Exact, Status::Normal).unwrap();
    let cells = Cells {
        figures: vec![figure; 24],
        revisions: vec![Revision::new(7).unwrap(); 24],
        keys,
        ..Cells::default()
    };
    assert!(encode(NAME, Revision::ZERO, &cells).len() < 24 * 8 + 64);
}
