//! Tests of the sealed file.

use std::io::{ErrorKind, Read, Write};

use proptest::prelude::*;

use super::{CHUNK, MEBI, opener, padded, sealed_at_most, sealer};
use crate::{VaultError, key::Key, random};

fn sealed(key: &Key, content: &[u8]) -> Vec<u8> {
    let mut sealer = sealer(key, Vec::new()).unwrap();
    sealer.write_all(content).unwrap();
    sealer.finish().unwrap()
}

fn opened(key: &Key, file: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut out = Vec::new();
    opener(key, file).map_err(std::io::Error::other)?.read_to_end(&mut out)?;
    Ok(out)
}

/// The header's decoy is of random length; all the rest is foretold to the byte.
fn as_foretold(file: &[u8], content: usize) -> bool {
    let most = sealed_at_most(content as u64);
    (most - 410..=most).contains(&(file.len() as u64))
}

#[test]
fn content_of_every_awkward_length_comes_back_and_the_file_is_as_long_as_foretold() {
    let key = Key::generate();
    for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK - 1, 2 * CHUNK, 300_000, 1_048_575, 1_048_576] {
        let mut content = vec![0; length];
        random::fill(&mut content);
        let file = sealed(&key, &content);
        assert!(as_foretold(&file, length), "for {length}");
        assert!(opened(&key, &file).unwrap() == content, "for {length}");
    }
}

#[test]
fn content_that_looks_like_padding_comes_back() {
    let key = Key::generate();
    let zeros = vec![0; 3 * CHUNK];
    let mut marked = vec![0x80];
    marked.extend(&zeros);
    let mut twice = marked.clone();
    twice.extend(&marked);
    let mut ended = twice.clone();
    ended.push(7);
    for content in [vec![0x80], vec![0x80, 0], vec![0; 5], vec![0x80; 70_000], zeros, marked, twice, ended] {
        assert!(opened(&key, &sealed(&key, &content)).unwrap() == content, "{} bytes", content.len());
    }
}

#[test]
fn the_padded_length_is_coarse_and_never_much_more() {
    assert_eq!([0, 65_535, 65_536].map(padded), [65_536, 65_536, 131_072]);
    assert_eq!([MEBI - 1, MEBI, 5 * MEBI].map(padded), [MEBI, 2 * MEBI, 6 * MEBI]);
    assert_eq!(padded(1024 * MEBI), 1088 * MEBI);
    assert_eq!(padded(u64::MAX), u64::MAX);
}

#[test]
fn a_cut_file_gives_an_error_and_never_a_quiet_end() {
    let key = Key::generate();
    let file = sealed(&key, &vec![5; 3 * CHUNK]);
    for length in (0..file.len()).step_by(997).chain([file.len() - 1]) {
        assert!(opened(&key, &file[..length]).is_err(), "cut at {length}");
    }
    let whole_chunks = file.len() - (CHUNK + 16);
    assert!(opened(&key, &file[..whole_chunks]).is_err());
}

#[test]
fn a_file_that_was_never_finished_does_not_open() {
    let key = Key::generate();
    let mut file = Vec::new();
    let mut unfinished = sealer(&key, &mut file).unwrap();
    unfinished.write_all(&vec![1; 4 * CHUNK]).unwrap();
    drop(unfinished);
    assert!(opened(&key, &file).is_err());
}

#[test]
fn two_chunks_changed_about_do_not_open_nor_does_another_key() {
    let key = Key::generate();
    let mut file = sealed(&key, &vec![5; 3 * CHUNK]);
    assert_eq!(opener(&Key::generate(), file.as_slice()).err(), Some(VaultError::Closed));
    let start = file.len() - 4 * (CHUNK + 16);
    let (first, second) = file[start..].split_at_mut(CHUNK + 16);
    first.swap_with_slice(&mut second[..CHUNK + 16]);
    assert_eq!(opened(&key, &file).unwrap_err().kind(), ErrorKind::InvalidData);
}

#[test]
fn a_sound_age_file_without_our_padding_is_refused() {
    let key = Key::generate();
    let recipient = super::identity(&key).recipient();
    for content in [&b"no mark"[..], b"short\x80\0\0", b""] {
        let encryptor = age::Encryptor::with_recipients(std::iter::once(recipient.as_age())).unwrap();
        let mut writer = encryptor.wrap_output(Vec::new()).unwrap();
        writer.write_all(content).unwrap();
        assert!(opened(&key, &writer.finish().unwrap()).is_err());
    }
}

#[test]
fn an_endless_header_is_given_up() {
    let header = std::io::repeat(b'x');
    assert_eq!(opener(&Key::generate(), header).err(), Some(VaultError::Closed));
    let stanzas = b"age-encryption.org/v1\n".iter().chain(b"-> x\n\n".iter().cycle()).copied();
    let endless: Vec<u8> = stanzas.take(1_000_000).collect();
    assert_eq!(opener(&Key::generate(), endless.as_slice()).err(), Some(VaultError::Closed));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_content_comes_back_however_it_is_cut_into_writes_and_reads(
        pieces in prop::collection::vec((prop::sample::select(vec![0_u8, 0x80, 1]), 0_usize..90_000), 0..8),
        reading in 1_usize..100_000,
    ) {
        let key = Key::from_bytes([1; 32]);
        let mut content = Vec::new();
        let mut sealer = sealer(&key, Vec::new()).unwrap();
        for (byte, length) in pieces {
            let piece = vec![byte; length];
            sealer.write_all(&piece).unwrap();
            content.extend(piece);
        }
        let file = sealer.finish().unwrap();
        prop_assert!(as_foretold(&file, content.len()));
        let mut opener = opener(&key, file.as_slice()).unwrap();
        let (mut out, mut buffer) = (Vec::new(), vec![0; reading]);
        loop {
            let read = opener.read(&mut buffer).unwrap();
            if read == 0 { break; }
            out.extend_from_slice(&buffer[..read]);
        }
        prop_assert!(out == content);
    }

    #[test]
    fn padding_costs_at_most_a_sixteenth_above_32_mib(length in 32 * MEBI..1 << 50) {
        let padded = padded(length);
        prop_assert!(padded > length);
        prop_assert!(padded - length <= length / 16 + 1);
    }
}
