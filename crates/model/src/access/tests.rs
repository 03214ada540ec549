//! Names of principals, and what grants add up to.

use proptest::prelude::*;

use super::*;
use crate::catalog::{Draft, Names, Validity, Zone};

fn zone(id: &str, parent: Option<&str>) -> Zone {
    Zone {
        id: ZoneId::new(id).unwrap(),
        names: Names {
            zh: id.to_owned(),
            ..Names::default()
        },
        class: String::new(),
        level: String::new(),
        parent: parent.map(|parent| ZoneId::new(parent).unwrap()),
        code: String::new(),
        validity: Validity::default(),
        note: String::new(),
    }
}

fn grant(id: &str, principal: &str, department: &str, zone: &str, actions: &[Action]) -> Grant {
    Grant {
        id: GrantId::new(id).unwrap(),
        principal: principal.parse().unwrap(),
        department: department.parse().unwrap(),
        zone: zone.parse().unwrap(),
        actions: actions.iter().copied().collect(),
        note: String::new(),
    }
}

/// A province with two zones; statistics and finance.
fn catalog(grants: Vec<Grant>) -> Catalog {
    let mut draft = Draft::default();
    for zone in [
        zone("province", None),
        zone("a", Some("province")),
        zone("b", Some("province")),
    ] {
        draft.zones.insert(zone.id.clone(), zone);
    }
    for id in ["statistics", "finance"] {
        let department = crate::catalog::Department {
            id: DepartmentId::new(id).unwrap(),
            names: Names {
                en: id.to_owned(),
                ..Names::default()
            },
            approval: crate::catalog::Approval::FourEyes,
            note: String::new(),
        };
        draft.departments.insert(department.id.clone(), department);
    }
    draft
        .grants
        .extend(grants.into_iter().map(|grant| (grant.id.clone(), grant)));
    Catalog::build(draft).unwrap()
}

fn place(department: Option<&str>, zone: Option<&str>) -> Place {
    Place {
        department: department.map(|id| DepartmentId::new(id).unwrap()),
        zone: zone.map(|id| ZoneId::new(id).unwrap()),
    }
}

fn roles(roles: &[&str]) -> BTreeSet<String> {
    roles.iter().map(|role| (*role).to_owned()).collect()
}

#[test]
fn without_a_grant_nothing_is_allowed() {
    let catalog = catalog(Vec::new());
    let rights = Rights::of(&catalog, "li", &roles(&["statistics"]));
    assert!(!rights.allow(&Action::ALL, &place(Some("statistics"), Some("a"))));
    assert!(!rights.allow(&Action::ALL, &Place::EVERYWHERE));
}

#[test]
fn a_grant_allows_its_actions_on_its_department_in_its_zone() {
    let grants = vec![grant(
        "one",
        "users/li",
        "departments/statistics",
        "zones/a",
        &[Action::Report],
    )];
    let catalog = catalog(grants);
    let li = Rights::of(&catalog, "li", &roles(&[]));
    let here = place(Some("statistics"), Some("a"));
    assert!(li.allow(&[Action::Report], &here));
    assert!(
        li.allow(&[Action::Read, Action::Report], &here),
        "one of them will do"
    );
    assert!(!li.allow(&[Action::Read, Action::Approve, Action::Administer], &here));
    for elsewhere in [
        place(Some("finance"), Some("a")),
        place(Some("statistics"), Some("b")),
        place(Some("statistics"), Some("province")),
        place(Some("statistics"), None),
        place(None, Some("a")),
        Place::EVERYWHERE,
    ] {
        assert!(!li.allow(&[Action::Report], &elsewhere), "{elsewhere}");
    }
    assert!(!Rights::of(&catalog, "wang", &roles(&["li"])).allow(&[Action::Report], &here));
}

#[test]
fn a_grant_for_a_zone_is_one_for_what_lies_in_it() {
    let grants = vec![grant(
        "one",
        "roles/auditors",
        "*",
        "zones/province",
        &[Action::Read],
    )];
    let catalog = catalog(grants);
    let rights = Rights::of(&catalog, "li", &roles(&["auditors"]));
    for zone in ["province", "a", "b"] {
        assert!(rights.allow(&[Action::Read], &place(Some("finance"), Some(zone))));
        assert!(rights.allow(&[Action::Read], &place(None, Some(zone))));
    }
    assert!(!rights.allow(&[Action::Read], &place(Some("finance"), None)));
}

#[test]
fn grants_to_a_user_and_to_roles_add_up() {
    let grants = vec![
        grant("one", "users/li", "departments/statistics", "*", &[Action::Read]),
        grant(
            "two",
            "roles/finance",
            "departments/finance",
            "*",
            &[Action::Report],
        ),
    ];
    let catalog = catalog(grants);
    let rights = Rights::of(&catalog, "li", &roles(&["finance"]));
    assert!(rights.allow(&[Action::Read], &place(Some("statistics"), Some("a"))));
    assert!(rights.allow(&[Action::Report], &place(Some("finance"), None)));
    // They do not mix: reading one department is not reading the other.
    assert!(!rights.allow(&[Action::Read], &place(Some("finance"), Some("a"))));
}

#[test]
fn a_grant_of_what_is_not_there_is_a_fault() {
    let grants = vec![
        grant("one", "users/li", "departments/tax", "zones/c", &[Action::Read]),
        grant("two", "users/li", "*", "*", &[]),
    ];
    let mut draft = catalog(Vec::new()).into_draft();
    draft
        .grants
        .extend(grants.into_iter().map(|grant| (grant.id.clone(), grant)));
    let faults = Catalog::build(draft).unwrap_err();
    let paths: Vec<&str> = faults.iter().map(|fault| fault.path.as_str()).collect();
    assert_eq!(
        paths,
        ["grants/one.department", "grants/one.zone", "grants/two.actions"]
    );
}

#[test]
fn words_are_read_as_they_are_written() {
    for text in ["users/li.wei", "users/李伟", "roles/statistics", "users/a/b"] {
        assert_eq!(text.parse::<Principal>().unwrap().to_string(), text);
    }
    for wrong in [
        "",
        "li",
        "users/",
        "users/ li",
        "groups/x",
        "roles/\n",
        &format!("users/{}", "a".repeat(65)),
    ] {
        assert!(wrong.parse::<Principal>().is_err(), "{wrong}");
    }
    assert_eq!("*".parse::<Scope<ZoneId>>().unwrap(), Scope::Any);
    assert!("**".parse::<Scope<ZoneId>>().is_err());
    for action in Action::ALL {
        assert_eq!(action.as_str().parse::<Action>().unwrap(), action);
    }
}

proptest! {
    #[test]
    fn principals_survive_a_round_trip(name in "\\PC{1,64}", role in any::<bool>()) {
        prop_assume!(is_name(&name));
        let principal = if role { Principal::Role(name) } else { Principal::User(name) };
        prop_assert_eq!(principal.to_string().parse::<Principal>().unwrap(), principal);
    }
}
