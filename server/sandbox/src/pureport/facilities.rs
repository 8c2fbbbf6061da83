//! Facilities: the data centres in which customers' ports stand.
#![expect(
    clippy::unnecessary_wraps,
    reason = "lists cannot fail, but have the type of every operation"
)]

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::call::{Answer, Call, Reply, missing};

struct Facility {
    id: &'static str,
    name: &'static str,
    street: &'static str,
    city: &'static str,
    state: &'static str,
    postal_code: &'static str,
    /// Latitude and longitude.
    at: (f64, f64),
}

/// The building of each Direct Connect site that a location reaches, and one in Dallas.
const FACILITIES: [Facility; 5] = [
    Facility {
        id: "us-equinix-ch2",
        name: "Equinix CH2",
        street: "350 E Cermak Road",
        city: "Chicago",
        state: "IL",
        postal_code: "60616",
        at: (41.8531, -87.6182),
    },
    Facility {
        id: "us-equinix-da1",
        name: "Equinix DA1",
        street: "1950 N Stemmons Freeway",
        city: "Dallas",
        state: "TX",
        postal_code: "75207",
        at: (32.8001, -96.8192),
    },
    Facility {
        id: "us-equinix-dc2",
        name: "Equinix DC2",
        street: "21715 Filigree Court",
        city: "Ashburn",
        state: "VA",
        postal_code: "20147",
        at: (39.0164, -77.4599),
    },
    Facility {
        id: "us-equinix-se2",
        name: "Equinix SE2",
        street: "2001 6th Avenue",
        city: "Seattle",
        state: "WA",
        postal_code: "98121",
        at: (47.6143, -122.3389),
    },
    Facility {
        id: "us-equinix-sv5",
        name: "Equinix SV5",
        street: "9 Great Oaks Boulevard",
        city: "San Jose",
        state: "CA",
        postal_code: "95119",
        at: (37.2417, -121.7828),
    },
];

/// `GET /facilities`
pub(super) fn list(_: &mut Call) -> Answer {
    let facilities: Vec<Value> = FACILITIES.iter().map(facility_json).collect();
    Ok(Reply::ok(json!(facilities)))
}

/// `GET /facilities/{facilityId}`
pub(super) fn get(call: &mut Call) -> Answer {
    let found = FACILITIES.iter().find(|facility| facility.id == call.id);
    found.map_or_else(
        || missing("facility", &call.id),
        |facility| Ok(Reply::ok(facility_json(facility))),
    )
}

/// `GET /facilities/kml`: the same for a map.
pub(super) fn kml(_: &mut Call) -> Answer {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document><name>Facilities</name>",
    );
    for facility in &FACILITIES {
        let (latitude, longitude) = facility.at;
        // Nothing in the table needs escaping. Writing to a string cannot fail.
        let _ = write!(
            text,
            "<Placemark id=\"{}\"><name>{}</name><address>{}</address>\
             <Point><coordinates>{longitude},{latitude}</coordinates></Point></Placemark>",
            facility.id,
            facility.name,
            address_line(facility)
        );
    }
    text.push_str("</Document></kml>\n");
    Ok(Reply::text("application/vnd.google-earth.kml+xml", text))
}

fn address_line(facility: &Facility) -> String {
    let Facility {
        street,
        city,
        state,
        postal_code,
        ..
    } = facility;
    format!("{street}, {city}, {state} {postal_code}")
}

fn facility_json(facility: &Facility) -> Value {
    let (latitude, longitude) = facility.at;
    json!({
        "id": facility.id,
        "href": format!("/facilities/{}", facility.id),
        "name": facility.name,
        "vendor": "Equinix",
        "state": "ACTIVE",
        "altIds": {},
        "address": {
            "street": facility.street,
            "city": facility.city,
            "state": facility.state,
            "postalCode": facility.postal_code,
            "country": "US",
            "geoCoordinates": {"latitude": latitude, "longitude": longitude},
        },
    })
}
