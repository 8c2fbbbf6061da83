use domain::{FieldIssue, Issue};

/// Field errors for the error summary and the fields: (field, sentence).
pub fn field_errors(issues: &[FieldIssue]) -> Vec<(String, String)> {
    issues
        .iter()
        .map(|found| (found.field.clone(), issue(&found.field, &found.issue)))
        .collect()
}

/// One sentence that names the mend. `field` chooses the noun.
pub fn issue(field: &str, issue: &Issue) -> String {
    let noun = noun(field);
    match issue {
        Issue::Required => required(field),
        Issue::TooLong { max, length } => {
            format!("Shorten the {noun} to {max} characters or fewer; it has {length}")
        }
        Issue::Invisible => {
            format!("Type the {noun} again: it contains invisible or control characters, often from pasted text")
        }
        Issue::NameInUse => "Choose another name: a network of this account has it already".to_owned(),
        Issue::NotOffered => format!("Choose the {noun} from the list"),
        Issue::AccountDigits { digits } => {
            format!("Enter all 12 digits of the AWS account ID; this has {digits}")
        }
        Issue::AccountLetters => {
            "Enter the AWS account ID as 12 digits; blanks and dashes are fine, letters are not".to_owned()
        }
        Issue::AsnNotANumber => "Enter the ASN as a whole number, for example 64512".to_owned(),
        Issue::AsnRange => {
            "Enter an ASN from 64512 to 65534, or from 4200000000 to 4294967294: AWS takes no others".to_owned()
        }
        Issue::AsnRangeAny => "Enter an ASN from 1 to 4294967294".to_owned(),
        Issue::AsnAmazons { asn } => format!(
            "Enter the ASN of the other end: {asn} is Amazon’s here, and both sides need different ones"
        ),
        Issue::AsnPartner { asn } => {
            format!("Enter another ASN: {asn} is Pureport’s own, and both sides need different ones")
        }
        Issue::AsnLegacy { asn } => format!(
            "Enter a private ASN such as 64512: {asn} is one of Amazon’s legacy numbers, which only a virtual private gateway can have"
        ),
        Issue::AsnOfGateway { typed, gateway } => format!(
            "Enter {gateway}, the ASN of the chosen gateway, or choose another gateway: with {typed} BGP would never come up"
        ),
        Issue::CidrForm => "Enter an IPv4 network with its length, for example 10.0.0.0/16".to_owned(),
        Issue::CidrOctet => "Check the address: each of its four parts is at most 255".to_owned(),
        Issue::CidrLength => "Check the length after the slash: it is at most 32".to_owned(),
        Issue::CidrHostBits { network } => {
            format!("Enter {network}: the address has bits set behind the length, so it is a host, not a network")
        }
        Issue::CidrIpv6 => "Enter an IPv4 network: Pureport does not support IPv6".to_owned(),
        Issue::CidrDuplicate { cidr } => format!("Remove this row or change it: {cidr} is in the list already"),
        Issue::CidrOverlap { with } => format!("Change this CIDR: it overlaps {with}"),
        Issue::CidrTooWide { widest } => {
            format!("Enter a network of /{widest} or longer: NAT hands out blocks of /{widest}, so split wider ones")
        }
        Issue::TooMany { max } => format!("Remove rows until there are at most {max}"),
        Issue::NatEmpty => "Enter at least one native CIDR, or switch Cloud Grade NAT off".to_owned(),
        Issue::RegionNotReached => {
            "Choose a region that this location reaches; a Direct Connect gateway connects the others".to_owned()
        }
        Issue::CombinationNotSupported => {
            "Choose another speed: Pureport does not offer this one with this peering and availability here".to_owned()
        }
        Issue::NotYetAvailable => "Choose Private: the others are not yet available in Onramp".to_owned(),
        Issue::GatewayUnknown => {
            "Choose the gateway again with AWS connected: Onramp could not see it, so its ASN is not known".to_owned()
        }
        Issue::AddressForm => {
            format!("Enter the {noun} as an IPv4 address with its length, for example 169.254.24.1/30")
        }
        Issue::AddressLength => {
            format!("Enter the {noun} with its length, /30 or /31, for example 169.254.24.1/30")
        }
        Issue::AddressNotAnEnd { network } => format!(
            "Check the {noun}: it is the first or last address of {network}, which no router can have"
        ),
        Issue::AddressesApart { network } => {
            format!("Enter the other address of {network}: the two ends share one network and differ")
        }
        Issue::SameConnection => {
            "Choose another hosted connection, or none: this one is the primary already".to_owned()
        }
        Issue::RegionsDiffer { region } => {
            format!("Choose a hosted connection in {region}: both of a pair are in one region")
        }
        Issue::TakenAlready { connection } => format!(
            "Choose another hosted connection: this one is part of {connection}, which was taken over before"
        ),
        Issue::ConnectionGone => {
            "Choose another hosted connection: this one was deleted or rejected; ask the partner for a new one".to_owned()
        }
        Issue::KeyLength { min, max } => {
            format!("Enter the key without blanks, {min} to {max} characters")
        }
    }
}

fn noun(field: &str) -> &'static str {
    match field.split('.').next().unwrap_or_default() {
        "name" => "name",
        "description" => "description",
        "type" => "type",
        "place" => "AWS region",
        "peering" => "peering type",
        "speed" => "speed",
        "availability" => "availability",
        "account" => "AWS account ID",
        "target" => "target",
        "gateway" | "vpn_gateway" => "gateway",
        "asn" => "ASN",
        "cidr" | "native" => "CIDR",
        "key" => "key",
        "hosted" | "secondary" => "hosted connection",
        "partner_ip" | "partner_ip_secondary" => "Partner IP",
        "amazon_ip" | "amazon_ip_secondary" => "Amazon IP",
        _ => "value",
    }
}

fn required(field: &str) -> String {
    match field.split('.').next().unwrap_or_default() {
        "name" => "Enter a name".to_owned(),
        "account" => "Enter the AWS account ID, 12 digits".to_owned(),
        "asn" | "amazon_asn" => "Enter the Amazon side ASN, for example 64512".to_owned(),
        "partner_asn" => "Enter the ASN that the partner gave you".to_owned(),
        "partner_ip" | "partner_ip_secondary" | "amazon_ip" | "amazon_ip_secondary" => {
            format!("Enter the {} that the partner gave you", noun(field))
        }
        "bgp_key" | "bgp_key_secondary" => "Enter the BGP key that the partner gave you".to_owned(),
        "hosted" => "Choose the hosted connection to take over".to_owned(),
        "secondary" => {
            "Choose the secondary hosted connection, or leave all its fields empty".to_owned()
        }
        "cidr" | "native" => "Enter a CIDR, for example 10.0.0.0/16, or remove the row".to_owned(),
        "place" => "Choose a location and AWS region".to_owned(),
        "gateway" => "Choose the Direct Connect gateway".to_owned(),
        "key" => "Enter the Pureport API key".to_owned(),
        "secret" => "Enter the Pureport API secret".to_owned(),
        "access_key_id" => "Enter the access key ID".to_owned(),
        "secret_access_key" => "Enter the secret access key".to_owned(),
        _ => format!("Choose the {}", noun(field)),
    }
}
