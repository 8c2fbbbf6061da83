//! How requests and answers are written.

/// Direct Connect's media type.
pub const JSON_1_1: &str = "application/x-amz-json-1.1";
/// CloudWatch's.
pub const JSON_1_0: &str = "application/x-amz-json-1.0";

/// The protocols on the AWS port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// awsJson, 1.0 or 1.1, as the media type says.
    Json(&'static str),
    /// Smithy RPC v2 with CBOR bodies.
    Cbor,
    /// A form in, XML out, as EC2 has it.
    Ec2,
    /// A form in, XML out, with this namespace.
    Query(&'static str),
}

impl Protocol {
    pub const CLOUDWATCH: Self = Self::Query("http://monitoring.amazonaws.com/doc/2010-08-01/");
    pub const STS: Self = Self::Query("https://sts.amazonaws.com/doc/2011-06-15/");
    pub const IAM: Self = Self::Query("https://iam.amazonaws.com/doc/2010-05-08/");
}
