import type { Answer } from '../core/answer.js';

/** Only what other sessions can be hurt by: effects on relations that were there before this unit. */
export const visible = <Effect extends { readonly visible: Answer }>(effects: readonly Effect[]): readonly Effect[] =>
  effects.filter((effect) => effect.visible !== 'no');
