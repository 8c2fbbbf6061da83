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

/// Every region that is known, the seeded ones first.
pub fn all() -> impl Iterator<Item = &'static str> {
    SEEDED.into_iter().chain(EMPTY)
}

/// The country or state in which a region lies.
pub fn geography(region: &str) -> &'static str {
    match region {
        "us-east-2" => "Ohio, United States of America",
        "us-west-1" => "California, United States of America",
        "us-west-2" => "Oregon, United States of America",
        name if name.starts_with("us-") => "Virginia, United States of America",
        "ap-northeast-2" => "South Korea",
        "ap-south-1" => "India",
        "ap-southeast-1" => "Singapore",
        "ap-southeast-2" => "Australia",
        name if name.starts_with("ap-") => "Japan",
        "ca-central-1" => "Canada",
        "eu-north-1" => "Sweden",
        "eu-west-1" => "Ireland",
        "eu-west-2" => "United Kingdom",
        "eu-west-3" => "France",
        "sa-east-1" => "Brazil",
        _ => "Germany",
    }
}
