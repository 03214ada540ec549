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

/// Files, folders, rules of identity and values, at once.
#[test]
fn what_only_shows_when_it_is_used_is_told_with_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    std::fs::write(path("keys.toml"), "[[key]]\nid = \"li\"\nsha256 = \"s3cret\" x\n").unwrap();
    std::fs::write(path("jwks.json"), "{}").unwrap();
    std::fs::write(path("text"), "text").unwrap();
    std::fs::write(path("store.toml"), "\ntls-ca = \"/nowhere/ca.crt\"\n").unwrap();
    let (config, keys, jwks) = (path("store.toml"), path("keys.toml"), path("jwks.json"));
    let (text, data, address) = (path("text"), path("text/data"), path("none/address"));
    let environment = [
        ("HOME", "/home/li"),
        ("ZHIBIAO_CONFIG", config.as_str()),
        ("ZHIBIAO_TLS_KEY", text.as_str()),
        ("ZHIBIAO_AUTH_JWKS", jwks.as_str()),
        ("ZHIBIAO_AUTH_AUDIENCE", "hub"),
        ("ZHIBIAO_REDIS", "rediss://cache:6379"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "https://collector:4317"),
        ("OTEL_EXPORTER_OTLP_CERTIFICATE", "/nowhere/otel.crt"),
    ];
    let words = [
        "store",
        "--tls-cert",
        "/nowhere/tls.crt",
        "--auth-api-keys",
        &keys,
        "--redis-ca",
        "/nowhere/redis.crt",
        "--data",
        &data,
        "--address-file",
        &address,
        "--grace",
        "soon",
    ];
    let told = read(&words, &environment).unwrap_err().to_string();
    for part in [
        "ZHIBIAO_TLS_CERT (--tls-cert): /nowhere/tls.crt: there is no such file; name",
        "ZHIBIAO_TLS_KEY: ",
        "text: there is no private key in it",
        "store.toml:2): /nowhere/ca.crt: there is no such file; name",
        "ZHIBIAO_AUTH_JWKS: ",
        "jwks.json: no JWKS",
        "ZHIBIAO_AUTH_API_KEYS (--auth-api-keys): ",
        "keys.toml: line 3: ",
        "ZHIBIAO_REDIS_CA (--redis-ca): /nowhere/redis.crt: there is no such file; name",
        "ZHIBIAO_DATA (--data): ",
        "text is a file; name a folder",
        "ZHIBIAO_ADDRESS_FILE (--address-file): ",
        "none; name a file in a folder",
        "OTEL_EXPORTER_OTLP_CERTIFICATE: /nowhere/otel.crt: there is no such file; name",
        "ZHIBIAO_GRACE (--grace): `soon`",
    ] {
        assert!(told.contains(part), "{part}:\n{told}");
    }
    assert_eq!(told.matches("\n  ").count(), 10, "{told}");
    assert!(!told.contains("s3cret"), "{told}");
}

#[test]
fn a_listener_that_everybody_reaches_is_refused_with_the_rest() {
    let home = [("HOME", "/home/li"), ("OTEL_TRACES_SAMPLER", "some")];
    let words = ["ingest", "--store", "bogus", "--listen", "192.0.2.1:1"];
    let told = read(&words, &home).unwrap_err().to_string();
    for part in [
        "ZHIBIAO_LISTEN (--listen): `192.0.2.1:1`: only loopback is safe like this: callers are not identified",
        "ZHIBIAO_STORE (--store): `bogus`",
        "OTEL_TRACES_SAMPLER: `some`",
    ] {
        assert!(told.contains(part), "{part}:\n{told}");
    }
    // What can't be used is told by itself, and not taken for missing.
    let words = [
        "store",
        "--auth-jwks",
        "/nowhere/jwks.json",
        "--auth-audience",
        "hub",
        "--listen",
        "[::]:1",
    ];
    let told = read(&words, &[("HOME", "/home/li")]).unwrap_err().to_string();
    assert!(
        told.contains("would travel in the open: give --tls-cert"),
        "{told}"
    );
    let words = [&words[..], &["--allow-plaintext"]].concat();
    let told = read(&words, &[("HOME", "/home/li")]).unwrap_err().to_string();
    assert!(
        told.contains("/nowhere/jwks.json: ") && !told.contains("ZHIBIAO_LISTEN"),
        "{told}"
    );
}

#[test]
fn files_of_a_database_are_looked_at() {
    let files = "?sslmode=verify-full&sslrootcert=/nowhere/ca.crt";
    let (database, standby) = (
        format!("postgres://li@db/hub{files}"),
        format!("postgres://li@one/hub{files}"),
    );
    let words = ["store", "--postgres", &database, "--postgres-replica", &standby];
    let told = read(&words, &[]).unwrap_err().to_string();
    for key in [
        "ZHIBIAO_POSTGRES (--postgres)",
        "ZHIBIAO_POSTGRES_REPLICA (--postgres-replica)",
    ] {
        let part = format!("{key}: sslrootcert: /nowhere/ca.crt: there is no such file; name");
        assert!(told.contains(&part), "{part}:\n{told}");
    }
}

/// Each setting that may hold a secret, in each form in which it may be there: what is shown, kept or told is without.
#[test]
fn a_secret_never_shows_wherever_it_stands() {
    const KEYS: [&str; 9] = [
        "ZHIBIAO_POSTGRES",
        "ZHIBIAO_POSTGRES_REPLICA",
        "ZHIBIAO_REDIS",
        "ZHIBIAO_STORE",
        "ZHIBIAO_AUTH_JWKS",
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
        "OTEL_RESOURCE_ATTRIBUTES",
        "OTEL_EXPORTER_OTLP_HEADERS",
    ];
    const FORMS: [&str; 20] = [
        "postgres://hub:S3CRET@db/hub",
        "postgres://hub:S3CRET@a/hub,postgres://hub:S3CRET@b/hub",
        "postgres://hub:S3CRET@a/hub postgres://hub:S3CRET@b/hub",
        "postgres://hub@db/hub?sslpassword=x&password=S3CRET",
        "postgres:/hub:S3CRET@h/hub",
        "postgres://hub%3AS3CRET@db/hub",
        "hub:S3CRET@h/hub",
        "host=db user=hub password = S3CRET",
        "host=db user=hub password='a S3CRET' dbname=hub",
        "host=db password=a S3CRET=1",
        "redis://:S3CRET@a:1,redis://:S3CRET@b:1",
        "redis://a:1?password=S3CRET,b",
        "redis+sentinel://u:S3CRET@a:1,b:2/main",
        "redis+sentinel://a:1/mymaster?sentinel_password=S3CRET",
        "redis+sentinel://u:6/S3CRET@a:1/0",
        "https://u:S3CRET@host:4317",
        "https://S3CRET@host:4317",
        "https://host:4317/keys?token=S3CRET",
        "http://u:a,S3CRET@host:1",
        "password=S3CRET,a=b",
    ];
    let keys = KEYS
        .iter()
        .flat_map(|key| FORMS.iter().map(move |form| (*key, *form)));
    for (key, form) in keys {
        let role = match key {
            "ZHIBIAO_STORE" => "ingest",
            _ => "store",
        };
        let database = ("ZHIBIAO_POSTGRES", "postgres://db/hub");
        let home = [
            ("HOME", "/home/li"),
            database,
            ("ZHIBIAO_AUTH_AUDIENCE", "hub"),
            (key, form),
        ];
        let told = match read(&[role], &home) {
            Ok(settings) => format!("{settings:?}"),
            Err(bad) => format!("{bad} {bad:?}"),
        };
        assert!(
            told.contains(key) && !told.contains("S3CRET"),
            "{key} {form}: {told}"
        );
    }
}
