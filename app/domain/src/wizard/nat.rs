use super::Fields;
use crate::{FieldIssue, Issue, values::Cidr};

/// Step `nat`: Cloud Grade NAT with its native CIDRs. What they are translated to is assigned by
/// the partner, in blocks of /16.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NatAnswer {
    pub enabled: bool,
    pub native: Vec<Cidr>,
}

impl NatAnswer {
    /// A native CIDR must fit into one block (reference/pureport.md §4).
    pub const WIDEST: u8 = 16;
    /// Pureport's OpenAPI document, `mappings` 0–1000.
    pub const MAX: usize = 1000;

    /// Checkbox `enabled`; rows `native.{n}`. Off means that the rows don't count.
    pub fn parse(form: &Fields) -> Result<Self, Vec<FieldIssue>> {
        if !form.is_on("enabled") {
            return Ok(Self::default());
        }
        let rows = form.rows("native");
        if rows.is_empty() {
            return Err(vec![FieldIssue::new("native.0", Issue::NatEmpty)]);
        }
        if rows.len() > Self::MAX {
            return Err(vec![FieldIssue::new(
                "native.0",
                Issue::TooMany { max: 1000 },
            )]);
        }
        let (mut native, mut issues) = (Vec::new(), Vec::new());
        for row in rows {
            let field = format!("native.{row}");
            match one(form.get(&field), &native) {
                Ok(cidr) => native.push(cidr),
                Err(issue) => issues.push(FieldIssue::new(field, issue)),
            }
        }
        if issues.is_empty() {
            Ok(Self {
                enabled: true,
                native,
            })
        } else {
            Err(issues)
        }
    }
}

fn one(raw: &str, before: &[Cidr]) -> Result<Cidr, Issue> {
    let cidr = Cidr::parse(raw)?;
    if cidr.prefix_len() < NatAnswer::WIDEST {
        return Err(Issue::CidrTooWide {
            widest: NatAnswer::WIDEST,
        });
    }
    match before.iter().find(|other| other.overlaps(cidr)) {
        Some(same) if *same == cidr => Err(Issue::CidrDuplicate {
            cidr: cidr.to_string(),
        }),
        Some(other) => Err(Issue::CidrOverlap {
            with: other.to_string(),
        }),
        None => Ok(cidr),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn native_cidrs_are_at_most_a_block_wide_and_do_not_overlap() {
        let parse = |rows: &[(&str, &str)]| {
            NatAnswer::parse(&rows.iter().copied().chain([("enabled", "on")]).collect())
        };
        assert!(
            parse(&[
                ("native.0", "192.168.0.0/24"),
                ("native.1", "192.168.1.0/24")
            ])
            .is_ok()
        );
        let wide = FieldIssue::new("native.0", Issue::CidrTooWide { widest: 16 });
        assert_eq!(parse(&[("native.0", "10.0.0.0/8")]), Err(vec![wide]));
        let overlap = FieldIssue::new(
            "native.1",
            Issue::CidrOverlap {
                with: "192.168.0.0/16".into(),
            },
        );
        assert_eq!(
            parse(&[
                ("native.0", "192.168.0.0/16"),
                ("native.1", "192.168.1.0/24")
            ]),
            Err(vec![overlap])
        );
        assert_eq!(
            parse(&[]),
            Err(vec![FieldIssue::new("native.0", Issue::NatEmpty)])
        );
    }

    #[test]
    fn rows_do_not_count_while_nat_is_off() {
        assert_eq!(
            NatAnswer::parse(&[("native.0", "junk")].into_iter().collect()),
            Ok(NatAnswer::default())
        );
    }
}
