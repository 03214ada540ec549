//! What readers of TOML and JSON say of a file, in the words of those who write one: readers speak of the program's types.

use crate::near::nearest;

/// A message of a reader in a user's words, with the known word that is nearest to one that is not known.
pub(crate) fn told(message: &str) -> String {
    if let Some((word, rest)) = parted(message, "unknown field ") {
        let (words, list) = known(rest);
        let near = nearest(word, words);
        return match near {
            _ if list.is_empty() => format!("there is no key `{word}` here: leave it out"),
            None => format!("there is no key `{word}` here: there are {list}"),
            Some(near) => format!("there is no key `{word}` here: there are {list}; the nearest is `{near}`"),
        };
    }
    if let Some((word, rest)) = parted(message, "unknown variant ") {
        let (words, list) = known(rest);
        return match nearest(word, words) {
            None => format!("`{word}` is not known here: there are {list}"),
            Some(near) => format!("`{word}` is not known here: there are {list}; the nearest is `{near}`"),
        };
    }
    if let Some((word, _)) = parted(message, "missing field ") {
        return format!("the key `{word}` is missing");
    }
    if let Some((word, _)) = parted(message, "duplicate field ") {
        return format!("the key `{word}` stands there twice: leave one out");
    }
    let kinds = ["invalid type: ", "invalid value: "];
    if let Some((found, wanted)) = kinds.into_iter().find_map(|kind| expected(message, kind)) {
        return format!("{} stands where {} belongs", stands(found), belongs(wanted));
    }
    if let Some((found, wanted)) = expected(message, "invalid length ") {
        return format!("{found} items stand where {} belongs", belongs(wanted));
    }
    if message == "wanted string or table" {
        return format!("something else stands where {WORD} or {TABLE} belongs");
    }
    message.to_owned()
}

/// What was found and what was wanted, behind the beginning of a message.
fn expected<'a>(message: &'a str, begin: &str) -> Option<(&'a str, &'a str)> {
    message.strip_prefix(begin)?.rsplit_once(", expected ")
}

/// The known words that a message lists, and how they are told.
fn known(rest: &str) -> (Vec<&str>, String) {
    let words: Vec<&str> = quoted_words(rest).collect();
    let list: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    (words, list.join(", "))
}

const WORD: &str = "a word in quotation marks";
const TABLE: &str = "a table in braces";

/// The first quoted word behind the beginning of a message, and what follows it.
fn parted<'a>(message: &'a str, begin: &str) -> Option<(&'a str, &'a str)> {
    let rest = message.strip_prefix(begin)?.strip_prefix('`')?;
    rest.split_once('`')
}

fn quoted_words(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// What a reader found.
fn stands(found: &str) -> String {
    let quoted = quoted_words(found).next();
    match (found, quoted) {
        ("sequence", _) => "a list".to_owned(),
        ("map", _) => TABLE.to_owned(),
        ("null" | "unit value", _) => "nothing".to_owned(),
        (_, Some(value)) if found.starts_with("integer") || found.starts_with("floating point") => {
            format!("the number {value}")
        }
        (_, Some(value)) if found.starts_with("boolean") => format!("`{value}`"),
        _ => match found.strip_prefix("string ") {
            Some(text) => format!("the text {text}"),
            None => found.to_owned(),
        },
    }
}

/// What a reader wanted.
fn belongs(wanted: &str) -> String {
    let said = match wanted {
        "struct Names" => "a table such as { zh = \"…\", en = \"…\" }",
        "struct Screen" => "a table such as { overall = 0.6 }",
        "f64" | "f32" | "a number" => "a number",
        "i8" | "i16" | "i32" | "i64" | "isize" => "a whole number",
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number from 0 up",
        "a boolean" => "true or false",
        "a string" | "a borrowed string" | "a character" => "a text in quotation marks",
        "a sequence" => "a list in brackets",
        "a map" => TABLE,
        "internally tagged enum Preference" => "a table such as { shape = \"…\" }",
        "internally tagged enum Spread" => "a table such as { distribution = \"…\" }",
        _ if wanted.starts_with("internally tagged enum ") => "a method such as { method = \"…\" }",
        _ if wanted.starts_with("struct ") => TABLE,
        _ if wanted.starts_with("enum ") || wanted == "variant identifier" => WORD,
        other => other,
    };
    said.to_owned()
}

#[cfg(test)]
mod tests {
    use zhibiao_model::framework::{FrameworkForm, Overrides};

    use super::*;

    /// Whatever stands under whatever key: no word of the program's own types is left.
    #[test]
    fn no_type_of_the_program_is_told() {
        let keys = [
            "id",
            "names",
            "edition",
            "source",
            "note",
            "peers",
            "decimals",
            "screen",
            "min_available",
            "levels",
            "ties",
            "impute",
            "treat",
            "normalise",
            "weighting",
            "aggregation",
            "aggregates",
            "indicators",
            "uncertainty",
            "weights",
        ];
        let values = [
            "\"x\"",
            "5",
            "-5",
            "1.5",
            "true",
            "[1]",
            "[{}]",
            "{}",
            "{ x = 1 }",
            "{ method = 5 }",
            "[\"x\"]",
            "{ zh = 5 }",
            "{ overall = \"x\" }",
            "1979-05-27",
            "{ data = 5 }",
            "{ weights = 5 }",
            "{ data = { at_least = 5 } }",
            "[{ code = \"x\", weight = \"x\" }]",
            "[{ id = \"x\", parent = \"y\", aggregation = { method = \"promethee_ii\", preference = 5 } }]",
        ];
        let mut told_of = 0;
        for key in keys {
            for value in values {
                let text = format!("{key} = {value}\n");
                let errors = [
                    toml::from_str::<FrameworkForm>(&text).err(),
                    toml::from_str::<Overrides>(&text).err(),
                ];
                for error in errors.into_iter().flatten() {
                    let told = told(error.message());
                    for word in [
                        "struct",
                        "enum",
                        "f64",
                        "u32",
                        "usize",
                        "invalid type",
                        "field",
                        "variant",
                    ] {
                        assert!(!told.contains(word), "{text}{told}");
                    }
                    told_of += 1;
                }
            }
        }
        assert!(told_of > 300);
    }

    #[test]
    fn messages_say_what_stands_and_what_belongs() {
        for (message, said) in [
            (
                "invalid type: string \"x\", expected struct Names",
                "the text \"x\" stands where a table such as { zh = \"…\", en = \"…\" } belongs",
            ),
            (
                "invalid type: string \"a, expected b\", expected f64",
                "the text \"a, expected b\" stands where a number belongs",
            ),
            (
                "invalid value: integer `-1`, expected u32",
                "the number -1 stands where a whole number from 0 up belongs",
            ),
            (
                "missing field `revision` at line 3 column 1",
                "the key `revision` is missing",
            ),
            (
                "unknown field `decimal`, expected `decimals` or `ties`",
                "there is no key `decimal` here: there are `decimals`, `ties`; the nearest is `decimals`",
            ),
        ] {
            assert_eq!(told(message), said);
        }
    }
}
