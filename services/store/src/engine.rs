//! What engines share: how values of the domain stand in tables, a batch by the keys of its rows, the fragments of the
//! change log, and the order of a column.

pub(crate) mod codec;
pub(crate) mod fragment;
pub(crate) mod keys;
pub(crate) mod order;
