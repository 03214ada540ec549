//! How the statements are planned where the cube is spread over several servers.

use zhibiao_runtime::clock::Clock;
use zhibiao_testkit::postgres;

use super::*;
use crate::cube::Detail;

/// A statement with values in place of its parameters.
fn with_values(sql: &str) -> String {
    let mut sql = sql
        .replace("$1::int[]", "'{1,2,3}'::int[]")
        .replace("$2::int[]", "'{1,2,3}'::int[]");
    for (parameter, value) in [
        ("s.known OR $1", "s.known OR TRUE"),
        ("$1", "1"),
        ("$2", "2"),
        ("$3", "3"),
    ] {
        sql = sql.replace(parameter, value);
    }
    sql
}

/// Every statement with how many keys it asks for.
fn statements() -> Vec<(&'static str, String)> {
    let all = Statements::new(true);
    let mut named = Vec::new();
    for (one, many, cells) in [
        ("one series", "many series", &all.series),
        ("one column", "many columns", &all.columns),
    ] {
        for past in [false, true] {
            for detail in [Detail::Figures, Detail::Sources] {
                named.push((one, cells.select(true, past, detail).to_owned()));
                named.push((many, cells.select(false, past, detail).to_owned()));
            }
        }
    }
    named.push(("one history", all.ended.select(true).to_owned()));
    named.push(("many histories", all.ended.select(false).to_owned()));
    named.push(("one list of periods", sql::PERIODS_OF_ONE.to_owned()));
    named.push(("several lists of periods", sql::PERIODS.to_owned()));
    named.push(("one that has arrived", arrival::ARRIVED_OF_ONE.to_owned()));
    named.push(("several that have arrived", arrival::ARRIVED.to_owned()));
    named.push(("rows of a batch", all.standing));
    named.push(("rows that are superseded", all.supersede));
    named.extend(
        [sql::INSERT, sql::UPSERT, sql::ADD_PERIODS, arrival::NOTE_ARRIVED]
            .map(|sql| ("rows that are written", sql.to_owned())),
    );
    named
}

#[tokio::test]
async fn a_spread_cube_is_asked_in_one_go() {
    let Some(schema) = postgres::shared().await else {
        return;
    };
    if !schema.has_citus().await {
        return;
    }
    let mut options = Options::new(schema.url.parse().unwrap());
    options.database.schema.clone_from(&schema.name);
    options.distribute = true;
    let store = Postgres::open(options, 1, Clock::system()).await.unwrap();
    let session = store.inner.primary.session().await.unwrap();
    session.batch_execute(stage::BEGIN).await.unwrap();
    for (name, sql) in statements() {
        let explain = format!("EXPLAIN (COSTS OFF) {}", with_values(&sql));
        let rows = session.query(&explain, &[]).await.unwrap();
        let lines: Vec<&str> = rows.iter().map(|row| row.get(0)).collect();
        let plan = lines.join("\n");
        let mut tasks = lines.iter().filter(|line| line.contains("Task Count"));
        let first = tasks.next();
        assert!(tasks.next().is_none(), "{name} take more than one round:\n{plan}");
        let one = first.is_some_and(|count| count.ends_with("Task Count: 1"));
        assert!(
            one || !name.starts_with("one"),
            "{name} does not go to one shard:\n{plan}"
        );
        // What a statement may fetch first are the session's own staged rows.
        assert!(
            lines.iter().filter(|line| line.contains("Subplan")).count() <= 1,
            "{name}:\n{plan}"
        );
    }
}
