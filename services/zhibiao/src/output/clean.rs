//! What strangers wrote, without what a terminal would obey: texts, names and file names come from anywhere.

use std::borrow::Cow;

/// Stands where a character was that a terminal would obey.
const OBEYED: char = '\u{fffd}';

/// Whether a terminal obeys a character instead of showing it: controls, and what turns the direction of writing round.
fn is_obeyed(c: char) -> bool {
    let is_control = c.is_control() && !matches!(c, '\n' | '\t');
    is_control || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A text that a terminal only shows.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    if !text.contains(is_obeyed) {
        return Cow::Borrowed(text);
    }
    let lines = text.replace("\r\n", "\n");
    Cow::Owned(lines.replace(is_obeyed, OBEYED.encode_utf8(&mut [0; 4])))
}

/// The same JSON, which a terminal only shows: such characters can only stand in its strings, where each has an escape.
pub(crate) fn escaped(json: &str) -> Cow<'_, str> {
    if !json.contains(is_obeyed) {
        return Cow::Borrowed(json);
    }
    let escape = |c: char| match is_obeyed(c) {
        true => format!("\\u{:04x}", u32::from(c)),
        false => c.to_string(),
    };
    Cow::Owned(json.chars().map(escape).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_for_a_terminal_to_obey() {
        for (text, shown) in [
            ("甲\t乙\r\n丙", "甲\t乙\n丙"),
            ("\u{1b}]0;owned\u{7}", "�]0;owned�"),
            ("\u{1b}[2J5\rGDP", "�[2J5�GDP"),
            ("\u{9b}2J\u{7f}", "�2J�"),
            ("a\u{202e}b\u{2066}c", "a�b�c"),
            ("指标，5.2%", "指标，5.2%"),
        ] {
            assert_eq!(clean(text), shown);
        }
    }

    #[test]
    fn json_says_the_same() {
        let name = "a\u{9b}b\u{202e}\u{1b}\u{7f}\n";
        let json = serde_json::to_string(name).unwrap();
        let shown = escaped(&json);
        assert_eq!(clean(&shown), shown);
        assert_eq!(serde_json::from_str::<String>(&shown).unwrap(), name);
    }
}
