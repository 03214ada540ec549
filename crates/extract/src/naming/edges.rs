//! Where a proposed name begins: behind a list, those who do it, or a colon; and words that are none.

use super::{LONGEST, Named};
use crate::page::Extent;
use crate::scene::Scene;
use crate::tables::names::{INVESTMENT, NO_COMPARING, PICKED_LEVELS, RELATIVES, SUMMED_UP, TOLD_TOGETHER};

impl Scene<'_> {
    /// 比上年 and 高于全省 compare, 比亚迪 does not.
    pub(super) fn compares(&self, at: usize) -> bool {
        let is_name = NO_COMPARING.iter().any(|word| self.page.starts(at, word));
        self.rules.naming.comparing.begins(self.page, at) && !is_name
    }

    /// 高于全市服务业营业收入增速17.5个百分点: whether a name is another place's, with which its clause compares.
    pub(crate) fn is_compared_with(&self, from: usize, name: usize) -> bool {
        let opening = self.past_leading(self.clause_start(name).max(from));
        opening < name && matches!(self.page.at(opening + 1), '于' | '出') && self.compares(opening)
    }

    /// 比全省、全市分别高0.7个、0.4个百分点: 分别高 names nothing.
    pub(super) fn is_difference(&self, before: &Extent) -> bool {
        let said = self.rules.times.differences.before(self.page, before.end);
        let is_place = self.rules.scope.elsewhere.begins(self.page, before.start);
        said.is_some_and(|(start, _)| is_place || self.strip_linking(before.start, start) == before.start)
    }

    /// Behind a list whose head the name is: 飞腾、曙光等龙头企业12家, 四个平台分别入驻企业320家.
    pub(super) fn behind_list(&self, before: &Extent) -> usize {
        let page = self.page;
        let ends_list = |at: &usize| {
            let is_etc = page.at(*at) == '等'
                && !matches!(page.at(at + 1), '级' | '次' | '候' | '于')
                && !matches!(
                    page.before(*at),
                    '高' | '中' | '平' | '同' | '对' | '均' | '相' | '初' | '优'
                );
            is_etc || page.ends(at + 1, "分别").is_some()
        };
        let longest = before.end.saturating_sub(2);
        let last = (before.start..longest).rev().find(ends_list);
        last.map_or(before.start, |at| at + 1)
    }

    /// Behind those who do it: 由宏远集团投资20亿元 is of 投资.
    pub(super) fn behind_agent(&self, name: Extent) -> usize {
        let by = |at: &usize| self.page.at(*at) == '由' && !matches!(self.page.before(*at), '自' | '理');
        // 某公司投资26亿元 is of 投资 too.
        let invests = || {
            let verb = self.page.ends(name.end, INVESTMENT)?;
            self.rules.scope.firm_forms.ends(self.page, verb).then_some(verb)
        };
        let Some(by) = name.clone().find(by) else {
            return invests().filter(|verb| *verb > name.start).unwrap_or(name.start);
        };
        let mut ends = (by..=name.end.saturating_sub(2)).rev();
        let firm = ends.find(|at| self.rules.scope.firm_names.ends(self.page, *at));
        firm.unwrap_or(name.start)
    }

    /// 企业通过某平台累计申报惠企事项300件: who did it, and how, belongs to no name of what was done.
    pub(super) fn behind_cumulative(&self, before: &Extent) -> usize {
        let is_deed = |at: usize| {
            let words = &self.rules.naming;
            words.changes.begins(self.page, at) && !words.amounts.begins(self.page, at)
        };
        let latest = before.end.saturating_sub(2).max(before.start);
        let ends = |at: &usize| self.page.ends(*at, SUMMED_UP).is_some() && is_deed(*at);
        (before.start..latest).rev().find(ends).unwrap_or(before.start)
    }

    /// Behind 集科研、生产和贸易于一体的, which describes the noun behind it.
    pub(super) fn behind_relative(&self, name: Extent) -> usize {
        let latest = name.end.saturating_sub(2).max(name.start);
        let ends = |at: &usize| RELATIVES.iter().any(|word| self.page.ends(*at, word).is_some());
        (name.start..=latest).rev().find(ends).unwrap_or(name.start)
    }

    /// 国家级、省级改革试点30项: levels that one number is of.
    pub(super) fn with_levels(&self, named: Named) -> Named {
        let page = self.page;
        let mut start = named.extent.start;
        let is_level = |end: usize| PICKED_LEVELS.iter().find_map(|level| page.ends(end, level));
        let opens = PICKED_LEVELS.iter().any(|level| page.starts(start, level));
        while opens
            && page.before(start) == '、'
            && let Some(level) = is_level(start - 1)
        {
            start = level;
        }
        if start == named.extent.start {
            return named;
        }
        let extent = start..named.extent.end;
        let indicator = self.indicator_called(page.text(extent.clone()));
        Named { indicator, extent }
    }

    /// 新能源、新材料、电子信息产业产值达1000亿元: industries that one amount is told of.
    pub(super) fn with_industries(&self, named: Named) -> Named {
        let start = named.extent.start;
        let zh = named.indicator.zh();
        if self.page.before(start) != '、' || !TOLD_TOGETHER.iter().any(|tail| zh.ends_with(tail)) {
            return named;
        }
        let first = self.past_leading(self.clause_start(start));
        let before = first..start;
        let acts = |at: usize| self.rules.naming.verb_at(self.page, at).is_some();
        let is_list = first < start
            && named.extent.end - first <= LONGEST
            && self.tokens_over(&before).next().is_none()
            && !before.clone().any(acts);
        if !is_list {
            return named;
        }
        let extent = first..named.extent.end;
        let zh = self.page.text(extent.clone());
        let indicator = self.indicator_called(zh);
        Named { indicator, extent }
    }

    /// Behind a colon, or a dash, that announces: 主要问题：企业亏损面18.6%.
    pub(super) fn behind_colon(&self, before: &Extent) -> usize {
        let longest = before.end.saturating_sub(2);
        let is_dash = |at: usize| self.page.at(at) == '-' && at > before.start && self.page.before(at) == '-';
        let last = (before.start..longest)
            .rev()
            .find(|at| self.page.at(*at) == ':' || is_dash(*at));
        last.map_or(before.start, |at| at + 1)
    }
}
