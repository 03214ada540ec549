//! The methods of frameworks. A parameter that is left out has the default that stands with it in the model.

mod aggregation;
mod assumptions;
mod fields;
mod imputation;
mod normalisation;
mod overrides;
mod treatment;
mod weighting;

pub use assumptions::assumptions_as_far;
pub use fields::{field_of_assumptions, field_of_overrides};
pub use overrides::overrides_as_far;
use zhibiao_model::ids::IndicatorCode;

use super::{Faults, InvalidMessage};

/// What a method that is not said is told.
const NO_METHOD: &str = "is empty: choose a method, or leave the field out";

/// Reads a resource name of an indicator as the code that methods know it by.
fn code(faults: &mut Faults, field: &str, name: &str) -> Option<String> {
    faults
        .take(|| field.to_owned(), name.parse::<IndicatorCode>())
        .map(|code| code.id().to_owned())
}

/// The resource name of an indicator that methods know by its code. A code that is none is left as it is: reading it
/// back will say so.
pub(super) fn resource(code: &str) -> String {
    IndicatorCode::new(code).map_or_else(|_| code.to_owned(), |code| code.to_string())
}

/// Reads a component of an aggregate: an aggregate's id, or an indicator's code or resource name.
pub(super) fn component(name: &str) -> String {
    name.parse::<IndicatorCode>()
        .map_or_else(|_| name.to_owned(), |code| code.id().to_owned())
}

/// Reads a nested message that may be left out.
pub(super) fn optional<M, T>(faults: &mut Faults, field: &str, message: Option<M>) -> Option<T>
where
    T: TryFrom<M, Error = InvalidMessage>,
{
    faults.nested(|| field.to_owned(), T::try_from(message?))
}

/// Reads a list in which a default stands for what can't be read, so that the others keep their places.
pub(super) fn alternatives<M, T>(faults: &mut Faults, field: &str, messages: Vec<M>) -> Vec<T>
where
    T: TryFrom<M, Error = InvalidMessage> + Default,
{
    let messages = messages.into_iter().enumerate();
    let read = |(i, message): (usize, M)| faults.nested(|| format!("{field}[{i}]"), T::try_from(message));
    messages.map(read).map(Option::unwrap_or_default).collect()
}

/// Reads a list of messages as far as they can be read.
pub(super) fn as_far<M, T>(
    faults: &mut Faults,
    field: &str,
    messages: Vec<M>,
    read: impl Fn(M, &mut Faults) -> Option<T>,
) -> Vec<T> {
    let read = |(i, message): (usize, M)| {
        let mut inner = Faults::default();
        let value = read(message, &mut inner);
        faults.nested(|| format!("{field}[{i}]"), inner.finish());
        value
    };
    messages.into_iter().enumerate().filter_map(read).collect()
}
