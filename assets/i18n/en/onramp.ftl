### Onramp's words. Sentence case; short, plain, friendly; no jargon without its explanation.

app-name = Onramp

### What the browser shows after signing in.

landing-title = Back to Onramp
landing-text = Your sign-in has arrived. You can close this page and go back to Onramp.
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
problem-code-expired = The code has expired
    .means = A code is good for a quarter of an hour, and nobody finished signing in with this one. Nothing was changed.
    .todo = Get a new code, or sign in through the browser on this computer.
problem-code-blocked = Your organization does not allow signing in with a code
    .means = Many organizations block this way, because a code is easily typed for somebody else. Your account is fine.
    .todo = Sign in through the browser on this computer instead.
problem-code-declined = The sign-in was declined on the other device
    .means = Somebody pressed Cancel on Microsoft's page after the code was typed. Nothing was changed.
    .todo = Sign in again, through the browser or with a new code.
problem-sign-in-ended = Your sign-in has ended
    .means = Microsoft wants you to sign in again, for example because time has passed or your password was changed. What was set up so far is kept.
    .todo = Sign in again, then go on where you were.
problem-sign-in-challenged = Your organization asks you to confirm it's you
    .means = A rule of your organization wants a fresh confirmation for this step, for example with your phone. What was set up so far is kept.
    .todo = Sign in again and confirm, then it goes on where it was.
problem-sign-in-refused = Microsoft did not accept the sign-in
    .means = Microsoft gave a reason that Onramp does not know. The details name it.
    .todo = Try again. If it happens again, give the details to your Microsoft 365 support.
problem-sign-in-wrong-answer = The answer to the sign-in does not fit
    .means = What came back is incomplete or belongs to another sign-in, so Onramp did not use it. An old browser page or a wrong clock can cause this.
    .todo = Check this computer's date and time, close old sign-in pages, and sign in again.
problem-browser-missing = No browser could be opened
    .means = Onramp found no browser on this computer that it could start.
    .todo = Copy the sign-in address and open it in a browser on this computer, or sign in with a code on another device.
problem-cannot-listen = Onramp cannot receive the answer from your browser
    .means = This computer did not let Onramp wait for the browser. Security software can cause this.
    .todo = Allow Onramp to receive connections from this computer itself, then sign in again.
problem-other-cloud = Your organization is in another Microsoft cloud
    .means = Some organizations live in a separate cloud, for example for the US government or China.
    .todo = Type your domain and let Onramp find the cloud, or choose the right one under Advanced.
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
problem-client-may-not = The app you sign in with may not ask for this
    .means = Microsoft lets its own apps ask only for what it decided beforehand, and this is more.
    .todo = Under Advanced, choose Microsoft Graph Command Line Tools or an app of your organization, then sign in again.
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

problem-not-allowed-app = The app that signs in has too few permissions
    .means = To set this up as itself, an app needs the application permission Application.ReadWrite.OwnedBy of Microsoft Graph, and AppRoleAssignment.ReadWrite.All or DelegatedPermissionGrant.ReadWrite.All for what it approves.
    .todo = Have an administrator approve these permissions for the app, or sign in as a person.
problem-not-allowed-create = Your account may not register apps
    .means = The organization lets only certain administrators register apps.
    .todo = Sign in as Application Administrator, Cloud Application Administrator or Global Administrator, or ask one to do this step.
problem-not-allowed-consent = Microsoft refused the approval
    .means = It is not only that a role is missing: a rule of your organization may stand in the way. The details name Microsoft's reason.
    .todo = Ask an administrator about the reason, then go on. What was done so far is kept.
problem-not-allowed-undo = Your account may not remove this app
    .means = Only the app's owner and certain administrators may remove it. Nothing else was changed.
    .todo = Sign in as the person who set it up, or as Application Administrator, Cloud Application Administrator or Global Administrator.
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
problem-app-removed = Somebody removed the app for good
    .means = The app of this setup does not exist any more and cannot be restored, so this setup cannot go on.
    .todo = Undo this setup to clear what is left of it, or set up anew.
problem-app-vanished = The app is not there any more
    .means = While Onramp waited for the approval, somebody removed the app, or its entry under Enterprise applications.
    .todo = Go on: Onramp restores what is missing, then waits again. Or undo this setup.
problem-may-still-be-there = The app may still be there
    .means = Microsoft did not answer whether the app exists. It may have been made although no answer arrived.
    .todo = Wait a few minutes, then undo again.
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
problem-setup-other-cloud = This setup belongs to another cloud
    .means = It was begun in another Microsoft cloud or on another server than the one that Onramp uses now.
    .todo = Start Onramp with the cloud in which the setup was begun, then go on there.
problem-journal-folder = Onramp cannot write down what it does
    .means = The folder for its records cannot be made or written. The details name it. Onramp changes nothing in your organization without a record.
    .todo = Make sure that you may write to this folder and that the disk has room, then try again.

## Anything else.

problem-unexpected = Something unexpected happened
    .means = Onramp does not know this error. What was done so far is kept.
    .todo = Try again. If it happens again, give the details to whoever supports you.

## The terminal

cli-unknown-preset = There is no product named { $id }. "onramp presets" lists them.
cli-there-are = choose from: { $names }
cli-where = Say where: --demo for the demo tenant, or --tenant with a domain, an account or a tenant ID.
cli-plan-title = Connecting { $product } as "{ $name }" changes this in Microsoft 365:
cli-plan-checks = Then Onramp checks:
cli-sign-in-at = Waiting for you to sign in in the browser. If it did not open, open this address: { $address }
cli-code-blocked = To sign in through the browser, leave out --device-code.
cli-no-browser = No browser on this computer? Press Ctrl-C and add --device-code to sign in on another device.
cli-code = On any device, open { $address } and type the code { $code }. It is good for { $minutes } minutes.
cli-signed-in = Signed in as { $name } ({ $username }).
cli-ask-apply = Set this up in { $tenant }? Type yes to go on:
cli-ask-undo = Remove "{ $name }" with its secret and approvals from { $tenant }? Type yes to go on:
cli-yes = yes
cli-nothing-changed = Nothing was changed.
cli-needs-yes = Nobody is here to answer. Add --yes to go on without being asked.
cli-change-done = done     { $what }
cli-change-there = there    { $what }
cli-change-removed = undone   { $what }
cli-change-failed = failed   { $what }: { $why }
cli-read-back = Read everything back
cli-check-passed = works    { $what }
cli-check-not-yet = waiting  { $what }: Microsoft needs a moment for new secrets and approvals
cli-check-skipped = skipped  { $what }
cli-check-failed = failed   { $what }: { $why }
cli-saved = saved    { $path }
cli-bad-export-path = Cannot save to { $path }: its folder is not there, or it is a folder itself.
cli-secret-hidden = (not shown; add --reveal-secret or --export)
cli-secret-not-kept = The secret is in no keychain and was not saved, and Microsoft never shows it again. To get a new one: onramp resume { $setup } --export text=FILE
cli-not-proven = Everything is set up, but not every check passed. To check again: onramp resume { $setup }
cli-half-way = The setup stopped half-way. To go on: onramp resume { $setup }   To take it back: onramp undo { $setup }
cli-no-setup = There is no such setup here. Setups of the demo tenant need --demo.
cli-which-setup = There is more than one: name the one you mean. { $list }
cli-nowhere-for-the-secret = There is no keychain here, so nobody will see the secret: add --export FORMAT=PATH or --reveal-secret. Later, only a new one can be had.
cli-damaged-journal = A journal cannot be read, and with it a setup is forgotten here: { $path }
cli-undone = Removed: { $name }. The application stays in Microsoft's recycle bin for 30 days.
doctor-network = The way to Microsoft 365
doctor-host = { $host } ({ $purposes })
doctor-hosts = For your network team: Onramp needs outgoing HTTPS (TCP) to these hosts, not inspected if possible.
doctor-organization = The organization { $tenant }
doctor-organization-found = Its tenant ID is { $id }
doctor-organization-server = People sign in at { $host }
doctor-tenant = What Onramp found there
doctor-not-looked = Add --sign-in to see what your account may do there. Nothing is changed.
doctor-stopped = The organization was not looked at, because the network does not let Onramp through.
doctor-all-good = Everything is ready.
doctor-some-warnings = Ready, with something to know.
doctor-network-blocked = The network does not let Onramp through yet. What to do stands above.
doctor-tenant-blocked = Somebody has to clear something in the organization first. What to do stands above.
network-for-sign-in = sign-in
network-for-graph = Microsoft Graph
network-for-o365-management = Office 365 Management APIs (some products)
network-for-pages = Microsoft's pages in your browser
network-unknown-issuer = an authority that could not be seen
network-found-name = The name { $host } is known
network-found-name-unknown = The name { $host } cannot be looked up
    .todo = Check your internet connection. If other web pages work, ask your network team to let this computer look up { $host }, or to set up the proxy on it.
network-found-connected = A connection to { $host }, port { $port }, is possible
network-found-refused = The connection to { $host }, port { $port }, is refused
    .todo = A firewall most probably refuses it. Ask your network team to allow { $host }, TCP port { $port }, or to set up the proxy on this computer.
network-found-no-answer = Nobody answers at { $host }, port { $port }
    .todo = A firewall most probably drops it. Ask your network team to allow { $host }, TCP port { $port }, or to set up the proxy on this computer.
network-found-no-route = There is no way to { $host }
    .todo = Check your internet connection and VPN. If other web pages work, ask your network team to allow { $host }, TCP port { $port }.
network-found-proxy = The way to { $host } goes through the proxy { $proxy }
network-found-proxy-unknown = The name of the proxy { $proxy } cannot be looked up
    .todo = Check the proxy settings of this computer (HTTPS_PROXY in a terminal), and that the VPN or the company network is connected.
network-found-proxy-unreachable = The proxy { $proxy } does not answer
    .todo = Check the proxy settings of this computer (HTTPS_PROXY in a terminal), and that the VPN or the company network is connected.
network-found-proxy-password = The proxy { $proxy } wants a user name and a password
    .todo = Start Onramp from a terminal that has them in the address of the proxy, HTTPS_PROXY=http://name:password@{ $proxy }, or ask your network team to allow { $host } without.
network-found-proxy-refused = The proxy { $proxy } does not let { $host } through
    .todo = Ask your network team to allow { $host }, TCP port { $port }, on the proxy.
network-found-certificate = The certificate of { $host } is trusted
network-found-inspected-trusted = A device in between probably reads the traffic to { $host }: the certificate comes from { $issuer }
    .todo = It works, because this computer trusts that device. If sign-in fails later, ask your network team to leave { $host } out of the inspection.
network-found-inspected-ca = The certificate of { $host } comes from { $issuer }, which is trusted because of the file that was named
    .todo = It works. Keep the file at hand: Onramp needs it at each start (--ca).
network-found-inspected = The certificate of { $host } comes from { $issuer }, which this computer does not trust
    .todo = A device of your network probably reads encrypted traffic. Ask your network team for its certificate (a PEM file) and give it to Onramp (in a terminal with --ca), or ask to leave { $host } out of the inspection. If your company does not do that, do not go on.
network-found-certificate-host = The certificate that was shown is not for { $host }
    .todo = Something else answers under this name, such as a guest network or a filter. Open a web page in your browser and sign in to the network if it asks; else ask your network team about { $host }.
network-found-certificate-date = The certificate of { $host } is not valid at this computer's date and time
    .todo = Set the date and the time of this computer. If they are right, ask your network team what answers as { $host }.
network-found-tls = The encrypted connection to { $host } fails
    .todo = Something in between disturbs it, or speaks no TLS 1.2. Ask your network team about { $host }.
network-found-answer = { $host } answers as it should
network-found-portal = Something other than Microsoft answers as { $host }
    .todo = Open any web page in your browser and sign in to the network if it asks you to. If it does not, ask your network team to let { $host } through their filter.
network-found-portal-leads = Something other than Microsoft answers as { $host } and leads to { $to }
    .todo = Open any web page in your browser and sign in to the network if it asks you to. If it does not, ask your network team to let { $host } through their filter.
network-found-busy = { $host } is overloaded, or the proxy before it (HTTP status { $status })
    .todo = Wait a minute, then try again.
network-found-lost = The connection to { $host } breaks off
    .todo = Something in between cuts it, such as a firewall that looks into connections. Ask your network team about { $host }.
network-found-slow = { $host } does not answer in time
    .todo = Try again in a minute. If it stays so, ask your network team about { $host }.
network-found-clock-ahead = This computer's clock is { $time } ahead
    .todo = Set it from the internet: in Windows under Settings, Date & time, Sync now; on a Mac under System Settings, General, Date & Time; on Linux with timedatectl set-ntp true. Sign-in refuses clocks that are wrong by more than five minutes.
network-found-clock-behind = This computer's clock is { $time } behind
    .todo = Set it from the internet: in Windows under Settings, Date & time, Sync now; on a Mac under System Settings, General, Date & Time; on Linux with timedatectl set-ntp true. Sign-in refuses clocks that are wrong by more than five minutes.
cli-demo-serving = The demo tenant runs at { $address } until you press Ctrl-C. The lines above make a file for --cloud. Who can sign in:
cli-demo-front = --front: write the address of a server on this computer, such as https://localhost:8443.
cli-demo-reset = The demo tenant is as new.
window-title = { $tenant } – Onramp

## Buttons and small words that many pages share

back = Back
continue = Continue
copy = Copy
copied = Copied
cancel = Cancel
undo = Undo
try-again = Try again
details = Details
copy-details = Copy details
copy-named = Copy { $name }
show-named = Show { $name }
hide-named = Hide { $name }
hidden-value = { $name }, hidden
optional = optional
fixed-by = Set by { $product }
what-this-means = What this means
step-of = Step { $number } of { $count }

## The steps

step-product = Product
step-connect = Connect
step-app = App
step-account = Account type
step-secret = Secret
step-permissions = Permissions
step-review = Review
step-setup = Set up
step-check = Check
step-handover = Hand over

mark-done = done
mark-current = you are here
mark-todo = to do
mark-blocked = needs attention

steps = Steps
demo-badge = Demo tenant
demo-card = A simulated Microsoft 365. Nothing here is real.
card-nobody = Not signed in
card-nobody-text = Your organization appears here once you sign in.
cloud-global = Microsoft 365 (worldwide)
cloud-gcc = Microsoft 365 GCC
cloud-gcchigh = Microsoft 365 GCC High
cloud-dod = Microsoft 365 DoD
cloud-china = Microsoft 365 operated by 21Vianet (China)
cloud-custom = A cloud of your own

theme = Appearance
theme-system = System
theme-light = Light
theme-dark = Dark

## Dates and times

date-long = { $day } { $month } { $year }
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
months = { $count ->
    [one] 1 month
   *[other] { $count } months
}
seconds = { $count ->
    [one] 1 second
   *[other] { $count } seconds
}
minutes-seconds = { $minutes } min { $seconds } s

## What is wrong with a field

field-error-empty = This is needed.
field-error-too-long = This is too long: { $max } characters at most.
field-error-not-an-email = This is not an e-mail address yet. It looks like name@company.com.
field-error-not-a-url = This is not a web address yet. It looks like https://company.com.
field-error-not-https = The address must start with https://.
field-error-forbidden = Microsoft does not accept the character { $character } here.
field-error-pattern = This does not have the form that is expected here. Compare it with the example.
field-error-out-of-range = Choose a number from { $min } to { $max }.
field-error-unknown-choice = This is not one of the choices.
field-error-no-feature = Switch on at least one feature.

## Words for Microsoft's things

audience-my-org = Only accounts in this organization
audience-my-org-note = Single tenant. Nobody outside can use the app.
audience-multiple-orgs = Accounts in any organization
audience-multiple-orgs-note = Multitenant. Other companies could allow the app as well.
audience-orgs-and-personal = Any organization and personal Microsoft accounts
audience-orgs-and-personal-note = Multitenant, also for accounts such as outlook.com.
kind-application = Application permission
kind-delegated = Delegated permission
platform-none = No platform
platform-web = Web
platform-public-client = Mobile and desktop
platform-spa = Single-page application
confidence-vendor-doc = Follows the vendor's documentation
confidence-vendor-doc-partial = Follows the vendor's documentation in part
confidence-inferred = Worked out, not documented by the vendor
tier-community = Contributed
reviewed-on = reviewed { $date }

change-application = Register the application “{ $name }”
change-application-note = A new entry under App registrations. Nothing that is there now is touched.
change-application-redirects = A new entry under App registrations, with the redirect address { $redirects }.
change-secret = Make a client secret, valid for { $months }
change-secret-note = It is shown to you at the end and stays out of every log.
change-api = Add { $api } to this organization
change-api-note = An API of Microsoft's own that this organization has not used yet.
change-service-principal = Make the application usable here
change-service-principal-note = Adds its service principal, so that it appears under Enterprise applications.
change-delegated = Approve for everyone in { $api }: { $scopes }
change-delegated-note = Admin consent, so that nobody is asked again. Works only while somebody is signed in.
change-role = Approve { $name } for everyone (admin consent)
read-back = Read everything back and compare
read-back-note = Onramp looks at what Microsoft has stored, not at what it was told.

state-waiting = Waiting
state-running = Working
state-done = Done
state-already-there = Was there already
state-failed = Stopped here
state-pause = Pausing
state-pausing = { $why } Trying again in { $time }.
pause-replication = Microsoft is still spreading the change.
pause-throttled = Microsoft asks for a short pause.
pause-unreachable = Microsoft cannot be reached right now.
check-waiting = Waiting
check-running = Trying
check-not-yet = Microsoft does not know it everywhere yet. Trying again in { $time }.
check-not-yet-short = Not yet
check-passed = Works
check-failed = Does not work
check-skipped = Left out
check-optional = Optional

format-text = Text
format-text-note = The product's own field names, one per line
format-json = JSON
format-json-note = For scripts and tools
format-env = .env
format-env-note = For servers and containers

detail-code = Code
detail-status = HTTP status
detail-message = Microsoft says
detail-request-id = Request id
detail-client-request-id = Client request id
detail-date = Time
detail-request = Request

link-failed = No browser could be opened
link-failed-text = Copy the address and open it yourself.

## Product

product-title = What do you want to connect?
product-text = Choose the product you bought. Onramp knows what it needs.
product-search = Search products
product-search-hint = Name, vendor or kind of product
product-none = Nothing found for “{ $search }”
product-none-text = Try the vendor's name, or a shorter word.
product-clear = Show all products
product-by = { $vendor } · { $category }
product-guide = Guidance only
product-guide-title = There is nothing to set up here
product-guide-text = For this one, Onramp only explains. Choose another product to go on.
product-help = One product, one setup. If you need several, come back here afterwards: each gets an application of its own, so that one can be removed without the others.
product-problem = Choose a product first.
resume-title = You have an unfinished setup
resume-text = “{ $name }” for { $product } in { $tenant }, begun { $date }. Take it up where it stopped, or remove what it made.
resume-secret-title = You have a setup whose secret is missing
resume-secret-text = “{ $name }” for { $product } in { $tenant }, begun { $date }, is complete, but its secret was never copied or saved. Resume to get a new secret, or remove what was made.
resume-resume = Resume
resume-not-now = Not now

## Connect

connect-title = Connect to Microsoft 365
connect-text = Sign in with an administrator account. Nothing is changed yet: Onramp only looks.
connect-demo-text = You are on the demo tenant. Choose who you want to be; nothing here is real.
connect-done-text = You are signed in. Nothing has been changed: Onramp only looked.
connect-demo-accounts = Sign in as
connect-hint = Your domain or account
connect-hint-hint = company.com or you@company.com
connect-hint-help = Optional. It leads you to the right sign-in page. Consultants: type the customer's domain.
connect-sign-in = Sign in
connect-browser = Use the browser instead
connect-browser-note = Signs in to the demo tenant the way it works with a real one.
connect-code = Use a code on another device
connect-code-again = Get a new code
connect-code-note = For a computer without a browser. Many organizations block this way.
connect-code-title = Sign in on another device
connect-code-start = Asking Microsoft for a code.
connect-code-text = On a phone or another computer, open the address below and type the code. This page notices by itself.
connect-code-name = Your code
connect-code-copy = Copy the code
connect-code-left = Good for { $time } more
connect-code-address = Sign-in address
connect-code-open = Open the address here
connect-code-warning = Type this code only on Microsoft's page, and give it to nobody. Organizations often block signing in with a code; if Microsoft refuses, use the browser.
connect-found = { $name } is in { $cloud }
connect-found-other = Sign in to go on there. If that is not right, choose another cloud under Advanced.
connect-advanced = Advanced
connect-cloud = Microsoft cloud
connect-cloud-find = Find out
connect-cloud-find-note = Onramp looks your domain up before you sign in. Right for almost everybody.
connect-help = You sign in on Microsoft's own page, in your browser. Onramp never sees your password. It asks only for the right to register an application and to approve its permissions, and forgets the sign-in when you close the window.
connect-resume = Sign in to go on with “{ $name }” in { $tenant }
connect-waiting = Waiting for you to sign in
connect-waiting-text = A page of Microsoft opened in your browser. Sign in there and come back; this page notices by itself. If it shows an error instead, stop waiting: nothing has happened.
connect-waiting-start = Preparing the sign-in page.
connect-address = Nothing opened? Use this address:
connect-address-name = Sign-in address
connect-open-again = Open again
connect-cancel = Stop waiting
connect-again = Check again
connect-as = { $name } ({ $username })
connect-looking = Looking at your organization
connect-looking-text = This takes a moment. Nothing is changed.
connect-findings = What Onramp found
connect-all-good = Everything is ready.
connect-some-warnings = Ready, with something to know.
connect-blocked = One thing has to be cleared first.
found-ready = Ready
found-note = Good to know
found-blocked = Needs someone
found-unknown = Could not check
found-tenant = Connected to { $tenant }
found-roles = Your roles: { $roles }
found-no-roles = You have no administrator role
found-no-roles-text = That is fine as long as the lines below say so. Where one of them needs a role, it names the role to ask for.
found-roles-unknown = Your roles
found-roles-unknown-text = They could not be read. Go on: Microsoft says it if one is missing, and nothing is lost.
found-create = You may register applications
found-create-blocked = Your account may not register applications
found-create-blocked-text = Ask for the role Application Developer or Cloud Application Administrator, or let a colleague who has it sign in here.
found-create-unknown = Whether you may register applications
found-create-unknown-text = Onramp asked for no right to read this. If you may not, Microsoft says so at the first step, and nothing is changed.
found-consent = You may approve the permissions for everyone
found-consent-other = You can't approve these permissions yourself
found-consent-other-text = Onramp does everything else and gives you a link for an administrator.
found-consent-unknown = Whether you may approve the permissions
found-consent-unknown-text = Your roles could not be read. If you may not, Microsoft says so, and what was done until then is kept for whoever may.
found-secret = Client secrets are allowed
found-secret-max = { $tenant }'s app management policy allows at most { $days ->
    [one] 1 day
   *[other] { $days } days
} for a client secret
found-secret-max-text = The Secret page offers only what the policy allows.
found-secret-short-text = Onramp makes secrets that are valid for a month or longer. Ask a Global Administrator to allow at least 31 days for this application, under Application management policies.
found-secret-blocked = { $tenant }'s app management policy does not allow client secrets
found-secret-blocked-text = Ask a Global Administrator for an exception for this application, under Application management policies. Then check again.
found-secret-unknown = The rules about client secrets
found-secret-unknown-text = Onramp asked for no right to read them. If your organization limits secrets, Microsoft says so when the secret is made, and nothing is lost.
found-name = The name “{ $name }” is free
found-name-taken = There is already an application named “{ $name }”
found-name-unknown = Whether the name is taken
found-name-unknown-text = The applications could not be read. Two of the same name do no harm; they are only hard to tell apart.
found-api-missing = { $api } is new to this organization
found-api-missing-text = Onramp adds it, which is a line of its own on the Review page. It is Microsoft's own.

## What Onramp found: who is signed in, roles that are not active, applications that are there

found-your-organization = your organization
found-guest = You are signed in to { $tenant } as a guest from { $from }
found-guest-from-elsewhere = You are signed in to { $tenant } as a guest
found-guest-text = Guests have the roles that { $tenant } gives them. Where a line below names a missing role, ask an administrator of { $tenant } for it: Application Administrator or Cloud Application Administrator to register, Privileged Role Administrator to approve application permissions of Microsoft Graph.
found-partner = You are signed in to { $tenant } as a partner from { $from }
found-partner-from-elsewhere = You are signed in to { $tenant } as a partner
found-partner-text = Your roles come from the partner agreement (GDAP), which Onramp cannot read. To register, it has to give you Application Administrator or Cloud Application Administrator; to approve application permissions of Microsoft Graph, Privileged Role Administrator.
found-pim = { $count ->
    [one] Your role { $roles } is not active yet
   *[other] You hold roles that are not active yet: { $roles }
}
found-pim-text = Activate the role in Privileged Identity Management, then check again.
found-pim-unknown = Whether a role is waiting to be activated
found-pim-unknown-text = Onramp asked for no right to read this. If your organization gives out roles for a time (Privileged Identity Management), activate yours, then check again.
found-pim-open = Activate a role
found-pim-done = Done, check again
found-existing-product = Onramp set up “{ $name }” here before
found-existing-redirect = “{ $name }” already uses the same redirect address
found-existing-text = Onramp makes a new one and leaves that one alone, unless you choose to use it. Another name tells them apart.
found-existing-chosen = The application “{ $name }” is there
existing-made = Made on { $date }.
existing-made-by = Made on { $date }; it belongs to { $owners }.
existing-owners = It belongs to { $owners }.
existing-ours = You set it up with Onramp on this computer ({ $date }).
existing-some-day = date unknown
existing-unread = More about it could not be read.
existing-secrets = { $count ->
    [one] Its secret ends on { $date }.
   *[other] Of its { $count } secrets, the last one ends on { $date }.
}
existing-no-secrets = It has no secret.
existing-no-permissions = It asks for no permissions.
existing-permissions = { $count ->
    [one] It asks for 1 permission.
   *[other] It asks for { $count } permissions.
}
existing-permissions-approved = { $count ->
    [one] It asks for 1 permission; { $approved ->
        [0] it is not approved.
       *[other] it is approved.
    }
   *[other] It asks for { $count } permissions; { $approved ->
        [0] none of them is approved.
        [one] 1 of them is approved.
       *[other] { $approved } of them are approved.
    }
}
existing-details = Show what “{ $name }” has
existing-detail-client = Application (client) ID
existing-detail-secrets = Secrets
existing-detail-permissions = Permissions
existing-detail-redirects = Redirect addresses
existing-permission-approved = { $name } ({ $kind }), approved
existing-permission-not-approved = { $name } ({ $kind }), not approved
existing-permission-only-approved = { $name } ({ $kind }), approved though it does not ask for it
existing-permission-unknown = { $name } ({ $kind })
existing-permission-others = { $count ->
    [one] 1 permission of another API
   *[other] { $count } permissions of other APIs
}
existing-secret-unnamed = Secret without a name
existing-secret-until = { $name }, until { $date }
existing-secret-ended = { $name }, ended on { $date }

## Using an application that is there already

reuse-title = An app for { $product } is already there
reuse-text = You can use it, or register a new one beside it. Whatever you choose, nothing is taken away from it.
reuse-new = Register a new app
reuse-new-note = It gets its own secret and exactly the permissions that { $product } needs. Everything that is there is left alone.
reuse-this = Use “{ $name }”
reuse-ours = Set up with Onramp
reuse-client = Application (client) ID { $client }
reuse-keeps-name = An existing app keeps its name, so that whoever knows it finds it again.
reuse-keeps-audience = This is how the existing app is set up. Onramp does not change it, because that would touch everybody who uses the app.
reuse-redirect-new = { $redirect } is added; the addresses that are there stay.
reuse-may-not-change = You may not change “{ $name }”
reuse-may-not-change-text = Only its owners and an Application Administrator, Cloud Application Administrator or Global Administrator can. Register a new app instead, or sign in as one of them.
misfit-unread = It could not be read, so it cannot be used.
misfit-audience = It cannot be used: it is set up for other accounts than the product needs, and changing that would touch everybody who uses it.
misfit-public-client = It cannot be used: the product needs public client flows, and allowing them would touch everybody who uses it.
change-add-to = Add to the existing application “{ $name }”
change-add-to-permissions = { $count ->
    [one] It asks for one more permission: { $names }.
   *[other] It asks for { $count } more permissions: { $names }.
}
change-add-to-redirects = { $count ->
    [one] It gets one more redirect address: { $redirects }.
   *[other] It gets { $count } more redirect addresses: { $redirects }.
}
review-stays = Already there, stays as it is
stays-itself = “{ $name }” with its name, account type, owners and settings
stays-secrets = { $count ->
    [one] Its secret, untouched
   *[other] Its { $count } secrets, untouched
}
stays-permissions = What it asks for: { $names }
stays-approvals = What is approved: { $names }
stays-redirects = Its redirect addresses: { $redirects }
stays-service-principal = Its entry under Enterprise applications, with everything that was approved there
review-undo-note-reuse = You can undo all of this later: Onramp takes back only what it added, and never the app.
dialog-undo-reuse = Take back what this setup added?
dialog-undo-reuse-text = The new secret, and the permissions, approvals and redirect addresses that this setup added to “{ $name }” are taken back in { $tenant }. The app itself, and everything that was there before, stays.
dialog-undo-reuse-confirm = Take it back
cli-ask-undo-reuse = Take back from "{ $name }" in { $tenant } the secret, permissions and approvals that this setup added? The application itself stays. Type yes to go on:
cli-undone-reuse = What this setup added to "{ $name }" is taken back. The application itself is as it was.
cli-reuse-offer = There is already "{ $name }" ({ $client }). To add to it instead of registering a new application: --reuse { $client }
cli-reuse-unknown = --reuse: there is no application with the client id { $client } in { $tenant }, or you may not read it
cli-reuse-misfit = --reuse: "{ $name }" does not fit. { $why }
cli-plan-stays = Already there, stays as it is:
cli-plan-unread = What the application has already is left out when it is set up: then Onramp looks.
problem-reused-gone = The application that was to be used is gone
    .means = Somebody deleted it after you chose it. Nothing was added to it.
    .todo = Start over and choose another application, or register a new one. If it was deleted by mistake, an administrator can restore it under App registrations, Deleted applications, for 30 days.
problem-reused-changed = The application was changed meanwhile and does not fit any more
    .means = Whose accounts may use it, or its kind, was changed after you chose it. Onramp does not change that, because it would touch everybody who uses the app.
    .todo = Start over and look at it again, or register a new application.
problem-still-needed = A later setup uses the same app
    .means = What this setup made or added is also what the later one works with. Nothing was changed.
    .todo = Undo the later setup first. Its number is under Technical details; in a terminal: onramp undo, with that number.
problem-not-allowed-change = You may not change this application
    .means = Only its owners and application administrators can. Nothing was changed.
    .todo = Ask an owner, or somebody who is Application Administrator, Cloud Application Administrator or Global Administrator, to run this. Or register a new application.

## App

app-title = Name the application
app-text = The name is for administrators. { $product } needs the rest.
app-name-label = Application name
app-name-help = Shown under App registrations and Enterprise applications. Choose a name that a colleague will recognize in two years.
app-inputs = About your setup
app-before = Before you go on
app-before-text = Tick what is done. Until all is, { $product } may not work.
app-checked = Onramp checks this itself
app-help = An application (app registration) is the identity of { $product } in your Microsoft 365. It can do only what you approve on the next pages, and you can delete it at any time.

## Account type

account-title = Account type and redirect address
account-text = Both are filled in the way { $product } needs them.
account-audience = Who can use this application?
account-redirect = Redirect address
account-no-redirect = None needed
account-no-redirect-text = { $product } signs in by itself, so Microsoft never has to send a browser back to it.
account-optional-redirect = None for now
account-optional-redirect-text = { $product } works without one. You can add it later in Microsoft Entra.
account-redirect-incomplete = It is put together from what you typed on the App page. Something is still missing there.
account-public = Public client flows are allowed
account-public-text = { $product } signs people in without a browser of its own, which Microsoft calls a public client.
account-help = The account type says whose accounts may use the application. The redirect address (redirect URI) is where Microsoft sends the browser after somebody signed in. A wrong one is the most common reason why a sign-in fails.

## Secret

secret-title = How long should the secret be valid?
secret-text = { $product } signs in with a client secret, a kind of password.
secret-choice = Valid for
secret-until = until { $date }
secret-recommended = Recommended
secret-capped = { $cap }. Longer choices are left out.
secret-never-title = Why not “never”?
secret-never-text = Microsoft ended secrets without an end in 2021; 24 months is the longest. 12 months is a good balance: short enough to limit the damage if it leaks, long enough not to be in your way.
secret-value-title = The value, not the Secret ID
secret-none = No secret needed
secret-none-text = { $product } signs in without one.
secret-forbidden-text = { $product } cannot be set up until somebody makes an exception. A Global Administrator can, in Microsoft Entra under Application management policies.
secret-help = Onramp reminds you of the date on the last page. Put it in your calendar: on that day { $product } stops working unless it has a new secret.
secret-shortened = { $months } instead of { $wanted }

## Permissions

permissions-title = What may { $product } do?
permissions-text = Switch on what you use. Onramp asks for nothing beyond it.
permissions-features = Features
permissions-list = { $count ->
    [one] 1 permission
   *[other] { $count } permissions
}
permissions-empty = No permissions yet
permissions-empty-text = Switch on a feature, and what it needs appears here.
permissions-high = Reaches far
permissions-everyone = These reach every mailbox in the organization. You can limit them to chosen mailboxes afterwards; the last page says how.
permissions-application-note = Application permissions work without a signed-in person, for the whole organization.
permissions-lean = Ask for less
permissions-lean-text = Leaves out permissions that others already include.
permissions-lean-drops = Leaves out { $name }. { $note }
permissions-reference = Microsoft's permission reference
permissions-help = A permission is one thing that { $product } may do. Microsoft enforces it: whatever is not on this list is refused. Approving for everyone (admin consent) means that no user is asked again.

## Review

review-title = Review what will change
review-text = This is everything. Nothing has been changed yet.
review-in = In
review-as = Signed in as
review-for = For
review-changes = { $count ->
    [one] 1 change
   *[other] { $count } changes
}
review-technical = Show technical details
review-technical-text = The exact requests that are sent to Microsoft Graph, in this order.
review-incomplete = Something is still missing
review-incomplete-text = Complete it, then come back here.
review-signed-out = Nobody is signed in
review-not-looked = Onramp has not looked at your organization yet
review-go-to = Go to { $step }
review-set-up-in = Set up in { $tenant }
review-set-up = Set up now
review-undo-note = Every change can be undone from here, also later. What was there before stays as it is.
review-help = Onramp makes the changes one after the other and writes each one down before and after. If anything interrupts it, the next start takes up where it stopped: there is never a second application or a forgotten secret.

## Set up

setup-title = Setting up
setup-title-done = Everything is set up
setup-title-stopped = The setup has stopped
setup-title-undoing = Removing what was made
setup-title-undo-stopped = The removal has stopped
setup-title-undone = Everything was removed
setup-text = You can keep working. Microsoft sometimes needs a minute.
setup-text-stopped = What is done stays done. Nothing is lost, and nothing is made twice.
setup-text-done = All changes are made and were read back.
setup-text-undoing = Only what this setup made is removed. Nothing else is touched.
setup-text-undone = What this setup had made is gone again. Your organization is as it was.
setup-progress = { $done } of { $total } done
setup-running = Setting up…
setup-stopping = Stopping after this change…
setup-undoing = Removing what was made…
setup-stop = Stop safely
setup-undo = Undo everything
setup-help = Each change is looked up first, then made, then confirmed. “Stop safely” finishes the change that is being made and stops before the next one.
setup-new = Set up another

## Check

check-title = Does it work?
check-title-passed = It works
check-title-failed = Not everything works yet
check-text = Onramp does now what { $product } will do, with the new secret.
check-text-passed = Onramp signed in with the new secret and did what { $product } will do.
check-text-failed = Read what to do beside each check, then run them again. You can also go on and come back later.
check-again = Run again
check-running-now = Checking…
check-not-yet-title = “Not yet” is normal
check-not-yet-text = Microsoft needs up to a few minutes until a new secret and approval are known everywhere. Onramp keeps trying; there is nothing to do.
check-none = Nothing to check
check-none-text = { $product } has no checks that Onramp could run.
check-start = Run the checks
check-help = A green check means that the call was really made, as the application, and Microsoft answered as it should. It is the same test that { $product } makes when you press its own test button.

## Hand over

handover-title = Hand over to { $product }
handover-text = Paste these values into { $product }. The names are the ones it uses.
handover-more = Tenant id and object ids
handover-secret-ends = The secret ends on { $date }. Put a reminder in your calendar.
handover-secret-once = Microsoft shows the value of the secret only once. Copy or save it now.
handover-secret-gone = The value of the secret is no longer here
handover-secret-gone-text = Microsoft shows it only once, and it was not kept. Undo and set up again, or make a new secret in Microsoft Entra.
handover-secret-kept = Also kept in this computer's keychain.
handover-save = Save to a file
handover-path = File
handover-path-help = The file holds the secret in readable form. Keep it where only you can read it, and delete it once the values are entered.
handover-browse = Browse…
handover-save-file = Save file
handover-saving = Saving…
handover-saved = Saved: { $path }
handover-next = What to do next
handover-next-text = Tick what is done.
handover-next-in = In { $place }
handover-undo = Undo this setup
handover-undo-text = Removes the application and everything that was approved for it.
handover-another = Set up another
handover-help = The client ID says who is calling, the secret proves it. Anyone who has both can do what you approved: pass them on the way you would pass on a password, and never by plain e-mail.
handover-nothing = Nothing to hand over yet
handover-nothing-text = The values appear here once the setup is complete.
value-client-id = Application (client) ID
value-tenant-id = Directory (tenant) ID
value-application-object = Object ID of the application
value-service-principal-object = Object ID of the service principal
value-secret-id = Secret ID (not the secret)

## Waiting for an administrator's approval

awaiting-title = Waiting for approval by an administrator
awaiting-text = Everything else is done. As soon as somebody approves, Onramp goes on by itself.
awaiting-who-application = It takes a Global Administrator, Privileged Role Administrator, Cloud Application Administrator, Application Administrator or AI Administrator.
awaiting-who-privileged = It takes a Global Administrator or Privileged Role Administrator.
awaiting-send = Send this to an administrator
awaiting-link = Link for the administrator
awaiting-link-note = The link holds no secret. Any administrator with the right role can open it, on any computer.
awaiting-link-reused = This application was there before: the link approves everything that it asks for, not only what was added now. Signing in here approves only that.
awaiting-open-link = Open the link on this computer
awaiting-open-mail = Open in mail program
awaiting-copy-mail = Copy the message
awaiting-file = File for the message
awaiting-file-help = The message with the link as plain text, for a ticket or a chat. It holds no secret.
awaiting-save = Save as file
awaiting-saved = Saved: { $path }
awaiting-here = Or approve here
awaiting-here-text = An administrator can also sign in on this computer. Onramp then approves the rest directly.
awaiting-sign-in-here = Let an administrator sign in here
awaiting-approved = { $done } of { $total } approved
awaiting-looking = Onramp looks every few seconds at first, later less often. You can close the window: the next start goes on from here.
awaiting-not-looking = Nobody is signed in, so Onramp can't look at the moment.
awaiting-check = Check again
awaiting-values = Look at the values
awaiting-help = Approving for everyone (admin consent) is the one step that your role does not allow. It makes no difference who does it, or where: Onramp looks at what is approved. If the administrator declines, nothing happens, and Onramp keeps waiting.
awaiting-handover-title = Not approved yet
awaiting-handover-text = These values are right, but { $product } can't sign in with them until an administrator approves.
state-awaiting-approval = Awaits approval
state-removed = Removed
state-taken-back = Taken back
setup-title-revoking = Taking the approvals back
setup-text-revoking = Only what was approved with this setup is taken back. The application and its secret stay.
setup-title-revoked = The approvals are taken back
setup-text-revoked = The application and its secret are still there.
setup-revoked-title = Not approved any more
setup-revoked-note = The product can't sign in until its permissions are approved again.
setup-revoking = Taking back…
setup-approve-again = Approve again
handover-revoke = Only take back the approvals
dialog-revoke-title = Take the approvals back?
dialog-revoke-text = What was approved with this setup is taken back, and nothing else. { $product } stops working until it is approved again. The application and its secret stay.
dialog-revoke-confirm = Take them back
dialog-revoke-cancel = Keep them
mark-waiting = waiting for approval by an administrator
resume-awaiting-title = Waiting for approval by an administrator
resume-awaiting-text = “{ $name }” for { $product } in { $tenant }, begun { $date }, is set up but not approved yet. Check again, or remove what it made.
review-consent-other = You can't approve these yourself
review-consent-other-text = Onramp does everything else and gives you a link for an administrator. { $who }
dialog-waiting-title = Close while waiting for the approval?
dialog-waiting-text = Nothing is lost. At the next start, Onramp offers to check again and goes on from there.
dialog-waiting-confirm = Close
dialog-waiting-cancel = Keep waiting
approval-mail-somebody = A colleague
approval-mail-subject = Please approve { $product } for { $tenant }
approval-mail-body =
    Hello,

    { $who } is connecting { $product } to Microsoft 365 in { $tenant } and needs your approval. It asks Microsoft to let the app "{ $app }" do this for everyone in the organization:

    { $permissions }

    To approve, open this link, sign in and choose Accept:

    { $link }

    { $approvers } can approve. The link works in any browser and holds no secret. { $afterwards }

    If you are not sure, ask { $who } first. Nothing happens until you accept.
approval-mail-afterwards = You can close the page afterwards, even if it shows an error: the approval counts as soon as you have accepted.
approval-mail-afterwards-reused = The application was there before. The page lists everything that it asks for, and approves all of that. You can close the page afterwards, even if it shows an error: the approval counts as soon as you have accepted.
approval-mail-who-application = A Global Administrator, Privileged Role Administrator, Cloud Application Administrator, Application Administrator or AI Administrator
approval-mail-who-privileged = A Global Administrator or Privileged Role Administrator
approval-mail-permission = - { $name } ({ $kind }): { $why }
approval-mail-permission-short = - { $name }
permissions-unknown = { $tenant } doesn't know the permission { $name }
permissions-unknown-text = It may be retired, or not exist in this Microsoft cloud. You can go on without it. What it is for: { $why }
permissions-unknown-somewhere = This organization
permissions-without = Go on without it
permissions-left-out = Without { $name }
permissions-left-out-text = { $product } will have to do without it. What it is for: { $why }
permissions-ask-after-all = Ask for it after all
review-without = Without { $name }
review-without-text = { $product } will have to do without it. What it is for: { $why }
cli-unknown-permission = { $tenant } doesn't know the permission { $name }: it may be retired, or not exist in this cloud. To go on without it, add --without { $name }
cli-not-needed = --without { $name }: the product does not ask for this permission
cli-without = Without { $name }: { $why }
cli-shortened = { $tenant } limits the life of secrets: this one is valid for { $months }.
cli-will-wait = You can't approve these permissions yourself. Onramp does everything else and gives you a link for an administrator.
cli-awaiting = Waiting for approval by an administrator. { $who }
cli-awaiting-link = Send this link to the administrator; it holds no secret: { $link }
cli-awaiting-mail = For a ready message to send, add --approval-mail FILE.
cli-awaiting-again = To look again and go on: onramp resume { $setup }   To take it back: onramp undo { $setup }
cli-awaiting-until = Waiting up to { $minutes } minutes for the approval. Ctrl-C stops waiting; nothing is lost.
cli-approved = The approval has arrived.
cli-change-awaiting = awaits   { $what }
cli-ask-revoke = Take back what was approved for "{ $name }" in { $tenant }? The application and its secret stay. Type yes to go on:
cli-revoked = Taken back: what was approved for { $name }. To approve it again: onramp resume { $setup }

## Dialogs

dialog-close-title = Close while the setup is running?
dialog-close-text = The change that is being made is finished first. At the next start, Onramp offers to go on from there.
dialog-close-confirm = Stop and close
dialog-close-cancel = Keep going
dialog-secret-title = Leave without the secret?
dialog-secret-text = You have neither copied nor saved the client secret. Microsoft does not show it a second time.
dialog-secret-confirm = Leave without it
dialog-secret-cancel = Stay here
dialog-undo-title = Remove what this setup made?
dialog-undo-text = The application, its secret and its approvals are removed from { $tenant }. { $product } stops working with them. Nothing else is touched.
dialog-undo-text-plain = The application, its secret and its approvals are removed. The product stops working with them. Nothing else is touched.
dialog-undo-confirm = Remove it
dialog-undo-cancel = Keep it
dialog-overwrite-title = Replace the file?
dialog-overwrite-text = There is already a file at { $path }.
dialog-overwrite-confirm = Replace
dialog-overwrite-cancel = Keep the old one

## Why the program cannot begin. One line each.

trouble-built-in-data = A file built into Onramp is broken: { $why }
trouble-no-home = This computer names no folder for your data. Set { $variable } to one.
trouble-threads = This computer gives Onramp no threads to work with: { $why }
trouble-cannot-read = { $path } cannot be read: { $why }
trouble-cloud-syntax = { $path } is not a cloud file. It needs the keys login and graph, and may have portal, entra and o365_management. { $why }
trouble-cloud-insecure = { $key } must begin with https. http is for this computer only (localhost).
trouble-cloud-not-a-base = { $key } is not the address of a server, such as https://graph.example.
trouble-cloud-unknown = There is no cloud named { $name }. Choose global, gcc, gcchigh, dod or china.
trouble-no-certificate = { $path } holds no certificate in PEM form.
trouble-tls = Encrypted connections cannot be set up on this computer: { $why }
trouble-demo-port = The demo tenant cannot use port { $port }: { $why }
trouble-demo-state = What was tried on the demo tenant cannot be read from { $path }: { $why }. "onramp demo reset" throws it away.
trouble-demo-in-use = The demo tenant is open in another window. Close that one first. ({ $path })
trouble-demo-key = The demo tenant cannot make a key for its tokens.
trouble-no-display = No window can be opened here: there is no display. Everything works in the terminal too: onramp --help
trouble-no-renderer = The window cannot be drawn. Try --renderer glow or --renderer wgpu, or update the graphics driver.
trouble-window = The window failed: { $why }

## Connect: as which app, which cloud, and who.

connect-client = App to sign in with
connect-client-azure-cli = Microsoft Azure CLI
connect-client-azure-cli-note = The usual one. Microsoft asks for no approval, and nothing stays behind in your organization.
connect-client-graph = Microsoft Graph Command Line Tools
connect-client-graph-note = Asks for exactly the permissions that are needed. An administrator approves them once, and that approval stays.
connect-client-own = An app of your organization
connect-client-own-note = For organizations that block Microsoft's. It must be a public client with the redirect URI http://localhost.
connect-client-id = Client ID of your app
connect-client-id-help = You find it in the Entra admin center under App registrations, on the app's page: Application (client) ID.
connect-client-id-missing = Paste the client ID of the app.
connect-client-id-wrong = A client ID looks like 1b4c0f6e-8a2d-4f3b-9c57-0d6e2a9f1b34.
connect-cloud-file = Cloud from a file
connect-cloud-file-note = For new national clouds and test servers. The file names the addresses of sign-in and Microsoft Graph.
connect-cloud-file-path = Cloud file
connect-cloud-file-path-help = A text file with lines such as login = "https://login.example" and graph = "https://graph.example".
connect-cloud-file-missing = Choose a file, or another cloud.
connect-cloud-file-read = People sign in there at { $host }.
connect-else = Sign in as somebody else
connect-other-organization = Another organization
connect-sign-out = Sign out
connect-more-rules = Your organization's rules are not known yet
connect-more-rules-text = They say how long a secret may last and who may register apps. The setup works without knowing them; then Microsoft says so only when it refuses.
connect-more-roles = Perhaps you have a role that is not active
connect-more-roles-text = In some organizations, administrators activate their role when they need it. Onramp can look whether you have one that helps here.
connect-more-asks = This needs one more permission ({ $permission }). You sign in again, and the first time Microsoft asks an administrator to approve Microsoft Graph Command Line Tools for your organization. That approval stays; nothing else changes.
connect-more-asks-own = This needs one more permission ({ $permission }). You sign in again, and the first time Microsoft asks an administrator to approve it for the app that you sign in with. That approval stays; nothing else changes.
connect-more-check = Check this too
connect-more-failed = It could not be checked. You are still signed in as before.
card-cloud-file = Cloud from a file ({ $host })
unfinished-cloud = In { $cloud }

## The terminal: signing in again, and as an app.

cli-sign-in-again = Signing in again, then it goes on where it was.
cli-signed-in-app = Signed in as the app { $name } ({ $id })
cli-app-needs-tenant = --client-id needs --tenant: an app signs in to one organization.
cli-credential-missing = There is no client secret for this app in the keychain. Put it there with: onramp credential add --client-id { $id } --tenant { $tenant }
cli-credential-prompt = Client secret (it is not shown):
cli-credential-empty = No client secret was given.
cli-credential-added = The client secret is in the keychain. It is used by --client-id { $id } --tenant { $tenant }.
cli-credential-removed = The client secret is no longer in the keychain.
trouble-certificate-none = There is no certificate in { $path }. It must be a PEM file with the certificate and its private key.
trouble-certificate-no-key = There is no private key in { $path }. It must be a PEM file with the certificate and its private key.
trouble-certificate-locked = The private key in { $path } is protected by a password. Save it without one, readable by you alone: openssl pkey -in { $path } -out key.pem
trouble-certificate-not-rsa = The key in { $path } is not an RSA key. Microsoft accepts only RSA keys here.
trouble-certificate-mismatch = The private key in { $path } belongs to another certificate.
## Testing the connection: what can be found besides, the verdict, and the text for the network team.

network-minutes = { $count ->
        [one] { $count } minute
       *[other] { $count } minutes
    }
network-hours = { $count ->
        [one] { $count } hour
       *[other] { $count } hours
    }
network-days = { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
network-found-ip-both = IPv4 and IPv6 both lead to { $host }
network-found-ip-v4 = IPv4 leads to { $host }; IPv6 is not used here
network-found-ip-v6 = IPv6 leads to { $host }; IPv4 is not used here
network-found-ip-v6-broken = IPv6 is set up here, but nothing gets through to { $host } over it
    .todo = It works over IPv4, only more slowly. Ask your network team to mend IPv6 or to switch it off for this network.
network-found-ip-v4-broken = Nothing gets through to { $host } over IPv4, only over IPv6
    .todo = It works. Ask your network team to allow { $host }, TCP port { $port }, over IPv4 too: not every server has IPv6.
network-found-ip-v6-alone = { $host } has only an IPv6 address here, and nothing gets through to it
    .todo = Ask your network team to mend IPv6, or to let this computer look up the IPv4 address of { $host } too.
network-found-certificate-dates = The certificate of { $host } is valid from { $from } until { $until }, and this computer's date is not between them
    .todo = Set the date and the time of this computer: in Windows under Settings, Date & time, Sync now; on a Mac under System Settings, General, Date & Time; on Linux with timedatectl set-ntp true. If they are right, ask your network team what answers as { $host }.
network-found-proxy-password-refused = The proxy { $proxy } does not accept the user name and the password that it is given
    .todo = Check them in the address of the proxy (HTTPS_PROXY). Write @ in a password as %40, : as %3A, / as %2F and % as %25.
network-found-proxy-sign-in = The proxy { $proxy } asks for a kind of sign-in that Onramp cannot do: { $kinds }
    .todo = Onramp can give a proxy a user name and a password (Basic). Ask your network team to let { $host } through without a sign-in, or to allow Basic. A small local proxy that signs in for you, such as Px or Cntlm, helps too: name it in HTTPS_PROXY.
network-verdict-fine = Everything that Onramp needs can be reached.
network-verdict-note = Everything that Onramp needs can be reached, with something to know.
network-verdict-names = The names of Microsoft's servers cannot be looked up from this computer.
network-verdict-firewall = Something between this computer and Microsoft lets no connection through, most probably a firewall.
network-verdict-proxy = The proxy between this computer and Microsoft does not let Onramp through.
network-verdict-inspection = Something between this computer and Microsoft opens encrypted connections, and this computer does not trust it.
network-verdict-guest = Something other than Microsoft answers, most probably the sign-in page of this network.
network-verdict-clock = This computer's date and time do not fit Microsoft's certificates.
network-verdict-busy = Microsoft, or something before it, does not answer as it should right now.
team-title = What Onramp needs from the network
team-when = Tested on { $date } at { $time } UTC with Onramp { $version }, for { $cloud }.
team-demo = the demo tenant on this computer (not Microsoft)
team-allow = Please allow outgoing HTTPS (TCP, TLS 1.2 or later) from this computer, or on the proxy that it uses, to:
team-allow-how = Nothing comes in: Onramp runs on one person's computer and only opens connections. It uses the proxy that the system names (HTTPS_PROXY comes first) and can give it a user name and a password (Basic).
team-allow-inspection = Please leave these hosts out of TLS inspection. Where that cannot be, the authority of the inspection has to be in this computer's trust store, or given to Onramp as a PEM file (onramp --ca FILE).
team-do = What is asked of you
team-do-name = Let this computer look up the name of { $host } (DNS), or set the proxy up on it.
team-do-firewall = Let outgoing connections from this computer to { $host } through, and do not break them off.
team-do-ipv6 = Mend IPv6 on this computer's network, or switch it off there: names have IPv6 addresses, and nothing gets through to them.
team-do-ipv4 = Let connections over IPv4 through as well: here, only IPv6 gets through.
team-do-proxy-there = Tell which proxy to use: { $proxy }, which is set up on this computer, cannot be reached.
team-do-proxy-password = Let the hosts above through the proxy { $proxy } without a sign-in, or give this person a user name and a password for it.
team-do-proxy-sign-in = Let the hosts above through the proxy { $proxy } without a sign-in, or allow Basic: it asks for { $kinds }, which Onramp cannot do.
team-do-proxy-refused = Let CONNECT to { $host } through the proxy { $proxy }.
team-do-inspection = Leave { $host } out of TLS inspection, or hand out the certificate of the inspecting authority (PEM), and confirm that the certificate below is yours.
team-do-inspection-trusted = If sign-in fails, leave { $host } out of TLS inspection. It is inspected now, and this computer trusts that.
team-do-portal = Let { $host } through without a page in between: something else answers in its place.
team-do-clock = Check where this computer takes its time from: it differs from Microsoft's.
team-found = What was found
team-certificate = Certificate
team-authority = Its authority
team-certificate-line = { $what }: { $subject }, issued by { $issuer }, SHA-256 { $sha256 }.
team-certificate-valid = Valid from { $from } until { $until }.
cli-team-saved = Saved for your network team: { $path }

## The authority of an inspection.

problem-authority-unreadable = That file cannot be read
    .means = Onramp could not open it, so nothing was trusted.
    .todo = Check the path, or choose the file again.
problem-authority-none = That file holds no certificate
    .means = Onramp needs the certificate of the authority in PEM form: a text that begins with -----BEGIN CERTIFICATE-----.
    .todo = Ask your network team for the file in PEM form (Base-64), or choose another one.
problem-authority-of-a-server = That is the certificate of a server, not of an authority
    .means = Only an authority's own certificate can vouch for others. Nothing was trusted.
    .todo = Ask your network team for the certificate of the authority itself.

## Testing the connection, in the window.

connection-test = Test the connection
connection-test-note = Looks at what stands between this computer and Microsoft. Changes nothing.
connection-title = The way to Microsoft 365
connection-demo = This is the way to the demo tenant on this computer. Nothing is sent to Microsoft.
connection-running = Testing the connection
connection-running-text = Where something is in the way, this takes up to half a minute.
connection-stopped = The test was stopped
connection-testing = Testing
connection-untested = Not tested
connection-stop = Stop testing
connection-again = Test again
connection-close = Close the test
connection-guest = Open the network's page
connection-team = For your network team
connection-team-text = A text with the hosts that Onramp needs, what was found, and what is asked of them. It holds no password and no name of yours.
connection-team-copy = Copy the text
connection-team-read = Read it
connection-team-file = Save it as a file
connection-team-save = Save the text
connection-team-exists = There is a file already: { $path }
connection-team-replace = Replace it
authority-title = If your company inspects encrypted traffic
authority-text = The right place for its authority is the trust store of this computer, where browsers find it too; your network team puts it there. With its certificate file, you can trust it here until you close Onramp. From a terminal, the same is: onramp --ca FILE
authority-path = Certificate file
authority-path-hint = inspection-ca.pem
authority-path-help = The certificate of the inspecting authority in PEM form, from your network team. It is shown before it counts.
authority-read = Show the certificate
authority-until = Valid until { $date }
authority-fingerprint = Fingerprint (SHA-256)
authority-seen = This is the authority that was seen on the way to Microsoft.
authority-same-name = It has the name of the authority that was seen on the way to Microsoft.
authority-not-seen = This is not the authority that was seen on the way to Microsoft.
authority-warning = Trust it only if your network team gave it to you
authority-warning-text = Whoever holds this authority can read everything that Onramp exchanges with Microsoft, your sign-in and the new secret included. Compare the fingerprint with the one your network team tells you.
authority-trust = Trust it until I close Onramp
authority-trusted = Trusted until you close Onramp
authority-trusted-text = Nothing was changed on this computer. To trust it at each start, ask your network team to put it into the trust store, or start Onramp with --ca.
