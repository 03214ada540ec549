//! Reading entries anew that are unknown under a name which a reviewer keeps as an alias.
//!
//! They are read as the next text would be: the reader knows which zone a name stands in, and how sure it is then. Should
//! the catalogue refuse the alias after all, because somebody changes it at this moment, what was read anew still waits
//! for reviewers and approver.

use std::{collections::BTreeMap, sync::Arc};

use zhibiao_model::{
    catalog::{Catalog, Draft, Lookup, Names},
    ids::{IndicatorCode, SubjectName},
};
use zhibiao_proto::report::v1::EntryReview;

use super::{Alias, Proposal, Verdict};
use crate::{
    atlas::Atlas,
    content::{Content, Passage, Place, Row, TextId, Texts},
    finding::Bytes,
    header::Header,
    intake::{FileError, read_prose},
};

/// A row that is unknown under a kept alias.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unknown {
    row: usize,
    /// The entries that keep the aliases of its indicator and of its subject; 0 for none.
    kept_by: [u32; 2],
}

/// The rows that are unknown under one of the aliases that reviews keep, and that nobody has decided about.
pub(crate) fn unknown_under(
    reviews: &[EntryReview],
    aliases: &[Vec<Alias>],
    content: &Content,
) -> Vec<Unknown> {
    let Some(prose) = &content.prose else {
        return Vec::new();
    };
    let keeper = |texts: &Texts, id: TextId, of_indicator: bool| {
        let text = texts.text(id);
        let is_one = |alias: &Alias| alias.text == text && alias.is_of_indicator() == of_indicator;
        let mut kept = reviews.iter().zip(aliases);
        let keeps = kept.find(|(_, aliases)| aliases.iter().any(is_one));
        keeps
            .filter(|_| texts.meaning(id).is_empty())
            .map_or(0, |(review, _)| review.entry)
    };
    let rows = content.rows.iter().zip(&prose.passages).enumerate();
    rows.filter(|(_, (_, passage))| passage.verdict == Verdict::Open)
        .map(|(at, (row, _))| Unknown {
            row: at,
            kept_by: [
                keeper(&content.indicators, row.indicator, true),
                keeper(&content.subjects, row.subject, false),
            ],
        })
        .filter(|unknown| unknown.kept_by != [0; 2])
        .collect()
}

/// Takes back what open entries were read as by aliases that no longer stand: their names are unknown again. The rows.
pub(crate) fn forget(overruled: &[Proposal], content: &mut Content) -> Vec<usize> {
    let is_gone = |entry: u32, of_indicator: bool| {
        let mut gone = overruled.iter();
        entry > 0
            && gone.any(|proposal| proposal.entry == entry && proposal.is_of_indicator() == of_indicator)
    };
    let Some(prose) = &mut content.prose else {
        return Vec::new();
    };
    let mut forgotten = Vec::new();
    for (at, (row, passage)) in content.rows.iter_mut().zip(&mut prose.passages).enumerate() {
        let [indicator, subject] = passage.read_by;
        let gone = [is_gone(indicator, true), is_gone(subject, false)];
        if passage.verdict != Verdict::Open || gone == [false; 2] {
            continue;
        }
        let place = row.place;
        let unknown = |texts: &mut Texts, id: TextId| {
            let text = texts.text(id).to_owned();
            texts.intern_as(&text, "", place)
        };
        if gone[0] {
            row.indicator = unknown(&mut content.indicators, row.indicator);
        }
        if gone[1] {
            row.subject = unknown(&mut content.subjects, row.subject);
        }
        passage.read_by = [0; 2];
        forgotten.push(at);
    }
    forgotten
}

/// Reads rows anew with nothing but the catalogue; one that the text tells otherwise now stays as it is.
///
/// # Errors
/// When the text can't be read.
pub(crate) fn read_without(
    rows: &[usize],
    content: &mut Content,
    text: &str,
    header: &Header,
    atlas: &Atlas,
) -> Result<(), FileError> {
    let fresh = read_prose(text, header, atlas)?;
    let (Some(kept), Some(read)) = (&content.prose, &fresh.prose) else {
        return Ok(());
    };
    let pairs = pairs(&kept.passages, &read.passages);
    for at in rows {
        let again = pairs.get(at).copied();
        if let Some((row, passage)) =
            again.and_then(|again| Some((fresh.rows.get(again)?, read.passages.get(again)?)))
        {
            put(*at, row, passage, &fresh, content);
        }
    }
    Ok(())
}

/// Reads rows anew with aliases that the catalogue is still to take; those that stay unknown stay as they are. An alias
/// that the catalogue will refuse tells nothing.
///
/// # Errors
/// When the text can't be read.
pub(crate) fn read_anew(
    rows: &[Unknown],
    aliases: &[Vec<Alias>],
    content: &mut Content,
    text: &str,
    header: &Header,
    atlas: &Atlas,
) -> Result<(), FileError> {
    let Some(atlas) = with_aliases(aliases, atlas) else {
        return Ok(());
    };
    let fresh = read_prose(text, header, &atlas)?;
    let (Some(kept), Some(read)) = (&content.prose, &fresh.prose) else {
        return Ok(());
    };
    let pairs = pairs(&kept.passages, &read.passages);
    for Unknown { row: at, kept_by } in rows {
        let Some((row, passage)) = pairs.get(at).and_then(|again| {
            let passage = read.passages.get(*again)?;
            Some((fresh.rows.get(*again)?, passage))
        }) else {
            continue;
        };
        let knows = |texts: &Texts, id: TextId| id.index().is_none() || !texts.meaning(id).is_empty();
        // The only subject of a name is not meant where another zone is spoken of.
        let is_known = knows(&fresh.indicators, row.indicator) && knows(&fresh.subjects, row.subject);
        if is_known && !passage.elsewhere {
            let passage = Passage {
                read_by: *kept_by,
                ..*passage
            };
            put(*at, row, &passage, &fresh, content);
        }
    }
    Ok(())
}

/// Which passage of a fresh reading each kept one is read again as: that of the same number, and among those of several
/// zones that one number is told of (甲区、乙区各5家) the one in the same place. Where a number is told of fewer or more of
/// them now, none can be said to be another.
fn pairs(kept: &[Passage], fresh: &[Passage]) -> BTreeMap<usize, usize> {
    let (kept, fresh) = (by_number(kept), by_number(fresh));
    let alike = kept.into_iter().filter_map(|(number, kept)| {
        let fresh = fresh.get(&number)?;
        (fresh.len() == kept.len()).then(|| kept.into_iter().zip(fresh.clone()))
    });
    alike.flatten().collect()
}

/// The passages of each number, in their order.
fn by_number(passages: &[Passage]) -> BTreeMap<Bytes, Vec<usize>> {
    let mut numbers: BTreeMap<Bytes, Vec<usize>> = BTreeMap::new();
    for (at, passage) in passages.iter().enumerate() {
        numbers.entry(passage.place.number).or_default().push(at);
    }
    numbers
}

/// The catalogue with aliases; none where it would refuse one of them.
fn with_aliases(aliases: &[Vec<Alias>], atlas: &Atlas) -> Option<Atlas> {
    let mut draft = atlas.catalog.items().clone();
    for alias in aliases.iter().flatten() {
        let names = if alias.is_of_indicator() {
            let code: IndicatorCode = alias.item.parse().ok()?;
            let indicator = draft.indicators.get_mut(&code)?;
            &mut Arc::make_mut(indicator).names
        } else {
            subject_names(&mut draft, &alias.item.parse().ok()?)?
        };
        names.aliases.insert(alias.text.clone());
    }
    let catalog = Catalog::build(draft).ok()?;
    let with = Atlas::new(catalog);
    // Subjects of different zones may share a name; an indicator's leads to one.
    let is_plain = |alias: &Alias| {
        !alias.is_of_indicator() || matches!(with.directory.indicator(&alias.text), Lookup::Found(_))
    };
    aliases.iter().flatten().all(is_plain).then_some(with)
}

fn subject_names<'a>(draft: &'a mut Draft, name: &SubjectName) -> Option<&'a mut Names> {
    match name.zone() {
        Some(zone) => draft.zones.get_mut(&zone).map(|zone| &mut zone.names),
        None => draft.subjects.get_mut(name).map(|subject| &mut subject.names),
    }
}

/// Puts a row of a fresh reading in the place of one, with its passage.
fn put(at: usize, row: &Row, passage: &Passage, fresh: &Content, content: &mut Content) {
    let Some(kept) = content.rows.get(at).copied() else {
        return;
    };
    let again = |texts: &mut Texts, from: &Texts, id: TextId| {
        texts.intern_as(from.text(id), from.meaning(id), kept.place)
    };
    content.rows[at] = Row {
        place: kept.place,
        written: kept.written,
        note: kept.note,
        source: kept.source,
        subject: again(&mut content.subjects, &fresh.subjects, row.subject),
        indicator: again(&mut content.indicators, &fresh.indicators, row.indicator),
        period: content.periods.intern(fresh.periods.text(row.period), kept.place),
        unit: content.units.intern(fresh.units.text(row.unit), kept.place),
        ..*row
    };
    let (Some(prose), Some(from)) = (&mut content.prose, &fresh.prose) else {
        return;
    };
    let nowhere = Place::default();
    if let Some(place) = prose.passages.get_mut(at) {
        *place = Passage {
            sentence: prose
                .sentences
                .intern(from.sentences.text(passage.sentence), nowhere),
            reasons: prose.reasons.intern(from.reasons.text(passage.reasons), nowhere),
            ..*passage
        };
    }
}
