//! Words that a longer one may only look like.

use super::NamingWords;
use crate::page::Page;

impl NamingWords {
    /// Where a verb ends that begins at a position; the 服务 of 服务中心 is none.
    pub(crate) fn verb_at(&self, page: &Page<'_>, at: usize) -> Option<usize> {
        let (end, ()) = self.verbs.at(page, at)?;
        (!self.no_verbs.begins(page, at)).then_some(end)
    }

    /// Where a linking word begins that ends at a position; the 就 of 成就 is none.
    pub(crate) fn linking_before(&self, page: &Page<'_>, end: usize) -> Option<usize> {
        let (start, ()) = self.linking.before(page, end)?;
        (!self.no_linking.ends(page, end)).then_some(start)
    }
}
