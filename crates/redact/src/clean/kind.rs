use super::report::coded;

coded! {
    /// What a file is, by its bytes.
    FileKind {
        /// JPEG picture.
        Jpeg = "jpeg",
        /// PNG picture.
        Png = "png",
        /// WebP picture.
        Webp = "webp",
        /// GIF picture.
        Gif = "gif",
        /// Windows bitmap.
        Bmp = "bmp",
        /// TIFF picture or scan.
        Tiff = "tiff",
        /// HEIC, HEIF or AVIF picture.
        Heic = "heic",
        /// Any other picture format.
        OtherPicture = "other-picture",
        /// SVG drawing.
        Svg = "svg",
        /// PDF document.
        Pdf = "pdf",
        /// Word document, with or without macros.
        Docx = "docx",
        /// Excel workbook, with or without macros.
        Xlsx = "xlsx",
        /// PowerPoint presentation, with or without macros.
        Pptx = "pptx",
        /// OpenDocument text.
        Odt = "odt",
        /// OpenDocument spreadsheet.
        Ods = "ods",
        /// OpenDocument presentation.
        Odp = "odp",
        /// Word, Excel or PowerPoint of before 2007, and other files in that container.
        OldOffice = "old-office",
        /// An office file locked with a password.
        LockedOffice = "locked-office",
        /// Rich text.
        Rtf = "rtf",
        /// HTML or other XML.
        Markup = "markup",
        /// A stored e-mail message.
        Email = "email",
        /// Plain text, also CSV.
        Text = "text",
        /// ZIP and other archives, also e-books.
        Archive = "archive",
        /// Sound.
        Audio = "audio",
        /// Film.
        Video = "video",
        /// A program.
        Program = "program",
        /// None of these.
        Unknown = "unknown",
    }
}

impl FileKind {
    /// Endings of names that promise this kind, in lower case; the first is the usual one.
    fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Jpeg => &["jpg", "jpeg", "jpe", "jfif"],
            Self::Png => &["png", "apng"],
            Self::Webp => &["webp"],
            Self::Gif => &["gif"],
            Self::Bmp => &["bmp", "dib"],
            Self::Tiff => &["tif", "tiff"],
            Self::Heic => &["heic", "heif", "avif"],
            Self::OtherPicture => &["ico", "psd", "jxl", "jp2", "cr2", "xcf"],
            Self::Svg => &["svg"],
            Self::Pdf => &["pdf"],
            Self::Docx => &["docx", "docm", "dotx", "dotm"],
            Self::Xlsx => &["xlsx", "xlsm", "xltx", "xltm"],
            Self::Pptx => &["pptx", "pptm", "ppsx", "ppsm", "potx", "potm"],
            Self::Odt => &["odt", "ott"],
            Self::Ods => &["ods", "ots"],
            Self::Odp => &["odp", "otp"],
            Self::OldOffice => &["doc", "xls", "ppt", "dot", "xlt", "pps", "msg"],
            Self::LockedOffice => &[],
            Self::Rtf => &["rtf"],
            Self::Markup => &["html", "htm", "xhtml", "xml", "fodt", "fods", "fodp"],
            Self::Email => &["eml"],
            Self::Text => &["txt", "csv", "tsv", "log", "md"],
            Self::Archive => &["zip", "7z", "rar", "gz", "tgz", "tar", "bz2", "xz", "epub"],
            Self::Audio => &["mp3", "m4a", "wav", "ogg", "oga", "opus", "flac", "aac", "amr", "aiff"],
            Self::Video => &["mp4", "m4v", "mov", "avi", "mkv", "webm", "wmv", "mpg", "mpeg", "3gp"],
            Self::Program => &["exe", "dll", "com", "scr", "msi"],
            Self::Unknown => &[],
        }
    }

    /// The usual ending of a name, without dot, for a copy of this kind; `bin` where there is none.
    pub fn extension(self) -> &'static str {
        self.endings().first().copied().unwrap_or("bin")
    }

    /// The media type to serve a cleaned copy with; `application/octet-stream` for kinds that are
    /// never cleaned.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Gif => "image/gif",
            Self::Bmp => "image/bmp",
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Self::Odp => "application/vnd.oasis.opendocument.presentation",
            Self::Text => "text/plain",
            _ => "application/octet-stream",
        }
    }

    /// Whether a name's ending promises another kind than this.
    pub(crate) fn contradicts(self, name: &str) -> bool {
        let Some((_, ending)) = name.rsplit_once('.') else { return false };
        let ending = ending.trim().to_lowercase();
        let promised = Self::ALL.iter().copied().find(|kind| kind.endings().contains(&ending.as_str()));
        match promised {
            None => false,
            Some(promised) if promised == self => false,
            // A locked office file is what its name says, only locked; the old container also holds
            // its first generation.
            Some(promised) => {
                !(self == Self::LockedOffice
                    && matches!(promised, Self::Docx | Self::Xlsx | Self::Pptx | Self::OldOffice))
            }
        }
    }
}
