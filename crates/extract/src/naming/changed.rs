//! Names that a word before them changes: 新增高新技术企业 and 人均税收 are indicators of their own.

use super::Named;
use crate::fact::IndicatorRef;
use crate::page::Extent;
use crate::parts::Lead;
use crate::scene::Scene;
use crate::tables::names::GAINS;
use crate::tokens::is_digit;
use zhibiao_model::ids::IndicatorCode;

impl Scene<'_> {
    /// 新增300个5G基站 and 新认定62家高新技术企业 are no stock of them.
    pub(super) fn unless_gained(&self, code: IndicatorCode, zh: String, number: usize) -> IndicatorRef {
        let end = number - usize::from(self.page.before(number) == '了');
        let change = self.rules.naming.changes.before(self.page, end);
        let word = change.map(|(start, ())| self.page.text(start..end));
        match word.filter(|word| GAINS.contains(&word.as_str())) {
            Some(gain) => self.indicator_called(format!("{gain}{zh}")),
            None => IndicatorRef::Known { code, zh },
        }
    }

    /// 新增高新技术企业 is no stock of them: the catalogue's indicator of that name, or a proposed one.
    pub(crate) fn unless_changed(&self, code: IndicatorCode, extent: Extent, from: usize) -> Named {
        let words = &self.rules.naming;
        let clause = self.clause_start(extent.start).max(from);
        let per_one = (clause..extent.start).find(|at| self.is_per_one(*at));
        let changed = || {
            let end = extent.start - usize::from(self.page.before(extent.start) == '了');
            let (start, ()) = words.changes.before(self.page, end)?;
            if self.is_of_verb(end) && self.is_described(&extent) {
                return None;
            }
            // 新认定国家级科技型中小企业: the level of what is new.
            let outer = words.changes.before(self.page, start);
            Some(outer.map_or(start, |(start, ())| start))
        };
        let Some(start) = per_one.or_else(changed) else {
            return self.unless_part(code, extent, from);
        };
        let extent = start..extent.end;
        Named {
            indicator: self.levelled(self.page.text(extent.clone())),
            extent,
        }
    }

    /// Whether words begin there by which a figure is told for one of many: 每万人, 每1万从业人员.
    pub(super) fn is_per_one(&self, at: usize) -> bool {
        let is_number = || self.page.at(at) == '每' && is_digit(self.page.at(at + 1));
        self.rules.naming.per_one.begins(self.page, at) || is_number()
    }

    /// 软件业高新技术企业, 上市公司实现营业收入: what a part of the zone has is called by both words.
    pub(super) fn unless_part(&self, code: IndicatorCode, extent: Extent, from: usize) -> Named {
        let zh = self.page.text(extent.clone());
        let Lead::Part(part) = self.lead(extent.start, from, None) else {
            return Named {
                indicator: IndicatorRef::Known { code, zh },
                extent,
            };
        };
        let zh = format!("{}{zh}", self.page.text(part.clone()));
        Named {
            indicator: self.indicator_called(zh),
            extent: part.start..extent.end,
        }
    }
}
