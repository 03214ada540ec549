//! Amounts by which a thing is described: 引进总投资120亿元的某项目 is of the project, and says nothing of what was brought in.

use crate::page::Extent;
use crate::scene::Scene;
use crate::tokens::Token;

/// Verbs of what is done with a thing that is described so.
const VERBS: [&str; 3] = ["引进", "招引", "签约"];
/// How far behind a name its number may stand.
const NEAR: usize = 8;

impl Scene<'_> {
    /// Whether such a verb ends at a position.
    pub(super) fn is_of_verb(&self, end: usize) -> bool {
        VERBS.iter().any(|verb| self.page.ends(end, verb).is_some())
    }

    /// Whether the number behind a name describes what stands behind 的.
    pub(super) fn is_described(&self, name: &Extent) -> bool {
        let number = self.tokens_over(&(name.end..name.end + NEAR)).next();
        matches!(number, Some(Token::Quantity(quantity)) if self.page.at(quantity.extent.end) == '的')
    }
}
