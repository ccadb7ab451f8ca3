//! What the store promises. Each test runs on SQLite and on PostgreSQL.

mod acts;
mod blobs;
mod catalogue;
mod cut_off;
mod lists;
mod log;
mod opening;
mod people;
mod postgres;
mod spools;
mod support;
mod tampering;
