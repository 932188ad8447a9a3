import type { Span } from '../core/span.js';

/**
 * One comment that turns rules off:
 *
 * - `-- pgairlock-disable-next-line rule-a, rule-b -- why`: the whole statement that starts after the comment. Inside a
 *   statement, where none starts before it ends: the next line.
 * - `-- pgairlock-disable-line rule-a -- why`: what touches the comment's own line.
 * - `-- pgairlock-disable-file rule-a -- why`: the whole file with both its directions, wherever in it the comment stands.
 *
 * A block comment does the same.
 */
export interface Suppression {
  /** The comment. */
  readonly span: Span;
  /** The word that begins it: `pgairlock-disable-line`. */
  readonly directive: string;
  /** `unknown`: a directive that does not exist, such as `pgairlock-disable-lines`; it turns nothing off. */
  readonly form: 'next-line' | 'line' | 'file' | 'unknown';
  readonly rules: readonly SuppressedRule[];
  /** What stands after ` -- `. */
  readonly reason?: string | undefined;
}

export interface SuppressedRule {
  /** As written: an id, an alias, or neither. */
  readonly name: string;
  /** `undefined`: there is no rule of this name. */
  readonly id?: string | undefined;
  /** The name that was probably meant, where the rule does not exist. */
  readonly meant?: string | undefined;
  /** The rule is on in this run, so that it had its chance to be hidden. */
  readonly active: boolean;
  /** It hid at least one finding. */
  readonly used: boolean;
}
