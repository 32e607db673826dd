//! The program; everything it does is in the library, behind [`visitbot::cli`].

use std::process::ExitCode;

/// Many small things are allocated on all threads at once.
#[cfg(feature = "jemalloc")]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    visitbot::cli::main()
}
