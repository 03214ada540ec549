//! Units as text.

use super::table::{Entry, TABLE};
use super::{Dimension, Unit, gcd};
use crate::width::half_width;

/// Longer text is no unit.
const LONGEST: usize = 128;
/// The scales, longest first so that `百亿` is not taken for `百`; with their powers of ten.
const SCALES: [(&str, u32); 12] = [
    ("万亿", 12),
    ("千亿", 11),
    ("百亿", 10),
    ("十亿", 9),
    ("千万", 7),
    ("百万", 6),
    ("十万", 5),
    ("亿", 8),
    ("万", 4),
    ("千", 3),
    ("百", 2),
    ("十", 1),
];
const ENGLISH_SCALES: [(&str, u32); 5] = [
    ("hundred", 2),
    ("thousand", 3),
    ("million", 6),
    ("billion", 9),
    ("trillion", 12),
];
const LATIN_SCALES: [(&str, u32); 3] = [("k", 3), ("K", 3), ("M", 6)];
/// How many of the nearest symbols an error names.
const SUGGESTIONS: usize = 3;

/// Text that names no unit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unit \"{text}\": {fault}")]
pub struct InvalidUnit {
    text: String,
    fault: UnitFault,
}

/// What is wrong with a unit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnitFault {
    /// A part that is no unit.
    #[error("\"{part}\" is not known{}", suggestion(&nearest(.part)))]
    Unknown {
        /// The part.
        part: String,
    },
    /// Longer than any unit.
    #[error("longer than {LONGEST} bytes")]
    TooLong,
    /// A product of scales that no exact fraction holds.
    #[error("too large or too small to convert exactly")]
    OutOfRange,
}

impl InvalidUnit {
    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What is wrong with it.
    pub fn fault(&self) -> &UnitFault {
        &self.fault
    }

    /// The nearest known symbols, best first; often none. Looked for only when asked: most text that is tried as a
    /// unit is something else, and nobody wants to know what it resembles.
    pub fn nearest(&self) -> Vec<String> {
        match &self.fault {
            UnitFault::Unknown { part } => nearest(part.split('^').next().unwrap_or(part)),
            UnitFault::TooLong | UnitFault::OutOfRange => Vec::new(),
        }
    }
}

pub(super) fn unit(text: &str) -> Result<Unit, InvalidUnit> {
    let invalid = |fault| InvalidUnit {
        text: text.chars().take(LONGEST).collect(),
        fault,
    };
    if text.len() > LONGEST {
        return Err(invalid(UnitFault::TooLong));
    }
    let folded = fold(text);
    let folded = unwrap_brackets(&folded);
    match atom(folded) {
        Some(atom) => atom.unit(),
        None => compound(folded),
    }
    .map_err(invalid)
}

/// A base unit with its scale.
#[derive(Clone, Copy)]
struct Atom {
    /// Power of ten; 0 to 12.
    scale: u32,
    entry: &'static Entry,
}

impl Atom {
    fn symbol(self) -> String {
        let scale = SCALES
            .iter()
            .find(|(_, power)| *power == self.scale)
            .map_or("", |(symbol, _)| symbol);
        format!("{scale}{}", self.entry.symbol)
    }

    /// Scales that make a unit of its own name are that unit: 千 + 米 is 公里, 千 + 瓦 is 千瓦.
    fn reduced(self) -> Self {
        entry(&self.symbol()).map_or(self, |entry| Self { scale: 0, entry })
    }

    fn unit(self) -> Result<Unit, UnitFault> {
        let mut product = Product::new();
        product.multiply(self, 1)?;
        Ok(product.unit())
    }
}

/// A unit under construction.
struct Product {
    over: Vec<String>,
    under: Vec<String>,
    dimension: Dimension,
    num: u128,
    den: u128,
}

impl Product {
    fn new() -> Self {
        Self {
            over: Vec::new(),
            under: Vec::new(),
            dimension: Dimension::ONE,
            num: 1,
            den: 1,
        }
    }

    /// Multiplies by an atom to a power, which is not zero.
    fn multiply(&mut self, atom: Atom, power: i32) -> Result<(), UnitFault> {
        // 无 disappears in products; a unit of nothing else is printed as such.
        if atom.entry.symbol != TABLE[0].symbol {
            let symbol = match power.unsigned_abs() {
                1 => atom.symbol(),
                n => format!("{}^{n}", atom.symbol()),
            };
            if power > 0 {
                self.over.push(symbol)
            } else {
                self.under.push(symbol)
            }
        }
        self.dimension = self.dimension.times_power(&atom.entry.dimension(), power);
        let num = u128::from(atom.entry.num) * 10u128.pow(atom.scale);
        let den = u128::from(atom.entry.den);
        let (num, den) = if power > 0 { (num, den) } else { (den, num) };
        for _ in 0..power.unsigned_abs() {
            let (num, den) = (self.num.checked_mul(num), self.den.checked_mul(den));
            let (num, den) = num.zip(den).ok_or(UnitFault::OutOfRange)?;
            let common = gcd(num, den);
            (self.num, self.den) = (num / common, den / common);
            if self.num.max(self.den) > u128::from(u64::MAX) {
                return Err(UnitFault::OutOfRange);
            }
        }
        Ok(())
    }

    fn unit(self) -> Unit {
        let (over, under) = (self.over.join("·"), self.under.join("·"));
        let symbol = match (over.is_empty(), under.is_empty()) {
            (true, true) => TABLE[0].symbol.to_owned(),
            (false, true) => over,
            (true, false) => format!("1/{under}"),
            (false, false) => format!("{over}/{under}"),
        };
        // Both were checked against u64 after each factor.
        Unit {
            symbol,
            dimension: self.dimension,
            num: self.num as u64,
            den: self.den as u64,
        }
    }
}

/// `A/B`, `A每B`, `每BA`, `A·B`; whatever stands behind the first slash divides.
fn compound(text: &str) -> Result<Unit, UnitFault> {
    let text = match text.strip_prefix('每') {
        Some(rest) => per_first(rest),
        None => text.replace("/每", "/").replace('每', "/"),
    };
    let (over, under) = text.split_once('/').unwrap_or((&text, "1"));
    let mut product = Product::new();
    for (side, sign) in [(over, 1), (under, -1)] {
        for part in unwrap_brackets(side).split(['/', '·']) {
            let (base, power) = match part.split_once('^') {
                Some((base, power)) => (base, power.parse().ok().filter(|power| (1..=99).contains(power))),
                None => (part, Some(1)),
            };
            let known = atom(base).filter(|_| !base.is_empty()).zip(power);
            let (atom, power): (Atom, i32) = known.ok_or_else(|| UnitFault::Unknown {
                part: part.to_owned(),
            })?;
            product.multiply(atom, sign * power)?;
        }
    }
    Ok(product.unit())
}

/// `每万人件` as `件/万人`: the longest unit at the front is what is divided by.
fn per_first(rest: &str) -> String {
    let ends = rest.char_indices().map(|(at, _)| at).skip(1).collect::<Vec<_>>();
    for at in ends.into_iter().rev() {
        let (under, over) = rest.split_at(at);
        if atom(under).is_some() && atom(over).is_some() {
            return format!("{over}/{under}");
        }
    }
    format!("1/{rest}")
}

/// A base unit, alone or with a scale before it, or behind it after the name of a currency.
fn atom(text: &str) -> Option<Atom> {
    if let Some(entry) = entry(text) {
        return Some(Atom { scale: 0, entry });
    }
    if let Some(amount) = text.strip_prefix("人民币").and_then(atom)
        && amount.entry.symbol == "元"
    {
        return Some(amount);
    }
    if let Some((scale, rest)) = leading_scale(text)
        && let Some(entry) = entry(rest).filter(|entry| entry.takes_scale() && !rest.is_empty())
    {
        return Some(Atom { scale, entry }.reduced());
    }
    // `USD million`, `人民币亿`
    TABLE.iter().filter(|entry| is_money(entry)).find_map(|entry| {
        let names = entry.names.iter().filter(|name| **name != "圆");
        let scale = names
            .filter_map(|name| text.strip_prefix(name))
            .find_map(|rest| {
                leading_scale(rest)
                    .filter(|(_, rest)| rest.is_empty())
                    .map(|(scale, _)| scale)
            })?;
        Some(Atom { scale, entry })
    })
}

fn is_money(entry: &Entry) -> bool {
    matches!(entry.bases, [(super::Base::Money(_), 1)])
}

/// The power of ten at the front and what follows: `百亿`, `million`, `100million`, `10万`, `10,000`, `k`.
pub(crate) fn leading_scale(text: &str) -> Option<(u32, &str)> {
    let is_number = text.starts_with(|c: char| c.is_ascii_digit());
    let ends = |c: char| !(is_number && (c.is_ascii_digit() || c == ','));
    let digits = text.find(ends).unwrap_or(text.len());
    let (number, rest) = text.split_at(digits);
    let number = number.replace(',', "");
    let zeros = match number.strip_prefix('1') {
        None if number.is_empty() => 0,
        Some(zeros) if zeros.len() <= 12 && zeros.bytes().all(|digit| digit == b'0') => zeros.len() as u32,
        Some(_) | None => return None,
    };
    let word = SCALES
        .iter()
        .find_map(|(word, power)| Some((*power, rest.strip_prefix(word)?)))
        .or_else(|| {
            ENGLISH_SCALES
                .iter()
                .find_map(|(word, power)| Some((*power, strip_word(rest, word)?)))
        })
        .or_else(|| {
            LATIN_SCALES
                .iter()
                .find_map(|(word, power)| Some((*power, rest.strip_prefix(word)?)))
        });
    let (power, rest) = match word {
        Some((power, rest)) => (zeros + power, rest),
        None => (zeros, rest),
    };
    (1..=12).contains(&power).then_some((power, rest))
}

fn strip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let head = text.get(..word.len())?;
    head.eq_ignore_ascii_case(word).then(|| &text[word.len()..])
}

/// Short Latin symbols keep their case (`MW`, `mg`); longer names are read in any.
fn entry(text: &str) -> Option<&'static Entry> {
    let exact = TABLE
        .iter()
        .find(|entry| entry.symbol == text || entry.names.contains(&text));
    let is_latin_name = text.len() >= 3 && text.is_ascii();
    exact.or_else(|| {
        let same = |name: &&str| name.eq_ignore_ascii_case(text);
        TABLE
            .iter()
            .filter(|_| is_latin_name)
            .find(|entry| same(&entry.symbol) || entry.names.iter().any(same))
    })
}

/// Folds width, superscripts, squared letters and separators; drops spaces.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.replace(" per ", "/").chars().map(half_width) {
        match c {
            '²' | '₂' => folded.push('2'),
            '³' => folded.push('3'),
            '㎡' => folded.push_str("m2"),
            '㎢' => folded.push_str("km2"),
            '㎥' => folded.push_str("m3"),
            '㎞' => folded.push_str("km"),
            '㎏' => folded.push_str("kg"),
            'µ' => folded.push('μ'),
            '⋅' | '•' | '・' | '*' | '×' => folded.push('·'),
            '∕' | '⁄' => folded.push('/'),
            c if c.is_whitespace() => {}
            c => folded.push(c),
        }
    }
    folded
}

fn unwrap_brackets(text: &str) -> &str {
    [('(', ')'), ('[', ']'), ('【', '】'), ('〔', '〕')]
        .into_iter()
        .find_map(|(open, close)| text.strip_prefix(open)?.strip_suffix(close))
        .unwrap_or(text)
}

/// Known symbols that share something with an unknown part, nearest first, with the part's own scale before them.
fn nearest(part: &str) -> Vec<String> {
    let (scale, rest) = leading_scale(part).unwrap_or((0, part));
    let mut found: Vec<(usize, String)> = Vec::new();
    for entry in TABLE.iter().filter(|entry| scale == 0 || entry.takes_scale()) {
        let spellings = std::iter::once(entry.symbol).chain(entry.names.iter().copied());
        let near = spellings.filter_map(|name| {
            let longer = name.chars().count().max(rest.chars().count());
            Some(distance(name, rest))
                .filter(|steps| *steps < longer.div_ceil(2) || *steps == 1 && longer == 2)
        });
        if let Some(steps) = near.min() {
            found.push((steps, Atom { scale, entry }.symbol()));
        }
    }
    found.sort();
    found
        .into_iter()
        .map(|(_, symbol)| symbol)
        .take(SUGGESTIONS)
        .collect()
}

/// Edit distance in characters.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = change.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

fn suggestion(nearest: &[String]) -> String {
    if nearest.is_empty() {
        String::new()
    } else {
        format!("; nearest: {}", nearest.join(", "))
    }
}
