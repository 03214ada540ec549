//! Texts without the secrets in them.

use std::ops::Range;

/// Stands where a secret was.
const REDACTED: &str = "***";

/// A key with one of these in it has a secret for a value.
const SECRET: [&str; 8] = ["pass", "pwd", "token", "secret", "key", "auth", "cred", "sig"];

/// Schemes that are passed over before a user is looked for; another may be a user itself.
const SCHEMES: [&str; 8] = [
    "postgres",
    "postgresql",
    "redis",
    "rediss",
    "redis+sentinel",
    "rediss+sentinel",
    "http",
    "https",
];

/// A text without the secrets in it, whether it can be read or not:
/// - what stands between a `:` and the last `@`, as in `scheme://user:password@host`, or before the `@` alone; without any `@`
///   what stands where a port would and is none;
/// - what stands behind a key such as `password`, `sslpassword` or `access_token` and `=`: in the query of a URI up to the
///   next `&`, otherwise to the end.
///
/// When in doubt it hides more than the secret.
#[must_use]
pub fn redacted(text: &str) -> String {
    let mut hidden: Vec<Range<usize>> = keyed(text).chain(user_info(text)).collect();
    hidden.sort_by_key(|range| range.start);
    let mut shown = String::with_capacity(text.len());
    let mut at = 0;
    for Range { start, end } in hidden {
        // What overlaps is one secret.
        if start >= at {
            shown.push_str(&text[at..start]);
            shown.push_str(REDACTED);
        }
        at = at.max(end);
    }
    shown.push_str(&text[at..]);
    shown
}

/// A password may hold any character, an `@` or a comma among them: everything up to the last `@` counts.
fn user_info(text: &str) -> Option<Range<usize>> {
    let begin = after_scheme(text);
    let Some(end) = text.rfind('@') else {
        return no_port(text, begin);
    };
    match text.get(begin..end)?.find(':') {
        Some(colon) => Some(begin + colon + 1..end),
        // A token may be written in place of a user.
        None => (begin > 0).then_some(begin..end),
    }
}

/// postgres://hub:password/hub: somebody forgot the `@host` behind it.
fn no_port(text: &str, begin: usize) -> Option<Range<usize>> {
    let host = text.get(begin..)?.split(['/', '?', ',', '#']).next()?;
    let colon = host.find(':').filter(|_| begin > 0 && !host.starts_with('['))?;
    let is_port = host[colon + 1..].bytes().all(|byte| byte.is_ascii_digit());
    (!is_port).then_some(begin + colon + 1..text.len())
}

/// Where the rest of a URI begins; 0 when it has no scheme that is known.
fn after_scheme(text: &str) -> usize {
    match text.split_once("://") {
        Some((scheme, _)) if SCHEMES.contains(&scheme) => scheme.len() + "://".len(),
        Some(("", _)) | None if text.starts_with("//") => "//".len(),
        Some(_) | None => 0,
    }
}

fn keyed(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices('=').filter_map(move |(equals, _)| {
        let before = text[..equals].trim_end();
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '%');
        let rest = before.trim_end_matches(is_part);
        let key = before[rest.len()..].to_ascii_lowercase();
        // Who reads it decodes what is written in percent.
        if !(SECRET.iter().any(|word| key.contains(word)) || key.contains('%')) {
            return None;
        }
        let begin = equals + 1;
        let end = if is_in_query(&text[..equals]) {
            text[begin..].find('&').map(|length| begin + length)
        } else {
            None
        };
        Some(begin..end.unwrap_or(text.len()))
    })
}

/// Whether what comes next belongs to the query of a URI, where `&` ends a value: there are no spaces in one.
fn is_in_query(before: &str) -> bool {
    let query = before.rsplit_once('?').map(|(_, query)| query);
    query.is_some_and(|query| !query.contains(char::is_whitespace))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn passwords_are_never_shown() {
        for (text, shown) in [
            (
                "postgres://zhibiao:p@ss/w:rd@db:5432/hub",
                "postgres://zhibiao:***@db:5432/hub",
            ),
            (
                "redis://:secret@one:6379,redis://:secret@two:6379",
                "redis://:***@two:6379",
            ),
            (
                "postgres://db/hub?sslpassword=secret&password=secret&sslmode=require",
                "postgres://db/hub?sslpassword=***&password=***&sslmode=require",
            ),
            (
                "host=db user=hub password = 'se cret' dbname=hub",
                "host=db user=hub password =***",
            ),
            (
                "redis+sentinel://a:1/main?sentinel_password=secret",
                "redis+sentinel://a:1/main?sentinel_password=***",
            ),
            ("postgres:/hub:secret@h/hub", "postgres:***@h/hub"),
            ("hub:secret@h/hub", "hub:***@h/hub"),
            ("postgres://u:a?password=b@h", "postgres://u:***"),
            ("http://store:7891,http://b:1", "http://store:7891,http://b:1"),
            ("http://name@store", "http://***@store"),
            ("name@store", "name@store"),
            ("x://u:secret@h", "x:***@h"),
            ("postgres://hub:secret/hub", "postgres://hub:***"),
            ("redis://:secret", "redis://:***"),
            ("//secret@h", "//***@h"),
            ("http://[::1]:7891", "http://[::1]:7891"),
            (
                "postgres://h/hub?pass%77ord=secret",
                "postgres://h/hub?pass%77ord=***",
            ),
            ("host=db pass=secret", "host=db pass=***"),
            ("/etc/zhibiao/tls.key", "/etc/zhibiao/tls.key"),
        ] {
            assert_eq!(redacted(text), shown);
        }
    }

    /// No part of it comes about by chance.
    const HIDDEN: &str = "S3CRET";

    /// A secret with whatever else a password may hold.
    fn secret(around: &'static str) -> impl Strategy<Value = String> {
        (around, around).prop_map(|(before, after)| format!("{before}{HIDDEN}{after}"))
    }

    proptest! {
        #[test]
        fn a_secret_of_a_user_never_shows(
            scheme in prop::sample::select(vec![
                "postgres://", "redis://", "rediss://", "redis+sentinel://", "https://", "postgres:/", "//", " redis://", "",
            ]),
            first in prop::sample::select(vec!["", "a:1,", "x@a:1/db,", "redis://u:p@a:1,", "postgres://a/b "]),
            user in "[a-z]{0,3}",
            secret in secret("[a-z0-9:@/?#,&=% +]{0,8}"),
            rest in prop::sample::select(vec!["h", "h:1/db", "h/db?sslmode=require", "a:1,b:2/main", "h,redis://b"]),
        ) {
            let text = format!("{scheme}{first}{user}:{secret}@{rest}");
            prop_assert!(!redacted(&text).contains(HIDDEN), "{text}: {}", redacted(&text));
        }

        #[test]
        fn a_secret_behind_a_key_never_shows(
            before in prop::sample::select(vec![
                "host=db user=hub ", "", "host=a?b ", "postgres://u:p@h/hub ", "a=1,b=2,",
            ]),
            key in prop::sample::select(vec![
                "password", "Password", "sslpassword", "sentinel_password", "passwd", "access_token", "client.secret",
                "api-key", "PGPASSWORD", "pass", "pwd", "credential", "sig", "auth", "p%61ss",
            ]),
            equals in prop::sample::select(vec!["=", " = ", "\t=", "= "]),
            secret in secret("[a-z0-9:@/?#,&=% +']{0,8}"),
        ) {
            let text = format!("{before}{key}{equals}{secret}");
            prop_assert!(!redacted(&text).contains(HIDDEN), "{text}: {}", redacted(&text));
        }

        #[test]
        fn a_secret_in_a_query_never_shows(
            before in prop::sample::select(vec![
                "postgres://u:p@h/hub?", "https://idp/keys?a=1&", "redis://h?", "a://h?x=y,b://h?", "?", "postgres://u@h?x=1?",
            ]),
            key in prop::sample::select(vec!["password", "sslpassword", "sentinel_password", "token", "client_secret", "key"]),
            secret in secret("[a-z0-9:@/?#,=%+]{0,8}"),
            after in prop::sample::select(vec!["", "&sslmode=require", "&token=x", "@h", ",redis://b"]),
        ) {
            let text = format!("{before}{key}={secret}{after}");
            prop_assert!(!redacted(&text).contains(HIDDEN), "{text}: {}", redacted(&text));
        }
    }
}
