//! Command lines for aws-cli, to be run as they are shown. Nothing goes into a line unquoted, and
//! the BGP key only as `$BGP_KEY`: a shell keeps a history.

use domain::{
    ports::{Tags, Target},
    run::Prefixes,
    setup::InterfacePlan,
    values::{Asn, Cidr, RegionName},
};

/// Makes the lines of this instance.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cli {
    /// Sandbox mode: where the lines are sent instead of AWS.
    endpoint: Option<String>,
}

/// `'…'` unless every character is harmless to a shell.
pub(crate) fn quote(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,@%+".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

/// AWS's shorthand for a value: in double quotes, because names may hold commas and brackets.
fn shorthand(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("\"{}\"", text.replace('\\', r"\\").replace('"', "\\\""))
    }
}

fn pairs(tags: &Tags, key: &str, value: &str) -> String {
    let pair =
        |(k, v): &(String, String)| format!("{{{key}={},{value}={}}}", shorthand(k), shorthand(v));
    tags.iter().map(pair).collect::<Vec<_>>().join(",")
}

impl Cli {
    /// Lines for the real AWS, or for `endpoint`.
    pub fn new(endpoint: Option<String>) -> Self {
        Self { endpoint }
    }

    fn line(&self, operation: &str, options: &[String], region: &RegionName) -> String {
        self.line_in(operation, options, &quote(region.as_str()))
    }

    /// `region` stands in the line as it is.
    fn line_in(&self, operation: &str, options: &[String], region: &str) -> String {
        let mut line = format!("aws {operation}");
        for option in options {
            line.push(' ');
            line.push_str(option);
        }
        line.push_str(&format!(" --region {region}"));
        if let Some(endpoint) = &self.endpoint {
            line.push_str(&format!(" --endpoint-url {}", quote(endpoint)));
        }
        line
    }

    pub fn confirm_connection(&self, region: &RegionName, id: &str) -> String {
        let options = [format!("--connection-id {}", quote(id))];
        self.line("directconnect confirm-connection", &options, region)
    }

    pub fn create_gateway(&self, region: &RegionName, name: &str, asn: Asn, tags: &Tags) -> String {
        let mut options = vec![
            format!("--direct-connect-gateway-name {}", quote(name)),
            format!("--amazon-side-asn {asn}"),
            "--tags".to_owned(),
        ];
        options.extend(tags.iter().map(|(key, value)| {
            quote(&format!(
                "key={},value={}",
                shorthand(key),
                shorthand(value)
            ))
        }));
        self.line(
            "directconnect create-direct-connect-gateway",
            &options,
            region,
        )
    }

    pub fn create_interface(&self, region: &RegionName, plan: &InterfacePlan) -> String {
        let new = &plan.new;
        let target = match &new.target {
            Target::DirectConnectGateway(id) => {
                format!("directConnectGatewayId={}", shorthand(id))
            }
            Target::VirtualPrivateGateway(id) => format!("virtualGatewayId={}", shorthand(id)),
        };
        let before = format!(
            "virtualInterfaceName={},vlan={},asnLong={},mtu={},authKey=\"",
            shorthand(&new.name),
            new.vlan,
            new.partner_asn,
            new.mtu
        );
        let after = format!(
            "\",amazonAddress={},customerAddress={},addressFamily=ipv4,{target},tags=[{}]",
            new.aws_ip,
            new.partner_ip,
            pairs(&new.tags, "key", "value")
        );
        let quoted = |text: &str| format!("'{}'", text.replace('\'', r"'\''"));
        let options = [
            format!("--connection-id {}", quote(&new.connection)),
            format!(
                "--new-private-virtual-interface {}\"$BGP_KEY\"{}",
                quoted(&before),
                quoted(&after)
            ),
        ];
        self.line(
            "directconnect create-private-virtual-interface",
            &options,
            region,
        )
    }

    /// Creates a virtual private gateway, waits until it can be attached, and attaches it.
    pub fn create_and_attach(
        &self,
        region: &RegionName,
        vpc: &str,
        asn: Option<Asn>,
        tags: &Tags,
    ) -> String {
        let specification = format!(
            "ResourceType=vpn-gateway,Tags=[{}]",
            pairs(tags, "Key", "Value")
        );
        let mut options = vec!["--type ipsec.1".to_owned()];
        options.extend(asn.map(|asn| format!("--amazon-side-asn {asn}")));
        options.push(format!("--tag-specifications {}", quote(&specification)));
        options.push("--query VpnGateway.VpnGatewayId --output text".to_owned());
        let create = self.line("ec2 create-vpn-gateway", &options, region);
        let attached = [
            "--vpn-gateway-id \"$VGW\"".to_owned(),
            format!("--vpc-id {}", quote(vpc)),
        ];
        let attach = self.line("ec2 attach-vpn-gateway", &attached, region);
        // The CLI has no waiter for it, and a pending gateway can't be attached. Two minutes are
        // enough; after them the attachment itself says what is wrong.
        let state = [
            "--vpn-gateway-ids \"$VGW\"".to_owned(),
            "--query 'VpnGateways[0].State' --output text".to_owned(),
        ];
        let look = self.line("ec2 describe-vpn-gateways", &state, region);
        format!(
            "VGW=$({create}) &&\nfor _ in $(seq 60); do {look} | grep -q available && break; sleep 2; done &&\n{attach}"
        )
    }

    pub fn associate(
        &self,
        region: &RegionName,
        gateway: &str,
        vgw: &str,
        prefixes: &[Cidr],
    ) -> String {
        let mut options = vec![
            format!("--direct-connect-gateway-id {}", quote(gateway)),
            format!("--gateway-id {}", quote(vgw)),
        ];
        if !prefixes.is_empty() {
            options.push("--add-allowed-prefixes-to-direct-connect-gateway".to_owned());
            options.extend(
                prefixes
                    .iter()
                    .map(|prefix| quote(&format!("cidr={prefix}"))),
            );
        }
        let operation = "directconnect create-direct-connect-gateway-association";
        self.line(operation, &options, region)
    }

    /// Makes the allowed prefixes those that are wanted.
    pub fn change_prefixes(&self, changed: &Prefixes) -> String {
        let (wanted, now) = (&changed.planned, &changed.now);
        let list = |option: &str, of: &[Cidr], not_in: &[Cidr]| {
            let all: Vec<String> = of
                .iter()
                .filter(|cidr| !not_in.contains(cidr))
                .map(|cidr| format!(" {}", quote(&format!("cidr={cidr}"))))
                .collect();
            let option = format!("--{option}-allowed-prefixes-to-direct-connect-gateway");
            (!all.is_empty()).then(|| format!("{option}{}", all.concat()))
        };
        let mut options = vec![format!("--association-id {}", quote(&changed.association))];
        options.extend(list("add", wanted, now));
        options.extend(list("remove", now, wanted));
        let operation = "directconnect update-direct-connect-gateway-association";
        self.line(operation, &options, &changed.region)
    }

    /// Takes a gateway off its Direct Connect gateway.
    pub fn disassociate(&self, region: &RegionName, association: &str) -> String {
        let options = [format!("--association-id {}", quote(association))];
        let operation = "directconnect delete-direct-connect-gateway-association";
        self.line(operation, &options, region)
    }

    /// Removes a static route.
    pub fn delete_route(&self, region: &RegionName, table: &str, prefix: Cidr) -> String {
        let options = [
            format!("--route-table-id {}", quote(table)),
            format!("--destination-cidr-block {prefix}"),
        ];
        self.line("ec2 delete-route", &options, region)
    }

    /// What the owner of a virtual private gateway in another account runs; `$VGW` and its
    /// `$REGION` are theirs.
    pub fn propose(&self, gateway: &str, owner: &str) -> String {
        let options = [
            format!("--direct-connect-gateway-id {}", quote(gateway)),
            format!("--direct-connect-gateway-owner-account {}", quote(owner)),
            "--gateway-id \"$VGW\"".to_owned(),
        ];
        let operation = "directconnect create-direct-connect-gateway-association-proposal";
        self.line_in(operation, &options, "\"$REGION\"")
    }

    /// The proposals for a gateway: id, state, the owner and the gateway that is proposed.
    pub fn proposals(&self, region: &RegionName, gateway: &str) -> String {
        let query = "directConnectGatewayAssociationProposals[].[proposalId,proposalState,associatedGateway.ownerAccount,associatedGateway.id]";
        let options = [
            format!("--direct-connect-gateway-id {}", quote(gateway)),
            format!("--query {} --output text", quote(query)),
        ];
        let operation = "directconnect describe-direct-connect-gateway-association-proposals";
        self.line(operation, &options, region)
    }

    /// What the gateway's owner runs afterwards; `$PROPOSAL` and `$OWNER` come from the other side.
    pub fn accept_proposal(&self, region: &RegionName, gateway: &str) -> String {
        let options = [
            format!("--direct-connect-gateway-id {}", quote(gateway)),
            "--proposal-id \"$PROPOSAL\" --associated-gateway-owner-account \"$OWNER\"".to_owned(),
        ];
        let operation = "directconnect accept-direct-connect-gateway-association-proposal";
        self.line(operation, &options, region)
    }

    pub fn propagate(&self, region: &RegionName, vgw: &str, table: &str) -> String {
        let options = [
            format!("--gateway-id {}", quote(vgw)),
            format!("--route-table-id {}", quote(table)),
        ];
        self.line("ec2 enable-vgw-route-propagation", &options, region)
    }

    /// An interface's states, without the key that AWS would print in clear.
    pub fn look_at_interface(&self, region: &RegionName, id: &str) -> String {
        let query = "virtualInterfaces[0].[virtualInterfaceState,bgpPeers[0].bgpStatus,mtu]";
        let options = [
            format!("--virtual-interface-id {}", quote(id)),
            format!("--query {} --output text", quote(query)),
        ];
        self.line(
            "directconnect describe-virtual-interfaces",
            &options,
            region,
        )
    }

    pub fn look_at_tables(&self, region: &RegionName, vpc: &str) -> String {
        let options = [format!(
            "--filters {}",
            quote(&format!("Name=vpc-id,Values={vpc}"))
        )];
        self.line("ec2 describe-route-tables", &options, region)
    }
}

#[cfg(test)]
mod tests {
    use domain::setup::sample::region;

    use super::*;

    #[test]
    fn nothing_that_a_shell_reads_goes_in_unquoted() {
        for (raw, quoted) in [
            ("dxcon-x", "dxcon-x"),
            ("", "''"),
            ("a b", "'a b'"),
            ("$(reboot)", "'$(reboot)'"),
            ("it's; ls", r"'it'\''s; ls'"),
        ] {
            assert_eq!(quote(raw), quoted);
        }
        let line = Cli::default().confirm_connection(&region("us-west-2"), "x; rm -rf /");
        assert_eq!(
            line,
            "aws directconnect confirm-connection --connection-id 'x; rm -rf /' --region us-west-2"
        );
    }

    #[test]
    fn a_names_commas_stay_inside_the_shorthand() {
        let tags = vec![("Name".to_owned(), "a,b]\"'".to_owned())];
        let line = Cli::default().create_gateway(&region("us-west-2"), "n", Asn(64512), &tags);
        assert!(line.contains(r#"'key=Name,value="a,b]\"'\''"'"#), "{line}");
    }

    #[test]
    fn a_line_that_waits_ends_by_itself() {
        let line = Cli::default().create_and_attach(&region("us-west-2"), "v", None, &Vec::new());
        assert!(line.contains("for _ in $(seq 60); do ") && !line.contains("until"));
    }

    #[test]
    fn whoever_proposes_does_so_in_the_region_of_their_own_gateway() {
        let line = Cli::default().propose("gateway-1", "123456789012");
        assert!(
            line.ends_with(r#"--gateway-id "$VGW" --region "$REGION""#),
            "{line}"
        );
    }

    #[test]
    fn in_sandbox_mode_every_line_names_the_endpoint() {
        let cli = Cli::new(Some("http://127.0.0.1:4011".to_owned()));
        let at = region("us-west-2");
        let line = cli.create_and_attach(&at, "vpc-1", None, &Vec::new());
        assert_eq!(
            line.matches(" --endpoint-url http://127.0.0.1:4011")
                .count(),
            3
        );
    }
}
