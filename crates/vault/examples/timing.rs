//! How long the acts of a request take, and how fast a file is sealed and opened:
//! `cargo run --release -p vault --example timing [MiB]`.
#![expect(clippy::print_stdout, reason = "a measurement to read")]

use std::{
    hint::black_box,
    io::{Read, Write},
    time::Instant,
};

use vault::{
    VaultError, file,
    key::Key,
    passphrase,
    person::{Identity, Recipient},
    receipt::{Code, Master},
    seal, wrap,
};

fn time<T>(name: &str, times: u32, mut act: impl FnMut() -> T) {
    let start = Instant::now();
    for _ in 0..times {
        black_box(act());
    }
    println!("{name:<28}{:>10.1} µs", start.elapsed().as_secs_f64() * 1e6 / f64::from(times));
}

fn main() -> Result<(), VaultError> {
    let (key, identity, code) = (Key::generate(), Identity::generate(), Code::generate());
    let recipient = identity.recipient();
    let stored = recipient.to_bytes();
    let wrapped = wrap::wrap(&key, "case/1", &recipient)?;
    let sealed = seal::seal_small(&key, "draft", &[7; 2000])?;
    let (text, master) = (code.reveal(), code.derive(&[1; 32]));

    time("identity from seed", 1000, || Identity::from_seed([1; 32]));
    time("recipient of identity", 1000, || identity.recipient());
    time("recipient from bytes", 1000, || Recipient::from_bytes(&stored));
    time("wrap", 1000, || wrap::wrap(&key, "case/1", &recipient));
    time("unwrap", 1000, || wrap::unwrap(&wrapped, "case/1", &identity));
    time("seal 2 000 bytes", 1000, || seal::seal_small(&key, "draft", &[7; 2000]));
    time("open 2 000 bytes", 1000, || seal::open_small(&key, "draft", &sealed));
    time("receipt parse", 1000, || Code::parse(&text));
    time("receipt derive", 50, || code.derive(&[1; 32]));
    time("receipt lookup", 1000, || Master::lookup(&master, 1));
    let passphrase = "vier paarden in de gang".into();
    time("passphrase derive", 20, || passphrase::derive(&passphrase, &[1; 16], passphrase::Params::default()));

    let mebi: u64 = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(256);
    stream(&key, mebi)
}

/// Seals to and opens from a file in the folder for temporary files.
fn stream(key: &Key, mebi: u64) -> Result<(), VaultError> {
    let path = std::env::temp_dir().join("vault-timing.age");
    let piece = vec![7; 1024 * 1024];
    let rate = |start: Instant| f64::from(u32::try_from(mebi).unwrap_or(u32::MAX)) / start.elapsed().as_secs_f64();

    let start = Instant::now();
    let mut sealer = file::sealer(key, std::fs::File::create(&path)?)?;
    for _ in 0..mebi {
        sealer.write_all(&piece)?;
    }
    sealer.finish()?;
    println!("{:<28}{:>10.0} MiB/s", "file seal", rate(start));

    let start = Instant::now();
    let mut opener = file::opener(key, std::fs::File::open(&path)?)?;
    let mut buffer = vec![0; 64 * 1024];
    while opener.read(&mut buffer)? > 0 {}
    println!("{:<28}{:>10.0} MiB/s", "file open", rate(start));
    Ok(std::fs::remove_file(&path)?)
}
