//! `$batch`: up to 20 requests in one call. Each part is judged on its own, and only the parts that need it are sent
//! again (Microsoft's json-batching).

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value, json};
use zeroize::Zeroizing;

use super::challenge::claims_in;
use super::error::{GraphError, Refusal};
use super::request::{Lag, Method, Repeat, Reply, Request};
use super::retry::{Pause, Tries, retry_after};
use super::transport::Graph;

/// Microsoft's limit.
const MOST: usize = 20;

#[derive(Deserialize)]
struct Responses {
    responses: Vec<Part>,
}

#[derive(Deserialize)]
struct Part {
    id: String,
    status: u16,
    #[serde(default)]
    headers: BTreeMap<String, Value>,
    #[serde(default)]
    body: Value,
}

impl Part {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).and_then(|(_, value)| value.as_str())
    }
}

impl Graph {
    /// Sends requests together, and again those parts that only need time. The answers come in the order of the
    /// requests; those that were not answered when the work was stopped are [`GraphError::Cancelled`]. Requests that must
    /// not be repeated blindly do not belong in a batch.
    ///
    /// # Errors
    /// When all of it brought nothing; a part that was refused is an `Err` inside the list.
    pub async fn batch(
        &self,
        requests: &[Request],
        on_pause: &(dyn Fn(usize, Pause) + Send + Sync),
    ) -> Result<Vec<Result<Reply, GraphError>>, GraphError> {
        let mut answers: Vec<Option<Result<Reply, GraphError>>> = requests.iter().map(|_| None).collect();
        let mut tries: Vec<Tries> = requests.iter().map(|r| Tries::new(r.lag, r.repeat)).collect();
        // The same as for a single request: once, and once more when Graph then demands more of the sign-in.
        let mut renewed = 0;
        loop {
            let open: Vec<usize> = (0..requests.len()).filter(|i| answers[*i].is_none()).collect();
            if open.is_empty() {
                return Ok(answers.into_iter().flatten().collect());
            }
            let mut longest = None;
            let mut refused = None;
            for chunk in open.chunks(MOST) {
                let tell = |pause| chunk.iter().for_each(|i| on_pause(*i, pause));
                let reply = self.send(&envelope(requests, chunk), &tell).await;
                let mut parts = match reply.and_then(|reply| reply.read::<Responses>()) {
                    Ok(read) => read.responses.into_iter().map(|p| (p.id.clone(), p)).collect::<BTreeMap<_, _>>(),
                    Err(error) if chunk.len() == requests.len() => return Err(error),
                    // Other parts have their answers, and those must not be lost.
                    Err(error) => {
                        for index in chunk {
                            answers[*index] = Some(Err(error.clone()));
                        }
                        continue;
                    }
                };
                for index in chunk {
                    let name = requests[*index].name();
                    let part = parts.remove(&index.to_string());
                    let asked = part.as_ref().and_then(|part| part.header("retry-after"));
                    let asked = asked.and_then(|header| retry_after(header, self.clock().now()));
                    let answer = match &part {
                        Some(part) => read(name, part),
                        None => Err(GraphError::Unreadable { request: name, status: 200 }),
                    };
                    match answer {
                        Err(GraphError::Refused(refusal))
                            if refusal.status == 401
                                && (renewed == 0 || (renewed == 1 && refusal.claims.is_some())) =>
                        {
                            // What is demanded weighs more than a token that is merely old.
                            let weighty = refused.as_ref().is_some_and(|other: &Refusal| other.claims.is_some());
                            if !weighty {
                                refused = Some(*refusal);
                            }
                        }
                        Ok(reply) => answers[*index] = Some(Ok(reply)),
                        Err(error) => match tries[*index].after(error, asked, 0) {
                            Err(error) => answers[*index] = Some(Err(error)),
                            Ok((wait, reason)) => {
                                longest = longest.max(Some(wait));
                                let until = self.clock().now().checked_add(wait).unwrap_or(jiff::Timestamp::MAX);
                                on_pause(*index, Pause { until, reason });
                            }
                        },
                    }
                }
            }
            if let Some(refusal) = refused {
                self.renew_token_after(&refusal).await?;
                renewed += 1;
            }
            if let Some(wait) = longest
                && let Err(stopped) = self.wait(wait).await
            {
                return Ok(answers.into_iter().map(|answer| answer.unwrap_or(Err(stopped.clone()))).collect());
            }
        }
    }

    async fn wait(&self, wait: std::time::Duration) -> Result<(), GraphError> {
        tokio::select! {
            () = self.clock().sleep(wait) => Ok(()),
            () = self.cancel().cancelled() => Err(GraphError::Cancelled),
        }
    }
}

fn envelope(requests: &[Request], chunk: &[usize]) -> Request {
    let parts: Vec<Value> = chunk
        .iter()
        .map(|index| {
            let request = &requests[*index];
            let mut part = Map::new();
            part.insert("id".to_owned(), json!(index.to_string()));
            part.insert("method".to_owned(), json!(request.method.as_str()));
            part.insert("url".to_owned(), json!(request.path));
            let mut headers = Map::new();
            if let Some(body) = &request.body {
                part.insert("body".to_owned(), body.clone());
                headers.insert("Content-Type".to_owned(), json!("application/json"));
            }
            if request.eventual {
                headers.insert("ConsistencyLevel".to_owned(), json!("eventual"));
            }
            if !headers.is_empty() {
                part.insert("headers".to_owned(), Value::Object(headers));
            }
            Value::Object(part)
        })
        .collect();
    let repeat = if chunk.iter().all(|index| requests[*index].repeat == Repeat::Safe) {
        Repeat::Safe
    } else {
        Repeat::LookFirst
    };
    Request {
        method: Method::Post,
        path: "/$batch".to_owned(),
        body: Some(json!({ "requests": parts })),
        repeat,
        lag: Lag::Never,
        eventual: false,
    }
}

fn read(name: String, part: &Part) -> Result<Reply, GraphError> {
    let body = Zeroizing::new(if part.body.is_null() { Vec::new() } else { part.body.to_string().into_bytes() });
    if (200..300).contains(&part.status) {
        Ok(Reply { request: name, status: part.status, body })
    } else {
        let mut refusal = Refusal::read(name, part.status, &body);
        refusal.claims = part.header("www-authenticate").and_then(claims_in);
        Err(GraphError::Refused(Box::new(refusal)))
    }
}
