//! Regions that the sandbox knows.

/// The regions with a seeded world; `DescribeRegions` lists these.
pub const SEEDED: [&str; 4] = ["us-east-1", "us-east-2", "us-west-1", "us-west-2"];

/// Regions in which nothing exists but calls are understood.
const EMPTY: [&str; 13] = [
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ca-central-1",
    "eu-central-1",
    "eu-north-1",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "sa-east-1",
];

/// Whether a credential may be scoped to `region`.
pub fn is_known(region: &str) -> bool {
    SEEDED.contains(&region) || EMPTY.contains(&region)
}
