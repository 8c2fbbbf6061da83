//! The addresses from which AWS serves everybody.

/// Service, region and prefix: the first that AWS publishes of each. Public interfaces carry them all.
pub const RANGES: [(&str, &str, &str); 8] = [
    ("DYNAMODB", "us-east-1", "52.94.0.0/22"),
    ("DYNAMODB", "us-east-2", "52.94.4.0/24"),
    ("DYNAMODB", "us-west-1", "52.94.8.0/24"),
    ("DYNAMODB", "us-west-2", "52.94.10.0/24"),
    ("S3", "us-east-1", "52.216.0.0/15"),
    ("S3", "us-east-2", "52.219.80.0/20"),
    ("S3", "us-west-1", "52.219.20.0/22"),
    ("S3", "us-west-2", "52.218.128.0/17"),
];
