//! The language that messages for people are written in.

use std::str::FromStr;

use tonic::metadata::MetadataMap;

/// Metadata key of the caller's language.
pub const LANGUAGE_KEY: &str = "accept-language";

/// A language that the hub speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Chinese.
    Zh,
}

/// A text that names no language of the hub.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no language of the hub: write `zh` or `en`")]
pub struct UnknownLanguage(String);

impl Language {
    /// The language that a request's metadata asks for; English when it asks for none or for others.
    #[must_use]
    pub fn of(metadata: &MetadataMap) -> Self {
        metadata
            .get(LANGUAGE_KEY)
            .and_then(|value| value.to_str().ok())
            .map_or(Self::En, Self::preferred)
    }

    /// The first language of an `Accept-Language` list or a POSIX locale that the hub speaks.
    #[must_use]
    pub fn preferred(list: &str) -> Self {
        list.split([',', ';'])
            .find_map(|tag| tag.trim().parse().ok())
            .unwrap_or_default()
    }

    /// The tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Zh => "zh",
        }
    }
}

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(text: &str) -> Result<Self, UnknownLanguage> {
        let primary = text
            .split(['-', '_', '.'])
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        match primary.as_str() {
            "en" => Ok(Self::En),
            "zh" => Ok(Self::Zh),
            _ => Err(UnknownLanguage(text.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_known_language_wins() {
        for (list, language) in [
            ("zh-CN,en;q=0.8", Language::Zh),
            ("fr, en", Language::En),
            ("zh_CN.UTF-8", Language::Zh),
            ("C.UTF-8", Language::En),
            ("", Language::En),
        ] {
            assert_eq!(Language::preferred(list), language, "{list}");
        }
    }
}
