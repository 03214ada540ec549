//! Logarithms, powers and angles that have the same bits on every machine.
//!
//! The standard library takes them from the C library of the platform, whose last digits differ from one to the other;
//! a result is replayed bit for bit wherever the same engine runs. Sums, products, quotients and square roots are exact
//! to the last bit by IEEE 754, and need none of this.

/// Natural logarithm.
pub(crate) fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// e^x.
pub(crate) fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// The exponent of two of a number: at least half of 2 to it, and less than it.
pub(crate) fn exponent(x: f64) -> i32 {
    libm::frexp(x).1
}

/// x·2^exponent.
pub(crate) fn times_power_of_two(x: f64, exponent: i32) -> f64 {
    libm::scalbn(x, exponent)
}

/// x^y.
pub(crate) fn pow(x: f64, y: f64) -> f64 {
    libm::pow(x, y)
}

/// Angle of the point (x, y) to the x axis.
pub(crate) fn atan2(y: f64, x: f64) -> f64 {
    libm::atan2(y, x)
}

/// Sine and cosine.
pub(crate) fn sin_cos(x: f64) -> (f64, f64) {
    libm::sincos(x)
}
