### Onramp's words. Sentence case; short, plain, friendly; no jargon without its explanation.

app-name = Onramp

### What the browser shows after signing in.

landing-title = You are signed in
landing-text = You can close this page and go back to Onramp.
landing-failed-title = You are not signed in
landing-failed-text = You can close this page. Onramp says what happened and what to do now.

### What went wrong. Each message says what happened, `means` what that means, `todo` what to do now.

## The network.

problem-network-dns = This computer does not find Microsoft 365
    .means = The name of Microsoft's server could not be looked up. Most often there is no internet connection at the moment.
    .todo = Check your internet connection, then try again.
problem-network-unreachable = Microsoft 365 cannot be reached
    .means = Nobody answers at Microsoft's address. There may be no internet connection, or a firewall may block it.
    .todo = Check your internet connection, then try again. If other web pages work, ask your network team to allow Microsoft 365.
problem-network-proxy = Your network's proxy does not let Onramp through
    .means = Your network sends web traffic through a proxy server, and that server refused the connection to Microsoft.
    .todo = Ask your network team to allow Onramp to reach Microsoft 365, then try again.
problem-network-tls = The secure connection to Microsoft failed
    .means = The certificate that was shown is not one this computer trusts. Often a security device in between opens the traffic.
    .todo = Check this computer's date and time. If your company inspects web traffic, ask for its certificate file and start Onramp with it.
problem-network-timeout = Microsoft did not answer in time
    .means = The connection is slow or was interrupted. It is not known whether the last request arrived; Onramp looks before it tries again.
    .todo = Wait a moment, then try again.
problem-network-lost = The connection broke off
    .means = Microsoft's answer did not arrive completely. Onramp looks at what was done before it tries again.
    .todo = Check your internet connection, then try again.
problem-not-json = Something other than Microsoft answered
    .means = The answer is not one of Microsoft's. A guest network's sign-in page or a company proxy often answers like this.
    .todo = Open any web page in your browser and sign in to the network if it asks you to. Then try again.
problem-microsoft-busy = Microsoft is busy right now
    .means = Microsoft asks for a pause. Nothing is lost; what was done so far stays.
    .todo = Wait a minute, then try again.

## Signing in.

problem-sign-in-hint = That is not a domain or an account
    .means = Onramp needs something like contoso.com or you@contoso.com to find your organization.
    .todo = Correct it, or leave the field empty and choose your account in the browser.
problem-sign-in-timeout = Nobody finished signing in
    .means = Onramp waited five minutes for the browser and then stopped. Nothing was changed.
    .todo = Sign in again, and finish in the browser within five minutes.
problem-sign-in-ended = Your sign-in has ended
    .means = Microsoft wants you to sign in again, for example because time has passed or your password was changed. What was set up so far is kept.
    .todo = Sign in again, then go on where you were.
problem-sign-in-refused = Microsoft did not accept the sign-in
    .means = Microsoft gave a reason that Onramp does not know. The details name it.
    .todo = Try again. If it happens again, give the details to your Microsoft 365 support.
problem-sign-in-wrong-answer = The answer to the sign-in does not fit
    .means = What came back is incomplete or belongs to another sign-in, so Onramp did not use it. An old browser page or a wrong clock can cause this.
    .todo = Check this computer's date and time, close old sign-in pages, and sign in again.
problem-browser-missing = No browser could be opened
    .means = Onramp found no browser on this computer that it could start.
    .todo = Copy the sign-in address, open it in a browser on this computer, and sign in there.
problem-cannot-listen = Onramp cannot receive the answer from your browser
    .means = This computer did not let Onramp wait for the browser. Security software can cause this.
    .todo = Allow Onramp to receive connections from this computer itself, then sign in again.
problem-other-cloud = Your organization is in another Microsoft cloud
    .means = Some organizations live in a separate cloud, for example for the US government or China.
    .todo = Start Onramp with that cloud, then sign in again.
problem-tenant-mismatch = That is another organization
    .means = You are signed in to a different organization than the one this setup belongs to. Nothing was changed there.
    .todo = Sign in with an account of the right organization.
problem-cancelled = Stopped
    .means = It was stopped before it was finished. What was done until then is kept.
    .todo = Start again whenever you like.
problem-tenant-unknown = Microsoft does not know this organization
    .means = There is no organization with this name or ID in this cloud. Most often it is a typing mistake.
    .todo = Check the domain and sign in again.
problem-consent-declined = The approval was declined
    .means = Microsoft asked whether Onramp may work on your behalf, and the answer was no.
    .todo = Sign in again and accept, or ask an administrator to do it.
problem-admin-needed = An administrator must approve this first
    .means = Your organization does not let you approve this sign-in yourself.
    .todo = Sign in as an administrator, or ask one to do this step.
problem-account-elsewhere = This account does not belong to the organization
    .means = The account comes from another organization and was not invited to this one.
    .todo = Sign in with an account of the organization, or have the account invited as a guest.
problem-account-unknown = There is no such account
    .means = The organization has no account with this address.
    .todo = Check the e-mail address.
problem-account-locked = The account is locked
    .means = Microsoft locked it after several failed attempts, or because the sign-in came from a suspicious place.
    .todo = Wait a while, or ask an administrator to look at the sign-in log.
problem-account-disabled = The account is switched off
    .means = An administrator has disabled this account.
    .todo = Use another account.
problem-account-not-assigned = This account may not use the app
    .means = The app lets in only people who were assigned to it.
    .todo = In the Entra admin center, open the app under Enterprise applications and assign the person, or switch "Assignment required" off.
problem-password-wrong = The user name or password is wrong
    .means = Microsoft did not accept them. After several failures the account is locked for a while.
    .todo = Type them again.
problem-password-expired = The password has expired
    .means = Microsoft wants a new password before anything else.
    .todo = Sign in at microsoft365.com, choose a new password, then try again.
problem-second-factor-needed = This account must confirm the sign-in a second time
    .means = Multifactor authentication is on. A sign-in without a person in front of it cannot do that.
    .todo = Sign in through the browser, or use the way of connecting that needs no user account.
problem-second-factor-setup = This account must set up a second way to sign in
    .means = The organization requires multifactor authentication, and this account has none yet.
    .todo = Sign in once at microsoft365.com and follow the steps there, then try again.
problem-blocked-by-policy = A rule of your organization blocks this sign-in
    .means = The organization has sign-in rules (Conditional Access), and one of them says no, for example to this computer or place.
    .todo = Ask your administrator which rule it is. The sign-in log names it.
problem-blocked-by-defaults = Your organization's security defaults block this sign-in
    .means = Microsoft's basic protection does not allow signing in with a password alone.
    .todo = Use the way of connecting that needs no user account.

## The app and its secret.

problem-secret-wrong = Microsoft does not accept the secret
    .means = The secret is not the right one. The "Secret ID" looks similar, but only the secret's value works.
    .todo = Use the value, not the Secret ID. If the value is lost, make a new secret.
problem-secret-expired = The secret has expired
    .means = A client secret works only until its end date.
    .todo = Make a new secret and enter it in the product.
problem-secret-missing = Microsoft expected a secret and got none
    .means = This app has to prove itself with its client secret.
    .todo = Enter the secret in the product.
problem-secret-unknown = The secret's value is no longer known
    .means = Microsoft shows a secret only once, and it was not kept on this computer.
    .todo = Make a new secret. The old one can then be removed.
problem-secrets-forbidden = Your organization does not allow client secrets
    .means = A rule of your organization forbids making secrets for apps.
    .todo = Ask an administrator for an exception for this app, then go on.
problem-secret-too-long = The secret would be valid for too long
    .means = A rule of your organization limits how long secrets may be valid.
    .todo = Choose a shorter time and go on.
problem-app-disabled = The app is switched off
    .means = Somebody disabled the app in this organization, so it cannot sign in.
    .todo = In the Entra admin center, open the app under Enterprise applications, Properties, and allow sign-in.
problem-app-unknown = The organization does not know the app yet
    .means = A new app takes a moment until all of Microsoft's servers know it. A wrong client ID or organization looks the same.
    .todo = Wait a minute, then try again.
problem-public-client = The app is set up for sign-in without a secret
    .means = Microsoft treats it as a public client, and public clients must not send a secret.
    .todo = In the app's Authentication settings, set "Allow public client flows" to No.
problem-certificate-wrong = The certificate was not accepted
    .means = The app's certificate does not match the one that Microsoft has, or a clock is wrong.
    .todo = Check this computer's date and time, then upload the matching certificate.
problem-redirect-mismatch = The redirect URI does not match
    .means = The address to which Microsoft should send people back is not the one that was registered.
    .todo = Make both the same, including upper and lower case and the slash at the end.
problem-api-missing = Your organization does not have this service yet
    .means = The Microsoft service that the product uses was never switched on in this organization, or only seconds ago.
    .todo = Wait a minute, then try again. Onramp adds missing services while it sets up.

## Permissions and approval.

problem-not-allowed-create = Your account may not register apps
    .means = The organization lets only certain administrators register apps.
    .todo = Sign in as Application Administrator, Cloud Application Administrator or Global Administrator, or ask one to do this step.
problem-not-allowed-consent = Your account may not approve these permissions
    .means = Approving what an app may do by itself needs a Privileged Role Administrator or Global Administrator.
    .todo = Ask one of them to sign in here and go on. What was done so far is kept. If you hold such a role but it is not active, activate it first.
problem-unknown-permission = Microsoft does not know one of the permissions
    .means = This organization's Microsoft 365 does not offer a permission that the product asks for. The details name it.
    .todo = Switch off the feature that needs it, or ask the product's makers.
problem-consent-missing = The permissions are not approved yet
    .means = Nobody has approved what the app may do, or the approval is only seconds old.
    .todo = Approve the permissions, wait a minute, then try again.
problem-permission-not-listed = The permission is not on the app's list
    .means = The app asks for something that was not added to it.
    .todo = Add the permission to the app and approve it.
problem-permission-missing = A permission is missing
    .means = Microsoft says that the right to do this is not there. A new approval can take some minutes, and an old sign-in does not see it for up to an hour.
    .todo = Make sure that the permissions are approved, wait some minutes, then try again.
problem-service-refuses = The service refuses
    .means = Microsoft knows the app but does not let it do this.
    .todo = Make sure that the right permission is approved, wait some minutes, then try again.
problem-token-refused = Microsoft did not accept the access pass
    .means = It has expired or was made for another service.
    .todo = Try again: Onramp takes a new one.
problem-quota = There are too many apps and other objects
    .means = Accounts without an administrator role may own only a limited number of objects, and deleted ones count for some weeks.
    .todo = Remove apps that are not needed any more, or sign in as an administrator.
problem-replication = Microsoft is still spreading the news
    .means = The new app has not reached all of Microsoft's servers yet. This usually takes seconds, rarely many minutes. Nothing is lost.
    .todo = Wait a few minutes, then go on. Onramp continues where it stopped.
problem-not-found = Microsoft does not find it
    .means = What was asked for does not exist, or does not exist any more.
    .todo = Check what you typed, then try again.

## Mailboxes.

problem-mailbox-refused = The app may not open this mailbox
    .means = The permission is there, but Exchange refuses this mailbox. Access may be limited to a group that this mailbox is not in, or a limit was changed less than two hours ago.
    .todo = Use a mailbox that the app is meant to open, add this one to the group, or wait up to two hours and check again.
problem-mailbox-unknown = There is no such mailbox
    .means = Microsoft does not know this e-mail address in your organization.
    .todo = Check the spelling of the address.
problem-mailbox-not-in-cloud = This mailbox is not in Exchange Online
    .means = The person has no license with a mailbox, or the mailbox is on a server of your own or not in use.
    .todo = Choose a person with a licensed mailbox in Microsoft 365.

## Checking.

problem-check-roles-missing = Not all approvals have arrived yet
    .means = The app can sign in, but these permissions are still missing: { $roles }.
    .todo = Wait some minutes, then check again. If it stays like this, approve the permissions again.
problem-check-not-refused = The app can still open what it should not
    .means = Microsoft answered where a refusal was expected. A limit may not be active yet, which takes up to two hours.
    .todo = Check the limit, wait up to two hours, then check again.
problem-check-hint = This check did not pass
    .means = { $hint }
    .todo = Follow the advice, then check again.
problem-check-other-answer = This check got an unexpected answer
    .means = Microsoft answered, but not what a working setup gets. The details show the answer.
    .todo = Check again. If it happens again, give the details to the product's support.
problem-check-address = This check points to a place outside Microsoft 365
    .means = Onramp sends the app's access pass to Microsoft only, so this check was not made.
    .todo = Report this to the makers of the product's description.

## Files, the keychain and the journal.

problem-no-keychain = There is no keychain on this computer
    .means = Onramp could not keep the secret safely for later. It is in memory until you close Onramp.
    .todo = Copy or save the secret before you close Onramp.
problem-keychain-locked = The keychain is locked
    .means = The secret could not be kept in or read from your keychain, because it was not unlocked.
    .todo = Unlock your keychain and try again, or copy or save the secret before you close Onramp.
problem-keychain-refused = The keychain did not accept this
    .means = Your system's keychain answered with an error. The details name it.
    .todo = Copy or save the secret before you close Onramp.
problem-disk = The file could not be written
    .means = The disk may be full, or it may have been removed.
    .todo = Make room or choose another folder, then try again.
problem-file-exists = There is already a file with this name
    .means = Onramp does not replace files without asking.
    .todo = Choose another name, or replace the file.
problem-no-folder = There is no such folder
    .means = The folder in which the file should be saved does not exist.
    .todo = Choose another folder, or make this one first.
problem-not-a-file = That is not a file name
    .means = What was typed is a folder, or it is empty.
    .todo = Add a file name at the end.
problem-not-allowed-there = You may not write there
    .means = The folder or the file is protected.
    .todo = Choose another folder, for example your own documents.
problem-value-unwritable = One value does not fit into this form of file
    .means = It holds a character that programs read in different ways there.
    .todo = Choose another form, such as JSON.
problem-journal-damaged = The record of an earlier setup is damaged
    .means = Onramp writes down what it does, and this record cannot be read any more. Nothing in your organization was changed by this.
    .todo = Look for the app in the Entra admin center. Keep it or remove it there, then start over.
problem-journal-in-use = This setup is open elsewhere
    .means = Another Onramp window is working on the same setup.
    .todo = Go on in that window, or close it and try again.
problem-journal-unknown = This setup cannot be taken up
    .means = It is not recorded on this computer, or it was undone.
    .todo = Start a new setup.

## Anything else.

problem-unexpected = Something unexpected happened
    .means = Onramp does not know this error. What was done so far is kept.
    .todo = Try again. If it happens again, give the details to whoever supports you.
