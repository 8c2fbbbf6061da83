//! Every IAM action that the product uses, named once.

macro_rules! operations {
    ($($name:ident = $action:literal, $mutating:literal;)*) => {
        $(pub(crate) const $name: &str = $action;)*

        /// IAM actions, each with whether it changes something.
        pub const OPERATIONS: &[(&str, bool)] = &[
            $(($name, $mutating),)*
            // Not called: AWS asks for them where a thing is tagged in the call that creates it.
            ("directconnect:TagResource", true),
            ("ec2:CreateTags", true),
        ];
    };
}

operations! {
    GET_CALLER_IDENTITY = "sts:GetCallerIdentity", false;
    DESCRIBE_REGIONS = "ec2:DescribeRegions", false;
    DESCRIBE_CONNECTIONS = "directconnect:DescribeConnections", false;
    CONFIRM_CONNECTION = "directconnect:ConfirmConnection", true;
    DESCRIBE_INTERFACES = "directconnect:DescribeVirtualInterfaces", false;
    CREATE_PRIVATE_INTERFACE = "directconnect:CreatePrivateVirtualInterface", true;
    DELETE_INTERFACE = "directconnect:DeleteVirtualInterface", true;
    LIST_FAILOVER_TESTS = "directconnect:ListVirtualInterfaceTestHistory", false;
    STOP_FAILOVER_TEST = "directconnect:StopBgpFailoverTest", true;
    GET_METRIC_DATA = "cloudwatch:GetMetricData", false;
    LIST_INTERFACE_ROUTES = "directconnect:ListVirtualInterfaceRoutes", false;
    DESCRIBE_GATEWAYS = "directconnect:DescribeDirectConnectGateways", false;
    CREATE_GATEWAY = "directconnect:CreateDirectConnectGateway", true;
    DELETE_GATEWAY = "directconnect:DeleteDirectConnectGateway", true;
    DESCRIBE_ASSOCIATIONS = "directconnect:DescribeDirectConnectGatewayAssociations", false;
    CREATE_ASSOCIATION = "directconnect:CreateDirectConnectGatewayAssociation", true;
    DELETE_ASSOCIATION = "directconnect:DeleteDirectConnectGatewayAssociation", true;
    DESCRIBE_VPCS = "ec2:DescribeVpcs", false;
    DESCRIBE_VPN_GATEWAYS = "ec2:DescribeVpnGateways", false;
    CREATE_VPN_GATEWAY = "ec2:CreateVpnGateway", true;
    ATTACH_VPN_GATEWAY = "ec2:AttachVpnGateway", true;
    DETACH_VPN_GATEWAY = "ec2:DetachVpnGateway", true;
    DELETE_VPN_GATEWAY = "ec2:DeleteVpnGateway", true;
    DESCRIBE_VPN_CONNECTIONS = "ec2:DescribeVpnConnections", false;
    DESCRIBE_ROUTE_TABLES = "ec2:DescribeRouteTables", false;
    DESCRIBE_SUBNETS = "ec2:DescribeSubnets", false;
    ENABLE_PROPAGATION = "ec2:EnableVgwRoutePropagation", true;
    DISABLE_PROPAGATION = "ec2:DisableVgwRoutePropagation", true;
    DESCRIBE_ATTACHMENTS = "directconnect:DescribeDirectConnectGatewayAttachments", false;
    DESCRIBE_TRANSIT_GATEWAYS = "ec2:DescribeTransitGateways", false;
    SIMULATE_POLICY = "iam:SimulatePrincipalPolicy", false;
    GET_ROLE = "iam:GetRole", false;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_reads_is_named_so_and_what_changes_is_marked() {
        for (action, mutating) in OPERATIONS {
            let (_, operation) = action.split_once(':').unwrap();
            let reads = ["Describe", "List", "Get", "Simulate"]
                .iter()
                .any(|verb| operation.starts_with(verb));
            assert_eq!(reads, !mutating, "{action}");
        }
    }
}
