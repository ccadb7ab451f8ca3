# What a program is told that uses the API. `api-title-<status>` is the name of the problem, `api-problem-<code>` says what
# there is; where there is none, `refusal-<code>` holds.
api-title-400 = Bad request
api-title-401 = Not signed in
api-title-403 = Not allowed
api-title-404 = Not found
api-title-405 = Not possible here
api-title-409 = Not possible now
api-title-413 = Too large
api-title-415 = Another kind of content
api-title-429 = Too often
api-title-500 = Something went wrong
api-title-503 = Not available right now
api-title-507 = No room

api-fault = Something went wrong on our side. Please try again later. If it keeps going wrong, give this number to the administrator: { $id }.
api-problem-fields = One or more fields are not right. Each says what is wrong with it.
api-problem-not-found = There is no such thing here, or it is not for you.
api-problem-wrong-method = This address does not know this method.
api-problem-sign-in = Send a valid token with the request. It may have ended.
api-problem-too-large = This is larger than we take.
api-problem-wrong-type-of-content = Send the content as application/json.
api-problem-wrong-type-of-form = Send the files as multipart/form-data.
api-problem-broken = This request did not arrive whole. Nothing was done.
api-problem-not-utf-8 = The text is not valid UTF-8. Nothing was done.
api-problem-not-json = The content is not valid JSON. Nothing was done.
api-problem-not-an-object = The content must be a JSON object.
api-problem-too-deep = The content is nested too deeply. Nothing was done.

field-unknown-field = We do not know this field.
field-wrong-type = This is another kind of value than belongs here. What belongs here: { $limit }.
field-unknown-value = We do not know this value. Choose from: { $limit }.
field-wrong-number = This number does not fit here.
field-bad-character = There is a character in it that cannot be kept.
field-wrong-key = A key has 1 to { $limit } visible characters.
field-wrong-place = This is not a place in the list. Use the value of next.
field-not-before-from = The second size is smaller than the first.
field-code-first = The code must stand before the files.
