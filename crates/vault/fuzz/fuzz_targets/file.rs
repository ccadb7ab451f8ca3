//! Sealed files: any bytes as a file, and any bytes as content, however cut.
#![no_main]

use std::io::{Read, Write};

use libfuzzer_sys::fuzz_target;
use vault::{file, key::Key};

fuzz_target!(|input: (u16, Vec<u8>)| {
    let (cut, bytes) = input;
    let key = Key::from_bytes([9; 32]);
    if let Ok(mut opener) = file::opener(&key, bytes.as_slice()) {
        assert!(opener.read_to_end(&mut Vec::new()).is_err());
    }
    let mut sealer = file::sealer(&key, Vec::new()).unwrap();
    for piece in bytes.chunks(usize::from(cut).max(1)) {
        sealer.write_all(piece).unwrap();
    }
    let sealed = sealer.finish().unwrap();
    let mut out = Vec::new();
    file::opener(&key, sealed.as_slice()).unwrap().read_to_end(&mut out).unwrap();
    assert_eq!(out, bytes);
});
