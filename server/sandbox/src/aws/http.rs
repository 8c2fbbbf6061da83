//! The AWS port: which service and operation a request means, and its answer in that service's form.

mod answer;
mod cbor;
mod fault;
mod target;

use axum::{
    Router,
    body::Bytes,
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, header, request::Parts},
    response::Response,
};
use serde_json::Value;

use self::target::Target;
use super::{
    AwsError, Caller, caller, cloudwatch, directconnect, ec2, iam,
    sigv4::{self, Service, Signed, Times},
    sts,
};
use crate::{
    body,
    clock::machine_now,
    control::LogEntry,
    faults::{self, Kind},
    serve::BODY_LIMIT,
    wire::Cut,
    world::{Shared, World},
};

/// Every AWS service on one port.
pub fn router(shared: Shared) -> Router {
    Router::new().fallback(handle).with_state(shared)
}

async fn handle(State(shared): State<Shared>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Some(body) = body::read(body, BODY_LIMIT).await else {
        return answer::too_large(&parts);
    };
    let target = match Target::of(&parts, &body) {
        Ok(target) => target,
        Err(response) => return *response,
    };
    let (fault, response) = {
        let mut world = if target.reads() {
            shared.read()
        } else {
            shared.lock()
        };
        respond(&mut world, &parts, &body, &target)
    };
    let cut = parts.extensions.get::<ConnectInfo<Cut>>();
    faults::deliver(fault, cut.map(|ConnectInfo(cut)| cut), response).await
}

fn respond(
    world: &mut World,
    parts: &Parts,
    body: &Bytes,
    target: &Target,
) -> (Option<Kind>, Response) {
    let headers = with_host(parts);
    let signed = Signed {
        method: parts.method.as_str(),
        path: parts.uri.path(),
        query: parts.uri.query().unwrap_or_default(),
        headers: &headers,
        body,
    };
    let caller = sigv4::verify(signed, target.service, times(world));
    let key_id = sigv4::Authorization::read(&headers)
        .ok()
        .map(|authorization| authorization.key_id);
    let fault = fault::strike(world, target);
    let refusal = fault
        .as_ref()
        .and_then(|fault| fault::refusal(target, fault));
    let result = match (&caller, refusal) {
        (_, Some(refusal)) => Err(refusal),
        (Ok(caller), None) => faults::perform(world, fault.as_ref(), target.reads(), |world| {
            run(world, caller, target)
        }),
        (Err(refusal), None) => Err(refusal.clone().at(target.protocol)),
    };
    let request_id = super::ids::uuid(world);
    let caller = caller.ok();
    let entry = entry(target, key_id, caller.as_ref(), &result);
    world.record(fault.as_ref(), entry);
    (fault, answer::render(target, result, &request_id))
}

/// HTTP/2 has the host in the address; the signature always has it as a header.
fn with_host(parts: &Parts) -> HeaderMap {
    let mut headers = parts.headers.clone();
    if let (None, Some(authority)) = (headers.get(header::HOST), parts.uri.authority())
        && let Ok(host) = authority.as_str().parse()
    {
        headers.insert(header::HOST, host);
    }
    headers
}

fn times(world: &World) -> Times {
    Times {
        machine: machine_now(),
        sandbox: world.now,
        temporary_until: world.aws.temporary_until,
    }
}

fn run(world: &mut World, caller: &Caller, target: &Target) -> Result<Value, AwsError> {
    let operation = target.operation.as_str();
    match target.service {
        Service::Sts => sts::call(caller, operation),
        Service::Iam => iam::call(caller, operation, &target.form),
        Service::CloudWatch => {
            caller
                .may("cloudwatch", operation, "*")
                .map_err(caller::access_denied)?;
            cloudwatch::call(world, caller, operation, target.input.clone())
        }
        Service::Ec2 => ec2::call(world, caller, operation, &target.form),
        Service::DirectConnect => {
            directconnect::check_known(operation)?;
            let resource = directconnect::resource(caller, &target.input);
            caller
                .may("directconnect", operation, &resource)
                .map_err(caller::denied)?;
            directconnect::call(world, caller, operation, target.input.clone())
        }
    }
}

fn entry(
    target: &Target,
    key_id: Option<String>,
    caller: Option<&Caller>,
    result: &Result<Value, AwsError>,
) -> LogEntry {
    let error = result.as_ref().err();
    LogEntry {
        service: target.service.scope().into(),
        operation: target.operation.clone(),
        principal: key_id,
        account: caller.map(|caller| caller.account.clone()),
        region: caller.map(|caller| caller.region.clone()),
        status: error.map_or(200, |error| error.status),
        error: error.map(|error| error.code.to_string()),
        ..LogEntry::default()
    }
}
