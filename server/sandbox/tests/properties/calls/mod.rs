//! Draws calls: mostly plausible ones, whose ids are read from the world, and some of every wrong
//! kind.

mod control;
mod dice;
mod direct_connect;
mod ec2;
mod faults;
mod gateways;
mod order;
mod pureport;
mod transit;

pub use self::dice::Dice;
use crate::client::Call;

type Draw = fn(&mut Dice) -> Option<Call>;

/// Weight and kind. What builds up is drawn more often than what tears down.
const CALLS: [(u32, Draw); 50] = [
    (3, pureport::read_list),
    (3, pureport::read_thing),
    (2, pureport::read_catalogue),
    (3, pureport::add_network),
    (2, pureport::update_network),
    (1, pureport::delete_network),
    (9, pureport::add_connection),
    (3, pureport::update_connection),
    (3, pureport::delete_connection),
    (4, pureport::read_gateway),
    (2, pureport::account),
    (1, pureport::stray),
    (12, direct_connect::confirm),
    (3, direct_connect::delete_connection),
    (4, direct_connect::describe_connections),
    (12, direct_connect::create_interface),
    (3, direct_connect::update_interface),
    (3, direct_connect::delete_interface),
    (6, direct_connect::read_interface),
    (2, direct_connect::tag),
    (1, direct_connect::stray),
    (3, gateways::create),
    (1, gateways::delete),
    (2, gateways::describe),
    (9, gateways::associate),
    (2, gateways::associate_transit),
    (2, gateways::change_association),
    (1, gateways::dissociate),
    (3, gateways::describe_associations),
    (3, gateways::propose),
    (3, gateways::accept),
    (8, ec2::describe),
    (5, ec2::create_gateway),
    (6, ec2::attach),
    (2, ec2::detach),
    (1, ec2::delete_gateway),
    (12, ec2::enable_propagation),
    (2, ec2::disable_propagation),
    (2, ec2::tag),
    (1, ec2::identity),
    (1, transit::create),
    (1, transit::delete),
    (4, transit::attach),
    (1, transit::detach),
    (1, transit::create_table),
    (6, transit::join),
    (4, transit::route),
    (4, control::move_clock),
    (4, control::meddle),
    (3, faults::plan),
];

/// The next call.
pub fn draw(dice: &mut Dice) -> Call {
    let all: u32 = CALLS.iter().map(|(weight, _)| weight).sum();
    loop {
        let mut at = dice.below(all);
        let kind = CALLS.iter().find(|(weight, _)| {
            let found = at < *weight;
            at = at.saturating_sub(*weight);
            found
        });
        if let Some(call) = kind.and_then(|(_, draw)| draw(dice)) {
            return call;
        }
    }
}
