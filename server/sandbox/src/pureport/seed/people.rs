//! Who is there: users, their roles, and the keys that they made.

use crate::{
    pureport::{
        ids,
        state::{ApiKey, Grant, Member, Permissions, Rights, Role, User},
    },
    secret::Secret,
    world::World,
};

/// The holders of the two demo keys, with the roles that a new account has.
pub(super) fn acme(world: &mut World, account: &str) {
    let (admin, read_only) = roles(world, account);
    let operator = user(world, "Olive", "Operator", "Acme Networks");
    let viewer = user(world, "Victor", "Viewer", "Acme Networks");
    member(world, account, &operator, &admin);
    member(world, account, &viewer, &read_only);
    key(world, account, "sandbox", &operator, &admin);
    key(world, account, "viewer", &viewer, &read_only);
    super::consent(world, account, &operator);
}

pub(super) fn globex(world: &mut World, account: &str) {
    let (admin, _) = roles(world, account);
    let owner = user(world, "Gloria", "Globe", "Globex");
    member(world, account, &owner, &admin);
    super::consent(world, account, &owner);
}

fn roles(world: &mut World, account: &str) -> (String, String) {
    let everything = Grant {
        all: true,
        ..Grant::default()
    };
    let reading = Grant {
        read: true,
        ..Grant::default()
    };
    (
        role(world, account, "Admin", everything),
        role(world, account, "Read Only", reading),
    )
}

fn role(world: &mut World, account: &str, name: &str, on_all: Grant) -> String {
    let id = ids::new(world, "role");
    world.pureport.roles.push(Role {
        id: id.clone(),
        account: account.to_owned(),
        name: name.to_owned(),
        description: None,
        permissions: Permissions::on_all(on_all).filled(),
    });
    id
}

fn user(world: &mut World, first: &str, last: &str, company: &str) -> String {
    let id = ids::new(world, "user");
    let email = format!("{}@example.com", first.to_lowercase());
    world.pureport.users.push(User {
        id: id.clone(),
        username: email.clone(),
        email,
        first_name: first.to_owned(),
        last_name: last.to_owned(),
        company: Some(company.to_owned()),
        phone_number: None,
    });
    id
}

fn member(world: &mut World, account: &str, user: &str, role: &str) {
    world.pureport.members.push(Member {
        account: account.to_owned(),
        user: user.to_owned(),
        roles: vec![role.to_owned()],
    });
}

/// The demo keys have their own name as secret, as sandbox.md prints them.
fn key(world: &mut World, account: &str, key: &str, user: &str, role: &str) {
    world.pureport.keys.push(ApiKey {
        key: key.to_owned(),
        secret: Secret::new(key),
        name: key.to_owned(),
        description: None,
        account: account.to_owned(),
        user_id: user.to_owned(),
        roles: vec![role.to_owned()],
        networks: Rights::ALL,
        others: Rights::ALL,
    });
}
