//! Vector registers: which a long computation runs in.
//!
//! What runs in them is generic over `Simd` and always inlined into the one call that picks them, as nothing else would be
//! compiled for them. What is computed once takes `Level::baseline()`, which every machine of a kind has: to pick others
//! would cost more than they save. Sums run in four lanes in all of them, so that results have the same bits.

use fearless_simd::Level;

/// Those of this machine, but none of eight lanes: columns are too short for them.
pub(crate) fn registers() -> Level {
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    if let Some(avx2) = Level::new().as_avx2() {
        return Level::Avx2(avx2);
    }
    Level::new()
}
