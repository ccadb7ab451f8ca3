//! What was wrong with a form, so that the page can say it at the top and at the field.

/// The mistakes in a form, in the order of its fields.
#[derive(Clone, Debug, Default)]
pub struct Errors {
    found: Vec<Mistake>,
}

/// One mistake: where it is and how to mend it.
#[derive(Clone, Debug)]
pub struct Mistake {
    /// The name of the field, which is also its `id` on the page. Empty when it concerns the form as a whole.
    pub field: String,
    /// The sentence, already in the reader's language: what is wrong and how to mend it.
    pub message: String,
}

impl Errors {
    /// No mistake: a form shown for the first time.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Adds a mistake at a field.
    pub fn add(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.found.push(Mistake { field: field.into(), message: message.into() });
    }

    /// Adds a mistake of the form as a whole.
    pub fn add_whole(&mut self, message: impl Into<String>) {
        self.add("", message);
    }

    /// Whether there is nothing to mend.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// All of them, for the summary at the top.
    #[must_use]
    pub fn all(&self) -> &[Mistake] {
        &self.found
    }

    /// The sentence at this field; empty when the field is right.
    #[must_use]
    pub fn on(&self, field: &str) -> &str {
        self.found.iter().find(|mistake| mistake.field == field).map_or("", |mistake| mistake.message.as_str())
    }
}
