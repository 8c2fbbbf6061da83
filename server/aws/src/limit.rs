//! Answers are read up to a size only.

use aws_smithy_runtime_api::{
    box_error::BoxError,
    client::{
        interceptors::{Intercept, context::BeforeDeserializationInterceptorContextMut},
        runtime_components::RuntimeComponents,
    },
};
use aws_smithy_types::{body::SdkBody, config_bag::ConfigBag};
use http_body_util::Limited;

/// The largest answer that is read, in bytes: a page of a hundred full route tables fits in.
const LARGEST: usize = 4 * 1024 * 1024;

/// Without it the SDKs keep in memory whatever is sent.
#[derive(Debug)]
pub(crate) struct Limit;

impl Intercept for Limit {
    fn name(&self) -> &'static str {
        "the largest answer"
    }

    fn modify_before_deserialization(
        &self,
        context: &mut BeforeDeserializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let answer = context.response_mut();
        let body = Limited::new(answer.take_body(), LARGEST);
        *answer.body_mut() = SdkBody::from_body_1_x(body);
        Ok(())
    }
}
