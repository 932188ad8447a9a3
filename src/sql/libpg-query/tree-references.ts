import type { WrittenName } from '../../core/name.js';
import type { References } from '../expression.js';
import { mergeReferences, noReferences, relationInText } from '../references.js';
import { listName, listTexts, rangeVarName } from './names.js';
import type { Tree } from './tree.js';

interface Found {
  readonly relations: WrittenName[];
  readonly functions: WrittenName[];
  readonly types: WrittenName[];
  readonly columns: string[];
  readonly withNames: Set<string>;
}

/** The names in a tree of any kind: for bodies, of which only the names matter. */
export function treeReferences(tree: Tree): References {
  const found: Found = { relations: [], functions: [], types: [], columns: [], withNames: new Set() };
  visit(tree, found);
  const { functions, types, columns } = found;
  const relations = found.relations.filter(({ schema, name }) => schema !== undefined || !found.withNames.has(name));
  return mergeReferences([{ ...noReferences, relations, functions, types, columns }]);
}

const visitors: Readonly<Record<string, (value: any, found: Found) => void>> = {
  RangeVar: addRelation,
  relation: addRelation,
  pktable: addRelation,
  view: addRelation,
  ColumnRef: ({ fields }, { columns }) => {
    const column = listTexts(fields).at(-1);
    if (column !== undefined && column !== '*') columns.push(column);
  },
  FuncCall: addCall,
  TypeCast: addCast,
  TypeName: addType,
  typeName: addType,
  CommonTableExpr: ({ ctename }, { withNames }) => withNames.add(String(ctename)),
  InsertStmt: ({ cols }, { columns }) => columns.push(...targetNames(cols)),
  UpdateStmt: ({ targetList }, { columns }) => columns.push(...targetNames(targetList)),
};

const targetNames = (targets: readonly Tree[] | undefined): readonly string[] =>
  (targets ?? []).flatMap((target) => target.ResTarget?.name ?? []);

function visit(value: unknown, found: Found): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, found);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [field, inner] of Object.entries(value)) {
    if (typeof inner !== 'object' || inner === null) continue;
    if (Object.hasOwn(visitors, field)) visitors[field]?.(inner, found);
    visit(inner, found);
  }
}

function addRelation(tree: Tree, { relations }: Found): void {
  if (tree.relname !== undefined) relations.push(rangeVarName(tree));
}

function addCall(tree: Tree, { functions, relations }: Found): void {
  const name = listName(tree.funcname);
  functions.push(tree.funcformat === 'COERCE_SQL_SYNTAX' ? { name: name.name } : name);
  if (['nextval', 'currval', 'setval'].includes(name.name)) addRelationInText(tree.args?.[0], relations);
}

function addCast(tree: Tree, { relations }: Found): void {
  if (listName(tree.typeName?.names).name === 'regclass') addRelationInText(tree.arg, relations);
}

function addRelationInText(node: Tree | undefined, relations: WrittenName[]): void {
  const text = node?.A_Const?.sval?.sval as string | undefined;
  const name = text === undefined ? undefined : relationInText(text);
  if (name) relations.push(name);
}

function addType(tree: Tree, { types }: Found): void {
  const { schema, name } = listName(tree.names);
  if (name !== '') types.push(schema === undefined || schema === 'pg_catalog' ? { name } : { schema, name });
}
