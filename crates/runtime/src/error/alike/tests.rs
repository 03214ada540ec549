use proptest::{collection::vec, prelude::*, sample::select};

use super::*;

fn said(field: &str, description: &str) -> Violation {
    Violation {
        field: field.into(),
        description: description.into(),
    }
}

fn unknown(code: &str, near: &str) -> Violation {
    said(
        &format!("framework.indicators[{code}].denominator.by"),
        &format!("`{code}` is no indicator of the catalogue: correct the code{near}"),
    )
}

fn read(listed: Vec<Violation>) -> Vec<Violation> {
    listed.into_iter().flat_map(apart).collect()
}

/// Those alike with something else that leaves no room for each of them.
fn beside_long(violations: &[Violation]) -> (Vec<Violation>, usize) {
    let long = said("framework.names", &"x".repeat(400));
    let mut all = violations.to_vec();
    all.insert(0, long.clone());
    let one = violations.first().map_or(0, size);
    (all, size(&long) + one + 100)
}

#[test]
fn those_alike_are_joined_and_read_back() {
    let other = said("framework.decimals", "is 77");
    let many = [
        unknown("a", "; the nearest is `aa`"),
        other.clone(),
        unknown("b", ""),
        unknown("c, d", ""),
    ];
    let room = many.iter().map(size).sum::<usize>() - 20;
    let listed = listed(many.to_vec(), room);
    assert_eq!(listed.len(), 3, "{listed:?}");
    assert_eq!(listed[0].field, "framework.indicators[a, b].denominator.by");
    assert!(listed[0].description.starts_with("`a` is no indicator"));
    assert_eq!(
        read(listed),
        [unknown("a", ""), unknown("b", ""), other, unknown("c, d", "")]
    );
}

#[test]
fn long_paths_and_words_are_joined_only_while_they_fit() {
    let path = "framework.".repeat(20);
    for words in [30, 480, 491, 500, 600] {
        let one = |at| {
            said(
                &format!("{path}rows[an-indicator-{at:03}].by"),
                &"x".repeat(words),
            )
        };
        let all: Vec<Violation> = (0..100).map(one).collect();
        let read = read(listed(all.clone(), 3_000));
        let fields: Vec<&str> = read.iter().map(|one| one.field.as_str()).collect();
        let sent: Vec<&str> = all.iter().map(|one| one.field.as_str()).collect();
        assert_eq!(fields, sent[..fields.len()], "{words}");
        assert!(fields.len() > 20, "{words}: {}", fields.len());
    }
}

#[test]
fn an_empty_quotation_stays_empty() {
    let one = |at| said(&format!("rows[{at}].period"), "`` is no period");
    let (all, room) = beside_long(&(0..9).map(one).collect::<Vec<_>>());
    let listed = listed(all.clone(), room);
    assert_eq!(listed.len(), 2, "{listed:?}");
    assert_eq!(read(listed), all);
}

#[test]
fn what_stands_behind_a_hint_stays() {
    let one = |code: &str, near: &str, more: &str| {
        let hint = format!("; the nearest is `{near}`{more}");
        unknown(code, &hint)
    };
    let digits = "; write it in digits";
    let (all, room) = beside_long(&[one("a", "aa", digits), one("b", "bb", digits), one("c", "cc", "")]);
    let read = read(listed(all, room));
    assert_eq!(read[1..], [unknown("a", digits), unknown("b", digits)]);
}

#[test]
fn hints_are_kept_as_far_as_there_is_room() {
    let code = |at| format!("an-indicator-{at:02}");
    let hint = |at| format!("; the nearest is `other-{at:02}`");
    let all: Vec<Violation> = (0..40).map(|at| unknown(&code(at), &hint(at))).collect();
    let read = read(listed(all.clone(), 3_000));
    assert_eq!(read.len(), 40);
    let kept = read
        .iter()
        .take_while(|one| one.description.contains(HINT))
        .count();
    assert!((5..40).contains(&kept), "{kept}");
    assert_eq!(read[..kept], all[..kept]);
    assert!(read[kept..].iter().all(|one| !one.description.contains(HINT)));
}

#[test]
fn what_only_looks_joined_is_not_taken_apart() {
    let one = said("names[a, b]", "`a` is a name; so is each of these");
    assert_eq!(read(listed(vec![one.clone()], 3_000)).len(), 1);
    let alone = said("names[a]", "`a` is a name; so is each of these");
    assert_eq!(read(listed(vec![alone.clone()], 3_000)), [alone]);
}

fn violation() -> impl Strategy<Value = Violation> {
    let key = || {
        select(vec![
            "a",
            "b",
            "c",
            "",
            "a, b",
            "a`",
            "指标",
            "x,y",
            "long-name-of-it",
        ])
    };
    let piece = select(vec![
        "`",
        "``",
        "`a`",
        "`b`",
        "is no",
        MARK,
        HINT,
        EACH,
        ", ",
        "…",
        "a",
        "[",
        "]",
        " ",
        "指标的名称",
    ]);
    let path = select(vec!["rows", "framework.indicators", "", "a[b", "names]"]);
    let after = select(vec!["", ".by", "]", "指标指标.by"]);
    let words = (vec(piece, 0..6), 0_usize..4, prop::bool::ANY);
    (path, key(), after, words).prop_map(|(path, key, after, (pieces, long, names))| {
        let name = if names { quoted(key) } else { String::new() };
        let filler = "指".repeat(long * 55);
        said(
            &format!("{path}[{key}]{after}"),
            &format!("{name}{filler}{}", pieces.concat()),
        )
    })
}

/// Everything that a violation may become: cut, and without its hint.
fn becomes(one: &Violation) -> Vec<Violation> {
    let cuts = [MAX_TEXT, MAX_TEXT - EACH.len()];
    let cuts = cuts.map(|most| alone(one.clone(), most));
    let bare = cuts.clone().map(|one| Violation {
        description: without_hint(&one.description).unwrap_or_else(|| one.description.clone()),
        ..one
    });
    cuts.into_iter().chain(bare).collect()
}

proptest! {
    #[test]
    fn whatever_is_read_was_sent(all in vec(violation(), 0..60), room in 0_usize..4_000) {
        let listed = listed(all.clone(), room);
        prop_assert!(listed.iter().map(size).sum::<usize>() <= room);
        for one in &listed {
            prop_assert!(one.field.len() <= MAX_TEXT && one.description.len() <= MAX_TEXT, "{one:?}");
        }
        // Each stands for another one of those that were sent.
        let mut sent: Vec<Vec<Violation>> = all.iter().map(becomes).collect();
        for one in read(listed) {
            let found = sent.iter().position(|may_be| may_be.contains(&one));
            prop_assert!(found.is_some(), "{one:?} of {all:?}");
            found.map(|at| sent.swap_remove(at));
        }
    }
}
