//! UUID version 7 (RFC 9562, 5.7): ids that sort by the time they were made.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::error::Error;

/// The last time stamp given: 48 bits of milliseconds and the 12 bits after the version, as one number.
static LAST: AtomicU64 = AtomicU64::new(0);

/// The largest time stamp: 48 + 12 bits.
const MAX_STAMP: u64 = (1 << 60) - 1;

/// A new UUID in lower-case text, larger than every one that this process got before.
///
/// The 12 bits after the version are a counter (RFC 9562, 6.2, method 1): random at the first id of a millisecond, with
/// its top bit clear as room to count on. Where it runs over, or the clock steps back, the time stamp goes on from the
/// last one. The other 62 bits are random. Safe between threads; after a fork the random bits keep ids apart.
///
/// # Errors
/// [`Error::Random`] where the operating system gives no random bytes.
pub fn uuid7() -> Result<String, Error> {
    let mut random = [0; 10];
    getrandom::fill(&mut random).map_err(|_| Error::Random)?;
    // A clock before 1970 counts as 1970.
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let millis = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX).min(MAX_STAMP >> 12);
    let [seed @ .., _, _, _, _, _, _, _, _] = random;
    let [_, _, tail @ ..] = random;
    let fresh = (millis << 12) | u64::from(u16::from_be_bytes(seed) & 0x7ff);
    Ok(text(stamp(&LAST, fresh), u64::from_be_bytes(tail)))
}

/// `fresh`, or one more than the last stamp where that is larger.
fn stamp(last: &AtomicU64, fresh: u64) -> u64 {
    let next = |last: u64| fresh.max(last.wrapping_add(1)).min(MAX_STAMP);
    // The closure always gives a value, so this never fails; the old value it returns gives the same stamp again.
    let (Ok(old) | Err(old)) = last.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| Some(next(last)));
    next(old)
}

/// Lay out 60 bits of time and counter, and 62 random bits: version and variant come between (RFC 9562, 5.7).
fn text(stamp: u64, random: u64) -> String {
    let time = stamp >> 12;
    let counter = stamp & 0xfff;
    let tail = random & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000;
    format!(
        "{:08x}-{:04x}-7{:03x}-{:04x}-{:012x}",
        time >> 16,
        time & 0xffff,
        counter,
        tail >> 48,
        tail & 0xffff_ffff_ffff
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_layout_of_rfc_9562_appendix_a_6() {
        let stamp = (0x017f_22e2_79b0 << 12) | 0xcc3;
        assert_eq!(text(stamp, 0x18c4_dc0c_0c07_398f), "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
    }

    #[test]
    fn stamps_rise_when_the_clock_stands_still_or_steps_back_and_the_counter_carries() {
        let last = AtomicU64::new(0);
        assert_eq!(stamp(&last, 0x5000), 0x5000);
        assert_eq!(stamp(&last, 0x5000), 0x5001);
        assert_eq!(stamp(&last, 0x1000), 0x5002);
        last.store(0x5fff, Ordering::Relaxed);
        assert_eq!(stamp(&last, 0x5123), 0x6000);
        assert_eq!(stamp(&last, 0x7001), 0x7001);
    }
}
