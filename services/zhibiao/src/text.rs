//! Every text for people, in both languages.
//!
//! A text is a variant with its facts; the match over variants and languages is exhaustive, so that no text can be
//! there in one language only. Usage help (`--help`) is English.

use zhibiao_runtime::language::Language;

pub use table::Text;

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
                        Language::Zh => format!($zh),
                    },)*
                }
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

    #[test]
    fn texts_carry_their_facts() {
        let text = Text::AndMore { count: 3 };
        assert_eq!(text.clone().say(Language::En), "… and 3 more");
        assert_eq!(text.say(Language::Zh), "……另有 3 处");
    }
}
