//! What the caller can do about a problem that the hub tells.

use zhibiao_runtime::error::{CONNECTION_FAILED, Code, Problem};

use crate::text::Text;

/// Whether a hub is there, which told that something it needs is away just now.
pub(super) fn is_answered(problem: &Problem) -> bool {
    !matches!(problem.reason.as_str(), "" | CONNECTION_FAILED)
}

/// What the caller can do about a problem; none where its message says all there is to do.
pub(super) fn step(problem: &Problem) -> Option<Text<'static>> {
    if let Some(next) = of_reason(&problem.reason) {
        return Some(next);
    }
    if problem.facts.contains_key("lacking") {
        return Some(Text::NextFigures);
    }
    let is_review = |field: &str| field.starts_with("reviews[");
    if problem
        .violations
        .iter()
        .any(|violation| is_review(&violation.field))
    {
        return Some(Text::NextReviewAgain);
    }
    match problem.code {
        Code::Unavailable if is_answered(problem) => Some(Text::NextLater),
        Code::Unavailable => Some(Text::NextUnavailable),
        Code::DeadlineExceeded | Code::Cancelled => Some(Text::NextTimeout),
        Code::ResourceExhausted | Code::Aborted => Some(Text::NextLater),
        Code::Unauthenticated => Some(Text::NextNewToken),
        Code::Internal | Code::DataLoss | Code::Unknown => Some(Text::NextLog),
        Code::Unimplemented => Some(Text::NextVersion),
        Code::InvalidArgument
        | Code::NotFound
        | Code::AlreadyExists
        | Code::FailedPrecondition
        | Code::OutOfRange
        | Code::PermissionDenied => None,
    }
}

/// The next step that goes with a reason, whatever else the problem tells.
fn of_reason(reason: &str) -> Option<Text<'static>> {
    Some(match reason {
        "FOUR_EYES" => Text::NextFourEyes,
        "ETAG_MISMATCH" => Text::NextEtag,
        "CREDENTIALS_MISSING" => Text::NextToken,
        "CALLER_UNKNOWN" => Text::NextUser,
        "FILE_EMPTY" => Text::NextEmpty,
        "FILE_NOT_A_WORKBOOK"
        | "FILE_NOT_A_DOCUMENT"
        | "FILE_NOT_A_TEXT"
        | "FILE_LEGACY_WORKBOOK"
        | "FILE_ENCRYPTED"
        | "FILE_TRUNCATED"
        | "FILE_ZIP_BOMB"
        | "FILE_TOO_MANY_PARTS"
        | "FILE_MALFORMED"
        | "ENCODING_UNKNOWN"
        | "ENCODING_MIXED"
        | "NUL_BYTE"
        | "UNCLOSED_QUOTE" => Text::NextSaveFile,
        "FILE_TOO_LARGE"
        | "TEXT_TOO_LONG"
        | "TOO_MANY_SHEETS"
        | "TOO_MANY_ROWS"
        | "TOO_MANY_COLUMNS"
        | "TOO_MANY_TABLES"
        | "TOO_MANY_HEAD_CELLS"
        | "TOO_MANY_ENTRIES"
        | "CELL_TOO_LONG"
        | "ROW_TOO_LONG" => Text::NextSplit,
        "ENTRIES_BLOCKED" => Text::NextReviewBlocked,
        "REPORT_NOT_OPEN" => Text::NextNotOpen,
        "NOT_PROSE" | "NOT_SUBMITTER" | "NOTHING_LEFT" | "REPORT_UNPUBLISHABLE" => Text::NextReturn,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use zhibiao_runtime::{error::Violation, language::Language};

    use crate::{exit::Exit, failure::Failure};

    use super::*;

    #[test]
    fn a_hub_that_does_not_answer_is_told_apart() {
        let failure = Failure::from(tonic::Status::unavailable("connection refused"));
        assert_eq!(failure.exit, Exit::Unavailable);
        assert_eq!(failure.next.as_deref(), Some(&Text::NextUnavailable));
    }

    #[test]
    fn who_is_not_known_is_told_what_this_hub_takes() {
        let next = |reason: &str| {
            let problem = Problem::new(Code::Unauthenticated, reason, "who are you?");
            Failure::from(problem).next.map(|next| *next)
        };
        assert_eq!(next("CREDENTIALS_MISSING"), Some(Text::NextToken));
        assert_eq!(next("API_KEY_EXPIRED"), Some(Text::NextNewToken));
        assert_eq!(next("CALLER_UNKNOWN"), Some(Text::NextUser));
    }

    #[test]
    fn a_hub_that_answers_is_not_to_be_started() {
        let away = Problem::new(Code::Unavailable, "STORAGE_UNAVAILABLE", "the database is away");
        let failure = Failure::from(away);
        assert_eq!(failure.exit, Exit::Unavailable);
        assert_eq!(failure.next.as_deref(), Some(&Text::NextLater));
        let said = failure.block(Language::En);
        assert!(
            said.starts_with("error: the hub can't do this just now"),
            "{said}"
        );
    }

    #[test]
    fn what_is_refused_of_files_and_reviews_is_told_with_the_next_step() {
        let said = |reason: &str, message: &str| {
            Failure::from(Problem::new(Code::InvalidArgument, reason, message)).block(Language::Zh)
        };
        for (reason, message, told) in [
            (
                "FILE_NOT_A_DOCUMENT",
                "the file is no zip archive, though announced as .docx, no .docx document; save it as .docx or as plain text \
                 and send it again",
                "文件是其他类型，却以 `.docx` 报送，不是 `.docx` 文档",
            ),
            (
                "TEXT_TOO_LONG",
                "the document has more than 16777216 bytes of text; send its parts one by one",
                "文档的文字超过 16777216 字节",
            ),
        ] {
            let said = said(reason, message);
            assert!(said.contains(told) && said.contains("\n下一步："), "{said}");
        }
        let refused = Problem::invalid(vec![Violation {
            field: "reviews[0]".into(),
            description: "entry 3: DUPLICATE_CELL: 甲高新区、地区生产总值、2023在此为5，在第1行为6; correct or reject it"
                .into(),
        }]);
        let said = Failure::from(refused).block(Language::Zh);
        assert!(said.contains("第 3 条：DUPLICATE_CELL：甲高新区"), "{said}");
        assert!(said.contains("；请更正或剔除\n下一步："), "{said}");
    }
}
