import type { Operation } from '../operation.js';
import type { LoweringContext } from './context.js';
import { hasOption, optionNamed, scalarText } from './literals.js';
import type { Lower, Lowerings } from './lowering.js';
import { roleName } from './role-names.js';
import { schemaElementSpans } from './statement-spans.js';
import { tagged } from './tree.js';

/** What an element of CREATE SCHEMA makes. */
function madeBy(element: any): string | undefined {
  const [, node] = tagged(element);
  return (node.view ?? node.sequence ?? (element.CreateStmt ? node.relation : undefined))?.relname;
}

/** The tree with unqualified relations of those names put into the schema. */
function qualified(node: any, names: ReadonlySet<string>, schema: string): any {
  if (Array.isArray(node)) return node.map((item) => qualified(item, names, schema));
  if (typeof node !== 'object' || node === null) return node;
  const fields = Object.entries(node).map(([field, value]) => [field, qualified(value, names, schema)]);
  const isOurs = node.schemaname === undefined && names.has(node.relname);
  return { ...(isOurs ? { schemaname: schema } : {}), ...Object.fromEntries(fields) };
}

function lowerElements(node: any, schema: string, ctx: LoweringContext, lower: Lower): Operation[] {
  const elements: readonly any[] = node.schemaElts ?? [];
  const names = new Set(elements.map(madeBy).filter((name) => name !== undefined));
  const spans = schemaElementSpans(ctx, elements.length);
  return elements.flatMap((element, i) =>
    lower(qualified(element, names, schema), { ...ctx, statement: spans[i] ?? ctx.statement }),
  );
}

function lowerCreateSchema(node: any, ctx: LoweringContext, lower: Lower): Operation[] {
  const owner = node.authrole && roleName(node.authrole);
  const schema = node.schemaname ?? owner ?? '';
  return [
    { kind: 'createSchema', span: ctx.statement, schema, ifNotExists: node.if_not_exists ?? false, owner },
    ...lowerElements(node, schema, ctx, lower),
  ];
}

const optionText = (node: any, name: string): string | undefined => {
  const option = optionNamed(node.options, name);
  return option && scalarText(option.arg);
};

export const schemas: Lowerings = {
  CreateSchemaStmt: lowerCreateSchema,
  CreateExtensionStmt: (node, ctx) => [
    {
      kind: 'createExtension',
      span: ctx.statement,
      extension: node.extname,
      schema: optionText(node, 'schema'),
      version: optionText(node, 'new_version'),
      ifNotExists: node.if_not_exists ?? false,
      cascade: hasOption(node.options, 'cascade'),
    },
  ],
};
