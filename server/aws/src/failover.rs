//! BGP failover tests (aws.md §1.2).

use aws_sdk_directconnect::types::VirtualInterfaceTestHistory;
use aws_smithy_types::DateTime;
use domain::{
    ports::{CloudKey, FailoverTest, PortError, TestState, Timestamp},
    values::RegionName,
};

use crate::{
    client::{Client, Intent},
    error::ask,
    operations::{LIST_FAILOVER_TESTS, STOP_FAILOVER_TEST},
    page::{self, PAGE},
};

impl Client {
    pub(crate) async fn list_failover_tests(
        &self,
        key: &CloudKey,
        region: &RegionName,
        interface: &str,
    ) -> Result<Vec<FailoverTest>, PortError> {
        let client = self.direct_connect(key, region, Intent::Read);
        let fetch = |token| {
            let call = client.list_virtual_interface_test_history();
            let call = call.virtual_interface_id(interface).max_results(PAGE);
            let asked = ask(LIST_FAILOVER_TESTS, call.set_next_token(token).send());
            async {
                let said = asked.await?;
                let tests = said.virtual_interface_test_history.unwrap_or_default();
                Ok((tests, said.next_token))
            }
        };
        let said = page::all(LIST_FAILOVER_TESTS, fetch).await?;
        page::convert(LIST_FAILOVER_TESTS, said, test)
    }

    pub(crate) async fn stop_test(
        &self,
        key: &CloudKey,
        region: &RegionName,
        interface: &str,
    ) -> Result<(), PortError> {
        let client = self.direct_connect(key, region, Intent::Change);
        let call = client.stop_bgp_failover_test();
        let call = call.virtual_interface_id(interface).send();
        ask(STOP_FAILOVER_TEST, call).await.map(|_| ())
    }
}

fn test(said: VirtualInterfaceTestHistory) -> Option<FailoverTest> {
    Some(FailoverTest {
        id: said.test_id?,
        state: state(said.status.as_deref().unwrap_or_default()),
        started: said.start_time.and_then(time),
        ends: said.end_time.and_then(time),
    })
}

/// The words of the user guide, whatever their case.
fn state(word: &str) -> TestState {
    match word.to_ascii_lowercase().as_str() {
        "in progress" | "in_progress" => TestState::Running,
        "completed" => TestState::Completed,
        "cancelled" => TestState::Cancelled,
        "failed" => TestState::Failed,
        _ => TestState::Unknown,
    }
}

pub(crate) fn time(said: DateTime) -> Option<Timestamp> {
    said.to_millis().ok().map(Timestamp)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_guides_words_are_known_and_others_are_not_guessed() {
        assert_eq!(state("In progress"), TestState::Running);
        assert_eq!(state("CANCELLED"), TestState::Cancelled);
        assert_eq!(state("asleep"), TestState::Unknown);
    }
}
