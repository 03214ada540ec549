//! The words of a name as it is told: without numbers, light words and marks.

use crate::page::Extent;
use crate::scene::Scene;
use crate::tables::names::HAS_WORDS;

impl Scene<'_> {
    /// The words of an extent without the numbers in it, and what joins those to them.
    pub(super) fn without_numbers(&self, extent: Extent) -> String {
        let mut text = String::new();
        let mut at = extent.start;
        for token in self.tokens_over(&extent) {
            let part = self.page.text(at..token.extent().start.max(at));
            text.push_str(part.trim_end_matches(['共', '和', '、', '与', '及']));
            at = token.extent().end;
        }
        text.push_str(&self.page.text(at.min(extent.end)..extent.end));
        text
    }

    /// The words of an extent without light words before them and marks around them.
    pub(super) fn trimmed(&self, extent: Extent) -> String {
        let page = self.page;
        let is_edge = |at: usize| matches!(page.at(at), ' ' | '“' | '”' | ':' | '的' | '-' | '#' | '*' | '·');
        let Extent { mut start, mut end } = extent;
        while start < end && is_edge(end - 1) {
            end -= 1;
        }
        loop {
            let word = self
                .rules
                .naming
                .leading
                .at(page, start)
                .map(|(behind, ())| behind)
                .filter(|_| !self.rules.naming.no_leading.begins(page, start));
            let mark = || is_edge(start).then_some(start + 1);
            // 园区共有企业4.7万家: 有 begins no name but those of its own words.
            let has =
                || (page.at(start) == '有' && !HAS_WORDS.contains(page.at(start + 1))).then_some(start + 1);
            match word.or_else(mark).or_else(has).filter(|behind| behind + 1 < end) {
                Some(behind) => start = behind,
                None => break,
            }
        }
        let text = page.text(start..end);
        if is_balanced(&text) {
            text
        } else {
            text.replace(['“', '”'], "")
        }
    }
}

/// Whether each quotation mark that closes has one before it that opens: 服务”事项“减时间 is cut out of two quotations.
fn is_balanced(text: &str) -> bool {
    let mut is_open = false;
    for mark in text.chars().filter(|c| matches!(c, '“' | '”')) {
        if is_open == (mark == '“') {
            return false;
        }
        is_open = mark == '“';
    }
    !is_open
}
