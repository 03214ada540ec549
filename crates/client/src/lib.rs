//! The Rust client of the hub: identity, deadlines, retries and hedged reads around the generated clients, the catalogue
//! as a domain type, a change feed that resumes, and delivering through an interface.
//!
//! ```no_run
//! # async fn example() -> Result<(), zhibiao_runtime::error::Problem> {
//! use zhibiao_client::Hub;
//! let hub = Hub::connect("http://127.0.0.1:7890")?;
//! let (catalog, token) = zhibiao_client::catalog::load(&hub).await?;
//! # Ok(()) }
//! ```

pub mod catalog;
pub mod feed;
mod hub;
mod read;
mod retry;
pub mod stream;

pub use hub::{Hub, Identified};
pub use read::Read;
pub use retry::Retry;
