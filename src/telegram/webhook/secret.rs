//! The secret of a webhook: one that was given, or one from the system's random numbers.

use super::Secret;

/// Characters that Telegram takes.
const LONGEST: usize = 256;
/// Random bytes of a secret that nobody gave.
const RANDOM: usize = 32;

impl Secret {
    /// A secret that nobody knows, in hexadecimal digits.
    ///
    /// # Errors
    /// If the system has no random numbers.
    pub fn random() -> std::io::Result<Secret> {
        let mut bytes = [0; RANDOM];
        getrandom::fill(&mut bytes).map_err(std::io::Error::other)?;
        let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Secret::new(&digits))
    }

    /// Whether Telegram takes it for a webhook: 1 to 256 letters, digits, `_` and `-`.
    pub fn fits_webhook(&self) -> bool {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
        (1..=LONGEST).contains(&self.reveal().len()) && self.reveal().bytes().all(fits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_random_secret_fits_and_comes_once() {
        let (one, other) = (Secret::random().unwrap(), Secret::random().unwrap());
        assert!(one.fits_webhook() && one.reveal().len() == 2 * RANDOM && one != other);
        assert!(Secret::new("a-B_9").fits_webhook());
        for bad in ["", "a b", "geheim!", "密", &"a".repeat(257)] {
            assert!(!Secret::new(bad).fits_webhook(), "{bad}");
        }
    }
}
