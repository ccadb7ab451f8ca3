//! Every statement is understood by both databases.

use super::support::on_both;
use crate::db::Sql;
use crate::{append, blob, inbox, log, migrate, read, verify, write};

/// Every statement that the program can run.
const CATALOGUE: &[&[Sql]] = &[
    append::sql::ALL,
    blob::sql::ALL,
    inbox::sql::ALL,
    log::sql::ALL,
    migrate::sql::ALL,
    read::sql::ALL,
    verify::sql::ALL,
    write::sql::ALL,
];

on_both! {
    async fn every_statement_can_be_prepared(place) {
        let store = place.open().await;
        for sql in CATALOGUE.iter().copied().flatten() {
            let prepared = store.db.prepare(sql).await;
            assert!(prepared.is_ok(), "{prepared:?}: {sql}");
        }
    }
}

/// A constant in a module of statements that its catalogue forgot would never be prepared.
#[test]
fn every_constant_stands_in_a_catalogue() {
    let sources = [
        include_str!("../append.rs"),
        include_str!("../blob.rs"),
        include_str!("../inbox.rs"),
        include_str!("../log.rs"),
        include_str!("../migrate.rs"),
        include_str!("../read.rs"),
        include_str!("../verify.rs"),
        include_str!("../write.rs"),
    ];
    let declared: usize = sources.iter().map(|text| text.matches(": Sql =").count()).sum();
    let listed: usize = CATALOGUE.iter().map(|part| part.len()).sum();
    assert_eq!(declared, listed);
}
