//! What the crate's documentation says of adding a word, done: a word that is in its table and is not read shows here.

use zhibiao_model::qualifier::Qualifier;

use super::{figures, read, support};

#[test]
fn a_measure_word_a_currency_and_a_qualifier_are_read_once_they_are_in_their_tables() {
    let extractor = support::extractor();
    for (added, sentence, expected) in [
        ("盒", "采购药品37盒。", "37 盒 exact"),
        ("瑞典克朗", "进口120亿瑞典克朗。", "12000000000 瑞典克朗 exact"),
        ("直逼", "引进企业直逼30家。", "30 家 approximate"),
        ("不下于", "引进企业不下于30家。", "30 家 at_least"),
    ] {
        assert_eq!(figures(&extractor, sentence), [expected], "{added}");
    }
}

#[test]
fn an_alias_is_read_once_it_is_in_the_catalogue() {
    let sentence = "科小高企达到300家。";
    let code = |extractor| {
        let reading = read(&extractor, sentence);
        reading.facts[0].indicator.code().map(|code| code.id().to_owned())
    };
    assert_eq!(code(support::extractor()), None);
    let with_alias = support::extractor_with_alias("high-tech-enterprises", "科小高企");
    assert_eq!(code(with_alias).as_deref(), Some("high-tech-enterprises"));
}

#[test]
fn every_qualifier_is_read() {
    let extractor = support::extractor();
    let is_written = |(word, _): &(&str, Qualifier)| !word.is_ascii();
    let before = Qualifier::words_before().map(|(word, said)| (vec![format!("{word}30台")], said, word));
    let behind = Qualifier::words_after()
        .map(|(word, said)| (vec![format!("30台{word}"), format!("30{word}台")], said, word));
    let silent: Vec<&str> = before
        .chain(behind)
        .filter(|(_, said, word)| is_written(&(word, *said)))
        .filter(|(written, said, _)| {
            let expected = [format!("30 台 {}", said.code())];
            let is_read = |number: &String| figures(&extractor, &format!("新增设备{number}。")) == expected;
            !written.iter().any(is_read)
        })
        .map(|(.., word)| word)
        .collect();
    assert_eq!(silent, [""; 0]);
}
