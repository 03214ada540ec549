//! Which zone a number is about: the last one named before it in its sentence, else the one spoken of before.

mod aggregates;
mod bare;
mod groups;
mod names;
mod parks;
mod stray;

use std::ops::Range;

pub(crate) use aggregates::is_aggregate;
use names::Names;

use crate::fact::ZoneRef;
use crate::lexicon::{Hit, Lexicon, Mention};
use crate::page::{BREAK, BlockKind, Extent, Page, is_han};
use crate::rules::Rules;
use crate::tables::zones::{GIVEN_ENDINGS, SURE_ENDINGS};

/// How far from the head of a paragraph a zone may stand that it is about.
const HEAD: usize = 6;
/// Characters of a ratio of it: 近12.5倍.
const LONGEST_RATIO: usize = 8;
/// Most zones whose names a text may cut short.
const MOST_NAMES: usize = 32;
/// Characters of brackets behind a zone's name.
const LONGEST_BRACKET: usize = 40;

/// A zone named in a text.
#[derive(Clone, Debug)]
pub(crate) struct ZoneMention {
    pub(crate) extent: Extent,
    pub(crate) zone: ZoneRef,
    /// Whether it only keeps the topic company: 与西安高新区签约.
    pub(crate) is_companion: bool,
    /// Whether a clause only sets it apart, so that what follows is hardly its own, but may be.
    pub(crate) is_set_apart: bool,
    /// Brackets right behind it: what stands in them is its own.
    pub(crate) bracket: Option<Extent>,
}

/// Follows the zones that a text speaks of, sentence by sentence.
#[derive(Debug)]
pub(crate) struct Zones {
    mentions: Vec<ZoneMention>,
    /// Where several are told of together.
    groups: Vec<Extent>,
    next_group: usize,
    groups_here: Range<usize>,
    /// Whether the text went on about several together since it named one.
    is_grouped: bool,
    /// That which the caller names.
    given: Option<ZoneRef>,
    /// The first that the text speaks of: figures may stand before it.
    first: Option<ZoneRef>,
    /// Spoken of before the sentence at hand.
    carried: Option<ZoneRef>,
    /// That of the last heading.
    headed: Option<ZoneRef>,
    /// That which the block at hand began with.
    opener: Option<ZoneRef>,
    /// Whether the sentence at hand may be about another zone than the last one.
    is_unclear: bool,
    /// The block of the sentence at hand, and what it is.
    block: Option<usize>,
    kind: BlockKind,
    next: usize,
    /// Those of the sentence at hand.
    here: Range<usize>,
}

impl ZoneRef {
    /// A zone that the catalogue doesn't know, by a name that ends like a zone's: 咸阳高新区, no 咸阳市.
    #[must_use]
    pub fn called(name: &str) -> Option<Self> {
        let endings = SURE_ENDINGS.iter().chain(GIVEN_ENDINGS);
        let own = endings.filter_map(|ending| name.strip_suffix(ending));
        let is_name = |own: &str| own.chars().nth(1).is_some() && own.chars().all(is_han);
        own.min_by_key(|own| own.len())
            .filter(|own| is_name(own))
            .map(|_| Self::Proposed(name.to_owned()))
    }
}

impl Zones {
    /// Finds every mention. `first` is the zone that the caller names.
    pub(crate) fn find(
        page: &Page<'_>,
        rules: &Rules,
        lexicon: &Lexicon,
        hits: &[Hit],
        first: Option<ZoneRef>,
    ) -> Self {
        let mut mentions: Vec<ZoneMention> = hits
            .iter()
            .filter_map(|hit| {
                let (zone, mention) = lexicon.entry(hit.entry)?.zone.as_ref()?;
                (*mention == Mention::Zone).then(|| ZoneMention {
                    extent: hit.extent.clone(),
                    zone: ZoneRef::Known(zone.clone()),
                    is_companion: rules.scope.companions.ends(page, hit.extent.start)
                        || is_whole_of_ratio(page, hit.extent.end),
                    is_set_apart: false,
                    bracket: bracket_at(page, hit.extent.end),
                })
            })
            .collect();
        let names = Names {
            page,
            rules,
            lexicon,
            hits,
            is_given: first.is_some(),
        };
        let endings = names.endings();
        mentions.extend(called_for_short(
            page,
            &mentions,
            names.unknown(&endings, &mentions),
        ));
        mentions.sort_by_key(|mention| mention.extent.start);
        keep_company(page, &mut mentions);
        let shared = names.with_shared_ending(&mentions);
        if !shared.is_empty() {
            mentions.extend(shared);
            mentions.sort_by_key(|mention| mention.extent.start);
        }
        let mut mentions = names.without_parks(mentions);
        names.set_apart(&mut mentions);
        let bare = names.called_by_kind(&endings, &mentions);
        if !bare.is_empty() {
            mentions.extend(bare);
            mentions.sort_by_key(|mention| mention.extent.start);
        }
        let topic = mentions.iter().find(|mention| !mention.is_companion);
        let groups = names.groups(&endings, &mentions);
        Self {
            groups,
            next_group: 0,
            groups_here: 0..0,
            is_grouped: false,
            given: first.clone(),
            first: topic.map(|mention| mention.zone.clone()),
            mentions,
            carried: first,
            headed: None,
            opener: None,
            is_unclear: false,
            block: None,
            kind: BlockKind::Prose,
            next: 0,
            here: 0..0,
        }
    }

    /// Goes on to a sentence of a block.
    pub(crate) fn enter(
        &mut self,
        page: &Page<'_>,
        rules: &Rules,
        sentence: &Extent,
        block: usize,
        kind: BlockKind,
    ) {
        let topics = self.mentions[self.here.clone()].iter();
        let topic = topics.rev().find(|mention| !mention.is_companion);
        let is_behind = |topic: &ZoneMention| {
            self.group_before(usize::MAX)
                .is_none_or(|group| group < topic.extent.end)
        };
        if let Some(topic) = topic.filter(|topic| is_behind(topic)) {
            self.carried = Some(topic.zone.clone());
            self.is_grouped = false;
            if self.kind == BlockKind::Line {
                self.headed.clone_from(&self.carried);
            }
        } else if !self.groups_here.is_empty() && self.kind != BlockKind::Line {
            self.carried = None;
            self.is_grouped = true;
        }
        let is_new = self.block != Some(block);
        (self.block, self.kind) = (Some(block), kind);
        let from = self.next;
        while self
            .mentions
            .get(self.next)
            .is_some_and(|mention| mention.extent.start < sentence.end)
        {
            self.next += 1;
        }
        // A caption speaks of its picture, not of what the text goes on with.
        self.here = if kind == BlockKind::Furniture {
            self.next..self.next
        } else {
            from..self.next
        };
        let from = self.next_group;
        while self
            .groups
            .get(self.next_group)
            .is_some_and(|group| group.start < sentence.end)
        {
            self.next_group += 1;
        }
        self.groups_here = from..self.next_group;
        if is_new {
            self.open_block(sentence.start);
        } else {
            self.go_on(page, rules, sentence.start);
        }
    }

    /// 某科技城与该区联动发展: a name that the catalogue doesn't know rules its paragraph, not the whole of an article that is
    /// headed by a zone.
    fn open_block(&mut self, start: usize) {
        let is_headed = matches!(self.headed, Some(ZoneRef::Known(_)));
        if is_headed && matches!(self.carried, Some(ZoneRef::Proposed(_))) {
            self.carried.clone_from(&self.headed);
        }
        // 全市开发区…: the article's zone has the next paragraph again.
        if self.is_grouped
            && let Some(home) = self.headed.as_ref().or(self.given.as_ref())
        {
            self.carried = Some(home.clone());
            self.is_grouped = false;
        }
        let mut topics = self.here().iter().filter(|mention| !mention.is_companion);
        // 开放合作方面，某保税区…: a theme heads the paragraph.
        let is_head = |mention: &&ZoneMention| mention.extent.start <= start + HEAD;
        let first = topics.next().filter(is_head).map(|mention| mention.zone.clone());
        self.opener = first.or_else(|| self.carried.clone());
        self.is_unclear = false;
    }

    /// 长春高新区…。某综合保税区进出口41亿元。实际使用外资2亿美元: behind a sentence about another zone the text goes on about the one
    /// that it reports on: that of the last heading, or the first that it speaks of. Where the paragraph began with the
    /// other one nobody can tell, but for a word.
    fn go_on(&mut self, page: &Page<'_>, rules: &Rules, start: usize) {
        // 郑州高新区地区生产总值690亿元；高新技术企业1680家: what goes on over a semicolon stays where it is.
        if page.before(start) == ';' && !rules.scope.zone_itself.begins(page, start) {
            return;
        }
        let home = self.headed.as_ref().or(self.first.as_ref());
        let Some(home) = home.filter(|home| self.carried.as_ref() != Some(home)).cloned() else {
            self.is_unclear = false;
            return;
        };
        let word = rules
            .scope
            .zone_itself
            .at(page, start)
            .map(|(end, ())| page.text(start..end));
        let is_this = word.as_ref().is_some_and(|word| word.starts_with('该'));
        let is_own = word.as_ref().is_some_and(|word| word.starts_with('我'));
        // Zones that are compared, one after the other, with none that heads the text.
        let is_one_of_many = self.headed.is_none() && matches!(self.carried, Some(ZoneRef::Known(_)));
        let is_opener = is_one_of_many && self.opener == self.carried;
        self.is_unclear = !is_this && !is_opener;
        if is_one_of_many {
            return;
        }
        if is_own || !is_this && self.opener.as_ref() == Some(&home) {
            self.is_unclear = word.is_none();
            self.carried = Some(home);
            self.is_grouped = false;
        }
    }

    /// Whether a zone is one that neither the catalogue knows nor the caller named.
    pub(crate) fn is_new(&self, zone: &ZoneRef) -> bool {
        matches!(zone, ZoneRef::Proposed(_)) && self.given.as_ref() != Some(zone)
    }

    /// Whether nobody says of which zone a number is, as another one was spoken of before.
    pub(crate) fn is_unclear(&self, position: usize) -> bool {
        let is_behind = |mention: &ZoneMention| mention.is_set_apart && mention.extent.end <= position;
        let last = self
            .here()
            .iter()
            .rev()
            .find(|mention| mention.extent.end <= position);
        last.is_some_and(is_behind) || self.is_unclear && !self.at(position).1
    }

    /// The mentions of the sentence at hand.
    pub(crate) fn here(&self) -> &[ZoneMention] {
        &self.mentions[self.here.clone()]
    }

    /// Where several zones are told of together in the sentence at hand.
    pub(crate) fn groups(&self) -> &[Extent] {
        &self.groups[self.groups_here.clone()]
    }

    /// Where the last of them begins before a position.
    fn group_before(&self, position: usize) -> Option<usize> {
        let mut before = self.groups().iter().map(|group| group.start);
        before.rfind(|start| *start <= position)
    }

    /// The zone at a position, and whether it stands in the sentence.
    pub(crate) fn at(&self, position: usize) -> (Option<ZoneRef>, bool) {
        // 对标成都高新区（GDP3486亿元）.
        let owns = |mention: &&ZoneMention| {
            let bracket = mention.bracket.as_ref();
            bracket.is_some_and(|bracket| bracket.contains(&position))
        };
        if let Some(owner) = self.here().iter().find(owns) {
            return (Some(owner.zone.clone()), true);
        }
        let before = self
            .here()
            .iter()
            .rev()
            .find(|mention| mention.extent.end <= position && !mention.is_companion);
        let group = self.group_before(position);
        if let Some(mention) = before.filter(|mention| group.is_none_or(|group| group < mention.extent.end)) {
            return (Some(mention.zone.clone()), true);
        }
        if group.is_some() || self.is_grouped {
            return (None, false);
        }
        if self.carried.is_some() {
            return (self.carried.clone(), false);
        }
        (self.first.clone(), false)
    }
}

/// 厦门火炬高新区…。火炬高新区…: what ends the name of a zone that the text names in full is that zone; so is the same name
/// with its ending written out.
fn called_for_short(page: &Page<'_>, known: &[ZoneMention], mut found: Vec<ZoneMention>) -> Vec<ZoneMention> {
    let mut full: Vec<(String, ZoneRef)> = Vec::new();
    for mention in known {
        if full.len() < MOST_NAMES && !full.iter().any(|(_, zone)| *zone == mention.zone) {
            full.push((brief(&page.text(mention.extent.clone())), mention.zone.clone()));
        }
    }
    for mention in &mut found {
        let short = brief(&page.text(mention.extent.clone()));
        if SURE_ENDINGS.contains(&short.as_str()) {
            continue;
        }
        match full.iter().find(|(name, _)| name.ends_with(&short)) {
            Some((_, zone)) => mention.zone = zone.clone(),
            None if full.len() < MOST_NAMES => full.push((short, mention.zone.clone())),
            None => {}
        }
    }
    found
}

/// A zone's name with its ending cut short.
fn brief(name: &str) -> String {
    let endings = [
        ("高新技术产业开发区", "高新区"),
        ("经济技术开发区", "经开区"),
        ("经济开发区", "开发区"),
    ];
    let long = endings.iter().find(|(long, _)| name.ends_with(long));
    long.map_or_else(|| name.to_owned(), |(long, short)| name.replacen(long, short, 1))
}

/// 与甲新区、乙经开区相比: the second is compared with too.
fn keep_company(page: &Page<'_>, mentions: &mut [ZoneMention]) {
    for at in 1..mentions.len() {
        let Some([one, other]) = mentions.get_mut(at - 1..=at) else {
            return;
        };
        let is_joint = one.extent.end + 1 == other.extent.start && page.at(one.extent.end) == '、';
        other.is_companion |= one.is_companion && is_joint;
    }
}

/// 是某高新区的1.6倍, 为某高新区的62%: a zone that a ratio is taken of.
fn is_whole_of_ratio(page: &Page<'_>, end: usize) -> bool {
    let is_part =
        |at: &usize| page.at(*at).is_ascii_digit() || matches!(page.at(*at), '.' | '近' | '约' | '超');
    let number = end + 1;
    let behind = (number..number + LONGEST_RATIO)
        .find(|at| !is_part(at))
        .unwrap_or(number);
    page.at(end) == '的' && behind > number && matches!(page.at(behind), '倍' | '%' | '成')
}

/// Brackets that open at a position.
fn bracket_at(page: &Page<'_>, open: usize) -> Option<Extent> {
    if page.at(open) != '(' {
        return None;
    }
    let is_edge = |at: &usize| matches!(page.at(*at), ')' | '(' | BREAK);
    let close = (open + 1..open + LONGEST_BRACKET)
        .find(is_edge)
        .filter(|at| page.at(*at) == ')')?;
    Some(open..close)
}
