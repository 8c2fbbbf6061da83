//! The wizard's sentences that depend on what was answered.

use domain::{
    ports::{Account, PortError, Price},
    values::Cidr,
    wizard::{NatAnswer, Networks, Step, TargetAnswer},
};

use super::{dollars, port_error, step_title};

/// The session acts in AWS only.
pub const NOT_AT_PUREPORT: &str =
    "You are not signed in to Pureport. Sign in there with an API key first.";

/// Why this partner account can't order a connection, and the mend.
pub fn order_barred(account: Option<&Account>) -> Option<String> {
    let Some(account) = account else {
        return Some(NOT_AT_PUREPORT.to_owned());
    };
    let name = &account.name;
    let mend = if !account.may_create || !account.may_update {
        "Your role at Pureport may not create and update networks. Ask an administrator of the account for a role with these permissions, then sign in again."
    } else if !account.consented {
        "Pureport’s terms have not been accepted for this account. Accept them in Pureport’s console, then sign in again."
    } else if !account.billing {
        "No means of payment is set up at Pureport. Add one in Pureport’s console under Billing, then sign in again."
    } else {
        return None;
    };
    Some(format!("{name}: {mend}"))
}

/// Why Pureport took no order, and who can change that.
pub fn order_refused(error: &PortError) -> String {
    match error {
        PortError::Refused { code, .. } if code == "INSUFFICIENT_CAPACITY" => {
            "Pureport has no capacity left for this at the location. Choose another location or a lower speed, or ask Pureport’s support when there will be room; nobody else can make it."
                .to_owned()
        }
        PortError::Denied { .. } => {
            "Your role at Pureport may not order connections. Ask an administrator of the account for the permissions to create and update networks, then sign in again."
                .to_owned()
        }
        error => port_error(error),
    }
}

/// Why this partner account can't delete a connection, and the mend.
pub fn delete_barred(account: Option<&Account>) -> Option<String> {
    let Some(account) = account else {
        return Some(NOT_AT_PUREPORT.to_owned());
    };
    let text = "Your role at Pureport may not delete. Ask an administrator of the account for a role with this permission, then sign in again.";
    (!account.may_delete).then(|| format!("{}: {text}", account.name))
}

/// A customer network that is valid and yet surprising.
pub fn network_warning(cidr: Cidr) -> String {
    if cidr.is_private() {
        format!(
            "{cidr} is wider than /16. VPNs on this network would send all of it into this connection."
        )
    } else {
        format!("{cidr} holds public addresses, which are not private to you (RFC 1918).")
    }
}

/// A price without its term, for tables.
pub fn short_price(price: &Price) -> String {
    let interval = price.interval.to_ascii_lowercase();
    format!("{} per {interval}", dollars(price.amount_cents))
}

/// Steps that have to be answered again because another answer changed.
pub fn reopened(changed: Step, steps: &[Step]) -> String {
    let again: Vec<&str> = steps.iter().map(|step| step_title(*step)).collect();
    format!(
        "“{}” was changed, so look at this again: {}.",
        step_title(changed),
        again.join("; ")
    )
}

/// The price on the page is not the price any more.
pub fn price_changed(shown: &str, now: &str) -> String {
    let or_none = |price: &str| {
        if price.is_empty() {
            "none shown".to_owned()
        } else {
            price.to_owned()
        }
    };
    format!(
        "The price on the page was: {}. Pureport’s price now: {}. If that is right, press “Add connection” again.",
        or_none(shown),
        or_none(now)
    )
}

/// The order was sent and nothing tells what became of it.
pub fn order_unknown() -> String {
    "Pureport gave no clear answer to the order. Press “Add connection” again: if the first order arrived, its connection is shown, and no second one is made.".to_owned()
}

/// Where the connection will end.
pub fn target_answer(target: &TargetAnswer) -> String {
    match target {
        TargetAnswer::NewGateway => "A new Direct Connect gateway".to_owned(),
        TargetAnswer::ExistingGateway(id) => format!("Direct Connect gateway {id}"),
        TargetAnswer::VpnGateway(Some(id)) => format!("Virtual private gateway {id}"),
        TargetAnswer::VpnGateway(None) => {
            "A virtual private gateway, chosen in the set-up".to_owned()
        }
        TargetAnswer::Typed => "A gateway chosen in the set-up".to_owned(),
    }
}

/// The networks, with their names.
pub fn customer_networks(networks: &Networks) -> String {
    let one = |network: &domain::wizard::CustomerNetwork| match network.name.as_str() {
        "" => network.cidr.to_string(),
        name => format!("{} ({name})", network.cidr),
    };
    if networks.0.is_empty() {
        return "None".to_owned();
    }
    networks.0.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Off, or what is translated.
pub fn nat_answer(nat: &NatAnswer) -> String {
    if !nat.enabled {
        return "Off".to_owned();
    }
    let native: Vec<String> = nat.native.iter().map(ToString::to_string).collect();
    format!("On, for {}", native.join(", "))
}
