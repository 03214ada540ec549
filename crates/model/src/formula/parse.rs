//! Formulas as text: a scanner and a parser by recursive descent, one function a level of binding.

use super::{Expression, Function, MAX_DEPTH, MAX_LENGTH, Operator, Shift};
use crate::ids::is_id;
use crate::width::half_width;

/// Spaces count neither for the formula nor against it, up to this many bytes in all.
const MAX_BYTES: usize = 4 * MAX_LENGTH;
/// Decimal digits that f64 gives back unchanged.
const MAX_DIGITS: usize = 15;

/// Text that is no formula: where, what was expected and what stands there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("formula at byte {at}: expected {expected}, found {found}")]
pub struct InvalidFormula {
    /// Byte offset in the text.
    pub at: usize,
    /// What would have been accepted.
    pub expected: String,
    /// What stands there.
    pub found: String,
}

pub(super) fn formula(text: &str) -> Result<Expression, InvalidFormula> {
    let length = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).count();
    if length > MAX_LENGTH || text.len() > MAX_BYTES {
        let expected = format!("at most {MAX_LENGTH} bytes");
        return Err(InvalidFormula {
            at: MAX_LENGTH,
            expected,
            found: format!("{} bytes", text.len()),
        });
    }
    let mut parser = Parser {
        tokens: scan(text)?,
        next: 0,
        end: text.len(),
        depth: 0,
    };
    let root = parser.sum()?;
    match parser.tokens.get(parser.next) {
        None => Ok(root),
        Some(_) => Err(parser.expected("an operator or the end")),
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Number(f64),
    Reference(String),
    Name(String),
    /// One of `+ - * / ( ) ,`
    Sign(char),
}

struct Parser {
    /// Each with its byte offset.
    tokens: Vec<(usize, Token)>,
    next: usize,
    end: usize,
    depth: usize,
}

impl Parser {
    /// term { ("+" | "-") term }
    fn sum(&mut self) -> Result<Expression, InvalidFormula> {
        self.chain(Self::product, |sign| match sign {
            '+' => Some(Operator::Add),
            '-' => Some(Operator::Subtract),
            _ => None,
        })
    }

    /// factor { ("*" | "/") factor }
    fn product(&mut self) -> Result<Expression, InvalidFormula> {
        self.chain(Self::signed, |sign| match sign {
            '*' => Some(Operator::Multiply),
            '/' => Some(Operator::Divide),
            _ => None,
        })
    }

    fn chain(
        &mut self,
        part: fn(&mut Self) -> Result<Expression, InvalidFormula>,
        operator: fn(char) -> Option<Operator>,
    ) -> Result<Expression, InvalidFormula> {
        let first = part(self)?;
        let mut rest = Vec::new();
        while let Some((_, Token::Sign(sign))) = self.tokens.get(self.next)
            && let Some(operator) = operator(*sign)
        {
            self.next += 1;
            rest.push((operator, part(self)?));
        }
        if rest.is_empty() {
            Ok(first)
        } else {
            Ok(Expression::Chain {
                first: Box::new(first),
                rest,
            })
        }
    }

    /// "-" signed | primary; every nesting of the grammar passes here, so depth is counted here.
    fn signed(&mut self) -> Result<Expression, InvalidFormula> {
        if self.depth == MAX_DEPTH {
            return Err(self.expected(&format!("at most {MAX_DEPTH} levels of nesting")));
        }
        self.depth += 1;
        let expression = if self.take_sign('-') {
            self.signed().map(|inner| Expression::Negate(Box::new(inner)))
        } else {
            self.primary()
        };
        self.depth -= 1;
        expression
    }

    fn primary(&mut self) -> Result<Expression, InvalidFormula> {
        const EXPECTED: &str = "a number, a reference such as {gdp}, a function or an opening bracket";
        let Some((_, token)) = self.tokens.get(self.next).cloned() else {
            return Err(self.expected(EXPECTED));
        };
        match token {
            Token::Number(number) => {
                self.next += 1;
                Ok(Expression::Number(number))
            }
            Token::Reference(code) => {
                self.next += 1;
                Ok(Expression::Reference {
                    code,
                    shift: Shift::Same,
                })
            }
            Token::Name(name) => self.call(&name),
            Token::Sign('(') => {
                self.next += 1;
                let inner = self.sum()?;
                self.close()?;
                Ok(inner)
            }
            Token::Sign(_) => Err(self.expected(EXPECTED)),
        }
    }

    fn call(&mut self, name: &str) -> Result<Expression, InvalidFormula> {
        let (shift, function) = match name {
            "previous" => (Shift::Previous, None),
            "year_ago" => (Shift::YearAgo, None),
            "sum" => (Shift::Same, Some(Function::Sum)),
            "min" => (Shift::Same, Some(Function::Min)),
            "max" => (Shift::Same, Some(Function::Max)),
            "abs" => (Shift::Same, Some(Function::Abs)),
            _ => return Err(self.expected("one of sum, min, max, abs, previous, year_ago")),
        };
        self.next += 1;
        if !self.take_sign('(') {
            return Err(self.expected("an opening bracket"));
        }
        let Some(function) = function else {
            let Some((_, Token::Reference(code))) = self.tokens.get(self.next).cloned() else {
                return Err(self.expected("a reference such as {gdp}"));
            };
            self.next += 1;
            self.close()?;
            return Ok(Expression::Reference { code, shift });
        };
        let mut arguments = vec![self.sum()?];
        while function != Function::Abs && self.take_sign(',') {
            arguments.push(self.sum()?);
        }
        self.close()?;
        Ok(Expression::Call(function, arguments))
    }

    fn close(&mut self) -> Result<(), InvalidFormula> {
        if self.take_sign(')') {
            Ok(())
        } else {
            Err(self.expected("a closing bracket"))
        }
    }

    fn take_sign(&mut self, sign: char) -> bool {
        let taken = self
            .tokens
            .get(self.next)
            .is_some_and(|(_, token)| *token == Token::Sign(sign));
        self.next += usize::from(taken);
        taken
    }

    fn expected(&self, expected: &str) -> InvalidFormula {
        let (at, found) = match self.tokens.get(self.next) {
            None => (self.end, "the end".to_owned()),
            Some((at, token)) => {
                let found = match token {
                    Token::Number(number) => number.to_string(),
                    Token::Reference(code) => format!("{{{code}}}"),
                    Token::Name(name) => name.clone(),
                    Token::Sign(sign) => sign.to_string(),
                };
                (*at, found)
            }
        };
        InvalidFormula {
            at,
            expected: expected.to_owned(),
            found,
        }
    }
}

fn scan(text: &str) -> Result<Vec<(usize, Token)>, InvalidFormula> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let at = text.len() - rest.len();
        let (token, len) = match fold(c) {
            c if c.is_whitespace() => {
                rest = &rest[c_len(rest)..];
                continue;
            }
            sign @ ('+' | '-' | '*' | '/' | '(' | ')' | ',') => (Token::Sign(sign), c_len(rest)),
            '{' => reference(rest, at)?,
            digit if digit.is_ascii_digit() => number(rest, at)?,
            letter if letter.is_ascii_alphabetic() => {
                let (name, len) = run(rest, |c| c.is_ascii_alphanumeric() || c == '_');
                (Token::Name(name), len)
            }
            other => {
                let expected =
                    "a number, a reference such as {gdp}, a function, an operator or a bracket".to_owned();
                return Err(InvalidFormula {
                    at,
                    expected,
                    found: other.to_string(),
                });
            }
        };
        tokens.push((at, token));
        rest = &rest[len..];
    }
    Ok(tokens)
}

fn reference(rest: &str, at: usize) -> Result<(Token, usize), InvalidFormula> {
    let (open, body) = rest.split_at(c_len(rest));
    let closing = body.char_indices().find(|(_, c)| fold(*c) == '}');
    let Some((end, close)) = closing else {
        let expected = "a closing brace".to_owned();
        return Err(InvalidFormula {
            at,
            expected,
            found: "the end".to_owned(),
        });
    };
    let code = body[..end].trim();
    if !is_id(code) {
        let expected = "an indicator code of lower-case letters, digits and hyphens".to_owned();
        return Err(InvalidFormula {
            at: at + open.len(),
            expected,
            found: code.chars().take(80).collect(),
        });
    }
    Ok((
        Token::Reference(code.to_owned()),
        open.len() + end + close.len_utf8(),
    ))
}

/// Digits with at most one point between them; no exponent, and no more digits than f64 keeps.
fn number(rest: &str, at: usize) -> Result<(Token, usize), InvalidFormula> {
    let (text, len) = run(rest, |c| c.is_ascii_digit() || c == '.');
    let digits = text.replace('.', "");
    let invalid = |expected: String| InvalidFormula {
        at,
        expected,
        found: text.chars().take(80).collect(),
    };
    if digits.len() > 2 * MAX_DIGITS || digits.trim_matches('0').len() > MAX_DIGITS {
        return Err(invalid(format!(
            "a number of at most {MAX_DIGITS} significant digits"
        )));
    }
    let is_decimal = !text.ends_with('.') && text.matches('.').count() <= 1;
    let value = text.parse::<f64>().ok().filter(|_| is_decimal);
    let value = value.ok_or_else(|| invalid("a decimal number such as 0.5".to_owned()))?;
    Ok((Token::Number(value), len))
}

/// The longest run of folded characters that fit, and its length in bytes before folding.
fn run(text: &str, fits: fn(char) -> bool) -> (String, usize) {
    let len = text
        .char_indices()
        .find(|(_, c)| !fits(fold(*c)))
        .map_or(text.len(), |(at, _)| at);
    (text[..len].chars().map(fold).collect(), len)
}

fn c_len(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

fn fold(c: char) -> char {
    match c {
        '×' => '*',
        '÷' => '/',
        '−' => '-',
        _ => half_width(c),
    }
}
