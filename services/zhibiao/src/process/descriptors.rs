//! Open files: each connection is one, and a process that has none left answers nobody, not even probes.

/// Files that a process has open beside its connections: databases, channels to other roles, probes, its data.
const OTHERS: usize = 512;

/// How many of the connections that were asked for fit into the limit of open files, which is raised for them as far as
/// the system allows. Fewer are said.
pub(super) fn connections_within_limit(asked: usize) -> usize {
    let limit = raised(asked.saturating_add(OTHERS));
    let most = fitting(asked, limit);
    if most < asked {
        tracing::warn!(
            asked,
            most,
            limit,
            "fewer connections are taken on than asked for: the limit of open files (LimitNOFILE) is too low"
        );
    }
    most
}

/// Of a low limit half is left to everything else.
fn fitting(asked: usize, limit: Option<usize>) -> usize {
    limit.map_or(asked, |limit| asked.min(limit - OTHERS.min(limit / 2)).max(1))
}

/// The limit of open files, raised to a number if it may be; `None` for no limit.
#[cfg(unix)]
fn raised(needed: usize) -> Option<usize> {
    use rustix::process::{Resource, getrlimit, setrlimit};

    let mut limit = getrlimit(Resource::Nofile);
    let current = limit.current?;
    let needed = u64::try_from(needed).unwrap_or(u64::MAX);
    let possible = limit.maximum.map_or(needed, |most| most.min(needed));
    if possible > current {
        limit.current = Some(possible);
        if setrlimit(Resource::Nofile, limit).is_ok() {
            return usize::try_from(possible).ok();
        }
    }
    usize::try_from(current).ok()
}

#[cfg(not(unix))]
fn raised(_: usize) -> Option<usize> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_leave_files_to_everything_else() {
        for (asked, limit, most) in [
            (10_000, None, 10_000),
            (10_000, Some(10_512), 10_000),
            (10_000, Some(10_511), 9_999),
            (10_000, Some(1_024), 512),
            (10_000, Some(256), 128),
            (100, Some(1_024), 100),
            (100, Some(1), 1),
        ] {
            assert_eq!(fitting(asked, limit), most, "{asked} of {limit:?}");
        }
    }
}
