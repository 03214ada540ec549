//! The sentences: English with its gaps, Chinese.
//!
//! A gap is `{}`; `{#}` is one in which a number stands, ``{`}`` one in which names in backticks do. Of several sentences
//! that a text may be, it is the one that says most itself, so that their order is no matter.

mod audits;
mod catalogue;
mod figures;
mod files;
mod frameworks;
mod phrases;
mod readers;
mod reports;
mod requests;
mod toml;

/// A sentence in English and in Chinese, with its gaps in the same order; the last one may be left out in Chinese, where it
/// is a next step that the sentence says itself.
pub(super) type Pair = (&'static str, &'static str);

/// Whole sentences.
pub(super) fn sentences() -> impl Iterator<Item = Pair> {
    let parts = [
        readers::SENTENCES,
        files::SENTENCES,
        reports::SENTENCES,
        catalogue::SENTENCES,
        frameworks::SENTENCES,
        figures::SENTENCES,
        requests::SENTENCES,
        audits::SENTENCES,
    ];
    parts.into_iter().flatten().copied()
}

/// What is told only as a part of a sentence.
pub(super) fn phrases() -> impl Iterator<Item = Pair> {
    let parts = [phrases::PHRASES, toml::PHRASES, files::PHRASES, reports::PHRASES];
    parts.into_iter().flatten().copied()
}
