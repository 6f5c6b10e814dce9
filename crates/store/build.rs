//! The migrations are compiled in; a new file among them is no change of any source that cargo knows.

fn main() {
    println!("cargo::rerun-if-changed=../../migrations");
}
