//! How much memory the process has, as Linux tells it.

/// Bytes that are resident; `None` where the system has no `/proc`.
pub fn resident() -> Option<u64> {
    kilobytes(&std::fs::read_to_string("/proc/self/status").ok()?).map(|kilobytes| kilobytes * 1024)
}

fn kilobytes(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_of_resident_memory_is_read() {
        assert_eq!(kilobytes("VmPeak:\t  9 kB\nVmRSS:\t   1234 kB\nThreads:\t2\n"), Some(1234));
        assert_eq!(kilobytes("VmRSS:\tmuch\n"), None);
    }
}
