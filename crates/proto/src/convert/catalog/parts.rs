//! What several items are made of: names, references, days, spans of validity.

use std::{collections::BTreeSet, str::FromStr};

use jiff::civil::Date;
use zhibiao_model::catalog::{Names, Validity};

use crate::{catalog::v1, convert::Faults};

/// Reads names; a message that is absent has none.
pub(in crate::convert) fn names(message: Option<v1::Names>) -> Names {
    let v1::Names { zh, en, aliases } = message.unwrap_or_default();
    Names {
        zh,
        en,
        aliases: aliases.into_iter().filter(|alias| !alias.is_empty()).collect(),
    }
}

impl From<&Names> for v1::Names {
    fn from(names: &Names) -> Self {
        let Names { zh, en, aliases } = names;
        Self {
            zh: zh.clone(),
            en: en.clone(),
            aliases: aliases.iter().cloned().collect(),
        }
    }
}

/// Reads a list of references.
pub(in crate::convert) fn references<T>(faults: &mut Faults, field: &str, texts: &[String]) -> BTreeSet<T>
where
    T: FromStr + Ord,
    T::Err: std::fmt::Display,
{
    let read = |(i, text): (usize, &String)| faults.take(|| format!("{field}[{i}]"), text.parse());
    texts.iter().enumerate().filter_map(read).collect()
}

pub(super) fn day(text: &str) -> Result<Option<Date>, &'static str> {
    if text.is_empty() {
        return Ok(None);
    }
    // Parsing alone would also take a time of day and `20230917`.
    let date = text.parse::<Date>().ok().filter(|date| date.to_string() == text);
    date.map(Some).ok_or("is no day such as `2023-09-17`")
}

pub(super) fn validity(faults: &mut Faults, field: &str, message: Option<v1::Validity>) -> Option<Validity> {
    let v1::Validity { from, until } = message.unwrap_or_default();
    let from = faults.take(|| format!("{field}.from"), day(&from));
    let until = faults.take(|| format!("{field}.until"), day(&until));
    from.zip(until).map(|(from, until)| Validity { from, until })
}

impl From<&Validity> for v1::Validity {
    fn from(validity: &Validity) -> Self {
        let Validity { from, until } = validity;
        let text = |day: &Option<Date>| day.map(|d| d.to_string()).unwrap_or_default();
        Self {
            from: text(from),
            until: text(until),
        }
    }
}

/// An open validity is left out of messages.
pub(super) fn validity_message(validity: &Validity) -> Option<v1::Validity> {
    (*validity != Validity::default()).then(|| validity.into())
}
