//! # The shared grammar of HTTP
//!
//! **What.** How every capability speaks HTTP: routes that cannot be written without saying who may
//! use them, strict reading of bodies and queries, problems (RFC 9457), pages, the OpenAPI document,
//! and the layers around all of it.
//!
//! **Words.** [`Routes`] is a capability's list of routes; [`Access`] says who may use one;
//! [`Refused`] is a [`kernel::Problem`] on its way out; [`Client`] is where a request came from.
//!
//! **Promises.** Unknown fields, floats for integers, deep or huge bodies are refused with a problem
//! and never a panic (`crate::meta_tests`); nothing is cached that is personal; no page of ours may
//! load anything from elsewhere.
//!
//! **Leans on.** `kernel`, [`crate::access`], [`crate::store`].

mod app;
mod client;
mod layers;
mod live;
mod openapi;
mod read;
mod refused;
mod routes;

pub use app::{App, Asset, Assets, Config};
pub use client::{Client, TrustedProxies};
pub use layers::{RequestId, serve_with};
pub use live::Live;
pub use openapi::document;
pub use read::{Created, Download, Json, Key, NoContent, Path, Query, Raw, Streamed};
pub use refused::{Answer, Refused};
pub use routes::{Access, Route, Routes};
