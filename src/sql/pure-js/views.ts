import type { Operation, Options, Persistence } from '../operation.js';
import { referencesOf } from '../references.js';
import { queryAt } from './data.js';
import { readOptions } from './options.js';
import { readQueryWithData } from './tables.js';
import type { TokenReader } from './token-reader.js';

const readAliases = (reader: TokenReader): readonly string[] =>
  reader.at('(') ? reader.parenthesised(() => reader.list(() => reader.name())) : [];

const checkOptions = ['with local check option', 'with cascaded check option', 'with check option'] as const;

/** After CREATE … VIEW. */
export function readCreateView(reader: TokenReader, orReplace: boolean, persistence: Persistence): Operation {
  const view = reader.qualifiedName();
  const columnAliases = readAliases(reader);
  const written: Options = reader.take('with') ? readOptions(reader) : {};
  reader.expect('as');
  const body = reader.skipUntil(() => checkOptions.some((phrase) => reader.at(...phrase.split(' '))));
  const check = reader.takeOneOf(checkOptions);
  reader.expectDone();
  const checkOption = check && (check.includes('local') ? 'local' : 'cascaded');
  const options = checkOption === undefined ? written : { ...written, check_option: checkOption };
  const query = queryAt(reader.text, body);
  const facts = { view, orReplace, persistence, columnAliases, options, query, references: referencesOf(query) };
  return { kind: 'createView', span: reader.span, ...facts };
}

/** After CREATE MATERIALIZED VIEW. */
export function readCreateMaterializedView(reader: TokenReader): Operation {
  const ifNotExists = reader.take('if', 'not', 'exists');
  const view = reader.qualifiedName();
  const columnAliases = readAliases(reader);
  if (reader.take('using')) reader.name();
  const options: Options = reader.take('with') ? readOptions(reader) : {};
  if (reader.take('tablespace')) reader.name();
  reader.expect('as');
  const { query, withData } = readQueryWithData(reader);
  const facts = { view, ifNotExists, columnAliases, options, query, withData, references: referencesOf(query) };
  return { kind: 'createMaterializedView', span: reader.span, ...facts };
}

/** After REFRESH MATERIALIZED VIEW. */
export function readRefresh(reader: TokenReader): Operation {
  const concurrently = reader.take('concurrently');
  const view = reader.qualifiedName();
  const withData = reader.takeOneOf(['with no data', 'with data']) !== 'with no data';
  reader.expectDone();
  return { kind: 'refreshMaterializedView', span: reader.span, view, concurrently, withData };
}
