### Onramp's words. Sentence case; short, plain, friendly; no jargon without its explanation.

app-name = Onramp
