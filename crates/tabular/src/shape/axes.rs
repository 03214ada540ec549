//! Which axis of a table has the subjects and which the indicators.

use super::class::split_unit;
use super::columns::is_item;
use super::heads::Head;
use super::names::{looks_like_indicator, looks_like_subject};
use super::words::{HeadWord, corner_words, head_word, is_total};
use crate::entry::Vocabulary;

/// How much a list of texts is like one of subjects, and like one of indicators; each from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Likeness {
    pub(crate) subject: f64,
    pub(crate) indicator: f64,
}

/// What the texts in the heads of value columns are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Across {
    /// No texts, or only words such as 数值.
    Nothing,
    Subjects,
    Indicators,
    /// What tells columns about one indicator apart: 本月, 同比增长.
    Measures,
}

/// What the labels of the one column of names are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Down {
    Subjects,
    Indicators,
}

/// What else is known about a table with one column of names.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clues<'a> {
    /// The head of the column of names.
    pub(crate) corner: &'a str,
    pub(crate) unit_column: bool,
    pub(crate) context_subject: bool,
    pub(crate) context_indicator: bool,
    pub(crate) periods_across: bool,
}

/// Weighs texts. What the caller knows counts most, then units, then how names are built.
pub(crate) fn likeness<'a>(texts: impl Iterator<Item = &'a str>, vocabulary: &dyn Vocabulary) -> Likeness {
    let (mut count, mut subject, mut indicator) = (0.0, 0.0, 0.0);
    for text in texts {
        count += 1.0;
        let name = split_unit(text).map(|(name, _)| name);
        if vocabulary.is_subject(text) {
            subject += 1.0;
        } else if looks_like_subject(text) && name.is_none() {
            subject += 0.6;
        } else if is_total(text) {
            subject += 0.3;
        }
        if vocabulary.is_indicator(text) || name.is_some_and(|name| vocabulary.is_indicator(name)) {
            indicator += 1.0;
        } else if name.is_some() {
            indicator += 0.8;
        } else if looks_like_indicator(text) {
            indicator += 0.5;
        }
    }
    if count == 0.0 {
        return Likeness::default();
    }
    Likeness {
        subject: subject / count,
        indicator: indicator / count,
    }
}

/// The texts of heads, whatever their row.
pub(crate) fn head_likeness(heads: &[Head], vocabulary: &dyn Vocabulary) -> Likeness {
    let pieces = heads.iter().flat_map(|head| &head.pieces);
    likeness(pieces.map(|piece| piece.named.text.as_str()), vocabulary)
}

/// Decides both axes of a table with one column of names; and whether it was a guess.
pub(crate) fn decide(
    names: Likeness,
    across: Likeness,
    heads: &[Head],
    clues: Clues<'_>,
) -> (Down, Across, bool) {
    let texts = heads.iter().any(|head| !head.pieces.is_empty());
    let measured = heads
        .iter()
        .filter(|head| head.growth.is_some() || head.absolute.is_some())
        .count();
    let (mut down_subject, mut down_indicator) = (names.subject, names.indicator);
    match corner(clues, texts) {
        Some(HeadWord::Subject) => down_subject += 2.0,
        Some(HeadWord::Indicator) if is_item(clues.corner) => down_indicator += 0.4,
        Some(HeadWord::Indicator) => down_indicator += 1.5,
        Some(_) | None => {}
    }
    if clues.unit_column {
        down_indicator += 2.0;
    }
    if !texts {
        // One dimension is named above: the other goes down.
        if clues.context_indicator {
            down_subject += 0.7;
        }
        if clues.context_subject {
            down_indicator += 0.7;
        }
        let guess = (down_subject - down_indicator).abs() < 0.05;
        let down = if down_subject > down_indicator {
            Down::Subjects
        } else {
            Down::Indicators
        };
        return (
            down,
            if measured > 0 {
                Across::Measures
            } else {
                Across::Nothing
            },
            guess,
        );
    }
    let usual = down_subject + across.indicator;
    let turned = down_indicator + across.subject;
    let guess = (usual - turned).abs() < 0.05;
    if usual >= turned {
        (Down::Subjects, Across::Indicators, guess)
    } else if across.subject > 0.25 || (across.subject > across.indicator) {
        (Down::Indicators, Across::Subjects, guess)
    } else if measured > 0 || clues.context_subject || clues.periods_across || across.indicator > 0.0 {
        (Down::Indicators, Across::Measures, guess)
    } else {
        (Down::Indicators, Across::Subjects, guess)
    }
}

/// What the head of the names says they are. Of the two words in a corner such as `指标\地区` the one for the
/// heads is left out where the heads can be told.
fn corner(clues: Clues<'_>, texts: bool) -> Option<HeadWord> {
    match corner_words(clues.corner) {
        Some((HeadWord::Period, other)) | Some((other, HeadWord::Period))
            if clues.periods_across && !texts =>
        {
            Some(other)
        }
        Some(_) => None,
        None => head_word(clues.corner),
    }
}

/// Decides what the heads are where the rows have their own subject or indicator.
pub(crate) fn decide_across(
    down: Option<Down>,
    across: Likeness,
    heads: &[Head],
    context_indicator: bool,
) -> Across {
    let texts = heads.iter().any(|head| !head.pieces.is_empty());
    let measured = heads
        .iter()
        .any(|head| head.growth.is_some() || head.absolute.is_some());
    match down {
        _ if !texts => {
            if measured {
                Across::Measures
            } else {
                Across::Nothing
            }
        }
        Some(Down::Subjects) => Across::Indicators,
        Some(Down::Indicators)
            if across.subject > across.indicator || !measured && across.indicator == 0.0 =>
        {
            Across::Subjects
        }
        Some(Down::Indicators) => Across::Measures,
        None if across.subject > across.indicator || context_indicator && across.indicator < 0.5 => {
            Across::Subjects
        }
        None => Across::Indicators,
    }
}
