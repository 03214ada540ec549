//! Every text for people, in both languages.
//!
//! A text is a variant with its facts; the match over variants and languages is exhaustive, so that no text can be
//! there in one language only. Usage help (`--help`) is English.

use zhibiao_runtime::language::Language;

pub use table::Text;

/// Puts what stands in a gap into Chinese, where its name says that hub or engine say it: they speak English.
macro_rules! in_chinese {
    (said $gap:ident) => {
        let $gap = $crate::text::faults::told(&$gap, Language::Zh);
    };
    (error $gap:ident) => {
        in_chinese!(said $gap)
    };
    (reason $gap:ident) => {
        in_chinese!(said $gap)
    };
    (message $gap:ident) => {
        in_chinese!(said $gap)
    };
    ($other:ident $gap:ident) => {};
}

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident $({ $($field:ident: $type:ty),* })? => $en:literal, $zh:literal;)*) => {
        /// A text for people with its facts.
        #[derive(Debug, Clone, PartialEq)]
        #[allow(missing_docs, reason = "each variant is documented by its text")]
        #[allow(rustdoc::broken_intra_doc_links, reason = "brackets in texts are no links")]
        pub enum Text<'a> {
            /// No text.
            Nothing,
            /// A text that somebody else said, in whatever language.
            Said(String),
            /// A borrowed text that somebody else said.
            Quoted(&'a str),
            $($(#[$doc])* #[doc = $en] $name $({ $($field: $type),* })?,)*
        }

        impl Text<'_> {
            /// The text in a language.
            #[must_use]
            pub fn say(self, language: Language) -> String {
                match self {
                    Self::Nothing => String::new(),
                    Self::Said(text) => text,
                    Self::Quoted(text) => text.to_owned(),
                    $(Self::$name $({ $($field),* })? => match language {
                        Language::En => format!($en),
                        Language::Zh => {
                            $($(in_chinese!($field $field);)*)?
                            format!($zh)
                        }
                    },)*
                }
            }

            /// Every text that has facts, each with one that its gap could have.
            #[cfg(test)]
            pub(super) fn samples() -> Vec<Self> {
                vec![$($(Self::$name { $($field: $crate::text::tests::Sample::of(stringify!($field))),* },)?)*]
            }
        }
    };
}

pub(crate) mod faults;
#[macro_use]
mod heads;
pub(crate) mod layouts;
#[macro_use]
mod prose;
mod table;

/// A list as a language writes it.
#[must_use]
pub fn list(items: &[String], language: Language) -> String {
    match language {
        Language::En => items.join(", "),
        Language::Zh => items.join("、"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the hub says in English.
    const SAID: &str = "the server can't be reached: is it running, and is the address right?";

    /// A fact for a gap of a name.
    pub(crate) trait Sample {
        fn of(gap: &str) -> Self;
    }

    impl Sample for String {
        fn of(gap: &str) -> Self {
            let is_said = ["said", "error", "reason", "message"].contains(&gap);
            if is_said { SAID } else { "甲" }.to_owned()
        }
    }

    macro_rules! numbers {
        ($($number:ty)*) => {$(
            impl Sample for $number {
                fn of(_: &str) -> Self {
                    7
                }
            }
        )*};
    }

    numbers! { usize u32 u64 i64 u16 }

    #[test]
    fn what_the_hub_says_in_a_text_is_said_in_its_language() {
        let texts = || Text::samples().into_iter();
        let english = texts().filter(|text| text.clone().say(Language::En).contains(SAID));
        assert!(english.count() > 8);
        for said in texts().map(|text| text.say(Language::Zh)) {
            assert!(!said.contains("server"), "{said}");
        }
    }

    #[test]
    fn texts_carry_their_facts() {
        let text = Text::AndMore { count: 3 };
        assert_eq!(text.clone().say(Language::En), "… and 3 more");
        assert_eq!(text.say(Language::Zh), "……另有 3 处");
    }
}
