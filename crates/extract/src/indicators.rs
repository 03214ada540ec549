//! What a name means beside its number: the growth, share or part of an indicator is another one.

mod growths;
mod own;

use std::sync::Arc;

pub(crate) use own::without_subject;

use zhibiao_model::ids::{KindId, ZoneId};
use zhibiao_model::unit::{Base, Unit};

use crate::fact::{FactPeriod, IndicatorRef, Measure};
use crate::measures::Said;
use crate::naming::{Named, capacity, is_per_one};
use crate::quantity::Quantity;
use crate::scene::Scene;
use crate::sides::counts;
use crate::tables::cues::Cue;
use crate::tables::names::{GAINS, GROWTH_ENDINGS, PICKED_LEVELS, TOTALS};
use crate::units::{is_of, is_relative};

/// The last characters of a word for growth.
const GROWTHS: [char; 3] = ['增', '长', '速'];
/// Characters of a part that is called by its own word alone: 出口 of 进出口总额.
const LONGEST_PART: usize = 3;
/// Characters of the word that it shares with the whole.
const LONGEST_TAIL: usize = 3;
/// Characters of brackets behind a name.
const LONGEST_BRACKET: usize = 40;
/// Characters of a sentence that is a name alone.
const LONGEST_THEME: usize = 24;
/// Digits of a year.
const YEAR_DIGITS: usize = 4;

/// What the names of areas end with.
const AREA: &str = "面积";

impl Scene<'_> {
    /// A number inside a subject's name, 准大电厂2×100万千瓦扩建项目, is its capacity.
    pub(crate) fn inside_name(&self, quantity: &Quantity) -> Option<Named> {
        let hit = self.name_around(quantity)?;
        Some(Named {
            indicator: self.indicator_called(capacity(quantity).to_owned()),
            extent: hit.extent.clone(),
        })
    }

    /// 新增上市企业3家、高新技术企业120家: the gain that opens the clause is told of all that it counts.
    pub(crate) fn with_gain_of_clause(&self, name: Named) -> Named {
        let start = name.extent.start;
        if self.page.before(start) != '、' || name.indicator.code().is_none() {
            return name;
        }
        let head = self.past_leading(self.clause_start(start));
        let opens = |gain: &&&str| self.page.starts(head, gain);
        let gain = GAINS.iter().filter(opens).max_by_key(|gain| gain.len());
        let zh = name.indicator.zh();
        let has_own = GAINS.iter().any(|gain| zh.starts_with(gain));
        let Some(gain) = gain.filter(|_| !has_own) else {
            return name;
        };
        Named {
            indicator: self.indicator_called(format!("{gain}{zh}")),
            extent: name.extent,
        }
    }

    /// （1）地区生产总值。全年完成386亿元: the name of the catalogue that a whole sentence is.
    pub(crate) fn theme(&self) -> Option<Named> {
        // Most sentences say more.
        if self.sentence.len() > LONGEST_THEME {
            return None;
        }
        let start = self.past_leading(self.sentence.start);
        let hit = self.hits.get(self.first_hit(|hit| hit.extent.start < start))?;
        let code = self.lexicon.entry(hit.entry)?.indicator.clone()?;
        let extent = hit.extent.clone();
        let is_whole = extent.start == start
            && matches!(self.page.at(extent.end), '。' | ':')
            && extent.end + 1 >= self.sentence.end;
        let zh = self.page.text(extent.clone());
        is_whole.then_some(Named {
            indicator: IndicatorRef::Known { code, zh },
            extent,
        })
    }

    /// 进出口总额（含跨境电商12亿元）达320亿元: the name that brackets stand behind whose last number ends before a position.
    pub(crate) fn name_before_bracket(&self, from: usize) -> Option<Named> {
        if self.page.at(from) != ')' {
            return None;
        }
        let start = self.sentence.start.max(from.saturating_sub(LONGEST_BRACKET));
        let open = (start..from).rev().find(|at| self.page.at(*at) == '(')?;
        let (code, extent) = self.known_ending(self.clause_start(open), open)?;
        Some(self.unless_changed(code, extent, self.clause_start(open)))
    }

    /// The last name of the catalogue between a number and the one before it.
    pub(crate) fn last_known(&self, from: usize, to: usize) -> Option<Named> {
        if self.rules.naming.excluding.is_in(self.page, from..to.max(from)) {
            return None;
        }
        // 占一般公共预算收入的78.1%, 比营业收入快2个百分点: of what it is, not what it is.
        let compared = self
            .cues(from, to)
            .iter()
            .find(|(_, cue)| matches!(cue, Cue::Share | Cue::Compare | Cue::Base));
        let to = compared.map_or(to, |(extent, _)| extent.start);
        let found = self.hits_in(from..to).filter_map(|hit| {
            let code = self.lexicon.entry(hit.entry)?.indicator.clone()?;
            Some((code, hit.extent.clone()))
        });
        let (code, extent) = found.last()?;
        if self.is_compared_with(from, extent.start) {
            return None;
        }
        let start = self.clause_start(extent.start).max(from);
        Some(self.unless_changed(code, extent, start))
    }

    /// 净增高新技术企业400家，累计超过2800家: the whole is no change of it. `from` is where the words of the number begin.
    pub(crate) fn whole_of(
        &self,
        name: Named,
        carried: Option<&Named>,
        from: usize,
        quantity: &Quantity,
    ) -> Named {
        let Some(carried) = carried else {
            return name;
        };
        let is_total = TOTALS.contains(&name.indicator.zh());
        let is_same = name.extent == carried.extent;
        let totals = &self.rules.naming.totals;
        let tells_total = || totals.is_in(self.page, from..quantity.extent.start);
        if !(is_total || is_same && tells_total()) {
            return name;
        }
        let zh = carried.indicator.zh();
        // 高新技术企业净增102家，总数达968家: the catalogue's name of the change may have the word at either end.
        let without = |change: &&str| zh.strip_prefix(*change).or_else(|| zh.strip_suffix(*change));
        let whole = GAINS
            .iter()
            .filter_map(without)
            .min_by_key(|whole| whole.len())
            .filter(|whole| whole.chars().nth(1).is_some());
        Named {
            indicator: whole.map_or_else(
                || carried.indicator.clone(),
                |whole| self.indicator_called(whole.to_owned()),
            ),
            extent: carried.extent.clone(),
        }
    }

    /// 3个工作日内即可办结: within how long something is done, with no name before it.
    pub(crate) fn is_term(&self, quantity: &Quantity, name: &Named) -> bool {
        let end = quantity.extent.end;
        let is_days = quantity
            .unit
            .as_deref()
            .is_some_and(|unit| is_of(unit, Base::WorkingDays));
        is_days && self.page.at(end) == '内' && name.extent.start >= end
    }

    /// The indicator that a measure of another one is.
    pub(crate) fn measured(
        &self,
        indicator: IndicatorRef,
        said: &Said,
        period: Option<FactPeriod>,
    ) -> IndicatorRef {
        let other_base = self.other_base(said, period);
        match (said.measure, said.told) {
            (Measure::Yoy, _) | (Measure::Target | Measure::Forecast, Measure::Yoy) => match other_base {
                Some(base) => IndicatorRef::Proposed {
                    // 现价增长4.1%.
                    zh: format!(
                        "{}{}{}",
                        indicator.zh(),
                        base.trim_end_matches(GROWTHS),
                        GROWTH_ENDINGS[0]
                    ),
                },
                None if said.measure == Measure::Yoy => self.growth_of(indicator),
                None => self.growth_aimed_at(indicator),
            },
            // 今年目标7%左右 of an amount: no amount is aimed at in percent. 规划绿地面积35%以上 is a part of all.
            (Measure::Target | Measure::Forecast, Measure::Ratio)
                if self.is_amount(&indicator) && !indicator.zh().ends_with(AREA) =>
            {
                self.growth_aimed_at(indicator)
            }
            (Measure::Share, _) => self.share_of(indicator),
            (
                Measure::Level
                | Measure::Ratio
                | Measure::Rank
                | Measure::Delta
                | Measure::Target
                | Measure::Forecast,
                _,
            ) => indicator,
        }
    }

    /// What a growth is over, unless that is the year before the figure's: 较2023年 of 2024 is growth as any other.
    pub(crate) fn other_base(&self, said: &Said, period: Option<FactPeriod>) -> Option<String> {
        let said = self.page.text(said.base.clone()?);
        let digits: String = said
            .chars()
            .filter(char::is_ascii_digit)
            .take(YEAR_DIGITS)
            .collect();
        let year: Option<i16> = digits.parse().ok();
        let own = period.map(|period| period.period.start().year());
        let is_year_before = year.is_some_and(|year| own.is_some_and(|own| own - year == 1));
        (!is_year_before).then_some(said)
    }

    fn is_amount(&self, indicator: &IndicatorRef) -> bool {
        let known = indicator.code().and_then(|code| self.lexicon.indicator(code));
        known.is_some_and(|known| !is_relative(&known.unit))
    }

    /// 上半年地区生产总值: the catalogue's indicator of that length of time, where it has one of its own.
    pub(crate) fn of_frequency(
        &self,
        indicator: IndicatorRef,
        said: &Said,
        period: Option<FactPeriod>,
    ) -> IndicatorRef {
        let is_level = matches!(said.measure, Measure::Level | Measure::Target | Measure::Forecast);
        let part = period.filter(|period| is_level && !period.cumulative);
        let told = indicator.code().zip(part);
        let own = told.and_then(|(code, period)| self.lexicon.of_frequency(code, period.period.frequency()));
        match own {
            Some(code) => IndicatorRef::Known {
                code: code.clone(),
                zh: indicator.zh().to_owned(),
            },
            None => indicator,
        }
    }

    /// 高技术制造业增加值占规上工业比重: the share of 高技术制造业增加值, whatever it is of.
    fn share_of(&self, indicator: IndicatorRef) -> IndicatorRef {
        let IndicatorRef::Proposed { zh } = &indicator else {
            return indicator;
        };
        match zh
            .split_once('占')
            // 市场占有率 is one word.
            .filter(|(part, whole)| part.chars().nth(1).is_some() && !whole.starts_with(['有', '用', '地']))
        {
            Some((part, _)) => self.indicator_called(format!("{part}占比")),
            None => indicator,
        }
    }

    /// A name that was put together from the words around a number may be one of the catalogue all the same: what a
    /// reviewer has kept as an alias is.
    pub(crate) fn recognised(&self, indicator: IndicatorRef, unit: &Unit) -> IndicatorRef {
        let IndicatorRef::Proposed { zh } = &indicator else {
            return indicator;
        };
        let Some(code) = self.lexicon.indicator_named(zh.chars()).cloned() else {
            return indicator;
        };
        let zh = zh.clone();
        let called = IndicatorRef::Known { code, zh };
        if self.converts(&called, unit) {
            called
        } else {
            indicator
        }
    }

    /// Whether the catalogue has an indicator for what lies in zones alone: 项目总投资 is no zone's.
    pub(crate) fn is_of_subjects(&self, indicator: &IndicatorRef) -> bool {
        let known = indicator.code().and_then(|code| self.lexicon.indicator(code));
        known.is_some_and(|known| {
            let is_zone = |kind: &KindId| kind.id() == ZoneId::COLLECTION;
            !known.subject_kinds.is_empty() && !known.subject_kinds.iter().any(is_zone)
        })
    }

    /// Whether the catalogue says what a ratio is taken of.
    pub(crate) fn defines_ratio(&self, indicator: &IndicatorRef) -> bool {
        let known = indicator.code().and_then(|code| self.lexicon.indicator(code));
        known.is_some_and(|indicator| indicator.formula.is_some())
    }

    /// Whether a unit suits the indicator; changes and ranks of it are in units of their own.
    pub(crate) fn converts(&self, indicator: &IndicatorRef, unit: &Unit) -> bool {
        let known = indicator.code().and_then(|code| self.lexicon.indicator(code));
        known.is_none_or(|known| {
            known.unit.converts_to(unit)
                || is_relative(unit)
                || is_of(unit, Base::Rank)
                || is_per_one(&known.unit, unit)
                || counts(&known.unit) && counts(unit)
        })
    }

    /// The unit of a count of the catalogue, for 5G基站数2325; of an amount it could be any scale.
    pub(crate) fn unit_of(&self, indicator: &IndicatorRef) -> Option<Arc<Unit>> {
        let known = self.lexicon.indicator(indicator.code()?)?;
        let is_plain = counts(&known.unit) && known.unit.to_canonical(1.0) == 1.0;
        is_plain.then(|| Arc::new(known.unit.clone()))
    }
}

impl Scene<'_> {
    /// 国家级高新技术企业: the indicator that an alias with 国家 means, where the catalogue has one.
    pub(crate) fn levelled(&self, zh: String) -> IndicatorRef {
        let short = zh.strip_prefix("国家级").map(|rest| format!("国家{rest}"));
        let known = short.and_then(|short| self.lexicon.indicator_named(short.chars()).cloned());
        match known {
            Some(code) => IndicatorRef::Known { code, zh },
            None => self.indicator_called(zh),
        }
    }

    /// 进出口总额86亿元，其中出口52亿元: a part of what was just told of has its last word, where the catalogue knows it so.
    pub(crate) fn with_shared_word(&self, name: Named, unit: &Unit) -> Named {
        let IndicatorRef::Proposed { zh } = &name.indicator else {
            return name;
        };
        if zh.chars().count() > LONGEST_PART {
            return name;
        }
        let whole = self
            .hits_in(self.sentence.start..name.extent.start)
            .map(|hit| self.page.text(hit.extent.clone()))
            .filter(|whole| is_shortened(zh, whole))
            .last();
        let whole = whole.unwrap_or_default();
        let tails = whole.char_indices().rev().take(LONGEST_TAIL);
        let known = tails
            .filter_map(|(at, _)| whole.get(at..))
            .map(|tail| format!("{zh}{tail}"))
            .filter_map(|called| Some((self.lexicon.indicator_named(called.chars())?, called)))
            .last();
        let Some((code, called)) = known else {
            return name;
        };
        let indicator = IndicatorRef::Known {
            code: code.clone(),
            zh: called,
        };
        if !self.converts(&indicator, unit) {
            return name;
        }
        Named {
            indicator,
            extent: name.extent,
        }
    }
}

/// 众创空间187家，其中国家级31家: the level says which of those just counted.
pub(crate) fn part_of(mut name: Named, carried: Option<&Named>) -> Named {
    if let (IndicatorRef::Proposed { zh }, Some(carried)) = (&mut name.indicator, carried)
        && PICKED_LEVELS.contains(&zh.as_str())
    {
        let whole = carried.indicator.zh();
        // 省级以上研发平台 begins with 省级以上, not with 省级.
        let nouns = PICKED_LEVELS.iter().filter_map(|level| whole.strip_prefix(level));
        let noun = nouns.min_by_key(|noun| noun.len());
        zh.push_str(noun.unwrap_or(whole));
    }
    name
}

/// Whether a word is what is left of another: 进口 of 进出口总额.
fn is_shortened(word: &str, whole: &str) -> bool {
    let mut rest = whole.chars();
    word.chars().all(|c| rest.any(|known| known == c))
}
