import type { Operation } from '../operation.js';
import { atTableConstraint, readDeferral, readTableConstraint } from './constraints.js';
import { type Subcommand, takeCascade } from './subcommand.js';
import type { TokenReader } from './token-reader.js';

/** The subcommands of ALTER TABLE that are about one constraint. */
export function readConstraintChange({ reader, base, span }: Subcommand): Operation | undefined {
  if (takeAdd(reader)) {
    return { ...base, kind: 'addConstraint', constraint: readTableConstraint(reader), span: span() };
  }
  if (reader.take('drop', 'constraint')) {
    const ifExists = reader.take('if', 'exists');
    const constraint = reader.name();
    return { ...base, kind: 'dropConstraint', constraint, ifExists, cascade: takeCascade(reader), span: span() };
  }
  if (reader.take('validate', 'constraint')) {
    return { ...base, kind: 'validateConstraint', constraint: reader.name(), span: span() };
  }
  if (!reader.take('alter', 'constraint')) return undefined;
  return { ...base, kind: 'alterConstraint', constraint: reader.name(), ...readDeferral(reader), span: span() };
}

/** ADD with a constraint after it, not a column. */
const takeAdd = (reader: TokenReader): boolean =>
  reader.attempt(() => {
    reader.expect('add');
    reader.expectThat(atTableConstraint);
    return true;
  }) ?? false;
