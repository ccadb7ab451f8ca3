//! Tests of the receipt.

#![expect(clippy::string_slice, reason = "the texts are ASCII")]

use proptest::prelude::*;

use super::{ALPHABET, Code, CodeError, Master, SYMBOLS, Trace};

fn text_of(symbols: &[u8; SYMBOLS]) -> String {
    symbols.iter().map(|symbol| char::from(ALPHABET[usize::from(*symbol)])).collect()
}

#[test]
fn a_code_is_five_groups_of_five_and_comes_back_from_its_text() {
    let code = Code::generate();
    let text = code.reveal();
    assert_eq!(text.split('-').map(str::len).collect::<Vec<_>>(), [5; 5]);
    assert_eq!(*Code::parse(&text).unwrap().reveal(), *text);
}

#[test]
fn every_single_wrong_symbol_is_found() {
    for _ in 0..20 {
        let symbols = *Code::generate().symbols();
        for place in 0..SYMBOLS {
            for wrong in (0..32).filter(|wrong| *wrong != symbols[place]) {
                let mut typed = symbols;
                typed[place] = wrong;
                assert_eq!(Code::parse(&text_of(&typed)).unwrap_err(), CodeError::Checksum);
            }
        }
    }
}

#[test]
fn every_two_symbols_that_changed_places_are_found_neighbours_or_not() {
    for _ in 0..50 {
        let symbols = *Code::generate().symbols();
        for first in 0..SYMBOLS {
            for second in (first + 1..SYMBOLS).filter(|second| symbols[first] != symbols[*second]) {
                let mut typed = symbols;
                typed.swap(first, second);
                assert_eq!(Code::parse(&text_of(&typed)).unwrap_err(), CodeError::Checksum, "{first} {second}");
            }
        }
    }
}

#[test]
fn a_missing_or_doubled_symbol_is_told_as_such() {
    let text = text_of(&Code::generate().symbols());
    assert_eq!(Code::parse("").unwrap_err(), CodeError::TooShort);
    assert_eq!(Code::parse(&text[1..]).unwrap_err(), CodeError::TooShort);
    assert_eq!(Code::parse(&format!("{text}0")).unwrap_err(), CodeError::TooLong);
    assert_eq!(Code::parse(&text.replacen(&text[3..4], "U", 1)).unwrap_err(), CodeError::BadCharacter);
    assert_eq!(Code::parse("é").unwrap_err(), CodeError::BadCharacter);
}

#[test]
fn what_people_and_telephones_make_of_it_is_read() {
    let mut symbols = [0; SYMBOLS];
    symbols[1] = 1;
    symbols[24] = super::divide_by_last_weight(super::weigh(&symbols));
    let code = Code::parse(&text_of(&symbols)).unwrap();
    let text = code.reveal();
    let typed = text.to_lowercase().replacen('0', "o", 1).replacen('0', "O", 1);
    for written in [
        typed.replace('-', " "),
        typed.replace('-', "\u{2013}\n"),
        typed.replace('-', ""),
        typed.replace('1', "l"),
        typed.replace('1', "I"),
    ] {
        assert_eq!(*Code::parse(&written).unwrap().reveal(), *text, "{written}");
    }
}

#[test]
fn the_same_code_and_salt_always_give_the_same_keys_and_no_two_cases_share_one() {
    let code = Code::generate();
    let master = code.derive(&[1; 32]);
    let again = Code::parse(&code.reveal()).unwrap().derive(&[1; 32]);
    assert_eq!(master.lookup(0), again.lookup(0));
    assert_eq!(master.identity(3).seed(), again.identity(3).seed());
    assert_eq!(Master::from_key(master.to_key()).lookup(7), master.lookup(7));

    assert_ne!(master.lookup(0), master.lookup(1));
    assert_ne!(master.identity(0).seed(), master.identity(1).seed());
    assert_ne!(master.lookup(0), code.derive(&[2; 32]).lookup(0), "another organisation");
    assert_ne!(master.lookup(0), Code::generate().derive(&[1; 32]).lookup(0), "another reporter");
}

#[test]
fn a_reporters_own_code_is_noticed_in_a_text_and_another_is_not() {
    let code = Code::generate();
    let trace = Trace::from_bytes(&code.trace(&[1; 32]).to_bytes());
    let shown = code.reveal();
    let plain = shown.replace('-', "");
    for text in
        [format!("My code is {}.", *shown), plain.to_lowercase(), format!("abc{plain}def"), shown.replace('-', "\n")]
    {
        assert!(trace.appears_in(&text), "{text}");
    }
    assert!(!trace.appears_in(&Code::generate().reveal()));
    assert!(!trace.appears_in(&plain[1..]));
    assert!(!trace.appears_in("De directeur heeft de aanbesteding vooraf met zijn zwager besproken."));
}

#[test]
fn nothing_secret_is_printed() {
    let code = Code::generate();
    assert_eq!(
        format!("{code:?} {:?} {:?}", code.derive(&[0; 32]), code.trace(&[0; 32])),
        "Code(secret) Master(secret) Trace"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn any_bytes_come_back_from_their_symbols(bytes: [u8; 15]) {
        let code = Code(secrecy::SecretBox::new(Box::new(bytes)));
        prop_assert_eq!(super::weigh(&code.symbols()), 0);
        let back = Code::parse(&code.reveal()).unwrap();
        prop_assert_eq!(secrecy::ExposeSecret::expose_secret(&back.0), &bytes);
    }

    #[test]
    fn no_text_makes_parsing_panic(text in "\\PC{0,60}") {
        let _ = Code::parse(&text);
        let _ = Code::generate().trace(&[0; 32]).appears_in(&text);
    }
}
