//! The sandbox's core and its AWS half, driven over HTTP with true signatures.

mod cloudwatch;
mod control;
mod count;
mod ec2;
mod made;
mod order;
mod private_flow;
mod rules_associations;
mod rules_cloudwatch;
mod rules_connections;
mod rules_failover;
mod rules_gateways;
mod rules_iam;
mod rules_identity;
mod rules_interfaces;
mod rules_partners;
mod rules_proposals;
mod rules_queries;
mod rules_route_tables;
mod rules_routes;
mod rules_tags;
mod rules_transit;
mod rules_transit_associations;
mod rules_vpn_connections;
mod rules_vpn_gateways;
mod support;
