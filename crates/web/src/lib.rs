//! Pages, JSON API, sign-in, languages and assets: what people and programs reach Belfry by.

pub mod app;
pub mod cookies;
pub mod failure;
pub mod frame;
pub mod machine;

pub use app::{App, notice_words, router};
pub use frame::Site;
