import type { WrittenName } from '../../core/name.js';
import type { Operation } from '../operation.js';
import { readOptions } from './options.js';
import type { TokenReader } from './token-reader.js';

/** After CREATE PUBLICATION. Row filters and column lists are not read. */
export function readCreatePublication(reader: TokenReader): Operation {
  const publication = reader.name();
  const allTables = reader.take('for', 'all', 'tables');
  const tables = !allTables && reader.take('for', 'table') ? readTables(reader) : [];
  if (reader.take('with')) readOptions(reader);
  reader.expectDone();
  const facts = { publication, allTables, action: 'create' as const, tables, schemas: [] };
  return { kind: 'createPublication', span: reader.span, ...facts };
}

/** After ALTER PUBLICATION. */
export function readAlterPublication(reader: TokenReader): Operation {
  const publication = reader.name();
  const action = reader.expectOneOf(['add', 'drop', 'set']);
  reader.expect('table');
  const tables = readTables(reader);
  reader.expectDone();
  const facts = { publication, allTables: false, action, tables, schemas: [] };
  return { kind: 'alterPublication', span: reader.span, ...facts };
}

const readTables = (reader: TokenReader): readonly WrittenName[] =>
  reader.list(() => {
    reader.take('only');
    const name = reader.qualifiedName();
    reader.take('*');
    return name;
  });
