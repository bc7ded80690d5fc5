### Onramp's words. Sentence case; short, plain, friendly; no jargon without its explanation.

app-name = Onramp
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
not-here = Not known

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
cloud-microsoft = Microsoft 365

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
kind-application-note = Works on its own, without a signed-in person
kind-delegated = Delegated permission
kind-delegated-note = Works on behalf of a signed-in person
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
product-help = One product, one setup. If you need several, come back here afterwards: each gets an application of its own, so that one can be removed without the others.
product-problem = Choose a product first.
resume-title = You have an unfinished setup
resume-text = “{ $name }” for { $product } in { $tenant }, begun { $date }. Take it up where it stopped, or remove what it made.
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
connect-help = You sign in on Microsoft's own page, in your browser. Onramp never sees your password. It asks only for the right to register an application and to approve its permissions, and forgets the sign-in when you close the window.
connect-waiting = Waiting for you to sign in
connect-waiting-text = A page of Microsoft opened in your browser. Sign in there and come back; this page notices by itself.
connect-waiting-start = Preparing the sign-in page.
connect-address = Nothing opened? Use this address:
connect-address-name = sign-in address
connect-open-again = Open again
connect-cancel = Stop waiting
connect-switch = Switch account
connect-again = Check again
connect-signed-in = Signed in
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
found-roles-unknown = Your roles could not be read. That is fine: Onramp finds out as it goes.
found-create = You may register applications
found-create-blocked = Your account may not register applications
found-create-blocked-text = Ask for the role Application Developer or Cloud Application Administrator, or let a colleague who has it sign in here.
found-create-unknown = Whether you may register applications
found-consent = You may approve the permissions for everyone
found-consent-blocked = Your account may not approve these permissions
found-consent-blocked-text = A Privileged Role Administrator or Global Administrator can. Ask for the role, or let one of them sign in here.
found-consent-unknown = Whether you may approve the permissions
found-secret = Client secrets are allowed
found-secret-max = Client secrets may be valid for { $days } days at most
found-secret-max-text = Your organization's rule. The longer choices are left out.
found-secret-blocked = Your organization does not allow client secrets
found-secret-blocked-text = A Global Administrator can make an exception under Application management policies.
found-secret-unknown = The rules about client secrets
found-name = The name “{ $name }” is free
found-name-taken = There is already an application named “{ $name }”
found-name-taken-text = Onramp makes a new one and leaves that one alone. Choose another name to tell them apart.
found-name-unknown = Whether the name is taken
found-api-missing = { $api } is new to this organization
found-api-missing-text = Onramp adds it. It is Microsoft's own.

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
choose-one = Choose one

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
secret-capped = Your organization allows { $days } days at most. Longer choices are left out.
secret-never-title = Why not “never”?
secret-never-text = Microsoft ended secrets without an end in 2021; 24 months is the longest. 12 months is a good balance: short enough to limit the damage if it leaks, long enough not to be in your way.
secret-value-title = The value, not the Secret ID
secret-none = No secret needed
secret-none-text = { $product } signs in without one.
secret-forbidden = Your organization does not allow client secrets
secret-forbidden-text = { $product } cannot be set up until somebody makes an exception. A Global Administrator can, in Microsoft Entra under Application management policies.
secret-help = Onramp reminds you of the date on the last page. Put it in your calendar: on that day { $product } stops working unless it has a new secret.
secret-custom = { $months }, as chosen before

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
permissions-consent = Needs admin approval
permissions-everyone = These reach every mailbox in the organization. You can limit them to chosen mailboxes afterwards; the last page says how.
permissions-application-note = Application permissions work without a signed-in person, for the whole organization.
permissions-lean = Ask for less
permissions-lean-text = Leaves out permissions that others already include.
permissions-lean-drops = Leaves out { $name }. { $note }
permissions-reference = Microsoft's permission reference
permissions-unavailable = Not available
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
review-incomplete-text = Go back to the marked step and complete it.
review-set-up-in = Set up in { $tenant }
review-set-up = Set up now
review-undo-note = Every change can be undone from here, also later. What was there before stays as it is.
review-help = Onramp makes the changes one after the other and writes each one down before and after. If anything interrupts it, the next start takes up where it stopped: there is never a second application or a forgotten secret.
review-copy-requests = requests

## Set up

setup-title = Setting up
setup-title-done = Everything is set up
setup-title-stopped = The setup has stopped
setup-title-undone = Everything was removed
setup-text = You can keep working. Microsoft sometimes needs a minute.
setup-text-stopped = What is done stays done. Nothing is lost, and nothing is made twice.
setup-text-done = All changes are made and were read back.
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
handover-values = Values for { $product }
handover-more = Tenant id and object ids
handover-secret-ends = The secret ends on { $date }. Put a reminder in your calendar.
handover-secret-once = Microsoft shows the value of the secret only once. Copy or save it now.
handover-secret-gone = The value of the secret is no longer here
handover-secret-gone-text = Microsoft shows it only once, and it was not kept. Undo and set up again, or make a new secret in Microsoft Entra.
handover-secret-kept = Also kept in this computer's keychain.
handover-save = Save to a file
handover-format = Format
handover-path = File
handover-path-help = The file holds the secret in readable form. Keep it where only you can read it, and delete it once the values are entered.
handover-browse = Browse…
handover-save-file = Save file
handover-saving = Saving…
handover-saved = Saved: { $path }
handover-next = What to do next
handover-next-text = Tick what is done.
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
value-secret-end = Secret ends

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
