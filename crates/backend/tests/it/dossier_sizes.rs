//! How large dossiers may become: what is made can be read again, and an account keeps so much of what it imported.

use sha2::{Digest as _, Sha256};
use slipway_backend::demo::OFFERING;
use slipway_backend::{Acting, Dossier, ImportedFile};
use slipway_domain::dossier::{MOST_BYTES, MOST_KEPT, ORIGIN, problem, verify};
use slipway_domain::picture::Encoding;
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_store::{NewImportedDossier, NewPicture};

use crate::support::{GUS, House, KIM, rejection};

const CONSOLE: &str = "https://console.example";

fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// So many bytes that stand for an archive or a picture: neither is read here.
fn bytes(length: u64) -> Vec<u8> {
    vec![b'x'; usize::try_from(length).unwrap()]
}

async fn imported(
    acting: &Acting,
    name: &str,
    dossier: &Dossier,
    archive: &[u8],
    is_by_owner: bool,
) -> slipway_backend::Result<String> {
    let file = ImportedFile { members: &dossier.members, archive, is_as_written: true, is_by_owner };
    acting.import_dossier(name, file).await
}

#[tokio::test]
async fn what_it_came_from_is_left_out_where_nobody_could_read_the_next_dossier() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let dossier = kim.dossier(OFFERING, CONSOLE).await.unwrap();
    imported(&kim, "northwind-again", &dossier, &bytes(MOST_BYTES - 1), true).await.unwrap();
    let again = kim.dossier("northwind-again", CONSOLE).await.unwrap();
    assert_eq!(problem(&verify(&again.members, sha256)), None);
    assert!(again.members.iter().all(|member| member.path != ORIGIN));
}

#[tokio::test]
async fn a_dossier_that_nobody_could_read_is_not_made_and_nothing_says_that_it_was() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let (scope, by) = (kim.offering(OFFERING).await.unwrap().offering.scope(), house.person(KIM).await.id);
    let body = bytes(MOST_BYTES);
    let mut tx = house.backend.store().write().await.unwrap();
    let picture = NewPicture { scope, name: "large", encoding: Encoding::Png, body: &body, by, at: house.clock.now() };
    tx.add_picture(&picture).await.unwrap();
    tx.commit().await.unwrap();
    let before = house.events().await.len();
    let too_large = Rejection::Refused(Refusal::DossierTooLarge);
    assert_eq!(rejection(kim.dossier(OFFERING, CONSOLE).await), too_large);
    assert_eq!(rejection(house.backend.dossier_of(OFFERING, CONSOLE, true).await), too_large);
    assert_eq!(house.events().await.len(), before);
}

#[tokio::test]
async fn an_account_keeps_so_much_of_what_it_imported_and_the_owner_of_the_machine_more() {
    const ARCHIVE: &[u8] = b"PK the archive as it came";
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let dossier = kim.dossier(OFFERING, CONSOLE).await.unwrap();
    let (scope, by) = (kim.offering(OFFERING).await.unwrap().offering.scope(), house.person(KIM).await.id);
    let kept = bytes(MOST_KEPT - ARCHIVE.len() as u64);
    let mut tx = house.backend.store().write().await.unwrap();
    let known = NewImportedDossier { scope, sha256: "", archive: &kept, by, at: house.clock.now() };
    tx.add_imported_dossier(&known).await.unwrap();
    tx.commit().await.unwrap();
    imported(&kim, "northwind-again", &dossier, ARCHIVE, false).await.unwrap();

    let before = house.events().await.len();
    let refused = rejection(imported(&kim, "northwind-third", &dossier, b"P", false).await);
    assert_eq!(refused, Rejection::Refused(Refusal::DossiersFull));
    assert_eq!(rejection(kim.offering("northwind-third").await), Rejection::NotFound(Kind::Offering));
    assert_eq!(house.events().await.len(), before);
    imported(&kim, "northwind-third", &dossier, b"P", true).await.unwrap();

    let globex = house.person(GUS).await.current.unwrap();
    let mut tx = house.backend.store().write().await.unwrap();
    assert_eq!(tx.kept_dossiers(globex).await.unwrap(), 0, "each account for itself");
}
