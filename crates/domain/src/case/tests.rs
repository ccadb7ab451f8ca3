//! What a case may and may not do, told as behaviour.
