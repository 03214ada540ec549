//! Names of the field that hold words which cut others: 社会保障和就业支出, 交通运输、仓储和邮政业增加值.

use crate::scene::Scene;
use crate::tables::fields::LONGEST;

impl Scene<'_> {
    /// Where the name of a function of expenditure or of a section of industry begins that reaches over a position, if one
    /// does and what is told of it stands behind. `from` is where it may begin.
    pub(crate) fn compound_over(&self, from: usize, at: usize) -> Option<usize> {
        let fields = &self.rules.fields;
        let first = from.max(at.saturating_sub(LONGEST));
        (first..at).find(|start| {
            let end = fields.compounds.at(self.page, *start).map(|(end, ())| end);
            end.is_some_and(|end| end >= at && fields.compound_heads.begins(self.page, end))
        })
    }

    /// Where a name begins that was cut at a position: before it, where that is inside such a name.
    pub(super) fn with_compound(&self, from: usize, start: usize) -> usize {
        self.compound_over(from, start).unwrap_or(start)
    }
}
