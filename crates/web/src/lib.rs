//! Pages, JSON API, sign-in, languages and assets: what people and programs reach Belfry by.

pub mod frame;
