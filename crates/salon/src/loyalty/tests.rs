//! Behaviour through HTTP.
