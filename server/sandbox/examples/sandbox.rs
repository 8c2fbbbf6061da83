//! The sandbox alone: `cargo run -p sandbox --example sandbox -- --pace instant`.

use std::{error::Error, net::SocketAddr};

use sandbox::{Config, Pace};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut config = Config {
        pureport: SocketAddr::from(([127, 0, 0, 1], 4010)),
        aws: SocketAddr::from(([127, 0, 0, 1], 4011)),
        pace: Pace::Demo,
        seed: 1,
        state_file: None,
    };
    let mut words = std::env::args().skip(1);
    while let Some(flag) = words.next() {
        let value = words
            .next()
            .ok_or_else(|| format!("{flag} wants a value"))?;
        match flag.as_str() {
            "--pureport" => config.pureport = value.parse()?,
            "--aws" => config.aws = value.parse()?,
            "--pace" => config.pace = serde_json::from_value(value.into())?,
            "--seed" => config.seed = value.parse()?,
            "--state" => config.state_file = Some(value.into()),
            _ => return Err(format!("{flag} is not a flag of this program").into()),
        }
    }
    let sandbox = sandbox::start(config).await?;
    println!("Pureport {}", sandbox.pureport_url);
    println!("AWS      {}", sandbox.aws_url);
    tokio::signal::ctrl_c().await?;
    sandbox.stop().await;
    Ok(())
}
