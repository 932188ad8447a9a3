import type { Parameter } from '../../database/database.js';
import type { Statement } from '../../sql/script.js';

/** One statement, as it is run here. */
export interface Step {
  readonly statement: Statement;
  readonly action: Action;
  /** Its tool sends it by itself, outside of the transaction around the others. */
  readonly alone: boolean;
  /** It may begin or end a transaction. */
  readonly controls: boolean;
  readonly note?: string | undefined;
}

export type Action =
  | { readonly kind: 'run'; readonly sql: string }
  /** One INSERT a row. */
  | { readonly kind: 'rows'; readonly sql: string; readonly rows: readonly (readonly Parameter[])[] }
  | {
      readonly kind: 'extension';
      readonly extension: string;
      readonly schema?: string | undefined;
      readonly sql: string;
    }
  | { readonly kind: 'skip' }
  | { readonly kind: 'fail'; readonly sqlstate: string; readonly message: string };
