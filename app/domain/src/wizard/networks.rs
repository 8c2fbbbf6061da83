use super::Fields;
use crate::{
    FieldIssue, Issue,
    values::{Cidr, Name},
};

/// Step `networks`: the customer's networks, all optional.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Networks(pub Vec<CustomerNetwork>);

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerNetwork {
    /// May be empty.
    pub name: String,
    pub cidr: Cidr,
}

impl Networks {
    /// The most that Pureport takes: not documented; the NAT mappings' limit is used.
    pub const MAX: usize = 1000;

    /// Rows `name.{n}` and `cidr.{n}`; rows without either are passed over.
    pub fn parse(form: &Fields) -> Result<Self, Vec<FieldIssue>> {
        let mut rows = form.rows("cidr");
        rows.extend(form.rows("name"));
        rows.sort_unstable();
        rows.dedup();
        if rows.len() > Self::MAX {
            return Err(vec![FieldIssue::new(
                "cidr.0",
                Issue::TooMany { max: 1000 },
            )]);
        }
        let (mut networks, mut issues) = (Vec::<CustomerNetwork>::new(), Vec::new());
        for row in rows {
            match one(form, row, &networks) {
                Ok(network) => networks.push(network),
                Err(issue) => issues.push(issue),
            }
        }
        if issues.is_empty() {
            Ok(Self(networks))
        } else {
            Err(issues)
        }
    }
}

fn one(
    form: &Fields,
    row: usize,
    before: &[CustomerNetwork],
) -> Result<CustomerNetwork, FieldIssue> {
    let at_cidr = |issue| FieldIssue::new(format!("cidr.{row}"), issue);
    let cidr = Cidr::parse(form.get(&format!("cidr.{row}"))).map_err(at_cidr)?;
    if before.iter().any(|network| network.cidr == cidr) {
        return Err(at_cidr(Issue::CidrDuplicate {
            cidr: cidr.to_string(),
        }));
    }
    let name = form.get(&format!("name.{row}")).trim();
    let named = if name.is_empty() {
        Ok(String::new())
    } else {
        Name::parse(name).map(|name| name.to_string())
    };
    let name = named.map_err(|issue| FieldIssue::new(format!("name.{row}"), issue))?;
    Ok(CustomerNetwork { name, cidr })
}

/// Networks that are valid and yet surprising: wider than /16, for example `10.0.0.0/8`, or
/// public. A warning, never a refusal.
pub fn warnings(networks: &Networks) -> Vec<Cidr> {
    networks
        .0
        .iter()
        .map(|network| network.cidr)
        .filter(|cidr| cidr.prefix_len() < 16 || !cidr.is_private())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_slash_eight_is_valid_and_warned_about() {
        let networks = Networks::parse(&[("cidr.0", "10.0.0.0/8")].into_iter().collect()).unwrap();
        assert_eq!(warnings(&networks).len(), 1);
    }

    #[test]
    fn every_row_gets_its_own_reason() {
        let form = [
            ("cidr.0", "10.0.0.1/16"),
            ("cidr.2", "10.1.0.0/16"),
            ("cidr.3", "10.1.0.0/16"),
            ("name.4", "x"),
        ];
        let issues = Networks::parse(&form.into_iter().collect()).unwrap_err();
        let fields: Vec<&str> = issues.iter().map(|issue| issue.field.as_str()).collect();
        assert_eq!(fields, ["cidr.0", "cidr.3", "cidr.4"]);
    }
}
