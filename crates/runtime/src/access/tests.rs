//! What permits allow, and that every call of the protos has a rule.

use prost::Message as _;
use prost_types::FileDescriptorSet;
use zhibiao_model::{
    access::Grant,
    catalog::{Approval, Department, Draft, Names},
};

use super::{
    rules::{self, Rule},
    *,
};

fn catalog() -> Catalog {
    let mut draft = Draft::default();
    for id in ["statistics", "finance"] {
        let department = Department {
            id: DepartmentId::new(id).unwrap(),
            names: Names {
                en: id.to_owned(),
                ..Names::default()
            },
            approval: Approval::FourEyes,
            note: String::new(),
        };
        draft.departments.insert(department.id.clone(), department);
    }
    let grant = Grant {
        id: "grants/one".parse().unwrap(),
        principal: "roles/statistics".parse().unwrap(),
        department: "departments/statistics".parse().unwrap(),
        zone: "*".parse().unwrap(),
        actions: [Action::Read].into(),
        note: String::new(),
    };
    draft.grants.insert(grant.id.clone(), grant);
    Catalog::build(draft).unwrap()
}

fn user(roles: &[&str], is_admin: bool) -> Permit {
    Permit::new(Identity::User {
        caller: Caller::new("li").unwrap(),
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        is_admin,
    })
}

fn demands() -> [Demand; 3] {
    ["statistics", "finance", "tax"].map(|id| {
        let place = Place {
            department: DepartmentId::new(id).ok(),
            zone: None,
        };
        Demand::new(format!("keys[{id}]"), place)
    })
}

#[test]
fn everything_that_is_missing_is_told_and_nothing_else() {
    let catalog = catalog();
    let refused = user(&["statistics"], false)
        .check(&catalog, &[Action::Read], demands())
        .unwrap_err();
    assert_eq!(
        (refused.code, refused.reason.as_str()),
        (Code::PermissionDenied, "RIGHT_MISSING")
    );
    let fields: Vec<&str> = refused.violations.iter().map(|one| one.field.as_str()).collect();
    assert_eq!(fields, ["keys[finance]", "keys[tax]"]);
    assert!(refused.message.contains("departments/finance") && refused.message.contains("1 more"));
    let [first, ..] = demands();
    let one = user(&["statistics"], false).check(&catalog, &[Action::Read], [first]);
    assert!(one.is_ok());
}

#[test]
fn administrators_of_the_process_administer_and_do_nothing_else() {
    let (catalog, admin) = (catalog(), user(&[], true));
    assert!(admin.check(&catalog, &[Action::Administer], demands()).is_ok());
    assert!(admin.check(&catalog, &[Action::Read], demands()).is_err());
    assert!(admin.allows(&catalog, &[Action::Administer], &Place::EVERYWHERE));
    assert!(!admin.allows(&catalog, &[Action::Approve], &Place::EVERYWHERE));
}

#[test]
fn services_and_whoever_is_believed_are_not_bounded() {
    let catalog = catalog();
    for who in [
        Identity::Trusted(None),
        Identity::Service {
            name: "ingest".into(),
            acts_for: None,
        },
    ] {
        let permit = Permit::new(who);
        assert!(!permit.is_bounded());
        assert!(permit.check(&catalog, &[Action::Administer], demands()).is_ok());
        assert_eq!(permit.caller().unwrap_err().reason, "CALLER_UNKNOWN");
    }
}

#[test]
fn a_call_that_nobody_identified_may_do_nothing() {
    assert_eq!(Permit::of(&Extensions::new()).unwrap_err().code, Code::Internal);
}

#[test]
fn every_call_of_the_protos_has_a_rule_and_every_rule_a_call() {
    let set = FileDescriptorSet::decode(zhibiao_proto::DESCRIPTORS).unwrap();
    let declared: BTreeSet<String> = set
        .file
        .iter()
        .filter(|file| file.package().starts_with("zhibiao."))
        .flat_map(|file| {
            file.service.iter().flat_map(|service| {
                let path = format!("/{}.{}/", file.package(), service.name());
                let method = move |name: &str| format!("{path}{name}");
                service.method.iter().map(move |one| method(one.name()))
            })
        })
        .collect();
    let ruled: BTreeSet<String> = rules::all().map(|(path, _)| path).collect();
    assert_eq!(declared, ruled);
}

#[test]
fn what_is_not_listed_is_for_services() {
    assert_eq!(rules::of_path("/grpc.health.v1.Health/Check"), Rule::Open);
    assert_eq!(
        rules::of_path("/grpc.reflection.v1.ServerReflection/ServerReflectionInfo"),
        Rule::Identified
    );
    for path in [
        "",
        "/",
        "/zhibiao.store.v1.Secret/Read",
        "/zhibiao.catalog.v1.CatalogService/DropZone",
        "//grpc.health.v1.Health/Check",
    ] {
        assert_eq!(rules::of_path(path), Rule::Service, "{path}");
    }
}
