use jiff::civil::date;
use zhibiao_model::{catalog::Placement, ids::ZoneId};
use zhibiao_testkit::catalog::Small;

use super::*;

fn span(from: Option<Date>, until: Option<Date>) -> Validity {
    Validity { from, until }
}

fn year(year: i16) -> Period {
    Period::annual(year).unwrap()
}

fn zones() -> BTreeSet<KindId> {
    [KindId::zones()].into()
}

fn parent(id: &str) -> Option<ZoneId> {
    Some(ZoneId::new(id).unwrap())
}

/// A city with two zones, one of them with a sub-park; a platform that moves from one zone to the other in July 2023.
fn catalog() -> Catalog {
    let class = |class: &'static str, within: &'static str| {
        move |zone: &mut Zone| {
            zone.class = class.into();
            zone.parent = parent(within);
        }
    };
    let moved = date(2023, 7, 1);
    Small::default()
        .zone_with("city", "某市", |zone| zone.class = "city".into())
        .zone_with("province", "某省", |zone| zone.class = "province".into())
        .zone_with("total", "合计", |zone| zone.class = "aggregate".into())
        .zone_with("east", "东区", class("htz", "city"))
        .zone_with("west", "西区", class("edz", "city"))
        .zone_with("park", "东区分园", class("sub-park", "east"))
        .zone_with("new", "新区", |zone| {
            zone.validity = span(Some(date(2022, 5, 1)), None)
        })
        .zone_with("old", "旧区", |zone| {
            zone.validity = span(None, Some(date(2022, 1, 1)))
        })
        .subject_with("platforms/mover", "搬迁平台", |subject| {
            let zone = |id: &str| ZoneId::new(id).unwrap();
            subject.placements = [
                Placement {
                    validity: span(None, Some(moved)),
                    zone: zone("east"),
                },
                Placement {
                    validity: span(Some(moved), None),
                    zone: zone("west"),
                },
            ]
            .into();
        })
        .subject("platforms/stayer", "固定平台", "park")
        .group_with("in-east", |group| {
            group.kind = KindId::new("platforms").unwrap();
            group.parent = parent("east");
        })
        .group_with("in-city", |group| group.parent = parent("city"))
        .group_with("htz", |group| group.class = "htz".into())
        .group_with("edz-platforms", |group| {
            group.kind = KindId::new("platforms").unwrap();
            group.class = "edz".into();
        })
        .group_with("two", |group| {
            group.members = ["zones/east", "zones/west"]
                .iter()
                .map(|name| name.parse().unwrap())
                .collect();
        })
        .build()
}

fn names<'a>(peers: impl Iterator<Item = &'a Peer>) -> Vec<&'a str> {
    peers.map(|peer| peer.name.as_str()).collect()
}

fn peers(selector: &Selector, kinds: &BTreeSet<KindId>) -> Peers {
    Peers::new(selector, kinds, &catalog(), &Columns::default())
}

#[test]
fn by_default_places_and_sums_are_no_peers() {
    let expected = ["zones/east", "zones/new", "zones/old", "zones/park", "zones/west"];
    assert_eq!(names(peers(&Selector::Default, &zones()).ever()), expected);
}

#[test]
fn by_default_an_indicator_of_platforms_has_platforms() {
    let kinds = [KindId::new("platforms").unwrap()].into();
    assert_eq!(
        names(peers(&Selector::Default, &kinds).ever()),
        ["platforms/mover", "platforms/stayer"]
    );
}

#[test]
fn a_kind_has_all_its_subjects_and_a_list_its_own_order_of_names() {
    let kind = Selector::Kind(KindId::zones());
    assert_eq!(peers(&kind, &zones()).ever().count(), 8);
    let list = Selector::List(
        ["zones/west", "zones/city"]
            .iter()
            .enumerate()
            .map(|(at, name)| (name.parse().unwrap(), at))
            .collect(),
    );
    assert_eq!(
        names(peers(&list, &zones()).at(year(2023))),
        ["zones/city", "zones/west"]
    );
}

#[test]
fn a_mover_is_a_peer_where_it_lies_on_the_last_day() {
    let catalog = catalog();
    let group = |id: &str| catalog.items().peer_groups[&format!("peerGroups/{id}").parse().unwrap()].clone();
    let in_east = peers(&Selector::Group(group("in-east")), &zones());
    assert_eq!(
        names(in_east.at(year(2022))),
        ["platforms/mover", "platforms/stayer"]
    );
    assert_eq!(names(in_east.at(year(2023))), ["platforms/stayer"]);
    let of_edz = peers(&Selector::Group(group("edz-platforms")), &zones());
    assert_eq!(names(of_edz.at(year(2022))), Vec::<&str>::new());
    assert_eq!(names(of_edz.at(year(2023))), ["platforms/mover"]);
}

#[test]
fn groups_are_those_of_the_catalogue_on_every_day() {
    let catalog = catalog();
    for group in catalog.items().peer_groups.values() {
        let peers = peers(&Selector::Group(group.clone()), &zones());
        for period in (1..=12).map(|month| Period::monthly(2023, month).unwrap()) {
            let expected = catalog.members(group, last_day(period));
            let found: Vec<SubjectName> = peers.at(period).map(|peer| peer.name.clone()).collect();
            assert_eq!(found, expected, "{} {period}", group.id);
        }
    }
}

#[test]
fn presence_is_any_day_of_the_period() {
    let all = peers(&Selector::Kind(KindId::zones()), &zones());
    let of = |name: &str, at: i16| {
        all.ever()
            .find(|peer| peer.name.as_str() == name)
            .unwrap()
            .presence(year(at))
    };
    assert_eq!(
        (of("zones/new", 2021), of("zones/new", 2022)),
        (Presence::NotYet, Presence::Here)
    );
    assert_eq!(
        (of("zones/old", 2021), of("zones/old", 2022)),
        (Presence::Here, Presence::NoLonger)
    );
    assert_eq!(of("zones/east", 1900), Presence::Here);
}

#[test]
fn a_placed_subject_exists_from_its_first_placement_to_its_last() {
    let zone = || ZoneId::new("east").unwrap();
    let catalog = Small::default()
        .zone("east", "东区")
        .subject_with("projects/a", "甲", |subject| {
            let early = span(Some(date(2020, 1, 1)), Some(date(2021, 1, 1)));
            let late = span(Some(date(2022, 1, 1)), Some(date(2023, 1, 1)));
            let place = |validity| Placement {
                validity,
                zone: zone(),
            };
            subject.placements = [place(early), place(late)].into();
        })
        .subject_with("projects/nowhere", "乙", |_| {})
        .build();
    let all = Peers::new(
        &Selector::Kind(KindId::new("projects").unwrap()),
        &zones(),
        &catalog,
        &Columns::default(),
    );
    let of = |at: i16| all.ever().map(|peer| peer.presence(year(at))).collect::<Vec<_>>();
    assert_eq!(of(2019), [Presence::NotYet, Presence::Here]);
    assert_eq!(of(2021), [Presence::Here, Presence::Here]);
    assert_eq!(of(2023), [Presence::NoLonger, Presence::Here]);
}
