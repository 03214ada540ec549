//! What a row of the table of checks is made of.

use zhibiao_runtime::language::Language;

use super::Check;

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Asks: the approver sees it and decides.
    Warning,
    /// Blocks the value.
    Error,
}

/// A row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spec {
    /// The check.
    pub check: Check,
    /// UPPER_SNAKE code, as messages carry it.
    pub code: &'static str,
    /// How grave.
    pub severity: Severity,
    /// What is wrong and what to do, in English.
    pub en: Texts,
    /// What is wrong and what to do, in Chinese.
    pub zh: Texts,
}

/// The texts of a finding in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Texts {
    /// What is wrong.
    pub message: &'static str,
    /// What to do next.
    pub action: &'static str,
}

impl Spec {
    /// The texts in a language.
    #[must_use]
    pub fn texts(&self, language: Language) -> Texts {
        match language {
            Language::En => self.en,
            Language::Zh => self.zh,
        }
    }
}

impl Check {
    /// What is told of a report until it is published: what its publication does, or waits for.
    pub(crate) const PROPOSALS: [Self; 2] = [Self::FactsProposed, Self::AliasesProposed];
}

/// The table as Markdown, for the documentation.
#[must_use]
pub fn markdown() -> String {
    let mut text = String::from(
        "| code | severity | meaning | 含义 | what to do | 怎么办 |\n|---|---|---|---|---|---|\n",
    );
    for spec in Check::ALL.iter().map(|check| check.spec()) {
        let severity = match spec.severity {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        let cells = [
            spec.code,
            severity,
            spec.en.message,
            spec.zh.message,
            spec.en.action,
            spec.zh.action,
        ];
        text.push_str("| ");
        text.push_str(&cells.map(|cell| cell.replace('|', "\\|")).join(" | "));
        text.push_str(" |\n");
    }
    text
}
