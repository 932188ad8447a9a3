import { remarks } from './prose.js';
import type { History, Table } from './state.js';

type Step = (history: History, table: Table) => string;

const column = (history: History, { columns }: Table): string => history.pick(columns);

/** What bodies of functions are made of. Names outside of them are qualified, as an empty search_path wants it. */
const steps: readonly Step[] = [
  (history, table) => `  select count(*) into total
  from public.${table.name} t
  where t.owner_id = caller
    and t.${column(history, table)} is not null
    and t.created_at > now() - interval '${1 + history.below(90)} days';
`,
  (history, table) => `  update public.${table.name}
  set created_at = now()
  where id = target
    and owner_id = caller
    and ${column(history, table)} is not null;
`,
  (history) => `  if total > ${10 + history.below(500)} then
    raise exception 'too many rows for %: %', caller, total
      using hint = 'Close some of them first.', errcode = 'check_violation';
  end if;
`,
  (history, table) => `  for entry in
    select t.id, t.created_at, t.${column(history, table)} as value
    from public.${table.name} t
    join public.${history.table().name} other on other.owner_id = t.owner_id
    where t.owner_id = caller
    order by t.created_at desc
    limit ${5 + history.below(100)}
  loop
    result := result || jsonb_build_object('id', entry.id, 'value', entry.value, 'at', entry.created_at);
  end loop;
`,
  (history, table) => `  insert into public.${table.name} (id, owner_id, created_at)
  select gen_random_uuid(), caller, now()
  from public.${history.table().name} source
  where source.owner_id = caller
    and not exists (select 1 from public.${table.name} known where known.id = source.id)
  on conflict (id) do nothing;
`,
  (history) => `  if not exists (
    select 1 from public.${history.table().name} g where g.owner_id = caller and g.id = target
  ) then
    return jsonb_build_object('allowed', false, 'reason', 'not the owner', 'total', total);
  end if;
`,
  () => `  perform pg_notify('changes', json_build_object('target', target, 'by', caller, 'total', total)::text);
`,
];

/** A PL/pgSQL body of as many steps, most of them with no remark. */
export function body(history: History, table: Table, count: number): string {
  const written = Array.from({ length: count }, () => {
    const remark = history.below(3) === 0 ? remarks(history, 1, '  ') : '';
    return remark + history.pick(steps)(history, table);
  });
  return `declare
  caller uuid := auth.uid();
  total bigint := 0;
  result jsonb := '[]'::jsonb;
  entry record;
begin
  if caller is null then
    raise exception 'not signed in' using errcode = 'insufficient_privilege';
  end if;
${written.join('\n')}
  return jsonb_build_object('allowed', true, 'total', total, 'rows', result);
end;`;
}
