//! The form of a pack: its tables, their columns, and the words that columns take.

use zhibiao_proto::catalog::v1::{Action, Approval, Direction, Frequency, IndicatorKind};

use super::table::Form;

pub(crate) const KINDS: Form = Form {
    file: "kinds.csv",
    columns: &["id", "name_zh", "name_en"],
    open: "",
};
pub(crate) const ZONES: Form = Form {
    file: "zones.csv",
    columns: &[
        "id",
        "name_zh",
        "name_en",
        "aliases",
        "class",
        "level",
        "parent",
        "code",
        "valid_from",
        "valid_to",
        "note",
    ],
    open: "",
};
pub(crate) const LINEAGE: Form = Form {
    file: "lineage.csv",
    columns: &["date", "event", "from", "to", "note"],
    open: "",
};
pub(crate) const SUBJECTS: Form = Form {
    file: "subjects.csv",
    columns: &[
        "name",
        "name_zh",
        "name_en",
        "aliases",
        "zone",
        "code",
        "valid_from",
        "valid_to",
        "note",
    ],
    open: "",
};
pub(crate) const DEPARTMENTS: Form = Form {
    file: "departments.csv",
    columns: &["id", "name_zh", "name_en", "aliases", "approval", "note"],
    open: "",
};
pub(crate) const INDICATORS: Form = Form {
    file: "indicators.csv",
    columns: &[
        "code",
        "name_zh",
        "name_en",
        "aliases",
        "unit",
        "direction",
        "kind",
        "theme",
        "owner",
        "frequency",
        "min",
        "max",
        "subject_kinds",
        "formula",
        "parent",
        "dimensions",
        "definition_zh",
        "definition_en",
    ],
    open: "attributes.",
};
pub(crate) const INTERFACES: Form = Form {
    file: "interfaces.csv",
    columns: &[
        "id",
        "name_zh",
        "name_en",
        "department",
        "frequency",
        "due_days",
        "indicators",
    ],
    open: "",
};
pub(crate) const PEER_GROUPS: Form = Form {
    file: "peer_groups.csv",
    columns: &[
        "id", "name_zh", "name_en", "kind", "members", "class", "parent", "note",
    ],
    open: "",
};

pub(crate) const GRANTS: Form = Form {
    file: "grants.csv",
    columns: &["id", "principal", "department", "zone", "actions", "note"],
    open: "",
};

/// Every table a pack can have.
pub(crate) const ALL: [Form; 9] = [
    KINDS,
    ZONES,
    LINEAGE,
    SUBJECTS,
    DEPARTMENTS,
    INDICATORS,
    INTERFACES,
    PEER_GROUPS,
    GRANTS,
];

pub(crate) const APPROVALS: [(&str, Approval); 2] = [
    ("four-eyes", Approval::FourEyes),
    ("automatic", Approval::Automatic),
];
pub(crate) const ACTIONS: [(&str, Action); 4] = [
    ("read", Action::Read),
    ("report", Action::Report),
    ("approve", Action::Approve),
    ("administer", Action::Administer),
];
pub(crate) const DIRECTIONS: [(&str, Direction); 3] = [
    ("up", Direction::Up),
    ("down", Direction::Down),
    ("none", Direction::None),
];
pub(crate) const INDICATOR_KINDS: [(&str, IndicatorKind); 4] = [
    ("stock", IndicatorKind::Stock),
    ("flow", IndicatorKind::Flow),
    ("ratio", IndicatorKind::Ratio),
    ("index", IndicatorKind::Index),
];
pub(crate) const FREQUENCIES: [(&str, Frequency); 6] = [
    ("annual", Frequency::Annual),
    ("semiannual", Frequency::Semiannual),
    ("quarterly", Frequency::Quarterly),
    ("monthly", Frequency::Monthly),
    ("weekly", Frequency::Weekly),
    ("daily", Frequency::Daily),
];
