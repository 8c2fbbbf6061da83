//! Every region that is worked in is enabled for the account, and answers.

use super::{Check, Code, Facts, Finding, Severity, Subject, Unseen};
use crate::values::RegionName;

pub(super) fn check(subject: &Subject, facts: &Facts) -> Vec<Finding> {
    let check = Check::Region;
    let regions = worked_in(subject);
    let enabled = match &facts.enabled {
        Ok(enabled) => enabled,
        Err(why) => return vec![Finding::unseen(check, why)],
    };
    let mut found = Vec::new();
    for region in &regions {
        if !enabled.contains(region) {
            let region = region.clone();
            found.push(Finding::blocking(check, Code::RegionOff { region }));
        } else if let Some(Err(Unseen::Failed(error))) = facts.region(region).map(|seen| &seen.vpcs)
        {
            let (region, error) = (region.clone(), error.clone());
            let code = Code::RegionSilent { region, error };
            found.push(Finding::new(check, Severity::NotChecked, code));
        }
    }
    if found.is_empty() {
        found.push(Finding::passed(check, Code::RegionsReached { regions }));
    }
    found
}

/// The connection's region, and those of the chosen VPCs.
pub(super) fn worked_in(subject: &Subject) -> Vec<RegionName> {
    let mut regions = vec![subject.region.clone()];
    for vpc in subject.vpcs.iter().flatten() {
        if !regions.contains(&vpc.region) {
            regions.push(vpc.region.clone());
        }
    }
    regions
}
