//! The program; everything it does is in the library, behind [`visitbot::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    visitbot::cli::main()
}
