//! Performing the stories: each step is the act of the office that a user would do, at its moment.

use super::files;
use super::furnish::Furnished;
use super::story::{self, Act, Report, Step, Story, day};
use crate::say;
use domain::case::{Command, Party, ReporterCommand};
use domain::id::{DossierId, PersonId};
use domain::people::Role;
use domain::report::{File, NewReport};
use jiff::{SignedDuration, Timestamp};
use office::receipt::Reporter;
use office::sign_in::Staff;
use office::{Clock as _, SystemClock};
use std::collections::{BTreeMap, BTreeSet};

type Played<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// The local hour at which the tasks of a day run in the demo's past.
const TICK_HOUR: i8 = 6;

struct Player<'a> {
    stage: &'a Furnished,
    stories: &'a [Story],
    codes: BTreeMap<usize, String>,
    dossiers: BTreeMap<(usize, u32), DossierId>,
}

/// Performs all stories. Gives the codes that are to be shown, with what their story is about.
pub(super) async fn play(stage: &Furnished) -> Played<Vec<(String, String)>> {
    let stories = story::all()?;
    let mut player = Player { stage, stories: &stories, codes: BTreeMap::new(), dossiers: BTreeMap::new() };
    let timeline = story::timeline(&stories);
    let first = timeline.first().map_or(0, |(_, step)| step.day);
    let mut steps = timeline.into_iter().peekable();
    for today in first..=0 {
        player.tick(today).await?;
        while let Some((place, step)) = steps.next_if(|(_, step)| step.day == today) {
            player.step(place, step).await.map_err(|error| {
                let title = player.stories.get(place).map(|story| story.title.as_str()).unwrap_or_default();
                format!("the demo's story “{title}” at day {} {}: {error}", step.day, step.at)
            })?;
        }
        if today % 10 == 0 {
            say::note(format_args!("Making the demo: day {today} …"));
        }
    }
    stage.clock.set(SystemClock.now());
    stage.office.tick().await?;
    player.check_ends().await?;
    let shown = player.codes.iter().filter_map(|(place, code)| {
        let story = stories.get(*place).filter(|story| story.show_code)?;
        Some((code.clone(), story.title.clone()))
    });
    Ok(shown.collect())
}

impl Player<'_> {
    /// Runs what happens by itself in the morning of a day.
    async fn tick(&self, relative: i32) -> Played<()> {
        let morning = day(self.stage.today, relative).at(TICK_HOUR, 30, 0, 0);
        self.set(morning.in_tz(domain::calendar::ZONE)?.timestamp());
        Ok(self.stage.office.tick().await?)
    }

    /// Sets the clock, never back and never past now.
    fn set(&self, at: Timestamp) {
        let earliest = self.stage.office.now() + SignedDuration::from_secs(1);
        self.stage.clock.set(at.max(earliest).min(SystemClock.now()));
    }

    async fn step(&mut self, place: usize, step: &Step) -> Played<()> {
        self.set(step.moment(self.stage.today).in_tz(domain::calendar::ZONE)?.timestamp());
        let office = &self.stage.office;
        match &step.act {
            Act::Report(report) => {
                let report = self.report(place, report).await?;
                let sent = office.receive(&report, None).await?;
                self.codes.insert(place, sent.code);
                self.remember(place).await
            }
            Act::OralReport { by, via, report } => {
                let report = self.report(place, report).await?;
                let sent = office.register_oral(self.staff(by)?, *via, &report).await?;
                self.codes.insert(place, sent.code);
                self.remember(place).await
            }
            Act::Retaliation { answers } => {
                let reporter = self.reporter(place).await?;
                office.reporter_retaliation(&reporter, step.case, answers.clone(), Vec::new()).await?;
                self.remember(place).await
            }
            Act::NoticeAddress { email } => {
                let reporter = self.reporter(place).await?;
                Ok(office.notice_address(&reporter, step.case, Some(email)).await?)
            }
            Act::Tick {} => Ok(office.tick().await?),
            Act::ReporterMessage { text, files } => {
                let files = self.files(place, files).await?;
                self.reporter_act(place, step, ReporterCommand::Write { text: text.clone(), files }).await
            }
            Act::AskSecondLook { why } => {
                self.reporter_act(place, step, ReporterCommand::AskSecondLook { why: why.clone() }).await
            }
            Act::BeKnown { mode, identity } => {
                let command = ReporterCommand::BeKnown { mode: *mode, identity: identity.clone() };
                self.reporter_act(place, step, command).await
            }
            Act::CorrectRecord { text } => {
                self.reporter_act(place, step, ReporterCommand::CorrectRecord { text: text.clone() }).await
            }
            Act::ApproveRecord {} => self.reporter_act(place, step, ReporterCommand::ApproveRecord).await,
            Act::EndContact {} => self.reporter_act(place, step, ReporterCommand::EndContact).await,
            Act::ReadByReporter {} => {
                let reporter = self.reporter(place).await?;
                let own = reporter.cases.iter().find(|own| own.index == step.case).ok_or("no such case")?;
                let command = ReporterCommand::Read { up_to: own.case.last };
                Ok(office.reporter_act(&reporter, step.case, command).await?)
            }
            act => self.staff_act(place, step, act).await,
        }
    }

    async fn staff_act(&self, place: usize, step: &Step, act: &Act) -> Played<()> {
        let dossier = *self.dossiers.get(&(place, step.case)).ok_or("no such case")?;
        let office = &self.stage.office;
        if let Act::ReadByStaff { by } = act {
            let staff = self.staff(by)?;
            let view = office.open_case(staff, dossier).await?;
            return Ok(office.act(staff, dossier, Command::Read { up_to: view.case.last }).await?);
        }
        let (by, command) = self.command(place, act).await?;
        Ok(office.act(self.staff(by)?, dossier, command).await?)
    }

    /// Who does an act of staff, and the command that it is.
    async fn command<'a>(&self, place: usize, act: &'a Act) -> Played<(&'a str, Command)> {
        Ok(match act {
            Act::Acknowledge { by, text } => (by, Command::Acknowledge { text: text.clone() }),
            Act::StaffMessage { by, text, files, show_name } => {
                let name = show_name.then(|| self.staff(by).map(|staff| staff.name.clone())).transpose()?;
                let files = self.files(place, files).await?;
                (by, Command::Write { text: text.clone(), files, role: Role::IntakeOfficer, name })
            }
            Act::Note { by, text } => (by, Command::Note { text: text.clone() }),
            Act::NameParty { by, name, part, person } => {
                let person = person.as_ref().map(|person| self.person(person)).transpose()?;
                (by, Command::NameParty(Party { name: name.clone(), part: *part, person }))
            }
            Act::AskAssessor { by, person } => (by, Command::AskAssessor { person: self.person(person)? }),
            Act::Assess { by, findings, otherwise, risk } => {
                (by, Command::Assess(findings.assessment(*otherwise, risk)))
            }
            Act::SendOutcome { by, text } => (by, Command::SendOutcome { text: text.clone() }),
            Act::Feedback { by, action, grounds } => {
                (by, Command::GiveFeedback { action: action.clone(), grounds: grounds.clone() })
            }
            Act::PassOn { by, to, explanation, agreed } => {
                let to = *self.stage.nodes.get(to).ok_or("no such agency")?;
                (by, Command::PassOn { to, explanation: explanation.clone(), agreed: *agreed })
            }
            Act::GiveAccess { by, person, reason } => {
                (by, Command::GiveAccess { person: self.person(person)?, reason: reason.clone() })
            }
            Act::StepAside { by, reason } => (by, Command::StepAside { reason: reason.clone() }),
            Act::Close { by, because, text } => (by, Command::Close { because: *because, text: text.clone() }),
            other => return Err(format!("{other:?} is no act of staff").into()),
        })
        .map(|(by, command): (&String, Command)| (by.as_str(), command))
    }

    async fn reporter_act(&self, place: usize, step: &Step, command: ReporterCommand) -> Played<()> {
        let reporter = self.reporter(place).await?;
        Ok(self.stage.office.reporter_act(&reporter, step.case, command).await?)
    }

    /// The reporter comes back with the code.
    async fn reporter(&self, place: usize) -> Played<Reporter> {
        let code = self.codes.get(&place).ok_or("no report yet")?;
        let token = self.stage.office.open_receipt(code).await?;
        Ok(self.stage.office.reporter(&token).await?)
    }

    /// Notes the dossiers of a story's cases, by which staff find them.
    async fn remember(&mut self, place: usize) -> Played<()> {
        for own in self.reporter(place).await?.cases {
            self.dossiers.insert((place, own.index), own.dossier);
        }
        Ok(())
    }

    async fn report(&self, place: usize, report: &Report) -> Played<NewReport> {
        Ok(NewReport {
            agency: report.agency.clone(),
            channel: report.channel,
            identity: report.identity,
            language: report.language,
            answers: report.answers.clone(),
            who: report.who.clone(),
            files: self.files(place, &report.files).await?,
        })
    }

    async fn files(&self, place: usize, names: &[String]) -> Played<Vec<File>> {
        let mut taken = Vec::new();
        for name in names {
            let story = self.stories.get(place).ok_or("no such story")?;
            let described = story.files.get(name).ok_or_else(|| format!("no file {name}"))?;
            let bytes = files::make(described, self.stage.today)?;
            taken.push(self.stage.office.take_file(name, bytes.as_slice()).await?);
        }
        Ok(taken)
    }

    /// Whether every case stands as its story says.
    async fn check_ends(&self) -> Played<()> {
        for (place, story) in self.stories.iter().enumerate() {
            let reporter = self.reporter(place).await?;
            for (own, end) in reporter.cases.iter().zip(&story.ends) {
                let case = &own.case;
                let late = case.deadlines.iter().filter(|deadline| deadline.is_late(self.stage.today));
                let late: Vec<_> = late.map(|deadline| deadline.kind).collect();
                let people =
                    |names: &[String]| names.iter().map(|name| self.person(name)).collect::<Played<BTreeSet<_>>>();
                let holders: BTreeSet<_> = case.holders.keys().copied().collect();
                let kept_out: BTreeSet<_> = case.kept_out.keys().copied().collect();
                let fits = case.stage == end.stage
                    && late == end.late
                    && holders == people(&end.holders)?
                    && kept_out == people(&end.kept_out)?
                    && case.last >= end.least_entries as u64;
                if !fits {
                    return Err(format!("the demo's story “{}” did not end as it says", story.title).into());
                }
            }
        }
        Ok(())
    }

    fn staff(&self, sign_in: &str) -> Played<&Staff> {
        Ok(self.stage.staff.get(sign_in).ok_or_else(|| format!("nobody signs in as {sign_in}"))?)
    }

    fn person(&self, sign_in: &str) -> Played<PersonId> {
        Ok(*self.stage.people.get(sign_in).ok_or_else(|| format!("nobody is called {sign_in}"))?)
    }
}
