//! A whole server for each test, on both databases, with people who act in it.
//!
//! A test is written once with [`salon_test!`] and run on SQLite and on PostgreSQL. It begins with
//! the same small chain: two branches, one person of each ready role in the first, one manager in
//! the second, and another organisation. It ends with the checks of [`TestApp::finish`].
//!
//! PostgreSQL is reached at `TRESS_TEST_POSTGRES`, which `cargo xtask test` sets; without it those
//! runs say that they are skipped.

mod actors;
mod architecture;
mod document;
mod engines;
mod routes;
pub mod tampering;
pub mod till;

pub use actors::{Person, Reply, id, unknown_id};
pub use engines::{Engine, PASSWORD, TestApp, on_new_postgres, run, run_empty};

/// Writes a behaviour test that runs on both databases.
///
/// ```ignore
/// salon_test! {
///     async fn a_stranger_sees_nothing(app) { … }
/// }
/// ```
#[macro_export]
macro_rules! salon_test {
    ($($(#[$attribute:meta])* async fn $name:ident($app:ident) $body:block)+) => {$(
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn story($app: $crate::testing::TestApp) $body

            #[test]
            fn on_sqlite() {
                $crate::testing::run($crate::testing::Engine::Sqlite, story);
            }

            #[test]
            fn on_postgres() {
                $crate::testing::run($crate::testing::Engine::Postgres, story);
            }
        }
    )+};
}
