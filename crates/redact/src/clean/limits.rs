/// How much work and memory one file may cost. Over a limit the file is not cleaned.
///
/// The defaults are our own choice (2026-11): well above what phones and offices make, and low
/// enough that the costliest accepted file takes seconds, and memory as the head of this module says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// The file itself, in bytes. Default 25 MB.
    pub input_bytes: usize,
    /// Width times height of one picture. Default 50 million, the most that common phones make.
    pub pixels: u64,
    /// Members of an office file. Default 10,000.
    pub zip_members: usize,
    /// One member of an office file, inflated, in bytes. Default 100 MB.
    pub zip_member_bytes: u64,
    /// All members that are read of one office file, inflated, in bytes. Default 200 MB.
    pub zip_total_bytes: u64,
    /// Inflated size over packed size of a member above 1 MB. Default 250; office XML reaches some 60.
    pub zip_ratio: u64,
    /// Elements of XML within each other. Default 512.
    pub xml_depth: usize,
    /// Objects of a PDF that are reached from its pages. Default 300,000.
    pub pdf_objects: usize,
    /// Values (numbers, names, strings, …) that are read and copied. Default 4 million.
    pub pdf_values: u64,
    /// All streams of a PDF that are read, inflated, in bytes. Default 1 GB: they are measured
    /// rather than kept, so this costs seconds, not memory.
    pub pdf_inflated_bytes: u64,
    /// One stream of a PDF that has to be kept inflated, in bytes. Default 64 MB.
    pub pdf_stream_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        const MB: usize = 1_000_000;
        Self {
            input_bytes: 25 * MB,
            pixels: 50_000_000,
            zip_members: 10_000,
            zip_member_bytes: 100_000_000,
            zip_total_bytes: 200_000_000,
            zip_ratio: 250,
            xml_depth: 512,
            pdf_objects: 300_000,
            pdf_values: 4_000_000,
            pdf_inflated_bytes: 1_000_000_000,
            pdf_stream_bytes: 64 * MB,
        }
    }
}
