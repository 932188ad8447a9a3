import type { PublicationChange } from '../operation.js';
import type { LoweringContext } from './context.js';
import { isOn, optionNamed } from './literals.js';
import type { Lowerings } from './lowering.js';
import { rangeVarName } from './names.js';

const schemaOf = (object: any): readonly string[] => {
  if (object.pubobjtype === 'PUBLICATIONOBJ_TABLES_IN_SCHEMA') return [object.name];
  return object.pubobjtype === 'PUBLICATIONOBJ_TABLES_IN_CUR_SCHEMA' ? ['current_schema'] : [];
};

function lowerPublication(
  kind: PublicationChange['kind'],
  action: PublicationChange['action'],
  node: any,
  ctx: LoweringContext,
): PublicationChange {
  const objects: readonly any[] = (node.pubobjects ?? []).map((object: any) => object.PublicationObjSpec);
  return {
    kind,
    span: ctx.statement,
    publication: node.pubname,
    allTables: node.for_all_tables ?? false,
    action,
    tables: objects.flatMap(({ pubtable }) => (pubtable ? [rangeVarName(pubtable.relation)] : [])),
    schemas: objects.flatMap(schemaOf),
  };
}

const actions: Readonly<Record<string, PublicationChange['action']>> = {
  AP_AddObjects: 'add',
  AP_DropObjects: 'drop',
  AP_SetObjects: 'set',
};

/** `SET (…)` changes only options; the parser calls it an addition of nothing. */
const alterAction = (node: any): PublicationChange['action'] =>
  node.pubobjects || node.for_all_tables ? (actions[node.action] ?? 'set') : 'options';

const isOff = (node: any, name: string): boolean => {
  const option = optionNamed(node.options, name);
  return option !== undefined && !isOn(option);
};

export const replication: Lowerings = {
  CreatePublicationStmt: (node, ctx) => [lowerPublication('createPublication', 'create', node, ctx)],
  AlterPublicationStmt: (node, ctx) => [lowerPublication('alterPublication', alterAction(node), node, ctx)],
  CreateSubscriptionStmt: (node, ctx) => [
    {
      kind: 'createSubscription',
      span: ctx.statement,
      subscription: node.subname,
      createsSlot: !isOff(node, 'create_slot') && !isOff(node, 'connect'),
    },
  ],
};
