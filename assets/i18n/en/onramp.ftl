### Onramp's words. Sentence case; short, plain, friendly; no jargon without its explanation.

app-name = Onramp

### What the browser shows after signing in.

landing-title = You are signed in
landing-text = You can close this page and go back to Onramp.
landing-failed-title = You are not signed in
landing-failed-text = You can close this page. Onramp says what happened and what to do now.
