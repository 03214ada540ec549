//! Page tokens: opaque outside; inside, the last item of a page bound to the query that it was a page of.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::error::{Code, Problem};

const VERSION: u8 = 1;
const DIGEST: usize = 8;
const MAX_TOKEN: usize = 1024;

/// The token of the page after the item `after` of a query. The query is every parameter that decides which items
/// there are and in which order.
#[must_use]
pub fn encode(query: &[&str], after: &str) -> String {
    let mut bytes = vec![VERSION];
    bytes.extend(digest(query));
    bytes.extend(after.as_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The item that a page begins after; `None` for the first page.
///
/// # Errors
/// INVALID_ARGUMENT when the token is malformed or of another query.
pub fn decode(query: &[&str], token: &str) -> Result<Option<String>, Problem> {
    if token.is_empty() {
        return Ok(None);
    }
    let malformed = || {
        Problem::new(
            Code::InvalidArgument,
            "PAGE_TOKEN_MALFORMED",
            "page token is not one of this hub",
        )
        .violation(
            "page_token",
            "pass on `next_page_token` unchanged, or leave it empty for the first page",
        )
    };
    if token.len() > MAX_TOKEN {
        return Err(malformed());
    }
    let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| malformed())?;
    let Some(([VERSION], rest)) = bytes.split_at_checked(1) else {
        return Err(malformed());
    };
    let Some((of, after)) = rest.split_at_checked(DIGEST) else {
        return Err(malformed());
    };
    if of != digest(query) {
        let message = "page token is of another query";
        return Err(
            Problem::new(Code::InvalidArgument, "PAGE_TOKEN_OF_ANOTHER_QUERY", message).violation(
                "page_token",
                "repeat the call that gave it with the same parameters, or begin anew",
            ),
        );
    }
    String::from_utf8(after.to_vec())
        .map(Some)
        .map_err(|_| malformed())
}

/// The number of items of a page.
///
/// # Errors
/// INVALID_ARGUMENT when the number asked for is negative.
pub fn size(asked: i32, default: usize, most: usize) -> Result<usize, Problem> {
    match usize::try_from(asked) {
        Ok(0) => Ok(default),
        Ok(asked) => Ok(asked.min(most)),
        Err(_) => Err(Problem::new(
            Code::InvalidArgument,
            "PAGE_SIZE_NEGATIVE",
            "page size is negative",
        )
        .violation(
            "page_size",
            format!("give 0 for {default}, or a number up to {most}"),
        )),
    }
}

/// FNV-1a over the parameters, each closed by a byte that no text holds.
fn digest(query: &[&str]) -> [u8; DIGEST] {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in query.iter().flat_map(|part| part.bytes().chain([0xff])) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash.to_be_bytes()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn tokens_round_trip(a in ".*", b in ".*", after in ".{0,100}") {
            let token = encode(&[&a, &b], &after);
            prop_assert_eq!(decode(&[&a, &b], &token).unwrap(), Some(after));
        }

        #[test]
        fn any_text_is_answered(token in ".*") {
            let _ = decode(&["q"], &token);
        }
    }

    #[test]
    fn a_token_is_bound_to_its_query() {
        let token = encode(&["theme", "a"], "x");
        assert!(decode(&["theme", "b"], &token).is_err());
        assert!(decode(&["themea", ""], &token).is_err());
    }

    #[test]
    fn sizes_are_bounded() {
        assert_eq!(size(0, 100, 1000).unwrap(), 100);
        assert_eq!(size(1001, 100, 1000).unwrap(), 1000);
        assert!(size(-1, 100, 1000).is_err());
    }
}
