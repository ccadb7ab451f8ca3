//! Tests of the split recovery identity.

use proptest::prelude::*;

use super::{CombineError, Share, combine, split};
use crate::{VaultError, random};

#[test]
fn any_three_of_five_give_the_seed_back_and_no_two_do() {
    let seed = random::bytes();
    let shares = split(&seed, 3, 5).unwrap();
    for first in 0..5 {
        for second in first + 1..5 {
            let two = [shares[first].clone(), shares[second].clone()];
            assert_eq!(combine(&two).unwrap_err(), CombineError::TooFew { have: 2, need: 3 });
            for third in second + 1..5 {
                let three = [shares[third].clone(), shares[first].clone(), shares[second].clone()];
                assert_eq!(*combine(&three).unwrap(), seed);
            }
        }
    }
    assert_eq!(*combine(&shares).unwrap(), seed, "all five");
}

#[test]
fn a_share_comes_back_from_its_paper() {
    let share = &split(&[7; 32], 2, 3).unwrap()[1];
    let text = share.reveal().unwrap();
    assert!(text.starts_with("SHARE1 ") && text.split(' ').all(|group| group.len() <= 6));
    assert!(text.replace(' ', "").len() <= 90, "the check is only sure up to 90 characters");
    let back = Share::parse(&text.to_lowercase().replace(' ', "\n")).unwrap();
    assert_eq!((back.set(), back.needed(), back.made(), back.place()), (share.set(), 2, 3, 2));
    assert_eq!(back.value, share.value);
}

#[test]
fn every_single_wrong_character_of_a_share_is_found() {
    let text = split(&[7; 32], 2, 3).unwrap()[0].reveal().unwrap();
    for (place, right) in text.char_indices().skip("SHARE1".len()).filter(|(_, right)| *right != ' ') {
        for wrong in "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L".chars().filter(|wrong| *wrong != right) {
            let mut typed = text.to_string();
            typed.replace_range(place..=place, &wrong.to_string());
            assert_eq!(Share::parse(&typed).unwrap_err(), VaultError::Malformed, "{place}");
        }
    }
}

#[test]
fn what_goes_wrong_at_the_table_is_told_apart() {
    let (one, other) = (split(&[1; 32], 2, 3).unwrap(), split(&[1; 32], 2, 3).unwrap());
    assert_eq!(combine(&[]).unwrap_err(), CombineError::TooFew { have: 0, need: 2 });
    assert_eq!(combine(&[one[0].clone(), other[1].clone()]).unwrap_err(), CombineError::Mixed);
    assert_eq!(combine(&[one[0].clone(), one[0].clone()]).unwrap_err(), CombineError::Twice);
    let mut false_share = one[1].clone();
    false_share.value[3] ^= 1;
    assert_eq!(combine(&[one[0].clone(), false_share]).unwrap_err(), CombineError::False);
}

#[test]
fn only_sensible_numbers_are_taken() {
    for (needed, made) in [(0, 3), (1, 3), (4, 3), (2, 21), (0, 0)] {
        assert_eq!(split(&[1; 32], needed, made).unwrap_err(), VaultError::Parameters);
    }
    assert_eq!(split(&[1; 32], 20, 20).unwrap().len(), 20);
}

#[test]
fn a_share_prints_nothing_of_its_value() {
    assert_eq!(format!("{:?}", split(&[1; 32], 2, 3).unwrap()[0]), "Share(1 of 3, secret)");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_seed_comes_back_from_enough_shares_in_any_order(seed: [u8; 32], needed in 2_u8..8, more in 0_u8..6, turn in 0_usize..13) {
        let mut shares = split(&seed, needed, needed + more).unwrap();
        let count = shares.len();
        shares.rotate_left(turn % count);
        shares.truncate(usize::from(needed));
        prop_assert_eq!(*combine(&shares).unwrap(), seed);
    }
}
