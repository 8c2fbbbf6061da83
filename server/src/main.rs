//! `onramp`: see `onramp --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::main()
}
