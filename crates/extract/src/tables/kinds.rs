//! Kinds of subjects that rules ask for, by their ids in the catalogue.

pub(crate) const ENTERPRISES: &str = "enterprises";
pub(crate) const INSTITUTIONS: &str = "institutions";
pub(crate) const PROJECTS: &str = "projects";
pub(crate) const CARRIERS: &str = "carriers";
pub(crate) const FUNDS: &str = "funds";
