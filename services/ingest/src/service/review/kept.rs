//! What the log keeps of a report of prose, read back for a review.

use zhibiao_proto::report::v1::Entry;
use zhibiao_runtime::error::{Code, Problem};

use super::super::{list, wire};
use crate::{
    content::{Content, Explained, PassedOver},
    finding::{Check, Finding, Severity},
    log::{Chunk, LogError, ReportLog, unpack},
    report::Report,
    review::Differing,
};

/// What a report of prose says, as it is kept.
pub(super) struct Kept {
    pub(super) content: Content,
    pub(super) differing: Differing,
    pub(super) chunks: Vec<Chunk>,
}

/// Reads what a report of prose says, with the numbers that its reading passed over.
pub(super) fn read(log: &dyn ReportLog, report: &Report) -> Result<Kept, Problem> {
    let mut chunks = Vec::new();
    let mut from = 1;
    while let Some(packed) = log.chunks(report.id, from, 1)?.pop() {
        chunks.push(list::decode(report, &packed.data)?);
        from = packed.first + packed.rows;
    }
    let is_prose = !chunks.is_empty() && chunks.iter().all(|chunk| chunk.prose_at(0).is_some());
    if !is_prose {
        let message =
            "the report holds no prose: its entries stand in cells, and are returned rather than reviewed";
        return Err(Problem::new(Code::FailedPrecondition, "NOT_PROSE", message));
    }
    let mut content = unpack(&chunks).ok_or(LogError::Damaged {
        id: report.id,
        what: "entries",
    })?;
    let findings = log.findings(report.id, Severity::Info, i64::MIN, usize::MAX)?;
    let findings: Vec<Finding> = findings.into_iter().map(|(_, finding)| finding).collect();
    let differing = differing(&findings);
    if let Some(prose) = &mut content.prose {
        prose.passed_over = passed_over(findings);
        let kept = u32::try_from(prose.passed_over.len()).unwrap_or(u32::MAX);
        let code = Check::FactPassedOver.spec().code;
        let counted = report.counts.iter().find(|count| count.code == code);
        prose.more_passed_over = counted.map_or(0, |count| count.count.saturating_sub(kept));
    }
    Ok(Kept {
        content,
        differing,
        chunks,
    })
}

/// How entries differ from their formulas, as the findings tell it.
fn differing(findings: &[Finding]) -> Differing {
    let broken = findings
        .iter()
        .filter(|finding| matches!(finding.check, Check::FormulaBroken | Check::FormulaExplained));
    let read = broken.filter_map(|finding| {
        let number = |name: &str| finding.value(name).parse().ok();
        let difference = Explained::Difference {
            value: number("value")?,
            expected: number("expected")?,
        };
        Some((finding.entry, difference))
    });
    read.collect()
}

/// The numbers that became no fact, as the findings tell them.
fn passed_over(findings: Vec<Finding>) -> Vec<PassedOver> {
    let numbers = findings.into_iter().filter_map(|finding| {
        let Finding {
            check,
            position,
            read,
            facts,
            ..
        } = finding;
        let why = facts.into_iter().find(|(name, _)| name == "why")?.1;
        (check == Check::FactPassedOver).then_some(PassedOver {
            line: position.row,
            place: position.prose?,
            read,
            why,
        })
    });
    numbers.collect()
}

/// An entry as it is before a review: what it is about, its value and its state.
pub(super) fn entry_before(chunks: &[Chunk], entry: u32) -> Entry {
    let mut row = entry.saturating_sub(1) as usize;
    for chunk in chunks {
        if row < chunk.len() {
            return wire::entry_in_short(chunk, row, entry);
        }
        row -= chunk.len();
    }
    Entry::default()
}
