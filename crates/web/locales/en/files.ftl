# What was done to a file. `removed-<code>` was taken out, `left-<code>` is still in it, `not-cleaned-<code>` says why there is
# no clean copy.
removed-location = the place
removed-camera = details of the camera or phone
removed-author = names of authors
removed-dates = dates and times
removed-properties = title and other properties
removed-comments = hidden remarks
removed-program = the program or printer
removed-identifiers = numbers by which copies can be recognised
removed-thumbnails = small previews
removed-history = earlier versions
removed-attachments = files inside the file
removed-scripts = scripts
removed-macros = macros
removed-links = links to other places
removed-signatures = digital signatures
removed-descriptions = descriptions of pictures
removed-frames = moving pictures after the first
removed-trailing = data behind the end
removed-pictures = pictures that could not be cleaned
removed-other = other hidden information

left-tracked-changes = tracked changes
left-notes = comments and notes
left-hidden-text = hidden text
left-hidden-parts = hidden sheets, rows or slides
left-layers = layers that can be off
left-cropped-pictures = pictures of which a part was cut off but is still in the file
left-invisible-characters = invisible characters, which can mark a copy

not-cleaned-empty = There is nothing in this file.
not-cleaned-unknown-type = We do not know this kind of file.
not-cleaned-not-supported = We can’t clean this kind of file.
not-cleaned-too-large = The file is too large for that.
not-cleaned-too-many-pixels = The picture is too large for that.
not-cleaned-encrypted = The file is locked with a password.
not-cleaned-broken = The file is damaged, or was made to mislead programs.
not-cleaned-macro = There is a macro in it that can’t be taken out.
not-cleaned-several-pages = It is a picture with several pages.
not-cleaned-audio = It is sound. A voice can give away who speaks.
not-cleaned-video = It is film. Picture and voice can give away who is in it or who is filming.

taken-removed = Taken out of the copy:
taken-nothing = There was no hidden information in it that we know of.
taken-left = Please note, this is still in it:
taken-not-cleaned = Not cleaned.
taken-not-cleaned-then = Who reads your report gets the file as you send it. Take it away if there may be something in it that points to you.
taken-mismatch = The name of this file says something else than what is in it.
