//! What became of every number of a text.

use crate::fact::{Fact, Span};

/// The facts of a text, and the numbers that are none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// In the order of their numbers.
    pub facts: Vec<Fact>,
    /// Numbers that no rule explains, for a reviewer to see what was passed over.
    pub unmatched: Vec<Unmatched>,
    /// Numbers that are known not to be figures.
    pub noise: Vec<Noise>,
    /// The sentences that have numbers, in the order of the text.
    pub sentences: Vec<Span>,
}

impl Reading {
    /// The sentence that a number of this text stands in.
    #[must_use]
    pub fn sentence(&self, number: &Span) -> Option<&Span> {
        let begun = self
            .sentences
            .partition_point(|sentence| sentence.bytes.start <= number.bytes.start);
        let sentence = self.sentences.get(begun.checked_sub(1)?)?;
        (number.bytes.end <= sentence.bytes.end).then_some(sentence)
    }
}

/// A number that is neither a fact nor known noise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmatched {
    /// The number with its scale and unit.
    pub number: Span,
    /// What is missing.
    pub why: Missing,
}

/// Why a number became no fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missing {
    /// No unit stands with it, in a head or behind its neighbours.
    Unit,
    /// Nothing names what it counts.
    Name,
    /// It is about another place: 全国, 全省, 全市.
    Scope,
    /// Its digits are no number: `1,10`.
    Number,
    /// Chinese numerals that may count something or be part of a word: 百家, 五场.
    Numeral,
    /// The value before a change, of no stated time: 由7天 (压缩至3天).
    Former,
}

/// A number that is known not to be a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noise {
    /// The number with what makes it noise.
    pub number: Span,
    /// What it is.
    pub kind: NoiseKind,
}

/// Kinds of number that are no figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoiseKind {
    /// A date, a year, a time of day: 2023年, 4月15日, 19:30.
    Date,
    /// How long, not how much: 近两年, 5年来, 24小时.
    TimeSpan,
    /// 第一届, 二期, 一号地块.
    Ordinal,
    /// Letters and digits: 5G, PM2.5, ISO9001.
    Code,
    /// A scheme: 4+4+4, 1+4+N.
    Scheme,
    /// Part of a word: 一体化, 统一, 五位一体.
    Word,
    /// A class of things: 500强, 千亿级, 10亿元以上项目.
    Class,
    /// 数十, 几百.
    Vague,
    /// Inside a title 《…》.
    Title,
    /// Numbering of a list, chapter or document.
    Numbering,
    /// Byline, caption, page number, telephone.
    Furniture,
    /// 3:1.
    Proportion,
    /// Said before in the same words.
    Repeat,
}

impl Missing {
    /// Its code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Unit => "no-unit",
            Self::Name => "no-name",
            Self::Scope => "other-place",
            Self::Number => "no-number",
            Self::Numeral => "numeral",
            Self::Former => "former-value",
        }
    }
}

impl NoiseKind {
    /// Every kind.
    pub const ALL: [Self; 13] = [
        Self::Date,
        Self::TimeSpan,
        Self::Ordinal,
        Self::Code,
        Self::Scheme,
        Self::Word,
        Self::Class,
        Self::Vague,
        Self::Title,
        Self::Numbering,
        Self::Furniture,
        Self::Proportion,
        Self::Repeat,
    ];

    /// Its code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::TimeSpan => "time-span",
            Self::Ordinal => "ordinal",
            Self::Code => "code",
            Self::Scheme => "scheme",
            Self::Word => "word",
            Self::Class => "class",
            Self::Vague => "vague",
            Self::Title => "title",
            Self::Numbering => "numbering",
            Self::Furniture => "furniture",
            Self::Proportion => "proportion",
            Self::Repeat => "repeat",
        }
    }
}
