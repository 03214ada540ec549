//! Shapley values: what each player brings, on average over all orders in which they may come. The parts add up to the
//! whole by construction. Source: Shapley (1953); sampling: Castro, Gómez & Tejada (2009).

use crate::{fault::Error, random::Random, run::Run};

/// Most players for whom every coalition is tried.
const EXACT: usize = 10;

/// Orders that are tried beyond that.
const ORDERS: u64 = 256;

/// What is known of a game before it is played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Game {
    /// Nothing: each order is tried with its reverse, which averages out most of what an order does by itself.
    Any,
    /// When everybody changes sides it is worth the contrary, so that an order and its reverse say the same.
    Mirrored,
}

/// The parts of `value(all) − value(none)`, and the number of orders that were sampled; none when the parts are exact.
///
/// # Errors
/// What the value of a coalition fails with; [`Error::Cancelled`].
pub(super) fn shapley(
    players: usize,
    game: Game,
    run: &Run<'_>,
    mut value: impl FnMut(&[bool]) -> Result<f64, Error>,
) -> Result<(Vec<f64>, Option<u64>), Error> {
    let exactly = players <= EXACT;
    let total = if exactly {
        1 << players
    } else {
        1 + ORDERS * players as u64
    };
    let mut done = 0;
    let mut value = |present: &[bool]| {
        if !run.progress.keep_going(done, total) {
            return Err(Error::Cancelled);
        }
        done += 1;
        value(present)
    };
    Ok(if exactly {
        (exact(players, &mut value)?, None)
    } else {
        (sampled(players, game, &mut value)?, Some(ORDERS))
    })
}

fn exact(players: usize, value: &mut impl FnMut(&[bool]) -> Result<f64, Error>) -> Result<Vec<f64>, Error> {
    let members =
        |coalition: usize| -> Vec<bool> { (0..players).map(|player| coalition >> player & 1 == 1).collect() };
    let values: Vec<f64> = (0..1 << players)
        .map(|coalition: usize| value(&members(coalition)))
        .collect::<Result<_, _>>()?;
    // The share of orders in which just these come before a player: s!(n − s − 1)!/n!.
    let mut share = vec![1.0 / players.max(1) as f64; players.max(1)];
    for size in 1..players {
        share[size] = share[size - 1] * size as f64 / (players - size) as f64;
    }
    let part = |player: usize| {
        let without = (0..values.len()).filter(|coalition| coalition >> player & 1 == 0);
        without
            .map(|coalition| {
                let gain = values[coalition | 1 << player] - values[coalition];
                share[coalition.count_ones() as usize] * gain
            })
            .sum()
    };
    Ok((0..players).map(part).collect())
}

fn sampled(
    players: usize,
    game: Game,
    value: &mut impl FnMut(&[bool]) -> Result<f64, Error>,
) -> Result<Vec<f64>, Error> {
    let mut parts = vec![0.0; players];
    let nobody = value(&vec![false; players])?;
    let ways = match game {
        Game::Any => 2,
        Game::Mirrored => 1,
    };
    for number in 0..ORDERS / ways {
        let mut random = Random::new(0, number, 0);
        let mut order: Vec<usize> = (0..players).collect();
        for last in (1..players).rev() {
            order.swap(last, random.below(last + 1));
        }
        for _ in 0..ways {
            let mut present = vec![false; players];
            let mut before = nobody;
            for player in &order {
                present[*player] = true;
                let after = value(&present)?;
                parts[*player] += (after - before) / ORDERS as f64;
                before = after;
            }
            order.reverse();
        }
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The glove game: one has a left glove, two have right ones; a pair is worth 1. Shapley: 2/3, 1/6, 1/6.
    #[test]
    fn gloves() {
        let (parts, sampled) = shapley(3, Game::Any, &Run::on(1), |present| {
            Ok(f64::from(u8::from(present[0] && (present[1] || present[2]))))
        })
        .unwrap();
        for (part, expected) in parts.iter().zip([2.0 / 3.0, 1.0 / 6.0, 1.0 / 6.0]) {
            assert!((part - expected).abs() < 1e-12);
        }
        assert_eq!(sampled, None);
    }

    #[test]
    fn sampled_parts_add_up_and_are_near() {
        let worth = |present: &[bool]| {
            let sum: f64 = (1..)
                .zip(present)
                .filter(|(_, there)| **there)
                .map(|(at, _)| f64::from(at))
                .sum();
            sum * sum
        };
        let (parts, orders) = shapley(12, Game::Any, &Run::on(1), |present| Ok(worth(present))).unwrap();
        assert!((parts.iter().sum::<f64>() - 78.0 * 78.0).abs() < 1e-6);
        assert!(orders.is_some());
        let stopped = Run {
            threads: 1,
            progress: &|done: u64, _: u64| done < 5,
        };
        let told = shapley(12, Game::Any, &stopped, |present| Ok(worth(present)));
        assert_eq!(told.unwrap_err(), Error::Cancelled);
        // v = (Σa)² has the value a·Σa for each.
        for (at, part) in (1..).zip(&parts) {
            assert!(
                (part - f64::from(at) * 78.0).abs() < 0.02 * 78.0 * 78.0 / 12.0,
                "{parts:?}"
            );
        }
    }
}
