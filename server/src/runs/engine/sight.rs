//! One look at both providers with the credentials of a session or a run.

use domain::{
    ports::{Choice, CloudKey, PortError},
    run::Remembered,
    setup::{Observation, Ports, Reach, observe, observe_connection},
};

use super::Inner;

/// Why nothing was seen.
pub(super) enum Blind {
    /// The session, or what was granted of it, has ended.
    NoSession,
    NoCloudKey,
    Error(PortError),
}

impl Inner {
    /// `name` is the vault's: credentials that were taken back there are gone here too. What is
    /// `remembered` of a connection stands in for one that the partner does not know any more.
    pub(super) async fn see(
        &self,
        name: &str,
        connection: &str,
        choice: Choice,
        reach: &Reach,
        remembered: Option<&Remembered>,
    ) -> Result<(Observation, CloudKey), Blind> {
        let parts = &self.parts;
        let partner = parts.partners.of_session(name).await;
        let partner = partner.ok_or(Blind::NoSession)?;
        let cloud_key = parts.vault.cloud_key(name).await;
        let cloud_key = cloud_key.ok_or(Blind::NoCloudKey)?;
        let ports = Ports {
            fabric: partner.fabric.as_ref(),
            cloud: parts.cloud.as_ref(),
            fabric_key: &partner.key,
            cloud_key: Some(&cloud_key),
        };
        let seen = observe(ports, connection, choice.clone(), reach).await;
        let seen = match (seen, remembered) {
            (Err(PortError::NotFound), Some(known)) => {
                observe_connection(ports, known.deleted(), choice, reach).await
            }
            (seen, _) => seen,
        };
        Ok((seen.map_err(Blind::Error)?, cloud_key))
    }
}
