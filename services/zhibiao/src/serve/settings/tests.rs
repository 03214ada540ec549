use std::collections::BTreeMap;

use clap::Parser;

use super::*;

#[derive(Debug, Parser)]
struct Line {
    #[command(subcommand)]
    command: ServeCommand,
}

fn read(words: &[&str], environment: &[(&str, &str)]) -> Result<Settings, BadSettings> {
    let line = Line::try_parse_from(["serve"].iter().chain(words)).unwrap();
    let source: BTreeMap<String, String> = environment
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
        .collect();
    Settings::read(&line.command, &source)
}

#[test]
fn each_role_has_its_own_settings_and_defaults() {
    let home = [("HOME", "/home/li"), ("ZHIBIAO_STORE", "http://store:7891")];
    let store = read(&["store", "--near-cache", "1MiB"], &home).unwrap();
    assert_eq!((store.role.name(), store.process.listen.port()), ("store", 7891));
    let ingest = read(&["ingest"], &home).unwrap();
    assert_eq!(
        (ingest.role.name(), ingest.process.listen.port()),
        ("ingest", 7892)
    );
    let compare = read(&["compare", "--store", "http://a:1,http://b:2"], &home).unwrap();
    let Role::Compare { store } = &compare.role else {
        panic!("{compare:?}");
    };
    assert_eq!(store.addresses, ["http://a:1", "http://b:2"]);
    assert!(compare.process.connection_age.is_some());
}

#[test]
fn requests_have_memory_for_the_largest_of_them() {
    let home = [("HOME", "/home/li"), ("ZHIBIAO_STORE", "http://store:7891")];
    let memory = |amount| read(&["compare", "--max-request-memory", amount], &home);
    assert_eq!(memory("128MiB").unwrap().process.reception.bytes, 128 << 20);
    let refused = memory("127MiB").unwrap_err().to_string();
    assert!(refused.contains("give at least 128MiB"), "{refused}");
}

#[test]
fn a_store_is_in_a_folder_or_in_a_database() {
    let home = [("HOME", "/home/li")];
    let words = [
        "store",
        "--postgres",
        "postgres://li:secret@db/hub",
        "--postgres-replica",
        "postgres://li:secret@one/hub",
        "--postgres-replica",
        "postgres://li:secret@two/hub",
        "--distribute",
        "--postgres-connections",
        "40",
    ];
    let settings = read(&words, &home).unwrap();
    let Role::Store { data, .. } = &settings.role else {
        panic!("{settings:?}");
    };
    let StoreData::Postgres {
        replicas,
        connections,
        distribute,
        ..
    } = data
    else {
        panic!("{data:?}");
    };
    assert_eq!((replicas.len(), *connections, *distribute), (2, 40, true));
    assert!(!format!("{:?}", settings.shown).contains("secret"));
}

#[test]
fn what_does_not_go_together_or_reads_wrong_is_told_of_a_store() {
    let home = [("HOME", "/home/li")];
    let both = read(
        &["store", "--postgres", "postgres://db/hub", "--data", "x"],
        &home,
    )
    .unwrap_err();
    assert!(
        both.to_string()
            .contains("ZHIBIAO_DATA (--data): data is in a folder or"),
        "{both}"
    );
    let alone = read(&["store", "--distribute"], &home).unwrap_err();
    assert!(
        alone
            .to_string()
            .contains("ZHIBIAO_DISTRIBUTE (--distribute): goes with"),
        "{alone}"
    );
    let words = [
        "store",
        "--postgres",
        "postgres://db/hub",
        "--postgres-replica",
        "//li:secret@x",
    ];
    let environment = [
        ("ZHIBIAO_DISTRIBUTE", "maybe"),
        ("ZHIBIAO_POSTGRES_CONNECTIONS", "3"),
    ];
    let wrong = read(&words, &environment).unwrap_err().to_string();
    for part in [
        "ZHIBIAO_POSTGRES_CONNECTIONS: `3`: write a number from 4 to 1000",
        "ZHIBIAO_POSTGRES_REPLICA (--postgres-replica)",
        "ZHIBIAO_DISTRIBUTE: `maybe`: write true",
    ] {
        assert!(wrong.contains(part), "{part}: {wrong}");
    }
    assert!(!wrong.contains("secret"), "{wrong}");
}

#[test]
fn a_store_may_have_redis() {
    let home = [("HOME", "/home/li"), ("ZHIBIAO_REDIS", "redis://:s3cret@a:1")];
    let settings = read(&["store", "--redis-timeout", "20ms"], &home).unwrap();
    let Role::Store { cache, .. } = &settings.role else {
        panic!("{settings:?}");
    };
    let redis = cache.redis.clone().unwrap();
    assert_eq!((redis.timeout.as_millis(), cache.near_bytes), (20, 64 << 20));
    let shown = settings.shown.iter().find(|shown| shown.key == "ZHIBIAO_REDIS");
    assert_eq!(shown.unwrap().value, "redis://:***@a:1");
    assert!(!format!("{settings:?}").contains("s3cret"));
    let told = read(
        &["store", "--redis", "redis://u:s3cret@a:1,redis://u:s3cret@b/1"],
        &[("HOME", "/home/li")],
    );
    let told = told.unwrap_err().to_string();
    assert!(
        told.contains("ZHIBIAO_REDIS (--redis): `redis://u:***@b/1`: address 2"),
        "{told}"
    );
    let alone = read(&["store", "--redis-timeout", "20ms"], &[("HOME", "/home/li")]);
    let alone = alone.unwrap_err().to_string();
    assert!(
        alone.contains("ZHIBIAO_REDIS_TIMEOUT (--redis-timeout): goes with Redis"),
        "{alone}"
    );
}

#[test]
fn what_is_shown_holds_no_secret() {
    let environment = [
        ("HOME", "/home/li"),
        ("ZHIBIAO_STORE", "http://store:1"),
        ("ZHIBIAO_POSTGRES", "postgres://li:secret@db/hub"),
    ];
    let shown = read(&["ingest"], &environment).unwrap().shown;
    let of = |key: &str| shown.iter().find(|shown| shown.key == key).unwrap();
    assert!(of("ZHIBIAO_POSTGRES").value.contains("db"));
    assert_eq!(of("ZHIBIAO_DATA").value, "/home/li/.local/share/zhibiao/ingest");
    assert!(!format!("{shown:?}").contains("secret"));
}

#[test]
fn every_bad_setting_is_told_at_once_with_where_it_was_said() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ingest.toml");
    std::fs::write(&file, "grace = \"soon\"\nstroe = \"x\"\n").unwrap();
    let environment = [
        ("ZHIBIAO_LISTEN", "here"),
        ("ZHIBIAO_STORE", "http://user:secret@store"),
        ("ZHIBIAO_CONFIG", file.to_str().unwrap()),
    ];
    let words = [
        "ingest",
        "--hedge-after",
        "late",
        "--postgres",
        "postgres://li:secret@",
    ];
    let told = read(&words, &environment).unwrap_err().to_string();
    for part in [
        "ZHIBIAO_LISTEN: `here`",
        "ZHIBIAO_STORE: `http://user:***@store`",
        "ZHIBIAO_HEDGE_AFTER (--hedge-after): `late`",
        "ingest.toml:1): `soon`",
        "ingest.toml:2): is no setting here; did you mean store?",
        "ZHIBIAO_DATA: there is no home folder",
        "ZHIBIAO_POSTGRES (--postgres): `postgres://li:***@`",
    ] {
        assert!(told.contains(part), "{part}:\n{told}");
    }
    assert!(!told.contains("secret"), "{told}");
    let told = read(&["compare"], &[]).unwrap_err().to_string();
    assert!(told.contains("ZHIBIAO_STORE: is not set"), "{told}");
}
