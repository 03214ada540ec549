use super::*;

fn read(text: &str) -> RedisUrl {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn each_form_is_read() {
    let url = read("redis://cache:6380/3");
    let Place::Server(info) = url.place.as_ref() else {
        panic!("one server");
    };
    assert_eq!(info.addr(), &ConnectionAddr::Tcp("cache".into(), 6380));
    assert_eq!(info.redis_settings().db(), 3);
    assert!(info.tcp_settings().nodelay());
    let url = read("rediss://cache:6380/3");
    assert!(url.is_secured() && !read("redis://cache").is_secured());
    let Place::Server(info) = url.place.as_ref() else {
        panic!("one server");
    };
    assert!(matches!(
        info.addr(),
        ConnectionAddr::TcpTls { insecure: false, .. }
    ));
    let url = read("redis://a:1,redis://b:2/, redis://c");
    let Place::Cluster(servers) = url.place.as_ref() else {
        panic!("a cluster");
    };
    assert_eq!(servers.len(), 3);
    let url = read("redis+sentinel://hub:s3cret@a:1,b,[::1]:4/main/2");
    let Place::Sentinel {
        sentinels,
        service,
        master,
    } = url.place.as_ref()
    else {
        panic!("a sentinel");
    };
    let address = |host: &str, port| ConnectionAddr::Tcp(host.to_owned(), port);
    assert_eq!(
        *sentinels,
        [address("a", 1), address("b", SENTINEL_PORT), address("::1", 4)]
    );
    let redis = master.redis_settings();
    assert_eq!((service.as_str(), redis.db()), ("main", 2));
    assert_eq!(
        (redis.username(), redis.password()),
        (Some("hub"), Some("s3cret"))
    );
}

#[test]
fn what_is_wrong_is_told_without_passwords() {
    for (text, told) in [
        ("", "begins with none"),
        ("http://a", "begins with none"),
        ("redis://a:1,rediss://b:2", "all secured"),
        ("redis://", "expected redis://"),
        ("redis://:s3c,ret@a", "address 1"),
        ("redis://u:s3cret@a/x", "address 1"),
        ("redis://a?protocol=resp3", "expected redis://"),
        ("redis://a:1,b:2", "address 2"),
        ("redis://a/1,redis://b/1", "no databases"),
        ("redis://u:s3cret@a,redis://b", "one user and password"),
        ("redis+sentinel://a:1", "SERVICE"),
        ("redis+sentinel://:s3cret@a:1/", "SERVICE"),
        ("redis+sentinel://a:1,/main", "SERVICE"),
        ("redis+sentinel://a:1/main/x", "SERVICE"),
        (
            "redis+sentinel://a:1/main?sentinel_password=s3cret",
            "without a password",
        ),
        ("redis+sentinel://u:6/s3cret@a:1/main", "as %2C %40 %3A %2F"),
        ("redis+sentinel://a:1/main,redis+sentinel://b:1/main", "none of ,"),
    ] {
        let error = text.parse::<RedisUrl>().unwrap_err().to_string();
        assert!(error.contains(told), "{text}: {error}");
        assert!(!error.contains("s3c"), "{text}: {error}");
    }
}

#[test]
fn passwords_are_not_shown() {
    for (text, shown) in [
        ("redis://a:1/2", "redis://a:1/2"),
        ("redis://u:s3cret@a:1/2", "redis://u:***@a:1/2"),
        ("redis://:s3c%2Cret%40x@a", "redis://:***@a"),
        (
            "redis://:s3cret@a,redis://:s3cret@b",
            "redis://:***@a,redis://:***@b",
        ),
        (
            "redis+sentinel://u:s3cret@a:1,b:2/main",
            "redis+sentinel://u:***@a:1,b:2/main",
        ),
    ] {
        let url = read(text);
        assert_eq!(url.to_string(), shown);
        assert_eq!(format!("{url:?}"), format!("RedisUrl({shown:?})"));
    }
}
