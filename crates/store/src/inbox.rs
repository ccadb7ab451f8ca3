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
            from_reporter, seen from inbox
            where person = $1 and closed = $2 and (due_on, dossier) > ($3, $4) and due_on < $5",
            $condition,
            " order by due_on, dossier limit $6"
        )
    };
}

macro_rules! count {
    ($condition:literal) => {
        concat!(
            "select cast(count(*) as bigint) from
            (select 1 from inbox where person = $1 and closed = $2 and due_on < $3",
            $condition,
            " limit $4) counted"
        )
    };
}

pub(crate) mod sql {
    use super::Sql;
    pub const PAGE: Sql = page!("");
    pub const PAGE_UNREAD: Sql = page!(" and unread = true");
    pub const PAGE_CHANNEL: Sql = page!(" and channel = $7");
    pub const PAGE_UNREAD_CHANNEL: Sql = page!(" and unread = true and channel = $7");
    pub const COUNT: Sql = count!("");
    pub const COUNT_UNREAD: Sql = count!(" and unread = true");
    pub const COUNT_CHANNEL: Sql = count!(" and channel = $5");
    pub const COUNT_UNREAD_CHANNEL: Sql = count!(" and unread = true and channel = $5");
    #[cfg(test)]
    pub const ALL: &[Sql] = &[
        PAGE,
        PAGE_UNREAD,
        PAGE_CHANNEL,
        PAGE_UNREAD_CHANNEL,
        COUNT,
        COUNT_UNREAD,
        COUNT_CHANNEL,
        COUNT_UNREAD_CHANNEL,
    ];
}

/// After every day there is; a case without a deadline has the last of them.
const AFTER_ALL: &str = "9999-12-32";

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

impl InboxQuery {
    /// Before which day the deadline must be.
    fn before(&self) -> &str {
        self.late_on.as_deref().unwrap_or(AFTER_ALL)
    }
}

impl Store {
    /// A page of somebody's cases, those that end first on top. Only those that pass every filter.
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
        let mut values = values![person.0, query.closed, due, dossier.0, query.before(), limit];
        values.extend(query.channel.as_deref().map(Value::from));
        let statement = match (query.unread, query.channel.is_some()) {
            (false, false) => sql::PAGE,
            (true, false) => sql::PAGE_UNREAD,
            (false, true) => sql::PAGE_CHANNEL,
            (true, true) => sql::PAGE_UNREAD_CHANNEL,
        };
        self.db.fetch(statement, values).await?.iter().map(InboxRow::read).collect()
    }

    /// How many of somebody's cases pass every filter, counted to `most`.
    ///
    /// # Errors
    /// What can go wrong with a database.
    pub async fn inbox_count(&self, person: PersonId, query: &InboxQuery, most: u32) -> Result<u32, StoreError> {
        let mut values = values![person.0, query.closed, query.before(), most];
        values.extend(query.channel.as_deref().map(Value::from));
        let statement = match (query.unread, query.channel.is_some()) {
            (false, false) => sql::COUNT,
            (true, false) => sql::COUNT_UNREAD,
            (false, true) => sql::COUNT_CHANNEL,
            (true, true) => sql::COUNT_UNREAD_CHANNEL,
        };
        let row = self.db.one(statement, values).await?;
        let count = row.map(|row| row.int(0)).transpose()?.unwrap_or_default();
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }
}
