//! A report comes in: as a draft in steps, through the API, or written down by an official.

use crate::dossier::{Opened, keeps_identity_apart, put_wrap};
use crate::error::{Answer, Error};
use crate::keys::{CaseKeys, Lock, RECOVERY};
use crate::sign_in::Staff;
use crate::{Office, at};
use domain::Refusal;
use domain::access::{self, Act};
use domain::case::{self, Actor, Body, Case, Context, Decided, Entry, Fact};
use domain::id::{BlobId, DossierId, PersonId};
use domain::people::NodeKind;
use domain::report::{Answers, Channel, File, Identity, IdentityMode, Language, NewReport, Via};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use store::{Append, Guard, ReporterAccess, Write};
use tokio::io::AsyncRead;
use vault::key::Key;
use vault::receipt::{Code, Master};
use vault::session::Token;

/// How long a draft is kept at least without being touched, in microseconds: an hour. Kept until the full hour after, so
/// that the row does not tell when somebody wrote.
const DRAFT_IDLE: i64 = 3_600_000_000;
const DRAFT: &str = "belfry/draft/v1";
const IDEMPOTENCY: &str = "belfry/idempotency/v1";

/// A report that is being made, kept sealed under a key that only the reporter's cookie has.
#[derive(Clone, Default, PartialEq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// The key of the agency.
    pub agency: Option<String>,
    /// The concern.
    pub channel: Option<Channel>,
    /// Who may know who the reporter is.
    pub identity: Option<IdentityMode>,
    /// The language.
    pub language: Language,
    /// Who the reporter is.
    pub who: Identity,
    /// The answers.
    pub answers: Answers,
    /// The files.
    pub files: Vec<File>,
    /// Where to send notices without content, if wanted.
    pub notice_email: Option<String>,
    /// What the reporter was given, once it is sent.
    pub sent: Option<Sent>,
}

/// What the reporter leaves with.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Sent {
    /// The receipt code, in groups.
    pub code: String,
    /// The proof, as JSON.
    pub proof: String,
}

impl Draft {
    fn report(&self) -> Result<NewReport, Refusal> {
        let mut problems = domain::refusal::Problems::default();
        let required = |field| domain::refusal::FieldError::new(field, "required");
        problems.when(self.agency.is_none(), required("agency"));
        problems.when(self.channel.is_none(), required("channel"));
        problems.when(self.identity.is_none(), required("identity"));
        problems.finish()?;
        let identity = self.identity.unwrap_or(IdentityMode::Anonymous);
        Ok(NewReport {
            agency: self.agency.clone().unwrap_or_default(),
            channel: self.channel.unwrap_or(Channel::Question),
            identity,
            language: self.language,
            answers: self.answers.clone(),
            who: (identity != IdentityMode::Anonymous).then(|| self.who.clone()),
            files: self.files.clone(),
        })
    }
}

/// A new case that is ready to be appended.
struct Prepared {
    append: Append,
    sent: Sent,
}

/// Whose case it will be: the code, or the keys that were derived from it, and which of their cases it is.
pub(crate) struct Owner<'a> {
    pub master: &'a Master,
    pub index: u32,
}

/// What a report comes with besides itself.
pub(crate) struct Arrival<'a> {
    pub via: Via,
    pub by: Actor,
    pub owner: Owner<'a>,
    pub notice: Option<Vec<u8>>,
}

impl Office {
    /// Begins a draft. Gives the token for the reporter's cookie.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn begin_draft(&self, language: Language) -> Answer<String> {
        let token = Token::generate();
        let draft = Draft { language, ..Draft::default() };
        self.put_draft(&token, &draft).await?;
        Ok(token.encode().to_string())
    }

    /// The draft of this token.
    ///
    /// # Errors
    /// `draft-expired` when there is none any more.
    pub async fn draft(&self, token: &str) -> Answer<Draft> {
        let token = Token::decode(token).ok_or(Refusal::Rule("draft-expired"))?;
        let row = self.store.draft(&token.id_hash()).await?;
        let row = row.filter(|row| row.expires > self.now().as_microsecond());
        let row = row.ok_or(Error::Refusal(Refusal::Rule("draft-expired")))?;
        let plain = vault::seal::open_small(&token.key, DRAFT, &row.sealed)?;
        Ok(serde_json::from_slice(&plain)?)
    }

    /// Keeps the draft as it is now.
    ///
    /// # Errors
    /// `draft-expired`, or `report-sent` when it was sent already.
    pub async fn save_draft(&self, token: &str, draft: &Draft) -> Answer<()> {
        if self.draft(token).await?.sent.is_some() {
            return Err(Refusal::Rule("report-sent").into());
        }
        let token = Token::decode(token).ok_or(Refusal::Rule("draft-expired"))?;
        self.put_draft(&token, draft).await
    }

    async fn put_draft(&self, token: &Token, draft: &Draft) -> Answer<()> {
        let write = self.draft_write(token, draft)?;
        Ok(self.store.write(vec![write]).await?)
    }

    fn draft_write(&self, token: &Token, draft: &Draft) -> Answer<Write> {
        let plain = zeroize::Zeroizing::new(serde_json::to_vec(draft)?);
        Ok(Write::PutDraft {
            id_hash: token.id_hash(),
            sent: draft.sent.is_some(),
            sealed: vault::seal::seal_small(&token.key, DRAFT, &plain)?,
            expires: at::next_hour(self.now().as_microsecond() + DRAFT_IDLE),
        })
    }

    /// Takes a file into the draft.
    ///
    /// # Errors
    /// As [`Office::take_file`]; `too-many-files`.
    pub async fn draft_file(&self, token: &str, name: &str, stream: impl AsyncRead + Unpin + Send) -> Answer<File> {
        let draft = self.draft(token).await?;
        if draft.files.len() >= domain::policy::MOST_FILES {
            return Err(Refusal::field("files", "too-many-files").into());
        }
        let file = self.take_file(name, stream).await?;
        // Read again: the upload may have taken long.
        let mut draft = self.draft(token).await?;
        draft.files.push(file.clone());
        self.save_draft(token, &draft).await?;
        Ok(file)
    }

    /// Takes a file out of the draft; its bytes are swept.
    ///
    /// # Errors
    /// As [`Office::save_draft`].
    pub async fn drop_draft_file(&self, token: &str, place: usize) -> Answer<()> {
        let mut draft = self.draft(token).await?;
        if place < draft.files.len() {
            draft.files.remove(place);
            self.save_draft(token, &draft).await?;
        }
        Ok(())
    }

    /// Throws the draft away.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn abandon(&self, token: &str) -> Answer<()> {
        if let Some(token) = Token::decode(token) {
            self.store.write(vec![Write::DropDraft { id_hash: token.id_hash() }]).await?;
        }
        Ok(())
    }

    /// Sends the draft. Sent twice, by a double click or a reload, it is one report: the second answer is the first.
    ///
    /// # Errors
    /// [`Refusal::Fields`] with what is missing or wrong; the draft stays as it is.
    pub async fn submit(&self, token: &str) -> Answer<Sent> {
        let mut draft = self.draft(token).await?;
        if let Some(sent) = draft.sent {
            return Ok(sent);
        }
        let report = draft.report()?;
        let notice = draft.notice_email.as_deref().map(|address| self.seal_address(address)).transpose()?;
        let code = Code::generate();
        let master = self.derive(&code).await?;
        let owner = Owner { master: &master, index: 0 };
        let arrival = Arrival { via: Via::Written, by: Actor::Reporter, owner, notice };
        let mut prepared = self.prepare(&report, arrival, Some(&code)).await?;
        let parsed = Token::decode(token).ok_or(Refusal::Rule("draft-expired"))?;
        draft = Draft { language: draft.language, sent: Some(prepared.sent.clone()), ..Draft::default() };
        prepared.append.guards.push(Guard::DraftOpen(parsed.id_hash()));
        prepared.append.writes.push(self.draft_write(&parsed, &draft)?);
        match self.store.append(prepared.append).await {
            Ok(_) => Ok(prepared.sent),
            // Somebody was first: the other half of a double click.
            Err(store::StoreError::Guard(_)) => {
                self.draft(token).await?.sent.ok_or(Error::Refusal(Refusal::Rule("draft-expired")))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Takes a whole report at once, as the API does. With the same idempotency key it is one report.
    ///
    /// # Errors
    /// [`Refusal::Fields`] with everything that is wrong.
    pub async fn receive(&self, report: &NewReport, idempotency: Option<&str>) -> Answer<Sent> {
        report.check()?;
        let idempotency = idempotency.map(|text| self.idempotency(text));
        if let Some(sent) = self.answered_before(idempotency.as_ref()).await? {
            return Ok(sent);
        }
        let code = Code::generate();
        let master = self.derive(&code).await?;
        let owner = Owner { master: &master, index: 0 };
        let arrival = Arrival { via: Via::Written, by: Actor::Reporter, owner, notice: None };
        let prepared = self.prepare(report, arrival, Some(&code)).await?;
        self.append_once(prepared, idempotency.as_ref()).await
    }

    /// Appends a report with what a second request of the same name is answered by.
    async fn append_once(&self, mut prepared: Prepared, idempotency: Option<&([u8; 32], Key)>) -> Answer<Sent> {
        if let Some((hash, key)) = idempotency {
            let plain = zeroize::Zeroizing::new(serde_json::to_vec(&prepared.sent)?);
            let sealed = vault::seal::seal_small(key, IDEMPOTENCY, &plain)?;
            let created = at::this_hour(self.now().as_microsecond());
            prepared.append.writes.push(Write::PutIdempotency { key_hash: *hash, sealed, created });
        }
        match self.store.append(prepared.append).await {
            Ok(_) => Ok(prepared.sent),
            // The same request at the same moment was first.
            Err(store::StoreError::Conflict) => {
                self.answered_before(idempotency).await?.ok_or(Error::Refusal(Refusal::Changed))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The answer to a request that was made before with this idempotency key.
    async fn answered_before(&self, idempotency: Option<&([u8; 32], Key)>) -> Answer<Option<Sent>> {
        let Some((hash, key)) = idempotency else { return Ok(None) };
        let Some(sealed) = self.store.idempotency(hash).await? else { return Ok(None) };
        let plain = vault::seal::open_small(key, IDEMPOTENCY, &sealed)?;
        Ok(Some(serde_json::from_slice(&plain)?))
    }

    /// An idempotency key is a secret between the caller and their answer: the database has only its hash, and the answer
    /// sealed under it.
    fn idempotency(&self, text: &str) -> ([u8; 32], Key) {
        let tag = |purpose: &str| -> [u8; 32] {
            use hmac::Mac as _;
            let mut mac = self.mac(purpose);
            mac.update(text.as_bytes());
            mac.finalize().into_bytes().into()
        };
        (tag("idempotency-hash"), Key::from_bytes(tag("idempotency-key")))
    }

    /// Writes down a report that was made by phone or in person. The reporter gets the code, to check, correct and approve
    /// what was written down.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`] without the role at the agency; [`Refusal::Fields`].
    pub async fn register_oral(&self, staff: &Staff, via: Via, report: &NewReport) -> Answer<Sent> {
        self.register_oral_once(staff, via, report, None).await
    }

    /// As [`Office::register_oral`]; with the same `once`, which names the form, it is one report, and the second answer is
    /// the first.
    ///
    /// # Errors
    /// As [`Office::register_oral`].
    pub async fn register_oral_once(
        &self,
        staff: &Staff,
        via: Via,
        report: &NewReport,
        once: Option<&str>,
    ) -> Answer<Sent> {
        let organisation = self.organisation().await?;
        let agency = organisation.node_by_key(&report.agency).map(|node| node.id);
        let agency = agency.ok_or(Error::Refusal(Refusal::field("agency", "unknown-agency")))?;
        access::may(Act::RegisterReport, staff.id, Some(agency), &organisation)?;
        let idempotency = once.map(|once| self.idempotency(&format!("register {} {once}", staff.id)));
        if let Some(sent) = self.answered_before(idempotency.as_ref()).await? {
            return Ok(sent);
        }
        let code = Code::generate();
        let master = self.derive(&code).await?;
        let owner = Owner { master: &master, index: 0 };
        let arrival = Arrival { via, by: Actor::Person(staff.id), owner, notice: None };
        let prepared = self.prepare(report, arrival, Some(&code)).await?;
        self.append_once(prepared, idempotency.as_ref()).await
    }

    /// Begins another case of a reporter who has one, under the same code.
    pub(crate) async fn receive_for(&self, report: &NewReport, owner: Owner<'_>) -> Answer<(DossierId, Append)> {
        let arrival = Arrival { via: Via::Written, by: Actor::Reporter, owner, notice: None };
        let prepared = self.prepare(report, arrival, None).await?;
        let dossier = prepared.append.entries.first().map(|entry| entry.dossier);
        let dossier = dossier.ok_or_else(|| crate::Fault::new(&"a report without an entry"))?;
        Ok((dossier, prepared.append))
    }

    /// Makes the case: its key, its first entries sealed, the wraps for who will read it, the promise for the reporter.
    async fn prepare(&self, report: &NewReport, arrival: Arrival<'_>, code: Option<&Code>) -> Answer<Prepared> {
        let organisation = self.organisation().await?;
        let agency = organisation.node_by_key(&report.agency).filter(|node| node.kind == NodeKind::Agency);
        let agency = agency.map(|node| node.id).ok_or(Error::Refusal(Refusal::field("agency", "unknown-agency")))?;
        let context = Context { today: self.today(), organisation: &organisation };
        let salt: [u8; 32] = vault::random::bytes();
        let decided = case::receive(report, agency, arrival.via, &hex::encode(salt), context)?;
        let dossier = DossierId(vault::random::uuid());
        let mut keys = CaseKeys::begin(dossier);
        if keeps_identity_apart(report.identity) {
            keys.begin_identity();
        }
        let (entries, case) = self.first_entries(dossier, &keys, arrival.by, decided)?;
        let (wraps, keyless) = (BTreeSet::new(), Vec::new());
        let opened = Opened { dossier, keys, case: case.clone(), wraps, keyless };
        let mut writes = vec![Write::PutDossier { dossier, kind: "case".into(), created_on: self.today().to_string() }];
        writes.extend(self.first_wraps(&opened, &arrival).await?);
        writes.extend(report.files.iter().flat_map(keep_blobs));
        writes.extend(self.follow(dossier, None, &case, arrival.by).await?);
        let (entries, proof) = self.promise(entries, &content(&case)?, salt)?;
        let code = code.map(|code| code.reveal().to_string()).unwrap_or_default();
        let guards = vec![Guard::LookupFree(arrival.owner.master.lookup(arrival.owner.index))];
        Ok(Prepared { append: Append { entries, writes, guards }, sent: Sent { code, proof } })
    }

    fn first_entries(
        &self,
        dossier: DossierId,
        keys: &CaseKeys,
        by: Actor,
        decided: Vec<Decided>,
    ) -> Answer<(Vec<store::NewEntry>, Case)> {
        let mut entries = Vec::new();
        let mut folded: Option<Case> = None;
        for (place, Decided { fact, body }) in decided.into_iter().enumerate() {
            let number = place as u64 + 1;
            let by = if matches!(fact, Fact::AccessGiven { .. }) { Actor::System } else { by };
            // The report and what comes with it are stored by the day when the reporter wrote it.
            let time = if by == Actor::Reporter { at::day(self.now()) } else { at::second(self.now()) };
            let time = if by == Actor::System && folded.as_ref().is_some_and(|case| !case.via.is_oral()) {
                at::day(self.now())
            } else {
                time
            };
            let sealed = body
                .as_ref()
                .map(|(compartment, body)| -> Answer<store::SealedBody> {
                    let (epoch, bytes) = keys.seal(&self.settings.tenant, number, fact.kind(), *compartment, body)?;
                    Ok(store::SealedBody { compartment: compartment.name().to_owned(), epoch, bytes })
                })
                .transpose()?;
            entries.push(store::NewEntry {
                dossier,
                stream: store::Stream::Record,
                expect: Some(number),
                kind: fact.kind().to_owned(),
                at: time.clone(),
                by: by.to_string(),
                facts: serde_json::to_string(&fact)?,
                body: sealed,
                content_digest: None,
                fixed_salts: None,
            });
            let entry = Entry { number, at: time, by, fact, body: body.map(|(_, body)| body) };
            match &mut folded {
                Some(case) => case.push(&entry)?,
                None => folded = Some(Case::fold(std::slice::from_ref(&entry))?),
            }
        }
        let case = folded.ok_or_else(|| crate::Fault::new(&"a report without an entry"))?;
        Ok((entries, case))
    }

    /// Wraps the new case's keys for who was given it, for recovery, and for the reporter.
    async fn first_wraps(&self, opened: &Opened, arrival: &Arrival<'_>) -> Answer<Vec<Write>> {
        let mut writes = Vec::new();
        for (person, because) in &opened.case.holders {
            writes.extend(self.hand_out(opened, *person, *because).await?);
        }
        let recovery = &self.secrets.recovery;
        for lock in [Lock::Case, Lock::Identity] {
            for (epoch, sealed) in opened.keys.wrap_all(lock, recovery)? {
                writes.push(put_wrap(opened.dossier, lock, epoch, RECOVERY, sealed));
            }
        }
        let id = PersonId(vault::random::uuid());
        let identity = arrival.owner.master.identity(arrival.owner.index);
        let to = identity.recipient();
        for (epoch, sealed) in opened.keys.wrap_all(Lock::Shared, &to)? {
            writes.push(put_wrap(opened.dossier, Lock::Shared, epoch, id, sealed));
        }
        writes.push(Write::PutReporterAccess(ReporterAccess {
            lookup: arrival.owner.master.lookup(arrival.owner.index),
            id: id.0,
            dossier: opened.dossier,
            recipient: to.to_bytes(),
            notice: arrival.notice.clone(),
            language: opened.case.language.name().to_owned(),
        }));
        Ok(writes)
    }

    /// Derives the keys of a code, a bounded number at a time and off the threads that serve.
    pub(crate) async fn derive(&self, code: &Code) -> Answer<Master> {
        let permit = self.derivations.acquire().await.map_err(|error| crate::Fault::new(&error))?;
        let salt = self.secrets.receipt_salt;
        let text = code.reveal();
        let derived = tokio::task::spawn_blocking(move || Code::parse(&text).map(|code| code.derive(&salt)));
        let master = derived.await.map_err(|error| crate::Fault::new(&error))?;
        drop(permit);
        master.map_err(|_| Error::Fault(crate::Fault::new(&"a code of our own does not parse")))
    }
}

/// Marks the bytes of a file as kept.
pub(crate) fn keep_blobs(file: &File) -> Vec<Write> {
    let blobs: Vec<BlobId> =
        [Some(file.original.blob), file.cleaned.as_ref().map(|copy| copy.sealed.blob)].into_iter().flatten().collect();
    blobs.into_iter().map(|blob| Write::KeepBlob { blob }).collect()
}

/// The exact bytes to which a proof commits: what the reporter told, as JSON with a fixed order of fields. Each
/// file stands in it with its name, size and SHA-256.
pub(crate) fn content(case: &Case) -> Answer<Vec<u8>> {
    #[derive(Serialize)]
    struct Content<'a> {
        version: &'static str,
        channel: Channel,
        answers: &'a Option<Answers>,
        files: Vec<(&'a str, u64, &'a str)>,
    }
    let files =
        case.files.iter().map(|file| (file.name.as_str(), file.original.size, file.original.sha256.as_str())).collect();
    let content = Content { version: "belfry-report/v1", channel: case.channel, answers: &case.answers, files };
    Ok(serde_json::to_vec(&content)?)
}

/// The body that names the report, for tests and the record of an oral report.
#[must_use]
pub fn is_report(body: &Body) -> bool {
    matches!(body, Body::Report { .. })
}
