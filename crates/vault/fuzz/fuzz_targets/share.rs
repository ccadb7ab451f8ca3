//! Recovery shares, as text and put together.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vault::recovery::{Share, combine};

fuzz_target!(|text: &str| {
    let shares: Vec<Share> = text.split('|').filter_map(|part| Share::parse(part).ok()).collect();
    for share in &shares {
        let shown = share.reveal().unwrap();
        assert_eq!(*Share::parse(&shown).unwrap().reveal().unwrap(), *shown);
    }
    let _ = combine(&shares);
});
