//! Status: what kind of figure a value is, after the SDMX code list CL_OBS_STATUS.

use std::fmt;
use std::str::FromStr;

use crate::width::half_width;

/// What kind of figure a value is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// A normal value.
    #[default]
    Normal,
    /// Provisional, may still be revised.
    Provisional,
    /// Estimated by the reporter.
    Estimated,
    /// Imputed by whoever received it.
    Imputed,
    /// Asked for and not available; carries no value.
    Missing,
    /// A forecast or a plan.
    Forecast,
    /// A break in the series begins here.
    Break,
}

/// Text that names no status.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "status \"{text}\": expected normal, provisional, estimated, imputed, missing, forecast or break, \
     or its SDMX code A, P, E, I, M, F or B"
)]
pub struct UnknownStatus {
    /// The text given.
    pub text: String,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 7] = [
        Self::Normal,
        Self::Provisional,
        Self::Estimated,
        Self::Imputed,
        Self::Missing,
        Self::Forecast,
        Self::Break,
    ];

    /// The code in SDMX CL_OBS_STATUS.
    pub fn code(self) -> char {
        match self {
            Self::Normal => 'A',
            Self::Provisional => 'P',
            Self::Estimated => 'E',
            Self::Imputed => 'I',
            Self::Missing => 'M',
            Self::Forecast => 'F',
            Self::Break => 'B',
        }
    }

    /// The status of an SDMX code.
    pub fn from_code(code: char) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }

    /// The status that people name in a cell, in Chinese or English, or by its SDMX code. Case, width and spaces
    /// do not matter; empty text is normal.
    pub fn from_text(text: &str) -> Option<Self> {
        let folded: String = text
            .chars()
            .map(half_width)
            .filter(|c| !c.is_whitespace())
            .collect();
        let folded = folded.to_ascii_lowercase();
        let mut letters = folded.chars();
        if let (Some(code), None) = (letters.next(), letters.next()) {
            return Self::from_code(code.to_ascii_uppercase());
        }
        Self::ALL
            .into_iter()
            .find(|status| status.names().contains(&folded.as_str()))
    }

    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Normal => &[
                "",
                "normal",
                "final",
                "正常",
                "正式",
                "正式数",
                "最终",
                "最终数",
                "实际",
                "实际数",
            ],
            Self::Provisional => &[
                "provisional",
                "preliminary",
                "初步",
                "初步数",
                "暂定",
                "快报",
                "快报数",
                "初步核算",
                "初步核算数",
            ],
            Self::Estimated => &[
                "estimated",
                "estimate",
                "估计",
                "估计数",
                "估算",
                "估算数",
                "预计",
                "预计数",
            ],
            Self::Imputed => &["imputed", "插补", "插补数", "推算", "推算数", "补齐"],
            Self::Missing => &["missing", "缺失", "缺报", "未报", "暂缺", "无数据"],
            Self::Forecast => &[
                "forecast",
                "plan",
                "planned",
                "target",
                "预测",
                "预测数",
                "计划",
                "计划数",
                "目标",
                "目标值",
            ],
            Self::Break => &["break", "口径变化", "口径调整", "口径变更", "序列中断"],
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Normal => "normal",
            Self::Provisional => "provisional",
            Self::Estimated => "estimated",
            Self::Imputed => "imputed",
            Self::Missing => "missing",
            Self::Forecast => "forecast",
            Self::Break => "break",
        })
    }
}

impl FromStr for Status {
    type Err = UnknownStatus;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::from_text(text).ok_or_else(|| UnknownStatus {
            text: text.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_are_read_back() {
        for status in Status::ALL {
            assert_eq!(Status::from_code(status.code()), Some(status));
            assert_eq!(status.to_string().parse::<Status>().unwrap(), status);
            assert_eq!(Status::from_text(&status.code().to_string()), Some(status));
        }
    }

    #[test]
    fn offices_words_are_read() {
        for (text, status) in [
            ("", Status::Normal),
            ("初步 数", Status::Provisional),
            ("Estimated", Status::Estimated),
            ("ｐ", Status::Provisional),
            ("未报", Status::Missing),
            ("计划数", Status::Forecast),
        ] {
            assert_eq!(Status::from_text(text), Some(status), "{text}");
        }
        assert_eq!(Status::from_text("Z"), None);
        assert!(
            "好"
                .parse::<Status>()
                .unwrap_err()
                .to_string()
                .starts_with("status \"好\": expected")
        );
    }
}
