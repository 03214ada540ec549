//! The text of a report of prose, and pieces of it.

use std::{ops::Range, path::Path};

use zhibiao_proto::{observation::v1::TextSpan, report::v1::SourceText};
use zhibiao_tabular as tabular;

use super::whole;
use crate::{
    intake::{FileError, prose_text},
    log::{LogError, ReportLog},
    report::Report,
};

/// Most bytes shown on each side of a span.
const AROUND: usize = 600;

/// The text that every span of a report of prose counts in; none for tables.
pub(in crate::service) fn text_of(
    log: &dyn ReportLog,
    report: &Report,
    folder: &Path,
) -> Result<Option<String>, LogError> {
    if report.structured {
        return Ok(None);
    }
    let file = whole(log, report, folder)?;
    prose_text(&file, &report.header).map_err(|error| match error {
        FileError::Io(error)
        | FileError::Unreadable(tabular::Unreadable::Io(error))
        | FileError::NotText(tabular::Unreadable::Io(error)) => error.into(),
        // It was read when the report came.
        FileError::Unreadable(_)
        | FileError::NotText(_)
        | FileError::NoWords
        | FileError::Undecodable(_)
        | FileError::TooLong(_) => LogError::Damaged {
            id: report.id,
            what: "source",
        },
    })
}

/// What stands at some bytes of a text with what is around it; none where they end beyond it or cut a character.
pub(super) fn piece(text: &str, at: Range<usize>) -> Option<SourceText> {
    let quoted = text.get(at.clone())?;
    let from = text.ceil_char_boundary(at.start.saturating_sub(AROUND));
    let to = text.floor_char_boundary((at.end + AROUND).min(text.len()));
    Some(SourceText {
        before: text.get(from..at.start)?.to_owned(),
        quoted: quoted.to_owned(),
        after: text.get(at.end..to)?.to_owned(),
        span: Some(TextSpan {
            start: at.start as u64,
            end: at.end as u64,
        }),
        size: text.len() as u64,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_and_what_is_around_it_are_the_text() {
        let text = "前".repeat(300) + "3万人" + &"后".repeat(300);
        let start = text.find("3万").unwrap();
        let found = piece(&text, start..start + 4).unwrap();
        assert_eq!(found.quoted, "3万");
        assert_eq!(found.before, "前".repeat(200));
        assert_eq!(found.after, format!("人{}", "后".repeat(199)));
        let end = start + 4;
        assert_eq!(
            &text[start - found.before.len()..end + found.after.len()],
            format!("{}{}{}", found.before, found.quoted, found.after)
        );
        let all = piece(&text, 0..text.len()).unwrap();
        assert_eq!((all.before.as_str(), all.after.as_str()), ("", ""));
        assert_eq!(all.size, text.len() as u64);
    }

    #[test]
    fn what_cuts_a_character_or_ends_beyond_is_nothing() {
        for at in [1..3, 0..2, 0..7, 7..7, 6..usize::MAX - 600] {
            assert_eq!(piece("甲乙", at.clone()), None, "{at:?}");
        }
        assert!(piece("甲乙", 6..6).is_some());
    }
}
