//! Bringing the tables up to date: forward only, each step once, also when two nodes start at the same time.

use crate::db::{Db, Sql, Tx, values};
use crate::error::StoreError;
use ledger::commitment::digest_of;
use ledger::tree::Frontier;

pub(crate) mod sql {
    use super::Sql;
    pub const DONE: Sql = "select digest from migration where number = $1";
    pub const NOTE: Sql = "insert into migration (number, digest) values ($1, $2)";
    pub const NEWEST: Sql = "select cast(coalesce(max(number), 0) as bigint) from migration";
    pub const HAS_HEAD: Sql = "select id from log_head where id = 1";
    pub const BEGIN_LOG: Sql = "insert into log_head (id, frontier) values (1, $1)";
    #[cfg(test)]
    pub const ALL: &[Sql] = &[DONE, NOTE, NEWEST, HAS_HEAD, BEGIN_LOG];
}

/// The steps, in order. A step that was released is never changed.
const STEPS: &[&str] = &[include_str!("../migrations/0001_begin.sql")];

const REGISTER: &str = "create table if not exists migration (number bigint primary key, digest bytea not null)";
/// Only one node changes the tables at a time; the number is ours and means nothing.
const LOCK: &str = "select pg_advisory_xact_lock(4202)";

/// Runs the steps that were not run yet.
pub(crate) async fn run(db: &Db) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    if let Tx::Postgres(_) = tx {
        tx.script(LOCK).await?;
    }
    tx.script(REGISTER).await?;
    let newest = tx.one(sql::NEWEST, values![]).await?.map(|row| row.number(0)).transpose()?.unwrap_or_default();
    if newest > STEPS.len() as u64 {
        return Err(StoreError::Broken("the database was made by a newer version of the program".into()));
    }
    for (place, step) in STEPS.iter().enumerate() {
        let number = place as u64 + 1;
        let digest = digest_of(step.as_bytes());
        match tx.one(sql::DONE, values![number]).await? {
            Some(row) if row.hash(0)? == digest => {}
            Some(_) => return Err(StoreError::Broken(format!("step {number} of the tables was changed"))),
            None => {
                tx.script(step).await?;
                tx.run(sql::NOTE, values![number, digest.as_slice()]).await?;
            }
        }
    }
    if tx.one(sql::HAS_HEAD, values![]).await?.is_none() {
        tx.run(sql::BEGIN_LOG, values![Frontier::new().to_bytes()]).await?;
    }
    tx.commit().await
}
