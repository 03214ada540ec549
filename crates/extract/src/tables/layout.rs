//! What a page carries besides its text, and how a line that goes on looks. Add a mark or a word to a list.

use crate::cells::BETWEEN;
use crate::words::Words;

/// A line that begins so is a byline, a caption or the foot of a page.
#[rustfmt::skip] // Words stand many to a line.
const FURNITURE_STARTS: &[&str] = &[
    "图为", "图①", "图②", "图③", "编辑:", "来源:", "作者:", "记者:", "摄影:", "更多精彩", "上接", "下转", "电话:", "热线:", "邮编:",
    "邮箱:", "地址:", "网址:", "http://", "https://", "www.", "国内统一", "邮发代号", "印刷:", "发行:",
];
/// So is one that begins so, unless it tells a figure: 版权登记量达1.2万件 is a result.
#[rustfmt::skip]
const BYLINE_STARTS: &[&str] = &[
    "◎", "上图", "下图", "左图", "右图", "本报记者", "本报讯记者", "通讯员", "责任编辑", "责编", "校对", "版式", "美编", "扫码", "扫一扫",
    "本版", "值班", "主编", "版权",
];
/// What stands behind such a word where it does begin a byline.
const BYLINE_MARKS: &[&str] = &[":", "所有"];
/// Characters behind a number by which it dates or numbers something.
const DATING: &str = "年月日时分点号版期页";
/// A line that ends so is a caption.
const FURNITURE_ENDS: &[&str] = &[
    "供图",
    "供图。",
    "摄",
    "摄。",
    "/摄",
    "制图",
    "制图。",
    "(资料图)",
    "资料图片",
];
/// Marks that open an item of a list: such a line continues nothing.
const LIST_MARKS: &[&str] = &[
    "(", "①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧", "⑨", "●", "■", "◆", "▲", "★", "-", "·", "◎",
];
/// Bylines name no figure, so that only a short line is one.
const LONGEST_FURNITURE: usize = 120;

/// A title may hold a comma; what is longer is running text.
const LONGEST_TITLE: usize = 24;

/// The words of a page's layout, ready to be looked up.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    furniture: Words<()>,
    bylines: Words<()>,
    ends: Words<()>,
    items: Words<()>,
}

impl Layout {
    pub(crate) fn new() -> Self {
        Self {
            furniture: Words::of(FURNITURE_STARTS),
            bylines: Words::of(BYLINE_STARTS),
            ends: Words::of(FURNITURE_ENDS),
            items: Words::of(LIST_MARKS),
        }
    }

    /// Whether a line is furniture of the page.
    pub(crate) fn is_furniture(&self, line: &[char]) -> bool {
        line.len() <= LONGEST_FURNITURE
            && (self.furniture.opening(line).is_some()
                || self.is_byline(line)
                || self.ends.closing(line).is_some()
                || is_page_number(line))
    }

    fn is_byline(&self, line: &[char]) -> bool {
        self.bylines.opening(line).is_some_and(|word| {
            let rest = line.get(word..).unwrap_or_default();
            BYLINE_MARKS.iter().any(|mark| starts(rest, mark)) || !tells_figure(rest)
        })
    }

    /// Whether a line can go on where the one before stopped.
    pub(crate) fn may_continue(&self, line: &[char]) -> bool {
        self.items.opening(line).is_none() && !is_numbered(line)
    }
}

/// Whether a number with something behind it stands in a line: 26辆, 15%, no 2024年.
fn tells_figure(line: &[char]) -> bool {
    let pairs = line.iter().zip(line.iter().skip(1));
    pairs.into_iter().any(|(digit, behind)| {
        let is_word = ('\u{4e00}'..='\u{9fff}').contains(behind) && !DATING.contains(*behind);
        digit.is_ascii_digit() && (is_word || *behind == '%')
    })
}

/// Whether a line is a row of a table; one tab in a sentence makes none of it.
pub(crate) fn is_row(line: &[char]) -> bool {
    let cells = line.iter().filter(|c| **c == BETWEEN).count();
    cells > 1 || cells == 1 && !line.iter().any(|c| matches!(c, '，' | '。'))
}

/// Whether a block of running text stops in mid-sentence. A closed measure (`增长5%`) is a line of its own.
pub(crate) fn is_unfinished(block: &[char]) -> bool {
    let is_prose = block.len() > LONGEST_TITLE || block.contains(&'。');
    is_prose
        && block.last().is_some_and(|c| {
            !matches!(
                c,
                '。' | '!' | '?' | ';' | ':' | '”' | '’' | '」' | '』' | ')' | '》' | '…' | '%' | '元' | '|'
            ) && !c.is_ascii_digit()
        })
}

/// `一、`, `1.`, `2、` at the front.
fn is_numbered(line: &[char]) -> bool {
    let digits = line
        .iter()
        .take_while(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(**c))
        .count();
    (1..=3).contains(&digits)
        && line.get(digits).is_some_and(|c| matches!(c, '、' | '.'))
        && !line.get(digits + 1).is_some_and(char::is_ascii_digit)
}

/// `第3版`, `T07`, `- 5 -`, a bare number.
fn is_page_number(line: &[char]) -> bool {
    let is_mark = |c: &char| matches!(c, '第' | '版' | '页' | '-' | ' ' | '/' | 'A'..='Z');
    line.len() <= 12
        && line.iter().any(char::is_ascii_digit)
        && line.iter().all(|c| c.is_ascii_digit() || is_mark(c))
}

fn starts(line: &[char], word: &str) -> bool {
    let mut chars = line.iter();
    word.chars().all(|c| chars.next() == Some(&c))
}
