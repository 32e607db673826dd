//! Has cargo compile the pack in again when a file of it comes, goes or changes.

fn main() {
    println!("cargo::rerun-if-changed=knowledge");
}
