//! Qualifiers: how sure a number is by its own words, such as 超 30 个 or 约 5 亿元.

use std::fmt;
use std::str::FromStr;

use crate::width::half_width;

/// Words before a number; a word that begins with another one stands first.
const BEFORE: &[(&str, Qualifier)] = &[
    ("不低于", Qualifier::AtLeast),
    ("不少于", Qualifier::AtLeast),
    ("不小于", Qualifier::AtLeast),
    ("大于等于", Qualifier::AtLeast),
    ("超过", Qualifier::AtLeast),
    ("突破", Qualifier::AtLeast),
    ("高于", Qualifier::AtLeast),
    ("大于", Qualifier::AtLeast),
    ("多于", Qualifier::AtLeast),
    ("至少", Qualifier::AtLeast),
    ("超", Qualifier::AtLeast),
    ("逾", Qualifier::AtLeast),
    (">=", Qualifier::AtLeast),
    ("≥", Qualifier::AtLeast),
    (">", Qualifier::AtLeast),
    ("at least", Qualifier::AtLeast),
    ("more than", Qualifier::AtLeast),
    ("over", Qualifier::AtLeast),
    ("不超过", Qualifier::AtMost),
    ("不高于", Qualifier::AtMost),
    ("不多于", Qualifier::AtMost),
    ("不大于", Qualifier::AtMost),
    ("小于等于", Qualifier::AtMost),
    ("不足", Qualifier::AtMost),
    ("不到", Qualifier::AtMost),
    ("低于", Qualifier::AtMost),
    ("少于", Qualifier::AtMost),
    ("小于", Qualifier::AtMost),
    ("至多", Qualifier::AtMost),
    ("最多", Qualifier::AtMost),
    ("<=", Qualifier::AtMost),
    ("≤", Qualifier::AtMost),
    ("<", Qualifier::AtMost),
    ("at most", Qualifier::AtMost),
    ("less than", Qualifier::AtMost),
    ("under", Qualifier::AtMost),
];
const BEFORE_ABOUT: &[(&str, Qualifier)] = &[
    ("大约", Qualifier::Approximate),
    ("大概", Qualifier::Approximate),
    ("约为", Qualifier::Approximate),
    ("接近", Qualifier::Approximate),
    ("逼近", Qualifier::Approximate),
    ("直逼", Qualifier::Approximate),
    ("将近", Qualifier::Approximate),
    ("约", Qualifier::Approximate),
    ("近", Qualifier::Approximate),
    ("≈", Qualifier::Approximate),
    ("~", Qualifier::Approximate),
    ("approximately", Qualifier::Approximate),
    ("about", Qualifier::Approximate),
    ("around", Qualifier::Approximate),
    ("nearly", Qualifier::Approximate),
];
const AFTER: &[(&str, Qualifier)] = &[
    ("及以上", Qualifier::AtLeast),
    ("以上", Qualifier::AtLeast),
    ("有余", Qualifier::AtLeast),
    ("余", Qualifier::AtLeast),
    ("多", Qualifier::AtLeast),
    ("+", Qualifier::AtLeast),
    ("or more", Qualifier::AtLeast),
    ("及以下", Qualifier::AtMost),
    ("以内", Qualifier::AtMost),
    ("以下", Qualifier::AtMost),
    ("之内", Qualifier::AtMost),
    ("or less", Qualifier::AtMost),
    ("左右", Qualifier::Approximate),
    ("上下", Qualifier::Approximate),
];

/// How a number bounds the true value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Qualifier {
    /// The number itself.
    #[default]
    Exact,
    /// The number or more (超, 余, 多, 逾, 以上).
    AtLeast,
    /// The number or less (不足, 以内).
    AtMost,
    /// About the number (约, 近, 左右).
    Approximate,
}

/// Text that names no qualifier.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "qualifier \"{text}\": expected exact, at_least, at_most or approximate, or a word such as 超, 不足 or 约"
)]
pub struct UnknownQualifier {
    /// The text given.
    pub text: String,
}

impl Qualifier {
    /// Every qualifier.
    pub const ALL: [Self; 4] = [Self::Exact, Self::AtLeast, Self::AtMost, Self::Approximate];

    /// The code: `exact`, `at_least`, `at_most`, `approximate`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::AtLeast => "at_least",
            Self::AtMost => "at_most",
            Self::Approximate => "approximate",
        }
    }

    /// The qualifier that a whole text names: its code, or a word in Chinese or English that stands with numbers.
    /// Empty text is exact.
    pub fn from_text(text: &str) -> Option<Self> {
        let folded: String = text.chars().map(half_width).collect();
        let folded = folded.trim().to_ascii_lowercase();
        if let Some(qualifier) = Self::ALL.into_iter().find(|qualifier| qualifier.code() == folded) {
            return Some(qualifier);
        }
        match folded.as_str() {
            "" | "=" | "精确" | "准确" => Some(Self::Exact),
            _ => words()
                .find(|(word, _)| *word == folded)
                .map(|(_, qualifier)| qualifier),
        }
    }

    /// The words that stand before a number (`超过`, `不足`, `约`); of two that end alike the longer stands first.
    pub fn words_before() -> impl Iterator<Item = (&'static str, Self)> {
        BEFORE.iter().chain(BEFORE_ABOUT).copied()
    }

    /// The words that stand behind a number or its unit (`余`, `以上`, `左右`), in no useful order.
    pub fn words_after() -> impl Iterator<Item = (&'static str, Self)> {
        AFTER.iter().copied()
    }

    /// Cuts a qualifier's word off the front of a number's text, folded to half width.
    pub(crate) fn strip_before(text: &str) -> Option<(Self, &str)> {
        strip(BEFORE, text).or_else(|| strip(BEFORE_ABOUT, text))
    }

    /// Cuts a qualifier's word off the front of what follows a number, folded to half width.
    pub(crate) fn strip_after(text: &str) -> Option<(Self, &str)> {
        strip(AFTER, text)
    }

    /// Cuts a qualifier's word off the end of what follows a number, folded to half width: `个以上`.
    pub(crate) fn strip_after_end(text: &str) -> Option<(Self, &str)> {
        AFTER
            .iter()
            .find_map(|(word, qualifier)| Some((*qualifier, text.strip_suffix(word)?)))
    }

    /// The qualifier of a sum, a maximum or anything else that grows with both parts.
    ///
    /// Bounds in one direction stay a bound; anything else is approximate.
    #[must_use]
    pub fn combine(self, other: Self) -> Self {
        match (self, other) {
            (Self::Exact, qualifier) | (qualifier, Self::Exact) => qualifier,
            (a, b) if a == b => a,
            (Self::AtLeast | Self::AtMost | Self::Approximate, _) => Self::Approximate,
        }
    }

    /// The qualifier of the negated number.
    #[must_use]
    pub fn flipped(self) -> Self {
        match self {
            Self::Exact => Self::Exact,
            Self::AtLeast => Self::AtMost,
            Self::AtMost => Self::AtLeast,
            Self::Approximate => Self::Approximate,
        }
    }
}

impl fmt::Display for Qualifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl FromStr for Qualifier {
    type Err = UnknownQualifier;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::from_text(text).ok_or_else(|| UnknownQualifier {
            text: text.to_owned(),
        })
    }
}

fn words() -> impl Iterator<Item = (&'static str, Qualifier)> {
    BEFORE.iter().chain(BEFORE_ABOUT).chain(AFTER).copied()
}

fn strip<'a>(words: &[(&str, Qualifier)], text: &'a str) -> Option<(Qualifier, &'a str)> {
    words.iter().find_map(|(word, qualifier)| {
        let head = text.get(..word.len())?;
        head.eq_ignore_ascii_case(word)
            .then(|| (*qualifier, &text[word.len()..]))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn qualifiers() -> impl Strategy<Value = Qualifier> {
        proptest::sample::select(Qualifier::ALL.to_vec())
    }

    #[test]
    fn codes_and_words_are_read() {
        for qualifier in Qualifier::ALL {
            assert_eq!(qualifier.code().parse::<Qualifier>().unwrap(), qualifier);
        }
        for (text, qualifier) in [
            ("超", Qualifier::AtLeast),
            ("以上", Qualifier::AtLeast),
            ("＞", Qualifier::AtLeast),
            ("More than", Qualifier::AtLeast),
            ("不超过", Qualifier::AtMost),
            ("≤", Qualifier::AtMost),
            ("左右", Qualifier::Approximate),
            (" 约 ", Qualifier::Approximate),
            ("", Qualifier::Exact),
        ] {
            assert_eq!(Qualifier::from_text(text), Some(qualifier), "{text}");
        }
        assert!("大".parse::<Qualifier>().is_err());
    }

    #[test]
    fn longer_words_win() {
        assert_eq!(Qualifier::strip_before("不超过5"), Some((Qualifier::AtMost, "5")));
        assert_eq!(Qualifier::strip_before("超过5"), Some((Qualifier::AtLeast, "5")));
        assert_eq!(Qualifier::strip_before(">=5"), Some((Qualifier::AtLeast, "5")));
        for (at, (word, _)) in words().enumerate() {
            let later = words()
                .skip(at + 1)
                .find(|(longer, _)| longer.starts_with(word) && *longer != word);
            assert_eq!(
                later.map(|(longer, _)| longer),
                None,
                "{word} hides a longer word"
            );
        }
    }

    proptest! {
        #[test]
        fn combining_is_a_commutative_monoid(a in qualifiers(), b in qualifiers(), c in qualifiers()) {
            prop_assert_eq!(a.combine(b), b.combine(a));
            prop_assert_eq!(a.combine(b).combine(c), a.combine(b.combine(c)));
            prop_assert_eq!(a.combine(Qualifier::Exact), a);
            prop_assert_eq!(a.combine(b).flipped(), a.flipped().combine(b.flipped()));
            prop_assert_eq!(a.flipped().flipped(), a);
        }
    }
}
