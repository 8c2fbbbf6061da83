//! What the SDKs would not try again by themselves.

use aws_smithy_runtime_api::client::{
    interceptors::context::InterceptorContext,
    retries::classifiers::{ClassifyRetry, RetryAction},
};

/// The name in the body of the failure.
const NAME: &[u8] = b"DirectConnectServerException";

/// Direct Connect's server failure, which comes with status 400 (aws.md §0), so that the SDK
/// takes it for the caller's fault. It plays a part in reads only: changes are sent once.
#[derive(Debug)]
pub(crate) struct ServerFailure;

impl ClassifyRetry for ServerFailure {
    fn classify_retry(&self, context: &InterceptorContext) -> RetryAction {
        let body = context.response().and_then(|answer| answer.body().bytes());
        let named = |body: &[u8]| body.windows(NAME.len()).any(|window| window == NAME);
        match context.response() {
            Some(answer) if answer.status().is_client_error() && body.is_some_and(named) => {
                RetryAction::transient_error()
            }
            _ => RetryAction::NoActionIndicated,
        }
    }

    fn name(&self) -> &'static str {
        "Direct Connect's server failure"
    }
}
