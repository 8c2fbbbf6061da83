//! A payment method, as it is stored and, without what is not there, answered.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::pureport) struct Billing {
    pub name: String,
    pub email: String,
    pub collection_method: CollectionMethod,
    pub address: Address,
    /// Child accounts without a method of their own use this one.
    pub allow_child_accounts: bool,
    #[serde(flatten)]
    pub means: Means,
}

/// The card or the bank account. Of a real one only these parts are ever kept.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::pureport) struct Means {
    pub stripe_last_four: Option<String>,
    pub stripe_expiry: Option<String>,
    pub bank_account_last_four: Option<String>,
    pub bank_account_type: Option<BankAccountType>,
    pub bank_routing_number: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(in crate::pureport) enum BankAccountType {
    Individual,
    Company,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::pureport) enum CollectionMethod {
    #[serde(rename = "CREDIT_CARD")]
    CreditCard,
    #[serde(rename = "NET_30")]
    Net30,
    #[serde(rename = "PULL_ACH")]
    PullAch,
}

/// A street address; nothing in it is required.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::pureport) struct Address {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub street: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub geo_coordinates: Option<GeoCoordinates>,
}

/// Degrees.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(in crate::pureport) struct GeoCoordinates {
    pub latitude: f64,
    pub longitude: f64,
}
