//! The example of `docs/verify`, which another program made: accepted, and refused where any byte of it is changed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use std::collections::BTreeSet;

use mintcore::{Error, MAX_PROOF, ProofError, Trust, Verified};

const PROOF: &str = include_str!("../../docs/verify/example.proof");
const LOG: &str = include_str!("../../docs/verify/example-log.key");
const WITNESS: &str = include_str!("../../docs/verify/example-witness.key");

fn verify(proof: impl AsRef<[u8]>) -> Result<Verified, ProofError> {
    Trust::new(LOG.trim_end(), &[WITNESS.trim_end()], 1).unwrap().verify(proof.as_ref())
}

#[test]
fn the_example_is_accepted() {
    let verified = verify(PROOF).unwrap();
    assert_eq!(verified.identity, "/01/09506000134352/10/LOT%2F7/21/V000000000000003");
    assert_eq!((verified.seq, verified.quantity, verified.index, verified.size), (3, 7, 5, 11));
    assert_eq!(verified.origin, "log.example/hallmint");
    assert_eq!(verified.witnesses, [("witness1.example".to_owned(), 1_803_000_000)]);
    let alone = Trust::new(LOG.trim_end(), &[] as &[&str], 0).unwrap().verify(PROOF.as_bytes()).unwrap();
    assert_eq!(alone, Verified { witnesses: vec![], ..verified });
}

#[test]
fn no_byte_may_differ() {
    let mut reasons = BTreeSet::new();
    for at in 0..PROOF.len() {
        for change in [1, 2, 0x20, 0x80] {
            let mut changed = PROOF.as_bytes().to_vec();
            changed[at] ^= change;
            reasons.insert(verify(&changed).expect_err(&format!("byte {at} ^ {change}")).reason());
        }
        let (before, after) = PROOF.as_bytes().split_at(at);
        verify([before, b"\n", after].concat()).unwrap_err();
        verify([before, &after[1..]].concat()).unwrap_err();
        verify(before).unwrap_err();
    }
    let expected = ["ENTRY", "FORM", "ORIGIN", "SIGNATURE", "TOKEN", "UNSIGNED", "WITNESSES"];
    assert_eq!(reasons.into_iter().collect::<Vec<_>>(), expected);
}

#[test]
fn a_line_is_named_by_its_number() {
    let lines: Vec<&str> = PROOF.lines().collect();
    for (number, line) in (1..).zip(&lines) {
        let mut changed = lines.clone();
        let other = format!("{line} ");
        changed[number - 1] = &other;
        // With a space in it, the line before the signatures is an extension line of the checkpoint, and they are too.
        let found = if number == lines.len() - 2 { lines.len() + 1 } else { number };
        assert_eq!(verify(changed.join("\n") + "\n"), Err(ProofError::Form(found)));
    }
    assert_eq!(verify(""), Err(ProofError::Form(1)));
    assert_eq!(verify(&PROOF[..PROOF.len() - 1]), Err(ProofError::Form(lines.len())));
    assert_eq!(verify(vec![b'\n'; MAX_PROOF + 1]), Err(ProofError::Length));
    assert!(matches!(verify(vec![b'\n'; MAX_PROOF]), Err(ProofError::Form(1))));
}

#[test]
fn keys_that_are_none() {
    let refused = |log: &str, witnesses: &[&str], wanted| {
        assert!(matches!(Trust::new(log, witnesses, wanted), Err(Error::Argument(_))), "{log} {witnesses:?} {wanted}");
    };
    let (log, witness) = (LOG.trim_end(), WITNESS.trim_end());
    for key in ["", "+", "++", LOG, witness, "PRIVATE+KEY+a+00000000+AQ==", &log.to_uppercase(), &log[1..]] {
        refused(key, &[], 0);
    }
    refused(&log.replace("log.example", "lög.example"), &[], 0);
    refused(&log.replace("log.example", "log example"), &[], 0);
    refused(log, &[log], 1);
    refused(log, &[witness, witness], 1);
    refused(log, &[witness], 2);
    refused(log, &[], usize::MAX);
}
