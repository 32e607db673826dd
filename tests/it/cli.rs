//! The real program, called as a user calls it.
