//! Compiles the schema. `protox` is a protobuf compiler in Rust, so no `protoc` is needed on the machine.

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=proto/pulse.proto");
    let descriptors = protox::compile(["pulse.proto"], ["proto"])?;
    prost_build::Config::new()
        // Every `bytes` field is a slice of the frame it arrived in: decoding copies none of them.
        .bytes(["."])
        .compile_fds(descriptors)?;
    Ok(())
}
