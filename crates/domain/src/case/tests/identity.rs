//! Who the reporter is: opened further by the reporter only, and never closed again.

use super::*;

fn be_known(mode: IdentityMode) -> ReporterCommand {
    ReporterCommand::BeKnown { mode, identity: somebody() }
}

#[test]
fn an_identity_only_opens_further() {
    for (position, from) in IdentityMode::ALL.into_iter().enumerate() {
        for to in IdentityMode::ALL {
            let mut play =
                if from == IdentityMode::Anonymous { Play::anonymous() } else { Play::of(&known_report(from)) };
            let further = IdentityMode::ALL[position + 1..].contains(&to);
            let result = play.reporter(be_known(to));
            assert_eq!(result.is_ok(), further, "from {from:?} to {to:?}");
            if further {
                assert_eq!(play.case().identity, to);
            } else {
                assert_eq!(result, Err(Refusal::field("mode", "only-further-open")));
                assert_eq!(play.case().identity, from);
            }
        }
    }
}

#[test]
fn an_identity_can_be_opened_in_steps() {
    let mut play = Play::anonymous();
    play.reporter(be_known(IdentityMode::Confidential)).unwrap();
    play.reporter(be_known(IdentityMode::Open)).unwrap();
    assert_eq!(play.case().reporter, Some(somebody()));
}

#[test]
fn who_is_known_in_confidence_is_sealed_apart_and_who_is_open_for_all_who_handle_the_case() {
    let case = Play::anonymous().case();
    for (mode, compartment) in
        [(IdentityMode::Confidential, Compartment::Identity), (IdentityMode::Open, Compartment::Shared)]
    {
        let decided = decide_reporter(&case, be_known(mode), START).unwrap();
        assert_eq!(decided, [Decided::sealed(Fact::IdentityGiven { mode }, compartment, Body::Identity(somebody()))]);
    }
}

#[test]
fn being_known_needs_a_name() {
    let nameless = ReporterCommand::BeKnown {
        mode: IdentityMode::Open,
        identity: Identity { name: " ".into(), contact: "06".into() },
    };
    assert_eq!(Play::anonymous().reporter(nameless), Err(Refusal::field("name", "required")));
}

#[test]
fn who_may_not_know_the_reporter_sees_only_that_somebody_is_known_to_others() {
    let mut play = Play::of(&known_report(IdentityMode::Confidential));
    for entry in &mut play.entries {
        if matches!(entry.fact, Fact::IdentityGiven { .. }) {
            entry.body = None;
        }
    }
    let case = play.case();
    assert_eq!((case.identity, case.reporter), (IdentityMode::Confidential, None));
}
