//! The nearest of a few known words, for messages about words that are not known.

/// The known word that takes the fewest edits to become, if that is at most half of it.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted: Vec<char> = word.to_lowercase().chars().collect();
    known
        .into_iter()
        .map(|candidate| (edits(&wanted, &candidate.chars().collect::<Vec<_>>()), candidate))
        .filter(|(edits, candidate)| 2 * edits <= candidate.chars().count())
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, candidate)| candidate)
}

/// Levenshtein distance, one row at a time.
fn edits(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (y, above) in b.iter().zip(row.iter_mut().skip(1)) {
            let here = (diagonal + usize::from(x != y)).min(left + 1).min(*above + 1);
            diagonal = std::mem::replace(above, here);
            left = here;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_leads_to_the_word_and_noise_to_none() {
        let known = ["name_zh", "name_en", "aliases", "frequency"];
        assert_eq!(nearest("freqency", known), Some("frequency"));
        assert_eq!(nearest("Name-ZH", known), Some("name_zh"));
        assert_eq!(nearest("xyz", known), None);
        assert_eq!(edits(&['k', 'i', 't'], &['s', 'i', 't', 's']), 2);
        assert_eq!(edits(&[], &['a']), 1);
    }
}
