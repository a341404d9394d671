//! Notices on both databases: with a real mail server, and with a program that listens.

mod hooks;
mod inbox;
mod mail;
mod settings;
mod stage;
mod telling;
