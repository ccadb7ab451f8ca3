//! Pages of somebody's cases. A page is read from an index in its order, so that it takes as long with a hundred thousand
//! cases as with a hundred.

use crate::Store;
use crate::db::{Sql, Value, values};
use crate::error::StoreError;
use crate::rows::InboxRow;
use domain::id::{DossierId, PersonId};

macro_rules! page {
    ($condition:literal) => {
        concat!(
            "select person, dossier, closed, due_on, due_kind, reference, agency, channel, stage, received_on,
            from_reporter, seen from inbox where person = $1 and closed = $2 and (due_on, dossier) > ($3, $4)",
            $condition
        )
    };
}

macro_rules! count {
    ($condition:literal) => {
        concat!(
            "select cast(count(*) as bigint) from (select 1 from inbox where person = $1 and closed = $2",
            $condition,
            ") counted"
        )
    };
}

pub(crate) mod sql {
    use super::Sql;
    pub const PAGE: Sql = page!(" order by due_on, dossier limit $5");
    pub const PAGE_UNREAD: Sql = page!(" and unread = $6 order by due_on, dossier limit $5");
    pub const PAGE_LATE: Sql = page!(" and due_on < $6 order by due_on, dossier limit $5");
    pub const PAGE_CHANNEL: Sql = page!(" and channel = $6 order by due_on, dossier limit $5");
    pub const COUNT: Sql = count!(" limit $3");
    pub const COUNT_UNREAD: Sql = count!(" and unread = $4 limit $3");
    pub const COUNT_LATE: Sql = count!(" and due_on < $4 limit $3");
    #[cfg(test)]
    pub const ALL: &[Sql] = &[PAGE, PAGE_UNREAD, PAGE_LATE, PAGE_CHANNEL, COUNT, COUNT_UNREAD, COUNT_LATE];
}

/// Which of somebody's cases are read.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct InboxQuery {
    /// Closed ones instead of open ones.
    pub closed: bool,
    /// Only those with something unread.
    pub unread: bool,
    /// Only those whose next deadline ended before this day.
    pub late_on: Option<String>,
    /// Only those of a concern.
    pub channel: Option<String>,
    /// After this place in the order.
    pub after: Option<(String, DossierId)>,
}

impl Store {
    /// A page of somebody's cases, those that end first on top. One filter counts besides open or closed: unread, late
    /// or the concern, in this order.
    ///
    /// # Errors
    /// What can go wrong with a database.
    pub async fn inbox_page(
        &self,
        person: PersonId,
        query: &InboxQuery,
        limit: u32,
    ) -> Result<Vec<InboxRow>, StoreError> {
        let (due, dossier) = query.after.clone().unwrap_or((String::new(), DossierId(uuid::Uuid::nil())));
        let mut values = values![person.0, query.closed, due, dossier.0, limit];
        let statement = match query {
            InboxQuery { unread: true, .. } => {
                values.push(Value::Bool(true));
                sql::PAGE_UNREAD
            }
            InboxQuery { late_on: Some(day), .. } => {
                values.push(Value::from(day.as_str()));
                sql::PAGE_LATE
            }
            InboxQuery { channel: Some(channel), .. } => {
                values.push(Value::from(channel.as_str()));
                sql::PAGE_CHANNEL
            }
            _ => sql::PAGE,
        };
        self.db.fetch(statement, values).await?.iter().map(Self::inbox_row).collect()
    }

    /// How many of somebody's cases there are, counted to `most`.
    ///
    /// # Errors
    /// What can go wrong with a database.
    pub async fn inbox_count(&self, person: PersonId, query: &InboxQuery, most: u32) -> Result<u32, StoreError> {
        let mut values = values![person.0, query.closed, most];
        let statement = match query {
            InboxQuery { unread: true, .. } => {
                values.push(Value::Bool(true));
                sql::COUNT_UNREAD
            }
            InboxQuery { late_on: Some(day), .. } => {
                values.push(Value::from(day.as_str()));
                sql::COUNT_LATE
            }
            _ => sql::COUNT,
        };
        let row = self.db.one(statement, values).await?;
        let count = row.map(|row| row.int(0)).transpose()?.unwrap_or_default();
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }
}
