//! `/accounts/{id}/connections` and `/connections/{id}`.

use domain::{
    ports::{Connection, FabricKey, PortError},
    values::Asn,
};
use reqwest::Method;
use serde_json::{Map, Value};

use crate::{
    client::Client,
    convert, error,
    wire::{self, AWS_DIRECT_CONNECT},
};

impl Client {
    /// Other types than ours are skipped, and what can't be understood: one must not hide the rest.
    pub(crate) async fn list_connections(
        &self,
        key: &FabricKey,
        account: &str,
    ) -> Result<Vec<Connection>, PortError> {
        let path = ["accounts", account, "connections"];
        let operation = "findConnections";
        let all: Vec<Value> = self.read(key, operation, &path).await?;
        let ours = all.into_iter().filter(is_ours);
        let mut connections = Vec::new();
        for value in ours {
            let id = value.get("id").and_then(Value::as_str).map(str::to_owned);
            let connection = serde_json::from_value::<wire::Connection>(value).ok();
            if let Some(connection) = connection.and_then(convert::connection) {
                connections.push(connection);
            } else {
                tracing::warn!(id, "a connection that can't be understood is skipped");
            }
        }
        Ok(connections)
    }

    /// [`PortError::NotFound`] for a connection of another type, too.
    pub(crate) async fn get_connection(
        &self,
        key: &FabricKey,
        id: &str,
    ) -> Result<Connection, PortError> {
        let operation = "getConnection";
        let value: Value = self.read(key, operation, &["connections", id]).await?;
        understood(operation, value)
    }

    /// A PUT replaces the whole object, so it is read first and sent back with one change.
    pub(crate) async fn put_asn(
        &self,
        key: &FabricKey,
        id: &str,
        asn: Asn,
    ) -> Result<Connection, PortError> {
        let path = ["connections", id];
        let mut whole: Map<String, Value> = self.read(key, "getConnection", &path).await?;
        whole.insert("customerASN".to_owned(), asn.0.into());
        let operation = "updateConnection";
        let value = self
            .change(key, operation, Method::PUT, &path, &whole)
            .await?;
        understood(operation, value)
    }

    pub(crate) async fn remove_connection(
        &self,
        key: &FabricKey,
        id: &str,
    ) -> Result<(), PortError> {
        let path = ["connections", id];
        self.delete(key, "deleteConnection", &path).await
    }
}

fn is_ours(value: &Value) -> bool {
    value.get("type").and_then(Value::as_str) == Some(AWS_DIRECT_CONNECT)
}

/// One connection of the type that this adapter is for.
pub(crate) fn understood(operation: &'static str, value: Value) -> Result<Connection, PortError> {
    if value.get("type").is_some_and(Value::is_string) && !is_ours(&value) {
        return Err(PortError::NotFound);
    }
    serde_json::from_value(value)
        .ok()
        .and_then(convert::connection)
        .ok_or_else(|| error::contract(operation))
}
