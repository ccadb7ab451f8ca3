//! One table says who may do what. A role opens nothing by itself: acts on a case also need its key.

use crate::id::{OrgId, PersonId};
use crate::people::{Organisation, Role};
use crate::refusal::Refusal;

/// Something that a member of staff can do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Act {
    /// See the list of the cases that one holds, and search them.
    SeeInbox,
    /// Open a case that one holds, its files and its printed version.
    OpenCase,
    /// Confirm to the reporter that the report came in.
    Acknowledge,
    /// Write to the reporter, and give feedback.
    WriteToReporter,
    /// Write a private note.
    WriteNote,
    /// Put on record who is named in a case.
    NameParty,
    /// Ask for an assessor.
    AskAssessor,
    /// Give an assessment in the first phase.
    Assess,
    /// Send the outcome of the first phase to the reporter.
    SendOutcome,
    /// Pass the case on to another agency.
    PassOn,
    /// Give a colleague access to a case that one holds.
    GiveAccess,
    /// Step aside from a case.
    StepAside,
    /// Close a case.
    CloseCase,
    /// Write down a report that was made by phone or in person.
    RegisterReport,
    /// See which first phases are split and wait for the committee.
    SeeCommitteeQueue,
    /// Change the tree of organisations.
    ManageOrganisation,
    /// Invite people, give and end roles.
    ManagePeople,
    /// Change the texts of an agency.
    ManageTexts,
    /// See how the system is doing.
    SeeHealth,
}

impl Act {
    /// All acts.
    pub const ALL: [Self; 19] = [
        Self::SeeInbox,
        Self::OpenCase,
        Self::Acknowledge,
        Self::WriteToReporter,
        Self::WriteNote,
        Self::NameParty,
        Self::AskAssessor,
        Self::Assess,
        Self::SendOutcome,
        Self::PassOn,
        Self::GiveAccess,
        Self::StepAside,
        Self::CloseCase,
        Self::RegisterReport,
        Self::SeeCommitteeQueue,
        Self::ManageOrganisation,
        Self::ManagePeople,
        Self::ManageTexts,
        Self::SeeHealth,
    ];

    /// The roles that allow the act. This is the table.
    #[must_use]
    pub const fn roles(self) -> &'static [Role] {
        use Role::{
            Administrator, CareContact, CommitteeChair, CommitteeMember, CommitteeSecretary, ConfidentialAdviser,
            IntakeOfficer, Investigator,
        };
        match self {
            Self::SeeInbox | Self::OpenCase | Self::StepAside => &[
                IntakeOfficer,
                ConfidentialAdviser,
                CommitteeChair,
                CommitteeMember,
                CommitteeSecretary,
                Investigator,
                CareContact,
            ],
            Self::WriteNote | Self::NameParty => &[IntakeOfficer, CommitteeChair, CommitteeMember, CommitteeSecretary],
            Self::Assess => &[IntakeOfficer, CommitteeMember],
            Self::Acknowledge
            | Self::WriteToReporter
            | Self::AskAssessor
            | Self::SendOutcome
            | Self::PassOn
            | Self::GiveAccess
            | Self::CloseCase
            | Self::RegisterReport => &[IntakeOfficer],
            Self::SeeCommitteeQueue => &[CommitteeChair, CommitteeSecretary],
            Self::ManageOrganisation | Self::ManagePeople | Self::ManageTexts | Self::SeeHealth => &[Administrator],
        }
    }

    /// Whether the act is done on a case and so needs its key besides the role.
    #[must_use]
    pub const fn needs_key(self) -> bool {
        matches!(
            self,
            Self::OpenCase
                | Self::Acknowledge
                | Self::WriteToReporter
                | Self::WriteNote
                | Self::NameParty
                | Self::AskAssessor
                | Self::Assess
                | Self::SendOutcome
                | Self::PassOn
                | Self::GiveAccess
                | Self::StepAside
                | Self::CloseCase
        )
    }
}

/// Whether `person` may do `act`. For acts at a node the role must be held there or above; for acts on a case the
/// role may be held anywhere, since the key says which case (an assessor of another agency has been given it).
///
/// # Errors
/// [`Refusal::NotAllowed`] when no role of this person allows it.
pub fn may(act: Act, person: PersonId, at: Option<OrgId>, organisation: &Organisation) -> Result<(), Refusal> {
    let allowed = match at {
        Some(node) if !act.needs_key() => act.roles().iter().any(|role| organisation.holds(person, *role, node)),
        _ => {
            let held = organisation.roles_of(person);
            act.roles().iter().any(|role| held.contains(role))
        }
    };
    if allowed { Ok(()) } else { Err(Refusal::NotAllowed) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_administrator_may_do_nothing_that_needs_a_key() {
        for act in Act::ALL {
            assert!(!(act.needs_key() && act.roles().contains(&Role::Administrator)), "{act:?}");
        }
    }

    #[test]
    fn only_the_chair_and_the_secretary_see_the_committee_queue() {
        assert_eq!(Act::SeeCommitteeQueue.roles(), [Role::CommitteeChair, Role::CommitteeSecretary]);
    }
}
