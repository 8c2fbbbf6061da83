//! HTTP/1.1 over one connection that stays open, as plainly as it goes: the measured side is the
//! sandbox.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    time::Instant,
};

use sandbox::clock::machine_now;
use serde_json::Value;

use crate::{
    Outcome,
    signing::{Identity, signed},
};

const OPERATOR: Identity = Identity {
    key: "AKIASANDBOXOPERATOR1",
    secret: "sandbox/operator/secret/key/000000000001",
    token: None,
};

/// Real time: that is what is measured.
#[expect(
    clippy::disallowed_methods,
    reason = "the load is measured in real time"
)]
pub fn now() -> Instant {
    Instant::now()
}

/// A request as it goes over the wire.
pub struct Message(Vec<u8>);

impl Message {
    pub fn new(method: &str, path: &str, host: &str, headers: &str, body: &str) -> Self {
        let text = format!(
            "{method} {path} HTTP/1.1\r\nhost: {host}\r\n{headers}content-length: {}\r\n\r\n{body}",
            body.len()
        );
        Self(text.into_bytes())
    }

    /// Signed once: it is good for five minutes.
    pub fn signed(host: &str, service: &str, headers: &[(&str, &str)], body: &str) -> Self {
        let request = signed(
            OPERATOR,
            "us-west-2",
            service,
            headers,
            body.to_owned(),
            machine_now(),
        );
        // The signature names its own host, whatever the address is.
        let signed = request.headers().iter().filter(|(name, _)| *name != "host");
        let lines: Vec<_> = signed
            .map(|(name, value)| format!("{name}: {}\r\n", value.to_str().unwrap_or_default()))
            .collect();
        let lines = lines.concat();
        let host = request
            .headers()
            .get("host")
            .and_then(|host| host.to_str().ok())
            .unwrap_or(host);
        Self::new("POST", "/", host, &lines, body)
    }
}

/// A connection that stays open.
pub struct Line(BufReader<TcpStream>);

impl Line {
    pub fn to(address: &str) -> Outcome<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self(BufReader::new(stream)))
    }

    /// The body of an answer that must be a success.
    pub fn accepted(&mut self, message: &Message) -> Outcome<Vec<u8>> {
        self.0.get_mut().write_all(&message.0)?;
        let mut line = String::new();
        self.0.read_line(&mut line)?;
        let success = line.starts_with("HTTP/1.1 20");
        let status = line.trim().to_owned();
        let mut length = 0;
        while line != "\r\n" && !line.is_empty() {
            line.clear();
            self.0.read_line(&mut line)?;
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse()?;
            }
        }
        let mut body = vec![0; length];
        self.0.read_exact(&mut body)?;
        if success {
            return Ok(body);
        }
        Err(format!("{status}: {}", String::from_utf8_lossy(&body)).into())
    }

    /// The same as JSON.
    pub fn json(&mut self, message: &Message) -> Outcome<Value> {
        Ok(serde_json::from_slice(&self.accepted(message)?)?)
    }
}
