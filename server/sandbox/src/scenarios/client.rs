//! A client within the process: it calls the operations themselves, as the demo identities.

use serde_json::{Map, Value};

use crate::{
    aws::{self, Caller, caller},
    clock::Millis,
    control::{self, Refused},
    pureport,
    world::World,
};

/// The region of the scenarios' own connection.
pub const REGION: &str = "us-west-2";
/// The AWS keys that call, since not all of it is in the operator's policy; and Pureport's.
const ADMINISTRATOR: &str = "AKIASANDBOXADMINIST1";
const ELSEWHERE: &str = "AKIASANDBOXADMINIST2";
const KEY: &str = "sandbox";

const MINUTE: Millis = 60_000;
pub const DAY: Millis = 86_400_000;

/// Calls with a pause of a minute after each, on a clock that stands still in between: what is
/// built depends on the seed alone, and everything has come to rest before the next call.
pub struct Client<'w> {
    world: &'w mut World,
    caller: Caller,
}

impl<'w> Client<'w> {
    /// The administrator in [`REGION`], a day before the present.
    pub fn yesterday(world: &'w mut World) -> Result<Self, Refused> {
        world.clock.freeze(true);
        let mut client = Self {
            caller: identity(ADMINISTRATOR, REGION)?,
            world,
        };
        client.earlier(DAY);
        Ok(client)
    }

    /// Goes back in time. Only for before the first call.
    pub fn earlier(&mut self, by: Millis) {
        self.world.clock.advance(-by);
        self.world.now = self.world.clock.now();
    }

    /// The same client in another region.
    pub fn at(&mut self, region: &str) -> Client<'_> {
        Client {
            caller: Caller {
                region: region.into(),
                ..self.caller.clone()
            },
            world: self.world,
        }
    }

    /// The client of the other account.
    pub fn elsewhere(&mut self) -> Result<Client<'_>, Refused> {
        Ok(Client {
            caller: identity(ELSEWHERE, REGION)?,
            world: self.world,
        })
    }

    /// A Direct Connect operation.
    pub fn dx(&mut self, operation: &str, input: Value) -> Result<Value, Refused> {
        let answer = aws::directconnect::call(self.world, &self.caller, operation, input);
        self.pause();
        answer.map_err(|error| refused(operation, &error.message))
    }

    /// An EC2 operation; parameters must need no escaping.
    pub fn ec2(&mut self, operation: &str, parameters: &[(&str, &str)]) -> Result<Value, Refused> {
        let body: Vec<_> = parameters
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let form = aws::Form::parse(&body.join("&"));
        let answer = aws::ec2::call(self.world, &self.caller, operation, &form);
        self.pause();
        answer.map_err(|error| refused(operation, &error.message))
    }

    /// An operation of Pureport's; `id` is the one in its path.
    pub fn pureport(&mut self, operation: &str, id: &str, body: &Value) -> Result<Value, Refused> {
        let answer = pureport::call_within(self.world, KEY, operation, id, body);
        self.pause();
        answer.map_err(|message| refused(operation, &message))
    }

    /// The one thing that is wrong and that no client can do: written as by `PATCH
    /// /_sandbox/world`.
    pub fn patch(&mut self, id: &str, set: &Value) -> Result<(), Refused> {
        let none = Map::new();
        control::patch(self.world, id, set.as_object().unwrap_or(&none))?;
        self.pause();
        Ok(())
    }

    /// What the customer's site behind a network announces.
    pub fn site(&self, network: &str) -> Value {
        let view = pureport::world_view(self.world);
        let found = items(&view, "networks").find(|one| one["id"] == network);
        found.map_or(Value::Null, |one| one["site"].clone())
    }

    /// The world, for what has no operation and no patch.
    pub fn world(&mut self) -> &mut World {
        self.world
    }

    fn pause(&mut self) {
        self.world.clock.advance(MINUTE);
        self.world.settle();
    }
}

fn identity(key_id: &str, region: &str) -> Result<Caller, Refused> {
    caller::find(key_id)
        .map(|identity| Caller::new(identity, region))
        .ok_or_else(|| Refused(format!("there is no key {key_id}")))
}

fn refused(operation: &str, message: &str) -> Refused {
    Refused(format!("{operation}: {message}"))
}

/// The text at a JSON pointer of an answer.
pub fn text(answer: &Value, pointer: &str) -> Result<String, Refused> {
    answer
        .pointer(pointer)
        .and_then(Value::as_str)
        .map(str::to_owned)
        .ok_or_else(|| Refused(format!("an answer has no {pointer}")))
}

/// The items of a list in an answer.
pub fn items<'v>(answer: &'v Value, name: &str) -> impl Iterator<Item = &'v Value> + use<'v> {
    let list = answer.get(name).and_then(Value::as_array);
    list.into_iter().flatten()
}
