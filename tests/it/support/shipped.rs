//! The shipped pack, compiled once for all tests.

use std::sync::{Arc, OnceLock};

use visitbot::knowledge::{Knowledge, source};

pub fn knowledge() -> Arc<Knowledge> {
    static SHIPPED: OnceLock<Arc<Knowledge>> = OnceLock::new();
    let load = || Arc::new(Knowledge::load(&source::builtin()).unwrap_or_else(|faults| panic!("{faults}")));
    Arc::clone(SHIPPED.get_or_init(load))
}
