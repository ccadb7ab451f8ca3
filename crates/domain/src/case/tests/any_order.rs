//! What holds whatever people do, in whatever order.

use super::*;
use crate::conflict;
use crate::deadline::Deadline;
use crate::first_phase::Opinion;
use crate::id::DossierId;
use proptest::prelude::*;
use proptest::sample::Index;

/// A word that stands in every text people write here, and nowhere else.
const CANARY: &str = "kanarievogel";

#[derive(Clone, Debug)]
enum Step {
    /// One of those who hold the case then.
    Holder(Index, Command),
    Staff(PersonId, Command),
    Reporter(ReporterCommand),
    Wait(i64),
    Clock,
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        12 => Just(format!("Een {CANARY} zingt lang genoeg.")),
        1 => Just(CANARY.to_owned()),
        1 => Just(String::new()),
    ]
}

fn anybody() -> impl Strategy<Value = PersonId> {
    prop::sample::select(EVERYBODY.to_vec())
}

/// Mostly the same, so that rounds come to an end.
fn judgement() -> impl Strategy<Value = Assessment> {
    let wrong = Assessment { otherwise: Some(Outcome::Admitted), ..admitting() };
    let away = away(Outcome::OtherRoute(Route::Integrity));
    let other = prop::sample::select(vec![admitting(), doubting(), away, wrong]);
    prop_oneof![4 => Just(declining()), 1 => other].prop_map(|answers| Assessment { risk: CANARY.into(), ..answers })
}

fn party() -> impl Strategy<Value = Party> {
    let told = prop::sample::select(staff()).prop_map(|person| format!("{} {CANARY}", person.name));
    let name = prop_oneof![told, words()];
    (name, prop::option::of(anybody()), prop::sample::select(Part::ALL.to_vec()))
        .prop_map(|(name, person, part)| Party { name, part, person })
}

fn command() -> impl Strategy<Value = Command> {
    let node = prop::sample::select(vec![IND, DJI, MINISTRY, ZWOLLE]);
    let role = prop::sample::select(vec![Role::IntakeOfficer, Role::CommitteeMember]);
    let because = prop::sample::select(ClosedBecause::ALL.to_vec());
    let assessor = prop_oneof![3 => prop::sample::select(vec![LOTTE, OMAR, PETRA]), 1 => anybody()];
    let to_reporter = prop_oneof![
        3 => words().prop_map(|text| Command::Acknowledge { text }),
        3 => words().prop_map(|text| Command::SendOutcome { text }),
        1 => (words(), words()).prop_map(|(action, grounds)| Command::GiveFeedback { action, grounds }),
        1 => (words(), role, prop::option::of(words()))
            .prop_map(|(text, role, name)| Command::Write { text, files: vec![], role, name }),
        1 => (because, words()).prop_map(|(because, text)| Command::Close { because, text }),
    ];
    let on_access = prop_oneof![
        party().prop_map(Command::NameParty),
        (anybody(), words()).prop_map(|(person, reason)| Command::GiveAccess { person, reason }),
        words().prop_map(|reason| Command::StepAside { reason }),
        (node, words(), any::<bool>()).prop_map(|(to, explanation, agreed)| Command::PassOn {
            to,
            explanation,
            agreed
        }),
    ];
    let beside = prop_oneof![
        words().prop_map(|text| Command::Note { text }),
        (0_u64..60).prop_map(|up_to| Command::Read { up_to }),
    ];
    prop_oneof![
        12 => to_reporter,
        4 => assessor.prop_map(|person| Command::AskAssessor { person }),
        8 => judgement().prop_map(Command::Assess),
        2 => on_access,
        1 => beside,
    ]
}

fn reporter_command() -> impl Strategy<Value = ReporterCommand> {
    let mode = prop::sample::select(IdentityMode::ALL.to_vec());
    let identity = (words(), words()).prop_map(|(name, contact)| Identity { name, contact });
    prop_oneof![
        3 => words().prop_map(|text| ReporterCommand::Write { text, files: vec![] }),
        12 => words().prop_map(|why| ReporterCommand::AskSecondLook { why }),
        2 => (mode, identity).prop_map(|(mode, identity)| ReporterCommand::BeKnown { mode, identity }),
        1 => words().prop_map(|text| ReporterCommand::CorrectRecord { text }),
        1 => Just(ReporterCommand::ApproveRecord),
        1 => Just(ReporterCommand::Link { dossier: DossierId(Uuid::from_u128(1)), index: 1 }),
        1 => Just(ReporterCommand::EndContact),
        1 => (0_u64..60).prop_map(|up_to| ReporterCommand::Read { up_to }),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        24 => (any::<Index>(), command()).prop_map(|(holder, command)| Step::Holder(holder, command)),
        1 => (anybody(), command()).prop_map(|(by, command)| Step::Staff(by, command)),
        5 => reporter_command().prop_map(Step::Reporter),
        2 => prop_oneof![8 => 0_i64..3, 1 => 0_i64..60].prop_map(Step::Wait),
        1 => Just(Step::Clock),
    ]
}

fn beginning() -> impl Strategy<Value = Play> {
    let channel = prop_oneof![8 => Just(Channel::Abuse), 1 => prop::sample::select(Channel::ALL.to_vec())];
    let named = prop_oneof![2 => Just(None), 1 => prop::sample::select(staff()).prop_map(Some)];
    let via = prop::sample::select(vec![Via::Written, Via::Phone]);
    (channel, prop::sample::select(IdentityMode::ALL.to_vec()), named, via, 0_i64..400).prop_map(
        |(channel, identity, named, via, offset)| {
            let mut report = NewReport { channel, identity, ..report() };
            report.answers.who = named.map(|person| person.name).unwrap_or_default() + " " + CANARY;
            report.who =
                (identity != IdentityMode::Anonymous).then(|| Identity { name: CANARY.into(), contact: String::new() });
            Play::of_in(&report, via, organisation_on(days(START, offset)))
        },
    )
}

fn take(play: &mut Play, step: Step) -> Vec<Fact> {
    match step {
        Step::Holder(holder, command) => {
            let holders = play.holders();
            if holders.is_empty() {
                return vec![];
            }
            play.play(*holder.get(&holders), command).unwrap_or_default()
        }
        Step::Staff(by, command) => play.play(by, command).unwrap_or_default(),
        Step::Reporter(command) => play.reporter(command).unwrap_or_default(),
        Step::Wait(days) => {
            play.wait(days);
            vec![]
        }
        Step::Clock => play.tick(),
    }
}

/// The facts by which a case moves to another stage.
const fn moves(fact: &Fact) -> bool {
    matches!(
        fact,
        Fact::Acknowledged { .. }
            | Fact::AssessorAsked { .. }
            | Fact::Assessed { .. }
            | Fact::FirstPhaseConcluded { .. }
            | Fact::SecondLookAsked { .. }
            | Fact::Closed { .. }
    )
}

/// Whether a case can go from one stage to another in one act.
fn may_follow(from: Stage, to: Stage) -> bool {
    use Stage::{Acknowledged, Admitted, Closed, FirstPhase, NotTakenUp, OtherRoute, Received, SecondLook, Split};
    match from {
        Received => matches!(to, Acknowledged | Admitted),
        Acknowledged => matches!(to, FirstPhase | Admitted | Closed),
        FirstPhase => matches!(to, Split | Admitted | OtherRoute | NotTakenUp),
        OtherRoute | NotTakenUp => matches!(to, SecondLook | Closed),
        SecondLook => matches!(to, Split | Admitted | OtherRoute | NotTakenUp),
        Split | Admitted | Closed => false,
    }
}

fn promised_no_later(before: &[Deadline], after: &[Deadline]) -> bool {
    before.iter().all(|old| after.iter().any(|new| new.kind == old.kind && new.due <= old.due))
}

/// No holder is named, in the line of somebody named, or was recused.
fn holders_are_free(play: &Play, case: &Case) -> bool {
    let mut text = case.answers.as_ref().map(Answers::text).unwrap_or_default();
    for party in &case.parties {
        text = format!("{text}\n{}", party.name);
    }
    let mut named = conflict::named_in(&text, &play.organisation);
    named.extend(case.named_people());
    case.holders.keys().all(|holder| {
        conflict::between(*holder, &named, &play.organisation).is_none() && !case.kept_out.contains_key(holder)
    })
}

/// Two seats at most, the second round by others than the first, and an agreed outcome on two final answers.
fn rounds_are_fair(case: &Case) -> bool {
    let small = case.rounds.values().all(|round| round.seats.len() <= 2);
    let answered = |round: u8| -> Vec<Actor> {
        case.history.iter().filter(|event| event.fact == Fact::Assessed { round }).map(|event| event.by).collect()
    };
    let apart = answered(2).iter().all(|second| !answered(1).contains(second));
    let grounded = case.rounds.values().all(|round| match round.conclusion {
        Some((crate::first_phase::Conclusion::Agreed(outcome), _)) => {
            let agree =
                |seat: &Seat| seat.answer.as_ref().is_some_and(|answer| answer.opinion() == Opinion::Final(outcome));
            round.seats.len() == 2 && round.seats.iter().all(agree)
        }
        _ => true,
    });
    small && apart && grounded
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn whatever_people_do_the_case_keeps_its_rules(
        mut play in beginning(),
        steps in prop::collection::vec(step(), 1..100),
    ) {
        let mut before = play.case();
        for step in steps {
            let facts = take(&mut play, step);
            // Everything that was accepted folds, at once and one by one alike.
            let after = Case::fold(&play.entries).unwrap();
            let mut grown = before.clone();
            for entry in play.entries.iter().skip(usize::try_from(before.last).unwrap()) {
                grown.push(entry).unwrap();
            }
            prop_assert_eq!(&grown, &after);

            if after.stage != before.stage {
                prop_assert!(facts.iter().any(moves), "{:?} to {:?} by {facts:?}", before.stage, after.stage);
                prop_assert!(may_follow(before.stage, after.stage), "{:?} to {:?}", before.stage, after.stage);
            }
            prop_assert!(promised_no_later(&before.deadlines, &after.deadlines));
            prop_assert!(after.identity >= before.identity);
            prop_assert!(holders_are_free(&play, &after));
            prop_assert!(rounds_are_fair(&after));
            before = after;
        }
        let mut escalated = before.escalated.clone();
        escalated.sort_unstable();
        escalated.dedup();
        prop_assert_eq!(escalated.len(), before.escalated.len(), "a deadline is escalated once");
        for entry in &play.entries {
            let clear = serde_json::to_string(&entry.fact).unwrap();
            prop_assert!(!clear.contains(CANARY), "{clear}");
        }
    }

    /// A stranger to the case is told the same, whatever they try.
    #[test]
    fn who_does_not_hold_the_case_is_told_that_there_is_none(play in beginning(), by in anybody(), command in command()) {
        prop_assume!(!play.holds(by));
        let context = Context { today: play.today, organisation: &play.organisation };
        prop_assert_eq!(decide(&play.case(), by, command, context), Err(Refusal::NotFound));
    }
}
