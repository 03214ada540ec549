//! What a place in a ranking is of: 综合评价居全国第7位, 在国家高新区综合评价中，某高新区位列第41位.

use super::Named;
use crate::fact::IndicatorRef;
use crate::page::Extent;
use crate::reading::NoiseKind;
use crate::scene::{Scene, is_pause};
use crate::tables::names::{BARE_RANKS, GROWTHS, LATEST, RANKED, RANKING, RANKINGS, TOTALS, UNRANKED};
use crate::tokens::Token;

impl Scene<'_> {
    /// The name before the word of rank that begins at `rank`, or that of the ranking that a clause before tells.
    pub(super) fn ranked_name(&self, from: usize, rank: usize, carries: bool) -> Option<Named> {
        let is_ranked = |named: &Named| {
            let zh = named.indicator.zh();
            // 投资环境排名居全省第3位, but 总量排名第2 is of what was told before.
            let is_own = self.page.starts(rank, RANKING) && !TOTALS.contains(&zh) && !GROWTHS.contains(&zh);
            is_own || RANKED.iter().any(|word| zh.ends_with(word)) || zh.ends_with(RANKING)
        };
        let beside = self
            .name_in(self.ranked_words(from, rank))
            .filter(|named| !is_unranked(named.indicator.zh()))
            .map(|named| self.as_ranking(named))
            .filter(|named| named.indicator.code().is_some() || !carries || is_ranked(named));
        beside
            .or_else(|| self.ranking_before(self.clause_start(rank)))
            .or_else(|| (!carries).then(|| self.place_itself(rank)))
    }

    /// The words for what is ranked; 在全国高新区中 says among whom.
    fn ranked_words(&self, from: usize, rank: usize) -> Extent {
        let page = self.page;
        let start = self.past_leading(self.walk_back(from, rank)).min(rank);
        let field = self.field_end(start..rank);
        let is_ranking = |at: usize| RANKED.iter().any(|word| page.ends(at, word).is_some());
        let is_whom = |at: usize| {
            self.rules.scope.zone_kinds.ends(page, at)
                || at + 1 == rank && field.is_some_and(|field| field < at) && !is_ranking(at)
        };
        let is_among = |at: &usize| matches!(page.at(*at), '中' | '里') && is_whom(*at);
        if let Some(among) = (start..rank).rev().find(is_among) {
            // 综合发展水平在219个国家级经开区中: what is ranked stands before it, or behind.
            let clause = self.past_leading(self.clause_start(rank)).min(among);
            let place = (clause..among).rev().find(|at| page.at(*at) == '在');
            let is_behind = among + 1 < rank;
            return match place.filter(|place| *place > clause && !is_behind) {
                Some(place) => clause..place,
                None => among + 1..rank,
            };
        }
        let within = usize::from(matches!(page.before(rank), '中' | '里'));
        let end = (rank - within).max(start);
        // 在全省35个开发区综合考核中.
        if let Some(field) = field.filter(|field| *field < end) {
            return field..end;
        }
        // 在全国综合评价中列第5位: behind the words for where something is ranked.
        if page.at(start) != '在' {
            return start..end;
        }
        let place = self.rules.scope.elsewhere.at(page, start + 1);
        let behind = place.map_or(start + 1, |(behind, ())| behind);
        let is_whom = self
            .rules
            .scope
            .zone_kinds
            .at(page, behind)
            .is_some_and(|(kind, ())| kind >= end);
        if is_whom { end..end } else { behind.min(end)..end }
    }

    /// 工业增加值在9个国家中心城市中: where the number of those that are ranked ends in an extent.
    fn field_end(&self, extent: Extent) -> Option<usize> {
        let is_field = |token: &&Token| matches!(token, Token::Noise(field, NoiseKind::Class) if self.page.before(field.end) != '强');
        let fields = self.tokens_over(&extent).filter(is_field);
        fields.map(|token| token.extent().end).last()
    }

    /// 综合排名 is called so, not 综合.
    fn as_ranking(&self, named: Named) -> Named {
        let zh = named.indicator.zh();
        if !BARE_RANKS.contains(&zh) {
            return named;
        }
        let zh = format!("{zh}{RANKING}");
        Named {
            indicator: self.indicator_called(zh),
            extent: named.extent,
        }
    }

    /// 在最新一轮国家高新区综合评价中，…: the ranking that the clause right before tells, with no figure of its own.
    fn ranking_before(&self, clause: usize) -> Option<Named> {
        let end = clause.checked_sub(1).filter(|end| *end > self.sentence.start)?;
        let within = usize::from(matches!(self.page.before(end), '中' | '里' | '上'));
        let start = self.clause_start(end);
        let extent = start..(end - within).max(start);
        let said = self.page.text(extent.clone());
        let is_ranking =
            RANKED.iter().chain(RANKINGS).any(|word| said.ends_with(word)) && !is_unranked(&said);
        if !is_ranking || !is_pause(self.page.at(end)) || self.tokens_over(&extent).any(Token::is_figure) {
            return None;
        }
        let start = start + usize::from(self.page.at(start) == '在');
        // 在全国178家高新区综合评价中; 对177家高新区进行考核 is no name.
        let start = match self.field_end(extent.clone()) {
            Some(_) if extent.start == start => return None,
            field => field.unwrap_or(start),
        };
        let named = self.name_in(self.past_leading(start).min(extent.end)..extent.end)?;
        let zh = named.indicator.zh();
        let zh = LATEST
            .iter()
            .find_map(|word| zh.strip_prefix(word))
            .unwrap_or(zh)
            .to_owned();
        Some(Named {
            indicator: self.indicator_called(zh),
            extent: named.extent,
        })
    }

    /// 某高新区列第33名, with no word of what.
    fn place_itself(&self, rank: usize) -> Named {
        Named {
            indicator: IndicatorRef::Proposed {
                zh: RANKING.to_owned(),
            },
            extent: rank..rank + 1,
        }
    }

    /// 排名分别是：甲高新区33名、乙高新区38名: a place of the zone right before the number, no people.
    pub(crate) fn is_place_listed(&self, number: &Extent) -> bool {
        let follows_zone = self.zones.iter().any(|zone| zone.extent.end == number.start);
        let said = || self.page.text(self.sentence.start..number.start);
        follows_zone && self.page.before(number.end) == '名' && said().contains(RANKING)
    }
}

fn is_unranked(said: &str) -> bool {
    UNRANKED.iter().any(|word| said.ends_with(word))
}
