//! A new manifest of the own account: compared and swapped, nothing else. The signature is the authority.

use pulse_protocol::frame::ManifestPublished;
use pulse_protocol::manifest::{self, ManifestError, SignedManifest};
use pulse_protocol::{AccountId, Refusal, RefusalCode};

use crate::context::{Context, account_key, device_key};
use crate::mailboxes::MailboxId;
use crate::rate_limit::Rate;
use crate::refusals::{of_store, refuse};
use crate::store::StoreError;

pub(super) async fn handle(
    cx: &mut Context,
    request: SignedManifest,
) -> Result<ManifestPublished, Refusal> {
    let device = cx.device()?;
    let services = &cx.services;
    services
        .rates
        .check(Rate::Device, device_key(&device), cx.now)?;
    services
        .rates
        .check(Rate::Publish, account_key(&device.account), cx.now)?;
    let held = services.directory.account(device.account).await;
    let held = held.map_err(of_store)?.ok_or_else(|| {
        refuse(
            RefusalCode::UnknownAccount,
            "this server has no such account",
        )
    })?;
    let manifest = match manifest::verify_successor(&held.manifest, &request) {
        Ok(manifest) => manifest,
        // Made after an older manifest than the newest: whoever made it did not know.
        Err(ManifestError::Rollback | ManifestError::Fork { .. }) => {
            return Err(conflict(cx, &device.account).await);
        }
        Err(_) => {
            return Err(refuse(
                RefusalCode::InvalidManifest,
                "the manifest is not a valid next one",
            ));
        }
    };

    let expected = held.manifest.position();
    let published = services
        .directory
        .publish_manifest(manifest.clone(), expected);
    match published.await {
        Ok(()) => {}
        Err(StoreError::Conflict) => return Err(conflict(cx, &device.account).await),
        Err(error) => return Err(of_store(error)),
    }
    for removed in held.manifest.devices() {
        if manifest.device(removed.id).is_none() {
            dismiss(cx, device.account, removed.id).await?;
        }
    }
    Ok(ManifestPublished)
}

async fn conflict(cx: &Context, account: &AccountId) -> Refusal {
    let chain = cx.services.directory.manifests(*account, None).await;
    Refusal {
        manifests: chain.ok().flatten(),
        ..refuse(
            RefusalCode::ManifestConflict,
            "another manifest was published first",
        )
    }
}

/// A removed device loses its connection. Its mailbox went with the manifest; this is for one that it opened since.
async fn dismiss(
    cx: &Context,
    account: AccountId,
    device: pulse_protocol::DeviceId,
) -> Result<(), Refusal> {
    let mailbox = MailboxId { account, device };
    cx.services
        .presence
        .dismiss(&mailbox, RefusalCode::DeviceRemoved);
    let deleted = cx.services.mailboxes.delete(mailbox).await;
    deleted.map_err(of_store)
}
