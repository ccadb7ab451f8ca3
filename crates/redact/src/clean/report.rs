//! What a cleaning says about itself. Codes, not sentences: the words are the page's.

use std::collections::BTreeSet;

/// Makes an enum whose every value has a stable code, so that a page can find words for each and a
/// test can see that none is missing.
macro_rules! coded {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }

        impl $name {
            /// Every value, in the order in which they are reported.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// A stable code, for a page's words and for storing.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }
        }
    };
}
pub(crate) use coded;

coded! {
    /// A kind of hidden information that was taken out.
    Removed {
        /// Where a picture was taken.
        Location = "location",
        /// Make, model, lens, serial number of a camera or phone.
        Camera = "camera",
        /// Names of who made, changed or commented.
        Author = "author",
        /// When it was made, changed or printed.
        Dates = "dates",
        /// Title, subject, keywords and other properties.
        Properties = "properties",
        /// Remarks in the file that no page shows.
        Comments = "comments",
        /// The program, printer or computer that made it.
        Program = "program",
        /// Numbers by which copies or edits of a file can be told to belong together.
        Identifiers = "identifiers",
        /// A small preview, which may show an earlier state.
        Thumbnails = "thumbnails",
        /// Earlier versions and things deleted but still in the file.
        History = "history",
        /// Files inside the file: attachments, embedded documents, sound, film.
        Attachments = "attachments",
        /// Scripts, actions and controls.
        Scripts = "scripts",
        /// Office macros.
        Macros = "macros",
        /// Links to places on a computer or network, and things loaded from elsewhere.
        Links = "links",
        /// Digital signatures with the signer's name.
        Signatures = "signatures",
        /// Descriptions of pictures and tags for reading aloud.
        Descriptions = "descriptions",
        /// Further pictures after the first: animation.
        Frames = "frames",
        /// Bytes after the end, such as a phone's film behind a photo.
        Trailing = "trailing",
        /// Pictures in the document of a kind that can't be cleaned.
        Pictures = "pictures",
        /// Anything else that is no part of what is seen.
        Other = "other",
    }
}

coded! {
    /// Something a reader may not see at first sight, that belongs to the content and is still there.
    Left {
        /// Insertions and deletions, without who and when.
        TrackedChanges = "tracked-changes",
        /// Comments and speaker notes, without the names of their authors.
        Notes = "notes",
        /// Text marked as hidden.
        HiddenText = "hidden-text",
        /// Hidden sheets, rows, columns or slides.
        HiddenParts = "hidden-parts",
        /// Layers that can be off.
        Layers = "layers",
        /// Pictures of which a part is cut off on the page, but is still in the file.
        CroppedPictures = "cropped-pictures",
        /// Characters that can't be seen, which can mark a copy.
        InvisibleCharacters = "invisible-characters",
    }
}

coded! {
    /// Why there is no cleaned copy.
    Why {
        /// Nothing in the file.
        Empty = "empty",
        /// Bytes of no kind that we know.
        UnknownType = "unknown-type",
        /// A known kind that we can't clean yet.
        NotSupported = "not-supported",
        /// Larger than allowed, packed or unpacked.
        TooLarge = "too-large",
        /// A picture of more pixels than allowed.
        TooManyPixels = "too-many-pixels",
        /// Locked with a password, or with permissions.
        Encrypted = "encrypted",
        /// Damaged, or made to trick readers.
        Broken = "broken",
        /// A macro so woven in that the document doesn't stand without it.
        Macro = "macro",
        /// A picture file of several pages, of which we would lose all but one.
        SeveralPages = "several-pages",
        /// Sound: the voice itself may tell who speaks.
        Audio = "audio",
        /// Film.
        Video = "video",
    }
}

/// Collects what a cleaning finds, each kind once.
#[derive(Debug, Default)]
pub(crate) struct Found {
    removed: BTreeSet<Removed>,
    left: BTreeSet<Left>,
}

impl Found {
    pub(crate) fn removed(&self) -> Vec<Removed> {
        self.removed.iter().copied().collect()
    }

    pub(crate) fn left(&self) -> Vec<Left> {
        self.left.iter().copied().collect()
    }

    pub(crate) fn took(&mut self, what: Removed) {
        self.removed.insert(what);
    }

    pub(crate) fn kept(&mut self, what: Left) {
        self.left.insert(what);
    }

    /// Takes over what was found in a part of the file.
    pub(crate) fn merge(&mut self, other: Found) {
        self.removed.extend(other.removed);
        self.left.extend(other.left);
    }
}
