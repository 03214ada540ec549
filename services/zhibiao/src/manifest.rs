//! What a result was made from, as the command line writes and reads it: JSON that `zhibiao replay` takes back.

mod simulation;

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use zhibiao_model::framework::Overrides;
use zhibiao_proto::{
    compare::v1::{BaselineManifest, CarryRule, ColumnDigest, Manifest, Peers, SubjectList, peers::Selector},
    convert::InvalidMessage,
};

use self::simulation::JsonSimulation;
use crate::failure::Failure;

/// A manifest in JSON. The field names are stable.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct JsonManifest {
    store: String,
    revision: i64,
    framework: String,
    framework_version: u32,
    period: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    peers: Option<JsonPeers>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    carry: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    overrides: Option<Overrides>,
    engine: String,
    machine: String,
    framework_digest: Hex,
    table_digest: Hex,
    result_digest: Hex,
    columns: BTreeMap<String, Hex>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    simulation: Option<JsonSimulation>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    against: Option<JsonBaseline>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    group_by: String,
}

/// What a result was compared with. Digests are empty where nothing was ranked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct JsonBaseline {
    period: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    revision: Option<i64>,
    framework_digest: Hex,
    table_digest: Hex,
    result_digest: Hex,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum JsonPeers {
    Group(String),
    Kind(String),
    Subjects(Vec<String>),
}

/// Bytes in hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Hex(Vec<u8>);

impl fmt::Display for Hex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl Serialize for Hex {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hex {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let digit = |byte: u8| char::from(byte).to_digit(16);
        let pair = |pair: &[u8]| match pair {
            [high, low] => u8::try_from(digit(*high)? * 16 + digit(*low)?).ok(),
            _ => None,
        };
        let bytes: Option<Vec<u8>> = text.as_bytes().chunks(2).map(pair).collect();
        bytes
            .map(Self)
            .ok_or_else(|| D::Error::custom(format!("`{text}` is no even number of hexadecimal digits")))
    }
}

impl JsonManifest {
    /// The manifest of an answer.
    ///
    /// # Errors
    /// When the hub sent one that this program can't read.
    pub(crate) fn of(manifest: Option<Manifest>) -> Result<Option<Self>, Failure> {
        manifest
            .map(Self::try_from)
            .transpose()
            .map_err(Failure::internal)
    }

    /// Whether the result is a simulation's.
    pub(crate) fn is_of_simulation(&self) -> bool {
        self.simulation.is_some()
    }
}

impl TryFrom<Manifest> for JsonManifest {
    type Error = InvalidMessage;

    fn try_from(manifest: Manifest) -> Result<Self, InvalidMessage> {
        let Manifest {
            store_id,
            revision,
            framework,
            framework_version,
            period,
            peers,
            carry,
            overrides,
            engine,
            machine,
            framework_digest,
            table_digest,
            columns,
            result_digest,
            simulation,
            against,
            group_by,
        } = manifest;
        let columns = columns
            .into_iter()
            .map(|column| (column.indicator, Hex(column.digest.to_be_bytes().to_vec())));
        Ok(Self {
            store: store_id,
            revision,
            framework,
            framework_version,
            period,
            peers: peers.and_then(|peers| peers.selector).map(JsonPeers::from),
            carry: carry.map(|rule| rule.max_periods),
            overrides: overrides.map(Overrides::try_from).transpose()?,
            engine,
            machine,
            framework_digest: Hex(framework_digest),
            table_digest: Hex(table_digest),
            result_digest: Hex(result_digest),
            columns: columns.collect(),
            simulation: simulation.map(JsonSimulation::read).transpose()?.flatten(),
            against: against.map(JsonBaseline::from),
            group_by,
        })
    }
}

impl From<&JsonManifest> for Manifest {
    fn from(manifest: &JsonManifest) -> Self {
        let JsonManifest {
            store,
            revision,
            framework,
            framework_version,
            period,
            peers,
            carry,
            overrides,
            engine,
            machine,
            framework_digest,
            table_digest,
            result_digest,
            columns,
            simulation,
            against,
            group_by,
        } = manifest.clone();
        let columns = columns.into_iter().map(|(indicator, Hex(digest))| ColumnDigest {
            indicator,
            // A digest of another length is none of this hub; that the column differs is then told.
            digest: digest.try_into().map(u64::from_be_bytes).unwrap_or_default(),
        });
        Self {
            store_id: store,
            revision,
            framework,
            framework_version,
            period,
            peers: peers.map(|peers| Peers {
                selector: Some(peers.into()),
            }),
            carry: carry.map(|max_periods| CarryRule { max_periods }),
            overrides: overrides.as_ref().map(Into::into),
            engine,
            machine,
            framework_digest: framework_digest.0,
            table_digest: table_digest.0,
            columns: columns.collect(),
            result_digest: result_digest.0,
            simulation: simulation.map(Into::into),
            against: against.map(Into::into),
            group_by,
        }
    }
}

impl From<BaselineManifest> for JsonBaseline {
    fn from(baseline: BaselineManifest) -> Self {
        let BaselineManifest {
            period,
            revision,
            framework_digest,
            table_digest,
            result_digest,
        } = baseline;
        Self {
            period,
            revision,
            framework_digest: Hex(framework_digest),
            table_digest: Hex(table_digest),
            result_digest: Hex(result_digest),
        }
    }
}

impl From<JsonBaseline> for BaselineManifest {
    fn from(baseline: JsonBaseline) -> Self {
        let JsonBaseline {
            period,
            revision,
            framework_digest: Hex(framework_digest),
            table_digest: Hex(table_digest),
            result_digest: Hex(result_digest),
        } = baseline;
        Self {
            period,
            revision,
            framework_digest,
            table_digest,
            result_digest,
        }
    }
}

impl From<Selector> for JsonPeers {
    fn from(selector: Selector) -> Self {
        match selector {
            Selector::Group(group) => Self::Group(group),
            Selector::Kind(kind) => Self::Kind(kind),
            Selector::Subjects(SubjectList { names }) => Self::Subjects(names),
        }
    }
}

impl From<JsonPeers> for Selector {
    fn from(peers: JsonPeers) -> Self {
        match peers {
            JsonPeers::Group(group) => Self::Group(group),
            JsonPeers::Kind(kind) => Self::Kind(kind),
            JsonPeers::Subjects(names) => Self::Subjects(SubjectList { names }),
        }
    }
}

#[cfg(test)]
mod tests {
    use zhibiao_proto::{
        catalog::v1 as catalog,
        compare::v1::{SensitivityParameters, Simulation, UncertaintyParameters, simulation::Analysis},
    };

    use super::*;

    fn manifest(simulation: Option<Simulation>) -> Manifest {
        Manifest {
            store_id: "01J".into(),
            revision: 7,
            framework: "frameworks/hdi".into(),
            framework_version: 2,
            period: "2019".into(),
            peers: Some(Peers {
                selector: Some(Selector::Subjects(SubjectList {
                    names: vec!["zones/nor".into()],
                })),
            }),
            carry: Some(CarryRule { max_periods: 1 }),
            overrides: Some(zhibiao_proto::compare::v1::Overrides {
                // The nearest number to it has seventeen digits: one that a careless reader of JSON misses.
                weights: [("income".to_owned(), 0.1 + 0.2)].into(),
                aggregation: Some(catalog::Aggregation {
                    method: Some(catalog::aggregation::Method::Geometric(())),
                }),
                ..Default::default()
            }),
            engine: "e".into(),
            machine: "m".into(),
            framework_digest: vec![0, 255, 16],
            table_digest: vec![1],
            columns: vec![ColumnDigest {
                indicator: "indicators/a".into(),
                digest: 0x0102_0304_0506_0708,
            }],
            result_digest: vec![2],
            simulation,
            against: Some(BaselineManifest {
                period: "2018".into(),
                revision: Some(3),
                framework_digest: vec![4],
                table_digest: vec![5],
                result_digest: vec![6],
            }),
            group_by: "class".into(),
        }
    }

    #[test]
    fn a_manifest_survives_json() {
        let simulations = [
            None,
            Some(Simulation {
                analysis: Some(Analysis::Uncertainty(UncertaintyParameters {
                    draws: 1_000,
                    seed: u64::MAX,
                    top: 10,
                    bottom: 10,
                    pairwise: true,
                    confidence: Some(0.95),
                })),
                assumptions: None,
            }),
            Some(Simulation {
                analysis: Some(Analysis::Sensitivity(SensitivityParameters {
                    base: 500,
                    seed: 1,
                    bootstrap: Some(200),
                })),
                assumptions: Some(catalog::Assumptions {
                    leave_out: 0.5,
                    ..Default::default()
                }),
            }),
        ];
        for simulation in simulations {
            let before = manifest(simulation);
            let json = serde_json::to_string(&JsonManifest::try_from(before.clone()).unwrap()).unwrap();
            assert!(
                json.contains("\"00ff10\"") && json.contains("\"0102030405060708\""),
                "{json}"
            );
            let read: JsonManifest = serde_json::from_str(&json).unwrap();
            let after = Manifest::from(&read);
            let weights = |of: &Manifest| of.overrides.clone().unwrap().weights;
            assert_eq!(
                weights(&after)["income"].to_bits(),
                weights(&before)["income"].to_bits()
            );
            // What is left out of assumptions comes back as what it means: nothing.
            let bare = |mut of: Manifest| {
                of.simulation = None;
                of
            };
            assert_eq!(bare(after), bare(before));
        }
    }

    #[test]
    fn what_is_no_digest_is_refused() {
        for wrong in ["\"abc\"", "\"zz\"", "\"é\""] {
            assert!(serde_json::from_str::<Hex>(wrong).is_err(), "{wrong}");
        }
    }
}
