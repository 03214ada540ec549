//! Digits that name, number or date something: 5G, 4+4+4, 500强, 3号地块, 近两年.

use zhibiao_model::qualifier::Qualifier;

use crate::cells::BETWEEN;
use crate::page::{BREAK, Extent, Page};
use crate::quantity::{self, Quantity, digits_end, is_chinese_digit, written_end};
use crate::reading::NoiseKind;
use crate::scene::is_pause;
use crate::tables::cues::{Cue, YEARS_BEFORE, YEARS_BEHIND};
use crate::tables::noise::{CALLED, COUNTED_ENDINGS, LABEL_TAILS, NO_FIRST, SLOGANS};
use crate::tokens::{NEAR, Walk, is_digit};
use crate::units::is_money;
use crate::values::is_scale;

/// Digits of the number of an item.
const LONGEST_ITEM: usize = 2;
/// Digits from which a number may be one of a telephone or an account.
const TELEPHONE: usize = 6;
/// Digits of a dialling code.
const DIALLING_CODE: usize = 4;
/// Digits from which a number is no figure of an office.
const LONGEST_FIGURE: usize = 15;
/// Characters of a name behind the number that it begins with.
const SLOGAN: usize = 8;
/// Letters and digits of a code: ISO9001, H100.
const LONGEST_CODE: usize = 12;
/// Up to it 期 and 届 number something.
const LAST_PHASE: f64 = 6.0;
/// From here on a time is measured, no span: 寿命超过1万小时.
const LONG: f64 = 1000.0;

impl Walk<'_> {
    /// The end of digits that name or number something, and as what; None where a quantity may stand.
    pub(crate) fn label(&self, at: usize, block: usize) -> Option<(usize, NoiseKind)> {
        let page = self.page;
        let end = digits_end(page, at);
        let (before, after) = (page.before(at), page.at(end));
        let scheme = self.scheme_end(end);
        if scheme > end || before == '+' && page.before(at - 1).is_ascii_alphanumeric() {
            return Some((scheme.max(end), NoiseKind::Scheme));
        }
        if let Some(code) = self.code_end(at, end) {
            return Some((code, NoiseKind::Code));
        }
        // 注:1.…;2.…: items of a list that goes on in one paragraph.
        let heads_item = matches!(before, ':' | ';' | '。') && after == '.';
        let heads_line = at == block || at == block + 1 && before == '(' || heads_item;
        // …；（2）众创空间11家.
        let is_item =
            before == '(' && after == ')' && end - at <= LONGEST_ITEM && is_pause(page.before(at - 1));
        let is_numbering = heads_line && matches!(after, '.' | '、' | ')')
            || is_item
            || matches!(before, '〔' | '[') && matches!(after, '〕' | ']');
        if is_numbering {
            // 1.2.3 numbers a part of a part.
            return Some((end.max(written_end(page, at)), NoiseKind::Numbering));
        }
        let parts = self.proportion_end(end);
        if parts > end {
            return Some((parts, NoiseKind::Proportion));
        }
        Some((self.telephone_end(at, end, block)?, NoiseKind::Furniture))
    }

    /// The end of `+4+4`, `+4+N`, `+1>2`.
    fn scheme_end(&self, at: usize) -> usize {
        let mut end = at;
        while matches!(self.page.at(end), '+' | '>') {
            let next = self.page.at(end + 1);
            if next.is_ascii_digit() {
                end = digits_end(self.page, end + 1);
            } else if next.is_ascii_uppercase() {
                end += 2;
            } else {
                break;
            }
        }
        end
    }

    /// PM2.5, A-3, 5G, but not 20PB.
    fn code_end(&self, at: usize, end: usize) -> Option<usize> {
        let page = self.page;
        let (before, after) = (page.before(at), page.at(end));
        let is_joined = matches!(before, '-' | '.' | '/') && page.before(at - 1).is_ascii_alphabetic();
        if before.is_ascii_alphabetic() && self.measures_name(at, end) {
            return None;
        }
        if before.is_ascii_alphabetic() || is_joined {
            return Some(end);
        }
        let has_unit = matches!(after, 'x' | 'X') || self.rules.units.read(page, end).is_some();
        if !after.is_ascii_alphabetic() || has_unit {
            return None;
        }
        let code = (end..end + LONGEST_CODE).find(|at| !page.at(*at).is_ascii_alphanumeric());
        Some(code.unwrap_or(end + LONGEST_CODE))
    }

    /// GDP2700亿元 is no code: a unit stands behind the digits, and a name of the catalogue before them, or the unit is of
    /// money, in which nothing is numbered.
    fn measures_name(&self, at: usize, end: usize) -> bool {
        let units = &self.rules.units;
        let scale = quantity::run(self.page, end, is_scale);
        let unit = units
            .read(self.page, end)
            .or_else(|| units.read(self.page, scale));
        unit.is_some_and(|written| is_money(&written.unit) || self.is_named(at))
    }

    /// Whether a word of the table is one where it stands: 211高校 is, 2110亿元, 211家 and 优良天数365天 are figures.
    pub(crate) fn is_idiom(&self, extent: &Extent, kind: NoiseKind) -> bool {
        let (page, Extent { start, end }) = (self.page, extent.clone());
        let goes_on_before = page.at(start).is_ascii_digit()
            && (page.before(start).is_ascii_digit()
                || matches!(page.before(start), '.' | ',') && page.before(start - 1).is_ascii_digit());
        let goes_on_behind = || {
            let after = page.at(end);
            let is_doubt = matches!(after, '余' | '多' | '.' | ',');
            after.is_ascii_digit()
                || is_scale(after)
                || is_doubt && (page.at(end + 1).is_ascii_digit() || is_scale(page.at(end + 1)))
                || self
                    .rules
                    .units
                    .read(page, quantity::skip_space(page, end + usize::from(is_doubt)))
                    .is_some()
        };
        let is_figure = page.before(end).is_ascii_digit() && goes_on_behind();
        let is_measured =
            || kind == NoiseKind::TimeSpan && self.has_arabic(extent) && self.follows_timed(start);
        !(goes_on_before || is_figure || is_measured())
    }

    fn has_arabic(&self, extent: &Extent) -> bool {
        self.page.slice(extent.clone()).iter().any(char::is_ascii_digit)
    }

    /// The end of `:54.3:44.1`.
    fn proportion_end(&self, at: usize) -> usize {
        let mut end = at;
        while self.page.at(end) == ':' && self.page.at(end + 1).is_ascii_digit() {
            end = digits_end(self.page, end + 1);
        }
        end
    }

    fn telephone_end(&self, at: usize, end: usize, block: usize) -> Option<usize> {
        let page = self.page;
        let is_long = |from: usize, to: usize| {
            to >= from + TELEPHONE && page.chars[from..to].iter().all(char::is_ascii_digit)
        };
        if page.at(end) == '-' && end - at <= DIALLING_CODE && page.at(end + 1).is_ascii_digit() {
            let rest = digits_end(page, end + 1);
            if is_long(end + 1, rest) {
                return Some(rest);
            }
        }
        let is_called = is_long(at, end) && {
            let head = page.text(at.saturating_sub(NEAR).max(block)..at);
            CALLED.iter().any(|word| head.contains(word))
        };
        // 税收12345678901234.56元 is a figure, however long.
        let is_measured = || {
            let behind = (end..end + LONGEST_FIGURE).find(|at| !matches!(page.at(*at), '.' | '0'..='9'));
            behind.is_some_and(|at| is_scale(page.at(at)) || self.rules.units.read(page, at).is_some())
        };
        (is_called || end - at >= LONGEST_FIGURE && !is_measured()).then_some(end)
    }

    /// 进入全国前10名, 前50强.
    pub(crate) fn is_first_places(&self, quantity: &Quantity) -> bool {
        let number = &quantity.number;
        let is_class = || self.names_class(number);
        let is_ranked =
            || self.has_near(number.start, Cue::Rank) || self.page.at(number.end) == '强' && !is_class();
        self.is_behind_first(number.start) && is_ranked()
    }

    /// 前 before a number of places, but neither 目前 nor 提前.
    pub(crate) fn is_behind_first(&self, number: usize) -> bool {
        self.page.before(number) == '前' && !NO_FIRST.contains(self.page.before(number - 1))
    }

    /// 位居全国178家国家高新区第5位: how many are ranked.
    fn is_field(&self, quantity: &Quantity) -> bool {
        let (page, end) = (self.page, quantity.extent.end);
        let kind = self.rules.scope.zone_kinds.at(page, end);
        // 54个国家级高新区之一.
        let is_one_of = kind.is_some_and(|(kind, ())| {
            page.at(kind) == '第' && is_digit(page.at(kind + 1)) || page.starts(kind, "之一")
        });
        is_one_of || self.is_among(quantity, kind.is_some())
    }

    /// What looks like a quantity and is a class, a label or a span of time.
    pub(crate) fn disguised(&self, quantity: &Quantity) -> Option<(Extent, NoiseKind)> {
        let (page, words) = (self.page, &self.rules.numbers);
        let number = quantity.number.clone();
        let class = words
            .classes
            .at(page, quantity.extent.end)
            .or_else(|| words.classes.at(page, number.end));
        if let Some((end, ())) = class
            && !self.is_first_places(quantity)
        {
            return Some((number.start..end, NoiseKind::Class));
        }
        // 全球前20位货运机场: a class of them, and no people.
        let is_first = page.before(number.start) == '前'
            && matches!(page.at(number.end), '位' | '名')
            && self.rules.scope.elsewhere.ends(page, number.start - 1)
            && !self.is_first_places(quantity);
        if self.is_field(quantity) || is_first {
            return Some((quantity.extent.clone(), NoiseKind::Class));
        }
        // 80后: those born in the eighties; 引进企业30家后 goes on.
        if quantity.unit.is_none() && number.len() == 2 && page.at(number.end) == '后' {
            return Some((number.start..number.end + 1, NoiseKind::Class));
        }
        if let Some((end, ())) = words.ordinals.at(page, number.end)
            && !self.is_counted(quantity, end)
        {
            return Some((number.start..end, NoiseKind::Ordinal));
        }
        if quantity.unit.is_none()
            && is_bare_year(quantity)
            && page.at(number.end) != '/'
            && !self.is_named(number.start)
        {
            return Some((number, NoiseKind::Date));
        }
        let (end, ()) = words.spans.at(page, number.end)?;
        let is_figure = quantity.value >= LONG || self.is_timed(number.start, end);
        (!is_figure).then_some((number.start..end, NoiseKind::TimeSpan))
    }

    /// Whether a measure word behind a number counts, and numbers nothing: 标准厂房46栋, no 科技园3栋.
    fn is_counted(&self, quantity: &Quantity, end: usize) -> bool {
        let (page, scope) = (self.page, &self.rules.scope);
        let number = &quantity.number;
        let ending = page.text(number.end..end);
        let before = page.before(quantity.extent.start);
        let follows_name = before.is_ascii_alphanumeric()
            || matches!(before, '第' | '-' | '#' | '号' | '区')
            || scope.endings.ends(page, quantity.extent.start)
            || scope.zone_endings.ends(page, quantity.extent.start);
        let goes_on = is_digit(page.at(end)) || LABEL_TAILS.iter().any(|tail| page.starts(end, tail));
        // Phases of works and terms of congresses are few.
        let is_low = matches!(ending.as_str(), "期" | "届") && quantity.value <= LAST_PHASE;
        let is_exact = quantity.qualifier == Qualifier::Exact;
        COUNTED_ENDINGS.contains(&ending.as_str()) && !(is_exact && (follows_name || goes_on || is_low))
    }

    /// Whether nothing else stands in the cell of a row, which is not the first one.
    pub(crate) fn fills_cell(&self, digits: &Extent) -> bool {
        let (before, after) = (self.page.before(digits.start), self.page.at(digits.end));
        matches!(before, ' ' | BETWEEN) && matches!(after, ' ' | BETWEEN | BREAK | '\0')
    }

    /// 亿元 that fills a cell or brackets: a unit, which counts nothing.
    pub(crate) fn is_unit_of_table(&self, extent: &Extent) -> bool {
        let (before, after) = (self.page.before(extent.start), self.page.at(extent.end));
        matches!(before, ' ' | BETWEEN | '(' | ':') && matches!(after, ' ' | BETWEEN | BREAK | ')' | '\0')
            || before == ':' && after == '、'
    }

    /// Whether a name of the catalogue ends at a position: 营业收入2100 in a table of 亿元 is no year.
    fn is_named(&self, at: usize) -> bool {
        let hit = self.hits.partition_point(|hit| hit.extent.end < at);
        self.hits.get(hit).is_some_and(|hit| hit.extent.end == at)
    }

    /// “五个一批”, “一个定位、三个着力”: a number of things in a short name in quotation marks.
    pub(crate) fn is_slogan(&self, at: usize, end: usize) -> bool {
        let page = self.page;
        if !matches!(page.at(end), '个' | '大' | '项') {
            return false;
        }
        // 三个“一号工程”, 以两个加快为主抓手.
        let is_numbered = page.at(end + 1) == '“' && is_chinese_digit(page.at(end + 2));
        if is_numbered || SLOGANS.iter().any(|word| page.starts(end + 1, word)) {
            return true;
        }
        let is_mark = |c: &&char| matches!(c, '“' | '”' | '，' | '。');
        let opens = page
            .slice(at.saturating_sub(SLOGAN)..at)
            .iter()
            .rev()
            .find(is_mark)
            == Some(&'“');
        let behind = page.slice(end..(end + SLOGAN).min(page.chars.len()));
        opens && behind.iter().find(is_mark) == Some(&'”')
    }

    /// 近三年, 五年来: what is told of them is of no one year.
    pub(crate) fn is_years_together(&self, span: &Extent) -> bool {
        let (page, Extent { start, end }) = (self.page, span.clone());
        let is_one = end == start + 2 && matches!(page.at(start), '一' | '1');
        // 提前两年 tells how much sooner.
        let is_sooner = page.before(start) == '前' && page.before(start - 1) == '提';
        let before = || YEARS_BEFORE.iter().any(|word| page.ends(start, word).is_some()) && !is_sooner;
        let behind = || YEARS_BEHIND.iter().any(|word| page.starts(end, word));
        page.before(end) == '年' && !is_one && (before() || behind())
    }

    /// Whether a length of time is a figure: 压缩至3天, 优良天数256天.
    fn is_timed(&self, start: usize, end: usize) -> bool {
        let unit = self.page.before(end);
        if matches!(unit, '代' | '纪') {
            return false;
        }
        self.follows_timed(start) || unit == '天' && !is_span(self.page, start, end)
    }

    /// Whether a word stands shortly before by which a length of time is measured.
    fn follows_timed(&self, start: usize) -> bool {
        let near = start.saturating_sub(NEAR);
        let pause = (near..start).rev().find(|at| is_pause(self.page.at(*at)));
        self.rules
            .times
            .timed
            .is_in(self.page, pause.unwrap_or(near)..start)
    }
}

/// 近10天, 3天内, 5天后 are spans.
fn is_span(page: &Page<'_>, start: usize, end: usize) -> bool {
    matches!(page.before(start), '近' | '前' | '后')
        || matches!(page.at(end), '内' | '后' | '来' | '前' | '时' | '左')
}

fn is_bare_year(quantity: &Quantity) -> bool {
    let digits = quantity.number.len() == 4 && quantity.value.fract() == 0.0;
    digits && (1900.0..=2060.0).contains(&quantity.value)
}
