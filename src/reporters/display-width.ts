// East Asian wide and full-width ranges, and emoji: a terminal gives each of them two columns.
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const zeroWidth = /\p{Mn}|\p{Me}|\p{Cf}/u;

/** Terminal columns of one character. */
export function characterWidth(character: string): 0 | 1 | 2 {
  if (character <= '\u007f') return 1;
  if (zeroWidth.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}

/** Terminal columns of a text that holds no colours. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}
