//! The sandbox's demo credentials (sandbox.md).

use domain::{
    ports::{CloudKey, FabricKey},
    values::{AwsAccountId, RegionName},
};

/// Everything on networks in account "Acme Networks".
pub fn operator() -> FabricKey {
    fabric("sandbox", "sandbox")
}

/// Reads only.
pub fn viewer() -> FabricKey {
    fabric("viewer", "viewer")
}

/// Any Pureport key.
pub fn fabric(key: &str, secret: &str) -> FabricKey {
    FabricKey {
        key: key.to_owned(),
        secret: secret.into(),
    }
}

/// Everything in account 123456789012.
pub fn cloud_operator() -> CloudKey {
    cloud(
        "AKIASANDBOXOPERATOR1",
        "sandbox/operator/secret/key/000000000001",
    )
}

/// Reads only, in account 123456789012.
pub fn cloud_reader() -> CloudKey {
    cloud(
        "AKIASANDBOXREADONLY1",
        "sandbox/readonly/secret/key/000000000001",
    )
}

/// As the operator, in account 210987654321.
pub fn cloud_elsewhere() -> CloudKey {
    cloud(
        "AKIASANDBOXELSEWHERE",
        "sandbox/elsewhere/secret/key/00000000001",
    )
}

/// As the operator, with a session token.
pub fn cloud_temporary() -> CloudKey {
    CloudKey {
        session_token: Some("sandbox-session-token".into()),
        ..cloud(
            "ASIASANDBOXTEMPORARY",
            "sandbox/temporary/secret/key/00000000001",
        )
    }
}

/// Any AWS key without a session token.
pub fn cloud(id: &str, secret: &str) -> CloudKey {
    CloudKey {
        access_key_id: id.to_owned(),
        secret_access_key: secret.into(),
        session_token: None,
    }
}

/// The operator's account.
pub fn account() -> AwsAccountId {
    AwsAccountId::parse("123456789012").expect("twelve digits")
}

/// A region by its name.
pub fn region(name: &str) -> RegionName {
    RegionName::parse(name).expect("a region's name")
}
