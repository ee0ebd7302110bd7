// What cannot be asked of a collection.

/** An Error for it, as the server's answer would be. */
export const refusal = (sentence) => Object.assign(new Error(sentence), { status: 400 });
