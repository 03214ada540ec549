//! How exact a number is by the digits it is written with.

/// Half a unit of the last decimal a number has: 78.6 may stand for anything from 78.55 to 78.65. Zeros at its end
/// are not known to be written, so a whole number stands for ± 0.5.
pub(super) fn half_digit(value: f64) -> f64 {
    if !value.is_finite() {
        return 0.0;
    }
    let text = value.to_string();
    let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    0.5 * 10f64.powi(-i32::try_from(decimals).unwrap_or(0))
}

/// What remains of binary arithmetic.
pub(super) fn noise(value: f64) -> f64 {
    value.abs() * 1e-9
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_tell_how_exact_a_number_is() {
        for (value, half) in [
            (78.6, 0.05),
            (3686.0, 0.5),
            (0.0, 0.5),
            (0.001, 0.0005),
            (-2.25, 0.005),
        ] {
            assert_eq!(half_digit(value), half, "{value}");
        }
        assert_eq!(half_digit(f64::NAN), 0.0);
    }
}
