//! Logins and tokens (pureport.md §1): JWTs that look like Cognito's, of 3600 s on the sandbox's clock.

use std::collections::BTreeMap;

use axum::{body::Bytes, http::HeaderValue};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::{secret::Secret, world::World};

use super::{
    call::{Answer, Principal, Reply, parse},
    error::{code, refuse},
    state::{ApiKey, Resource, Rights, State},
};

/// Seconds that an access token lives.
const ACCESS_LIFE: i64 = 3_600;
/// Seconds that a refresh token lives: Cognito's default of 30 days.
const REFRESH_LIFE: i64 = 30 * 86_400;

#[derive(Deserialize)]
struct Login {
    key: Option<String>,
    secret: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Refresh {
    refresh_token: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    jti: String,
    token_use: String,
    iat: i64,
    exp: i64,
    username: String,
}

/// `POST /login`
pub(super) fn login(world: &mut World, body: &Bytes) -> Answer {
    let Login {
        key: Some(key),
        secret: Some(secret),
    } = parse(body)?
    else {
        return refuse(code::VALIDATION_ERROR, "key and secret must be given");
    };
    match world.pureport.key(&key) {
        None => refuse(code::API_KEY_NOT_FOUND, "No such API key"),
        Some(found) if found.secret != Secret::new(secret) => refuse(
            code::UNAUTHORIZED,
            "The secret does not belong to the API key",
        ),
        Some(_) => {
            let refresh = issue(world, &key, "refresh", REFRESH_LIFE);
            Ok(Reply::signed_in(tokens(world, &key, &refresh), key))
        }
    }
}

/// `POST /login/refresh`: the request is camelCase, the answer snake_case.
pub(super) fn refresh(world: &mut World, body: &Bytes) -> Answer {
    let Refresh {
        refresh_token: Some(token),
    } = parse(body)?
    else {
        return refuse(code::VALIDATION_ERROR, "refreshToken must be given");
    };
    let claims = read(world, &token, "refresh")?;
    if world.pureport.key(&claims.username).is_none() {
        return refuse(code::API_KEY_NOT_FOUND, "The API key is gone");
    }
    Ok(Reply::signed_in(
        tokens(world, &claims.username, &token),
        claims.username,
    ))
}

/// Who the `Authorization` header says.
pub(super) fn principal(world: &World, header: Option<&HeaderValue>) -> Answer<Principal> {
    let text = header
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let Some(("Bearer" | "bearer", token)) = text.split_once(' ') else {
        return refuse(
            code::ACCESS_TOKEN_MISSING,
            "Authorization: Bearer <access token> is missing",
        );
    };
    let claims = read(world, token.trim(), "access")?;
    holder(world, &claims.username)
}

/// Who holds an API key.
pub(super) fn holder(world: &World, key: &str) -> Answer<Principal> {
    match world.pureport.key(key) {
        None => refuse(code::API_KEY_NOT_FOUND, "The API key is gone"),
        Some(key) => Ok(known(&world.pureport, key)),
    }
}

fn known(state: &State, key: &ApiKey) -> Principal {
    let each = Resource::EACH.map(|resource| (resource, rights(state, key, resource)));
    Principal {
        key: key.key.clone(),
        user_id: key.user_id.clone(),
        account: key.account.clone(),
        networks: rights(state, key, Resource::Networks),
        rights: BTreeMap::from(each),
    }
}

/// What any of its roles grants, and its own limits leave.
fn rights(state: &State, key: &ApiKey, resource: Resource) -> Rights {
    let roles = key.roles.iter().filter_map(|id| state.role(id));
    let granted = roles.fold(Rights::default(), |granted, role| {
        granted.or(role.permissions.rights(resource))
    });
    granted.and(match resource {
        Resource::Networks => key.networks,
        _ => key.others,
    })
}

fn tokens(world: &mut World, key: &str, refresh: &str) -> Value {
    json!({
        "access_token": issue(world, key, "access", ACCESS_LIFE),
        "expires_in": ACCESS_LIFE,
        "token_type": "bearer",
        "refresh_token": refresh,
    })
}

fn issue(world: &mut World, key: &str, token_use: &str, life: i64) -> String {
    let iat = world.now / 1_000;
    let claims = Claims {
        jti: world.hex(32),
        token_use: token_use.to_owned(),
        iat,
        exp: iat + life,
        username: key.to_owned(),
    };
    let head = URL_SAFE_NO_PAD.encode(json!({"alg": "HS256", "typ": "JWT"}).to_string());
    let payload = URL_SAFE_NO_PAD.encode(json!(claims).to_string());
    let signed = format!("{head}.{payload}");
    let signature = signature(world, &signed).map(|mac| mac.finalize().into_bytes());
    format!(
        "{signed}.{}",
        URL_SAFE_NO_PAD.encode(signature.unwrap_or_default())
    )
}

/// A token's claims, once its signature, use and expiry are right.
fn read(world: &World, token: &str, token_use: &str) -> Answer<Claims> {
    let Some((signed, given)) = token.rsplit_once('.') else {
        return refuse(code::ACCESS_TOKEN_DECODE_ERROR, "The token is not a JWT");
    };
    let Some((claims, given)) = decode(signed, given) else {
        return refuse(
            code::ACCESS_TOKEN_DECODE_ERROR,
            "The token cannot be decoded",
        );
    };
    let genuine = signature(world, signed).is_some_and(|mac| mac.verify_slice(&given).is_ok());
    if !genuine || claims.token_use != token_use {
        return refuse(
            code::ACCESS_TOKEN_INVALID_SIGNATURE,
            "The token was not issued for this",
        );
    }
    if claims.exp * 1_000 <= world.now {
        return refuse(code::ACCESS_TOKEN_EXPIRED, "The token has expired");
    }
    Ok(claims)
}

fn decode(signed: &str, signature: &str) -> Option<(Claims, Vec<u8>)> {
    let (_, payload) = signed.split_once('.')?;
    let claims = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()?;
    Some((claims, URL_SAFE_NO_PAD.decode(signature).ok()?))
}

fn signature(world: &World, signed: &str) -> Option<Hmac<Sha256>> {
    let key = world.pureport.token_secret.as_ref()?;
    let mut mac = Hmac::<Sha256>::new_from_slice(key.expose().as_bytes()).ok()?;
    mac.update(signed.as_bytes());
    Some(mac)
}
