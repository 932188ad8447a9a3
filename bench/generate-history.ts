import { randomFrom } from './random.js';

export interface GeneratedMigration {
  /** `20200101000007_add_loans_note.sql` */
  readonly filename: string;
  readonly sql: string;
}

interface Table {
  readonly name: string;
  readonly columns: string[];
  readonly unchecked: string[];
  policies: number;
}

/** What one kind of migration writes: a name for its file and its SQL. */
type Kind = (history: History) => readonly [name: string, sql: string];

const nouns = 'author book loan shelf member fine branch event room ticket invoice order parcel note review'.split(' ');
const types = ['text', 'integer', 'bigint', 'boolean', 'timestamptz', 'numeric(12, 2)', 'jsonb', 'uuid', 'date'];
const words = 'state kind note total opened closed owner weight label score source rank phase origin batch'.split(' ');

/** The tables that the migrations so far have made. */
class History {
  readonly tables: Table[] = [];
  readonly #random: () => number;
  #named = 0;

  constructor(seed: number) {
    this.#random = randomFrom(seed);
  }

  below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  }

  /** A name that was not given before. */
  fresh(stem: string): string {
    this.#named += 1;
    return `${stem}_${this.#named}`;
  }
}

const createTable: Kind = (history) => {
  const name = history.fresh(`${history.pick(nouns)}s`);
  const parent = history.tables.length > 0 ? history.pick(history.tables) : undefined;
  const columns = Array.from({ length: 4 + history.below(8) }, () => history.fresh(history.pick(words)));
  const lines = [
    '  id uuid primary key default gen_random_uuid()',
    ...columns.map((column) => `  ${column} ${history.pick(types)}`),
    ...(parent ? [`  parent_id uuid references public.${parent.name} (id) on delete cascade`] : []),
    '  owner_id uuid not null',
    '  created_at timestamptz not null default now()',
  ];
  history.tables.push({ name, columns, unchecked: [], policies: 1 });
  const sql = `create table public.${name} (\n${lines.join(',\n')}\n);

alter table public.${name} enable row level security;

create policy ${name}_select on public.${name}
  for select to authenticated
  using ((select auth.uid()) = owner_id);

create index ${name}_owner_idx on public.${name} (owner_id);
comment on table public.${name} is 'One row for each ${name}.';
`;
  return [`create_${name}`, sql];
};

const addColumn: Kind = (history) => {
  const table = history.pick(history.tables);
  const column = history.fresh(history.pick(words));
  table.columns.push(column);
  const sql = `set local lock_timeout = '2s';
alter table public.${table.name} add column ${column} ${history.pick(types)};
comment on column public.${table.name}.${column} is 'Filled by the import.';
`;
  return [`add_${table.name}_${column}`, sql];
};

const createIndex: Kind = (history) => {
  const table = history.pick(history.tables);
  const column = history.pick(table.columns);
  const index = history.fresh(`${table.name}_${column}_idx`);
  return [`index_${index}`, `create index concurrently if not exists ${index} on public.${table.name} (${column});\n`];
};

const addPolicy: Kind = (history) => {
  const table = history.pick(history.tables);
  const command = history.pick(['insert', 'update', 'delete']);
  table.policies += 1;
  const condition = '((select auth.uid()) = owner_id)';
  const clause = command === 'insert' ? `with check ${condition}` : `using ${condition}`;
  const name = `${table.name}_${command}_${table.policies}`;
  return [
    `policy_${name}`,
    `create policy ${name} on public.${table.name}\n  for ${command} to authenticated\n  ${clause};\n`,
  ];
};

const createFunction: Kind = (history) => {
  const table = history.pick(history.tables);
  const name = history.fresh(`touch_${table.name}`);
  const sql = `create or replace function public.${name}(target uuid)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.${table.name}
  set created_at = now()
  where id = target and owner_id = auth.uid();
  if not found then
    raise exception 'no such row: %', target;
  end if;
end;
$$;

revoke all on function public.${name}(uuid) from public;
grant execute on function public.${name}(uuid) to authenticated;
`;
  return [`function_${name}`, sql];
};

/** A check in two steps; the second comes with a later migration. */
const addCheck: Kind = (history) => {
  const table = history.pick(history.tables);
  const waiting = table.unchecked.pop();
  if (waiting !== undefined) {
    return [`validate_${waiting}`, `alter table public.${table.name} validate constraint ${waiting};\n`];
  }
  const name = history.fresh(`${table.name}_check`);
  const column = history.pick(table.columns);
  table.unchecked.push(name);
  const sql = `set local lock_timeout = '2s';
alter table public.${table.name}
  add constraint ${name} check (${column} is not null) not valid;
`;
  return [`check_${name}`, sql];
};

const changeData: Kind = (history) => {
  const table = history.pick(history.tables);
  const sql = `update public.${table.name}
set created_at = now()
where created_at < '2000-01-01' and id in (select id from public.${history.pick(history.tables).name});
`;
  return [`data_${history.fresh(table.name)}`, sql];
};

/** Each as often as it stands here. */
const kinds: readonly Kind[] = [
  createTable,
  ...Array.from({ length: 6 }, () => addColumn),
  ...Array.from({ length: 4 }, () => createIndex),
  ...Array.from({ length: 3 }, () => addPolicy),
  ...Array.from({ length: 3 }, () => createFunction),
  ...Array.from({ length: 2 }, () => addCheck),
  changeData,
];

const firstTables = 20;
const start = Date.UTC(2020, 0, 1);

const timestamp = (index: number): string =>
  new Date(start + index * 60_000).toISOString().replace(/\D/g, '').slice(0, 14);

/** A history of a growing schema, the same for the same count and seed: one table in 20 migrations, the rest changes. */
export function* generateHistory(count: number, seed = 1): Generator<GeneratedMigration> {
  const history = new History(seed);
  for (let index = 0; index < count; index += 1) {
    const kind = index < firstTables ? createTable : history.pick(kinds);
    const [name, sql] = kind(history);
    yield { filename: `${timestamp(index)}_${name}.sql`, sql };
  }
}
