//! A parser for the part of `$filter`'s grammar that the directory supports. It knows no property names.

use serde_json::Value;

use super::filter::{Filter, Operator, Path};
use super::problem::Problem;

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Word(String),
    Text(String),
    Open,
    Close,
    Comma,
    Colon,
}

/// Reads a `$filter`.
pub fn parse(text: &str) -> Result<Filter, Problem> {
    let tokens = tokens(text)?;
    let mut parser = Parser { tokens, at: 0, text, variable: None };
    let filter = parser.either()?;
    if parser.at < parser.tokens.len() { Err(parser.wrong()) } else { Ok(filter) }
}

fn tokens(text: &str) -> Result<Vec<Token>, Problem> {
    let mut tokens = Vec::new();
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        match c {
            ' ' => {}
            '(' => tokens.push(Token::Open),
            ')' => tokens.push(Token::Close),
            ',' => tokens.push(Token::Comma),
            ':' => tokens.push(Token::Colon),
            '\'' => {
                let mut inside = String::new();
                loop {
                    match rest.next() {
                        Some((_, '\'')) if rest.next_if(|(_, c)| *c == '\'').is_some() => inside.push('\''),
                        Some((_, '\'')) => break,
                        Some((_, c)) => inside.push(c),
                        None => {
                            return Err(Problem::malformed(format!(
                                "Invalid filter clause: There is an unterminated string literal at position {} in '{text}'.",
                                text.chars().count()
                            )));
                        }
                    }
                }
                tokens.push(Token::Text(inside));
            }
            c if c.is_alphanumeric() || "_-./@$".contains(c) => {
                let mut word = String::from(c);
                // A colon belongs to a word only inside a time, and never after the variable of `any`.
                while let Some((_, c)) = rest.next_if(|(_, n)| {
                    n.is_alphanumeric()
                        || "_-./@$".contains(*n)
                        || (*n == ':' && word.contains('T') && word.contains('-'))
                }) {
                    word.push(c);
                }
                tokens.push(Token::Word(word));
            }
            _ => return Err(syntax_error(at, text)),
        }
    }
    Ok(tokens)
}

fn syntax_error(at: usize, text: &str) -> Problem {
    Problem::malformed(format!("Invalid filter clause: Syntax error at position {at} in '{text}'."))
}

struct Parser<'t> {
    tokens: Vec<Token>,
    at: usize,
    text: &'t str,
    variable: Option<String>,
}

impl Parser<'_> {
    fn wrong(&self) -> Problem {
        // Where exactly is of no use to anybody but people; the end of the text is what Microsoft mostly says.
        syntax_error(self.text.chars().count(), self.text)
    }

    fn next(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    fn expect(&mut self, wanted: &Token) -> Result<(), Problem> {
        if self.next().as_ref() == Some(wanted) { Ok(()) } else { Err(self.wrong()) }
    }

    fn word(&mut self) -> Result<String, Problem> {
        match self.next() {
            Some(Token::Word(word)) => Ok(word),
            _ => Err(self.wrong()),
        }
    }

    fn text_literal(&mut self) -> Result<String, Problem> {
        match self.next() {
            Some(Token::Text(text)) => Ok(text),
            _ => Err(self.wrong()),
        }
    }

    fn takes_word(&mut self, wanted: &str) -> bool {
        let is_it = matches!(self.tokens.get(self.at), Some(Token::Word(word)) if word.eq_ignore_ascii_case(wanted));
        self.at += usize::from(is_it);
        is_it
    }

    fn either(&mut self) -> Result<Filter, Problem> {
        let mut left = self.both()?;
        while self.takes_word("or") {
            left = Filter::Or(Box::new(left), Box::new(self.both()?));
        }
        Ok(left)
    }

    fn both(&mut self) -> Result<Filter, Problem> {
        let mut left = self.one()?;
        while self.takes_word("and") {
            left = Filter::And(Box::new(left), Box::new(self.one()?));
        }
        Ok(left)
    }

    fn one(&mut self) -> Result<Filter, Problem> {
        if self.takes_word("not") {
            return Ok(Filter::Not(Box::new(self.one()?)));
        }
        if self.tokens.get(self.at) == Some(&Token::Open) {
            self.at += 1;
            let inside = self.either()?;
            self.expect(&Token::Close)?;
            return Ok(inside);
        }
        let word = self.word()?;
        match (word.as_str(), self.tokens.get(self.at)) {
            ("startswith" | "endswith", Some(Token::Open)) => self.function(&word),
            ("contains", Some(Token::Open)) => Err(unsupported()),
            (_, Some(Token::Open)) if word.ends_with("/any") => self.any(&word),
            (_, Some(Token::Open)) => Err(Problem::malformed(format!(
                "Invalid filter clause: An unknown function with name '{word}' was found. This may also be a function import or a key lookup on a navigation property, which is not allowed."
            ))),
            _ => self.comparison(&word),
        }
    }

    fn function(&mut self, name: &str) -> Result<Filter, Problem> {
        self.expect(&Token::Open)?;
        let word = self.word()?;
        let path = self.path(&word)?;
        self.expect(&Token::Comma)?;
        let text = self.text_literal()?;
        self.expect(&Token::Close)?;
        Ok(if name == "startswith" { Filter::StartsWith(path, text) } else { Filter::EndsWith(path, text) })
    }

    fn any(&mut self, word: &str) -> Result<Filter, Problem> {
        let collection = self.path(word.trim_end_matches("/any"))?;
        self.expect(&Token::Open)?;
        let variable = self.word()?;
        self.expect(&Token::Colon)?;
        let outer = self.variable.replace(variable);
        let inside = self.either()?;
        self.variable = outer;
        self.expect(&Token::Close)?;
        Ok(Filter::Any(collection, Box::new(inside)))
    }

    fn comparison(&mut self, word: &str) -> Result<Filter, Problem> {
        let path = self.path(word)?;
        let operator = match self.word()?.to_lowercase().as_str() {
            "eq" => Operator::Equal,
            "ne" => Operator::NotEqual,
            "ge" => Operator::AtLeast,
            "le" => Operator::AtMost,
            "in" => return self.one_of(path),
            "gt" | "lt" => return Err(unsupported()),
            _ => return Err(self.wrong()),
        };
        Ok(Filter::Compare(path, operator, self.literal()?))
    }

    fn one_of(&mut self, path: Path) -> Result<Filter, Problem> {
        self.expect(&Token::Open)?;
        let mut values = vec![self.literal()?];
        loop {
            match self.next() {
                Some(Token::Comma) => values.push(self.literal()?),
                Some(Token::Close) => return Ok(Filter::OneOf(path, values)),
                _ => return Err(self.wrong()),
            }
        }
    }

    fn literal(&mut self) -> Result<Value, Problem> {
        match self.next() {
            Some(Token::Text(text)) => Ok(Value::String(text)),
            Some(Token::Word(word)) => Ok(match word.as_str() {
                "null" => Value::Null,
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                number if number.parse::<i64>().is_ok() => Value::from(number.parse::<i64>().unwrap_or_default()),
                other if other.starts_with(|c: char| c.is_ascii_digit()) || uuid::Uuid::parse_str(other).is_ok() => {
                    Value::String(other.to_owned())
                }
                _ => return Err(self.wrong()),
            }),
            _ => Err(self.wrong()),
        }
    }

    fn path(&self, word: &str) -> Result<Path, Problem> {
        let mut names: Path = word.split('/').map(str::to_owned).collect();
        if let Some(variable) = &self.variable {
            if names.first() != Some(variable) {
                return Err(self.wrong());
            }
            names.remove(0);
        }
        let fine = |name: &String| name.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '@');
        if names.iter().all(fine) { Ok(names) } else { Err(self.wrong()) }
    }
}

fn unsupported() -> Problem {
    Problem::new(400, "Request_UnsupportedQuery", "Unsupported Query.")
}
