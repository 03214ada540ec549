//! A hub that knows its callers, and what they show.

use std::{fs, path::Path};

use serde_json::{Value, json};
use tempfile::TempDir;
use zhibiao_client::Hub;
use zhibiao_model::{access::Action, catalog::Approval};
use zhibiao_proto::{
    catalog::v1::{ApplyCatalogRequest, Catalog},
    report::v1::{
        ApproveReport, DecideReportRequest, EntryColumns, Report, ReportHeader, SubmitReportRequest,
        decide_report_request::Decision,
    },
};
use zhibiao_runtime::{clock::Clock, identity::NewKey};
use zhibiao_testkit::{
    authority::Authority,
    catalog::Small,
    issuer::{Issuer, Signed},
};
use zhibiao_tests::Process;
use zhibiao_tls::{Tls, TlsFiles};

/// Whom the hub's tokens are for.
pub(crate) const AUDIENCE: &str = "zhibiao";

/// Who may administer everything.
pub(crate) const ADMIN: &str = "root";

/// Resource name of the one framework, which is about statistics' numbers.
pub(crate) const FRAMEWORK: &str = "frameworks/one";

/// The name of a service of the hub.
pub(crate) const SERVICE: &str = "store.hub.test";

/// A hub, and everything that its callers need.
pub(crate) struct World {
    pub(crate) hub: Process,
    pub(crate) authority: Authority,
    pub(crate) issuer: Issuer,
    pub(crate) key: NewKey,
    /// Resource name of a published report of statistics for zone a, and its etag.
    pub(crate) report: Report,
    files: TlsFiles,
    folder: TempDir,
}

/// Statistics and finance, zones a and b, and callers who may do everything in one place.
pub(crate) fn catalog() -> Catalog {
    let owned = |department: &'static str| {
        move |indicator: &mut zhibiao_model::catalog::Indicator| {
            indicator.owner = Some(format!("departments/{department}").parse().unwrap());
        }
    };
    let (statistics, finance) = ("departments/statistics", "departments/finance");
    Small::default()
        .zone("a", "甲高新区")
        .zone("b", "乙高新区")
        .department_with("statistics", "统计局", |it| it.approval = Approval::FourEyes)
        .department("finance", "财政局")
        .department("science", "科技局")
        .interface("science-feed", "science")
        .indicator_with("gdp", "亿元", owned("statistics"))
        .indicator_with("budget", "亿元", owned("finance"))
        .indicator_with("patents", "件", owned("science"))
        // What finance spends, told as if it were statistics' own.
        .indicator_with("spending", "亿元", |indicator| {
            owned("statistics")(indicator);
            indicator.formula = Some("{budget} * 1".parse().unwrap());
        })
        .framework(
            "id = \"one\"\naggregates = [{ id = \"index\" }]\n\
             indicators = [{ code = \"gdp\", parent = \"index\" }]",
        )
        .framework(
            "id = \"spent\"\naggregates = [{ id = \"index\" }]\n\
             indicators = [{ code = \"spending\", parent = \"index\" }]",
        )
        .grant("right", "roles/right", statistics, "zones/a", &Action::ALL)
        .grant(
            "science",
            "roles/right",
            "departments/science",
            "zones/a",
            &Action::ALL,
        )
        .grant("everything", "roles/everything", "*", "*", &Action::ALL)
        .grant("all-zones", "roles/all-zones", statistics, "*", &Action::ALL)
        .grant(
            "wrong-department",
            "roles/wrong-department",
            finance,
            "*",
            &Action::ALL,
        )
        .grant("wrong-zone", "roles/wrong-zone", "*", "zones/b", &Action::ALL)
        .grant(
            "approver",
            "users/wang",
            statistics,
            "zones/a",
            &[Action::Approve],
        )
        .grant("keys", "users/gateway", statistics, "zones/a", &[Action::Read])
        .message()
}

/// A batch of one value: gdp of a subject.
pub(crate) fn entries(subject: &str) -> EntryColumns {
    entries_of("gdp", subject)
}

/// A batch of one value of an indicator of a subject.
pub(crate) fn entries_of(indicator: &str, subject: &str) -> EntryColumns {
    EntryColumns {
        subjects: vec![subject.to_owned()],
        indicators: vec![format!("indicators/{indicator}")],
        periods: vec!["2023".to_owned()],
        subject: vec![0],
        indicator: vec![0],
        period: vec![0],
        value: vec![98.75],
        ..EntryColumns::default()
    }
}

/// What a department reports for a zone.
pub(crate) fn header(department: &str, zone: &str) -> ReportHeader {
    ReportHeader {
        department: format!("departments/{department}"),
        zone: zone.to_owned(),
        period: "2023".to_owned(),
        title: "annual".to_owned(),
        ..ReportHeader::default()
    }
}

impl World {
    /// Starts the hub, applies the catalogue, and has a report published.
    pub(crate) async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (authority, issuer, key) = (Authority::new(), Issuer::new(), NewKey::make("gateway").unwrap());
        let files = authority.write(folder.path(), &["localhost", "127.0.0.1", "hub.test"]);
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::write(&path, text).unwrap();
            path.display().to_string()
        };
        let jwks = write("jwks.json", &issuer.jwks());
        let keys = write("keys.toml", &key_file(&key));
        let (pair, ca) = (files.pair.clone().unwrap(), files.ca.clone().unwrap());
        let hub = Process::start(
            &Process::built(),
            &[
                "--tls-cert",
                text(&pair.0),
                "--tls-key",
                text(&pair.1),
                "--tls-ca",
                text(&ca),
                "--auth-jwks",
                &jwks,
                "--auth-audience",
                AUDIENCE,
                "--auth-api-keys",
                &keys,
                "--auth-services",
                SERVICE,
                "--auth-admins",
                ADMIN,
                "--log",
                "debug",
            ],
        )
        .await
        .unwrap();
        let mut world = Self {
            hub,
            authority,
            issuer,
            key,
            report: Report::default(),
            files,
            folder,
        };
        world.apply_catalog().await;
        world.report = world.publish().await;
        world
    }

    async fn apply_catalog(&self) {
        let root = self.bearing(&self.token(ADMIN, &[]));
        let request = ApplyCatalogRequest {
            catalog: Some(catalog()),
            ..ApplyCatalogRequest::default()
        };
        root.catalog().apply_catalog(request).await.unwrap();
    }

    async fn publish(&self) -> Report {
        let submitter = self.bearing(&self.token("li", &["right"]));
        let request = SubmitReportRequest {
            header: Some(header("statistics", "zones/a")),
            entries: Some(entries("zones/a")),
        };
        let submitted = submitter.reports().submit_report(request).await.unwrap();
        let report = submitted.into_inner().report.unwrap();
        let approval = DecideReportRequest {
            name: report.name,
            etag: report.etag,
            decision: Some(Decision::Approve(ApproveReport::default())),
        };
        let approver = self.bearing(&self.token("wang", &[]));
        let decided = approver.reports().decide_report(approval).await.unwrap();
        decided.into_inner().report.unwrap()
    }

    /// A client that shows a credential.
    pub(crate) fn bearing(&self, credential: &str) -> Hub {
        self.anonymous().bearing(credential).unwrap()
    }

    /// A client that shows nothing.
    pub(crate) fn anonymous(&self) -> Hub {
        Hub::connect_over(self.hub.address(), Some(self.believing(&self.files))).unwrap()
    }

    /// A client that shows a certificate for a name.
    pub(crate) fn certified(&self, name: &str) -> Hub {
        let folder = self.folder.path().join(name);
        fs::create_dir_all(&folder).unwrap();
        let files = self.authority.write(&folder, &[name]);
        Hub::connect_over(self.hub.address(), Some(Tls::read(files).unwrap())).unwrap()
    }

    /// What a client without a certificate of its own believes.
    fn believing(&self, files: &TlsFiles) -> Tls {
        Tls::read(TlsFiles {
            pair: None,
            ca: files.ca.clone(),
        })
        .unwrap()
    }

    /// The files that the hub's certificates are in.
    pub(crate) fn files(&self) -> &TlsFiles {
        &self.files
    }

    /// A folder of the test's own.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A token for a user who has roles, valid for an hour.
    pub(crate) fn token(&self, user: &str, roles: &[&str]) -> String {
        self.issuer.token(Signed::EdDsa, &claims(user, roles))
    }
}

/// What a valid token says.
pub(crate) fn claims(user: &str, roles: &[&str]) -> Value {
    json!({ "sub": user, "roles": roles, "aud": AUDIENCE, "exp": seconds_from_now(3600) })
}

/// A moment so many seconds from now, as tokens say it.
pub(crate) fn seconds_from_now(seconds: i64) -> i64 {
    Clock::system().now().as_second() + seconds
}

/// The file that makes a key known.
pub(crate) fn key_file(key: &NewKey) -> String {
    let (id, sha256) = (&key.entry.id, &key.entry.sha256);
    format!("[[key]]\nid = \"{id}\"\nsha256 = \"{sha256}\"\n")
}

pub(crate) fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}
