// Quoted identifiers and comments may hold any character, an escape sequence for the terminal among them.
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is what this is for
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** Text that is safe to print: control characters but tab and newline become `�`. */
export const withoutControls = (text: string): string => text.replaceAll('\r\n', '\n').replace(controls, '\ufffd');

/** The same on one line. */
export const onOneLine = (text: string): string =>
  withoutControls(text)
    .replace(/\s*\n\s*/g, ' ')
    .trim();
