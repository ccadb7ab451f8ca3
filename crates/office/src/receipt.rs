//! The reporter comes back with the code: sees where the case is, writes, asks, opens their identity, ends.

use crate::dossier::{Addition, Opened};
use crate::error::{Answer, Error};
use crate::report::{Owner, content, keep_blobs};
use crate::{Office, at};
use domain::Refusal;
use domain::case::{self, Actor, Case, ReporterCommand};
use domain::id::{DossierId, PersonId};
use domain::report::{Answers, Channel, File, IdentityMode, NewReport};
use serde::{Deserialize, Serialize};
use store::{SessionRow, Write};
use tokio::io::AsyncRead;
use vault::key::Key;
use vault::receipt::{Code, CodeError, Master, Trace};
use vault::session::Token;
use zeroize::Zeroizing;

/// How long a reporter's session lasts at least without being used, in microseconds: half an hour. It ends at the full
/// hour after, so that its row does not tell when the reporter was here.
const IDLE: i64 = 1_800_000_000;
/// How long a reporter's session lasts at most, in microseconds: four hours, counted from the full hour before.
const AT_MOST: i64 = 14_400_000_000;
const SESSION: &str = "belfry/reporter-session/v1";
/// Most cases that one reporter can have under one code.
const MOST_CASES: u32 = 20;
/// Most tries when somebody else appended to the same case in the meantime.
const TRIES: usize = 5;

/// What a reporter's session keeps, sealed under the cookie.
#[derive(Serialize, Deserialize)]
struct Kept {
    master: String,
    trace: String,
    pending: Vec<File>,
}

/// A reporter who came in with a code, for one request.
pub struct Reporter {
    token: Token,
    master: Master,
    trace: Trace,
    /// Files that were uploaded and are not sent with a message yet.
    pub pending: Vec<File>,
    /// The cases, the first one first.
    pub cases: Vec<ReporterCase>,
}

/// One of a reporter's cases.
pub struct ReporterCase {
    /// Which of the reporter's cases it is, from 0.
    pub index: u32,
    /// Its dossier.
    pub dossier: DossierId,
    /// The case as far as the reporter may see it.
    pub case: Case,
    /// Whether notices are sent for it.
    pub has_notices: bool,
    holder: PersonId,
}

impl Office {
    /// Opens a session with a typed code. A wrong code takes as long and is answered with a session too: one that opens
    /// nothing, as [`Office::reporter`] then tells.
    ///
    /// # Errors
    /// `code-mistyped` when the code cannot be one, which its check symbols tell without looking anything up.
    pub async fn open_receipt(&self, typed: &str) -> Answer<String> {
        let code = Code::parse(typed).map_err(|error| {
            Refusal::field(
                "code",
                match error {
                    CodeError::TooShort => "code-too-short",
                    CodeError::TooLong => "code-too-long",
                    CodeError::BadCharacter => "code-bad-character",
                    CodeError::Checksum => "code-mistyped",
                },
            )
        })?;
        let master = self.derive(&code).await?;
        let trace = code.trace(&self.secrets.receipt_salt);
        let token = Token::generate();
        let now = self.now().as_microsecond();
        let hour = at::this_hour(now);
        let row = SessionRow {
            id_hash: token.id_hash(),
            kind: "reporter".into(),
            person: None,
            sealed: self.seal_kept(&token, &master, &trace, &[])?,
            created: hour,
            seen: hour,
            idle_until: at::next_hour(now + IDLE),
            ends: hour + AT_MOST,
        };
        self.store.write(vec![Write::PutSession(row)]).await?;
        Ok(token.encode().to_string())
    }

    fn seal_kept(&self, token: &Token, master: &Master, trace: &Trace, pending: &[File]) -> Answer<Vec<u8>> {
        let kept = Kept {
            master: hex::encode(master.to_key().expose()),
            trace: hex::encode(trace.to_bytes()),
            pending: pending.to_vec(),
        };
        let plain = Zeroizing::new(serde_json::to_vec(&kept)?);
        Ok(vault::seal::seal_small(&token.key, SESSION, &plain)?)
    }

    /// The reporter of this session, with their cases opened.
    ///
    /// # Errors
    /// [`Refusal::SignIn`] when the session is over, `code-wrong` when its code opens nothing.
    pub async fn reporter(&self, token: &str) -> Answer<Reporter> {
        let token = Token::decode(token).ok_or(Refusal::SignIn)?;
        let now = self.now().as_microsecond();
        let row = self.store.session(&token.id_hash()).await?;
        let row = row.filter(|row| row.kind == "reporter" && now < row.idle_until && now < row.ends);
        let row = row.ok_or(Error::Refusal(Refusal::SignIn))?;
        let plain = vault::seal::open_small(&token.key, SESSION, &row.sealed)?;
        let kept: Kept = serde_json::from_slice(&plain)?;
        let mut master = [0; 32];
        let mut trace = [0; 64];
        let broken = |_| crate::Fault::new(&"a reporter's session is broken");
        hex::decode_to_slice(&kept.master, &mut master).map_err(broken)?;
        hex::decode_to_slice(&kept.trace, &mut trace).map_err(broken)?;
        let master = Master::from_key(Key::from_bytes(master));
        let cases = self.cases_of(&master).await?;
        if cases.is_empty() {
            return Err(Refusal::Rule("code-wrong").into());
        }
        // The mark of use is kept coarse, which also saves a write for most requests.
        let (seen, idle_until) = (at::this_hour(now), at::next_hour(now + IDLE));
        if (seen, idle_until) != (row.seen, row.idle_until) {
            let touch = Write::TouchSession { id_hash: token.id_hash(), seen, idle_until };
            self.store.write(vec![touch]).await?;
        }
        Ok(Reporter { token, master, trace: Trace::from_bytes(&trace), pending: kept.pending, cases })
    }

    async fn cases_of(&self, master: &Master) -> Answer<Vec<ReporterCase>> {
        let mut cases = Vec::new();
        for index in 0..MOST_CASES {
            let Some(access) = self.store.reporter_access(&master.lookup(index)).await? else { break };
            let holder = PersonId(access.id);
            let opened = self.unlock(access.dossier, holder, &master.identity(index)).await?;
            cases.push(ReporterCase {
                index,
                dossier: access.dossier,
                case: opened.case,
                has_notices: access.notice.is_some(),
                holder,
            });
        }
        Ok(cases)
    }

    /// Ends the reporter's session.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn leave_receipt(&self, token: &str) -> Answer<()> {
        if let Some(token) = Token::decode(token) {
            self.store.write(vec![Write::DropSession { id_hash: token.id_hash() }]).await?;
        }
        Ok(())
    }

    async fn open_for(&self, reporter: &Reporter, index: u32) -> Answer<Opened> {
        let own = reporter.cases.iter().find(|own| own.index == index);
        let own = own.ok_or(Error::Refusal(Refusal::NotFound))?;
        self.unlock(own.dossier, own.holder, &reporter.master.identity(index)).await
    }

    /// Does what the reporter asks on one of their cases.
    ///
    /// # Errors
    /// A [`Refusal`] that names the rule or the fields.
    pub async fn reporter_act(&self, reporter: &Reporter, index: u32, command: ReporterCommand) -> Answer<()> {
        self.guard_code(reporter, &command)?;
        let sends_pending = matches!(&command, ReporterCommand::Write { files, .. } if !files.is_empty());
        let organisation = self.organisation().await?;
        for _ in 0..TRIES {
            let opened = self.open_for(reporter, index).await?;
            let decided = case::decide_reporter(&opened.case, command.clone(), self.today())?;
            let mut addition = Addition::new(Actor::Reporter, decided);
            if let ReporterCommand::BeKnown { mode, .. } = &command {
                addition.begin_identity = *mode == IdentityMode::Confidential;
            }
            if let ReporterCommand::Write { files, .. } = &command {
                addition.writes.extend(files.iter().flat_map(keep_blobs));
            }
            if sends_pending {
                addition.writes.push(self.without_pending(reporter)?);
            }
            match self.add(opened, addition, &organisation).await {
                Err(Error::Refusal(Refusal::Changed)) => {}
                other => return other.map(|_| ()),
            }
        }
        Err(Refusal::Changed.into())
    }

    /// A reporter who types the code into a message would hand it to everybody who reads it.
    fn guard_code(&self, reporter: &Reporter, command: &ReporterCommand) -> Result<(), Refusal> {
        let texts: Vec<(&'static str, &str)> = match command {
            ReporterCommand::Write { text, .. } | ReporterCommand::CorrectRecord { text } => vec![("text", text)],
            ReporterCommand::AskSecondLook { why } => vec![("why", why)],
            ReporterCommand::BeKnown { identity, .. } => {
                vec![("name", &identity.name), ("contact", &identity.contact)]
            }
            _ => Vec::new(),
        };
        match texts.iter().find(|(_, text)| reporter.trace.appears_in(text)) {
            Some((field, _)) => Err(Refusal::field(field, "contains-code")),
            None => Ok(()),
        }
    }

    fn without_pending(&self, reporter: &Reporter) -> Answer<Write> {
        let sealed = self.seal_kept(&reporter.token, &reporter.master, &reporter.trace, &[])?;
        Ok(Write::SealSession { id_hash: reporter.token.id_hash(), sealed })
    }

    /// Takes a file in for the next message. It waits in the session until the message is sent.
    ///
    /// # Errors
    /// As [`Office::take_file`]; `too-many-files`.
    pub async fn reporter_file(
        &self,
        reporter: &mut Reporter,
        name: &str,
        stream: impl AsyncRead + Unpin + Send,
    ) -> Answer<File> {
        if reporter.pending.len() >= domain::policy::MOST_FILES {
            return Err(Refusal::field("files", "too-many-files").into());
        }
        let file = self.take_file(name, stream).await?;
        reporter.pending.push(file.clone());
        let sealed = self.seal_kept(&reporter.token, &reporter.master, &reporter.trace, &reporter.pending)?;
        self.store.write(vec![Write::SealSession { id_hash: reporter.token.id_hash(), sealed }]).await?;
        Ok(file)
    }

    /// Takes a file that waits for the next message away again; its bytes are swept.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn drop_reporter_file(&self, reporter: &mut Reporter, place: usize) -> Answer<()> {
        if place < reporter.pending.len() {
            reporter.pending.remove(place);
            let sealed = self.seal_kept(&reporter.token, &reporter.master, &reporter.trace, &reporter.pending)?;
            self.store.write(vec![Write::SealSession { id_hash: reporter.token.id_hash(), sealed }]).await?;
        }
        Ok(())
    }

    /// Begins a retaliation case from one of the reporter's cases, under the same code, with files that wait in the
    /// session. Gives its index.
    ///
    /// # Errors
    /// [`Refusal::Fields`]; `too-many-cases`.
    pub async fn reporter_retaliation(
        &self,
        reporter: &Reporter,
        index: u32,
        answers: Answers,
        files: Vec<File>,
    ) -> Answer<u32> {
        if reporter.trace.appears_in(&answers.text()) {
            return Err(Refusal::field("what", "contains-code").into());
        }
        let opened = self.open_for(reporter, index).await?;
        let next = reporter.cases.iter().map(|own| own.index + 1).max().unwrap_or(1);
        if next >= MOST_CASES {
            return Err(Refusal::Rule("too-many-cases").into());
        }
        let organisation = self.organisation().await?;
        let agency = organisation.node(opened.case.agency).map(|node| node.key.clone()).unwrap_or_default();
        let who = opened.case.reporter.clone().filter(|_| opened.case.identity == IdentityMode::Open);
        let sends_pending = !files.is_empty();
        let report = NewReport {
            agency,
            channel: Channel::Retaliation,
            identity: if who.is_some() { IdentityMode::Open } else { IdentityMode::Anonymous },
            language: opened.case.language,
            answers,
            who,
            files,
        };
        let owner = Owner { master: &reporter.master, index: next };
        let (dossier, mut append) = self.receive_for(&report, owner).await?;
        if sends_pending {
            append.writes.push(self.without_pending(reporter)?);
        }
        self.store.append(append).await?;
        self.reporter_act(reporter, index, ReporterCommand::Link { dossier, index: next }).await?;
        Ok(next)
    }

    /// Sets or ends the notices for one of the reporter's cases. The address is kept sealed under the server's own key,
    /// since the server must know it when the reporter is absent; the page says so.
    ///
    /// # Errors
    /// `email` when it is not an address.
    pub async fn notice_address(&self, reporter: &Reporter, index: u32, address: Option<&str>) -> Answer<()> {
        if reporter.cases.iter().all(|own| own.index != index) {
            return Err(Refusal::NotFound.into());
        }
        let address = address.map(str::trim).filter(|address| !address.is_empty());
        if address.is_some_and(|address| address.parse::<lettre::Address>().is_err()) {
            return Err(Refusal::field("email", "not-an-email").into());
        }
        let notice = address.map(|address| self.seal_address(address)).transpose()?;
        let lookup = reporter.master.lookup(index);
        Ok(self.store.write(vec![Write::SetReporterNotice { lookup, notice }]).await?)
    }

    /// The exact bytes to which the proof of one of the reporter's cases commits.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub fn report_content(&self, reporter: &Reporter, index: u32) -> Answer<Vec<u8>> {
        let own = reporter.cases.iter().find(|own| own.index == index);
        content(&own.ok_or(Error::Refusal(Refusal::NotFound))?.case)
    }
}
