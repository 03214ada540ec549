//! Migrations, and what the server is asked to do.

use zhibiao_testkit::postgres::Postgres;

use super::*;
use crate::{
    finding::{Check, Finding},
    log::conformance::{decision, finding, id, kept, older},
    report::{Publication, State},
};

#[test]
fn processes_that_start_at_once_migrate_once() {
    let Some(bench) = Bench::new() else { return };
    let opened = bench.runtime.block_on(async {
        let mut opening = tokio::task::JoinSet::new();
        for _ in 0..10 {
            opening.spawn(PostgresLog::open(options(&bench.schema)));
        }
        opening.join_all().await
    });
    let logs: Vec<PostgresLog> = opened.into_iter().map(Result::unwrap).collect();
    let report = kept(&logs[0]);
    for log in &logs {
        assert_eq!(log.report(report.id).unwrap(), report);
    }
    let each: Vec<i32> = (1..).take(MIGRATIONS.len()).collect();
    assert_eq!(versions(&bench), each);
}

/// What each schema keeps that the one before could not.
const OLDER: [&str; MIGRATIONS.len()] = [
    include_str!("older/0001.sql"),
    include_str!("older/0002.sql"),
    include_str!("older/0003.sql"),
    include_str!("older/0004.sql"),
    include_str!("older/0005.sql"),
    include_str!("older/0006.sql"),
];

#[test]
fn an_older_schema_is_brought_up_to_date_with_what_it_holds() {
    for version in 1..=MIGRATIONS.len() {
        let Some(bench) = Bench::new() else { return };
        bench.runtime.block_on(async {
            let database = Database::new(&options(&bench.schema)).unwrap();
            migrate(&database, &bench.schema.name, &MIGRATIONS[..version])
                .await
                .unwrap();
        });
        for kept in &OLDER[..version] {
            bench.execute(kept);
        }
        older::check(&bench.open(), version, Some(4));
    }
}

#[test]
fn who_may_not_change_the_schema_can_use_one_that_is_up_to_date() {
    let Some(bench) = Bench::new() else { return };
    let user = format!("{}_user", bench.schema.name);
    let schema = &bench.schema.name;
    bench.execute(&format!("CREATE USER {user}"));
    let own = Schema {
        url: bench.schema.url.replace("zhibiao@", &format!("{user}@")),
        ..bench.schema.clone()
    };
    let refused = bench.runtime.block_on(PostgresLog::open(options(&own)));
    assert!(matches!(refused, Err(LogError::Refused(_))), "{refused:?}");
    bench.open();
    bench.execute(&format!(
        "GRANT USAGE ON SCHEMA {schema} TO {user};
         GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {user};
         GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {user}"
    ));
    let log = bench.runtime.block_on(PostgresLog::open(options(&own))).unwrap();
    let report = kept(&log);
    assert_eq!(log.report(report.id).unwrap(), report);
}

#[test]
fn a_newer_schema_is_refused() {
    let Some(bench) = Bench::new() else { return };
    bench.open();
    bench.execute("INSERT INTO migration (version) VALUES (1000)");
    let refused = bench.runtime.block_on(PostgresLog::open(options(&bench.schema)));
    assert!(matches!(refused, Err(LogError::TooNew { found: 1_000, .. })));
}

fn versions(bench: &Bench) -> Vec<i32> {
    bench.runtime.block_on(async {
        let database = Database::new(&options(&bench.schema)).unwrap();
        let session = database.session().await.unwrap();
        let rows = session
            .query("SELECT version FROM migration ORDER BY version", &[])
            .await
            .unwrap();
        rows.iter().map(|row| row.get(0)).collect()
    })
}

/// A server that counts what it is asked to do.
struct Counting {
    bench: Bench,
    _server: Postgres,
}

impl Counting {
    fn start() -> Option<Self> {
        let runtime = runtime();
        let settings = [
            "fsync=off",
            "shared_preload_libraries=pg_stat_statements",
            "pg_stat_statements.track=top",
        ];
        let server = runtime.block_on(Postgres::start_with(&settings))?;
        let schema = Schema {
            url: server.url(),
            name: "counted".to_owned(),
        };
        let bench = Bench { runtime, schema };
        bench.execute("CREATE EXTENSION pg_stat_statements SCHEMA public");
        Some(Self {
            bench,
            _server: server,
        })
    }

    /// Statements that a piece of work takes.
    fn of<T>(&self, work: impl FnOnce() -> T) -> i64 {
        self.bench.execute("SELECT public.pg_stat_statements_reset()");
        work();
        self.bench.runtime.block_on(async {
            let database = Database::new(&options(&self.bench.schema)).unwrap();
            let session = database.session().await.unwrap();
            // Whoever connects asks first whether the server may be written to.
            let sql = "SELECT sum(calls)::bigint FROM public.pg_stat_statements
                WHERE query NOT LIKE '%pg_stat%' AND query NOT LIKE 'SHOW transaction_read_only%'";
            session.query_one(sql, &[]).await.unwrap().get(0)
        })
    }
}

#[test]
fn the_statements_of_a_call_do_not_grow_with_what_it_is_about() {
    let Some(server) = Counting::start() else { return };
    let log = server.bench.open();
    let counts = [1, 200].map(|size| {
        let first = size * 10;
        let approved = Publication {
            revision: Revision::new(1).unwrap(),
            token: "t".to_owned(),
        };
        let returned = (1..=size).map(|entry| (entry, "退".to_owned())).collect();
        let approval = Decision {
            returned,
            ..decision(State::Approved, "王芳")
        };
        let report = sized(&log, id(first), size);
        let reports: Vec<_> = (1..size)
            .map(|number| sized(&log, id(first + number), 1))
            .collect();
        let stale = finding(Check::StoreRefused, 0);
        let other = sized(&log, id(first + size), size);
        vec![
            ("submit", server.of(|| sized(&log, id(first + size + 1), size))),
            ("report", server.of(|| log.report(report.id).unwrap())),
            (
                "reports",
                server.of(|| {
                    let listed = log.reports(&ReportFilter::default(), None, 1_000).unwrap();
                    assert!(listed.len() > reports.len());
                }),
            ),
            ("chunks", server.of(|| log.chunks(report.id, 1, 1_000).unwrap())),
            (
                "findings",
                server.of(|| {
                    let found = log.findings(report.id, Severity::Info, i64::MIN, 1_000).unwrap();
                    assert_eq!(found.len(), size as usize);
                }),
            ),
            ("source", server.of(|| log.source(report.id, 0, 1 << 20).unwrap())),
            (
                "decide",
                server.of(|| log.decide(report.id, &report.etag(), &approval).unwrap()),
            ),
            (
                "returned",
                server.of(|| log.returned(report.id, 0, 1_000).unwrap()),
            ),
            ("approved", server.of(|| log.approved(None).unwrap())),
            (
                "published",
                server.of(|| log.published(report.id, &approved).unwrap()),
            ),
            (
                "refused",
                server.of(|| {
                    let approved = log.decide(other.id, &other.etag(), &approval).unwrap();
                    log.refused(other.id, &approved.etag(), &stale).unwrap()
                }),
            ),
            (
                "changes",
                server.of(|| server.bench.runtime.block_on(log.changes(0, 1_000)).unwrap()),
            ),
        ]
    });
    assert_eq!(counts[0], counts[1]);
    let of = |name| counts[0].iter().find(|(of, _)| *of == name).unwrap().1;
    for read in [
        "report", "reports", "chunks", "findings", "source", "returned", "changes",
    ] {
        assert_eq!(of(read), 1, "{read}");
    }
    // BEGIN, the report, three copies, the change, NOTIFY, COMMIT.
    assert_eq!(of("submit"), 8);
}

/// Keeps a report with so many chunks and findings and as many KiB of source.
fn sized(log: &PostgresLog, id: ReportId, size: u32) -> Report {
    let chunks: Vec<PackedChunk> = (1..=size)
        .map(|first| PackedChunk {
            first,
            rows: 1,
            blocked: 0,
            data: vec![7; 100],
        })
        .collect();
    let findings: Vec<Finding> = (1..=size).map(|row| finding(Check::Revision, row)).collect();
    let content = vec![7; size as usize * 1024 * 10];
    let report = NewReport {
        id,
        state: State::Pending,
        header: Default::default(),
        submitter: "李伟".to_owned(),
        submitted_at: jiff::Timestamp::UNIX_EPOCH,
        structured: false,
        tables: Vec::new(),
        digest: blake3::hash(&content).into(),
        source: &mut content.as_slice(),
        chunks: &chunks,
        findings: &findings,
        counts: Vec::new(),
        decided: None,
        seen: None,
    };
    match log.submit(report).unwrap() {
        Submitted::Kept(report) | Submitted::Known(report) => report,
    }
}
