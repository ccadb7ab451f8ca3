//! What happens by itself, on a fixed clock: each task has a slot computed from the time, and is done once for each slot,
//! also with two nodes and after a restart. A test triggers it by hand with [`Office::tick`].

use crate::dossier::Addition;
use crate::error::{Answer, Error};
use crate::{Office, at};
use domain::Refusal;
use domain::case::{self, Actor};
use domain::id::DossierId;
use std::time::Duration;
use store::{Guard, Write};

/// The local hour at which the day's checkpoint is published.
const CHECKPOINT_HOUR: i8 = 6;
/// How long abandoned bytes of a file are kept, in microseconds: a day.
const ABANDONED: i64 = 86_400_000_000;
/// Cases whose deadlines are looked at in one run.
const BATCH: u32 = 500;

impl Office {
    /// Runs every task that is due now. Tasks are independent: one that fails is tried again at the next tick, and the
    /// others still run.
    ///
    /// # Errors
    /// The first error, after all were tried.
    pub async fn tick(&self) -> Answer<()> {
        let now = self.now();
        let today = self.today();
        let mut failed = None;
        let mut note = |result: Answer<()>| {
            if let Err(error) = result {
                failed.get_or_insert(error);
            }
        };
        if at::local_hour(now) >= CHECKPOINT_HOUR {
            note(self.publish_checkpoint(&today.to_string()).await);
        }
        note(self.once("escalate", &today.to_string(), async || self.escalate_late().await).await);
        note(self.send_notices().await.map(|_| ()));
        let hour = now.as_second().div_euclid(3600).to_string();
        note(self.once("sweep", &hour, async || self.sweep().await).await);
        failed.map_or(Ok(()), Err)
    }

    /// Runs a task unless its slot was done. The mark is set after the work, which may therefore run twice when a node
    /// dies in between: each task is such that twice is as good as once.
    async fn once(&self, task: &str, slot: &str, work: impl AsyncFnOnce() -> Answer<()>) -> Answer<()> {
        if self.store.task_done(task, slot).await? {
            return Ok(());
        }
        work().await?;
        let now = self.now().as_microsecond();
        Ok(self.store.write(vec![Write::TaskDone { task: task.into(), slot: slot.into(), at: now }]).await?)
    }

    /// Takes deadlines that passed to the next in line, and concludes what is still open in favour of the reporter.
    async fn escalate_late(&self) -> Answer<()> {
        let today = self.today().to_string();
        let mut after: Option<DossierId> = None;
        loop {
            let late = self.store.late_cases(&today, after, BATCH).await?;
            for dossier in &late {
                self.escalate(*dossier).await?;
            }
            match late.last() {
                Some(last) if late.len() == BATCH as usize => after = Some(*last),
                _ => return Ok(()),
            }
        }
    }

    async fn escalate(&self, dossier: DossierId) -> Answer<()> {
        let organisation = self.organisation().await?;
        loop {
            let opened = self.facts_only(dossier).await?;
            let decided = case::escalate(&opened.case, self.today());
            match self.add(opened, Addition::new(Actor::System, decided), &organisation).await {
                Err(Error::Refusal(Refusal::Changed)) => {}
                other => return other.map(|_| ()),
            }
        }
    }

    async fn sweep(&self) -> Answer<()> {
        let now = self.now().as_microsecond();
        self.store.purge(now).await?;
        self.store.sweep_blobs(now - ABANDONED).await?;
        Ok(())
    }

    /// Ticks every minute until `stop` ends. A failure is logged and tried again.
    pub async fn run(&self, stop: impl Future<Output = ()>) {
        tokio::pin!(stop);
        let mut timer = tokio::time::interval(Duration::from_secs(60));
        timer.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
        loop {
            tokio::select! {
                () = &mut stop => return,
                _ = timer.tick() => {
                    if let Err(error) = self.tick().await {
                        tracing::warn!("a task could not be done now: {error}");
                    }
                }
            }
        }
    }
}

/// A guard that a slot of a task is free, for acts that must be done with it in one transaction.
#[must_use]
pub fn slot_is_free(task: &str, slot: &str) -> Guard {
    Guard::SlotFree { task: task.to_owned(), slot: slot.to_owned() }
}
