//! What both benches measure: how long answers take, how many a second all cores give, how much memory is taken.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// As the program has it.
#[cfg(feature = "jemalloc")]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// How long each of many things took.
pub struct Times(Vec<Duration>);

impl Times {
    pub fn of(mut took: Vec<Duration>) -> Times {
        took.sort_unstable();
        Times(took)
    }

    /// The least time within which so many percent were done.
    pub fn at(&self, percent: usize) -> Duration {
        self.0[(self.0.len() * percent).div_ceil(100).max(1) - 1]
    }

    /// How many one core does in a second.
    pub fn per_second(&self) -> f64 {
        self.0.len() as f64 / self.0.iter().sum::<Duration>().as_secs_f64()
    }
}

/// How many times a second `work` is done when all cores do it, `count` times in all, and how many cores there are.
pub fn on_all_cores(count: usize, work: impl Fn(usize) + Sync) -> (f64, usize) {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let start = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                let take = || Some(next.fetch_add(1, Ordering::Relaxed)).filter(|&at| at < count);
                std::iter::from_fn(take).for_each(&work);
            });
        }
    });
    (count as f64 / start.elapsed().as_secs_f64(), cores)
}

/// Resident memory of this process in MiB, 0 where the system does not tell.
pub fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kib.unwrap_or(0.0) / 1024.0
}
