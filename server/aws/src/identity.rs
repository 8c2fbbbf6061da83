//! STS, and the regions of an account.

use domain::{
    ports::{CloudKey, Identity, PortError},
    values::{AwsAccountId, RegionName},
};

use crate::{
    client::{Client, Intent},
    error::{ask, contract},
    operations::{DESCRIBE_REGIONS, GET_CALLER_IDENTITY},
};

impl Client {
    pub(crate) async fn read_identity(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> Result<Identity, PortError> {
        let call = self.sts(key, region).get_caller_identity().send();
        let said = ask(GET_CALLER_IDENTITY, call).await?;
        let account = said
            .account()
            .and_then(|account| AwsAccountId::parse(account).ok());
        match (account, said.arn) {
            (Some(account), Some(arn)) => Ok(Identity { account, arn }),
            _ => Err(contract(GET_CALLER_IDENTITY)),
        }
    }

    /// Without `AllRegions`, EC2 names those that are enabled.
    pub(crate) async fn list_regions(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> Result<Vec<RegionName>, PortError> {
        let call = self
            .ec2(key, region, Intent::Read)
            .describe_regions()
            .send();
        let said = ask(DESCRIBE_REGIONS, call).await?;
        let names = said
            .regions()
            .iter()
            .filter_map(|region| region.region_name());
        Ok(names.filter_map(RegionName::parse).collect())
    }
}
