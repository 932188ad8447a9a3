import type { Change } from '../../catalog/journal.js';
import type { GrantEntry } from '../../catalog/model.js';
import { groupBy } from '../../core/group-by.js';
import { quoteIdentifier } from '../../core/name.js';
import { identifiers, role } from './sql-text.js';

type Entries = ReadonlyMap<string, GrantEntry>;

const words: Readonly<Record<GrantEntry['objectType'], string>> = {
  table: 'TABLE',
  sequence: 'SEQUENCE',
  function: 'ROUTINE',
  schema: 'SCHEMA',
  type: 'TYPE',
};

/** REVOKE for what came, GRANT for what went, a statement for each role and object. */
export function grantStatements({ before, after }: Change<Entries>): readonly string[] {
  const came = [...(after ?? [])].filter(([key]) => before?.has(key) !== true).map(([, entry]) => entry);
  const went = [...(before ?? [])].filter(([key]) => after?.has(key) !== true).map(([, entry]) => entry);
  return [...rightsText('REVOKE', 'FROM', came), ...rightsText('GRANT', 'TO', went)];
}

export const grantsText = (entries: Iterable<GrantEntry>): readonly string[] => rightsText('GRANT', 'TO', [...entries]);

function rightsText(verb: string, preposition: string, entries: readonly GrantEntry[]): readonly string[] {
  const groups = groupBy(entries, ({ objectType, object, grantee }) => `${objectType}\n${object}\n${grantee}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { objectType, object, grantee } = first;
    return `${verb} ${privileges(group)} ON ${words[objectType]} ${objectText(objectType, object)} ${preposition} ${role(grantee)}`;
  });
}

// Without MAINTAIN, which PostgreSQL 17 added and no catalog of ours holds.
const tablePrivileges = 7;

/** `SELECT, UPDATE (title, author)`. */
function privileges(entries: readonly GrantEntry[]): string {
  const whole = new Set(entries.flatMap(({ privilege, column }) => (column === undefined ? privilege : [])));
  if (entries[0]?.objectType === 'table' && whole.size === tablePrivileges) return 'ALL';
  const byPrivilege = groupBy(entries, ({ privilege }) => privilege);
  return [...byPrivilege]
    .map(([privilege, group]) => {
      const columns = group.flatMap(({ column }) => column ?? []);
      return `${privilege.toUpperCase()}${columns.length > 0 && columns.length === group.length ? ` (${identifiers(columns)})` : ''}`;
    })
    .join(', ');
}

/** Keys are `schema.name` and `schema.name(types)`; a dot in a name cannot be told from the one after the schema. */
function objectText(objectType: GrantEntry['objectType'], object: string): string {
  if (objectType === 'schema') return quoteIdentifier(object);
  const [, schema = '', name = '', args = ''] = /^([^.]+)\.([^(]+)(\(.*\))?$/s.exec(object) ?? [];
  return `${quoteIdentifier(schema)}.${quoteIdentifier(name)}${args}`;
}
