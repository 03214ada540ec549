//! What a name is without the subject that it begins with: 某公司去年实现产值 is 产值.

use crate::fact::{IndicatorRef, SubjectRef};
use crate::quantity::is_chinese_digit;
use crate::tables::kinds::ENTERPRISES;
use crate::tables::names::DONE_BY;
use crate::tables::subjects::{ANAPHORS, BARE_ANAPHORS, BARE_FIRM};

/// 云山铝业有限公司年产电解铝 is about the firm; what is measured is 年产电解铝.
pub(crate) fn without_subject(indicator: IndicatorRef, subject: Option<&SubjectRef>) -> IndicatorRef {
    let (IndicatorRef::Proposed { zh }, Some(subject)) = (&indicator, subject) else {
        return indicator;
    };
    let is_numeral = |c: char| c.is_ascii_digit() || is_chinese_digit(c);
    let says = |rest: &&str| rest.chars().nth(1).is_some();
    let firm = (subject.kind() == ENTERPRISES).then_some(BARE_FIRM);
    let anaphors = ANAPHORS.iter().map(|(word, _)| *word);
    let prefixes = std::iter::once(subject.zh())
        .chain(anaphors)
        .chain(BARE_ANAPHORS.iter().copied())
        .chain(firm);
    // 位于高新路的某加速器建筑面积.
    let described = || {
        // Most names are shorter than a subject's.
        if zh.len() <= subject.zh().len() {
            return None;
        }
        let (before, rest) = zh.split_once(subject.zh())?;
        before.ends_with('的').then_some(rest).filter(says)
    };
    // Few names begin like any of them.
    let first = zh.chars().next();
    // 该中心2024年服务企业, whose first character no name begins with.
    let timed = || {
        let endings = ANAPHORS.iter().map(|(_, ending)| ending);
        let endings = endings.filter(|ending| ending.chars().next() == first);
        let rests = endings.filter_map(|ending| zh.strip_prefix(ending));
        rests.filter(|rest| rest.starts_with(is_numeral)).find(says)
    };
    let prefixes = prefixes.filter(|prefix| prefix.chars().next() == first);
    let own = prefixes.filter_map(|prefix| zh.strip_prefix(prefix)).find(says);
    let Some(rest) = own.or_else(timed).or_else(described) else {
        return indicator;
    };
    // 某项目2023年完成投资: the year stands between the two.
    let dated = rest
        .split_once('年')
        .filter(|(year, _)| !year.is_empty() && year.chars().all(is_numeral));
    let mut rest = dated.map(|(_, rest)| rest).filter(says).unwrap_or(rest);
    // 某工厂8月生产整车.
    let monthly = rest.split_once('月').filter(|(month, _)| {
        !month.is_empty() && month.chars().all(|c| is_numeral(c) || matches!(c, '-' | '至'))
    });
    rest = monthly.map(|(_, rest)| rest).filter(says).unwrap_or(rest);
    // 某产业园（一期）入驻企业, 某产业园（BioBAY）在园企业.
    let phased = rest.strip_prefix('(').and_then(|phase| phase.split_once(')'));
    if let Some((_, behind)) = phased.filter(|(_, behind)| says(behind)) {
        rest = behind;
    }
    // 某公司去年实现产值: when and that it was done belongs to no name.
    while let Some(own) = DONE_BY
        .iter()
        .find_map(|word| rest.strip_prefix(word))
        .filter(says)
    {
        rest = own;
    }
    IndicatorRef::Proposed { zh: rest.to_owned() }
}
