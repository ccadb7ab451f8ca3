//! The ledger as people meet it: the promise that a reporter leaves with, the proof that joins it, the checkpoints.

use crate::Office;
use crate::error::{Answer, Error, Fault};
use crate::receipt::Reporter;
use crate::report::content;
use domain::Refusal;
use ledger::commitment::{self, Entry as Committed};
use ledger::consistency::{self, Consistency};
use ledger::day::Day;
use ledger::note::{Signer, VerifierKey};
use ledger::proof::{Content, Inclusion, Proof, ProofField, VERSION};
use store::{NewEntry, Stream};

/// Leaves are published in multiples of this, so that growth says nothing.
pub const PADDING: u64 = 256;
/// Fields of the report's entry that its proof shows; of the others it shows only the digest.
const SHOWN: [&str; 3] = ["stream", "number", "kind"];

impl Office {
    pub(crate) fn signer(&self) -> Answer<Signer> {
        let signer = Signer::from_seed(&self.settings.origin(), &self.secrets.ledger);
        signer.map_err(|error| Fault::new(&error).into())
    }

    /// The key with which the ledger's signatures are checked, as text to publish.
    ///
    /// # Errors
    /// When the installation's name cannot be that of a key.
    pub fn verifier_key(&self) -> Answer<VerifierKey> {
        Ok(self.signer()?.verifier_key().clone())
    }

    /// Fixes the salts of the report's entry and signs the promise that it was received today.
    pub(crate) fn promise(
        &self,
        mut entries: Vec<NewEntry>,
        content: &[u8],
        content_salt: [u8; 32],
    ) -> Answer<(Vec<NewEntry>, String)> {
        let signer = self.signer()?;
        let entry = entries.first_mut().ok_or_else(|| Fault::new(&"a report without an entry"))?;
        let told = commitment::digest_of(content);
        let digest = commitment::content_digest(content_salt, &told);
        let body = entry.body.as_ref().map(|body| commitment::digest_of(&body.bytes));
        let prev = [0; 32];
        let number = 1;
        let committed = Committed {
            dossier: entry.dossier.0.as_bytes(),
            stream: Stream::Record.name(),
            number,
            prev: &prev,
            kind: &entry.kind,
            at: &entry.at,
            by: &entry.by,
            facts: entry.facts.as_bytes(),
            body: body.as_ref().map_or(&[], |digest| digest.as_slice()),
            content: Some(digest),
        };
        let (commitment, kept) = committed.commit(&mut vault::random::bytes);
        let shown = |name: &str| -> Option<Vec<u8>> {
            SHOWN.contains(&name).then(|| match name {
                "stream" => Stream::Record.name().as_bytes().to_vec(),
                "number" => number.to_be_bytes().to_vec(),
                _ => entry.kind.as_bytes().to_vec(),
            })
        };
        let fields = kept.iter().map(|field| {
            let value = shown(field.name);
            ProofField {
                name: field.name.to_owned(),
                digest: field.digest,
                salt: field.salt.filter(|_| value.is_some()),
                value,
            }
        });
        let fields = fields.collect();
        let today = self.today();
        let before = today.tomorrow().and_then(jiff::civil::Date::tomorrow).unwrap_or(today);
        let day = |date: jiff::civil::Date| date.to_string().parse::<Day>().map_err(|error| Fault::new(&error));
        let promise = ledger::promise::Promise::sign(commitment, day(today)?, day(before)?, &signer);
        let proof = Proof {
            version: VERSION.to_owned(),
            origin: self.settings.origin(),
            key: signer.verifier_key().to_string(),
            received_on: today.to_string(),
            commitment,
            fields,
            content: Content { salt: content_salt, digest: told },
            promise: promise.map_err(|error| Fault::new(&error))?,
            inclusion: None,
        };
        entry.content_digest = Some(digest);
        entry.fixed_salts =
            Some(kept.iter().filter_map(|field| field.salt.map(|salt| (field.name.to_owned(), salt))).collect());
        Ok((entries, proof.to_json()))
    }

    /// The proof of one of the reporter's cases as it stands now: with the place in the log once a published checkpoint
    /// covers it.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub async fn proof(&self, reporter: &Reporter, index: u32) -> Answer<String> {
        let own = reporter.cases.iter().find(|own| own.index == index);
        let own = own.ok_or(Error::Refusal(Refusal::NotFound))?;
        let leaf = self.store.leaf_of(own.dossier, Stream::Record, 1).await?;
        let leaf = leaf.ok_or(Error::Refusal(Refusal::NotFound))?;
        let signer = self.signer()?;
        let salt = own.case.content_salt.as_deref().unwrap_or_default();
        let mut content_salt = [0; 32];
        hex::decode_to_slice(salt, &mut content_salt).map_err(|_| Fault::new(&"a broken salt"))?;
        let kept = self.store.fields_of(leaf.index).await?;
        let value = |name: &str| -> Option<Vec<u8>> {
            SHOWN.contains(&name).then(|| match name {
                "stream" => Stream::Record.name().as_bytes().to_vec(),
                "number" => 1_u64.to_be_bytes().to_vec(),
                _ => b"report-received".to_vec(),
            })
        };
        let mut fields = Vec::new();
        for field in kept {
            let value = value(&field.name);
            let salt = field.salt.filter(|_| value.is_some());
            fields.push(ProofField { digest: field.digest, salt, value, name: field.name });
        }
        let received = own.case.received;
        let before = received.tomorrow().and_then(jiff::civil::Date::tomorrow).unwrap_or(received);
        let day = |date: jiff::civil::Date| date.to_string().parse::<Day>().map_err(|error| Fault::new(&error));
        let promise = ledger::promise::Promise::sign(leaf.commitment, day(received)?, day(before)?, &signer);
        let proof = Proof {
            version: VERSION.to_owned(),
            origin: self.settings.origin(),
            key: signer.verifier_key().to_string(),
            received_on: received.to_string(),
            commitment: leaf.commitment,
            fields,
            content: Content { salt: content_salt, digest: commitment::digest_of(&content(&own.case)?) },
            promise: promise.map_err(|error| Fault::new(&error))?,
            inclusion: self.inclusion(leaf.index).await?,
        };
        Ok(proof.to_json())
    }

    async fn inclusion(&self, index: u64) -> Answer<Option<Inclusion>> {
        let Some(latest) = self.store.checkpoint_latest().await?.filter(|latest| index < latest.size) else {
            return Ok(None);
        };
        let path = self.store.inclusion_proof(index, latest.size).await?;
        Ok(Some(Inclusion { index, size: latest.size, path, checkpoint: latest.note }))
    }

    /// The newest published checkpoint, a signed note.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] before the first.
    pub async fn checkpoint(&self) -> Answer<String> {
        let latest = self.store.checkpoint_latest().await?;
        Ok(latest.ok_or(Error::Refusal(Refusal::NotFound))?.note)
    }

    /// All published checkpoints, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn checkpoints(&self) -> Answer<Vec<store::CheckpointRow>> {
        Ok(self.store.checkpoints().await?)
    }

    /// The proof that a leaf stands in the newest published checkpoint.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] when no published checkpoint covers it.
    pub async fn entry_proof(&self, index: u64) -> Answer<Inclusion> {
        self.inclusion(index).await?.ok_or(Error::Refusal(Refusal::NotFound))
    }

    /// The proof that the log of one published size continues the log of a smaller one.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] when a size is not of a log that was published, or the first is not the smaller one.
    pub async fn consistency(&self, old: u64, new: u64) -> Answer<Consistency> {
        let latest = self.store.checkpoint_latest().await?.map_or(0, |latest| latest.size);
        if old == 0 || old > new || new > latest {
            return Err(Refusal::NotFound.into());
        }
        let path = self.store.consistency_proof(old, new).await?;
        Ok(Consistency { version: consistency::VERSION.to_owned(), old, new, path })
    }

    /// Publishes the checkpoint of a slot, padded so that its size says nothing of what happened. Done once for each
    /// slot.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn publish_checkpoint(&self, slot: &str) -> Answer<()> {
        let signer = self.signer()?;
        let sign = move |size: u64, root: [u8; 32]| {
            ledger::checkpoint::Checkpoint::sign(size, root, &signer).map_err(|error| error.to_string())
        };
        self.store.publish_checkpoint(slot, PADDING, self.now().as_microsecond(), sign).await?;
        Ok(())
    }
}
