use super::*;

fn said(code: &str, message: &str, status: u16) -> PortError {
    Said {
        action: "directconnect:ConfirmConnection",
        code: bare(code),
        message,
        status,
        retry_after: Some(3),
    }
    .into_error()
}

#[test]
fn a_code_is_read_without_its_namespace_and_address() {
    assert_eq!(
        bare("com.amazonaws#AccessDeniedException:http://x/"),
        "AccessDeniedException"
    );
    assert_eq!(bare("AuthFailure"), "AuthFailure");
    assert_eq!(bare(""), "");
}

#[test]
fn a_server_failure_that_says_400_is_of_unknown_outcome() {
    let failure = said(
        "DirectConnectServerException",
        "Unable to process request",
        400,
    );
    assert_eq!(failure, PortError::Unknown);
}

#[test]
fn a_denial_names_the_action() {
    let action = "directconnect:ConfirmConnection".to_owned();
    for code in DENIED {
        assert_eq!(
            said(code, "", 400),
            PortError::Denied {
                action: action.clone()
            }
        );
    }
}

#[test]
fn keys_that_are_not_accepted_are_told_apart_from_rights() {
    for code in UNAUTHENTICATED {
        assert_eq!(said(code, "", 403), PortError::Unauthenticated, "{code}");
    }
}

#[test]
fn direct_connect_says_not_found_in_words() {
    let words = "Could not find Connection with ID dxcon-x";
    assert_eq!(
        said("DirectConnectClientException", words, 400),
        PortError::NotFound
    );
    assert_eq!(said("InvalidVpcID.NotFound", "", 400), PortError::NotFound);
}

#[test]
fn throttling_is_definite_and_carries_the_wait() {
    let throttled = said("RequestLimitExceeded", "", 503);
    assert_eq!(
        throttled,
        PortError::Throttled {
            retry_after_seconds: Some(3)
        }
    );
    assert!(throttled.is_definite());
}

#[test]
fn other_client_errors_are_refusals_in_their_own_words() {
    let words = "The specified Connection ID is not available";
    let refused = said("DirectConnectClientException", words, 400);
    let code = "DirectConnectClientException".to_owned();
    assert_eq!(
        refused,
        PortError::Refused {
            code,
            message: words.to_owned()
        }
    );
    assert!(
        matches!(said("", "<html>", 418), PortError::Refused { code, .. } if code == "HTTP_418")
    );
}

#[test]
fn answers_of_other_statuses_are_never_definite() {
    for status in [200, 302, 500, 502, 599] {
        assert!(!said("", "", status).is_definite(), "{status}");
    }
}
