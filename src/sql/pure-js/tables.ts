import { likeOptions } from '../like-options.js';
import type {
  ColumnDefinition,
  ConstraintDefinition,
  CreateTable,
  Operation,
  Options,
  Persistence,
} from '../operation.js';
import { readColumn } from './columns.js';
import { atTableConstraint, readTableConstraint } from './constraints.js';
import { queryAt } from './data.js';
import { readOptions } from './options.js';
import { readPartitionBound, readPartitionKey } from './partitions.js';
import type { TokenReader } from './token-reader.js';
import { Unreadable } from './tokens.js';

interface Elements {
  readonly columns: ColumnDefinition[];
  readonly constraints: ConstraintDefinition[];
  readonly like: { readonly source: CreateTable['table']; readonly including: readonly string[] }[];
}

/** `[GLOBAL | LOCAL] TEMPORARY`, UNLOGGED or nothing. */
export function readPersistence(reader: TokenReader): Persistence {
  reader.takeOneOf(['local', 'global']);
  if (reader.takeOneOf(['temporary', 'temp']) !== undefined) return 'temporary';
  return reader.take('unlogged') ? 'unlogged' : 'permanent';
}

/** After CREATE … TABLE. */
export function readCreateTable(reader: TokenReader, persistence: Persistence): Operation {
  const ifNotExists = reader.take('if', 'not', 'exists');
  const table = reader.qualifiedName();
  const asQuery = reader.attempt(() => readTableAs(reader, { table, ifNotExists, persistence }));
  if (asQuery !== undefined) return asQuery;
  const parent = reader.take('partition', 'of') ? reader.qualifiedName() : undefined;
  const elements = parent === undefined || reader.at('(') ? readElements(reader) : noElements();
  const partitionOf = parent && { parent, bound: readPartitionBound(reader) };
  const tail = readTail(reader);
  reader.expectDone();
  return { kind: 'createTable', span: reader.span, table, ifNotExists, persistence, ...elements, partitionOf, ...tail };
}

const noElements = (): Elements => ({ columns: [], constraints: [], like: [] });

function readElements(reader: TokenReader): Elements {
  const elements = noElements();
  reader.expect('(');
  if (!reader.at(')')) reader.list(() => readElement(reader, elements));
  reader.expect(')');
  return elements;
}

function readElement(reader: TokenReader, elements: Elements): void {
  if (reader.at('like')) elements.like.push(readLike(reader));
  else if (atTableConstraint(reader)) elements.constraints.push(readTableConstraint(reader));
  else elements.columns.push(readColumn(reader));
}

/** EXCLUDING takes out what was included before; all nine together are `all`. */
function readLike(reader: TokenReader): Elements['like'][number] {
  reader.expect('like');
  const source = reader.qualifiedName();
  const including = new Set<string>();
  let every = false;
  for (;;) {
    const verb = reader.takeOneOf(['including', 'excluding']);
    if (verb === undefined) break;
    const option = reader.expectOneOf([...likeOptions, 'all']);
    every = option === 'all' ? verb === 'including' : every && verb === 'including';
    for (const one of option === 'all' ? likeOptions : [option]) {
      if (verb === 'including') including.add(one);
      else including.delete(one);
    }
  }
  return { source, including: every ? ['all'] : likeOptions.filter((option) => including.has(option)) };
}

/** What follows the list of columns. */
function readTail(reader: TokenReader): Pick<CreateTable, 'inherits' | 'partitionBy' | 'options' | 'tablespace'> {
  const inherits = reader.take('inherits') ? reader.parenthesised(() => reader.list(() => reader.qualifiedName())) : [];
  const partitionBy = reader.at('partition', 'by') ? readPartitionKey(reader) : undefined;
  if (reader.take('using')) reader.name();
  const options: Options = reader.take('with') ? readOptions(reader) : {};
  if (reader.at('without', 'oids')) throw new Unreadable('WITHOUT OIDS');
  if (reader.take('on', 'commit')) reader.expectOneOf(['drop', 'delete rows', 'preserve rows']);
  const tablespace = reader.take('tablespace') ? reader.name() : undefined;
  return { inherits, partitionBy, options, tablespace };
}

type TableHead = Pick<CreateTable, 'table' | 'ifNotExists' | 'persistence'>;

/** `CREATE TABLE t AS query [WITH [NO] DATA]`. */
function readTableAs(reader: TokenReader, head: TableHead): Operation {
  if (reader.at('(')) reader.parenthesised(() => reader.list(() => reader.name()));
  if (reader.take('with')) readOptions(reader);
  reader.expect('as');
  const { query, withData } = readQueryWithData(reader);
  return { kind: 'createTableAs', span: reader.span, ...head, query, withData };
}

/** The query that ends a statement, with WITH DATA or WITH NO DATA after it. */
export function readQueryWithData(reader: TokenReader) {
  const span = reader.skipUntil(
    () => reader.at('with', 'no', 'data') || (reader.at('with', 'data') && reader.peek(2) === undefined),
  );
  const withData = reader.takeOneOf(['with no data', 'with data']) !== 'with no data';
  reader.expectDone();
  return { query: queryAt(reader.text, span), withData };
}
