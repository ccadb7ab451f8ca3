//! Pages, JSON API, sign-in, languages and assets: what people and programs reach Belfry by.

pub mod account;
pub mod api;
pub mod app;
pub mod arriving;
pub mod case;
pub mod committee;
pub mod cookies;
pub mod demo;
pub mod error;
pub mod failure;
pub mod frame;
pub mod home;
pub mod inbox;
pub mod log;
pub mod machine;
pub mod people;
pub mod posted;
pub mod receipt;
pub mod report;
pub mod sign_in;
pub mod staff;
pub mod visitor;

pub use app::{App, notice_words, router};
pub use frame::Site;
