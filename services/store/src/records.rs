//! The catalogue's items as an engine keeps them: named, encoded messages.

use std::collections::BTreeMap;

use prost::Message;
use zhibiao_model::catalog::{Catalog, Draft};
use zhibiao_proto::catalog::v1;

use crate::{catalog_log::Record, error::EngineError};

/// Collections of records; each item's record is called `{collection}:{name}`.
const KIND: &str = "kind";
const ZONE: &str = "zone";
const LINEAGE: &str = "lineage";
const SUBJECT: &str = "subject";
const DEPARTMENT: &str = "department";
const INDICATOR: &str = "indicator";
const INTERFACE: &str = "interface";
const PEER_GROUP: &str = "peer-group";
const FRAMEWORK: &str = "framework";
const GRANT: &str = "grant";

/// The records of a draft, by name.
pub(crate) fn encode(draft: &Draft) -> BTreeMap<String, Vec<u8>> {
    let v1::Catalog {
        kinds,
        zones,
        lineage,
        subjects,
        departments,
        indicators,
        interfaces,
        peer_groups,
        frameworks,
        grants,
    } = draft.into();
    let mut records = BTreeMap::new();
    put(&mut records, KIND, kinds, |kind| kind.id.clone());
    put(&mut records, ZONE, zones, |zone| zone.name.clone());
    // Events have no name: their content tells them apart.
    put(&mut records, LINEAGE, lineage, |event| {
        blake3::hash(&event.encode_to_vec()).to_hex().to_string()
    });
    put(&mut records, SUBJECT, subjects, |subject| subject.name.clone());
    put(&mut records, DEPARTMENT, departments, |department| {
        department.name.clone()
    });
    put(&mut records, INDICATOR, indicators, |indicator| {
        indicator.name.clone()
    });
    put(&mut records, INTERFACE, interfaces, |interface| {
        interface.name.clone()
    });
    put(&mut records, PEER_GROUP, peer_groups, |group| group.name.clone());
    put(&mut records, FRAMEWORK, frameworks, |framework| {
        framework.name.clone()
    });
    put(&mut records, GRANT, grants, |grant| grant.name.clone());
    records
}

fn put<M: Message>(
    records: &mut BTreeMap<String, Vec<u8>>,
    collection: &str,
    messages: Vec<M>,
    name: impl Fn(&M) -> String,
) {
    let record = |message: M| {
        (
            format!("{collection}:{}", name(&message)),
            message.encode_to_vec(),
        )
    };
    records.extend(messages.into_iter().map(record));
}

/// The catalogue that records make.
///
/// # Errors
/// When a record can't be read, or they do not fit together: only whole catalogues are ever stored.
pub(crate) fn decode(records: &[Record]) -> Result<Catalog, EngineError> {
    let mut message = v1::Catalog::default();
    for record in records {
        add(&mut message, record)?;
    }
    let damaged = |error: &dyn std::fmt::Display| EngineError::Damaged(format!("catalogue: {error}"));
    let draft = Draft::try_from(message).map_err(|invalid| damaged(&invalid))?;
    Catalog::build(draft).map_err(|faults| match faults.first() {
        Some(fault) => damaged(fault),
        None => damaged(&"does not fit together"),
    })
}

fn add(message: &mut v1::Catalog, record: &Record) -> Result<(), EngineError> {
    let damaged = || EngineError::Damaged(format!("catalogue record `{}`", record.name));
    let payload = record.payload.as_slice();
    let (collection, _) = record.name.split_once(':').ok_or_else(damaged)?;
    match collection {
        KIND => message.kinds.push(read(payload, damaged)?),
        ZONE => message.zones.push(read(payload, damaged)?),
        LINEAGE => message.lineage.push(read(payload, damaged)?),
        SUBJECT => message.subjects.push(read(payload, damaged)?),
        DEPARTMENT => message.departments.push(read(payload, damaged)?),
        INDICATOR => message.indicators.push(read(payload, damaged)?),
        INTERFACE => message.interfaces.push(read(payload, damaged)?),
        PEER_GROUP => message.peer_groups.push(read(payload, damaged)?),
        FRAMEWORK => message.frameworks.push(read(payload, damaged)?),
        GRANT => message.grants.push(read(payload, damaged)?),
        _ => return Err(damaged()),
    }
    Ok(())
}

fn read<M: Message + Default>(
    payload: &[u8],
    damaged: impl FnOnce() -> EngineError,
) -> Result<M, EngineError> {
    M::decode(payload).map_err(|_| damaged())
}
