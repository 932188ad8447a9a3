import type { Part } from './part.js';
import { sentence } from './prose.js';

const nouns = 'author book loan shelf member fine branch event room ticket invoice order parcel note review'.split(' ');
const types = ['text', 'integer', 'bigint', 'boolean', 'timestamptz', 'numeric(12, 2)', 'jsonb', 'uuid', 'date'];
const words = 'state kind note total opened closed owner weight label score source rank phase origin batch'.split(' ');

export const createTable: Part = (history) => {
  const name = history.fresh(`${history.pick(nouns)}s`);
  const parent = history.tables.length > 0 ? history.table() : undefined;
  const columns = Array.from({ length: 6 + history.below(9) }, () => history.fresh(history.pick(words)));
  const lines = [
    '  id uuid primary key default gen_random_uuid()',
    ...columns.map((column) => `  ${column} ${history.pick(types)}`),
    ...(parent ? [`  parent_id uuid references public.${parent.name} (id) on delete cascade`] : []),
    '  owner_id uuid not null',
    '  created_at timestamptz not null default now()',
  ];
  history.tables.push({ name, columns, unchecked: [], policies: [] });
  const sql = `create table public.${name} (\n${lines.join(',\n')}\n);

alter table public.${name} enable row level security;

create policy ${name}_select on public.${name}
  for select to authenticated
  using ((select auth.uid()) = owner_id);

create index ${name}_owner_idx on public.${name} (owner_id);
${parent ? `create index ${name}_parent_idx on public.${name} (parent_id);\n` : ''}
grant select, insert, update, delete on public.${name} to authenticated;
grant all on public.${name} to service_role;
comment on table public.${name} is '${sentence(history)}';
`;
  return { name: `create_${name}`, sql };
};

export const addColumn: Part = (history) => {
  const table = history.table();
  const column = history.fresh(history.pick(words));
  table.columns.push(column);
  const sql = `alter table public.${table.name} add column ${column} ${history.pick(types)};
comment on column public.${table.name}.${column} is '${sentence(history)}';
`;
  return { name: `add_${table.name}_${column}`, sql };
};

export const createIndex: Part = (history) => {
  const table = history.table();
  const column = history.pick(table.columns);
  const index = history.fresh(`${table.name}_${column}_idx`);
  const sql = `create index concurrently if not exists ${index}\n  on public.${table.name} (${column});\n`;
  return { name: `index_${index}`, sql, alone: true };
};

/** A check in two steps; the second comes with a later migration. */
export const addCheck: Part = (history) => {
  const table = history.table();
  const waiting = table.unchecked.pop();
  if (waiting !== undefined) {
    return { name: `validate_${waiting}`, sql: `alter table public.${table.name} validate constraint ${waiting};\n` };
  }
  const name = history.fresh(`${table.name}_check`);
  const column = history.pick(table.columns);
  table.unchecked.push(name);
  const sql = `alter table public.${table.name}
  add constraint ${name} check (${column} is not null) not valid;
`;
  return { name: `check_${name}`, sql };
};

export const changeData: Part = (history) => {
  const table = history.table();
  const sql = `update public.${table.name}
set created_at = now()
where created_at < '2000-01-01' and id in (select id from public.${history.table().name});
`;
  return { name: `data_${history.fresh(table.name)}`, sql };
};

export const createView: Part = (history) => {
  const [table, other] = [history.table(), history.table()];
  const name = history.fresh(`${table.name}_overview`);
  const chosen = table.columns.slice(0, 5);
  const sql = `create view public.${name} with (security_invoker = true) as
select
  t.id,
${chosen.map((column) => `  t.${column},\n`).join('')}  count(other.id) filter (where other.created_at > now() - interval '30 days') as recent,
  max(other.created_at) as latest
from public.${table.name} t
left join public.${other.name} other on other.owner_id = t.owner_id
where t.created_at is not null
group by t.id;

grant select on public.${name} to authenticated, service_role;
`;
  return { name: `view_${name}`, sql };
};
